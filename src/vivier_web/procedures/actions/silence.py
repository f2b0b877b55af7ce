"""What silence does when a delay is over: told, decided, granted; one dossier that fails never stops the others."""

import datetime as dt
import json
import logging

from django.db import transaction
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from vivier.vocabulary import InputError
from vivier_web.accounts.actions import record
from vivier_web.accounts.models import Act
from vivier_web.procedures.actions.deciding import written
from vivier_web.procedures.actions.filing import locked, settle, stage_of
from vivier_web.procedures.actions.granting import grant_from
from vivier_web.procedures.definition.words import POSITIVE
from vivier_web.procedures.lifecycle import ForbiddenMove, fall_silent, silence_of
from vivier_web.procedures.models import Dossier
from vivier_web.procedures.queries.state import state_of
from vivier_web.procedures.saying import Chosen
from vivier_web.procedures.tasks import enqueue, letters

log = logging.getLogger("vivier.procedures")


@transaction.atomic
def apply_silence(dossier: Dossier, today: dt.date) -> bool:
    """Let the silence of a stage have its effect; tell whether something changed. It is recalled once a stage."""
    row = locked(dossier)
    silence = None if row.is_closed else silence_of(row.definition(), state_of(row), today)
    if silence is None:
        return False
    if not silence.outcome:
        if row.reminded_on is not None:
            return False
        row.reminded_on = today
        row.save(update_fields=["reminded_on"])
        _told(row, row.stage, silence.effect)
        letters.tell_late(row, silence.body)
        return True
    stage = stage_of(row)
    _take_effect(row, silence.outcome, silence.sentence, today)
    _told(row, stage.key, silence.outcome)
    letters.tell_reached(row, since=stage.key)
    return True


def _take_effect(row: Dossier, outcome: str, sentence: str, today: dt.date) -> None:
    """Move a dossier by silence; where silence decides, it writes the decision, and grants what acceptance grants."""
    stage, state = stage_of(row), state_of(row)
    moved = fall_silent(row.definition(), state, today)
    grants = bool(stage.grants) and outcome in POSITIVE
    if stage.act in {"decision", "ranking"} or grants:
        decision = written(row, stage, Chosen(outcome, sentence), today, by=None, state=state)
        if grants:
            grant_from(decision, stage, months=0, starts_on=today)
        if outcome != "done":
            transaction.on_commit(lambda: enqueue(decision))
            letters.tell_decided(row, stage.key)
    settle(row, moved)


def _told(row: Dossier, stage: str, effect: str) -> None:
    record("apply_silence", by=None, subject=f"dossier:{row.pk}", pole=row.pole.slug, stage=stage, effect=effect)


def apply_silences(today: dt.date | None = None) -> int:
    """Let silence have its effect on every open dossier of every pôle; gives how many changed. Run by the worker."""
    day = today or timezone.localdate()
    with scopes_disabled():
        waiting = list(Dossier.objects.filter(closed_at=None).select_related("procedure", "pole"))
    changed = 0
    for each in waiting:
        with scope(pole=each.pole):
            try:
                changed += apply_silence(each, day)
            except ForbiddenMove:  # silence would lead where an entry rule says no: it waits for people
                continue
            except Exception as why:  # noqa: BLE001 - whatever it is, it is the trouble of this dossier alone
                _failed(each, why)
    return changed


def _failed(dossier: Dossier, why: Exception) -> None:
    """Log what nobody foresaw, and tell the team once a stage: somebody must look at this dossier."""
    kind = "input" if isinstance(why, InputError) else type(why).__name__
    log.error("silence_failed", exc_info=why)
    told = Act.objects.filter(verb="fail_silence", subject=f"dossier:{dossier.pk}")
    if not told.filter(detail__contains=json.dumps(dossier.stage)).exists():
        detail = {"stage": dossier.stage, "kind": kind}
        record("fail_silence", by=None, subject=f"dossier:{dossier.pk}", pole=dossier.pole.slug, **detail)
        letters.tell_stuck(dossier)
