"""What pôle and State ask twice, and what sharing it removes."""

from dataclasses import replace
from fractions import Fraction

import pytest

from factories.procedures import SMALL, opinion, read, small
from vivier_web.procedures.coordination import agreement, asked, chain
from vivier_web.procedures.definition import shipped
from vivier_web.procedures.marking import consensus

BY_KEY = {each.key: each for each in shipped()}
CHAINS = [
    ("label-et-financement-fui", None), ("label-seul-anr", "i-demo"), ("label-seul-anr", "i-demo-regionalise"), ("label-seul-anr", "appel-europeen"),
]  # fmt: skip


@pytest.mark.parametrize(("first", "second"), CHAINS)
def test_at_least_half_of_the_questions_asked_twice_disappear(first: str, second: str | None) -> None:
    found = chain(BY_KEY[first], BY_KEY[second] if second else None)
    assert len(found.twice) >= 10
    assert found.share_removed >= Fraction(1, 2)
    assert found.removed == len(found.twice) - len(found.still)


def test_what_the_second_body_wants_anew_is_still_asked_and_counted() -> None:
    found = chain(BY_KEY["label-et-financement-fui"])
    assert {(each.kind, each.key) for each in found.still} == {
        ("criterion", "innovation"),
        ("criterion", "market"),
        ("field", "letters"),
    }


def test_a_small_chain_is_counted_by_hand() -> None:
    state = read(SMALL.replace('key = "title", label = "Titre", kind = "text"', 'key = "title", label = "Titre", kind = "text", again = true')
        .replace('key = "secret", label = "Verrous"', 'key = "comptes", label = "Comptes"').replace('key = "market"', 'key = "jobs"'))  # fmt: skip
    found = chain(small(), state)
    assert [each.key for each in found.first] == ["title", "partners", "secret", "innovation", "market"]
    assert [each.key for each in found.twice] == ["title", "partners", "innovation"]
    assert ([each.key for each in found.still], found.removed, found.share_removed) == (["title"], 2, Fraction(2, 3))


def test_a_field_and_a_criterion_of_the_same_key_are_two_questions() -> None:
    text = SMALL.replace('{ key = "secret"', '{ key = "market"')
    assert [(each.kind, each.key) for each in asked(read(text))].count(("field", "market")) == 1
    assert ("criterion", "market") in [(each.kind, each.key) for each in asked(read(text))]


def test_one_side_alone_repeats_nothing() -> None:
    found = chain(small())
    assert (found.twice, found.share_removed) == ((), 0)
    assert [each.key for each in asked(small(), "authority")] == []


def test_two_bodies_are_compared_criterion_by_criterion_each_on_its_scale() -> None:
    grid = small().grid("grid")
    first = consensus(grid, [opinion("A", 4, 1), opinion("B", 2, 1)])
    second = consensus(grid, [opinion("E", 1, 1)])
    told = agreement(first, second)
    assert [(each.key, each.gap, each.is_close) for each in told] == [
        ("innovation", Fraction(-1, 2), False),
        ("market", 0, True),
    ]
    other = replace(grid, criteria=grid.criteria[1:])
    assert [
        each.key for each in agreement(first, consensus(other, [replace(opinion("E", 1, 1), marks={"market": 2})]))
    ] == ["market"]
    assert agreement(first, consensus(grid, [])) == ()
