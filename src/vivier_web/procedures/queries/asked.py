"""What is asked of an expert: each dossier put to them, whether it waits for them, and in which words."""

import datetime as dt
from dataclasses import dataclass

from vivier_web.accounts.models import User
from vivier_web.members.models import Pole
from vivier_web.procedures.choices import AssignmentState
from vivier_web.procedures.lifecycle import last_day
from vivier_web.procedures.models import Assignment
from vivier_web.procedures.queries.boards import timed
from vivier_web.procedures.queries.shown import Reader, title_for

EXPERT = Reader(frozenset({"expert"}))
MOST = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """Hold one dossier put to an expert."""

    pk: int
    reference: str
    title: str
    applicant: str
    procedure: str
    words: str
    is_waiting: bool
    is_done: bool
    last_day: dt.date | None


def asked_lines(pole: Pole, expert: User, today: dt.date) -> list[Asked]:
    """List what is asked of an expert, what waits first; what they declined is left out."""
    rows = Assignment.objects.filter(dossier__pole=pole, expert=expert).exclude(state=AssignmentState.DECLINED)
    whole = rows.select_related("dossier__procedure", "dossier__organisation")
    found = [_line(row) for row in whole.prefetch_related("opinions", "dossier__contents").order_by("-pk")[:MOST]]
    return sorted(found, key=lambda each: (not each.is_waiting, each.last_day or today))


def _line(row: Assignment) -> Asked:
    dossier = row.dossier
    words, is_waiting, is_done = _words(row)
    return Asked(
        row.pk,
        dossier.reference,
        title_for(dossier, EXPERT),
        dossier.organisation.name,
        dossier.procedure.title,
        words,
        is_waiting,
        is_done,
        last_day(dossier.definition(), timed(dossier)),
    )


def _words(row: Assignment) -> tuple[str, bool, bool]:
    """Say how far it is: the words, whether it waits for the expert, whether the expert is done."""
    if row.state == AssignmentState.RECUSED:
        return "récusé", False, False
    if row.dossier.stage != row.stage:
        return "étape passée", False, False
    if row.state == AssignmentState.INVITED:
        return "à accepter", True, False
    given = [each for each in row.opinions.all() if not each.is_set_aside]
    if not given:
        return "avis à donner", True, False
    numbers = [each.number for each in row.dossier.contents.all()]
    if max(given[-1].content, given[-1].confirmed_for) < max(numbers, default=0):
        return "avis à confirmer", True, False
    return "avis donné", False, True
