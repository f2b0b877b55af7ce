"""New posts declared become a growth that leads to them, whatever holds them."""

import datetime as dt

import pytest

from vivier.reference import law_on
from vivier.study.creations import Creation, creation_lines, growth_to, with_creations
from vivier.workforce import Assumptions, Stock
from vivier.workforce.data import Cell

DAY = dt.date(2026, 1, 31)
STOCK = Stock(DAY, (Cell("623e", 40, "H", 100), Cell("628b", 40, "F", 50), Cell("628b", 40, "F", 9, "CDD")))
BEFORE = Assumptions(law_on(DAY))


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
    lines = list(creation_lines([Creation("628b", 5, 2027, 2028, "B"), Creation("", 3, 2026, 2026, "A")]))
    assert [(one.source, one.value) for one in lines] == [
        ("A", "3 postes nouveaux, 2026, étalés sur l’horizon"),
        ("B", "5 postes nouveaux, 2027-2028, étalés sur l’horizon"),
    ]
