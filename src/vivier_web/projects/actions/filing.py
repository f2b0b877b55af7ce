"""Opening the dossier of a project, prefilled with what it already says; its state follows its last dossier."""

from typing import Any

from django.db import transaction
from django_scopes import scope, scopes_disabled

from vivier.vocabulary import InputError
from vivier_web.accounts.actions import record
from vivier_web.accounts.models import User
from vivier_web.procedures.actions.filing import open_dossier, save_content
from vivier_web.procedures.models import Dossier
from vivier_web.projects.actions.consortium import check_built, locked
from vivier_web.projects.building.following import OPEN, state_after
from vivier_web.projects.choices import ProjectState
from vivier_web.projects.models import Project
from vivier_web.projects.queries.filed import answers_for, last_dossier, place_of


@transaction.atomic
def open_project_dossier(project: Project, *, by: User | None) -> Dossier:
    """Open a dossier of its procedure for a project, prefilled; the next presentation when the last one is over.

    Raises:
        InputError: it was given up, no procedure is chosen, a dossier is still open, or the procedure is closed.
    """
    row = locked(project)
    check_built(row)
    if row.state == ProjectState.DROPPED:
        raise InputError("Ce projet est abandonné : reprenez-le avant d’ouvrir un dossier.")
    if row.procedure is None:
        raise InputError("Choisissez d’abord la procédure que le projet vise.")
    last = last_dossier(row)
    if last is not None and not last.is_closed:
        raise InputError(f"Le dossier {last.reference} est encore ouvert : il faut le suivre, ou le retirer.")
    dossier = open_dossier(row.pole, row.procedure, row.lead, by=by)
    known: dict[str, Any] = answers_for(row, dossier)
    if known:
        save_content(dossier, known, by=by)
    row.dossiers.add(dossier)
    record(
        "open_project_dossier", by=by, subject=f"project:{row.pk}", pole=row.pole.slug, dossier=dossier.pk,
        fields=len(known),
    )  # fmt: skip
    follow_dossier(dossier, by=by)
    return dossier


@transaction.atomic
def follow_dossier(dossier: Dossier, *, by: User | None) -> list[Project]:
    """Bring the projects of a dossier to the state their last dossier gives; gives those that moved."""
    moved = []
    for project in Project.objects.filter(dossiers=dossier):
        row = locked(project)
        last = last_dossier(row)
        if last is None or last.pk != dossier.pk:
            continue  # a later presentation tells
        before = row.state
        row.state, step = state_after(before, place_of(last))
        if row.state == before:
            continue
        row.next_step, row.due_on = (step, None) if step else (row.next_step, row.due_on)
        row.save(update_fields=["state", "next_step", "due_on"])
        record("follow_dossier", by=by, subject=f"project:{row.pk}", pole=row.pole.slug, state=row.state)
        moved.append(row)
    return moved


def follow_all() -> int:
    """Bring every project still in play to where its last dossier is: silence decides too; gives how many moved."""
    with scopes_disabled():
        rows = list(Project.objects.filter(state__in=OPEN, dossiers__isnull=False).distinct().select_related("pole"))
    count = 0
    for project in rows:
        with scope(pole=project.pole):
            last = last_dossier(project)
            count += len(follow_dossier(last, by=None)) if last is not None else 0
    return count
