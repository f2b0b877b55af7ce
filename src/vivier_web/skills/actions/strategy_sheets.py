"""Every change of the workshop: an action each, journaled, that « annuler » takes back; then the publication."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from vivier.vocabulary import InputError
from vivier_web.accounts.actions import record
from vivier_web.accounts.models import User
from vivier_web.skills.models import StrategySheet
from vivier_web.skills.queries.strategy import document_of, opened, trouble_with
from vivier_web.skills.strategy import sheet as sheets

MOST_BEFORE = 50  # so many changes can be taken back


class TextError(InputError):
    """Say, for each link of an axis, why its figures cannot be worked out."""

    def __init__(self, troubles: Mapping[str, str]) -> None:
        super().__init__("Un chiffre ne se calcule pas : voyez la phrase à côté du champ.")
        self.troubles = dict(troubles)


def rewrite_axis(sheet: StrategySheet, key: str, name: str, links: dict[str, str], *, by: User | None) -> None:
    """Rename an axis and rewrite its links.

    Raises:
        TextError: a figure of a link cannot be worked out.
        InputError: the axis is not there any more, or is without a name.
    """
    held = opened(sheet.proposal)
    troubles = {each: why for each, text in links.items() if (why := trouble_with(held, text))}
    if "{{" in name:
        troubles["name"] = "Un nom d’axe ne porte pas de chiffre : mettez-le dans le constat ou la preuve."
    if troubles:
        raise TextError(troubles)
    _change(sheet, sheets.rewritten(key, name, links), "rewrite_strategy_axis", by)


def decide_axis(sheet: StrategySheet, key: str, verdict: str, reason: str = "", *, by: User | None) -> None:
    """Retain an axis, leave it to debate, or drop it with a reason."""
    _change(sheet, sheets.decided(key, verdict, reason), "decide_strategy_axis", by)


def merge_axes(sheet: StrategySheet, key: str, into: str, *, by: User | None) -> None:
    """Merge an axis into another."""
    _change(sheet, sheets.merged(key, into), "merge_strategy_axes", by)


def add_axis(sheet: StrategySheet, name: str, *, by: User | None) -> str:
    """Add an axis of one's own; give its key."""
    _change(sheet, sheets.added(name), "add_strategy_axis", by)
    return str(sheet.axes[-1]["key"])


def move_axis(sheet: StrategySheet, key: str, step: int, *, by: User | None) -> None:
    """Move an axis up (−1) or down (1)."""
    _change(sheet, sheets.moved(key, step), "move_strategy_axis", by)


@transaction.atomic
def undo_change(sheet: StrategySheet, *, by: User | None) -> None:
    """Take the last change back.

    Raises:
        InputError: nothing was changed.
    """
    held = _locked(sheet)
    if not held.before:
        raise InputError("Il n’y a plus de changement à annuler.")
    held.axes, held.before = held.before[-1], held.before[:-1]
    _keep(sheet, held, "undo_strategy", by)


@transaction.atomic
def publish_strategy(sheet: StrategySheet, *, by: User | None) -> None:
    """Let the members read the document as it is now; the strategy published before is replaced.

    Raises:
        InputError: no axis is retained, or the quality grid is not met.
    """
    held = _locked(sheet)
    document = document_of(opened(held.proposal), held)
    if not document.axes:
        raise InputError("Aucun axe n’est retenu : décidez d’abord, dans l’atelier, ceux que le pôle retient.")
    if not document.is_met:
        raise InputError("Le document n’a pas encore ses quinze points : reprenez d’abord ceux que la grille montre.")
    StrategySheet.objects.exclude(pk=held.pk).filter(published_at__isnull=False).update(
        published_at=None, published_text=""
    )
    held.published_text, held.published_at = document.text, timezone.now()
    _keep(sheet, held, "publish_strategy", by)


@transaction.atomic
def withdraw_strategy(sheet: StrategySheet, *, by: User | None) -> None:
    """Take the publication back: members no longer read it."""
    held = _locked(sheet)
    held.published_text, held.published_at = "", None
    _keep(sheet, held, "withdraw_strategy", by)


@transaction.atomic
def _change(sheet: StrategySheet, change: sheets.Change, verb: str, by: User | None) -> None:
    held = _locked(sheet)
    after = sheets.as_json(change(sheets.from_json(held.axes)))
    if after == sheets.as_json(sheets.from_json(held.axes)):
        sheet.axes = held.axes
        return
    held.before = [*held.before, held.axes][-MOST_BEFORE:]
    held.axes = after
    _keep(sheet, held, verb, by)


def _locked(sheet: StrategySheet) -> StrategySheet:
    locked: StrategySheet = StrategySheet.objects.select_for_update(of=("self",)).get(pk=sheet.pk)
    return locked


def _keep(sheet: StrategySheet, held: StrategySheet, verb: str, by: User | None) -> None:
    held.save()
    sheet.axes, sheet.before = held.axes, held.before
    sheet.published_at, sheet.published_text = held.published_at, held.published_text
    record(verb, by=by, subject=f"strategy:{held.proposal_id}", pole=held.pole.slug, axes=len(held.axes))
