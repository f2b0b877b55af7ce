"""What the team noted of its members: contacts, dealings and the next steps, and the pôle's label."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from vivier_web.accounts.models import User
from vivier_web.members import actions
from vivier_web.members.models import Organisation
from vivier_web.ops.demo.pole import Founded

CONTACTS = (
    ("Sophie Garnier", "Responsable des ressources humaines"),
    ("Michel Tissot", "Gérant"),
    ("Amélie Roche", "Directrice industrielle"),
    ("Yves Duret", "Dirigeant"),
)
DEALINGS = (  # kind, days ago, what was said, next step, in how many days (None: settled)
    ("visit", 4, "Deux centres d’usinage à l’arrêt faute de régleurs ; cherche à former en interne.",
     "Proposer la session partagée de réglage", 3),
    ("need", 11, "Trois départs en retraite attendus d’ici deux ans à la maintenance.", "Envoyer l’étude", 9),
    ("call", 19, "N’a pas encore déposé ses effectifs ; préfère passer par son expert-comptable.",
     "Relancer avec le modèle de délégation", -2),
    ("referral", 33, "Mise en relation avec le centre technique pour un essai de matériau.", "", None),
    ("mail", 40, "Demande le calendrier des commissions.", "", None),
)  # fmt: skip


def note_some(founded: Founded, *, by: User) -> None:
    """Note contacts and dealings with the first members, and award the label."""
    organisations = [one for one, _ in founded.members]
    if add_contact := _built("add_contact"):
        for organisation, (name, function) in zip(organisations, CONTACTS, strict=False):
            add_contact(founded.pole, organisation, by=by, name=name, function=function)
    if note_dealing := _built("note_dealing"):
        for organisation, said in zip(organisations, DEALINGS, strict=False):
            _note(note_dealing, founded, organisation, said, by)
    if award_label := _built("award_label"):
        granted_on = dt.date(2023, 3, 24)
        ends_on = dt.date(2026, 12, 31)
        award_label(
            founded.pole,
            "Pôle de compétitivité, phase V",
            by=by,
            granted_by="État",
            granted_on=granted_on,
            ends_on=ends_on,
        )


def _note(
    note_dealing: Callable[..., Any], founded: Founded, organisation: Organisation, said: tuple[Any, ...], by: User
) -> None:
    kind, ago, summary, next_step, due = said
    today = timezone.localdate()
    after = {"next_step": next_step, "due_on": today + dt.timedelta(days=due)} if due is not None else {}
    note_dealing(
        founded.pole, organisation, by=by, kind=kind, on=today - dt.timedelta(days=ago), summary=summary, **after
    )


def _built(name: str) -> Callable[..., Any] | None:
    """Give an action when its room is built."""
    found: Callable[..., Any] | None = getattr(actions, name, None)
    return found
