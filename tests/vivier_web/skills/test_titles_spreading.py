"""The people of a decided title are taken from the cells of unknown occupation, always the same way."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories.collected import company
from vivier_web.skills.spreading import recoded, shared

UNKNOWN = (("inconnu", "35_44", "H", "CDI", 5), ("inconnu", "55_59", "F", "CDI", 3), ("623e", "25_34", "H", "CDI", 2))


def test_a_company_keeps_its_total_and_its_ages() -> None:
    before = company("1", *UNKNOWN)
    after = recoded(before, {"388a": 4})
    assert after.count.people == before.count.people
    for age in ("35_44", "55_59", "25_34"):
        assert sum(c.n for c in after.count.cells if c.age == age) == sum(
            c.n for c in before.count.cells if c.age == age
        )
    assert sum(c.n for c in after.count.cells if c.pcs == "388a") == 4


def test_more_people_than_are_unknown_are_not_invented() -> None:
    after = recoded(company("1", *UNKNOWN), {"388a": 50})
    assert {c.pcs for c in after.count.cells} == {"388a", "623e"}
    assert after.count.people == 10


def test_the_order_of_decisions_changes_nothing() -> None:
    decided = {"388a": 3, "623e": 2, "477a": 2}
    made = [recoded(company("1", *UNKNOWN), dict(order)) for order in itertools.permutations(decided.items())]
    assert all(one == made[0] for one in made)


def test_nothing_decided_changes_nothing() -> None:
    assert recoded(company("1", *UNKNOWN), {}) == company("1", *UNKNOWN)


@pytest.mark.parametrize(("n", "expected"), [(0, [0, 0, 0]), (1, [1, 0, 0]), (3, [2, 1, 0]), (6, [4, 1, 1])])
def test_people_are_shared_by_largest_remainder(n: int, expected: list[int]) -> None:
    assert list(shared(n, {"a": 4, "b": 1, "c": 1}).values()) == expected


@given(st.lists(st.integers(0, 40), min_size=1, max_size=8), st.integers(0, 100))
def test_everyone_is_shared_and_no_cell_gives_more_than_it_has(sizes: list[int], n: int) -> None:
    n = min(n, sum(sizes))
    found = shared(n, dict(enumerate(sizes)))
    assert sum(found.values()) == n
    assert all(0 <= found[key] <= size for key, size in enumerate(sizes))
