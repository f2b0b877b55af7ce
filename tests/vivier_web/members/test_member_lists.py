"""The list of members agrees with a slow and obvious one, whatever is asked of it."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factories.cluster import Cluster
from factories.registers import siren, siret
from vivier_web.members.actions import (
    admit_member,
    describe_site,
    end_membership,
    note_dealing,
    register_organisation,
)
from vivier_web.members.models import Membership, Organisation
from vivier_web.members.queries.lists import SORTS, Listed, Wanted, all_members, by_department, colleges, members_page
from vivier_web.members.search import folded

TODAY = dt.date(2026, 11, 22)
TOWNS = {"74": "Annecy", "38": "Saint-Égrève", "2A": "Ajaccio", "": ""}
KINDS = ("sme", "large", "laboratory")
COLLEGES = ("Entreprises", "Recherche", "")


@pytest.fixture
def crowd(pole: Cluster) -> Cluster:
    """Twenty-four members of every kind, college, place and age; some left, some will."""
    for rank in range(24):
        department = list(TOWNS)[rank % 4]
        sites = [{"siret": siret(rank), "town": TOWNS[department], "department": department}] if department else []
        made = register_organisation(
            f"{('Électro', 'Méca', 'Bois')[rank % 3]} n° {rank % 7}", siren=siren(rank), by=None, sites=sites,
            kind=KINDS[rank % 3], naf=("25.62B", "16.10A")[rank % 2],
        )  # fmt: skip
        joined_on = dt.date(2020, 1 + rank % 12, 1)
        row = admit_member(pole.pole, made, joined_on=joined_on, by=None, college=COLLEGES[rank % 3])
        if rank % 5 == 0:
            end_membership(row, left_on=TODAY + dt.timedelta(days=rank - 10), by=None)
    return pole


def obvious(pole: Cluster, wanted: Wanted) -> list[int]:
    """What the list should hold, read row by row."""
    found = []
    for row in Membership.objects.filter(pole=pole.pole):
        who, sites = row.organisation, list(row.organisation.sites.all())
        is_current = row.left_on is None or row.left_on >= TODAY
        said = folded(" ".join([who.name, who.siren, who.naf, *(f"{s.siret} {s.town}" for s in sites)]))
        place = sites[0].department if sites else ""
        if (
            (wanted.status == "tous" or is_current == (wanted.status == ""))
            and all(word in said for word in folded(wanted.words).split())
            and wanted.kind in ("", who.kind)
            and wanted.college in ("", row.college)
            and wanted.department in ("", place)
        ):
            found.append(who.pk)
    return sorted(found)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    wanted=st.builds(
        Wanted,
        words=st.sampled_from(["", "électro", "MECA 3", "annecy", "saint egreve", "25.62B", "zzz", siren(4), "n°"]),
        kind=st.sampled_from(["", *KINDS]),
        college=st.sampled_from(["", "Entreprises", "Recherche"]),
        department=st.sampled_from(["", "74", "38", "69"]),
        status=st.sampled_from(["", "anciens", "tous"]),
        sort=st.sampled_from(list(SORTS)),
    )
)
def test_the_list_holds_what_an_obvious_reading_finds(crowd: Cluster, wanted: Wanted) -> None:
    page = members_page(crowd.pole, wanted, today=TODAY)
    assert sorted(row.pk for row in page.rows) == obvious(crowd, wanted)
    assert page.total == len(page.rows) == len(all_members(crowd.pole, wanted, today=TODAY))


@pytest.mark.parametrize(
    ("sort", "key"),
    [
        ("nom", lambda row: folded(row.name)),
        ("lieu", lambda row: (row.department, row.town)),
        ("depuis", lambda row: row.joined_on),
    ],
)
def test_the_list_is_sorted_both_ways(crowd: Cluster, sort: str, key: object) -> None:
    up = [key(row) for row in members_page(crowd.pole, Wanted(sort=sort), today=TODAY).rows]
    down = [key(row) for row in members_page(crowd.pole, Wanted(sort=f"-{sort}"), today=TODAY).rows]
    assert up == sorted(up)
    assert down == sorted(down, reverse=True)
    assert len(set(up)) > 1


def test_a_line_says_when_the_pole_last_spoke_with_the_member(pole: Cluster) -> None:
    for day in (3, 9, 5):
        note_dealing(pole.pole, pole.members[0], by=None, kind="call", on=dt.date(2026, 11, day), summary="…")
    rows = {row.name: row for row in members_page(pole.pole, Wanted(), today=TODAY).rows}
    assert rows["Mécanique du Val"] == Listed(
        pole.members[0].pk, "Mécanique du Val", "732829320", "Petite ou moyenne entreprise (PME)", "25.62B",
        "Entreprises", "Annecy", "74", dt.date(2024, 1, 1), None, dt.date(2026, 11, 9),
    )  # fmt: skip
    assert rows["Plasturgie Ardéchoise"].seen_on is None


def test_a_move_is_seen_on_the_map_at_once(pole: Cluster) -> None:
    assert by_department(pole.pole, today=TODAY) == {"74": 3}
    describe_site(pole.members[0].sites.get(), by=None, commune="2A004", town="Ajaccio")
    assert by_department(pole.pole, today=TODAY) == {"2A": 1, "74": 2}


def test_the_map_counts_those_whose_place_is_not_known_apart(crowd: Cluster) -> None:
    counts = by_department(crowd.pole, today=TODAY)
    assert counts[""] > 0
    assert sum(counts.values()) == members_page(crowd.pole, Wanted(), today=TODAY).total


def test_colleges_are_those_of_the_adhesions_by_name(crowd: Cluster) -> None:
    assert colleges(crowd.pole) == ["Entreprises", "Recherche"]


def test_an_empty_pole_has_one_empty_page(pole: Cluster) -> None:
    Membership.objects.all().delete()
    page = members_page(pole.pole, Wanted(page=3), today=TODAY)
    assert (page.rows, page.total, page.number, page.pages) == ((), 0, 1, 1)


def test_the_rows_repeated_in_adhesions_never_differ_from_their_organisation(crowd: Cluster) -> None:
    assert Organisation.objects.count() > 20
    for row in Membership.objects.select_related("organisation"):
        assert row.words == row.organisation.words
        assert row.sort_name == folded(row.organisation.name)
