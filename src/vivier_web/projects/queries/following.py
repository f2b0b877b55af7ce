"""One project after its award, as its pages show it: delay, agreement, what is due on a strip, reviews."""

import datetime as dt
from dataclasses import dataclass

from vivier_web.members.models import Organisation
from vivier_web.projects.choices import ProjectState, ReviewOutcome
from vivier_web.projects.lapses import Delay, LapseRule, delay_of, rule_of
from vivier_web.projects.models import Agreement, Award, Deliverable, Project, Review
from vivier_web.projects.queries.consortium import carriers_of, ties_of
from vivier_web.projects.queries.outcomes import Awaited, awaited_of
from vivier_web.projects.strip import Strip

SOON = dt.timedelta(days=30)
AFTER_AWARD = (ProjectState.GRANTED, ProjectState.RUNNING, ProjectState.ENDED)


@dataclass(frozen=True, slots=True)
class Step:
    """Hold one thing due, in words and on the strip: `at` and `first_at` are shares of its width, in per cent."""

    row: Deliverable
    state: str  # done, late, soon, ahead
    at: float
    first_at: float

    @property
    def is_moved(self) -> bool:
        """Whether its day is not the one first promised."""
        return self.row.due_on != self.row.first_due_on

    @property
    def from_at(self) -> float:
        """Where the line from the first day to the day it is due begins."""
        return min(self.at, self.first_at)

    @property
    def long(self) -> float:
        """How long that line is."""
        return round(abs(self.at - self.first_at), 1)


@dataclass(frozen=True, slots=True)
class Delayed:
    """Hold an award that is to be finalised or was lost: its rule and what today asks."""

    award: Award
    rule: LapseRule
    delay: Delay


@dataclass(frozen=True, slots=True)
class Following:
    """Hold all that follows the award of a project, on a day."""

    project: Project
    carriers: tuple[Organisation, ...]
    delayed: Delayed | None
    agreements: tuple[Agreement, ...]
    steps: tuple[Step, ...]
    strip: Strip | None
    today_at: float | None
    reviews: tuple[Review, ...]
    returns: tuple[Awaited, ...]

    @property
    def late(self) -> int:
        """How many deliverables are late."""
        return sum(each.state == "late" for each in self.steps)

    @property
    def done(self) -> int:
        """How many are handed over."""
        return sum(each.state == "done" for each in self.steps)

    @property
    def is_suspended(self) -> bool:
        """Whether the last review held suspended the project."""
        held = [each for each in self.reviews if each.held_on is not None]
        last = max(held, key=lambda each: (each.held_on, each.pk), default=None)
        return last is not None and last.outcome == ReviewOutcome.SUSPEND

    @property
    def next_review(self) -> Review | None:
        """The next review to hold."""
        return next((each for each in self.reviews if each.held_on is None), None)

    @property
    def returns_awaited(self) -> int:
        """How many returns on outcomes are awaited."""
        return sum(each.is_awaited for each in self.returns)

    @property
    def open_conditions(self) -> int:
        """How many conditions of reviews are not met yet."""
        return sum(one.settled_on is None for each in self.reviews for one in each.conditions.all())


def following_of(project: Project, today: dt.date) -> Following:
    """Give what follows the award of a project."""
    rows = list(
        Deliverable.objects.filter(project=project, dropped_at=None).select_related("organisation", "document")
    )
    strip = _strip_of(project, rows)
    return Following(
        project,
        tuple(carriers_of(project)),
        _delayed(project, today),
        tuple(Agreement.objects.filter(project=project)),
        tuple(_step(each, strip, today) for each in rows) if strip else (),
        strip,
        strip.at(today) if strip and strip.starts_on <= today <= strip.ends_on else None,
        tuple(Review.objects.filter(project=project).prefetch_related("conditions")),
        tuple(awaited_of(project, today)),
    )


def _delayed(project: Project, today: dt.date) -> Delayed | None:
    award = Award.objects.filter(project=project).first()
    if award is None or (award.lapsed_on is None and project.state != ProjectState.GRANTED):
        return None
    rule = rule_of(award.rule)
    return Delayed(award, rule, delay_of(rule, award.announced_on, today, moved_to=award.until_on))


def _strip_of(project: Project, rows: list[Deliverable]) -> Strip | None:
    days = [day for each in rows for day in (each.due_on, each.first_due_on)]
    days += [day for day in (project.starts_on, project.ends_on) if day is not None]
    return Strip(min(days), max(days)) if days else None


def _step(row: Deliverable, strip: Strip, today: dt.date) -> Step:
    if row.done_on is not None:
        state = "done"
    elif row.due_on < today:
        state = "late"
    else:
        state = "soon" if row.due_on <= today + SOON else "ahead"
    return Step(row, state, strip.at(row.due_on), strip.at(row.first_due_on))


def partner_of(project: Project, organisations: frozenset[int]) -> int | None:
    """Give for which of these organisations somebody takes part in a project: the lead first; None: for none."""
    ties = ties_of(project)
    mine = [pk for pk in sorted(organisations) if ties.get(pk) in {"lead", "joined"}]
    return min(mine, key=lambda pk: (ties[pk] != "lead", pk), default=None)
