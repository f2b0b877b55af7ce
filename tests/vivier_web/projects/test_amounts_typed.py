"""Amounts as people type them, as pages write them, and their sums, to the cent and never a float."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vivier.french import MOST_EUR, NARROW, euros, read_euros
from vivier.vocabulary import InputError
from vivier_web.projects.amounts import NOTHING, total
from vivier_web.projects.strip import Strip

NO_BREAK = "\u00a0"
CENTS = st.decimals(Decimal(0), MOST_EUR, places=2)


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("0", 0),
        ("-0", 0),
        ("0,00", 0),
        ("0,01", 1),
        (",5", 50),
        ("5,", 500),
        ("007", 700),
        ("+12", 1200),
        ("12", 1200),
        ("12,5", 1250),
        ("12.5", 1250),
        ("12,50", 1250),
        ("12,50 €", 1250),
        ("€ 12,50", 1250),
        ("  12 500  ", 1_250_000),
        ("12\u202f500,05", 1_250_005),
        ("12\u00a0500,05\u00a0€", 1_250_005),
        ("12\t500", 1_250_000),
        ("1 2 3", 12_300),
        ("9999999999,99", 999_999_999_999),
        ("1.204,50", 120_450),  # a point between thousands leaves no doubt once there is a comma, or two points
        ("1.234,50 €", 123_450),
        ("1.234.567", 123_456_700),
        ("12 k€", 1_200_000),
        ("12,5 k€", 1_250_000),
        ("1,2345 M€", 123_450_000),
    ],
)
def test_what_people_type_is_read_to_the_cent(typed: str, cents: int) -> None:
    found = read_euros(typed)
    assert found * 100 == cents
    assert found.as_tuple().exponent == -2
    assert not found.is_signed(), "« -0 » would be written « −0 € »"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "pas un montant"),
        (" ", "pas un montant"),
        ("€", "pas un montant"),
        (",", "pas un montant"),
        ("douze", "pas un montant"),
        ("12 k", "pas un montant"),
        ("k€", "pas un montant"),
        ("12 €/h", "pas un montant"),
        ("1.20.450", "pas un montant"),
        ("1e3", "pas un montant"),  # what a narrow column shows of digits it lost
        ("12,000001 k€", "plus fin"),
        ("1000000000 k€", "va de 0"),
        ("1,204.50", "pas un montant"),
        ("12--", "pas un montant"),
        ("1/2", "pas un montant"),
        ("=1+1", "pas un montant"),
        ("0x10", "pas un montant"),
        ("1e99", "pas un montant"),
        ("NaN", "pas un montant"),
        ("sNaN", "pas un montant"),
        ("Infinity", "pas un montant"),
        ("-Infinity", "pas un montant"),
        ("-1", "va de 0"),
        ("-0,01", "va de 0"),
        ("10000000000", "va de 0"),
        ("9999999999,991", "va de 0|plus fin"),
        ("0,001", "plus fin"),
        ("12,345", "plus fin"),
        ("12.500", "plus fin"),  # twelve thousand five hundred to whoever writes thousands with a point
        ("1.000", "plus fin"),
    ],
)
def test_what_is_no_amount_is_refused_with_its_sentence(typed: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        read_euros(typed)


def test_what_was_typed_is_quoted_in_part_only() -> None:
    with pytest.raises(InputError) as why:
        read_euros("x" * 5000)
    assert len(str(why.value)) < 120


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("0", "0"),
        ("0.01", "0,01"),
        ("0.1", "0,10"),
        ("1", "1"),
        ("1.00", "1"),
        ("999", "999"),
        ("1000", f"1{NARROW}000"),
        ("1204.5", f"1{NARROW}204,50"),
        ("412000", f"412{NARROW}000"),
        ("9999999999.99", f"9{NARROW}999{NARROW}999{NARROW}999,99"),
        ("-1", "−1"),
        ("-1204.05", f"−1{NARROW}204,05"),
        ("-0.001", "0"),
        ("1E+3", f"1{NARROW}000"),
    ],
)
def test_what_a_page_writes(value: str, written: str) -> None:
    assert euros(Decimal(value)) == f"{written}{NO_BREAK}€"


@given(CENTS)
def test_an_amount_written_by_a_page_is_read_back_the_same(amount: Decimal) -> None:
    assert read_euros(euros(amount)) == amount
    assert read_euros(f"{amount:f}".replace(".", ",")) == amount


@given(st.lists(CENTS, max_size=30), st.randoms(use_true_random=False))
def test_a_sum_is_exact_whatever_the_order(amounts: list[Decimal], chance: object) -> None:
    shuffled = list(amounts)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    exact = sum((Fraction(each) for each in amounts), Fraction(0))
    assert Fraction(total(amounts)) == exact == Fraction(total(shuffled))
    assert total(amounts).as_tuple().exponent == -2


def test_the_sum_of_nothing_is_nothing_to_the_cent_and_ten_dimes_are_one_euro() -> None:
    assert str(total([])) == "0.00"
    assert total([Decimal("0.10")] * 10) == 1
    assert total(iter(())) == NOTHING
    assert euros(None) == ""


@given(st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1)), st.integers(0, 5000), st.data())
def test_a_strip_keeps_the_order_of_days_and_its_ends(start: dt.date, long: int, data: st.DataObject) -> None:
    end = start + dt.timedelta(days=long)
    strip = Strip(start, end)
    offsets = sorted(data.draw(st.lists(st.integers(-500, long + 500), min_size=2, max_size=8)))
    places = [strip.at(start + dt.timedelta(days=each)) for each in offsets]
    assert places == sorted(places)
    assert (strip.at(start), strip.at(start - dt.timedelta(days=1))) == (0, 0)
    assert strip.at(end + dt.timedelta(days=1)) == 100
    assert strip.at(end) == (100 if long else 0)


@given(st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1)), st.integers(0, 5000))
def test_a_strip_marks_each_first_of_january_within_and_no_other(start: dt.date, long: int) -> None:
    end = start + dt.timedelta(days=long)
    days = (start + dt.timedelta(days=each) for each in range(1, long + 1))
    slow = [(day.year, Strip(start, end).at(day)) for day in days if (day.month, day.day) == (1, 1)]
    assert list(Strip(start, end).years()) == slow
