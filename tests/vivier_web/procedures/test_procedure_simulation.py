"""A definition is tried before publication: the same seed gives the same trial, and what is stuck is told."""

from dataclasses import asdict, replace

import pytest

from factories.procedures import SMALL, small
from vivier.vocabulary import InputError
from vivier_web.procedures.definition import Procedure, read, shipped
from vivier_web.procedures.simulation import Assumptions, simulate

FEW = Assumptions(dossiers=30)


@pytest.mark.parametrize("procedure", shipped(), ids=lambda each: each.key)
def test_every_shipped_procedure_carries_its_dossiers_to_an_end(procedure: Procedure) -> None:
    trial = simulate(procedure, FEW)
    assert trial.stuck == ()
    assert sum(n for _, n in trial.outcomes) == 30
    assert {outcome for outcome, _ in trial.outcomes} & {"done", "accepted"}
    assert trial.stages[0].entered >= 30
    assert all(0 <= each.positive_rate <= 1 and each.silent <= each.entered for each in trial.stages)
    assert trial.median_days <= trial.long_days


def test_the_same_seed_gives_the_same_trial_and_another_seed_another() -> None:
    assert asdict(simulate(small(), FEW)) == asdict(simulate(small(), FEW))
    assert simulate(small(), FEW) != simulate(small(), replace(FEW, seed=7))


def test_the_fate_of_one_dossier_does_not_depend_on_how_many_there_are() -> None:
    few, more = simulate(small(), Assumptions(dossiers=1)), simulate(small(), Assumptions(dossiers=2))
    assert set(few.outcomes) <= {(outcome, n - extra) for outcome, n in more.outcomes for extra in (0, 1)}


def test_better_dossiers_pass_more_often_and_opinions_are_counted() -> None:
    poor = simulate(small(), Assumptions(dossiers=60, quality=0.3))
    good = simulate(small(), Assumptions(dossiers=60, quality=0.9))
    assert dict(good.outcomes).get("done", 0) > dict(poor.outcomes).get("done", 0) + 10
    assert dict(good.opinions)["experts"] >= 2 * good.stages[1].positive


def test_when_forms_are_never_complete_they_lapse() -> None:
    trial = simulate(small(), Assumptions(dossiers=20, complete_rate=0))
    assert trial.outcomes == (("lapsed", 20),)
    assert (trial.stages[0].silent, trial.stages[0].positive) == (20, 0)


def test_a_rule_that_nobody_can_meet_is_shown_as_a_dead_end() -> None:
    stuck = read(SMALL.replace(', { on = "lapsed", to = ["end"] }', "").replace('silence = "lapse", days = 30', 'silence = "remind", days = 30')
        .replace("count.partners.company >= 2", "passed.contract >= 1"))  # fmt: skip
    trial = simulate(stuck, Assumptions(dossiers=5))
    assert trial.stuck == (("filing", "Il faut deux entreprises.", 5),)
    assert trial.outcomes == ()


def test_people_who_are_later_let_more_deadlines_pass() -> None:
    quick, slow = simulate(small(), replace(FEW, haste=0.3)), simulate(small(), replace(FEW, haste=1.5))
    assert sum(each.silent for each in slow.stages) > sum(each.silent for each in quick.stages)
    assert slow.stages[2].median_days > quick.stages[2].median_days


@pytest.mark.parametrize(
    "said", [{"dossiers": 0}, {"dossiers": 9999}, {"quality": 2}, {"haste": 0}, {"discord": -1}, {"arrivals_days": 0}]
)
def test_assumptions_out_of_bounds_are_refused(said: dict[str, float]) -> None:
    with pytest.raises(InputError):
        Assumptions(**said)
