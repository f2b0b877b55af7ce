"""What becomes of each line of a file before anything is written, and imports that follow or undo one another."""

import datetime as dt

import pytest
from django.db import connection

from factories.cluster import Cluster
from factories.registers import csv_of, siren, siret
from vivier.vocabulary import InputError
from vivier_web.accounts.models import Act
from vivier_web.members.actions import (
    describe_pole,
    end_membership,
    import_stream,
    prepare_import,
    register_organisation,
    run_import,
    undo_import,
)
from vivier_web.members.choices import ImportState
from vivier_web.members.models import ImportBatch, ImportTrace, Membership, Organisation, Site
from vivier_web.members.queries.imports import read_lines, sort_out, used_elsewhere
from vivier_web.members.queries.lists import Wanted, members_page
from vivier_web.members.registers import opened

TODAY = dt.date(2026, 11, 22)
HEADER = "SIRET;SIREN;Raison sociale;Commune;Siège;Collège;Adhérent depuis"
FIELDS = ["siret", "siren", "name", "town", "head", "college", "joined_on"]


def fates(pole: Cluster, *rows: tuple[str, ...]) -> list[str]:
    entries, problems = read_lines(list(enumerate(map(list, rows), 2)), FIELDS)
    assert not problems
    return [fate for _, fate in sort_out(entries, pole=pole.pole, today=TODAY).fates]


def imported(pole: Cluster, *rows: tuple[str, ...], header: str = HEADER) -> ImportBatch:
    table = opened(csv_of(*rows, header=header))
    return run_import(prepare_import(pole.pole, "a.csv", table, by=None), by=None, today=TODAY)


def heads(who: Organisation) -> list[str]:
    return list(Site.objects.filter(organisation=who, is_head_office=True).values_list("siret", flat=True))


def test_the_fate_of_each_line_is_told_in_the_words_of_the_preview(pole: Cluster) -> None:
    known, place = pole.members[0], pole.members[0].sites.get().siret
    stranger = register_organisation("Déjà au registre", siren=siren(50), by=None)
    assert fates(
        pole,
        ("", siren(1), "Neuve"),
        (siret(2), "", "Neuve avec site"),
        (place, "", "Mécanique du Val", "Annecy"),
        (place, "", "Mécanique du Val", "Genas"),
        ("", known.siren, "Autre nom"),
        (known.siren + "00017", "", "Autre nom"),
        ("", stranger.siren, "Déjà au registre"),
        ("", siren(1), "Neuve"),
        ("", "", "Sans numéro"),
    ) == [
        "à créer, à admettre",
        "à créer, à admettre",
        "déjà à jour",
        "établissement à corriger",
        "à corriger",
        "établissement à ajouter",
        "à admettre",
        "déjà à jour",
        "à créer, à admettre",
    ]


def test_looking_at_a_file_writes_nothing_whatever_it_would_do(pole: Cluster) -> None:
    before = (Organisation.objects.count(), Site.objects.count(), Membership.objects.count(), Act.objects.count())
    assert "à corriger" in fates(pole, (siret(1), "", "Neuve"), ("", pole.members[0].siren, "Autre nom"))
    assert Organisation.objects.get(pk=pole.members[0].pk).name == "Mécanique du Val"
    after = (Organisation.objects.count(), Site.objects.count(), Membership.objects.count(), Act.objects.count())
    assert after == before


@pytest.mark.parametrize("lines", [1, 3, 60])
def test_lines_are_compared_in_four_queries_whatever_their_number(
    pole: Cluster, django_assert_num_queries: object, lines: int
) -> None:
    known = [("", pole.members[0].siren, "A"), ("", "", "Sans numéro")]
    rows = [[siret(rank), "", f"Société {rank}"] for rank in range(lines)]
    entries, _ = read_lines(list(enumerate([*map(list, known), *rows], 2)), FIELDS)
    with django_assert_num_queries(4):
        sort_out(entries, pole=pole.pole, today=TODAY)


def test_a_register_without_a_pole_admits_nobody(pole: Cluster) -> None:
    entries, _ = read_lines([(2, [siret(1), "", "Neuve"])], FIELDS)
    found = sort_out(entries, pole=None, today=TODAY)
    assert (len(found.organisations), len(found.sites), found.memberships) == (1, 1, [])
    assert [fate for _, fate in found.fates] == ["à créer"]


def test_a_company_without_a_name_takes_the_sign_of_its_shop_else_its_number(pole: Cluster) -> None:
    imported(pole, (siret(1), "Chez Ada"), (siret(2), ""), header="SIRET;Enseigne")
    names = dict(Organisation.objects.filter(siren__in=[siren(1), siren(2)]).values_list("siren", "name"))
    assert names == {siren(1): "Chez Ada", siren(2): f"Organisation {siren(2)}"}


def test_the_day_and_college_of_a_file_are_those_of_the_adhesion(pole: Cluster) -> None:
    imported(pole, (siret(1), "", "Neuve", "Annecy", "oui", "Recherche", "15/03/2021"), (siret(2), "", "Autre"))
    said = Membership.objects.filter(organisation__siren__in=[siren(1), siren(2)]).order_by("organisation__siren")
    assert list(said.values_list("college", "joined_on")) == [("Recherche", dt.date(2021, 3, 15)), ("", TODAY)]


def test_a_member_who_will_leave_is_not_admitted_a_second_time(pole: Cluster) -> None:
    row = Membership.objects.get(organisation=pole.members[0])
    end_membership(row, left_on=TODAY + dt.timedelta(days=30), by=None)
    assert members_page(pole.pole, Wanted(), today=TODAY).total == 3  # still one of them
    assert imported(pole, ("", pole.members[0].siren, "Mécanique du Val")).admitted == 0
    assert members_page(pole.pole, Wanted(), today=TODAY).total == 3


def test_a_member_who_left_is_admitted_again_by_a_file(pole: Cluster) -> None:
    row = Membership.objects.get(organisation=pole.members[1])
    end_membership(row, left_on=TODAY - dt.timedelta(days=1), by=None)
    batch = imported(pole, ("", pole.members[1].siren, "Mécanique du Val"))
    assert batch.admitted == 1
    assert Membership.objects.filter(organisation=pole.members[1]).count() == 2
    undo_import(batch, by=None)
    assert list(Membership.objects.filter(organisation=pole.members[1])) == [row]


# Head offices.


def test_a_new_company_has_the_head_office_its_file_says_else_its_first_site(pole: Cluster) -> None:
    imported(
        pole,
        (siret(1, 1), "", "A", "Annecy", "non"),
        (siret(1, 2), "", "A", "Gex", "oui"),
        (siret(2, 1), "", "B", "Genas", ""),
        (siret(2, 2), "", "B", "Thyez", ""),
    )
    one, two = (Organisation.objects.get(siren=siren(rank)) for rank in (1, 2))
    assert (heads(one), heads(two)) == ([siret(1, 2)], [siret(2, 1)])
    assert Membership.objects.get(organisation=one).town == "Gex"


def test_a_file_that_names_two_head_offices_makes_one(pole: Cluster) -> None:
    imported(pole, (siret(1, 1), "", "A", "Annecy", "oui"), (siret(1, 2), "", "A", "Gex", "oui"))
    assert heads(Organisation.objects.get(siren=siren(1))) == [siret(1, 1)]


def test_a_file_never_gives_a_second_head_office_to_a_known_company(pole: Cluster) -> None:
    known = pole.members[0]
    before = heads(known)
    assert len(before) == 1
    imported(pole, (known.siren + "00017", "", "Mécanique du Val", "Gex", "oui"))
    assert known.sites.count() == 2
    assert heads(known) == before
    assert Membership.objects.get(organisation=known).town == "Annecy"


# One import after another.


def test_an_import_may_be_undone_after_another_corrected_what_it_created(pole: Cluster) -> None:
    created = imported(pole, (siret(1), "", "Société 1", "Cluses"))
    corrected = imported(pole, (siret(1), "", "Société 1 bis", "Gex"))
    assert (corrected.changed, ImportTrace.objects.count()) == (2, 2)
    assert undo_import(created, by=None) == 0
    assert not Organisation.objects.filter(siren=siren(1)).exists()
    assert not Site.objects.filter(siret=siret(1)).exists()
    connection.check_constraints()  # nothing points to what is gone
    assert undo_import(corrected, by=None) == 0


def test_imports_undone_from_the_last_give_back_all_as_it_was(pole: Cluster) -> None:
    place = pole.members[0].sites.get().siret
    before = sorted(Site.objects.values_list("siret", "town", "closed_on"))
    batches = [imported(pole, (place, "", "Mécanique", town)) for town in ("Gex", "Genas", "Thyez")]
    for batch in reversed(batches):
        undo_import(batch, by=None)
    assert sorted(Site.objects.values_list("siret", "town", "closed_on")) == before
    assert Organisation.objects.get(pk=pole.members[0].pk).name == "Mécanique du Val"


def test_the_day_a_site_closed_comes_back_to_nothing(pole: Cluster) -> None:
    site = pole.members[0].sites.get()
    header = "SIRET;etatAdministratifEtablissement;dateDebut"
    batch = imported(pole, (site.siret, "F", "2025-06-30"), header=header)
    site.refresh_from_db()
    assert site.closed_on == dt.date(2025, 6, 30)
    undo_import(batch, by=None)
    site.refresh_from_db()
    assert site.closed_on is None


def test_a_company_that_carries_a_pole_since_stays_in_the_register(pole: Cluster) -> None:
    batch = imported(pole, (siret(1), "", "SCIC du Val"), (siret(2), "", "Autre"))
    carrier = Organisation.objects.get(siren=siren(1))
    describe_pole(pole.pole, by=None, carrier=carrier)
    assert undo_import(batch, by=None) == 1
    assert list(Organisation.objects.filter(siren__in=[siren(1), siren(2)])) == [carrier]
    assert carrier.sites.get().siret == siret(1)


def test_only_what_something_points_to_has_served(pole: Cluster) -> None:
    lone = register_organisation("Seule", siren=siren(1), by=None)
    every = Organisation.objects.all()
    assert set(used_elsewhere(every, but=())) == set(every) - {lone}
    roles_only = used_elsewhere(every, but=(Membership, Site, ImportBatch), pole=pole.pole)
    assert set(roles_only) == {pole.members[0]}  # the one its contributors answer for


# Streams.


def test_a_stream_admits_or_only_registers_and_is_undone_like_any_other(pole: Cluster) -> None:
    rows = [(siret(rank), "", f"Société {rank}") for rank in range(3)]
    table = opened(csv_of(*rows, ("12", "", "Fausse"), header=HEADER))
    batch = import_stream(pole.pole, "x" * 200, table, by=None, today=TODAY, admits=False)
    assert (batch.organisations, batch.sites, batch.admitted, batch.refused) == (3, 3, 0, 1)
    assert (batch.state, batch.source, batch.table) == (ImportState.DONE, "x" * 120, None)
    admitted = import_stream(pole.pole, "b.csv", table, by=None, today=TODAY)
    assert (admitted.organisations, admitted.admitted) == (0, 3)
    assert undo_import(batch, by=None) == 3  # members since: they stay
    assert undo_import(admitted, by=None) == 0
    assert Membership.objects.count() == 3


def test_a_stream_that_breaks_midway_leaves_nothing(pole: Cluster) -> None:
    table = opened(csv_of((siret(1), "", "A"), header=HEADER))

    def broken() -> object:
        yield from table.lines
        raise InputError("La ligne 3 ne se lit pas.")

    before = Organisation.objects.count(), Act.objects.count()
    with pytest.raises(InputError, match="ligne 3"):
        import_stream(pole.pole, "a.csv", type(table)(table.header, broken()), by=None, today=TODAY)
    assert (Organisation.objects.count(), Act.objects.count()) == before
    assert not ImportBatch.objects.exists()
