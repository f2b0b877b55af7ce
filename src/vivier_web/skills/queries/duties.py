"""What waits for a pôle's team in the room Prévoir: collections open, titles to code, runs under way or stopped."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from vivier_web.members.models import Organisation, Pole
from vivier_web.skills.choices import RunState
from vivier_web.skills.models import Deposit, Run, Wave
from vivier_web.skills.queries.titles import waiting_count
from vivier_web.skills.queries.waves import open_or_closing

FRESH = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class OpenWave:
    """Hold a collection under way: how many members gave, out of how many."""

    wave: Wave
    done: int
    members: int


@dataclass(frozen=True, slots=True)
class SkillDuties:
    """Hold what the team may do today about jobs and skills."""

    waves: tuple[OpenWave, ...]
    titles: int
    people: int  # who bear those titles

    @property
    def total(self) -> int:
        """How many things wait, in all."""
        return len(self.waves) + bool(self.titles)


def skill_duties(pole: Pole, *, today: dt.date) -> SkillDuties:
    """Give what waits in Prévoir for the team of a pôle."""
    waves = open_or_closing(pole, today)
    titles, people = waiting_count(pole)
    told = tuple(OpenWave(one, one.members_done, one.members) for one in waves)  # type: ignore[attr-defined]
    return SkillDuties(told, titles, people)


def recent_runs(pole: Pole) -> tuple[Run, ...]:
    """Give the runs under way, or ended within a week, the latest first: their progress leaves no act."""
    ended = RunState.DONE, RunState.FAILED
    runs = Run.objects.filter(pole=pole).exclude(state__in=ended, finished_at__lt=timezone.now() - FRESH)
    return tuple(runs.defer("result").select_related("study").order_by("-queued_at")[:6])


def deposits_told(pole: Pole, organisation: Organisation) -> tuple[Deposit, ...]:
    """Give that a member deposited, and when: nothing of what it deposited."""
    told = Deposit.objects.filter(pole=pole, organisation=organisation, replaced_at=None).select_related("wave")
    return tuple(told.only("at", "wave__name", "wave__on", "wave__erase_on", "wave__erased_at"))
