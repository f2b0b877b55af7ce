"""Opening a dossier, keeping what is typed, filing a version, withdrawing; and what every move writes."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.db.models.functions import Length
from django.utils import timezone

from vivier.vocabulary import InputError
from vivier_web.accounts.actions import record
from vivier_web.accounts.models import User
from vivier_web.members.models import Membership, Organisation, Pole
from vivier_web.procedures.addressing import reaching_stages
from vivier_web.procedures.choices import VersionState
from vivier_web.procedures.definition.data import Stage
from vivier_web.procedures.dossier import Dossier as State
from vivier_web.procedures.lifecycle import ForbiddenMove, advance, begin, file_ahead
from vivier_web.procedures.lifecycle.facts import is_blank
from vivier_web.procedures.models import Content, Dossier, Opinion, ProcedureVersion
from vivier_web.procedures.queries.addressees import local_of, locals_near, reached_local
from vivier_web.procedures.queries.boards import NOT_FOR_MEMBERS
from vivier_web.procedures.queries.state import answers_of, content_of, passed_rows, state_of
from vivier_web.procedures.tasks import letters

LONGEST_TITLE = 200


@transaction.atomic
def open_dossier(
    pole: Pole, version: ProcedureVersion, organisation: Organisation, *, by: User | None, on: dt.date | None = None
) -> Dossier:
    """Open a dossier of a member in a published procedure, pinned to that version; gives it its reference.

    Raises:
        InputError: the procedure is not open, or the organisation is not a member today.
    """
    if version.pole_id != pole.pk or version.state != VersionState.PUBLISHED:
        raise InputError("Cette procédure n’est pas ouverte : choisissez-en une dans la liste.")
    if version.kind in NOT_FOR_MEMBERS:
        raise InputError("Le pôle n’a pas ouvert cette procédure à ses membres : choisissez-en une dans la liste.")
    if not Membership.objects.filter(pole=pole, organisation=organisation, left_on=None).exists():
        raise InputError("Seuls les membres actuels du pôle déposent un dossier.")
    day = on or timezone.localdate()
    state = begin(version.definition(), on=day)
    Pole.objects.select_for_update().get(pk=pole.pk)  # one reference at a time
    dossier = Dossier.objects.create(
        pole=pole,
        procedure=version,
        organisation=organisation,
        reference=_next_reference(pole, day.year),
        stage=state.stage,
        entered_on=state.entered_on,
    )
    record("open_dossier", by=by, subject=f"dossier:{dossier.pk}", pole=pole.slug, version=version.pk)
    return dossier


def _next_reference(pole: Pole, year: int) -> str:
    """Give the reference after the last one of the year: 2026-014."""
    found = Dossier.objects.filter(pole=pole, reference__startswith=f"{year}-").order_by(
        Length("reference").desc(), "-reference"
    )
    last = found.first()  # 2026-1000 comes after 2026-999
    return f"{year}-{int(last.reference.partition('-')[2]) + 1 if last else 1:03d}"


def locked(dossier: Dossier) -> Dossier:
    """Give the row as it is now, held until the end of the transaction: two people may act in the same second."""
    return Dossier.objects.select_for_update(of=("self",)).select_related("procedure", "pole").get(pk=dossier.pk)


def stage_of(dossier: Dossier, *acts: str) -> Stage:
    """Give the stage a dossier is at, or say why nothing more can be done there."""
    if dossier.is_closed:
        raise ForbiddenMove("Ce dossier est fermé.")
    stage = dossier.definition().stage(dossier.stage)
    if acts and stage.act not in acts:
        raise ForbiddenMove(f"L’étape « {stage.title} » n’attend pas cela : rechargez la page.")
    return stage


@transaction.atomic
def save_content(dossier: Dossier, answers: Mapping[str, Any], *, by: User | None) -> Dossier:
    """Keep what was typed so far, complete or not; nobody but the applicant reads it."""
    row = locked(dossier)
    _check_open(row)
    row.draft = dict(answers)
    row.save(update_fields=["draft"])
    record("save_content", by=by, subject=f"dossier:{row.pk}", pole=row.pole.slug, fields=len(answers))
    return row


def _check_open(row: Dossier) -> None:
    stage = stage_of(row)
    is_asked = any(not each.get("answered_on") for each in row.pauses)
    is_theirs = row.definition().body(stage.body).role == "applicant"
    if not is_theirs and not is_asked:
        raise ForbiddenMove("Votre dossier est à l’instruction : vous le corrigerez si le pôle vous le demande.")


@transaction.atomic
def file_content(
    dossier: Dossier, answers: Mapping[str, Any], *, by: User | None, on: dt.date | None = None, ahead: str = ""
) -> Dossier:
    """File a version: the stage of the form ends when nothing is missing; a correction answers what was asked.

    `ahead` is a later stage whose form is filed at the same time, where the procedure allows it.

    Raises:
        ForbiddenMove: what is missing, one sentence each.
    """
    row = locked(dossier)
    _check_open(row)
    day, since = on or timezone.localdate(), row.stage
    waiting = [each for each in row.pauses if not each.get("answered_on")]
    is_theirs = row.definition().body(stage_of(row).body).role == "applicant"
    if is_theirs:  # a correction asked before the dossier came back to them is answered by the same version
        whole = answers_of(row) | dict(answers)
        # Looked at before it is written: what is refused leaves the draft as it was typed.
        _left(row, state_of(row, values=whole), ahead, day)
    number = write_content(row, answers, by=by)
    if waiting:
        row.pauses = [{**each, "answered_on": each.get("answered_on") or day.isoformat()} for each in row.pauses]
    if is_theirs:
        settle(row, _left(row, state_of(row), ahead, day))
    row.draft = {}
    row.save()
    letters.tell_filed(row, since)
    letters.tell_reached(row, since=since)
    record("file_content", by=by, subject=f"dossier:{row.pk}", pole=row.pole.slug, number=number)
    return row


def _left(row: Dossier, state: State, ahead: str, day: dt.date) -> State:
    procedure = row.definition()
    filed = file_ahead(procedure, state, ahead) if ahead else state
    if ahead:
        for each in procedure.stage(ahead).fields:
            if each.required and is_blank(state.values.get(each.key)):
                raise ForbiddenMove(f"Il manque : {each.label}.")
    return advance(procedure, filed, "done", on=day)


def write_content(row: Dossier, answers: Mapping[str, Any], *, by: User | None) -> int:
    """Write the next version of what a dossier says, and take its title from it; give its number."""
    last = content_of(row)
    whole = (dict(last.answers) if last else {}) | dict(answers)
    number = last.number + 1 if last else 1
    Content.objects.create(dossier=row, number=number, answers=whole, by=by)
    row.title = str(whole.get("title") or whole.get("pole_name") or row.procedure.title)[:LONGEST_TITLE]
    return number


def settle(row: Dossier, state: State) -> None:
    """Write on a row where the rules say the dossier is now; opinions they forgot are set aside."""
    if state.content != (last.number if (last := content_of(row)) else 1):
        state = replace(state, content=last.number if last else 1)
    row.stage, row.entered_on, row.outcome = state.stage, state.entered_on, state.outcome
    row.passed, row.ahead, row.reminded_on = passed_rows(state), list(state.ahead), None
    row.closed_at = timezone.now() if state.is_closed else None
    if not state.is_closed and state.stage in reaching_stages(row.definition(), "local"):
        row.local = local_of(row)  # from then on it is theirs, wherever its applicant moves
    if not state.opinions:
        Opinion.objects.filter(assignment__dossier=row, is_set_aside=False).update(is_set_aside=True)
    row.save()


@transaction.atomic
def withdraw_dossier(dossier: Dossier, *, by: User | None, on: dt.date | None = None) -> Dossier:
    """Withdraw a dossier: its applicant may at any stage; what was filed stays readable."""
    row = locked(dossier)
    stage_of(row)
    settle(row, advance(row.definition(), state_of(row), "withdrawn", on=on or timezone.localdate()))
    record("withdraw_dossier", by=by, subject=f"dossier:{row.pk}", pole=row.pole.slug)
    return row


@transaction.atomic
def address_dossier(dossier: Dossier, local: str, *, by: User | None) -> Dossier:
    """Choose to which local authority a dossier goes, its département or its EPCI, before it is in their hands.

    Raises:
        InputError: it is no authority of the applicant.
        ForbiddenMove: it was filed to one of them.
    """
    row = locked(dossier)
    if row.is_closed or reached_local(row):
        raise ForbiddenMove("Ce dossier est déjà chez la collectivité : pour une autre, ouvrez un autre dossier.")
    if local not in locals_near(row):
        raise InputError("Choisissez la collectivité dans la liste : celles du siège de votre entreprise.")
    row.local = local
    row.save(update_fields=["local"])
    record("address_dossier", by=by, subject=f"dossier:{row.pk}", pole=row.pole.slug, local=local)
    return row
