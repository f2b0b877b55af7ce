"""Reads about runs: those that must not be compared."""

from collections.abc import Iterable

from vivier_web.skills.choices import RunState
from vivier_web.skills.guard.threshold import THRESHOLD
from vivier_web.skills.models import Deposit, Run


def betrayed_beside(run: Run, deposits: Iterable[Deposit]) -> Run | None:
    """Give a done run of the same wave whose figures, minus these, would be those of too few members; None if none.

    A member that deposited again counts on both sides: what changed is its correction, not its figures.
    """
    counted = {one.pk: one for one in deposits}
    others = Run.objects.filter(study__wave=run.study.wave, state=RunState.DONE).exclude(pk=run.pk)
    for other in others.only("number", "counted", "study_id").select_related("study"):
        before = {one.pk: one for one in Deposit.objects.filter(pk__in=other.counted)}
        if not (_may_differ(counted, before) and _may_differ(before, counted)):
            return other
    return None


def betrayed_by_crossing(run: Run, deposits: Iterable[Deposit]) -> bool:
    """Tell whether this run and the done ones of its wave, added and subtracted, give those of too few members."""
    from vivier_web.skills.guard.crossings import betrays  # NumPy weighs: opened in the worker only

    others = Run.objects.filter(study__wave=run.study.wave, state=RunState.DONE).exclude(pk=run.pk)
    counted = {frozenset(other.counted) for other in others.only("counted")}
    if not counted:
        return False  # alone, a run is judged when its rare occupations are folded
    every = {
        one.pk: one for one in Deposit.objects.filter(pk__in=frozenset().union(*counted)).defer("cells", "report")
    }
    sums = [_members(every[pk] for pk in sorted(pks)) for pks in sorted(counted, key=sorted)]
    return betrays([*sums, _members(deposits)])


def _members(deposits: Iterable[Deposit]) -> dict[str, int]:
    """Give the members of some deposits and their people; a corrected deposit is the same member."""
    return {str(one.organisation_id): one.people for one in deposits}


def _may_differ(ours: dict[int, Deposit], theirs: dict[int, Deposit]) -> bool:
    """Tell whether the members we add up and they do not are nobody, or enough."""
    known = {one.organisation_id for one in theirs.values()}
    alone = {str(one.organisation_id): one.people for one in ours.values() if one.organisation_id not in known}
    return not alone or THRESHOLD.is_met(alone)
