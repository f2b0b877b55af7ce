"""Writing practices, offering them to other pôles, taking them back."""

from dataclasses import dataclass

from django.db import transaction

from vivier.vocabulary import InputError
from vivier_web.accounts.actions import record
from vivier_web.accounts.models import User
from vivier_web.members.models import Pole
from vivier_web.procedures.models import ProcedureVersion
from vivier_web.projects.choices import STEPS, PracticeAxis
from vivier_web.projects.models import Practice


@dataclass(frozen=True, slots=True)
class Card:
    """Hold what is written of a practice."""

    axis: str
    step: str
    title: str
    words: str
    learned: str = ""
    source: str = ""
    procedure: ProcedureVersion | None = None


@transaction.atomic
def write_practice(pole: Pole, card: Card, *, by: User | None, practice: Practice | None = None) -> Practice:
    """Write a practice, new or known.

    Raises:
        InputError: its axis or step is not one of the list, a word is missing, its procedure is of another pôle.
    """
    if card.axis not in PracticeAxis.values or card.step not in STEPS[card.axis]:
        raise InputError("Choisissez l’axe et l’une de ses étapes.")
    if not card.title.strip() or len(card.words.strip()) < 20:
        raise InputError("Donnez un titre, et dites en une phrase au moins ce que vous faites.")
    if card.procedure is not None and card.procedure.pole_id != pole.pk:
        raise InputError("Choisissez une procédure de votre pôle : c’est sur ses dossiers que l’on mesure.")
    row = practice or Practice(pole=pole)
    row.axis, row.step = card.axis, card.step
    row.title, row.words, row.learned = (
        card.title.strip()[:120],
        card.words.strip()[:3000],
        card.learned.strip()[:2000],
    )
    row.source, row.procedure = card.source.strip()[:200], card.procedure
    row.save()
    _told("write_practice", row, by)
    return row


@transaction.atomic
def offer_practice(practice: Practice, *, by: User | None, is_offered: bool = True) -> Practice:
    """Offer a practice to other pôles, with what is measured of it, or offer it no more."""
    row = Practice.objects.select_for_update(of=("self",)).select_related("pole").get(pk=practice.pk)
    row.is_offered = is_offered
    row.save(update_fields=["is_offered", "written_at"])
    _told("offer_practice" if is_offered else "withdraw_practice_offer", row, by)
    return row


def _told(verb: str, row: Practice, by: User | None) -> None:
    record(verb, by=by, subject=f"practice:{row.pk}", pole=row.pole.slug)
