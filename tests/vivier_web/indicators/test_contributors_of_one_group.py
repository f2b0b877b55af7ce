"""Groups of companies: ties in any order give one group, by worked cases and by a slow obvious oracle."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vivier_web.indicators.gate.groups import groups_of

Ties = list[tuple[str, str]]
NAMES = st.sampled_from("abcdefgh")
TIES = st.lists(st.tuples(NAMES, NAMES), max_size=7)
CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no fault


def reached(ties: Ties) -> dict[str, str]:
    """Walk from each company along the ties, both ways, until nothing new is met."""
    found = {}
    for start in {each for tie in ties for each in tie}:
        met = {start}
        while True:
            more = {each for tie in ties if met & set(tie) for each in tie}
            if more <= met:
                break
            met |= more
        found[start] = min(met)
    return found


@pytest.mark.parametrize(
    ("ties", "groups"),
    [
        ([], {}),
        ([("b", "a")], {"a": "a", "b": "a"}),
        ([("a", "b")], {"a": "a", "b": "a"}),  # the name of a group is no matter of who heads it
        ([("b", "a"), ("c", "a")], {"a": "a", "b": "a", "c": "a"}),
        ([("c", "b"), ("b", "a")], {"a": "a", "b": "a", "c": "a"}),  # a head that has a head
        ([("b", "a"), ("c", "b")], {"a": "a", "b": "a", "c": "a"}),
        ([("a", "b"), ("b", "a")], {"a": "a", "b": "a"}),  # each the head of the other
        ([("a", "b"), ("b", "c"), ("c", "a")], {"a": "a", "b": "a", "c": "a"}),
        ([("a", "a")], {"a": "a"}),
        ([("a", "x"), ("a", "y")], {"a": "a", "x": "a", "y": "a"}),  # two pôles say two heads: one group
        ([("a", "b"), ("c", "d")], {"a": "a", "b": "a", "c": "c", "d": "c"}),
        ([("a", "b"), ("c", "d"), ("d", "b")], {"a": "a", "b": "a", "c": "a", "d": "a"}),
    ],
)
def test_groups_of_worked_cases(ties: Ties, groups: dict[str, str]) -> None:
    assert groups_of(ties) == groups


@CALM
@given(TIES)
def test_the_quick_way_agrees_with_walking(ties: Ties) -> None:
    assert groups_of(ties) == reached(ties)


@CALM
@given(TIES, st.randoms(use_true_random=False))
def test_order_and_repetition_change_nothing(ties: Ties, chance: random.Random) -> None:
    mixed = [*ties, *ties]
    chance.shuffle(mixed)
    assert groups_of(mixed) == groups_of(ties)


@CALM
@given(TIES, st.tuples(NAMES, NAMES))
def test_one_tie_more_never_parts_two_companies(ties: Ties, more: tuple[str, str]) -> None:
    before, after = groups_of(ties), groups_of([*ties, more])
    assert after[more[0]] == after[more[1]]
    for one in before:
        for other in before:
            assert before[one] != before[other] or after[one] == after[other]
