"""The room Connaître through a browser: who sees what, what is typed, what is undone."""

import csv
import datetime as dt
import io
import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone
from django_scopes import scope

from factories import cluster
from factories.cluster import Cluster
from factories.registers import csv_of, siren, siret
from vivier_web.members.actions import (
    add_contact,
    admit_member,
    award_label,
    describe_organisation,
    end_membership,
    note_dealing,
    prepare_import,
    register_organisation,
)
from vivier_web.members.models import Contact, Dealing, ImportBatch, Label, Membership, Organisation, Site
from vivier_web.members.registers import opened

TODAY = timezone.localdate()
READERS = {"operator", "director", "team", "governance", "board", "network"}
STAFF = {"director", "team"}


@pytest.fixture
def team(signed_in: object) -> Client:
    return signed_in("team")


def said(answer: object) -> str:
    """The words of a page, tags and doubled spaces apart."""
    bare = unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))
    return re.sub(r"[ \n\u00a0\u202f]+", " ", bare)


def undo_of(answer: object) -> tuple[str, dict[str, str]]:
    """The address and fields of the button that undoes."""
    form = re.search(
        r'<form method="post" action="([^"]+)">(<input[^>]+>)*<button[^>]*>Annuler', answer.content.decode()
    )
    fields = re.findall(r'name="([^"]+)" value="([^"]*)"', form[0])
    return form[1], dict(fields)


def first(pole: Cluster) -> Organisation:
    return pole.members[0]


# Who may come in.


def addresses(pole: Cluster) -> dict[str, str]:
    """Every address of the room, about the first member."""
    who = first(pole)
    adhesion, site = Membership.objects.get(organisation=who), who.sites.get()
    contact = add_contact(pole.pole, who, "Hélène Vasseur", by=None)
    dealing = note_dealing(pole.pole, who, by=None, kind="call", on=TODAY, summary="Bonjour.")
    label = award_label(pole.pole, "Phase V", by=None, granted_on=TODAY)
    batch = prepare_import(pole.pole, "a.csv", opened(csv_of((siret(1), "A", "", "", ""))), by=None)
    given = {"pk": who.pk, "adhesion": adhesion.pk, "site": site.pk, "contact": contact.pk, "dealing": dealing.pk}
    found = {}
    for pattern in _room():
        named = set(pattern.pattern.converters)
        some = {name: given[name] for name in named & set(given)}
        if "import" in pattern.name and "pk" in named:
            some["pk"] = batch.pk
        if "label" in named:
            some["label"] = label.pk
        found[pattern.name] = reverse(pattern.name, kwargs=some)
    return found


def _room() -> list:
    from vivier_web.pages.pole.members.urls import urlpatterns

    assert get_resolver()
    return urlpatterns


READ_ONLY = {"members", "members_csv", "members_map", "search", "member", "pole_card"}


@pytest.mark.parametrize("kind", ["operator", "director", "team", "governance", "board", "expert", "network", "member",
                                  "accountant", "employee", "trainer", "state", "region", "local"])  # fmt: skip
def test_each_role_enters_where_it_may_and_nowhere_else(pole: Cluster, signed_in: object, kind: str) -> None:
    urls = addresses(pole)
    client = signed_in(kind)
    for name in READ_ONLY:
        assert client.get(urls[name]).status_code == (200 if kind in READERS else 403), name
    for name in set(urls) - READ_ONLY:
        opened_page = client.get(urls[name]).status_code
        assert (opened_page in (200, 405)) if kind in STAFF else opened_page in (403, 405), name
        if kind not in STAFF:
            assert client.post(urls[name]).status_code == 403, name
    if kind not in READERS:
        assert first(pole).name not in client.get(urls["member"]).content.decode()


def test_nobody_comes_in_without_signing_in(pole: Cluster, client: Client) -> None:
    for url in addresses(pole).values():
        assert client.post(url).status_code in (302, 405)
        assert first(pole).name not in client.get(url).content.decode()


def test_the_members_of_another_pole_are_not_found_by_any_address(pole: Cluster, team: Client) -> None:
    other = cluster.founded("autre", first=1)
    with scope(pole=other.pole):
        hidden = register_organisation("Secrète SARL", siren=siren(7), by=None)
        adhesion = admit_member(other.pole, hidden, joined_on=TODAY, by=None)
        contact = add_contact(other.pole, hidden, "Ada Cachée", by=None)
        shared = pole.members[1]
        note_dealing(other.pole, shared, by=None, kind="call", on=TODAY, summary="Propos d’un autre pôle.")
        assert other.pole.memberships.count() == 4  # it could leak
    assert team.get(reverse("member", args=[hidden.pk])).status_code == 404
    assert team.post(reverse("end_adhesion", args=[hidden.pk, adhesion.pk])).status_code == 404
    assert team.post(reverse("forget_contact", args=[hidden.pk, contact.pk])).status_code == 404
    for page in (reverse("members") + "?statut=tous", reverse("members_csv") + "?statut=tous", reverse("home"),
                 reverse("search") + "?q=cachee", reverse("search") + "?q=secrete", reverse("members_map"),
                 reverse("member", args=[shared.pk])):  # fmt: skip
        text = team.get(page).content.decode()
        assert "Secrète" not in text, page
        assert "Cachée" not in text, page
        assert "Propos" not in text, page


# The list.


@pytest.mark.parametrize(("query", "names"), [
    ("", ["Laboratoire des matériaux", "Mécanique du Val", "Plasturgie Ardéchoise"]),
    ("?tri=-nom", ["Plasturgie Ardéchoise", "Mécanique du Val", "Laboratoire des matériaux"]),
    ("?q=MECANIQUE", ["Mécanique du Val"]),
    ("?q=ardechoise+annecy", ["Plasturgie Ardéchoise"]),
    ("?q=732+829+320", ["Mécanique du Val"]),
    ("?q=73282932000074", ["Mécanique du Val"]),
    ("?q=2562B", ["Laboratoire des matériaux", "Mécanique du Val", "Plasturgie Ardéchoise"]),
    ("?q=%25", ["Laboratoire des matériaux", "Mécanique du Val", "Plasturgie Ardéchoise"]),
    ("?type=laboratory", ["Laboratoire des matériaux"]),
    ("?departement=69", []),
    ("?college=Entreprises&page=99", ["Laboratoire des matériaux", "Mécanique du Val", "Plasturgie Ardéchoise"]),
    ("?statut=anciens", []),
    ("?tri=rien&type=rien&page=rien&statut=rien&departement=rien", ["Laboratoire des matériaux", "Mécanique du Val", "Plasturgie Ardéchoise"]),
])  # fmt: skip
def test_the_list_is_searched_filtered_and_sorted(pole: Cluster, team: Client, query: str, names: list[str]) -> None:
    describe_organisation(pole.members[2], by=None, kind="laboratory")
    page = team.get(reverse("members") + query)
    assert re.findall(r'<th scope="row"><a href="[^"]+">([^<]+)', page.content.decode()) == names


@pytest.mark.parametrize("members", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"), [("members", 8), ("members_csv", 6), ("members_map", 5), ("search", 10), ("home", 12)]
)
def test_queries_do_not_follow_the_number_of_rows(
    pole: Cluster, team: Client, django_assert_num_queries: object, *, name: str, queries: int, members: int
) -> None:
    for organisation in pole.members[members:]:
        Membership.objects.filter(organisation=organisation).delete()
    with django_assert_num_queries(queries):
        team.get(reverse(name) + "?q=annecy")


def test_the_card_is_read_in_as_many_queries_whatever_it_holds(
    pole: Cluster, team: Client, django_assert_num_queries: object
) -> None:
    for rows in (1, 3):
        for _ in range(rows):
            contact = add_contact(pole.pole, first(pole), "Hélène Vasseur", by=None)
            note_dealing(
                pole.pole, first(pole), by=pole.people["team"], kind="call", on=TODAY, summary="…", contact=contact
            )
        with django_assert_num_queries(11):
            team.get(reverse("member", args=[first(pole).pk]))


def test_fifty_members_make_a_page_and_the_next_holds_the_rest(pole: Cluster, team: Client) -> None:
    for rank in range(52):
        admit_member(
            pole.pole,
            register_organisation(f"Société {rank:02}", siren=siren(rank), by=None),
            joined_on=TODAY,
            by=None,
        )
    page = team.get(reverse("members") + "?q=societe")
    assert page.content.decode().count('<th scope="row">') == 50
    assert "52 membres répondent" in said(page)
    assert "?q=societe&amp;page=2" in page.content.decode()
    assert team.get(reverse("members") + "?q=societe&page=2").content.decode().count('<th scope="row">') == 2


def test_the_export_opens_in_a_french_spreadsheet_and_hides_no_formula(pole: Cluster, team: Client) -> None:
    describe_organisation(first(pole), by=None, name='=HYPERLINK("http://x")')
    answer = team.get(reverse("members_csv"))
    assert answer.content.startswith("\ufeffSIREN;Raison sociale".encode())
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    names = {row["Raison sociale"] for row in rows}
    assert '\'=HYPERLINK("http://x")' in names
    assert {row["Adhérent depuis"] for row in rows} == {"01/01/2024"}


def test_the_map_and_its_table_say_the_same(pole: Cluster, team: Client) -> None:
    text = said(team.get(reverse("members_map")))
    assert "Tous les membres situés sont dans un département : Haute-Savoie" in text
    assert "Haute-Savoie 74 3" in text


def test_a_search_finds_members_those_who_left_and_people(pole: Cluster, team: Client) -> None:
    end_membership(
        Membership.objects.get(organisation=pole.members[1]), left_on=TODAY - dt.timedelta(days=2), by=None
    )
    add_contact(pole.pole, first(pole), "Hélène Annecy", by=None, function="Directrice")
    text = said(team.get(reverse("search") + "?q=annecy"))
    assert "4 résultats" in text
    assert "Anciens membres 1 Plasturgie" in text
    assert "Hélène Annecy Directrice Mécanique du Val" in text
    assert "Rien ne porte tous ces mots" in said(team.get(reverse("search") + "?q=zzz"))
    assert "Que cherchez-vous" in said(team.get(reverse("search")))


# Registering and correcting.


def registered(team: Client, **changes: str) -> object:
    typed = {"siren": "", "siret": siret(3), "name": "Robotique du Léman", "kind": "sme", "naf": "2841z", "size": "12",
             "postcode": "74200", "town": "Thonon", "college": "Entreprises", "joined_on": "2026-01-15"}  # fmt: skip
    return team.post(reverse("register_member"), typed | changes, follow=True)


def test_a_member_is_registered_from_its_siret_alone(pole: Cluster, team: Client) -> None:
    page = registered(team)
    assert page.redirect_chain
    made = Organisation.objects.get(siren=siren(3))
    assert (made.naf, made.sites.get().department) == ("28.41Z", "74")
    assert "Robotique du Léman" in said(page)


@pytest.mark.parametrize(("changes", "sentence"), [
    ({"siret": "12345678900000"}, "Ce SIRET n’est pas valable"),
    ({"siret": "123"}, "a quatorze chiffres, celui-ci en a 3"),
    ({"siren": "732829321"}, "Ce SIREN n’est pas valable"),
    ({"siren": "732829320"}, "n’est pas celui d’un établissement de ce SIREN"),
    ({"naf": "bois"}, "quatre chiffres et une lettre"),
    ({"postcode": "7"}, "cinq chiffres"),
])  # fmt: skip
def test_what_is_refused_is_said_beside_its_field_and_nothing_typed_is_lost(
    pole: Cluster, team: Client, changes: dict[str, str], sentence: str
) -> None:
    page = registered(team, **changes)
    assert page.status_code == 422
    assert sentence in said(page)
    assert "Robotique du Léman" in page.content.decode()
    assert not Organisation.objects.filter(name="Robotique du Léman").exists()


def test_an_organisation_already_known_is_admitted_as_it_is(pole: Cluster, team: Client) -> None:
    known = register_organisation("Déjà là", siren=siren(3), by=None)
    registered(team)
    assert Membership.objects.get(organisation=known).college == "Entreprises"
    assert Organisation.objects.get(siren=siren(3)).name == "Déjà là"


def test_a_correction_is_found_by_the_next_search(pole: Cluster, team: Client) -> None:
    url = reverse("edit_organisation", args=[first(pole).pk])
    typed = {"siren": first(pole).siren, "name": "Alpage Mécanique", "kind": "sme", "naf": "", "size": ""}
    assert team.post(url, typed).status_code == 302
    assert "Alpage" in team.get(reverse("members") + "?q=alpage").content.decode()
    taken = team.post(url, typed | {"siren": pole.members[1].siren})
    assert "porte déjà ce SIREN" in said(taken)


def test_a_site_belongs_to_its_company_and_gives_the_department(pole: Cluster, team: Client) -> None:
    made = register_organisation("Société 5", siren=siren(5), by=None)
    admit_member(pole.pole, made, joined_on=TODAY, by=None)
    url = reverse("add_site", args=[made.pk])
    assert "elui-ci est à une autre" in said(team.post(url, {"siret": siret(6)}))
    assert (
        team.post(
            url, {"siret": siret(5), "postcode": "97410", "town": "Saint-Pierre", "is_head_office": "on"}
        ).status_code
        == 302
    )
    assert Membership.objects.get(organisation=made).department == "974"
    assert "déjà noté" in said(team.post(url, {"siret": siret(5)}))
    edit = reverse("edit_site", args=[made.pk, made.sites.get().pk])
    assert team.post(edit, {"siret": siret(5), "postcode": "38000", "town": "Grenoble"}).status_code == 302
    assert Membership.objects.get(organisation=made).town == "Grenoble"
    assert Site.objects.get(siret=siret(5)).department == "38"


def test_the_end_of_an_adhesion_is_undone_in_one_click(pole: Cluster, team: Client) -> None:
    row = Membership.objects.get(organisation=first(pole))
    url = reverse("end_adhesion", args=[first(pole).pk, row.pk])
    assert "avant d’être arrivé" in said(team.post(url, {"left_on": "2020-01-01"}))
    page = team.post(url, {"left_on": "2026-01-01"}, follow=True)
    assert "ancien membre" in said(page)
    undo, fields = undo_of(page)
    assert "L’adhésion reprend" in said(team.post(undo, fields, follow=True))
    row.refresh_from_db()
    assert row.left_on is None


def test_one_who_left_is_admitted_again_and_the_old_adhesion_then_stays_closed(pole: Cluster, team: Client) -> None:
    row = Membership.objects.get(organisation=first(pole))
    end_membership(row, left_on=TODAY - dt.timedelta(days=1), by=None)
    team.post(reverse("admit_again", args=[first(pole).pk]))
    assert Membership.objects.filter(organisation=first(pole)).count() == 2
    refused = team.post(reverse("resume_adhesion", args=[first(pole).pk, row.pk]), follow=True)
    assert "l’ancienne reste close" in said(refused)


def test_an_adhesion_is_corrected(pole: Cluster, team: Client) -> None:
    row = Membership.objects.get(organisation=first(pole))
    team.post(
        reverse("edit_adhesion", args=[first(pole).pk, row.pk]), {"joined_on": "2019-05-06", "college": "Recherche"}
    )
    row.refresh_from_db()
    assert (row.joined_on, row.college) == (dt.date(2019, 5, 6), "Recherche")


# Dealings and people.


def dealt(team: Client, pole: Cluster, **changes: str) -> object:
    typed = {"kind": "call", "on": str(TODAY), "summary": "Cherche deux régleurs.", "next_step": "", "due_on": ""}
    return team.post(reverse("add_dealing", args=[first(pole).pk]), typed | changes, follow=True)


@pytest.mark.parametrize(("changes", "sentence"), [
    ({"due_on": str(TODAY)}, "Dites ce qu’il faudra faire"),
    ({"next_step": "Rappeler"}, "Donnez un jour à cette suite"),
    ({"kind": "referral"}, "vers quel partenaire"),
    ({"summary": ""}, "obligatoire"),
])  # fmt: skip
def test_a_dealing_says_what_follows_and_when(
    pole: Cluster, team: Client, changes: dict[str, str], sentence: str
) -> None:
    page = dealt(team, pole, **changes)
    assert page.status_code == 422
    assert sentence in said(page)
    assert not Dealing.objects.exists()


def test_a_step_is_settled_from_the_desk_and_taken_up_again(pole: Cluster, team: Client) -> None:
    dealt(team, pole, next_step="Rappeler l’atelier", due_on=str(TODAY - dt.timedelta(days=1)))
    desk = said(team.get("/"))
    assert "1 suite est en retard" in desk
    assert "Rappeler l’atelier en retard" in desk
    row = Dealing.objects.get()
    settle = reverse("settle_dealing", args=[first(pole).pk, row.pk])
    page = team.post(settle, {"retour": "/"}, follow=True)
    assert "« Rappeler l’atelier » : c’est fait." in said(page)
    assert "Rappeler l’atelier en retard" not in said(page)
    undo, fields = undo_of(page)
    team.post(undo, fields)
    row.refresh_from_db()
    assert row.settled_on is None


def test_the_way_back_never_leaves_the_site(pole: Cluster, team: Client) -> None:
    dealt(team, pole, next_step="Rappeler", due_on=str(TODAY))
    settle = reverse("settle_dealing", args=[first(pole).pk, Dealing.objects.get().pk])
    assert team.post(settle, {"retour": "https://ailleurs.example/"})["Location"].startswith("/connaitre/")


def test_a_dealing_and_a_person_are_corrected(pole: Cluster, team: Client) -> None:
    who = first(pole).pk
    dealt(team, pole)
    team.post(reverse("add_contact", args=[who]), {"name": "Hélène Vasseur", "function": "DRH"})
    contact, dealing = Contact.objects.get(), Dealing.objects.get()
    typed = {"kind": "visit", "on": str(TODAY), "summary": "Vu l’atelier.", "contact": contact.pk}
    team.post(reverse("edit_dealing", args=[who, dealing.pk]), typed)
    team.post(reverse("edit_contact", args=[who, contact.pk]), {"name": "Hélène Vasseur-Blin"})
    text = said(team.get(reverse("member", args=[who])))
    assert "Vu l’atelier." in text
    assert "Hélène Vasseur-Blin" in text


def test_an_erased_person_leaves_the_dealings_without_their_name_and_may_come_back(
    pole: Cluster, team: Client
) -> None:
    who = first(pole).pk
    contact = add_contact(pole.pole, first(pole), "Hélène Vasseur", by=None, email="h@v.example")
    note_dealing(pole.pole, first(pole), by=None, kind="call", on=TODAY, summary="Bonjour.", contact=contact)
    page = team.post(reverse("forget_contact", args=[who, contact.pk]), follow=True)
    assert "Vasseur" not in said(page)
    assert Dealing.objects.get().contact is None
    undo, fields = undo_of(page)
    team.post(undo, fields)
    assert Contact.objects.get().email == "h@v.example"
    assert "ne peut plus être rétablie" in said(team.post(undo, fields, follow=True))


# The desk.


def test_the_desk_puts_ones_own_steps_first_then_the_latest(pole: Cluster, team: Client) -> None:
    for by, step, days in (("director", "Sienne en retard", -9), ("team", "Mienne plus tard", 9), ("team", "Mienne en retard", -2),
                           ("team", "Dans un mois", 30)):  # fmt: skip
        note_dealing(pole.pole, first(pole), by=pole.people[by], kind="call", on=TODAY, summary="…", next_step=step,
                     due_on=TODAY + dt.timedelta(days=days))  # fmt: skip
    page = team.get("/").content.decode()
    found = re.findall(r"#echanges\">((?:Mienne|Sienne|Dans)[^<]*)", page)
    assert found == ["Mienne en retard", "Mienne plus tard", "Sienne en retard"]


def test_the_desk_shows_each_thing_that_waits_and_none_that_does_not(pole: Cluster, team: Client) -> None:
    quiet = pole.members[2]
    note_dealing(pole.pole, quiet, by=None, kind="visit", on=TODAY, summary="Vu.")
    note_dealing(pole.pole, first(pole), by=None, kind="need", on=TODAY, summary="Un soudeur, vite.")
    end_membership(Membership.objects.get(organisation=quiet), left_on=TODAY + dt.timedelta(days=30), by=None)
    award_label(pole.pole, "Phase V", by=None, granted_on=dt.date(2023, 1, 1), ends_on=TODAY + dt.timedelta(days=40))
    award_label(
        pole.pole, "Phase IX", by=None, granted_on=dt.date(2023, 1, 1), ends_on=TODAY + dt.timedelta(days=4000)
    )
    prepare_import(pole.pole, "adherents.xlsx", opened(csv_of((siret(1), "A", "", "", ""))), by=None)
    text = said(team.get("/"))
    for words in ("Besoins sans suite 1 Un soudeur", "Adhésions qui s’achèvent 1 Laboratoire", "Labels à renouveler 1 Phase V",
                  "Imports à confirmer 1 adherents.xlsx", "Sans échange depuis un an 1 Plasturgie"):  # fmt: skip
        assert words in text, words
    assert "Phase IX" not in text


def test_an_empty_desk_is_calm(pole: Cluster, team: Client) -> None:
    for organisation in pole.members:
        note_dealing(pole.pole, organisation, by=None, kind="visit", on=TODAY, summary="Vu.")
    assert "Rien ne presse aujourd’hui" in said(team.get("/"))


# The pôle's own card.


def test_the_pole_says_who_carries_it_and_its_labels_come_back_when_dropped(pole: Cluster, team: Client) -> None:
    typed = {"name": "Pôle du Val", "kind": "ptce", "domain": "Bois", "region": "84", "carrier_kind": "scic"}
    half = team.post(reverse("edit_pole"), typed | {"carrier_siren": siren(8)})
    assert "Donnez aussi le nom" in said(half)
    team.post(reverse("edit_pole"), typed | {"carrier_siren": siren(8), "carrier_name": "SCIC du Val"})
    late = team.post(reverse("add_label"), {"name": "Phase V", "granted_on": "2026-01-01", "ends_on": "2025-01-01"})
    assert "avant d’avoir commencé" in said(late)
    team.post(reverse("add_label"), {"name": "Phase V", "granted_on": "2026-01-01", "conditions": "Bilan annuel"})
    text = said(team.get(reverse("pole_card")))
    for words in ("Pôle du Val", "SCIC du Val", "Auvergne-Rhône-Alpes", "Bilan annuel", "Réseau mécanique"):
        assert words in text, words
    page = team.post(reverse("drop_label", args=[Label.objects.get().pk]), follow=True)
    undo, fields = undo_of(page)
    team.post(undo, fields)
    assert Label.objects.get().conditions == "Bilan annuel"


# Importing.


def given(team: Client, content: bytes, name: str = "membres.csv") -> object:
    return team.post(reverse("imports"), {"file": SimpleUploadedFile(name, content)}, follow=True)


def test_a_file_is_read_confirmed_imported_and_undone_from_the_pages(pole: Cluster, team: Client) -> None:
    page = given(team, csv_of((siret(1), "Société 1", "Cluses", "74300", "X"), ("123", "Fausse", "", "", "")))
    text = said(page)
    assert "1 ligne sur 2 à revoir" in text
    assert "Ligne 3 SIRET Ce SIRET n’est pas valable" in text
    assert "Cluses" in text
    assert not Organisation.objects.filter(siren=siren(1)).exists()  # nothing yet
    batch = ImportBatch.objects.get()
    columns = {"c0": "siret", "c1": "name", "c2": "", "c3": "", "c4": "college"}
    assert "le SIRET, le SIREN ou la raison sociale" in said(
        team.post(reverse("import", args=[batch.pk]), {"c2": "town"})
    )
    team.post(reverse("import", args=[batch.pk]), columns)
    done = team.post(reverse("run_import", args=[batch.pk]), follow=True)
    assert "1 membre admis" in said(done)
    assert Membership.objects.get(organisation__siren=siren(1)).town == ""
    undo, fields = undo_of(done)
    assert "L’import est annulé" in said(team.post(undo, fields, follow=True))
    assert not Organisation.objects.filter(siren=siren(1)).exists()
    assert "plus à annuler" in said(team.post(undo, fields, follow=True))


def test_what_would_change_is_shown_before_it_does(pole: Cluster, team: Client) -> None:
    page = given(team, csv_of((first(pole).siren, "Mécanique Neuve"), header="SIREN;Nom"))
    assert "Mécanique du Val Mécanique Neuve" in said(page)
    assert Organisation.objects.get(pk=first(pole).pk).name == "Mécanique du Val"
    assert "rien n’en est gardé" in said(
        team.post(reverse("drop_import", args=[ImportBatch.objects.get().pk]), follow=True)
    )


@pytest.mark.parametrize(("content", "sentence"), [(b"%PDF-1.7", "ni un classeur"), (b" ", "vide"),
                                                   (b"SIRET;Nom\n", "que des titres")])  # fmt: skip
def test_a_weird_file_is_refused_with_a_sentence(pole: Cluster, team: Client, content: bytes, sentence: str) -> None:
    page = given(team, content)
    assert page.status_code == 422
    assert sentence in said(page)
    assert not ImportBatch.objects.exists()


def test_no_file_and_a_huge_one_are_told_apart_and_neither_touches_a_disk(
    pole: Cluster, team: Client, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("un fichier a été posé sur le disque")

    monkeypatch.setattr("django.core.files.uploadedfile.tempfile.NamedTemporaryFile", refuse, raising=False)
    assert "Choisissez d’abord un fichier" in said(team.post(reverse("imports"), {}))
    assert "dépasse 20 Mo" in said(given(team, b"x" * (21 * 2**20)))


def test_a_name_that_is_code_is_shown_as_text(pole: Cluster, team: Client) -> None:
    describe_organisation(first(pole), by=None, name="<script>alert(1)</script>")
    for url in (reverse("members"), reverse("member", args=[first(pole).pk]), reverse("search") + "?q=script", "/"):
        assert "<script>alert" not in team.get(url).content.decode()
