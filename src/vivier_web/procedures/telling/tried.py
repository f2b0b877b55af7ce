"""A simulation told: what becomes of the dossiers, how long it takes, how many opinions, what would block."""

from dataclasses import dataclass

from vivier_web.procedures.definition.data import Procedure
from vivier_web.procedures.definition.words import OUTCOMES, POSITIVE
from vivier_web.procedures.simulation import Trial


@dataclass(frozen=True, slots=True)
class StageTold:
    """Hold what became of dossiers at one stage."""

    title: str
    who: str
    entered: int
    positive: int
    silent: int
    median_days: int
    long_days: int
    most_at_once: int


@dataclass(frozen=True, slots=True)
class TrialTold:
    """Hold a simulation as it is read."""

    ended: int
    accepted: int
    median_days: int
    long_days: int
    opinions: int
    blocked: int
    stages: tuple[StageTold, ...]
    outcomes: tuple[tuple[str, int], ...]
    by_body: tuple[tuple[str, int], ...]
    stuck: tuple[tuple[str, str, int], ...]


def trial_told(procedure: Procedure, trial: Trial) -> TrialTold:
    """Put a simulation in the words of its procedure."""
    stages = tuple(
        StageTold(
            procedure.stage(each.stage).title, procedure.body(each.body).title, each.entered, each.positive,
            each.silent, round(each.median_days), round(each.long_days), each.most_at_once,
        )
        for each in trial.stages
    )  # fmt: skip
    return TrialTold(
        sum(n for _, n in trial.outcomes),
        sum(n for outcome, n in trial.outcomes if outcome in POSITIVE),
        round(trial.median_days),
        round(trial.long_days),
        sum(n for _, n in trial.opinions),
        sum(n for *_, n in trial.stuck),
        stages,
        tuple((OUTCOMES[outcome], n) for outcome, n in trial.outcomes),
        tuple((procedure.body(body).title, n) for body, n in trial.opinions),
        tuple((procedure.stage(stage).title, why, n) for stage, why, n in trial.stuck),
    )
