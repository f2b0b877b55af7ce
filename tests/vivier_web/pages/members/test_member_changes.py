"""What is typed in the room Connaître: registered, corrected, noted, imported, and undone."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from factories.answered import said, undo_of
from factories.cluster import Cluster
from factories.registers import csv_of, siren, siret
from vivier_web.members.actions import (
    add_contact,
    admit_member,
    end_membership,
    note_dealing,
    register_organisation,
)
from vivier_web.members.models import Contact, Dealing, ImportBatch, Label, Membership, Organisation, Site

TODAY = timezone.localdate()


def first(pole: Cluster) -> Organisation:
    return pole.members[0]


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
