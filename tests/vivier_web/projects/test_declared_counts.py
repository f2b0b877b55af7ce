"""Which years are declared and when, and which totals betray nobody: against a slow reading, company by company."""

import datetime as dt
from dataclasses import fields
from decimal import Decimal
from itertools import combinations_with_replacement, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vivier_web.projects.declared import (
    CAVEAT,
    FEWEST,
    LARGEST,
    MEASURES,
    YEARS,
    Declared,
    due_on,
    may_show,
    open_years,
    years_of,
)
from vivier_web.projects.models import OutcomeReturn
from vivier_web.projects.queries.outcomes import OutcomeTotals, latest_returns, measures_for

ENDS = dt.date(2023, 6, 30)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2020-01-01", []),
        ("2023-07-01", []),
        ("2024-12-31", []),  # the year is not over
        ("2025-01-01", [2024]),
        ("2026-06-01", [2024, 2025]),
        ("2028-12-31", [2024, 2025, 2026, 2027]),
        ("2029-01-01", [2024, 2025, 2026, 2027, 2028]),
        ("2060-01-01", [2024, 2025, 2026, 2027, 2028]),  # late answers are taken for ever, until frozen
    ],
)
def test_years_open_once_they_are_over(today: str, expected: list[int]) -> None:
    assert open_years(ENDS, dt.date.fromisoformat(today)) == expected


@pytest.mark.parametrize("ends", ["2023-01-01", "2023-06-30", "2023-12-31"])
def test_the_day_of_the_end_within_its_year_changes_nothing(ends: str) -> None:
    assert years_of(dt.date.fromisoformat(ends)) == range(2024, 2024 + YEARS)


@given(st.integers(1990, 2090))
def test_a_year_is_due_after_it_is_over_and_before_the_next_is(year: int) -> None:
    assert dt.date(year, 12, 31) < due_on(year) < dt.date(year + 1, 12, 31)
    assert (due_on(year).month, due_on(year).day) == (3, 31)


def aloud(values: tuple[int, ...]) -> bool:
    """Read the rule as one would aloud, in whole numbers: three answer; when something is said, three say it."""
    if len(values) < 3:
        return False
    saying = [each for each in values if each > 0]
    if saying == []:
        return True
    if len(saying) < 3:
        return False
    return all(each * 100 <= 85 * sum(saying) for each in saying)


CASES = [
    values for size in range(6) for values in combinations_with_replacement((0, 1, 2, 3, 7, 17, 18, 40, 100), size)
]


def test_every_small_set_of_answers_is_shown_or_not_as_the_rule_reads_aloud() -> None:
    assert len(CASES) > 1_500
    assert [values for values in CASES if may_show(values) is not aloud(values)] == []
    shown = sum(map(may_show, CASES))
    assert 0 < shown < len(CASES), "some are shown, some are not"


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ((17, 2, 1), True),  # 85 % to the unit
        ((18, 2, 1), False),
        ((1_700_000, 200_000, 100_000), True),
        ((Decimal("17.00"), Decimal("2.00"), Decimal("1.00")), True),
        ((Decimal("17.01"), Decimal("2.00"), Decimal("1.00")), False),
        ((Decimal("0.01"),) * 3, True),
        ((Decimal("0.00"),) * 3, True),
        ((Decimal("0.00"), Decimal("5.00"), Decimal("0.00"), Decimal("5.00")), False),  # either would know the other
    ],
)
def test_the_line_is_drawn_to_the_cent(values: tuple[int | Decimal, ...], shown: bool) -> None:
    assert {may_show(each) for each in permutations(values)} == {shown}
    assert may_show(iter(values)) is shown, "read once"


@given(st.lists(st.integers(0, 500), max_size=7), st.integers(1, 1000))
def test_the_unit_of_account_does_not_matter(values: list[int], factor: int) -> None:
    assert may_show(values) is may_show([each * factor for each in values])


@given(st.lists(st.integers(0, 500), min_size=3, max_size=7))
def test_from_a_total_shown_no_company_knows_another_to_a_tenth(values: list[int]) -> None:
    behind = sorted((each for each in values if each), reverse=True)
    if may_show(values) and behind:
        known_by_second = sum(behind) - behind[1]  # what the second knows of all the others
        assert known_by_second > behind[0], "a third one hides the first"


def test_measures_are_the_fields_of_a_return_and_of_its_row_and_of_totals() -> None:
    names = [name for name, _ in MEASURES]
    assert [each.name for each in fields(Declared)] == [*names, "said"]
    assert set(names) < {each.name for each in OutcomeReturn._meta.fields}
    assert set(names) < {each.name for each in fields(OutcomeTotals)}
    assert len({words for _, words in MEASURES}) == len(MEASURES)
    assert (3, Decimal("0.85")) == (FEWEST, LARGEST)
    assert "opinion" in CAVEAT


def a_return(project: int, organisation: int, year: int, number: int) -> OutcomeReturn:
    return OutcomeReturn(project_id=project, organisation_id=organisation, year=year, number=number)


def test_the_last_version_of_each_is_kept_and_nothing_of_another() -> None:
    rows = [
        a_return(1, 1, 2024, 3), a_return(2, 1, 2024, 2), a_return(1, 1, 2024, 2), a_return(1, 1, 2023, 1),
        a_return(1, 2, 2024, 1), a_return(2, 1, 2024, 1), a_return(1, 1, 2024, 1),
    ]  # fmt: skip
    kept = [(each.project_id, each.organisation_id, each.year, each.number) for each in latest_returns(rows)]
    assert kept == [(1, 1, 2024, 3), (2, 1, 2024, 2), (1, 1, 2023, 1), (1, 2, 2024, 1)]
    assert latest_returns([]) == []


def some_totals(**more: object) -> OutcomeTotals:
    said = dict.fromkeys((name for name, _ in MEASURES), 5) | {"turnover_eur": Decimal("5.50")}
    return OutcomeTotals(**({"year": 2024, "projects": 1, "companies": 3, "returns": 3} | said | more))  # type: ignore[arg-type]


@pytest.mark.parametrize("is_frozen", [True, False])
@pytest.mark.parametrize("shown", [(), ("patents",), tuple(name for name, _ in MEASURES)])
def test_others_are_shown_what_is_frozen_and_safe_and_the_team_all(is_frozen: bool, shown: tuple[str, ...]) -> None:
    found = some_totals(is_frozen=is_frozen, shown=shown)
    seen = {each.key: each.value for each in measures_for(found, sees_all=False)}
    assert {key for key, value in seen.items() if value is not None} == (set(shown) if is_frozen else set())
    whole = {each.key: each.value for each in measures_for(found, sees_all=True)}
    assert whole == {name: getattr(found, name) for name, _ in MEASURES}


def test_totals_survive_the_json_they_are_frozen_in() -> None:
    import json

    found = some_totals(shown=("patents", "jobs_kept"), turnover_eur=Decimal("1234567890123.45"))
    kept = json.loads(json.dumps(found.as_json()))
    again = OutcomeTotals(**(kept | {"turnover_eur": Decimal(kept["turnover_eur"]), "shown": tuple(kept["shown"])}))
    assert again == found
    assert kept["turnover_eur"] == "1234567890123.45", "no float on the way"
