"""What the team noted of its members: contacts, dealings and the next steps, and the pôle's label."""

import datetime as dt
from typing import Any

from django.utils import timezone

from vivier_web.accounts.models import User
from vivier_web.members.actions import add_contact, award_label, note_dealing
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
    for organisation, (name, function) in zip(organisations, CONTACTS, strict=False):
        add_contact(founded.pole, organisation, name, by=by, function=function)
    for organisation, said in zip(organisations, DEALINGS, strict=False):
        _note(founded, organisation, said, by)
    granted_on, ends_on = dt.date(2023, 3, 24), dt.date(2026, 12, 31)
    name = "Pôle de compétitivité, phase V"
    award_label(founded.pole, name, by=by, granted_by="État", granted_on=granted_on, ends_on=ends_on)


def _note(founded: Founded, organisation: Organisation, said: tuple[Any, ...], by: User) -> None:
    kind, ago, summary, next_step, due = said
    today = timezone.localdate()
    after = {"next_step": next_step, "due_on": today + dt.timedelta(days=due)} if due is not None else {}
    on = today - dt.timedelta(days=ago)
    note_dealing(founded.pole, organisation, by=by, kind=kind, on=on, summary=summary, **after)
