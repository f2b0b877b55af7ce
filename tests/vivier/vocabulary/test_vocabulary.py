"""The shared words: months that follow one another, intervals that are intervals."""

import datetime as dt
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vivier.vocabulary import InputError, Interval, Period

months = st.builds(Period, st.integers(1900, 2100), st.integers(1, 12))


@given(months)
def test_a_month_begins_the_day_after_the_one_before_ends(month: Period) -> None:
    assert month.previous().last + dt.timedelta(days=1) == month.first
    assert Period.of(month.first) == Period.of(month.last) == month


@given(months, st.integers(0, 400))
def test_going_back_by_many_months_is_going_back_one_by_one(month: Period, steps: int) -> None:
    one_by_one = month
    for _ in range(steps):
        one_by_one = one_by_one.previous()
    assert month.previous(steps) == one_by_one


@given(months, months)
def test_months_sort_as_their_days(one: Period, other: Period) -> None:
    assert (one < other) == (one.first < other.first)
    assert (str(one) < str(other)) == (one < other)


@pytest.mark.parametrize(("month", "days"), [(Period(2024, 2), 29), (Period(2026, 2), 28), (Period(2025, 12), 31)])
def test_leap_years_are_known(month: Period, days: int) -> None:
    assert month.last.day == days


def test_months_are_named_in_french() -> None:
    names = [Period(2026, month).label for month in (2, 8, 12)]
    assert names == ["février 2026", "août 2026", "décembre 2026"]


@pytest.mark.parametrize(("low", "high"), [(2, 1), (math.nan, 1), (1, math.nan)])
def test_an_interval_is_two_numbers_in_order(low: float, high: float) -> None:
    with pytest.raises(InputError, match="ordre croissant"):
        Interval(low, high)


def test_an_interval_may_be_a_point() -> None:
    assert Interval(3, 3).width == 0
