"""Proposing an idea, taking one up from the strategy, supporting it, a remark, deciding, making a project of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from vivier.vocabulary import InputError
from vivier_web.accounts.actions import record
from vivier_web.accounts.models import User
from vivier_web.members.models import Membership, Organisation, Pole
from vivier_web.projects.actions.opening import NewProject, open_project
from vivier_web.projects.choices import IdeaOrigin, IdeaState, Reach
from vivier_web.projects.models import Idea, IdeaInterest, IdeaRemark, Project

LENGTHS = {"title": 120, "problem": 1500, "sought": 1500}


@dataclass(frozen=True, slots=True)
class Source:
    """Hold an axis of the strategy or a gap of skills, as plain words: what an idea may come from."""

    key: str
    origin: str
    name: str
    problem: str
    sought: str = ""


def _texts(said: Mapping[str, Any]) -> dict[str, str]:
    found = {name: str(said.get(name, "")).strip() for name in LENGTHS}
    found["title"] = " ".join(found["title"].split())
    if not found["title"] or not found["problem"]:
        raise InputError("Donnez un titre à l’idée, et dites le problème en une phrase ou deux.")
    if long := next((name for name, most in LENGTHS.items() if len(found[name]) > most), ""):
        raise InputError(f"Ce texte dépasse {LENGTHS[long]} signes : raccourcissez-le.")
    return found


def _reach(said: Mapping[str, Any]) -> str:
    return Reach.MEMBERS if said.get("reach") == Reach.MEMBERS else Reach.TEAM


@transaction.atomic
def propose_idea(
    pole: Pole, said: Mapping[str, Any], *, by: User | None, organisation: Organisation | None = None
) -> Idea:
    """Propose an idea, of a member or of the team; its author says who may read it.

    Raises:
        InputError: it has no title or no problem, or the organisation is no member today.
    """
    if organisation is not None and not _is_member(pole, organisation):
        raise InputError("Seuls les membres actuels du pôle proposent des idées.")
    made = Idea.objects.create(
        pole=pole,
        **_texts(said),
        reach=_reach(said),
        organisation=organisation,
        origin=IdeaOrigin.MEMBER if organisation else IdeaOrigin.TEAM,
        by=by,
    )
    record("propose_idea", by=by, subject=f"idea:{made.pk}", pole=pole.slug, origin=made.origin, reach=made.reach)
    return made


def _is_member(pole: Pole, organisation: Organisation) -> bool:
    rows = Membership.objects.filter(pole=pole, organisation=organisation).of_day(timezone.localdate())
    return bool(rows.exists())


@transaction.atomic
def take_up_source(pole: Pole, source: Source, *, by: User | None) -> Idea:
    """Make an idea of an axis or of a gap, once; the team reads it alone until it opens it to members."""
    Pole.objects.select_for_update().get(pk=pole.pk)  # the same axis, taken up by two people in the same second
    known = Idea.objects.filter(pole=pole, source_key=source.key[:120]).first()
    if known is not None:
        return known
    made = Idea.objects.create(
        pole=pole,
        title=source.name[: LENGTHS["title"]],
        problem=source.problem[: LENGTHS["problem"]] or source.name,
        sought=source.sought[: LENGTHS["sought"]],
        origin=source.origin,
        source=source.name[:300],
        source_key=source.key[:120],
        by=by,
    )
    record("take_up_source", by=by, subject=f"idea:{made.pk}", pole=pole.slug, origin=made.origin)
    return made


def _locked(idea: Idea) -> Idea:
    return Idea.objects.select_for_update(of=("self",)).select_related("pole").get(pk=idea.pk)


@transaction.atomic
def describe_idea(idea: Idea, said: Mapping[str, Any], *, by: User | None) -> Idea:
    """Correct an idea, or change who may read it, while nothing was decided of it."""
    row = _locked(idea)
    if row.state in {IdeaState.SET_ASIDE, IdeaState.PROJECT}:
        raise InputError("Cette idée est close : elle ne se corrige plus.")
    for name, text in _texts(said).items():
        setattr(row, name, text)
    row.reach = _reach(said)
    row.save()
    record("describe_idea", by=by, subject=f"idea:{row.pk}", pole=row.pole.slug, reach=row.reach)
    return row


@transaction.atomic
def support_idea(idea: Idea, organisation: Organisation, *, by: User | None) -> None:
    """Note that a member is interested; saying it twice changes nothing."""
    _, is_new = IdeaInterest.objects.get_or_create(idea=idea, organisation=organisation)
    if is_new:
        record("support_idea", by=by, subject=f"idea:{idea.pk}", pole=idea.pole.slug)


@transaction.atomic
def drop_idea_support(idea: Idea, organisation: Organisation, *, by: User | None) -> None:
    """Note that a member is no longer interested."""
    count, _ = IdeaInterest.objects.filter(idea=idea, organisation=organisation).delete()
    if count:
        record("drop_idea_support", by=by, subject=f"idea:{idea.pk}", pole=idea.pole.slug)


@transaction.atomic
def add_remark(idea: Idea, text: str, *, by: User | None, organisation: Organisation | None = None) -> IdeaRemark:
    """Add a short remark; those who may read the idea read it."""
    said = " ".join(text.split())
    if not said or len(said) > 400:
        raise InputError("Une remarque tient en 400 signes : écrivez-en une, ou raccourcissez.")
    made = IdeaRemark.objects.create(idea=idea, organisation=organisation, by=by, text=said)
    record("remark_on_idea", by=by, subject=f"idea:{idea.pk}", pole=idea.pole.slug, length=len(said))
    return made


@transaction.atomic
def decide_idea(idea: Idea, state: str, reason: str = "", *, by: User | None) -> Idea:
    """Keep an idea, set it aside with a reason that its author reads, or open it again.

    Raises:
        InputError: there is no reason to set it aside, or it already is a project.
    """
    row, why = _locked(idea), " ".join(reason.split())[:300]
    if row.state == IdeaState.PROJECT:
        raise InputError("Cette idée est devenue un projet : c’est lui qui avance maintenant.")
    if state not in {IdeaState.KEPT, IdeaState.SET_ASIDE, IdeaState.PROPOSED}:
        raise InputError("Choisissez : retenir, écarter ou rouvrir.")
    if state == IdeaState.SET_ASIDE and not why:
        raise InputError("Dites pourquoi l’idée est écartée : son auteur le lira.")
    row.state, row.reason = state, why if state == IdeaState.SET_ASIDE else ""
    row.settled_at = None if state == IdeaState.PROPOSED else timezone.now()
    row.save()
    record("decide_idea", by=by, subject=f"idea:{row.pk}", pole=row.pole.slug, state=state)
    return row


@transaction.atomic
def make_project(idea: Idea, lead: Organisation, *, by: User | None) -> Project:
    """Make a project of an idea: its lead, and those who said they were interested are asked to join.

    Raises:
        InputError: it already is one, was set aside, or the lead is no member.
    """
    row = _locked(idea)
    if row.project_id is not None or row.state == IdeaState.SET_ASIDE:
        raise InputError("Cette idée est close : ouvrez plutôt un projet, ou rouvrez l’idée.")
    summary = "\n\n".join(each for each in (row.problem, row.sought) if each)[:2000]
    current = Membership.objects.filter(pole=row.pole).of_day(timezone.localdate())  # some left since they said so
    said = row.interests.filter(organisation__in=current.values("organisation"))
    interested = Organisation.objects.filter(pk__in=said.values("organisation")).exclude(pk=lead.pk)
    project = open_project(row.pole, lead, NewProject(row.title, summary), by=by, partners=tuple(interested))
    row.project, row.state, row.settled_at = project, IdeaState.PROJECT, timezone.now()
    row.save()
    record("make_project", by=by, subject=f"idea:{row.pk}", pole=row.pole.slug, project=project.pk)
    return project
