"""What partners declare once a project ended: five years, corrected, frozen, shown to others without betraying anyone."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories import followed
from factories.cluster import Cluster
from factories.followed import TODAY
from vivier.vocabulary import InputError
from vivier_web.projects.actions.outcomes import declare_outcomes, freeze_outcomes, reopen_outcomes
from vivier_web.projects.declared import CAVEAT, MEASURES, Declared, may_show, open_years, years_of
from vivier_web.projects.models import OutcomeReturn, Partner
from vivier_web.projects.queries.outcomes import (
    OutcomeTotals,
    awaited_of,
    counted_totals,
    measures_for,
    outcomes_csv,
    prefilled,
    totals,
)

LAST = TODAY.year - 1


@given(st.dates(dt.date(2000, 1, 1), dt.date(2060, 1, 1)), st.dates(dt.date(2000, 1, 1), dt.date(2080, 1, 1)))
def test_five_years_follow_the_end_and_open_once_over(ends_on: dt.date, today: dt.date) -> None:
    years = list(years_of(ends_on))
    assert len(years) == 5
    assert years[0] == ends_on.year + 1
    assert open_years(ends_on, today) == [year for year in years if dt.date(year, 12, 31) < today]


@pytest.mark.parametrize(
    ("given_values", "shown"),
    [
        ([], False),
        ([5, 5], False),
        ([5, 5, 5], True),
        ([0, 0, 0], True),  # nothing, of three
        ([9, 0, 0], False),  # of one company in truth
        ([9, 1, 0, 0], False),
        ([86, 7, 7], False),  # one makes more than 85 %
        ([85, 8, 7], True),
        ([Decimal("0.86"), Decimal("0.07"), Decimal("0.07")], False),
    ],
)
def test_a_total_is_shown_when_it_betrays_nobody(given_values: list[int], shown: bool) -> None:
    assert may_show(given_values) is shown


@given(st.lists(st.integers(0, 1000), max_size=8))
def test_what_is_shown_stands_on_three_companies_or_on_nothing_at_all(values: list[int]) -> None:
    behind = [each for each in values if each]
    if may_show(values):
        assert len(values) >= 3
        assert not behind or (len(behind) >= 3 and max(behind) * 100 <= 85 * sum(behind))


def three(pole: Cluster) -> tuple[object, ...]:
    """Two projects ended, of which three companies declare."""
    project = followed.ended(pole)
    Partner.objects.create(project=project, organisation=pole.members[2], state="joined")
    return project, followed.ended(pole, lead=2)


def test_totals_count_the_last_version_of_each_return(pole: Cluster) -> None:
    project, other = three(pole)
    followed.declared(project, LAST, jobs_created=9, turnover_eur=Decimal("10.05"))
    followed.declared(project, LAST, jobs_created=2, turnover_eur=Decimal("10.10"))
    followed.declared(project, LAST, rank=1, jobs_created=3, turnover_eur=Decimal("0.20"))
    followed.declared(other, LAST, jobs_created=4, patents=1)
    found = counted_totals(pole.pole, LAST)
    assert found == OutcomeTotals(
        LAST, 2, 3, 3, products=0, patents=1, publications=0, jobs_created=9, jobs_kept=0, start_ups=0,
        turnover_eur=Decimal("10.30"), shown=("products", "publications", "jobs_created", "jobs_kept", "start_ups"),
    )  # fmt: skip
    assert OutcomeReturn.objects.count() == 4, "the version corrected is kept"
    assert counted_totals(pole.pole, LAST - 1).returns == 0


def test_a_frozen_year_no_longer_changes_and_only_it_is_shown_to_others(pole: Cluster) -> None:
    project, other = three(pole)
    for rank in (0, 1):
        followed.declared(project, LAST, rank=rank, jobs_created=2, patents=rank)
    followed.declared(other, LAST, jobs_created=2)
    before = totals(pole.pole, LAST)
    assert [each.value for each in measures_for(before, sees_all=False)] == [None] * len(MEASURES)
    freeze_outcomes(pole.pole, LAST, by=pole.people["team"])
    frozen = totals(pole.pole, LAST)
    assert (frozen.jobs_created, frozen.is_frozen, frozen.caveat) == (6, True, CAVEAT)
    for others in (False, True):
        seen = {each.key: each.value for each in measures_for(frozen, sees_all=others)}
        assert seen["jobs_created"] == 6
        assert seen["patents"] == (1 if others else None), "one company alone filed a patent"
    with pytest.raises(InputError, match="est figée"):
        followed.declared(project, LAST, jobs_created=50)
    with pytest.raises(InputError, match="déjà figée"):
        freeze_outcomes(pole.pole, LAST, by=None)
    reopen_outcomes(pole.pole, LAST, by=None)
    followed.declared(project, LAST, jobs_created=50)
    assert totals(pole.pole, LAST).jobs_created == 54


@pytest.mark.parametrize(("year", "words"), [(TODAY.year, "pas finie"), (LAST, "rien à figer")])
def test_a_year_is_frozen_once_over_and_answered(pole: Cluster, year: int, words: str) -> None:
    with pytest.raises(InputError, match=words):
        freeze_outcomes(pole.pole, year, by=None)


def test_only_partners_of_an_ended_project_declare_and_only_its_years(pole: Cluster) -> None:
    running, ended = followed.running(pole), followed.ended(pole)
    who = pole.members
    for project, member, year, words in (
        (running, who[0], LAST, "projet achevé"),
        (ended, who[2], LAST, "Seuls les partenaires"),
        (ended, who[0], TODAY.year, "une fois finie"),
        (ended, who[0], ended.ends_on.year, "cinq années"),
    ):
        with pytest.raises(InputError, match=words):
            declare_outcomes(project, member, year, Declared(), by=None)
    with pytest.raises(InputError, match="0 à 100"):
        followed.declared(ended, LAST, patents=-1)
    with pytest.raises(InputError, match="0 à 100"):
        followed.declared(ended, LAST, jobs_kept=100_001)


def test_a_return_starts_from_itself_else_from_the_year_before(pole: Cluster) -> None:
    project = followed.ended(pole, years=2)
    lead = pole.members[0]
    assert prefilled(project, lead, LAST - 1) == (Declared(), "")
    followed.declared(project, LAST - 1, jobs_kept=7, said="Première série")
    assert prefilled(project, lead, LAST) == (Declared(jobs_kept=7, said="Première série"), "before")
    followed.declared(project, LAST, jobs_kept=8)
    assert prefilled(project, lead, LAST) == (Declared(jobs_kept=8), "own")
    waiting = [(each.organisation.pk, each.year) for each in awaited_of(project, TODAY) if each.is_awaited]
    assert waiting == [(pole.members[1].pk, LAST), (pole.members[1].pk, LAST - 1)]


def test_the_table_of_the_team_holds_the_returns_in_force_and_computes_nothing(pole: Cluster) -> None:
    project = followed.ended(pole)
    followed.declared(project, LAST, said="=HYPERLINK(1)", jobs_kept=1)
    followed.declared(project, LAST, said="=SOMME(A1)", turnover_eur=Decimal("1234.50"))
    head, line = outcomes_csv(pole.pole).splitlines()
    assert head.endswith("Commentaire (déclaré, non vérifié)")
    assert line.split(";")[3:5] == [str(LAST), "2"]
    assert line.endswith(";1234,50;'=SOMME(A1)")
