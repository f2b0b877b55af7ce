"""A trial of a procedure counts what goes in and what comes out, whatever is assumed; bad assumptions are refused."""

import datetime as dt
import math
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factories.procedures import chain_of, procedures, small
from vivier.vocabulary import InputError
from vivier_web.procedures.checks import check
from vivier_web.procedures.definition import Procedure
from vivier_web.procedures.definition.words import OUTCOMES, POSITIVE
from vivier_web.procedures.simulation import MOST_DOSSIERS, Assumptions, StageTrial, Trial, simulate

FEW = Assumptions(dossiers=12)


def ended(trial: Trial) -> int:
    return sum(n for _, n in trial.outcomes)


def stopped(trial: Trial) -> int:
    return sum(n for *_, n in trial.stuck)


@given(
    st.builds(
        Assumptions,
        dossiers=st.integers(1, 6),
        arrivals_days=st.integers(1, 700),
        quality=st.floats(0, 1),
        diversity=st.floats(0, 1),
        discord=st.floats(0, 1),
        accept_rate=st.floats(0, 1),
        complete_rate=st.floats(0, 1),
        haste=st.floats(0.01, 9.9),
        seed=st.integers(0, 9999),
    )
)
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_every_dossier_ends_or_is_said_to_be_stuck(assumed: Assumptions) -> None:
    trial = simulate(small(), assumed)
    assert ended(trial) + stopped(trial) == assumed.dossiers
    assert {outcome for outcome, _ in trial.outcomes} <= set(OUTCOMES)
    assert 0 <= trial.median_days <= trial.long_days
    for each in trial.stages:
        assert 0 <= each.positive <= each.entered
        assert 0 <= each.silent <= each.entered
        assert each.most_at_once <= each.entered
        assert each.median_days <= each.long_days
        assert (each.entered == 0) == (each.most_at_once == 0) or each.long_days == 0
    assert simulate(small(), assumed) == trial


@given(procedures())
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
def test_any_procedure_may_be_tried_even_an_unsound_one(procedure: Procedure) -> None:
    trial = simulate(procedure, Assumptions(dossiers=2))
    assert ended(trial) + stopped(trial) == 2
    assert [each.stage for each in trial.stages] == [each.key for each in procedure.stages]
    assert all(why for _, why, _ in trial.stuck)


@pytest.mark.parametrize("n", [1, 2, 5])
def test_a_row_of_forms_is_gone_through_from_end_to_end(n: int) -> None:
    row = chain_of(n)
    assert check(row) == ()
    trial = simulate(row, FEW)
    assert (trial.outcomes, trial.stuck, trial.opinions) == ((("done", 12),), (), ())
    assert [(each.entered, each.positive, each.silent) for each in trial.stages] == [(12, 12, 0)] * n
    assert [each.body for each in trial.stages] == ["applicant"] * n
    assert all(each.positive_rate == 1 for each in trial.stages)


def test_a_stage_that_nobody_reached_has_zeros_everywhere() -> None:
    trial = simulate(small(), replace(FEW, complete_rate=0))
    nobody = [each for each in trial.stages if each.stage != "filing"]
    assert nobody == [StageTrial(each.stage, each.body, 0, 0, 0, 0.0, 0.0, 0) for each in nobody]
    assert [each.positive_rate for each in nobody] == [0.0] * 3


@pytest.mark.parametrize(
    ("entered", "positive", "rate"), [(0, 0, 0.0), (1, 0, 0.0), (1, 1, 1.0), (4, 3, 0.75), (3, 1, 1 / 3)]
)
def test_a_rate_is_over_those_who_came(entered: int, positive: int, rate: float) -> None:
    assert StageTrial("s", "b", entered, positive, 0, 0, 0, 0).positive_rate == pytest.approx(rate)


BOUNDS = [
    ({"dossiers": 1}, True),
    ({"dossiers": MOST_DOSSIERS}, True),
    ({"dossiers": 0}, False),
    ({"dossiers": -1}, False),
    ({"dossiers": MOST_DOSSIERS + 1}, False),
    ({"arrivals_days": 1}, True),
    ({"arrivals_days": 0}, False),
    ({"quality": 0}, True),
    ({"quality": 1}, True),
    ({"quality": 1.01}, False),
    ({"quality": -0.01}, False),
    ({"quality": math.nan}, False),
    ({"accept_rate": 0}, True),
    ({"accept_rate": 1.5}, False),
    ({"accept_rate": math.nan}, False),
    ({"complete_rate": -1}, False),
    ({"complete_rate": math.inf}, False),
    ({"haste": 0.001}, True),
    ({"haste": 9.99}, True),
    ({"haste": 10}, False),
    ({"haste": 0}, False),
    ({"haste": math.nan}, False),
    ({"discord": 1}, True),
    ({"discord": 1.1}, False),
    ({"discord": math.nan}, False),
    ({"diversity": 0}, True),
    ({"diversity": -0.1}, False),
    ({"diversity": math.nan}, False),
]


@pytest.mark.parametrize(("said", "holds"), BOUNDS)
def test_assumptions_hold_within_their_bounds_and_are_refused_with_a_sentence_beyond(
    said: dict[str, float], holds: bool
) -> None:
    if holds:
        assert getattr(Assumptions(**said), *said) == next(iter(said.values()))
        return
    with pytest.raises(InputError) as refused:
        Assumptions(**said)
    assert str(refused.value).endswith(".")


def test_a_call_that_closes_receives_its_dossiers_before_it_does() -> None:
    made = small()
    closing = replace(made.first, closes_on=made.valid_from + dt.timedelta(days=60))
    trial = simulate(replace(made, stages=(closing, *made.stages[1:])), replace(FEW, haste=0.05, complete_rate=1))
    assert (trial.stages[0].entered >= 12, trial.stages[0].silent, stopped(trial)) == (True, 0, 0)


# How good dossiers are, how many times each comes before the committee, and how it ends: each time back adds 0.1.
COMING_BACK = [
    (0.6, 1, "refused"),
    (0.3, 2, "refused"),
    (0.2, 3, "refused"),
    (0.13, 4, "refused"),
    (0.05, 1, "refused"),
]


@pytest.mark.parametrize(("quality", "times", "outcome"), COMING_BACK)
def test_a_dossier_sent_back_is_better_each_time_and_comes_back_three_times_at_most(
    quality: float, times: int, outcome: str
) -> None:
    same = Assumptions(dossiers=5, quality=quality, diversity=0, discord=0, complete_rate=1, haste=0.1)
    trial = simulate(small(), same)
    assert [each.entered for each in trial.stages] == [5 * times, 5 * times, 5 * times, 0]
    assert trial.outcomes == ((outcome, 5),)
    assert dict(trial.opinions) == {"experts": 10 * times}, "each time judged anew"


def test_perfect_dossiers_all_pass_and_worthless_ones_never() -> None:
    sure = {"dossiers": 15, "diversity": 0.0, "discord": 0.0, "complete_rate": 1.0, "haste": 0.1}
    best, worst = simulate(small(), Assumptions(quality=1, **sure)), simulate(small(), Assumptions(quality=0, **sure))
    assert best.outcomes == (("done", 15),)
    assert [each.positive_rate for each in best.stages] == [1.0] * 4
    assert not {outcome for outcome, _ in worst.outcomes} & POSITIVE
    assert worst.stages[3].entered == 0
