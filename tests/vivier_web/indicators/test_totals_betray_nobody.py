"""The totals of a pôle: what is shown, what is not and why, and an attacker who keeps every vintage."""

import itertools
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vivier_web.indicators.actions.totalling import BELOW, BETWEEN, FEW, LACKS, MOSTLY, NOUGHT, ONE, totals_of
from vivier_web.indicators.definition import read
from vivier_web.indicators.queries.vintages import Frozen, Record, Total

D = Decimal
TOLD = read("""
key = "jeu"
title = "Jeu"
version = "1"
kind = "ptce"
about = ""
[[section]]
key = "s"
title = "S"
[[indicator]]
key = "budget"
label = "B"
definition = "D."
section = "s"
kind = "money"
unit = "k€"
[[indicator]]
key = "jobs"
label = "J"
definition = "D."
section = "s"
kind = "count"
unit = "emplois"
who = "sum"
decimals = 1
[[indicator]]
key = "rd"
label = "R"
definition = "D."
section = "s"
kind = "count"
unit = "emplois"
who = "sum"
[[indicator]]
key = "rate"
label = "T"
definition = "D."
section = "s"
kind = "share"
unit = "%"
formula = "rd / jobs * 100"
decimals = 1
[[indicator]]
key = "double"
label = "T"
definition = "D."
section = "s"
kind = "share"
unit = "%"
formula = "rate * 2"
decimals = 1
[[indicator]]
key = "note"
label = "N"
definition = "D."
section = "s"
kind = "opinion"
unit = "sur 10"
who = "member"
""")


def record(who: int | None, key: str, value: object, *flags: str, weight: object = 1, holding: str = "") -> Record:
    return Record(
        1, who, holding or (f"h{who}" if who else "pole:1"), key, D(str(value)), "u", D(str(weight)),
        flags or ("answered",),
    )  # fmt: skip


def of(key: str, *values: object) -> tuple[Record, ...]:
    """One record a member, numbered from 1; None: no answer."""
    return tuple(record(rank, key, value) for rank, value in enumerate(values, 1) if value is not None)


def frozen(records: tuple[Record, ...], earlier: tuple[Frozen, ...] = ()) -> Frozen:
    return Frozen(0, len(earlier) + 1, "", records, totals_of(TOLD, records, earlier), ())


def one(key: str, records: tuple[Record, ...], earlier: tuple[Frozen, ...] = ()) -> Total:
    return next(each for each in totals_of(TOLD, records, earlier) if each.indicator == key)


@pytest.mark.parametrize(
    ("values", "expected", "why"),
    [
        ((1, 2, 3), "6", ""),
        ((1, 1, 1), "3", ""),
        ((5,), None, FEW),
        ((5, 6), None, FEW),
        ((5, None, 6), None, FEW),
        ((85, 10, 5), "100", ""),  # 85 % is still shown
        ((86, 10, 4), None, ONE),
        ((900, 3, 4), None, ONE),
        ((0, 0, 0), "0", ""),
        ((0, 0, 7), None, NOUGHT),
        ((0, 6, 7), None, NOUGHT),  # each of the two would read the other
        ((0, 0, 0, 6, 7), None, NOUGHT),
        ((0, 5, 6, 7), "18", ""),
        (("0.5", "0.25", "0.25"), "1", ""),
        (("1.5", "2.25", "3"), "6.8", ""),  # 6.75, to the even digit
    ],
)
def test_a_sum_is_shown_only_where_it_betrays_none(
    values: tuple[object, ...], expected: str | None, why: str
) -> None:
    found = one("jobs", of("jobs", *values))
    assert (None if found.value is None else str(found.value), found.why) == (expected, why)
    assert found.n == sum(value is not None for value in values)


def test_two_establishments_of_one_holding_are_one_respondent() -> None:
    rows = tuple(record(who, "jobs", 5, holding=name) for who, name in ((1, "g"), (2, "g"), (3, "h")))
    assert one("jobs", rows).why == FEW
    alone = tuple(record(who, "jobs", 50, holding=name) for who, name in ((1, "g"), (2, "g"), (3, "h"), (4, "i")))
    assert one("jobs", alone).value == 200
    rows = tuple(
        record(who, "jobs", size, holding=name)
        for who, size, name in ((1, 80, "g"), (2, 80, "g"), (3, 9, "h"), (4, 9, "i"))
    )
    assert one("jobs", rows).why == ONE, "together they are nearly all of it"


def test_what_the_pole_answers_is_shown_with_its_flags_whoever_is_few() -> None:
    assert one("budget", (record(None, "budget", 800, "answered", "corrected"),)) == Total(
        "budget", D(800), 1, ("answered", "corrected")
    )


def test_a_total_stands_on_answers_and_says_what_was_made_up() -> None:
    rows = (*of("jobs", 10, 20, 30), record(4, "jobs", 15, "imputed"), record(5, "jobs", 5, "imputed", weight=2))
    assert one("jobs", rows) == Total("jobs", D(85), 3, ("imputed", "weighted"))
    few = (*of("jobs", 10, 20), record(4, "jobs", 15, "imputed"), record(5, "jobs", 15, "imputed"))
    assert (one("jobs", few).value, one("jobs", few).why) == (None, FEW), "what is made up hides nobody"


@pytest.mark.parametrize(
    ("weights", "expected"),
    [((1, 1, 1), "60"), ((2, 1, 1), "70"), (("1.5", "1.5", "1.5"), "90"), (("1.333333", 1, 1), "63.3")],
)
def test_weights_count_in_the_sum(weights: tuple[object, ...], expected: str) -> None:
    rows = tuple(record(rank, "jobs", 10 * rank, weight=weight) for rank, weight in enumerate(weights, 1))
    assert one("jobs", rows).value == D(expected)


@pytest.mark.parametrize(
    ("values", "expected"), [((6, 7, 8), "7"), ((6, 7, 7), "6.7"), ((10, 10, 10), "10"), ((0, 0, 0), "0")]
)
def test_opinions_are_a_mean_with_one_more_digit_and_never_a_sum(values: tuple[int, ...], expected: str) -> None:
    rows = tuple(replace(each, flags=("answered", "opinion")) for each in of("note", *values))
    assert one("note", rows) == Total("note", D(expected), 3, ("opinion",))


def test_the_mean_of_opinions_is_that_of_those_they_stand_for() -> None:
    rows = tuple(
        record(rank, "note", value, weight=weight) for rank, value, weight in ((1, 4, 3), (2, 8, 1), (3, 8, 1))
    )
    assert one("note", rows).value == D("5.6")


@pytest.mark.parametrize(
    ("jobs", "rd", "rate", "why"),
    [
        ((40, 40, 20), (1, 2, 3), "6", ""),
        ((40, 40, 20), (90, 2, 3), None, BELOW),
        ((900, 4, 2), (1, 2, 3), None, BELOW),
        ((40, 40, 20), (None, 2, 3), None, BELOW),
        ((0, 0, 0), (0, 0, 0), None, LACKS),
        ((40, 40, 20), (), None, LACKS),
        ((), (1, 2, 3), None, LACKS),
        ((), (1, 2), None, BELOW),
    ],
)
def test_what_is_worked_out_from_a_hidden_figure_is_hidden_with_it(
    jobs: tuple[object, ...], rd: tuple[object, ...], rate: str | None, why: str
) -> None:
    rows = of("jobs", *jobs) + of("rd", *rd)
    value = None if rate is None else D(rate)
    n = int(value is not None)
    assert one("rate", rows) == Total("rate", value, n, ("computed",), why)
    assert one("double", rows) == Total("double", None if value is None else 2 * value, n, ("computed",), why)


def test_totals_come_in_the_order_of_the_set_whatever_that_of_the_records() -> None:
    rows = (*of("jobs", 1, 2, 3), *of("rd", 1, 1, 1), *of("note", 5, 5, 5), record(None, "budget", 8))
    expected = totals_of(TOLD, rows, ())
    assert [each.indicator for each in expected] == ["budget", "jobs", "rd", "rate", "double", "note"]
    for shuffled in itertools.islice(itertools.permutations(rows), 0, 4000, 397):
        assert totals_of(TOLD, shuffled, ()) == expected
    assert [each.why for each in totals_of(TOLD, (), ())] == [LACKS, LACKS]


FIRST = (10, 20, 30, 40)


@pytest.mark.parametrize(
    ("second", "why"),
    [
        ((10, 20, 30, 40), ""),
        ((11, 20, 30, 40), BETWEEN),
        ((11, 21, 30, 40), BETWEEN),
        ((11, 21, 31, 40), ""),
        ((11, 21, 31, 41), ""),
        ((None, 20, 30, 40), BETWEEN),  # somebody withdrew
        ((10, 20, 30, 40, 50), BETWEEN),  # somebody came
        ((10, 20, 30, 40, 0), BETWEEN),
        ((10, 20, 30, 40, 50, 60), BETWEEN),
        ((10, 20, 30, 40, 50, 60, 70), ""),
        ((10, 20, 30, 40, 5, 5, 400), MOSTLY),
        ((10, 20, 30, 40, 5, 5, 4000), ONE),
        ((10, 20, 30, 40, 5, 6, 0), BETWEEN),  # one of the three that came has nothing
        ((10, 20, 30, 40, 0, 0, 0), ""),
        ((10, 20, 30, 100, 2, 2), MOSTLY),  # 60 of the 64 that changed
        ((14, 24, 34, 40), ""),
        ((110, 21, 31, 40), MOSTLY),  # the difference is nearly what one changed
        ((8, 22, 31, 40), ""),
    ],
)
def test_a_second_vintage_shows_no_sum_whose_difference_tells_what_one_changed(
    second: tuple[object, ...], why: str
) -> None:
    before = (frozen(of("jobs", *FIRST)),)
    found = one("jobs", of("jobs", *second), before)
    assert found.why == (why.format(1) if why in {BETWEEN, MOSTLY} else why)
    assert (found.value is None) is bool(why)


def test_a_vintage_that_showed_nothing_betrays_nothing_later() -> None:
    hidden = frozen(of("jobs", 900, 3, 4))
    assert hidden.totals[0].value is None
    assert one("jobs", of("jobs", 20, 3, 14), (hidden,)).value == 37


def test_every_earlier_vintage_is_held_against_and_not_only_the_last() -> None:
    first = frozen(of("jobs", 10, 20, 30, 40))
    second = frozen(of("jobs", 12, 22, 32, 40), (first,))
    third = one("jobs", of("jobs", 10, 20, 31, 40), (first, second))
    assert second.totals[0].value == 106
    assert third.why == BETWEEN.format(1), "beside the second it would pass, beside the first it tells"


def test_what_is_hidden_is_told_nowhere_in_the_total() -> None:
    found = totals_of(TOLD, of("jobs", 7919, 3, 4) + of("rd", 7901, 1, 1), ())
    assert [each.value for each in found if each.indicator in {"jobs", "rd", "rate"}] == [None] * 3
    assert not [digits for digits in ("7919", "7926", "7901", "7903") if digits in repr(found)]


SMALL = st.one_of(st.none(), st.integers(0, 60))
YEARS = st.lists(st.lists(SMALL, min_size=6, max_size=6), min_size=1, max_size=4)


@settings(max_examples=200)
@given(YEARS)
def test_no_pair_of_vintages_ever_tells_what_fewer_than_three_members_changed(years: list[list[int | None]]) -> None:
    kept: tuple[Frozen, ...] = ()
    for values in years:
        kept += (frozen(of("jobs", *values), kept),)
    sums = {
        rank: next((each.value for each in one.totals if each.indicator == "jobs"), None)
        for rank, one in enumerate(kept)
    }
    shown = [rank for rank, value in sums.items() if value is not None]
    for rank in shown:
        told = [value for value in years[rank] if value is not None]
        behind = [value for value in told if value]
        assert sums[rank] == sum(told)
        assert len(told) >= 3
        assert not behind or (len(behind) >= 3 and 100 * max(behind) <= 85 * sum(behind))
    for one_of, other in itertools.combinations(shown, 2):
        pairs = list(zip(years[one_of], years[other], strict=True))
        gaps = [abs((old or 0) - (new or 0)) for old, new in pairs if old != new]
        moved = [gap for gap in gaps if gap]
        assert not gaps or len(gaps) >= 3
        assert not moved or (len(moved) >= 3 and 100 * max(moved) <= 85 * sum(moved)), (years[one_of], years[other])
