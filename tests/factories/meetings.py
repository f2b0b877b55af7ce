"""Committees of a test: dossiers judged by three experts, put before a meeting where people sit."""

import datetime as dt
from typing import Any

from django.utils import timezone

from factories import filed
from factories.cluster import Cluster
from vivier_web.procedures.actions import committee as acts
from vivier_web.procedures.actions.deciding import move
from vivier_web.procedures.actions.filing import file_content, open_dossier
from vivier_web.procedures.actions.judging import give_opinion
from vivier_web.procedures.actions.panels import Terms, ask_panel
from vivier_web.procedures.models import Dossier, Meeting, MeetingItem, PanelDraft
from vivier_web.procedures.queries.state import content_of
from vivier_web.projects.actions.practices import Card, write_practice
from vivier_web.projects.models import Practice

Keys = dict[str, Any]
STAGE = "committee"
EXPERTS = 3


def at_committee(found: Cluster, marks: tuple[int, ...], *, rank: int = 0, key: str = filed.LABEL) -> Dossier:
    """File a dossier, let one expert a mark judge it, and bring it to the committee."""
    version = filed.published(found, key)
    day = timezone.localdate() - dt.timedelta(days=40)
    dossier = open_dossier(found.pole, version, found.members[rank], by=found.people["member"], on=day)
    dossier = file_content(dossier, filed.answers(dossier), by=found.people["member"], on=day)
    content = content_of(dossier)
    for expert, mark in enumerate(marks):
        made = filed.accepted(found, dossier, expert)
        give_opinion(made, filed.said(dossier, mark), content=content.number if content else 1, by=made.expert)
    return move(dossier, "done", by=found.people["team"], on=day + dt.timedelta(days=20))


def held(found: Cluster, *marks: tuple[int, ...], others: int = 5) -> Meeting:
    """Open a meeting on one dossier for each tuple of marks, with so many voters."""
    for rank, each in enumerate(marks or ((4, 4, 4),)):
        at_committee(found, each, rank=rank % 3)
    meeting = acts.open_meeting(
        found.pole, filed.published(found), STAGE, on=timezone.localdate(), by=found.people["team"]
    )
    return acts.seat_people(meeting, [found.people["board"]], others=others, by=found.people["team"])


def _meeting(found: Cluster) -> Meeting:
    return Meeting.objects.first() or held(found)


def meeting(found: Cluster) -> Keys:
    return {"pk": _meeting(found).pk}


def point(found: Cluster) -> Keys:
    return meeting(found) | {"item": MeetingItem.objects.filter(meeting=_meeting(found)).get().pk}


def panel(found: Cluster) -> Keys:
    draft = PanelDraft.objects.first()
    if draft is None:
        dossier = filed.filed(found)
        draft = ask_panel(
            dossier.procedure, dossier.stage, Terms(per_dossier=1, alternates=0), by=found.people["team"]
        )
    return {"pk": draft.pk}


def expert(found: Cluster) -> Keys:
    return {"pk": found.people["expert"].pk}


def practice(found: Cluster) -> Keys:
    card = Card(
        "projects", "Faire émerger", "Ateliers d’essai", "Deux ateliers par trimestre, sur une question posée."
    )
    row = Practice.objects.first() or write_practice(found.pole, card, by=found.people["team"])
    return {"pk": row.pk}
