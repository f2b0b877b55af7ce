"""Programs as the engine writes them, and the small pieces that bound them."""

import numpy as np
import pytest
from scipy import sparse
from scipy.optimize import milp

from factories.training import pole, tiny
from vivier.training.blocks import lay_out
from vivier.training.geography import kilometres
from vivier.training.linear import INFINITY, Limits, Program, solve
from vivier.training.multipliers import Dual, find_multipliers, priced
from vivier.training.pricing import Relaxed, nobody
from vivier.training.reopening import plan_at_once
from vivier.training.request import request_of
from vivier.training.totals import Ledger, rounded_down


def whole_of(asked):
    return lay_out(request_of(asked.needs, asked.courses, asked.places, asked.budget, asked.terms))


def knapsack(most: float) -> Program:
    return Program(
        np.array([-5.0, -4, -3]), np.zeros(3), np.ones(3), sparse.csr_matrix([[2.0, 3, 1]]),
        np.array([-INFINITY]), np.array([most]), np.ones(3, bool),
    )  # fmt: skip


@pytest.mark.parametrize(("most", "value"), [(0, 0), (1, -3), (3, -8), (5, -9), (6, -12)])
def test_a_knapsack_is_filled_as_by_hand(most, value) -> None:
    found = solve(knapsack(most))
    assert (found.value, found.bound) == (value, value)


def test_a_program_without_a_solution_says_so() -> None:
    assert solve(knapsack(-1)).is_infeasible


def test_a_whole_start_is_kept_when_no_node_may_be_opened() -> None:
    found = solve(knapsack(3), Limits(nodes=0, start=np.array([1.0, 0, 1])))
    assert found.value <= -8


def test_the_earth_is_as_round_as_published() -> None:
    quarter = kilometres([(0, 0)], [(0, 90), (90, 0), (0, 180)])[0]
    assert quarter == pytest.approx(6371 * np.pi / 2 * np.array([1, 1, 2]))
    assert kilometres([(45, 4)], [(45, 4)])[0, 0] == 0


@pytest.mark.parametrize(
    ("amounts", "most", "said"),
    [([1500, 2900], 13_246, 13_200), ([1500.5], 13_246, 13_246), ([0, 0], 7, 7), ([6], INFINITY, INFINITY)],
)
def test_a_limit_is_rounded_to_what_whole_amounts_can_use(amounts, most, said) -> None:
    assert rounded_down(np.array(amounts, float), float(most)) == said


@pytest.mark.parametrize("seed", range(40))
def test_every_bound_is_under_the_cost_of_the_best_plan(seed: int) -> None:
    whole = whole_of(tiny(seed))
    if not whole.blocks:
        return
    best = plan_at_once(whole, Limits())[0]
    dual = find_multipliers(whole, [Relaxed(block) for block in whole.blocks], 1e7, is_over=lambda _: False)
    assert dual.bound <= best.cost + 1e-6 * abs(best.cost) + 1e-6
    # Whatever the prices, even foolish ones, the count of sessions bounds every plan.
    foolish = np.random.default_rng(seed).uniform(0, 3, len(whole.links)) * 10.0 ** (seed % 4)
    for prices in (dual.prices, foolish):
        bound = Ledger(whole, Dual(dual.bound, prices)).choose(Limits())[0]
        assert bound <= best.cost + 1e-6 * abs(best.cost) + 1e-6


@pytest.mark.parametrize("seed", range(6))
def test_a_course_with_a_whole_total_of_sessions_is_bounded_under_its_optimum(seed: int) -> None:
    whole = whole_of(pole(8, 3, 3, seed))
    for rank, block in enumerate(whole.blocks):
        cost = priced(block, np.full(len(whole.links), 0.3))
        program = block.program
        exact = milp(
            cost, integrality=program.whole.astype(int), bounds=(0, program.high),
            constraints=(program.rows, np.maximum(program.least, -1e9), np.minimum(program.most, 1e9)),
        )  # fmt: skip
        bound, values = Relaxed(block).price(cost)
        assert bound <= exact.fun + 1e-6 * abs(exact.fun)
        assert values[: block.sessions].sum() == pytest.approx(round(values[: block.sessions].sum()))
        assert nobody(rank, block).cost == sum(whole.request.needs[each].people * 1500 for each in block.needs)
