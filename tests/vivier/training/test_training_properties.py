"""What is true of every plan, whatever is asked; and nonsense refused with a sentence."""

import math
import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories.training import pole, tiny, with_terms
from oracles.training import Asked, violations
from vivier.training import Course, Need, Place, Plan, Terms, plan
from vivier.training.data import Effort
from vivier.vocabulary import InputError

seeds = st.integers(0, 100_000)


def planned(asked: Asked, **effort) -> Plan:
    return plan(
        asked.needs, asked.courses, places=asked.places, budget=asked.budget, terms=asked.terms,
        effort=Effort(**effort),
    )  # fmt: skip


def near(value: float) -> float:
    return 2e-4 * abs(value) + 1e-6


@settings(max_examples=25, deadline=None)
@given(seeds, st.integers(0, 5000))
def test_more_budget_never_makes_a_plan_dearer(seed: int, more: int) -> None:
    asked = tiny(seed)
    richer = replace(asked, budget=None if asked.budget is None else asked.budget + more)
    assert planned(richer).cost_eur <= planned(asked).cost_eur + near(planned(asked).cost_eur)


@settings(max_examples=25, deadline=None)
@given(seeds)
def test_one_more_place_where_to_go_never_makes_a_plan_dearer(seed: int) -> None:
    asked = tiny(seed)
    wider = with_terms(asked, nearest=asked.terms.nearest + 1)
    assert planned(wider).cost_eur <= planned(asked).cost_eur + near(planned(asked).cost_eur)


@settings(max_examples=25, deadline=None)
@given(seeds)
def test_no_plan_for_a_budget_trains_more_people_than_the_plan_that_trains_the_most(seed: int) -> None:
    asked = tiny(seed)
    most = planned(with_terms(asked, question="most"))
    assert planned(asked).people_trained <= most.people_trained <= most.people_bound


@settings(max_examples=25, deadline=None)
@given(seeds)
def test_the_order_of_rows_changes_nothing_and_threads_neither(seed: int) -> None:
    asked, r = tiny(seed), random.Random(seed)
    shuffled = [r.sample(rows, len(rows)) for rows in (asked.needs, asked.courses, asked.places)]
    with ThreadPoolExecutor(2) as executor:
        other = planned(Asked(*map(tuple, shuffled), asked.budget, asked.terms), executor=executor)
    assert other == planned(asked)


def test_a_middling_pole_gives_the_same_plan_twice() -> None:
    asked = pole(25, 6, 5, 4)
    one, two = (planned(asked, seconds=300, gap=0.035) for _ in range(2))
    assert one == two
    assert violations(asked, one) == []
    assert one.gap <= 0.035


def test_a_wish_to_stop_ends_the_search_with_a_sound_plan() -> None:
    asked, told = pole(60, 30, 8, 2), []
    found = planned(asked, seconds=600, stop=lambda: len(told) > 1, tell=lambda *said: told.append(said))
    assert found.seconds < 60
    assert violations(asked, found) == []
    assert {what for what, *_ in told} <= {"borne", "formations", "meilleur plan"}


def test_nothing_asked_costs_nothing() -> None:
    found = plan([], [], places=[])
    assert (found.cost_eur, found.gap, found.sessions, found.people_asked) == (0.0, 0.0, (), 0)
    nobody = plan([Need("A", 45, 4, "X", 0)], [Course("X", 1, 2, 100)], places=[Place("L", 45, 4, 1)])
    assert (nobody.cost_eur, nobody.people_asked) == (0.0, 0)


def test_without_any_place_everybody_is_left_out() -> None:
    found = plan([Need("A", 45, 4, "X", 2, 300)], [Course("X", 1, 2, 100)], places=[])
    assert (found.people_trained, found.cost_eur) == (0, 600)


@pytest.mark.parametrize(
    ("nonsense", "said"),
    [
        (lambda: Need("", 45, 4, "X", 1), "nom"),
        (lambda: Need("A", math.nan, 4, "X", 1), "latitude"),
        (lambda: Need("A", 45, 400, "X", 1), "longitude"),
        (lambda: Need("A", 45, 4, "X", 1.5), "nombre entier"),
        (lambda: Need("A", 45, 4, "X", True), "nombre entier"),
        (lambda: Need("A", 45, 4, "X", 1, math.nan), "positif"),
        (lambda: Need("A", 45, 4, "X", 1, max_km=-1), "distance"),
        (lambda: Course("X", 6, 5, 100), "plus de places au minimum"),
        (lambda: Course("X", 1, 0, 100), "au moins 1"),
        (lambda: Course("X", 1, 5, math.inf), "positif"),
        (lambda: Course("X", 1, 5, 10, on_the_job_eur=-3), "AFEST"),
        (lambda: Place("L", 45, 4, -1), "au moins 0"),
        (lambda: Terms(question="peut-être"), "question"),
        (lambda: Terms(nearest=0), "lieux proches"),
        (lambda: Terms(travel_eur_per_km=math.nan), "kilomètre"),
        (lambda: Terms(funders=(("OPCO", 1.0), ("OPCO", 2.0))), "deux fois"),
        (lambda: Terms(funders=tuple((f"F{i}", 1.0) for i in range(9))), "huit"),
        (lambda: Terms(releases=(("A", -1),)), "libérer"),
        (lambda: Effort(seconds=0), "secondes"),
        (lambda: Effort(gap=math.nan), "part entre 0 et 1"),
        (lambda: plan([Need("A", 45, 4, "X", 1)], [], places=[]), "« X »"),
        (lambda: plan([Need("A", 45, 4, "X", 1)] * 2, [Course("X", 1, 2, 1)], places=[]), "2 fois"),
        (lambda: plan([], [], places=[Place("L", 45, 4, 1)] * 2), "2 fois"),
        (lambda: plan([], [], places=[], budget=math.nan), "budget"),
        (lambda: plan([], [], places=[], terms=Terms(releases=(("Z", 1),))), "« Z »"),
        (lambda: plan([], [Course("X", 1, 2, 1, funders=("Z",))], places=[]), "« Z »"),
    ],
)
def test_nonsense_is_refused_with_a_sentence(nonsense, said: str) -> None:
    with pytest.raises(InputError, match=said) as refused:
        nonsense()
    assert str(refused.value)[0].isupper() or str(refused.value).startswith("«")
    assert str(refused.value).endswith(".")


def test_numbers_of_numpy_are_taken_as_numbers() -> None:
    assert Course("X", 1, 2, np.float64(10)).session_eur == 10
