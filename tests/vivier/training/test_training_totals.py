"""Totals chosen without paying for money left, and courses that leave the places that cannot take them all."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories.training import pole, tiny
from oracles.training import violations
from vivier.training import Course, Need, Place, Terms, plan
from vivier.training.blocks import Whole, lay_out
from vivier.training.data import Effort
from vivier.training.linear import Limits
from vivier.training.mixing import holds
from vivier.training.multipliers import Dual, find_multipliers
from vivier.training.pricing import Pattern, Relaxed
from vivier.training.reopening import mended, plan_at_once, planned_alone, rivals
from vivier.training.request import request_of
from vivier.training.totals import Cell, Ledger

seeds = st.integers(0, 100_000)
KEPT = settings(max_examples=25, deadline=None)


def laid(one) -> Whole:
    return lay_out(request_of(one.needs, one.courses, one.places, one.budget, one.terms))


def two_courses(budget: float | None = None, sessions: int = 1) -> Whole:
    """Two courses of six people at the same spot; the other place is 79 km away."""
    needs = [Need("A", 45.0, 4.0, name, 6, 1500) for name in ("Soudage", "Usinage")]
    courses = [Course(name, 6, 12, 1000) for name in ("Soudage", "Usinage")]
    places = [Place("Près", 45.0, 4.0, sessions), Place("Loin", 45.0, 5.0, sessions)]
    return lay_out(request_of(needs, courses, places, budget, Terms(travel_eur_per_km=1.0)))


def settled(ledger: Ledger) -> tuple[float, list[Cell]]:
    """Search what is chosen to the end, and choose again, until nothing is left to search."""
    while True:
        bound, chosen = ledger.choose(Limits(gap=1e-9))
        waiting = [cell for cell in chosen if not cell.is_closed]
        if not waiting:
            return bound, chosen
        for cell in waiting:
            ledger.refine(cell, Limits(gap=1e-9))


def wanted_of(whole: Whole) -> list[Pattern]:
    dual = Dual(1e6, np.zeros(len(whole.links)))
    _, chosen = settled(Ledger(whole, dual))
    return [cell.pattern for cell in chosen if cell.pattern is not None]


@KEPT
@given(seeds)
def test_once_searched_to_the_end_totals_bound_every_plan(seed: int) -> None:
    whole = laid(tiny(seed))
    if not whole.blocks:
        return
    dual = find_multipliers(whole, [Relaxed(each) for each in whole.blocks], 1e7, is_over=lambda _: False)
    bound, _ = settled(Ledger(whole, dual))
    best = plan_at_once(whole, Limits())[0]
    assert best is not None
    assert bound <= best.cost + 1e-6 * abs(best.cost) + 1e-6


@pytest.mark.parametrize("price", [0.0, 0.5, 3.0, 40.0])
def test_a_plan_is_not_paid_for_the_money_that_it_leaves(price: float) -> None:
    whole = two_courses(budget=1700, sessions=2)
    prices = np.array([price, 0.0, 0.0])
    # One session at 1 000 €, six people left out at 1 500 €: 700 € of the budget buy nothing, whatever their price.
    bound, _ = settled(Ledger(whole, Dual(1e7, prices)))
    assert bound == pytest.approx(10_000)


@KEPT
@given(seeds)
def test_what_totals_can_take_of_each_limit_holds_what_a_plan_takes(seed: int) -> None:
    whole = laid(tiny(seed))
    if not whole.blocks:
        return
    ledger, best = Ledger(whole, Dual(0.0, np.zeros(len(whole.links)))), plan_at_once(whole, Limits())[0]
    assert best is not None
    for pattern in best.patterns:
        total = round(pattern.values[: whole.blocks[pattern.block].sessions].sum())
        cell = Cell(pattern.block, total, 0.0)
        assert (ledger._least(cell) <= pattern.use + 1e-6).all()
        assert (pattern.use <= ledger._most(cell) + 1e-6).all()


def test_two_courses_that_want_the_same_session_are_mended_by_moving_one() -> None:
    whole = two_courses()
    wanted = wanted_of(whole)
    assert not holds(np.sum([each.use for each in wanted], axis=0), whole.most)
    found = mended(whole, wanted, Limits())
    assert found is not None
    assert holds(found.use, whole.most)
    assert found.cost == pytest.approx(plan_at_once(whole, Limits())[0].cost)


def test_what_holds_already_is_kept_as_it_is_and_has_no_rival() -> None:
    whole = two_courses(sessions=2)
    wanted = wanted_of(whole)
    found = mended(whole, wanted, Limits())
    assert found is not None
    assert [each is one for each, one in zip(found.patterns, wanted, strict=True)] == [True, True]
    assert rivals(whole, wanted) == []
    assert rivals(whole, []) == []


def test_each_course_that_wants_a_full_place_is_asked_to_leave_it() -> None:
    whole = two_courses()
    asked = rivals(whole, wanted_of(whole))
    # Places are in the order of their names: « Loin », then « Près ».
    assert [(rank, room.tolist()) for rank, room in asked] == [(0, [1.0, 0.0]), (1, [1.0, 0.0])]
    moved = [planned_alone(whole, rank, room, Limits()) for rank, room in asked]
    assert [each.use.tolist() for each in moved if each is not None] == [[1.0, 0.0], [1.0, 0.0]]


def test_a_course_without_room_is_planned_by_leaving_people_out_or_not_at_all() -> None:
    whole = two_courses()
    alone = planned_alone(whole, 0, np.zeros(2), Limits())
    assert alone is not None
    assert alone.cost == 9000
    strict = lay_out(replace(whole.request, terms=replace(whole.request.terms, question="everyone")))
    assert planned_alone(strict, 0, np.zeros(2), Limits()) is None
    short = replace(strict, links=tuple(replace(link, most=0.0) for link in strict.links))
    assert mended(short, wanted_of(strict), Limits()) is None


@KEPT
@given(seeds)
def test_a_mended_plan_keeps_every_limit_and_costs_no_less_than_the_best(seed: int) -> None:
    whole = laid(tiny(seed))
    wanted = wanted_of(whole) if whole.blocks else []
    if len(wanted) < len(whole.blocks) or not wanted:
        return
    found = mended(whole, wanted, Limits())
    assert found is not None  # nobody has to be trained: leaving people out always holds
    assert holds(found.use, whole.most)
    best = plan_at_once(whole, Limits())[0]
    assert best is not None
    assert found.cost >= best.cost - 1e-6 * abs(best.cost) - 1e-6


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_twenty_companies_are_planned_within_a_three_hundredth_of_the_best(seed: int) -> None:
    asked = pole(20, 10, 8, seed)
    found = plan(
        asked.needs, asked.courses, places=asked.places, budget=asked.budget, terms=asked.terms,
        effort=Effort(seconds=120, gap=0.003),
    )  # fmt: skip
    assert violations(asked, found) == []
    assert found.gap <= 0.003
