"""Practices of a pôle and those that others offer, each beside what is measured on the dossiers of its procedure."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django_scopes import scopes_disabled

from vivier_web.members.models import Pole
from vivier_web.procedures.choices import VersionState
from vivier_web.procedures.models import ProcedureVersion
from vivier_web.procedures.queries.delays import LEAST, Measured, measured_of
from vivier_web.projects.choices import STEPS, PracticeAxis
from vivier_web.projects.models import Practice


@dataclass(frozen=True, slots=True)
class Step:
    """Hold one key step of an axis and its practices."""

    title: str
    practices: tuple[Practice, ...]


@dataclass(frozen=True, slots=True)
class Axis:
    """Hold one of the six axes and its steps."""

    key: str
    title: str
    steps: tuple[Step, ...]

    @property
    def count(self) -> int:
        """How many practices it has."""
        return sum(len(each.practices) for each in self.steps)


@dataclass(frozen=True, slots=True)
class Beside:
    """Hold one stage in both pôles: median days of theirs, of ours, None where too few dossiers show it."""

    title: str
    theirs: float | None
    ours: float | None


@dataclass(frozen=True, slots=True)
class Shown:
    """Hold one practice with what is measured of it, and of ours beside when it is another pôle's."""

    practice: Practice
    is_own: bool
    measured: Measured | None
    own: Measured | None
    stages: tuple[Beside, ...]
    own_version: ProcedureVersion | None
    may_adopt: bool


def practices_seen(pole: Pole) -> QuerySet[Practice]:
    """Give the practices that a pôle may read: its own and those that others offer. Read it out of any scope."""
    return Practice.objects.filter(Q(pole=pole) | Q(is_offered=True)).select_related("pole", "procedure")


def axes_of(pole: Pole, *, whose: str = "") -> list[Axis]:
    """Give the six axes with their steps and practices; `whose`: « own », « others », or all."""
    with scopes_disabled():
        rows = practices_seen(pole).defer("procedure__text")
        rows = rows.filter(pole=pole) if whose == "own" else rows
        rows = rows.exclude(pole=pole) if whose == "others" else rows
        found = list(rows[:500])
    return [
        Axis(
            axis,
            str(PracticeAxis(axis).label),
            tuple(Step(step, tuple(p for p in found if (p.axis, p.step) == (axis, step))) for step in steps),
        )
        for axis, steps in STEPS.items()
    ]


def practice_seen(pole: Pole, pk: int) -> Practice | None:
    """Find a practice that a pôle may read."""
    with scopes_disabled():
        return practices_seen(pole).filter(pk=pk).first()


def practice_shown(pole: Pole, practice: Practice) -> Shown:
    """Give a practice with its indicators; nothing is measured on fewer than five dossiers, one's own included."""
    is_own = practice.pole_id == pole.pk
    version = practice.procedure
    if version is None:
        return Shown(practice, is_own, None, None, (), None, may_adopt=False)
    with scopes_disabled():
        same = list(ProcedureVersion.objects.filter(pole=practice.pole, key=version.key))
        ours = list(ProcedureVersion.objects.filter(pole=pole, kind=version.kind).order_by("-pk"))
    found = measured_of(same, least=LEAST)
    own_version = next((each for each in ours if each.key == version.key), ours[0] if ours else None)
    mine = [each for each in ours if own_version is not None and each.key == own_version.key]
    own = measured_of(mine, least=LEAST) if mine and not is_own else None
    may_adopt = not is_own and version.offered and version.state == VersionState.PUBLISHED
    return Shown(practice, is_own, found, own, _beside(version, found, own), own_version, may_adopt)


def _beside(version: ProcedureVersion, theirs: Measured, ours: Measured | None) -> tuple[Beside, ...]:
    left = dict(theirs.delays.stages) if theirs.delays else {}
    right = dict(ours.delays.stages) if ours and ours.delays else {}
    stages = (each for each in version.definition().stages if each.key in left or each.key in right)
    return tuple(Beside(each.title, left.get(each.key), right.get(each.key)) for each in stages)
