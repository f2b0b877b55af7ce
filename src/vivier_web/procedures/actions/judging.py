"""Asking experts, who declare their interests first; giving an opinion on the version judged; confirming it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from vivier.vocabulary import InputError
from vivier_web.accounts.actions import record
from vivier_web.accounts.choices import RoleKind
from vivier_web.accounts.models import User
from vivier_web.members.models import Role
from vivier_web.procedures.actions.filing import locked, stage_of
from vivier_web.procedures.choices import AssignmentState
from vivier_web.procedures.definition import digest
from vivier_web.procedures.definition.grids import Grid
from vivier_web.procedures.lifecycle import ForbiddenMove
from vivier_web.procedures.marking import check_marks
from vivier_web.procedures.models import Assignment, Dossier, Opinion
from vivier_web.procedures.queries.conflicts import conflict_of
from vivier_web.procedures.queries.state import content_of

RECOMMENDATIONS = {
    "": "Sans recommandation",
    "accepted": "Accepter",
    "accepted_with_conditions": "Accepter sous conditions",
    "resubmit": "Faire représenter",
    "refused": "Refuser",
}


class UnreadableOpinion(InputError):  # noqa: N818 - what is wrong, not an error of the program
    """Say what is wrong with an opinion; `troubles` gives one sentence a criterion."""

    def __init__(self, troubles: dict[str, str]) -> None:
        super().__init__("Il reste une note à donner ou à corriger." if troubles else "")
        self.troubles = troubles


@dataclass(frozen=True, slots=True)
class Said:
    """Hold what an expert says of a dossier: marks by criterion, and what each reader may read."""

    marks: Mapping[str, int | None]
    recommendation: str = ""
    for_applicant: str = ""
    for_panel: str = ""
    for_public: str = ""


@transaction.atomic
def invite_expert(dossier: Dossier, expert: User, *, by: User | None) -> Assignment:
    """Ask an expert of the pôle to judge a dossier where it is, once no conflict is known.

    Raises:
        InputError: they are not an expert of the pôle, or they belong to the applicant or to a partner.
    """
    row = locked(dossier)
    stage = stage_of(row, "review")
    if row.definition().body(stage.body).organisation != "pole":
        raise ForbiddenMove("Ces experts sont ceux de l’autorité : elle les choisit.")
    if not Role.objects.filter(user=expert, pole=row.pole, kind=RoleKind.EXPERT, ended_at=None).exists():
        raise InputError("Cette personne n’est pas experte auprès du pôle : donnez-lui d’abord ce rôle.")
    why = conflict_of(row, expert)
    if why:
        raise InputError(why)
    found, is_new = Assignment.objects.get_or_create(dossier=row, stage=stage.key, expert=expert)
    if not is_new:
        raise InputError("Cet expert a déjà été sollicité à cette étape.")
    record("invite_expert", by=by, subject=f"dossier:{row.pk}", pole=row.pole.slug, assignment=found.pk)
    return found


@transaction.atomic
def answer_invitation(
    assignment: Assignment, answer: str, *, by: User | None, reason: str = "", has_no_interest: bool = False
) -> Assignment:
    """Answer: accept after declaring no interest in the dossier, decline, or be recused for one, with the reason.

    Raises:
        InputError: the declaration is missing, a recusal has no reason, or a conflict is known.
    """
    row = Assignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
    if row.state != AssignmentState.INVITED:
        raise InputError("Vous avez déjà répondu à cette demande.")
    if answer not in {AssignmentState.ACCEPTED, AssignmentState.DECLINED, AssignmentState.RECUSED}:
        raise InputError("Choisissez une réponse : accepter, décliner, ou déclarer un intérêt.")
    if answer == AssignmentState.ACCEPTED:
        if not has_no_interest:
            raise InputError("Cochez la déclaration avant de lire le dossier, ou déclarez votre intérêt.")
        why = conflict_of(row.dossier, row.expert)
        if why:
            raise InputError(why)
    return _answered(row, answer, reason, by=by)


@transaction.atomic
def recuse(assignment: Assignment, reason: str, *, by: User | None) -> Assignment:
    """Recuse an expert at any time: their opinion, if they gave one, no longer counts."""
    row = Assignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
    if row.state == AssignmentState.RECUSED:
        raise InputError("Cet expert est déjà récusé.")
    return _answered(row, AssignmentState.RECUSED, reason, by=by)


def _answered(row: Assignment, answer: str, reason: str, *, by: User | None) -> Assignment:
    if answer == AssignmentState.RECUSED and not reason.strip():
        raise InputError("Dites en quelques mots l’intérêt qui vous lie à ce dossier.")
    row.state, row.reason, row.answered_at = answer, reason.strip()[:300], timezone.now()
    row.save(update_fields=["state", "reason", "answered_at"])
    dossier = row.dossier
    detail = {"assignment": row.pk, "answer": answer}
    record("answer_invitation", by=by, subject=f"dossier:{dossier.pk}", pole=dossier.pole.slug, **detail)
    return row


@transaction.atomic
def give_opinion(assignment: Assignment, said: Said, *, content: int, by: User | None) -> Opinion:
    """Give an opinion on the version of the content that was read, on the grid of the stage.

    Raises:
        InputError: the stage is over, another version was filed meanwhile, a conflict, marks that do not hold.
    """
    row = locked(assignment.dossier)
    grid = _judging(assignment, row)
    last = content_of(row)
    if last is None or content != last.number:
        raise InputError("Le dossier a changé pendant votre lecture : relisez la nouvelle version avant d’envoyer.")
    troubles = check_marks(grid, dict(said.marks))
    if said.recommendation not in RECOMMENDATIONS:
        troubles["recommendation"] = "Choisissez une recommandation de la liste."
    if troubles:
        raise UnreadableOpinion(troubles)
    opinion = Opinion.objects.create(
        assignment=assignment,
        content=content,
        grid=grid.key,
        grid_digest=hashlib.sha256(f"{digest(row.definition())}:{grid.key}".encode()).hexdigest(),
        marks=dict(said.marks),
        for_public=said.for_public.strip(),
        for_applicant=said.for_applicant.strip(),
        for_panel=said.for_panel.strip(),
        recommendation=said.recommendation,
    )
    _told("give_opinion", assignment, row, content, by)
    return opinion


def _judging(assignment: Assignment, row: Dossier) -> Grid:
    stage = stage_of(row)
    if stage.key != assignment.stage or stage.rule is None or stage.act != "review":
        raise ForbiddenMove("Le temps des avis est passé pour ce dossier.")
    fresh = Assignment.objects.get(pk=assignment.pk)
    if fresh.state != AssignmentState.ACCEPTED:
        raise InputError("Répondez d’abord à la demande et déclarez vos intérêts.")
    why = conflict_of(row, fresh.expert)
    if why:
        raise InputError(why)
    return row.definition().grid(stage.rule.grid)


@transaction.atomic
def confirm_opinion(opinion: Opinion, *, content: int, by: User | None) -> Opinion:
    """Say that an opinion still holds for the version that was filed since."""
    row = locked(opinion.assignment.dossier)
    _judging(opinion.assignment, row)
    last = content_of(row)
    if last is None or content != last.number:
        raise InputError("Le dossier a encore changé : relisez la dernière version.")
    counted = Opinion.objects.filter(assignment=opinion.assignment, is_set_aside=False).last()
    if counted != opinion:
        raise InputError("Cet avis ne compte plus : donnez-en un nouveau.")
    opinion.confirmed_for = content
    opinion.save(update_fields=["confirmed_for"])
    _told("confirm_opinion", opinion.assignment, row, content, by)
    return opinion


def _told(verb: str, assignment: Assignment, row: Dossier, content: int, by: User | None) -> None:
    detail = {"assignment": assignment.pk, "content": content}
    record(verb, by=by, subject=f"dossier:{row.pk}", pole=row.pole.slug, **detail)
