"""Imports of members: what they create and correct, and how they are undone."""

import datetime as dt

import pytest
from django_scopes import scope

from factories import cluster
from factories.cluster import Cluster
from factories.registers import csv_of, siren, siret
from vivier.vocabulary import InputError
from vivier_web.accounts.models import Act
from vivier_web.members.actions import (
    admit_member,
    choose_columns,
    describe_organisation,
    drop_import,
    note_dealing,
    prepare_import,
    run_import,
    undo_import,
)
from vivier_web.members.choices import ImportState
from vivier_web.members.models import ImportBatch, ImportTrace, Membership, Organisation, Site
from vivier_web.members.queries.lists import Wanted, members_page
from vivier_web.members.registers import opened

TODAY = dt.date(2026, 11, 22)
NEW = [(siret(rank), f"Société {rank}", "Cluses", "74300", "Entreprises") for rank in (1, 2)]


def prepared(
    pole: Cluster, *rows: tuple, header: str = "SIRET;Raison sociale;Commune;Code postal;Collège"
) -> ImportBatch:
    return prepare_import(pole.pole, "membres.csv", opened(csv_of(*rows, header=header)), by=None)


def imported(pole: Cluster, *rows: tuple, **kwargs: str) -> ImportBatch:
    return run_import(prepared(pole, *rows, **kwargs), by=None, today=TODAY)


def everything() -> tuple:
    """All that an import may touch, as values."""
    return (
        sorted(Organisation.objects.values_list("siren", "name", "kind", "naf", "size", "words")),
        sorted(Site.objects.values_list("siret", "name", "address", "town", "department", "naf", "is_head_office")),
        sorted(Membership.objects.values_list("organisation__siren", "college", "joined_on", "words", "town")),
    )


def test_lines_become_organisations_sites_and_members(pole: Cluster) -> None:
    batch = imported(pole, *NEW)
    assert (batch.organisations, batch.sites, batch.admitted, batch.changed, batch.refused) == (2, 2, 2, 0, 0)
    made = Membership.objects.get(organisation__siren=siren(1))
    assert (made.college, made.joined_on, made.town, made.department) == ("Entreprises", TODAY, "Cluses", "74")
    assert made.organisation.sites.get().is_head_office
    assert members_page(pole.pole, Wanted(words="cluses"), today=TODAY).total == 2


def test_several_sites_of_a_company_make_one_member_found_by_each(pole: Cluster) -> None:
    rows = [(siret(1, site), "Société 1", town, "", "") for site, town in enumerate(("Annecy", "Thyez", "Genas"), 1)]
    batch = imported(pole, *rows)
    assert (batch.organisations, batch.sites, batch.admitted) == (1, 3, 1)
    for town in ("annecy", "thyez", "genas"):
        found = members_page(pole.pole, Wanted(words=town), today=TODAY)
        assert siren(1) in [row.siren for row in found.rows], town


def test_the_same_file_twice_changes_nothing(pole: Cluster) -> None:
    imported(pole, *NEW)
    before = everything()
    batch = imported(pole, *NEW)
    assert (batch.organisations, batch.sites, batch.admitted, batch.changed) == (0, 0, 0, 0)
    assert everything() == before


def test_lines_that_cannot_be_read_are_left_aside_and_the_others_imported(pole: Cluster) -> None:
    batch = imported(pole, NEW[0], ("123", "Fausse", "", "", ""), ("", "", "Annecy", "", ""))
    assert (batch.organisations, batch.refused) == (1, 2)


def test_undoing_gives_back_all_as_it_was(pole: Cluster) -> None:
    known = pole.members[0]
    before = everything()
    site = known.sites.get().siret
    batch = imported(pole, *NEW, (site, "Mécanique du Val renommée", "Bonneville", "74130", ""))
    assert batch.changed == 2  # the organisation and its site
    assert everything() != before
    assert undo_import(batch, by=None) == 0
    assert everything() == before
    assert ImportTrace.objects.count() == 0


def test_undoing_an_import_that_added_a_site_to_a_known_company_forgets_its_town(pole: Cluster) -> None:
    known, other = imported(pole, NEW[0]), (siret(1, 2), "Société 1", "Scionzier", "74950", "")
    assert known.admitted == 1
    before = everything()
    batch = imported(pole, other)
    assert members_page(pole.pole, Wanted(words="scionzier"), today=TODAY).total == 1
    undo_import(batch, by=None)
    assert everything() == before


def test_what_has_served_since_stays(pole: Cluster) -> None:
    batch = imported(pole, *NEW)
    used = Organisation.objects.get(siren=siren(1))
    note_dealing(pole.pole, used, by=None, kind="call", on=TODAY, summary="Bonjour.")
    assert undo_import(batch, by=None) == 1
    assert Organisation.objects.filter(siren=siren(1)).exists()
    assert Membership.objects.filter(organisation=used).exists()
    assert not Organisation.objects.filter(siren=siren(2)).exists()


def test_a_company_another_pole_admitted_since_stays_there(pole: Cluster) -> None:
    batch = imported(pole, *NEW)
    other = cluster.founded("autre", first=1)
    shared = Organisation.objects.get(siren=siren(1))
    with scope(pole=other.pole):
        admit_member(other.pole, shared, joined_on=TODAY, by=None)
    assert undo_import(batch, by=None) == 1
    assert not Membership.objects.filter(organisation=shared).exists()
    with scope(pole=other.pole):
        assert Membership.objects.filter(organisation=shared).exists()


def test_what_somebody_corrected_after_the_import_is_not_overwritten_by_its_undoing(pole: Cluster) -> None:
    known = pole.members[0]
    batch = imported(pole, (known.siren, "Nom du fichier"), header="SIREN;Raison sociale")
    describe_organisation(Organisation.objects.get(pk=known.pk), by=None, name="Nom corrigé à la main")
    undo_import(batch, by=None)
    assert Organisation.objects.get(pk=known.pk).name == "Nom corrigé à la main"


def test_an_import_is_done_once_and_undone_once(pole: Cluster) -> None:
    batch = imported(pole, *NEW)
    with pytest.raises(InputError, match="déjà été fait"):
        run_import(batch, by=None, today=TODAY)
    undo_import(batch, by=None)
    with pytest.raises(InputError, match="plus à annuler"):
        undo_import(batch, by=None)


def test_nothing_of_the_file_is_kept_once_imported_or_given_up(pole: Cluster) -> None:
    waiting = prepared(pole, *NEW)
    assert waiting.table["lines"]  # it could stay
    drop_import(waiting, by=None)
    assert not ImportBatch.objects.filter(state=ImportState.WAITING).exists()
    assert imported(pole, *NEW).table is None


def test_the_journal_tells_the_import_without_a_name(pole: Cluster) -> None:
    imported(pole, *NEW)
    said = " ".join(f"{act.subject} {act.detail}" for act in Act.objects.filter(verb__endswith="import"))
    assert '"admitted": 2' in said
    assert "Société" not in said
    assert "membres.csv" not in said


def test_columns_must_say_who_the_lines_are_about(pole: Cluster) -> None:
    batch = prepared(pole, *NEW)
    with pytest.raises(InputError, match="SIRET, le SIREN ou la raison sociale"):
        choose_columns(batch, ["", "", "town", "", ""], by=None)
    assert choose_columns(batch, ["", "name", "", "", ""], by=None).columns == ["", "name", "", "", ""]


def test_those_without_a_siren_are_known_by_their_name_within_the_pole(pole: Cluster) -> None:
    row = ("", "Verein für Mechatronik", "Genève", "", "Partenaires")
    assert imported(pole, row).organisations == 1
    assert imported(pole, row).organisations == 0


def test_queries_do_not_grow_with_the_lines(pole: Cluster, django_assert_max_num_queries: object) -> None:
    rows = [(siret(rank), f"Société {rank}", "Cluses", "74300", "Entreprises") for rank in range(10, 310)]
    batch = prepared(pole, *rows)
    with django_assert_max_num_queries(24):
        run_import(batch, by=None, today=TODAY)
