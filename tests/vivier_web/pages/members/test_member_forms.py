"""What is typed about a member, field by field: what is read, refused and said; what addresses let through."""

import datetime as dt
import re
from html import unescape

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope
from hypothesis import given
from hypothesis import strategies as st

from factories import cluster
from factories.cluster import Cluster
from factories.registers import siren, siret
from vivier.french import harmless
from vivier.vocabulary import InputError
from vivier_web.accounts.models import Act
from vivier_web.members import actions
from vivier_web.members.models import Contact, Dealing, Label, Membership, Organisation, Pole, Site
from vivier_web.members.territory import DEPARTMENTS
from vivier_web.pages.pole.members import forms
from vivier_web.pages.pole.members.lists import _legend, _map_title, _title
from vivier_web.pages.shared.france import LEVELS, bounds_of, drawn, outlines

TODAY = timezone.localdate()
ORGANISATION = {"siren": "", "name": "Usinage", "kind": "sme", "naf": "", "size": ""}
COUNTS = st.dictionaries(st.sampled_from([*DEPARTMENTS, ""]), st.integers(0, 500), max_size=30)


@pytest.fixture
def team(signed_in: object) -> Client:
    return signed_in("team")


def words(answer: object) -> str:
    bare = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return re.sub(r"\s+", " ", unescape(bare))


def told(answer: object) -> list[str]:
    return [str(each) for each in get_messages(answer.wsgi_request)]


# Forms alone.


@pytest.mark.parametrize(
    ("typed", "naf"), [("", ""), ("2562b", "25.62B"), ("25.62B", "25.62B"), (" 01.11z ", "01.11Z")]
)
def test_an_activity_is_written_with_its_dot(typed: str, naf: str) -> None:
    form = forms.OrganisationForm(ORGANISATION | {"naf": typed})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["naf"] == naf


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"naf": "256B"}, "naf"),
        ({"naf": "25.62"}, "naf"),
        ({"naf": "2562B\nx"}, "naf"),
        ({"siren": "732829321"}, "siren"),
        ({"siren": "732 829 3"}, "siren"),
        ({"siren": "7" * 17}, "siren"),
        ({"name": "  "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"kind": "licorne"}, "kind"),
        ({"size": "99"}, "size"),
    ],
)
def test_a_wrong_field_of_an_organisation_is_the_only_one_refused(changes: dict[str, str], field: str) -> None:
    form = forms.OrganisationForm(ORGANISATION | changes)
    assert list(form.errors) == [field]
    assert all(sentence.strip().endswith((".", "?", ")")) for sentence in form.errors[field])


def test_an_organisation_from_abroad_has_no_siren_and_two_of_them_do_not_collide(pole: Cluster) -> None:
    form = forms.OrganisationForm(ORGANISATION)
    assert form.is_valid()
    assert form.cleaned_data["siren"] is None
    for who in pole.members[:2]:
        actions.describe_organisation(who, by=None, siren="")
    assert list(Organisation.objects.filter(siren=None)) == pole.members[:2]


def test_a_siren_typed_in_groups_is_kept_bare_and_a_wrong_one_changes_nothing(pole: Cluster) -> None:
    who = pole.members[0]
    number = siren(3)
    typed = f"{number[:3]} {number[3:6]} {number[6:]}"
    assert actions.describe_organisation(who, by=None, siren=typed).siren == number
    with pytest.raises(InputError, match="l’un d’eux est faux"):
        actions.describe_organisation(who, by=None, siren=str(int(number) + 1))
    assert Organisation.objects.get(pk=who.pk).siren == number
    assert number in Membership.objects.get(organisation=who).words


@pytest.mark.parametrize(
    ("siren_typed", "siret_typed", "found"),
    [
        ("", siret(3), siren(3)),
        (siren(3), siret(3), siren(3)),
        (siren(3), "", siren(3)),
        ("", "", None),
        ("", "356 000 000 49837", "356000000"),
    ],
)
def test_a_siret_gives_its_siren(siren_typed: str, siret_typed: str, found: str | None) -> None:
    typed = ORGANISATION | {"siren": siren_typed, "siret": siret_typed, "joined_on": "2026-01-15"}
    form = forms.RegisterForm(typed)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["siren"] == found


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ({}, []),
        ({"kind": "referral"}, ["partner"]),
        ({"kind": "referral", "partner": "CFA"}, []),
        ({"due_on": "2026-12-01"}, ["next_step"]),
        ({"next_step": "Rappeler"}, ["due_on"]),
        ({"next_step": "Rappeler", "due_on": "2026-12-01"}, []),
        ({"next_step": "Rappeler", "due_on": "31/02/2026"}, ["due_on"]),
        ({"kind": "pigeon"}, ["kind"]),
        ({"on": ""}, ["on"]),
        ({"summary": " "}, ["summary"]),
        ({"next_step": "x" * 201, "due_on": "2026-12-01"}, ["next_step"]),
    ],
)
def test_a_dealing_says_what_goes_together(pole: Cluster, said: dict[str, str], refused: list[str]) -> None:
    typed = {"kind": "call", "on": "2026-11-22", "summary": "Bonjour."} | said
    form = forms.DealingForm(typed, contacts=Contact.objects.none())
    assert [name for name in refused if name in form.errors] == refused
    assert bool(form.errors) == bool(refused)


@pytest.mark.parametrize(
    ("ends_on", "is_right"), [("", True), ("2026-01-01", True), ("2026-01-02", True), ("2025-12-31", False)]
)
def test_a_label_ends_no_sooner_than_it_begins(ends_on: str, *, is_right: bool) -> None:
    assert forms.LabelForm({"name": "V", "granted_on": "2026-01-01", "ends_on": ends_on}).is_valid() == is_right


@pytest.mark.parametrize(
    ("number", "name", "refused"),
    [
        ("", "", []),
        (siren(8), "SCIC du Val", []),
        (siren(8), "", ["carrier_name"]),
        ("", "SCIC du Val", ["carrier_siren"]),
        ("123", "SCIC du Val", ["carrier_siren"]),
    ],
)
def test_the_carrier_of_a_pole_has_both_its_number_and_its_name(number: str, name: str, refused: list[str]) -> None:
    form = forms.PoleForm({"name": "Pôle", "kind": "ptce", "carrier_siren": number, "carrier_name": name})
    assert list(form.errors) == refused
    assert all(len(sentences) == 1 for sentences in form.errors.values())


@given(st.lists(st.text(max_size=12), min_size=1, max_size=8))
def test_each_column_of_a_file_has_its_question(header: list[str]) -> None:
    form = forms.ColumnsForm({"c0": "siret"}, header=header, columns=[""] * len(header))
    assert [field.label for field in form.fields.values()] == [
        title or f"Colonne {rank}" for rank, title in enumerate(header, 1)
    ]
    assert form.is_valid()
    assert form.columns == ["siret"] + [""] * (len(header) - 1)


def test_days_are_asked_by_the_browser_and_every_field_is_dressed(pole: Cluster) -> None:
    made = [
        forms.RegisterForm(), forms.SiteForm(), forms.AdhesionForm(), forms.LeavingForm(), forms.ContactForm(),
        forms.DealingForm(contacts=Contact.objects.none()), forms.PoleForm(), forms.LabelForm(), forms.FileForm(),
    ]  # fmt: skip
    days = set()
    for form in made:
        for name, field in form.fields.items():
            assert field.widget.attrs["class"] in ("form-control", "form-select", "form-check-input"), name
            assert field.label, name
            if field.widget.attrs.get("type") == "date" or getattr(field.widget, "input_type", "") == "date":
                days.add(name)
    assert days == {"joined_on", "closed_on", "left_on", "on", "due_on", "granted_on", "ends_on"}


# Through the browser.


def test_a_contact_of_another_company_is_no_one_here(pole: Cluster, team: Client) -> None:
    here, there = pole.members[:2]
    stranger = actions.add_contact(pole.pole, there, "Ada Ailleurs", by=None)
    typed = {"kind": "call", "on": str(TODAY), "summary": "Bonjour.", "contact": stranger.pk}
    page = team.post(reverse("add_dealing", args=[here.pk]), typed)
    assert page.status_code == 422
    assert "Ada Ailleurs" not in words(page)
    assert not Dealing.objects.exists()
    assert team.post(reverse("add_dealing", args=[there.pk]), typed).status_code == 302  # it could be somebody


@pytest.mark.parametrize(
    "asked",
    ["//ailleurs.example", "https://ailleurs.example", "javascript:alert(1)", "/\\ailleurs.example", "", "\x00"],
)
def test_going_back_stays_here_whatever_is_asked(pole: Cluster, team: Client, asked: str) -> None:
    who = pole.members[0]
    said = {"kind": "call", "on": TODAY, "summary": "…", "next_step": "Rappeler", "due_on": TODAY}
    row = actions.note_dealing(pole.pole, who, by=None, **said)
    url = reverse("settle_dealing", args=[who.pk, row.pk])
    assert team.post(url, {"retour": asked})["Location"] == reverse("member", args=[who.pk]) + "#echanges"
    assert team.post(url, {"retour": "/prevoir/"})["Location"] == "/prevoir/"
    row.refresh_from_db()
    assert row.settled_on == TODAY


@pytest.mark.parametrize("name", ["edit_site", "edit_adhesion", "edit_dealing", "edit_contact"])
def test_a_thing_of_one_company_is_not_reached_through_another(pole: Cluster, team: Client, name: str) -> None:
    one, two = pole.members[:2]
    keys = {
        "edit_site": one.sites.get().pk,
        "edit_adhesion": one.memberships.get(pole=pole.pole).pk,
        "edit_dealing": actions.note_dealing(pole.pole, one, by=None, kind="call", on=TODAY, summary="…").pk,
        "edit_contact": actions.add_contact(pole.pole, one, "Ada", by=None).pk,
    }
    assert team.get(reverse(name, args=[one.pk, keys[name]])).status_code == 200
    assert team.get(reverse(name, args=[two.pk, keys[name]])).status_code == 404
    assert team.get(reverse(name, args=[one.pk, 999_999])).status_code == 404


def test_a_site_moved_is_the_head_office_alone_and_lists_follow(pole: Cluster, team: Client) -> None:
    who = pole.members[0]
    first = who.sites.get()
    url = reverse("add_site", args=[who.pk])
    assert f'value="{who.siren}"' in team.get(url).content.decode()  # what is known is already typed
    team.post(url, {"siret": who.siren + "00017", "postcode": "20200", "town": "Bastia", "is_head_office": "on"})
    first.refresh_from_db()
    assert not first.is_head_office
    assert Membership.objects.get(organisation=who).department == "2B"
    wrong = team.post(reverse("edit_site", args=[who.pk, first.pk]), {"siret": who.siren + "00017", "town": "Gex"})
    assert (wrong.status_code, "Un autre établissement porte déjà ce SIRET." in words(wrong)) == (422, True)
    assert 'value="Gex"' in wrong.content.decode()  # nothing typed is lost
    assert Site.objects.get(pk=first.pk).town == "Annecy"


@pytest.mark.parametrize(
    ("left_on", "sentence"),
    [("2020-01-01", "avant d’être arrivé"), ("", "obligatoire"), ("hier", "date")],
)
def test_a_wrong_last_day_is_asked_again(pole: Cluster, team: Client, left_on: str, sentence: str) -> None:
    row = Membership.objects.get(organisation=pole.members[0])
    page = team.post(reverse("end_adhesion", args=[pole.members[0].pk, row.pk]), {"left_on": left_on})
    assert page.status_code == 422
    assert sentence in words(page)
    row.refresh_from_db()
    assert row.left_on is None


def test_an_adhesion_that_ended_is_not_moved_after_its_end(pole: Cluster, team: Client) -> None:
    row = Membership.objects.get(organisation=pole.members[0])
    actions.end_membership(row, left_on=dt.date(2025, 6, 1), by=None)
    url = reverse("edit_adhesion", args=[pole.members[0].pk, row.pk])
    page = team.post(url, {"joined_on": "2025-06-02", "college": "Recherche"})
    assert (page.status_code, "après sa fin" in words(page)) == (422, True)
    assert team.post(url, {"joined_on": "2025-06-01", "college": " Recherche "}).status_code == 302
    row.refresh_from_db()
    assert (row.joined_on, row.college) == (dt.date(2025, 6, 1), "Recherche")


def test_readmitting_keeps_the_college_and_does_nothing_for_one_still_there(pole: Cluster, team: Client) -> None:
    who = pole.members[0]
    row = Membership.objects.get(organisation=who)
    url = reverse("admit_again", args=[who.pk])
    for left_on, adhesions in ((None, 1), (TODAY + dt.timedelta(days=9), 1), (TODAY - dt.timedelta(days=9), 2)):
        if left_on:
            actions.end_membership(row, left_on=left_on, by=None)
        team.post(url)
        assert Membership.objects.filter(organisation=who).count() == adhesions, left_on
    assert Membership.objects.get(organisation=who, left_on=None).college == "Entreprises"


def test_a_company_of_another_pole_is_admitted_by_its_number_without_what_that_pole_knows(
    pole: Cluster, team: Client
) -> None:
    other = cluster.founded("autre", first=1)
    foreign = other.members[-1]
    with scope(pole=other.pole):
        actions.add_contact(other.pole, foreign, "Ada Cachée", by=None)
        actions.note_dealing(other.pole, foreign, by=None, kind="call", on=TODAY, summary="Confidence.")
        assert Contact.objects.count() == 1  # it could leak
    typed = ORGANISATION | {"siren": foreign.siren, "joined_on": "2026-01-15", "college": " Recherche "}
    page = team.post(reverse("register_member"), typed, follow=True)
    assert page.redirect_chain == [(reverse("member", args=[foreign.pk]), 302)]
    assert foreign.name in words(page)
    assert "Cachée" not in words(page)
    assert "Confidence" not in words(page)
    assert Membership.objects.get(organisation=foreign, pole=pole.pole).college == "Recherche"
    assert Organisation.objects.get(pk=foreign.pk).name == foreign.name != "Usinage"


def test_only_the_last_erased_person_comes_back_and_only_where_they_were(pole: Cluster, team: Client) -> None:
    one, two = pole.members[:2]
    for name in ("Ada", "Zoé"):
        row = actions.add_contact(pole.pole, one, name, by=None, phone="04", function="DRH")
        team.post(reverse("forget_contact", args=[one.pk, row.pk]))
    team.post(reverse("recall_contact", args=[one.pk]))
    back = Contact.objects.get()
    assert (back.name, back.function, back.phone, back.words) == ("Zoé", "DRH", "04", "zoe drh")
    team.post(reverse("forget_contact", args=[one.pk, back.pk]))
    elsewhere = team.post(reverse("recall_contact", args=[two.pk]))
    assert told(elsewhere)[-1] == "Cette personne ne peut plus être rétablie : notez-la de nouveau."
    assert not Contact.objects.exists()


def test_a_person_corrected_is_found_by_their_new_function(pole: Cluster, team: Client) -> None:
    row = actions.add_contact(pole.pole, pole.members[0], " Hélène Vasseur ", by=None, function="DRH")
    url = reverse("edit_contact", args=[pole.members[0].pk, row.pk])
    wrong = team.post(url, {"name": "Hélène Vasseur", "email": "pas une adresse"})
    assert (wrong.status_code, 'value="pas une adresse"' in wrong.content.decode()) == (422, True)
    assert team.post(url, {"name": "Hélène Vasseur", "function": "Gérante"}).status_code == 302
    row.refresh_from_db()
    assert (row.name, row.words) == ("Hélène Vasseur", "helene vasseur gerante")
    assert "Hélène Vasseur" in words(team.get(reverse("search") + "?q=gerante"))
    assert "Hélène Vasseur" not in words(team.get(reverse("search") + "?q=drh"))


def test_the_card_of_the_pole_loses_no_carrier_and_no_label_by_mistake(pole: Cluster, team: Client) -> None:
    typed = {"name": "Pôle", "kind": "ptce", "domain": "", "region": "", "carrier_kind": ""}
    carried = typed | {"carrier_siren": siren(8), "carrier_name": "SCIC du Val"}
    assert team.post(reverse("edit_pole"), carried).status_code == 302
    assert team.post(reverse("edit_pole"), typed | {"carrier_name": "SCIC du Val"}).status_code == 422
    found = Pole.objects.get(pk=pole.pole.pk)
    assert (found.carrier.siren, found.carrier.kind) == (siren(8), "other")
    assert f'value="{siren(8)}"' in team.get(reverse("edit_pole")).content.decode()
    acts = Act.objects.count()
    nothing = team.post(reverse("recall_label"))  # none was taken off
    assert (nothing.status_code, told(nothing)) == (302, [])
    assert (Label.objects.count(), Act.objects.count()) == (0, acts)


# Words of lists and maps.


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (None, ""),
        ("", ""),
        ("Usinage", "Usinage"),
        ("=1+1", "'=1+1"),
        (" =1+1", "' =1+1"),
        ("\n@x", "'\n@x"),
        ("+33 4", "'+33 4"),
        ("-5", "'-5"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("A=B", "A=B"),
        (12, "12"),
    ],
)
def test_no_cell_of_the_export_is_a_formula(text: object, shown: str) -> None:
    assert harmless(text) == shown


@given(COUNTS)
def test_levels_of_the_map_start_at_the_least_count_and_never_go_down(counts: dict[str, int]) -> None:
    bounds = bounds_of(counts)
    seen = sorted(count for code, count in counts.items() if code and count)
    assert bounds == sorted(set(bounds))
    assert len(bounds) <= LEVELS
    assert set(bounds) <= set(seen)
    assert bounds[:1] == seen[:1]  # whoever has a member is not drawn as empty
    assert len(_legend(bounds)) == len(bounds)


def test_the_legend_covers_every_count_once() -> None:
    legend = [(rank, text.replace("\u202f", " ")) for rank, text in _legend([1, 2, 4, 1200])]
    assert legend == [(1, "1"), (2, "2 à 3"), (3, "4 à 1 199"), (4, "1 200 et plus")]
    assert _legend([]) == []
    assert _legend([5]) == [(1, "5 et plus")]


def test_the_map_draws_each_department_it_knows_with_its_own_count() -> None:
    if not outlines():
        pytest.skip("le fond de carte n’est pas installé (make assets)")
    shapes = {shape.code: shape for shape in drawn({"74": 3, "2A": 1, "": 9, "999": 5})}
    assert (shapes["74"].name, shapes["74"].count, shapes["2A"].count) == ("Haute-Savoie", 3, 1)
    assert shapes["74"].level > shapes["2A"].level > shapes["01"].level == 0
    assert sum(shape.count for shape in shapes.values()) == 4
    assert all(shape.outline.startswith(("M", "m")) for shape in shapes.values())


@pytest.mark.parametrize(
    ("rows", "total", "title"),
    [
        ([], 0, "Où sont les membres"),
        ([("74", 3)], 4, "Tous les membres situés sont dans un département : Haute-Savoie"),
        ([("74", 3), ("2A", 1)], 5, "Haute-Savoie réunit 3 membres sur 5"),
    ],
)
def test_the_title_of_the_map_is_its_finding(rows: list[tuple[str, int]], total: int, title: str) -> None:
    assert _map_title(rows, total).replace("\u00a0", " ") == title


@pytest.mark.parametrize(
    ("total", "is_asking", "status", "title"),
    [
        (0, False, "", "Aucun membre pour l’instant"),
        (1, False, "", "1 membre"),
        (2, False, "tous", "2 membres"),
        (0, True, "", "0 membre répond à ces critères"),
        (1, True, "", "1 membre répond à ces critères"),
        (2, True, "", "2 membres répondent à ces critères"),
        (1, True, "anciens", "1 ancien membre"),
        (3, True, "anciens", "3 anciens membres"),
    ],
)
def test_the_title_of_the_list_counts_and_agrees(total: int, status: str, title: str, *, is_asking: bool) -> None:
    assert _title(total, is_asking=is_asking, status=status).replace("\u00a0", " ") == title
