"""What waits after an award, for the pôle's team and for a member: late deliverables, delays, reviews, returns."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from vivier_web.members.models import Organisation, Pole
from vivier_web.members.queries.duties import SHOWN, Pile
from vivier_web.projects.choices import ProjectState
from vivier_web.projects.lapses import last_day, rule_of
from vivier_web.projects.models import Award, Deliverable, Project, Review
from vivier_web.projects.queries.following import AFTER_AWARD, SOON
from vivier_web.projects.queries.outcomes import Awaited, awaited_by

FOLLOWED = (*AFTER_AWARD, ProjectState.DROPPED)


@dataclass(frozen=True, slots=True)
class ToSign:
    """Hold an award to finalise, and its last day."""

    project: Project
    last_day: dt.date


@dataclass(frozen=True, slots=True)
class ProjectDuties:
    """Hold what waits for the team after awards: what is late, what must be signed, the reviews to hold."""

    late: Pile[Deliverable]
    to_sign: Pile[ToSign]
    reviews: Pile[Review]

    @property
    def total(self) -> int:
        """How many things wait, in all."""
        return self.late.total + self.to_sign.total + self.reviews.total


def project_duties(pole: Pole, *, today: dt.date) -> ProjectDuties:
    """Give what waits for the team of a pôle after awards; in five queries at most, whatever the rows."""
    late = late_rows(today).filter(project__pole=pole).select_related("organisation", "project")
    reviews = Review.objects.filter(
        project__pole=pole, project__state=ProjectState.RUNNING, held_on=None, due_on__lte=today + SOON
    )
    return ProjectDuties(_pile(late), _to_sign(pole), _pile(reviews.select_related("project")))


def late_rows(today: dt.date) -> QuerySet[Deliverable]:
    """Give what is late in the projects that run."""
    return Deliverable.objects.filter(
        project__state=ProjectState.RUNNING, done_on=None, dropped_at=None, due_on__lt=today
    )


def _pile(rows: "QuerySet[Any]") -> "Pile[Any]":
    found = tuple(rows[: SHOWN + 1])
    return Pile(found[:SHOWN], len(found) if len(found) <= SHOWN else rows.count())


def _to_sign(pole: Pole) -> Pile[ToSign]:
    waiting = Award.objects.filter(project__pole=pole, project__state=ProjectState.GRANTED, lapsed_on=None)
    found = [
        ToSign(each.project, day)
        for each in waiting.select_related("project")
        if (day := last_day(rule_of(each.rule), each.announced_on, each.until_on)) is not None
    ]
    found.sort(key=lambda each: (each.last_day, each.project.pk))
    return Pile(tuple(found[:SHOWN]), len(found))


@dataclass(frozen=True, slots=True)
class MemberDuties:
    """Hold what waits for a member in its projects: what it must hand over, the returns it owes."""

    projects: int
    late: int
    deliverables: tuple[Deliverable, ...]
    returns: tuple[Awaited, ...]

    @property
    def total(self) -> int:
        """How many answers are awaited."""
        return len(self.deliverables) + len(self.returns)


def member_duties(pole: Pole, member: Organisation, today: dt.date) -> MemberDuties:
    """Give what waits for a member in the projects it takes part in; in four queries, whatever the projects."""
    own = projects_of(pole, member)
    due = Deliverable.objects.filter(
        project__in=own, project__state=ProjectState.RUNNING, organisation=member, done_on=None, dropped_at=None,
        due_on__lte=today + SOON,
    ).select_related("project")  # fmt: skip
    rows = tuple(due)
    carried = list(own)
    returns = [one for one in awaited_by(carried, member, today) if one.is_awaited]
    return MemberDuties(len(carried), sum(each.due_on < today for each in rows), rows, tuple(returns))


def projects_of(pole: Pole, member: Organisation) -> QuerySet[Project]:
    """Give the projects of a member after their award, as lead or as a partner that joined; dropped ones too."""
    joined = Q(partners__organisation=member, partners__state="joined") | Q(lead=member)
    rows = Project.objects.filter(joined, _after_award(), pole=pole)
    return rows.select_related("lead").distinct()


def _after_award() -> Q:
    """Keep what was awarded; of what was dropped, only what had been."""
    return Q(state__in=AFTER_AWARD) | Q(state=ProjectState.DROPPED, award__isnull=False)


def projects_followed(pole: Pole, today: dt.date, state: str = "") -> QuerySet[Project]:
    """Give the projects of a pôle after their award with how many deliverables are late and the next day due."""
    open_ones = Q(deliverables__done_on=None, deliverables__dropped_at=None)
    asked = Q(state=state) if state in FOLLOWED else Q(state__in=AFTER_AWARD)
    rows = Project.objects.filter(asked, _after_award(), pole=pole).select_related("lead", "award")
    return rows.annotate(
        late=Count("deliverables", filter=open_ones & Q(deliverables__due_on__lt=today), distinct=True),
        next_on=Min("deliverables__due_on", filter=open_ones & Q(deliverables__due_on__gte=today)),
    ).order_by("-late", "next_on", "-pk")
