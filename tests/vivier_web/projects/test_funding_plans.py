"""A plan of who pays, against what it costs: shares, gaps, sentences, and what lacks to each partner."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vivier_web.projects.building.grid import euros
from vivier_web.projects.building.plan import Resource, Share, lacking, percent, planned

FIXED = "\u00a0"


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        (0, 0, ""),
        (5, 0, ""),
        (0, 7, "0"),
        (1, 7, "14,3"),
        (1, 2, "50"),
        (1, 8, "12,5"),
        (1, 2000, "0,1"),
        (1, 1999, "0,1"),
        (1, 10**9, "0,1"),
        (1999, 2000, "99,9"),
        (10**9 - 1, 10**9, "99,9"),
        (10**9 + 1, 10**9, "100,1"),
        (3, 2, "150"),
        (2, 3, "66,7"),
        (9995, 10**6, "1"),
    ],
)
def test_a_share_is_written_with_one_decimal_at_most(part: int, whole: int, said: str) -> None:
    assert percent(part, whole) == (said + f"{FIXED}%" if said else "")


@given(st.integers(0, 10**9), st.lists(st.integers(0, 10**9), max_size=5))
def test_a_plan_tells_its_gap_and_forces_nothing(base: int, amounts: list[int]) -> None:
    plan = planned(base, [Resource(f"R{rank}", each, pk=rank) for rank, each in enumerate(amounts)])
    assert plan.gap == base - sum(amounts)
    assert plan.is_whole == (plan.gap == 0)
    assert (plan.base, plan.total) == (euros(base), euros(sum(amounts)))
    assert plan.lines == tuple(
        Share(f"R{rank}", euros(each), percent(each, base), rank) for rank, each in enumerate(amounts) if each
    )
    start = "Le budget" if not base else "Le plan" if plan.gap == 0 else "Il manque" if plan.gap > 0 else "Les ress"
    assert plan.sentence.startswith(start)


@pytest.mark.parametrize(
    ("costs", "held", "said"),
    [
        ({}, [], ()),
        ({1: 100}, [], (f"Val : il manque 1{FIXED}€.",)),
        ({1: 100, 2: 50}, [Resource("Aide", 100, 1)], (f"Lac : il manque 0,50{FIXED}€.",)),
        ({1: 100}, [Resource("Aide", 60, 1), Resource("Prêt", 60, 1)], (f"Val : 0,20{FIXED}€ de trop.",)),
        ({1: 100}, [Resource("Aide", 0), Resource("Aide", 100, 1)], ()),  # nothing, of nobody, hides nothing
        ({1: 100}, [Resource("Région", 1)], ()),  # of the whole: nobody’s share can be told
        ({1: 100, 2: 5}, [Resource("Aide", 5, 2)], (f"Val : il manque 1{FIXED}€.",)),
        ({9: 100}, [Resource("Aide", 5, 2)], (f"Lac : 0,05{FIXED}€ de trop.",)),  # 9 left: it is not named
    ],
)
def test_what_lacks_is_told_in_the_order_of_partners(
    costs: dict[int, int], held: list[Resource], said: tuple[str, ...]
) -> None:
    assert lacking(costs, held, {1: "Val", 2: "Lac"}) == said
