"""What is erased of dossiers: what an old one says, by a dated rule; what says who an expert was, at their word."""

import datetime as dt
from functools import partial

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from vivier_web.accounts.actions import record
from vivier_web.accounts.models import User
from vivier_web.procedures.actions.meeting_papers import enqueue_minutes
from vivier_web.procedures.choices import AssignmentState
from vivier_web.procedures.kept import kept_until
from vivier_web.procedures.models import (
    Assignment,
    Attestation,
    Colabel,
    Condition,
    Decision,
    Dossier,
    ExpertCard,
    Grant,
    Meeting,
    Minutes,
    Opinion,
    PanelDraft,
    Recusal,
    Shift,
)


def erase_old_dossiers(today: dt.date | None = None) -> int:
    """Erase what closed dossiers say once their time has come; gives how many. Run by the worker."""
    day = today or timezone.localdate()
    with scopes_disabled():
        closed = Dossier.objects.filter(closed_at__isnull=False, erased_at=None).select_related("pole")
        due = [each for each in closed.annotate(ends_on=Max("decisions__grants__until_on")) if _is_due(each, day)]
    for each in due:
        with scope(pole=each.pole):
            erase_dossier(each)
    return len(due)


def _is_due(dossier: Dossier, day: dt.date) -> bool:
    has_grant = Grant.objects.filter(decision__dossier=dossier, withdrawn_on=None).exists()
    closed_on = timezone.localdate(dossier.closed_at)
    last = kept_until(closed_on, granted_until=dossier.ends_on, has_grant=has_grant, today=day)  # type: ignore[attr-defined]
    return last is not None and day > last


@transaction.atomic
def erase_dossier(dossier: Dossier) -> None:
    """Erase what a dossier says: answers, drafts, words of opinions and decisions; outcomes and days stay."""
    row = Dossier.objects.select_for_update(of=("self",)).get(pk=dossier.pk)
    row.contents.all().delete()
    Opinion.objects.filter(assignment__dossier=row).update(for_public="", for_applicant="", for_panel="")
    row.assignments.update(reason="")
    Decision.objects.filter(dossier=row).update(motives="")
    Condition.objects.filter(decision__dossier=row).update(text="", proof="")
    Grant.objects.filter(decision__dossier=row).update(why="")
    Attestation.objects.filter(decision__dossier=row).delete()
    Recusal.objects.filter(item__dossier=row).update(reason="")
    Shift.objects.filter(item__dossier=row).update(reason="")
    _rewrite_minutes(row)
    with scopes_disabled():
        Colabel.objects.filter(dossier=row).update(motives="")
    row.title, row.draft, row.erased_at = "", {}, timezone.now()
    row.pauses = [{**each, "why": ""} for each in row.pauses]
    row.save()
    record("erase_dossier", by=None, subject=f"dossier:{row.pk}", pole=dossier.pole.slug)


def _rewrite_minutes(dossier: Dossier) -> None:
    """Drop the minutes that name a dossier, and have them made again from what is left of it."""
    for each in Meeting.objects.filter(closed_at__isnull=False, items__dossier=dossier).distinct():
        Minutes.objects.filter(meeting=each).delete()
        transaction.on_commit(partial(enqueue_minutes, each))


@transaction.atomic
def forget_expertise(user: User, *, by: User | None) -> int:
    """Decline what somebody was asked to judge and erase the interests they declared; opinions stay, without a name.

    Their cards go with their ties, and what panels and meetings repeat of their interests.
    A decision rests on the opinions that were given: they are kept with the dossier, as long as it is.
    """
    now = timezone.now()
    with scopes_disabled():
        rows = Assignment.objects.filter(expert=user)
        waiting = rows.filter(state__in=(AssignmentState.INVITED, AssignmentState.ACCEPTED), opinions=None)
        waited = [each.pk for each in waiting]
        told = rows.filter(~Q(reason="")).update(reason="")
        rows.filter(pk__in=waited).update(state=AssignmentState.DECLINED, answered_at=now)
        told += Recusal.objects.filter(~Q(reason=""), attendee__person=user).update(reason="")
        told += _forget_in_panels(user)
        _, gone = ExpertCard.objects.filter(expert=user).delete()
    cards = sum(gone.values())
    if told or waited or cards:
        subject = f"user:{user.pk}"
        record("forget_expertise", by=by, subject=subject, declined=len(waited), interests=told, cards=cards)
    return told + len(waited) + cards


def _forget_in_panels(user: User) -> int:
    """Erase what panels repeat of the interests of somebody: they are kept apart for good, nobody says why."""
    found = 0
    for row in PanelDraft.objects.select_for_update(of=("self",)):
        theirs = [each for each in row.result.get("apart", ()) if each["expert"] == user.pk and each["why"]]
        for each in theirs:
            each["why"] = ""
        if theirs:
            row.save(update_fields=["result"])
        found += len(theirs)
    return found
