"""Plans beside a slow, obvious judge: every constraint respected, the optimum found, conflicts that really conflict."""

import pytest

from factories.training import pole, tiny
from oracles.training import Asked, optimum, violations
from vivier.training import Plan, plan
from vivier.training.data import QUESTIONS, Effort
from vivier.training.errors import ConflictError
from vivier.vocabulary import InputError


def planned(asked: Asked, seconds: float = 60.0, gap: float = 1e-4) -> Plan:
    return plan(
        asked.needs, asked.courses, places=asked.places, budget=asked.budget, terms=asked.terms,
        effort=Effort(seconds=seconds, gap=gap),
    )  # fmt: skip


@pytest.mark.parametrize("first", range(0, 1000, 100))
def test_a_thousand_small_requests_respect_every_constraint_and_cost_the_least(first: int) -> None:
    for seed in range(first, first + 100):
        question = QUESTIONS[seed % 3]
        asked = tiny(seed, question)
        best = optimum(asked)
        if best is None:
            with pytest.raises(ConflictError):
                planned(asked)
            continue
        found = planned(asked)
        assert violations(asked, found) == [], seed
        assert found.cost_eur == pytest.approx(best[0], rel=1e-4, abs=1e-4), seed
        assert found.bound_eur <= best[0] * (1 + 1e-6) + 1e-6, seed
        if question == "most":
            assert found.people_asked - found.people_trained == best[1], seed


@pytest.mark.parametrize(("question", "sizes", "seed"), [("balance", (12, 5, 4), 3), ("most", (12, 4, 4), 5)])
def test_a_plan_of_a_dozen_companies_is_sound_and_nearly_proven(question, sizes, seed) -> None:
    asked = pole(*sizes, seed)
    asked = Asked(asked.needs, asked.courses, asked.places, asked.budget, type(asked.terms)(1.5, 4, question))
    found = planned(asked, 20, 0.04)
    assert violations(asked, found) == []
    if question == "balance":
        assert found.gap < 0.05
    if question == "most":
        assert found.people_bound - found.people_trained <= 0.1 * found.people_asked


def test_forty_companies_are_proven_within_a_hundredth_and_a_fifth_cheaper_than_alone() -> None:
    asked = pole(40, 25, 20, 1)
    found = planned(asked, 90, 0.01)
    assert violations(asked, found) == []
    assert found.gap <= 0.01
    assert found.cost_eur <= 0.8 * found.alone_eur


def test_a_search_cut_short_at_once_still_gives_a_sound_plan_and_a_bound() -> None:
    asked = pole(60, 30, 8, 2)
    found = planned(asked, 0.05)
    assert violations(asked, found) == []
    assert found.bound_eur <= found.cost_eur


def test_everyone_may_be_impossible_and_then_the_judge_agrees() -> None:
    refused = 0
    for seed in range(2000, 2040):
        asked = tiny(seed, "everyone")
        if optimum(asked) is None:
            with pytest.raises(InputError):
                planned(asked)
            refused += 1
    assert refused > 5  # what could be refused was there
