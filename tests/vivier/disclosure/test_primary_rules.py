"""The primary rules: worked cells, and that nobody may make them weaker."""

import pytest

from factories.tabled import rows, tables
from vivier.disclosure import Rules
from vivier.disclosure.primary import Flags, flag
from vivier.disclosure.rules import rules_of, sources
from vivier.disclosure.spec import Dimension, Spec
from vivier.vocabulary import InputError


def cell(*amounts: float, rules: Rules | None = None, people: int = 0) -> tuple[bool, float]:
    """Flag the only cell of companies with these amounts."""
    texts = rows(*((at, "", "84", "A", each) for at, each in enumerate(amounts)))
    texts["people"] = [str(people)] * len(amounts)
    spec = Spec("unit", "turnover", (Dimension("région", ("region",)),), people="people" if people else "")
    flags: Flags = flag(tables(texts, spec), rules or Rules())
    assert flags.sensitive[0] == flags.sensitive[1]
    return bool(flags.sensitive[0]), round(float(flags.width[0]), 6)


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        ((40, 35, 30), (False, 0)),
        ((60, 40), (True, 15)),  # two units: 15 % of 100
        ((100,), (True, 15)),
        ((85, 10, 5), (False, 0)),  # exactly 85 %: it may be shown
        ((90, 6, 4), (True, round(90 / 0.85 - 100, 6))),
        ((0, 0), (False, 0)),  # a zero is never hidden
        ((850, 149, 1), (False, 0)),
        ((851, 148, 1), (True, round(851 / 0.85 - 1000, 6))),
    ],
)
def test_few_units_and_large_ones_are_told(amounts: tuple[float, ...], expected: tuple[bool, float]) -> None:
    assert cell(*amounts) == expected


def test_rules_may_be_harder() -> None:
    assert cell(40, 35, 30, 20, rules=Rules(min_units=5)) == (True, 18.75)
    assert cell(84, 10, 6, rules=Rules(max_share=0.8)) == (True, 5)
    assert cell(60, 40, rules=Rules(narrowest=0.2)) == (True, 20)


def test_the_two_largest_may_not_hold_too_much() -> None:
    assert cell(50, 45, 5, rules=Rules(n=2, k=0.9)) == (True, round(95 / 0.9 - 100, 6))
    assert cell(50, 40, 10, rules=Rules(n=2, k=0.9)) == (False, 0)
    assert cell(40, 30, 28, 2, rules=Rules(n=3, k=0.95)) == (True, round(98 / 0.95 - 100, 6))


def test_the_second_may_not_guess_the_first_too_nearly() -> None:
    assert cell(60, 35, 5, rules=Rules(p=0.1)) == (True, 1)  # 5 left, under 10 % of 60
    assert cell(60, 30, 10, rules=Rules(p=0.1)) == (False, 0)


def test_people_must_be_enough_when_they_are_named() -> None:
    assert cell(10, 10, 10, rules=Rules(min_people=5), people=1) == (True, 4.5)
    assert cell(10, 10, 10, rules=Rules(min_people=5), people=2) == (False, 0)


@pytest.mark.parametrize(
    "weaker",
    [
        {"min_units": 2},
        {"min_units": 3.5},
        {"min_units": True},
        {"max_share": 0.9},
        {"max_share": float("nan")},
        {"narrowest": 0.1},
        {"min_people": 4},
        {"n": 1, "k": 0.8},
        {"n": 2},
        {"n": 2, "k": 1.2},
        {"p": -0.1},
        {"max_share": "85"},
        {"seuil": 3},
    ],
)
def test_rules_are_never_weakened(weaker: dict[str, object]) -> None:
    with pytest.raises(InputError) as refused:
        rules_of(weaker)
    assert str(refused.value).endswith(".")


def test_people_named_bring_their_rule_and_it_cannot_be_switched_off() -> None:
    assert rules_of({}, with_people=True).min_people == 5
    assert rules_of({"min_people": 11}, with_people=True).min_people == 11
    with pytest.raises(InputError, match="durcie"):
        rules_of({"min_people": 0}, with_people=True)


def test_each_rule_of_the_law_has_its_source() -> None:
    assert all(text and source for text, source in sources())
    assert rules_of({}) == Rules()
