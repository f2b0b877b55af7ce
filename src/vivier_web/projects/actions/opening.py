"""Opening a project, saying what it is, what it aims at, what it lacks; giving it up and taking it up again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from vivier.aid.data import CATEGORIES, DECLARED
from vivier.vocabulary import InputError
from vivier_web.accounts.actions import record
from vivier_web.accounts.models import User
from vivier_web.members.models import Organisation, Pole
from vivier_web.procedures.models import ProcedureVersion
from vivier_web.projects.actions.consortium import add_partner, check_built, check_member, invite_partner, locked
from vivier_web.projects.building.grid import USUAL
from vivier_web.projects.choices import PartnerState, ProjectState
from vivier_web.projects.models import Project


@dataclass(frozen=True, slots=True)
class NewProject:
    """Hold what a project opens with."""

    title: str
    summary: str = ""
    is_rd: bool = True


def _texts(title: str, summary: str) -> dict[str, str]:
    said = " ".join(title.split())
    if not said or len(said) > 120 or len(summary) > 2000:
        raise InputError("Donnez un titre de 120 signes au plus, et un résumé de 2 000 signes au plus.")
    return {"title": said, "summary": summary.strip()}


@transaction.atomic
def open_project(
    pole: Pole, lead: Organisation, new: NewProject, *, by: User | None, partners: Iterable[Organisation] = ()
) -> Project:
    """Open a project carried by a member, and ask others to join it.

    Raises:
        InputError: it has no title, or the lead is no member today.
    """
    check_member(pole, lead)
    categories = list(USUAL) if new.is_rd else []
    project = Project.objects.create(
        pole=pole, lead=lead, is_rd=new.is_rd, categories=categories, **_texts(new.title, new.summary)
    )
    add_partner(project, lead, PartnerState.JOINED, "Chef de file")
    record("open_project", by=by, subject=f"project:{project.pk}", pole=pole.slug)
    for each in partners:
        invite_partner(project, each, by=by)
    return project


@transaction.atomic
def describe_project(project: Project, said: Mapping[str, Any], *, by: User | None) -> Project:
    """Correct what a project is: title, summary, days, next step.

    Raises:
        InputError: the title lacks, or it ends before it begins.
    """
    row = locked(project)
    for name, text in _texts(str(said.get("title", "")), str(said.get("summary", ""))).items():
        setattr(row, name, text)
    starts, ends = said.get("starts_on"), said.get("ends_on")
    if starts and ends and ends < starts:
        raise InputError("La fin du projet est avant son début : corrigez l’une des deux dates.")
    row.starts_on, row.ends_on = starts, ends
    row.next_step, row.due_on = str(said.get("next_step", ""))[:200].strip(), said.get("due_on")
    row.save()
    record("describe_project", by=by, subject=f"project:{row.pk}", pole=row.pole.slug)
    return row


@transaction.atomic
def seek_partners(project: Project, said: Mapping[str, list[str]], *, by: User | None) -> Project:
    """Say what the consortium lacks: skills, activities, kinds of organisation, départements."""
    row = locked(project)
    names = ("skills", "naf", "kinds", "departments")
    row.seeks = {name: [" ".join(each.split())[:80] for each in said.get(name, [])][:12] for name in names}
    row.save(update_fields=["seeks"])
    counts = {name: len(row.seeks[name]) for name in names}
    record("seek_partners", by=by, subject=f"project:{row.pk}", pole=row.pole.slug, **counts)
    return row


@transaction.atomic
def declare_for_aid(project: Project, said: Mapping[str, Any], *, by: User | None) -> Project:
    """Say what the whole declares for the aid: yes, no or nothing to each point; years to the market; categories."""
    row = locked(project)
    check_built(row)
    row.declared = {key: bool(said[key]) for key in DECLARED if said.get(key) is not None}
    row.market_years = said.get("market_years")
    row.categories = [each for each in CATEGORIES if each in (said.get("categories") or row.categories)]
    row.save(update_fields=["declared", "market_years", "categories"])
    record("declare_for_aid", by=by, subject=f"project:{row.pk}", pole=row.pole.slug, points=len(row.declared))
    return row


@transaction.atomic
def choose_procedure(project: Project, version: ProcedureVersion | None, *, by: User | None) -> Project:
    """Choose the procedure the project aims at, or none."""
    row = locked(project)
    check_built(row)
    if version is not None and version.pole_id != row.pole_id:
        raise InputError("Cette procédure n’est pas de ce pôle : choisissez-en une dans la liste.")
    row.procedure = version
    if version is not None and row.state == ProjectState.EMERGING:
        row.state = ProjectState.BUILDING
    row.save(update_fields=["procedure", "state"])
    record("choose_procedure", by=by, subject=f"project:{row.pk}", pole=row.pole.slug, version=row.procedure_id)
    return row


@transaction.atomic
def drop_project(project: Project, *, by: User | None) -> Project:
    """Give a project up; it may be taken up again."""
    row = locked(project)
    check_built(row)
    row.state = ProjectState.DROPPED
    row.save(update_fields=["state"])
    record("drop_project", by=by, subject=f"project:{row.pk}", pole=row.pole.slug)
    return row


@transaction.atomic
def resume_project(project: Project, *, by: User | None) -> Project:
    """Take up again a project that was given up.

    Raises:
        InputError: its financers stopped it: they alone let it go on.
    """
    row = locked(project)
    if row.state == ProjectState.DROPPED:
        if row.agreements.exists():
            raise InputError(
                "Une revue des financeurs a arrêté ce projet : une autre revue, seule, le fait reprendre."
            )
        row.state = ProjectState.BUILDING
        row.save(update_fields=["state"])
        record("resume_project", by=by, subject=f"project:{row.pk}", pole=row.pole.slug)
    return row
