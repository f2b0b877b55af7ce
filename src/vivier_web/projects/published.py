"""What a funder reads of the projects it pays for: the amendments it is asked to accept, and what it answered."""

import datetime as dt
from dataclasses import dataclass

from django_scopes import scopes_disabled

from vivier_web.procedures.addressing import Seat
from vivier_web.projects.models import AmendmentAnswer
from vivier_web.projects.queries.amendments import Told, effect_told
from vivier_web.projects.queries.funders import MOST, answered_of, waiting_of


@dataclass(frozen=True, slots=True)
class Asked:
    """Hold one amendment as a funder reads it: what changes, why, its effect on costs and aid; and its answer."""

    pk: int
    number: int
    project: str
    pole: str
    lead: str
    funder: str
    why: str
    asked_by: str
    asked_on: dt.date
    changes: tuple[str, ...]
    told: Told
    state: str
    said: str
    is_own: bool
    words: str
    on: dt.date | None


@dataclass(frozen=True, slots=True)
class AskedOfFunder:
    """Hold what waits for a funder, and what it answered."""

    waiting: tuple[Asked, ...]
    answered: tuple[Asked, ...]


def asked_of_funder(seat: Seat) -> AskedOfFunder:
    """Give the amendments addressed to the funders for which somebody acts, and to no other."""
    with scopes_disabled():
        waiting = tuple(_asked(each) for each in waiting_of(seat)[:MOST])
        return AskedOfFunder(waiting, tuple(_asked(each) for each in answered_of(seat)[:MOST]))


def amendments_waiting(seat: Seat) -> int:
    """Count the amendments that wait for an answer of these funders."""
    with scopes_disabled():
        return waiting_of(seat).count()


def _asked(row: AmendmentAnswer) -> Asked:
    amendment = row.amendment
    project = amendment.project
    return Asked(
        row.pk,
        amendment.number,
        project.title,
        project.pole.name,
        project.lead.name,
        row.funder.name if row.funder else "",
        amendment.why,
        amendment.asked_by.name if amendment.asked_by else "l’équipe du pôle",
        amendment.at.date(),
        tuple(_changes(row)),
        effect_told(amendment),
        amendment.get_state_display(),
        row.get_said_display() if row.said else "",
        row.is_own,
        row.words,
        row.on,
    )


def _changes(row: AmendmentAnswer) -> list[str]:
    amendment = row.amendment
    found = []
    if amendment.leaves:
        found.append(f"{amendment.leaves.organisation.name} part")
    if amendment.joins:
        found.append(f"{amendment.joins.name} entre")
    if amendment.lead:
        found.append(f"{amendment.lead.name} conduit le projet")
    if amendment.ends_on:
        found.append(f"Le projet finit le {amendment.ends_on:%d/%m/%Y}")
    return found
