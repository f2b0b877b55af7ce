"""What a member answered, as engines read it."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Hire:
    """Hold hires expected in one occupation and year; `pcs` and `rome` are empty when they are not known."""

    title: str
    pcs: str
    rome: str
    year: int
    people: int
    is_difficult: bool
    is_creation: bool = False  # a new post, not a replacement


@dataclass(frozen=True, slots=True)
class SkillWish:
    """Hold a skill to `gain` or to `pass_on`, for how many people, by which year."""

    skill: str
    direction: str
    people: int
    by_year: int


@dataclass(frozen=True, slots=True)
class TrainingWish:
    """Hold a training wanted: what, how many people, between which days, how far in km."""

    topic: str
    people: int
    from_on: dt.date
    until_on: dt.date
    km: int


@dataclass(frozen=True, slots=True)
class Difficulties:
    """Hold how often recruiting is hard (`never`, `sometimes`, `often`, `none`: no recruiting), and why."""

    level: str
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Transition:
    """Hold how far one transition is: `none`, `planned`, `under_way`, `unknown`."""

    kind: str
    state: str


@dataclass(frozen=True, slots=True)
class Perception:
    """Hold what a member thinks of one statement, from 1 (not at all) to 5 (fully); 0: no opinion."""

    statement: str
    mark: int


@dataclass(frozen=True, slots=True)
class Answered:
    """Hold the return of one member."""

    organisation_id: int
    answered_on: dt.date
    hires: tuple[Hire, ...] = ()
    skills: tuple[SkillWish, ...] = ()
    trainings: tuple[TrainingWish, ...] = ()
    difficulties: Difficulties = field(default_factory=lambda: Difficulties("none"))
    transitions: tuple[Transition, ...] = ()
    perceptions: tuple[Perception, ...] = ()


@dataclass(frozen=True, slots=True)
class ProjectNeed:
    """Hold people a project will need in one occupation and year."""

    project: str
    title: str
    pcs: str
    rome: str
    year: int
    people: int


def answered(organisation_id: int, on: dt.date, kept: Json) -> Answered:
    """Give a return as engines read it, from the values it is kept as.

    >>> training = {"topic": "Soudage", "people": 2, "period": "2027-1", "km": 30}
    >>> answered(1, dt.date(2026, 11, 2), {"trainings": [training]}).trainings[0].until_on
    datetime.date(2027, 3, 31)
    """
    return Answered(
        organisation_id,
        on,
        tuple(Hire(**row) for row in kept.get("hires", ())),
        tuple(SkillWish(**row) for row in kept.get("skills", ())),
        tuple(_training(row) for row in kept.get("trainings", ())),
        Difficulties(kept.get("recruiting", "none"), tuple(kept.get("reasons", ()))),
        tuple(Transition(name, state) for name, state in _named(kept, "transition_")),
        tuple(Perception(name, mark) for name, mark in _named(kept, "perception_")),
    )


def _named(kept: Json, prefix: str) -> list[tuple[str, Any]]:
    return [(name.removeprefix(prefix), said) for name, said in kept.items() if name.startswith(prefix)]


def _training(row: Json) -> TrainingWish:
    from_on, until_on = days_of(row["period"])
    return TrainingWish(row["topic"], row["people"], from_on, until_on, row["km"])


def days_of(period: str) -> tuple[dt.date, dt.date]:
    """Give the first and last day of a quarter (`2027-1`) or of a year (`2028`).

    >>> days_of("2028")
    (datetime.date(2028, 1, 1), datetime.date(2028, 12, 31))
    """
    year, _, quarter = period.partition("-")
    first, last = (3 * int(quarter) - 2, 3 * int(quarter)) if quarter else (1, 12)
    until = dt.date(int(year) + last // 12, last % 12 + 1, 1) - dt.timedelta(days=1)
    return dt.date(int(year), first, 1), until
