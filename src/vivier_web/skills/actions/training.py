"""What changes the catalogue of shared training and the needs given by hand, and who agrees to be planned for."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from vivier.vocabulary import InputError
from vivier_web.accounts.actions import record
from vivier_web.accounts.models import User
from vivier_web.members.models import Membership, Organisation, Pole
from vivier_web.members.registers import Table
from vivier_web.members.search import folded
from vivier_web.skills.models import (
    NeedsCall,
    TrainingBatch,
    TrainingConsent,
    TrainingCourse,
    TrainingNeed,
    TrainingPlace,
)
from vivier_web.skills.queries.training import consent_of
from vivier_web.skills.training.reading import Problem, read_row, read_table

Json = dict[str, Any]
Row = TrainingCourse | TrainingPlace | TrainingNeed
KINDS: dict[str, type[Row]] = {"course": TrainingCourse, "place": TrainingPlace, "need": TrainingNeed}
NAMES = {"course": "course", "place": "place", "need": "course"}


class RowError(InputError):
    """A row cannot be kept; `troubles` says what, column by column."""

    def __init__(self, troubles: dict[str, str]) -> None:
        super().__init__("Cette ligne reste à compléter.")
        self.troubles = troubles


class TableError(InputError):
    """A table cannot be kept; `problems` says what, line by line, and nothing of it was kept."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("Rien n’a été importé : corrigez les lignes signalées, puis redonnez le tableau.")
        self.problems = tuple(problems)


@transaction.atomic
def add_row(pole: Pole, kind: str, row: dict[str, str], *, by: User | None, body: Organisation | None = None) -> Row:
    """Keep one row: a course or a place of the catalogue, a need; proposed when a training body gives it.

    Raises:
        RowError: a cell cannot be read, or the row is already there.
    """
    values, troubles = read_row(kind, row)
    if troubles:
        raise RowError(troubles)
    made, trouble = _made(pole, kind, values, {"by": by}, body)
    if made is None:
        raise RowError(trouble)
    record(f"add_training_{kind}", by=by, subject=f"training_{kind}:{made.pk}", pole=pole.slug)
    return made


@transaction.atomic
def import_rows(pole: Pole, kind: str, table: Table, *, by: User | None) -> TrainingBatch:
    """Keep a whole table, or nothing of it.

    Raises:
        TableError: some lines cannot be kept; it says which and why.
    """
    rows, problems = read_table(kind, table.header, table.lines)
    if problems:
        raise TableError(problems)
    batch = TrainingBatch.objects.create(pole=pole, kind=kind, lines=len(rows), by=by)
    for number, values in rows:
        made, trouble = _made(pole, kind, values, {"by": by, "batch": batch}, None)
        if made is None:
            problems += [Problem(number, name, said) for name, said in trouble.items()]
    if problems:
        raise TableError(problems)
    record("import_training", by=by, subject=f"training_batch:{batch.pk}", pole=pole.slug, kind=kind, lines=len(rows))
    return batch


@transaction.atomic
def undo_rows(batch: TrainingBatch, *, by: User | None) -> None:
    """Take back together the rows of a table."""
    if batch.undone_at is None:
        now = timezone.now()
        batch.undone_at = now
        batch.save(update_fields=["undone_at"])
        KINDS[batch.kind].objects.filter(batch=batch, withdrawn_at=None).update(withdrawn_at=now)
        record("undo_training_import", by=by, subject=f"training_batch:{batch.pk}", pole=batch.pole.slug)


@transaction.atomic
def withdraw_row(row: Row, *, by: User | None) -> None:
    """Take a row back; it may be put back."""
    if row.withdrawn_at is None:
        row.withdrawn_at = timezone.now()
        row.save(update_fields=["withdrawn_at"])
        _note("withdraw_training_row", row, by)


@transaction.atomic
def restore_row(row: Row, *, by: User | None) -> None:
    """Put a row back as it was.

    Raises:
        InputError: another of the same name took its place meanwhile.
    """
    if row.withdrawn_at is not None:
        if _is_taken(row):
            raise InputError(f"« {row.name} » est de nouveau au catalogue : retirez d’abord cette autre ligne.")
        row.withdrawn_at = None
        row.save(update_fields=["withdrawn_at"])
        _note("restore_training_row", row, by)


@transaction.atomic
def accept_row(row: TrainingCourse | TrainingPlace, *, by: User | None) -> None:
    """Take what a training body proposes into the catalogue.

    Raises:
        InputError: the catalogue has one of that name already.
    """
    if row.accepted_at is None:
        if _is_taken(row):
            raise InputError(f"« {row.name} » est déjà au catalogue : retirez d’abord l’autre, ou gardez-la.")
        row.accepted_at = timezone.now()
        row.save(update_fields=["accepted_at"])
        _note("accept_training_row", row, by)


@transaction.atomic
def agree_to_plan(call: NeedsCall, organisation: Organisation, *, by: User | None) -> None:
    """Let the team plan the training of a member with other members, from its return."""
    if consent_of(call, organisation) is None:
        TrainingConsent.objects.create(pole_id=call.pole_id, call=call, organisation=organisation, by=by)
        _note_consent("agree_to_plan", call, organisation, by)


@transaction.atomic
def withdraw_from_plan(call: NeedsCall, organisation: Organisation, *, by: User | None) -> None:
    """Stop letting the team plan the training of a member; plans made with it are to be made again."""
    current = consent_of(call, organisation)
    if current is not None:
        current.withdrawn_at = timezone.now()
        current.save(update_fields=["withdrawn_at"])
        _note_consent("withdraw_from_plan", call, organisation, by)


def _note_consent(verb: str, call: NeedsCall, organisation: Organisation, by: User | None) -> None:
    record(verb, by=by, subject=f"organisation:{organisation.pk}", pole=call.pole.slug, call=call.pk)


def _note(verb: str, row: Row, by: User | None) -> None:
    record(verb, by=by, subject=f"{type(row).__name__.lower()}:{row.pk}", pole=row.pole.slug)


def _made(
    pole: Pole, kind: str, values: Json, more: dict[str, object], body: Organisation | None
) -> tuple[Row | None, dict[str, str]]:
    """Keep a row that was read, or say what stands in its way."""
    name = values[NAMES[kind]]
    if kind == "need":
        member = _member(pole, values["company"])
        if member is None:
            return None, {"company": f"« {values['company'][:60]} » n’est pas un membre actuel du pôle."}
        made: Row = TrainingNeed(pole=pole, name=name, values=values, organisation=member, **more)
    else:
        accepted = None if body is not None else timezone.now()
        made = KINDS[kind](pole=pole, name=name, values=values, body=body, accepted_at=accepted, **more)  # type: ignore[misc]
    if body is None and _is_taken(made):
        about = "Ce membre a déjà un besoin" if kind == "need" else "Le catalogue a déjà une ligne"
        return None, {NAMES[kind]: f"{about} « {name[:60]} » : retirez-la d’abord."}
    made.save()
    return made, {}


def _is_taken(row: Row) -> bool:
    """Tell whether another row in force bears the same name, accents and capitals apart."""
    others = type(row).objects.filter(pole_id=row.pole_id, withdrawn_at=None).exclude(pk=row.pk)
    same = (
        {"organisation_id": row.organisation_id} if isinstance(row, TrainingNeed) else {"accepted_at__isnull": False}
    )
    return folded(row.name) in {folded(name) for name in others.filter(**same).values_list("name", flat=True)}


def _member(pole: Pole, said: str) -> Organisation | None:
    """Find a member of today by its SIREN or its name."""
    members = Membership.objects.filter(pole=pole).of_day(timezone.localdate()).select_related("organisation")
    siren = "".join(said.split())
    known = [one.organisation for one in members]
    found = [one for one in known if one.siren == siren] or [one for one in known if folded(one.name) == folded(said)]
    return found[0] if found else None
