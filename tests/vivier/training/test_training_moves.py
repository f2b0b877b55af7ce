"""The moves of the search: totals, multipliers, patterns mixed, courses opened again; none leaves what is allowed."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories.training import pole, tiny
from vivier.training import Course, Need, Place, Terms
from vivier.training.blocks import Whole, lay_out
from vivier.training.data import Effort
from vivier.training.linear import INFINITY, Limits
from vivier.training.mixing import Chosen, Pool, chosen_of, holds, mix
from vivier.training.multipliers import Dual, Master, find_multipliers, priced
from vivier.training.pricing import Pattern, Relaxed, nobody
from vivier.training.reopening import joint_program, plan_at_once, reopen
from vivier.training.request import request_of
from vivier.training.search import Search, search
from vivier.training.totals import Cell, Ledger, rounded_down

seeds = st.integers(0, 100_000)
KEPT = settings(max_examples=25, deadline=None)
NONE = np.zeros(0)


def drawn(seed: int, question: str = "balance") -> Whole:
    one = tiny(seed, question)
    return lay_out(request_of(one.needs, one.courses, one.places, one.budget, one.terms))


def middling(seed: int = 3) -> Whole:
    one = pole(8, 4, 3, seed)
    return lay_out(request_of(one.needs, one.courses, one.places, one.budget, one.terms))


def resting(whole: Whole) -> Chosen:
    return chosen_of([nobody(rank, block) for rank, block in enumerate(whole.blocks)])


def dual_of(whole: Whole) -> Dual:
    return find_multipliers(whole, [Relaxed(each) for each in whole.blocks], 1e7, is_over=lambda _: False)


def broken(whole: Whole, chosen: Chosen) -> list[str]:
    """List the courses whose own limits a choice breaks, and whether it takes too much of what they share."""
    found = []
    for pattern in chosen.patterns:
        block, values = whole.blocks[pattern.block], pattern.values
        met = block.program.rows @ values
        is_kept = (met >= block.program.least - 1e-5).all() and (met <= block.program.most + 1e-5).all()
        is_inside = (values >= -1e-6).all() and (values <= block.program.high + 1e-6).all()
        if not is_kept or not is_inside or (values[: block.sessions] % 1).any():
            found.append(block.course.course)
    return found if not whole.links or holds(chosen.use, whole.most) else [*found, "links"]


def pattern(block: int, cost: float, *use: float) -> Pattern:
    return Pattern(block, np.array([cost, block]), cost, np.array(use))


@pytest.mark.parametrize(
    ("use", "most", "said"),
    [([], [], True), ([5], [5], True), ([5.000001], [5], True), ([5.1], [5], False), ([1, 9], [1, 8], False),
     ([1e9 + 100], [1e9], True), ([0], [0], True), ([1e15], [INFINITY], True)],
)  # fmt: skip
def test_limits_hold_up_to_rounding(use, most, said) -> None:
    assert holds(np.array(use, float), np.array(most, float)) is said


def test_a_pool_keeps_each_pattern_once_in_the_order_met() -> None:
    pool, one, other = Pool(), pattern(0, 5.0, 1), pattern(1, 5.0, 1)
    pool.add([one, other])
    pool.add([pattern(0, 5.0, 1), pattern(0, 6.0, 1)])
    assert [(each.block, each.cost) for each in pool.patterns] == [(0, 5.0), (1, 5.0), (0, 6.0)]


@pytest.mark.parametrize(
    ("price", "room", "is_held", "kept"),
    [(0, 0, False, [1, 7]), (0, 2, False, [1, 3, 7]), (0, 0, True, [1, 7, 9]), (5, 0, False, [3, 7]),
     (0, 100, False, [1, 3, 7, 9])],
)  # fmt: skip
def test_patterns_too_dear_for_any_better_plan_are_left(price, room, is_held, kept) -> None:
    pool = Pool()
    pool.add([pattern(0, 1.0, 2), pattern(0, 3.0, 0), pattern(1, 7.0, 0), pattern(0, 9.0, 3)])
    held = chosen_of([pool.patterns[3], pool.patterns[2]]) if is_held else None
    near = pool.near(Dual(0.0, np.array([float(price)])), room, held)
    assert sorted(each.cost for each in near) == kept


def test_an_empty_choice_costs_nothing() -> None:
    assert chosen_of([]) == Chosen((), 0.0)


@pytest.mark.parametrize(
    ("amounts", "most"),
    [([2, 4], 7), ([3], 3), ([3], 2), ([0, 6, 9], 100), ([7, 11], 18), ([100], 99.9)],
)
def test_a_rounded_limit_is_the_limit_for_every_whole_use(amounts, most) -> None:
    rounded = rounded_down(np.array(amounts, float), float(most))
    assert rounded <= most
    counts = np.stack(np.meshgrid(*[np.arange(60)] * len(amounts)), -1).reshape(-1, len(amounts))
    used = counts @ np.array(amounts)
    assert ((used <= most) == (used <= rounded)).all()


@given(st.lists(st.integers(0, 50), min_size=1, max_size=5), st.lists(st.integers(0, 9), min_size=5, max_size=5),
       st.integers(0, 2000))  # fmt: skip
def test_no_whole_use_that_fits_a_limit_passes_it_rounded(amounts, counts, most) -> None:
    used = sum(n * each for n, each in zip(counts, amounts, strict=False))
    assert (used <= most) == (used <= rounded_down(np.array(amounts, float), float(most)))


@pytest.mark.parametrize(
    ("bound", "best", "level", "is_closed"),
    [(5.0, 5.0, 0, True), (5.0, 6.0, 0, False), (5.0, INFINITY, 3, False), (5.0, 6.0, 4, True),
     (INFINITY, INFINITY, 0, True), (999_999.0, 1e6, 1, True)],
)  # fmt: skip
def test_a_total_is_closed_when_nothing_better_is_to_be_found(bound, best, level, is_closed) -> None:
    assert Cell(0, 1, bound, level, best).is_closed is is_closed


@KEPT
@given(seeds)
def test_totals_listed_are_each_once_and_searched_closer_their_bounds_only_rise(seed: int) -> None:
    whole = drawn(seed)
    ledger = Ledger(whole, Dual(0.0, np.zeros(len(whole.links))))
    assert len({(cell.block, cell.total) for cell in ledger.cells}) == len(ledger.cells)
    assert not ledger.is_impossible
    for cell in ledger.cells:
        before = cell.bound
        ledger.refine(cell, Limits())
        assert cell.level == 1
        assert before <= cell.bound <= cell.best + 2e-3 * abs(cell.best) + 1e-6
        if cell.pattern is not None:
            sessions = whole.blocks[cell.block].sessions
            assert cell.pattern.values[:sessions].sum() == cell.total
            assert set(broken(whole, chosen_of([cell.pattern]))) <= {"links"}


@KEPT
@given(seeds)
def test_one_total_a_course_is_chosen(seed: int) -> None:
    whole = drawn(seed)
    if not whole.blocks:  # a search of nothing ends before any total is listed
        return
    ledger = Ledger(whole, dual_of(whole))
    bound, chosen = ledger.choose(Limits())
    if chosen:
        assert sorted(cell.block for cell in chosen) == list(range(len(whole.blocks)))
        assert bound <= sum(cell.bound for cell in chosen) + 1e-6 * abs(bound) + 1e-6


@KEPT
@given(seeds)
def test_multipliers_are_never_negative_and_found_twice_the_same(seed: int) -> None:
    whole = drawn(seed)
    if whole.blocks:
        one, two = dual_of(whole), dual_of(whole)
        assert (one.prices >= 0).all()
        assert (one.bound, one.rounds, one.prices.tolist()) == (two.bound, two.rounds, two.prices.tolist())


@KEPT
@given(seeds, st.floats(0, 5))
def test_at_any_prices_courses_less_the_worth_of_limits_bound_every_plan(seed: int, price: float) -> None:
    whole = drawn(seed)
    prices = np.full(len(whole.links), price)
    values = [Relaxed(each).price(priced(each, prices))[0] for each in whole.blocks]
    best = plan_at_once(whole, Limits())[0] if whole.blocks else chosen_of([])
    assert sum(values) - prices @ whole.most <= best.cost + 1e-6 * abs(best.cost) + 1e-6


def test_a_mix_of_patterns_that_train_nobody_costs_the_priorities_and_prices_nothing() -> None:
    whole = middling()
    value, prices = Master(whole, 1e9).prices()
    assert value == pytest.approx(resting(whole).cost)
    assert prices.tolist() == [0.0] * len(whole.links)


def test_a_search_for_multipliers_that_is_over_at_once_proves_nothing() -> None:
    whole = middling()
    dual = find_multipliers(whole, [Relaxed(each) for each in whole.blocks], 1e7, is_over=lambda _: True)
    assert (dual.bound, dual.rounds, dual.prices.tolist()) == (-INFINITY, 0, [0.0] * len(whole.links))


@KEPT
@given(seeds)
def test_opening_courses_again_never_loses_nor_leaves_what_is_allowed(seed: int) -> None:
    whole, r = drawn(seed), np.random.default_rng(seed)
    held = resting(whole)
    for _ in range(3):
        ranks = [rank for rank in range(len(whole.blocks)) if r.random() < 0.6]
        if not ranks:
            continue
        kept = [each.values.copy() for each in held.patterns]
        better, _ = reopen(whole, held, ranks, Limits(nodes=50))
        assert broken(whole, better) == []
        assert better.cost <= held.cost
        assert all((a == b.values).all() for a, b in zip(kept, held.patterns, strict=True))
        others = set(range(len(whole.blocks))) - set(ranks)
        assert all(better.patterns[rank] is held.patterns[rank] for rank in others)
        held = better


@KEPT
@given(seeds)
def test_opening_every_course_again_is_planning_all_at_once(seed: int) -> None:
    whole = drawn(seed)
    if whole.blocks:
        all_at_once, _ = plan_at_once(whole, Limits())
        again, found = reopen(whole, resting(whole), range(len(whole.blocks)), Limits())
        assert again.cost == pytest.approx(all_at_once.cost, rel=1e-6, abs=1e-6)
        assert found.bound <= again.cost + 1e-6 * abs(again.cost) + 1e-6


@KEPT
@given(seeds)
def test_mixing_gives_a_plan_that_holds_and_is_never_dearer(seed: int) -> None:
    whole = drawn(seed)
    if not whole.blocks:
        return
    held, pool = resting(whole), Pool()
    pool.add(held.patterns)
    pool.add(reopen(whole, held, [0], Limits())[0].patterns)
    pool.add(reopen(whole, held, [len(whole.blocks) - 1], Limits())[0].patterns)
    better = mix(whole, pool.patterns, held, Limits())
    assert better.cost <= held.cost
    assert broken(whole, better) == []
    assert [each.block for each in better.patterns] == list(range(len(whole.blocks)))


def test_mixing_what_is_held_alone_gives_it_back() -> None:
    whole = middling()
    held = resting(whole)
    assert mix(whole, held.patterns, held, Limits()) is held


@pytest.mark.parametrize("ranks", [[0], [1, 2], [0, 1, 2, 3]])
def test_a_program_of_several_courses_is_theirs_side_by_side(ranks) -> None:
    whole = middling()
    joint, parts = joint_program(whole, ranks, whole.most), [whole.blocks[rank].program for rank in ranks]
    assert joint.size == sum(part.size for part in parts)
    assert joint.rows.shape[0] == sum(part.rows.shape[0] for part in parts) + len(whole.links)
    assert joint.cost.tolist() == [cost for part in parts for cost in part.cost]


@KEPT
@given(seeds, st.sampled_from(["balance", "everyone", "most"]))
def test_a_search_ends_with_what_is_allowed_a_bound_under_it_and_the_same_twice(seed: int, question: str) -> None:
    one, two = search(drawn(seed, question), Effort()), search(drawn(seed, question), Effort())
    assert (one.held is None) == one.is_impossible
    if one.held is not None:
        assert broken(one.whole, one.held) == []
        assert one.bound <= one.held.cost + 1e-6 * abs(one.held.cost) + 1e-6
        assert [each.values.tolist() for each in one.held.patterns] == [e.values.tolist() for e in two.held.patterns]
    assert (one.bound, one.is_impossible) == (two.bound, two.is_impossible)


def test_a_search_of_nothing_holds_nothing() -> None:
    state = search(lay_out(request_of([], [], [], None, Terms())), Effort())
    assert (state.held, state.bound, state.gap, state.is_impossible) == (Chosen((), 0.0), 0.0, 0.0, False)


@pytest.mark.parametrize(
    ("cost", "bound", "gap"), [(1000, 1000, 0), (1000, 900, 0.1), (1000, 1100, 0), (1000, -INFINITY, INFINITY)]
)
def test_the_gap_is_the_share_not_proven(cost, bound, gap) -> None:
    whole = lay_out(request_of([Need("A", 45, 4, "X", 1, 1000)], [Course("X", 1, 2, 1)], [Place("L", 45, 4, 1)], None,
                               Terms()))  # fmt: skip
    state = Search(whole, Effort(), chosen_of([replace(nobody(0, whole.blocks[0]), cost=float(cost))]), bound)
    assert state.gap == pytest.approx(gap)
    assert Search(whole, Effort()).gap == 1.0
