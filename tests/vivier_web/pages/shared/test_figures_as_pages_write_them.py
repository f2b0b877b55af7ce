"""Figures in templates: thousands, decimals, signs, shares, amounts, as a French reader expects them."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from vivier.vocabulary import InputError
from vivier_web.pages.shared.templatetags import euros as money
from vivier_web.pages.shared.templatetags import french as fr

CENTS = st.integers(-(10**12), 10**12)


def read_back(said: str) -> Decimal:
    """Read what was written as a person does: narrow spaces are nothing, the comma is the point."""
    bare = said.replace("\u202f", "").replace("\u00a0", "").removesuffix("€").replace("−", "-")
    return Decimal(bare.replace(",", "."))


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, ""),
        (Decimal(0), "0"),
        (Decimal("-0"), "0"),
        (Decimal("0.00"), "0"),
        (Decimal("0.5"), "0,5"),
        (Decimal("-0.5"), "−0,5"),
        (Decimal("-0.05"), "−0,05"),
        (Decimal(1204), "1\u202f204"),
        (Decimal("1204.50"), "1\u202f204,5"),
        (Decimal("-1204.25"), "−1\u202f204,25"),
        (Decimal("1E+3"), "1\u202f000"),
        (Decimal("1234567.890"), "1\u202f234\u202f567,89"),
        (Decimal("999999.99"), "999\u202f999,99"),
        (Decimal("0.000001"), "0,000001"),
    ],
)
def test_a_figure_is_written_with_the_decimals_it_has(value: Decimal | None, said: str) -> None:
    assert fr.figure_fr(value) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, ""),
        (Decimal(0), "0\u00a0€"),
        (Decimal("-0.00"), "0\u00a0€"),
        (Decimal("0.05"), "0,05\u00a0€"),
        (Decimal("-0.05"), "−0,05\u00a0€"),
        (Decimal(-1), "−1\u00a0€"),
        (Decimal("-1.20"), "−1,20\u00a0€"),
        (Decimal(12500), "12\u202f500\u00a0€"),
        (Decimal("12500.5"), "12\u202f500,50\u00a0€"),
        (Decimal("12500.50"), "12\u202f500,50\u00a0€"),
        (Decimal("-12500.07"), "−12\u202f500,07\u00a0€"),
        (Decimal("1E+6"), "1\u202f000\u202f000\u00a0€"),
        (Decimal("999999999.99"), "999\u202f999\u202f999,99\u00a0€"),
    ],
)
def test_an_amount_is_written_to_the_cent_and_the_same_by_both_filters(value: Decimal | None, said: str) -> None:
    assert fr.money_fr(value) == said
    assert money.euros(value) == said


@given(CENTS)
def test_an_amount_that_was_written_is_read_back_as_it_was(cents: int) -> None:
    value = Decimal(cents).scaleb(-2)
    said = fr.money_fr(value)
    assert read_back(said) == value
    assert said == money.euros(value)


@given(st.decimals(-(10**9), 10**9, places=4))
def test_a_figure_that_was_written_is_read_back_as_it_was(value: Decimal) -> None:
    said = fr.figure_fr(value)
    assert read_back(said) == value
    assert "." not in said
    assert not said.endswith((",", ",0"))


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, ""),
        (Fraction(0), "0\u00a0%"),
        (Fraction(3, 5), "60\u00a0%"),
        (Fraction(1, 3), "33\u00a0%"),
        (Fraction(2, 3), "67\u00a0%"),
        (Fraction(1), "100\u00a0%"),
        (Fraction(3, 2), "150\u00a0%"),
        (Fraction(499, 1000), "50\u00a0%"),
        (Fraction(1, 1000), "0\u00a0%"),
        (Fraction(1, 8), "13\u00a0%"),
        (Fraction(3, 8), "38\u00a0%"),
        (Fraction(1, 40), "3\u00a0%"),
    ],
)
def test_a_share_is_the_nearest_whole_percent_halves_going_up_as_at_school(value: Fraction | None, said: str) -> None:
    assert fr.share(value) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, ""),
        (Fraction(0), "0"),
        (Fraction(5), "5"),
        (Fraction(18, 5), "3,6"),
        (Fraction(11, 3), "3,6"),
        (Fraction(399, 100), "3,9"),
        (Fraction(7, 2), "3,5"),
        (Fraction(1, 20), "0"),
        (Fraction(10), "10"),
    ],
)
def test_a_mark_is_cut_and_never_rounded_up(value: Fraction | None, said: str) -> None:
    assert fr.mark(value) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [(None, ""), (0, "0"), (999, "999"), (1204, "1\u202f204"), (-3, "−3"), (2.5, "3"), (0.4, "0"), (-0.4, "0")],
)
def test_a_whole_number_has_narrow_spaces_in_its_thousands(value: float | None, said: str) -> None:
    assert fr.number_fr(value) == said


@pytest.mark.parametrize(
    ("n", "word", "said"),
    [
        (None, "membre", "0\u00a0membre"),
        (0, "membre", "0\u00a0membre"),
        (1, "membre", "1\u00a0membre"),
        (2, "membre", "2\u00a0membres"),
        (1204, "membre", "1\u202f204\u00a0membres"),
        (1, "mise,mises", "1\u00a0mise"),
        (3, "cheval,chevaux", "3\u00a0chevaux"),
        (2, "avis,avis", "2\u00a0avis"),
    ],
)
def test_a_count_agrees_with_its_word(n: int | None, word: str, said: str) -> None:
    assert fr.counted(n, word) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("35600000000048", "356\u202f000\u202f000\u202f00048"),
        ("732829320", "732\u202f829\u202f320"),
    ],
)
def test_a_siret_and_a_siren_are_written_in_groups(value: str, said: str) -> None:
    assert fr.siret(value) == said
    assert said.replace("\u202f", "") == value


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (None, ""),
        (dt.date(2026, 1, 31), "31\u00a0janvier 2026"),
        (dt.date(2027, 3, 1), "1er\u00a0mars 2027"),
        (dt.datetime(2026, 8, 15, 23, 59, tzinfo=dt.UTC), "15\u00a0août 2026"),
    ],
)
def test_a_day_is_written_in_words(day: dt.date | None, said: str) -> None:
    assert fr.long_day(day) == said
    if day is not None:
        assert fr.long_iso(day.isoformat()) == said


@pytest.mark.parametrize("value", ["", "2026", "31/01/2026", "2026-02-30", "20260131"])
def test_what_is_no_day_is_refused(value: str) -> None:
    with pytest.raises(InputError):
        fr.long_iso(value)


def test_an_instant_is_told_by_the_day_it_was_in_france() -> None:
    just_before_midnight_in_utc = dt.datetime(2026, 6, 30, 22, 30, tzinfo=dt.UTC)
    page = Template("{{ at|long_day }}").render(Context({"at": just_before_midnight_in_utc}))
    assert page == "1er\u00a0juillet 2026"


@pytest.mark.parametrize(
    ("heads", "cells", "said"),
    [
        (["A", "B"], [1, 2], [("A", 1), ("B", 2)]),
        (["B"], [1, 2], [("", 1), ("B", 2)]),
        ([], [1, 2], [("", 1), ("", 2)]),
        ([], [], []),
    ],
)
def test_each_cell_stands_beside_the_name_of_its_column(
    heads: list[str], cells: list[int], said: list[tuple[str, int]]
) -> None:
    assert list(fr.beside(heads, cells)) == said


def test_a_row_that_lacks_a_cell_is_refused_rather_than_shifted() -> None:
    with pytest.raises(ValueError, match="zip"):
        list(fr.beside(["A", "B", "C"], [1, 2]))


@pytest.mark.parametrize(
    ("value", "n", "said"),
    [(0.4, 35, "40\u00a0%"), (0.4, 5, "2 sur 5"), (0.0, 0, "sans objet"), (0.001, 50, "moins de 1\u00a0%")],
)
def test_a_share_of_few_is_told_as_a_count(value: float, n: int, said: str) -> None:
    assert fr.share_of(value, n) == said


@pytest.mark.parametrize(("value", "said"), [(0, "0.0"), (49.94, "49.9"), (49.96, "50.0"), (100, "100.0")])
def test_a_length_of_a_drawing_has_a_point_whatever_the_language(value: float, said: str) -> None:
    assert money.point(value) == said
    template = Template("{{ x|point }}")
    assert template.render(Context({"x": value})) == said  # never « 49,9 », that no browser draws


def test_what_a_filter_writes_is_told_as_it_is_in_a_page() -> None:
    template = Template("{{ a|money_fr }} {{ b|figure_fr }} {{ c|share }}")
    said = template.render(Context({"a": Decimal("-0.5"), "b": None, "c": Fraction(1, 2)}))
    assert said == "−0,50\u00a0€  50\u00a0%"


@pytest.mark.parametrize(
    ("unit", "value", "said"),
    [
        ("adhérents", Decimal(1), "adhérent"),
        ("adhérents", Decimal(0), "adhérent"),
        ("emplois", Decimal("1.9"), "emploi"),
        ("brevets", Decimal(2), "brevets"),
        ("jeunes pousses", Decimal(1), "jeune pousse"),
        ("avis", Decimal(1), "avis"),
        ("sur 10", Decimal(1), "sur 10"),
        ("k€", Decimal(0), "k€"),
        ("salariés", None, "salariés"),
    ],
)
def test_a_unit_is_written_as_its_figure_asks(unit, value, said) -> None:
    assert fr.of_figure(unit, value) == said


@pytest.mark.parametrize(
    ("title", "said"), [("Domaine (FAP)", "domaine (FAP)"), ("Issue", "issue"), ("", ""), ("Élu", "élu")]
)
def test_a_title_inside_a_sentence_keeps_its_acronyms(title, said) -> None:
    assert fr.lowered(title) == said


def test_a_sentence_made_elsewhere_keeps_its_quotes_with_their_words() -> None:
    assert fr.typeset("La collecte « Juillet » : figée") == "La collecte «\u202fJuillet\u202f»\u202f: figée"
