"""New posts declared become a growth that leads to them, whatever holds them."""

import datetime as dt

import pytest

from vivier.reference import law_on
from vivier.study.creations import Creation, bounded_lines, creation_lines, end_of, growth_to, with_creations
from vivier.workforce import Assumptions, Stock
from vivier.workforce.data import Cell

DAY = dt.date(2026, 1, 31)
STOCK = Stock(DAY, (Cell("623e", 40, "H", 100), Cell("628b", 40, "F", 50), Cell("628b", 40, "F", 9, "CDD")))
BEFORE = Assumptions(law_on(DAY))
END = dt.date(2036, 1, 31)


def test_an_occupation_grows_to_what_is_declared_by_the_end() -> None:
    after = with_creations(BEFORE, STOCK, [Creation("628b", 5, 2027, 2028, "Projets")], horizon=10)
    assert 50 * (1 + after.belief("628b").growth_rate) ** 10 == pytest.approx(55)
    assert (after.growth_rate, after.belief("623e")) == (0, BEFORE.belief("623e"))


def test_what_nobody_holds_is_spread_over_all() -> None:
    for occupation in ("", "388a"):
        after = with_creations(BEFORE, STOCK, [Creation(occupation, 15, 2027, 2027, "x")], horizon=5)
        assert 150 * (1 + after.growth_rate) ** 5 == pytest.approx(165)


def test_nothing_declared_changes_nothing_and_a_growth_has_a_bound() -> None:
    assert with_creations(BEFORE, STOCK, [], horizon=10) is BEFORE
    assert growth_to(1, 10_000, 1) == 0.5


def test_what_was_declared_is_said_by_source() -> None:
    lines = list(creation_lines([Creation("628b", 5, 2027, 2028, "B"), Creation("", 3, 2026, 2026, "A")], end=END))
    assert [(one.source, one.value) for one in lines] == [
        ("A", "3 postes nouveaux, 2026, étalés sur l’horizon"),
        ("B", "5 postes nouveaux, 2027-2028, étalés sur l’horizon"),
    ]


@pytest.mark.parametrize(
    ("first", "last", "counted"),
    [(2026, 2027, 12), (2028, 2028, 12 * 31 / 366), (2027, 2028, 6 + 6 * 31 / 366), (2029, 2031, 0), (2027, 2029, 4 + 4 * 31 / 366)],
)  # fmt: skip
def test_posts_planned_after_the_horizon_do_not_count(first: int, last: int, counted: float) -> None:
    asked = [Creation("628b", 12, first, last, "Projets")]
    after = with_creations(BEFORE, STOCK, asked, horizon=2)  # until 31 January 2028
    assert 50 * (1 + after.belief("628b").growth_rate) ** 2 == pytest.approx(50 + counted)
    (line,) = creation_lines(asked, end=end_of(DAY, 2))
    late = round(12 - counted)
    assert line.value.endswith(f" ; dont {late} après l’horizon, non comptés" if late else "étalés sur l’horizon")


def test_a_growth_that_is_bounded_is_told_and_one_that_is_not_says_nothing() -> None:
    asked = [Creation("628b", 400, 2027, 2027, "x"), Creation("", 900, 2027, 2027, "x")]
    (line,) = bounded_lines(BEFORE, STOCK, asked, horizon=3)
    assert line.label == "Croissance plafonnée"
    assert line.value.startswith("50\u202f% par an : ")
    assert line.value.endswith(" ; 30\u202f% par an : l’ensemble des métiers")
    assert list(bounded_lines(BEFORE, STOCK, [Creation("628b", 4, 2027, 2027, "x")], horizon=3)) == []
    assert list(bounded_lines(BEFORE, STOCK, [], horizon=3)) == []
