"""Asking experts, who declare their interests first; giving an opinion on the version judged; confirming it."""

import datetime as dt
import hashlib

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from vivier.vocabulary import InputError
from vivier_web.accounts.actions import record
from vivier_web.accounts.choices import RoleKind
from vivier_web.accounts.models import User
from vivier_web.members.models import Pole, Role
from vivier_web.procedures.actions.filing import locked, stage_of
from vivier_web.procedures.addressing import POLE, side_of
from vivier_web.procedures.choices import AssignmentState
from vivier_web.procedures.definition import digest
from vivier_web.procedures.definition.grids import Grid
from vivier_web.procedures.lifecycle import ForbiddenMove, last_day
from vivier_web.procedures.marking import check_marks
from vivier_web.procedures.models import Assignment, Dossier, Opinion
from vivier_web.procedures.queries.addressees import agents_of
from vivier_web.procedures.queries.boards import timed
from vivier_web.procedures.queries.conflicts import conflict_of
from vivier_web.procedures.queries.state import content_of
from vivier_web.procedures.saying import RECOMMENDATIONS, Said
from vivier_web.procedures.tasks import letters

__all__ = ["RECOMMENDATIONS", "Said", "UnreadableOpinion", "answer_invitation", "give_opinion", "invite_expert"]
EARLY = dt.timedelta(days=7)  # an opinion still missing then is recalled


class UnreadableOpinion(InputError):  # noqa: N818 - what is wrong, not an error of the program
    """Say what is wrong with an opinion; `troubles` gives one sentence a criterion."""

    def __init__(self, troubles: dict[str, str]) -> None:
        super().__init__("Il reste une note à donner ou à corriger." if troubles else "")
        self.troubles = troubles


@transaction.atomic
def invite_expert(dossier: Dossier, expert: User, *, by: User | None, seat: str = POLE) -> Assignment:
    """Ask somebody to judge a dossier where it is, once no conflict is known: an expert of the pôle, or an agent.

    Raises:
        InputError: they have no such role, they belong to the applicant or to a partner, or they were recused before.
    """
    row = locked(dossier)
    stage = stage_of(row, "review")
    if side_of(row.definition(), stage) != seat:
        who = "du pôle : il" if seat != POLE else "de l’autorité : elle"
        raise ForbiddenMove(f"Ces experts sont ceux {who} les choisit.")
    if not _judges(row, expert, seat):
        raise InputError("Cette personne n’est pas experte auprès du pôle : donnez-lui d’abord ce rôle.")
    why = conflict_of(row, expert)
    if why:
        raise InputError(why)
    if Assignment.objects.filter(dossier=row, expert=expert, state=AssignmentState.RECUSED).exists():
        raise InputError("Cet expert est récusé pour ce dossier : un lien déclaré vaut à toutes ses étapes.")
    found, is_new = Assignment.objects.get_or_create(dossier=row, stage=stage.key, expert=expert)
    if not is_new:
        raise InputError("Cet expert a déjà été sollicité à cette étape.")
    record("invite_expert", by=by, subject=f"dossier:{row.pk}", pole=row.pole.slug, assignment=found.pk)
    if by != expert:
        letters.tell_expert(found)
    return found


def _judges(row: Dossier, person: User, seat: str) -> bool:
    who = Q(pole=row.pole, kind=RoleKind.EXPERT) if seat == POLE else agents_of(row, seat)
    return Role.objects.filter(who, user=person, ended_at=None).exists()


@transaction.atomic
def remind_expert(assignment: Assignment, *, by: User | None, on: dt.date | None = None) -> Assignment:
    """Write once more to an expert whose answer or opinion is awaited; once a day at most.

    Raises:
        InputError: nothing is awaited from them, or they were reminded today.
    """
    row = Assignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
    day = on or timezone.localdate()
    is_asked = row.state in {AssignmentState.INVITED, AssignmentState.ACCEPTED} and row.dossier.stage == row.stage
    if not is_asked or row.opinions.filter(is_set_aside=False).exists():
        raise InputError("Rien n’est attendu de cet expert.")
    if row.reminded_on == day:
        raise InputError("Cet expert a déjà été relancé aujourd’hui.")
    row.reminded_on = day
    row.save(update_fields=["reminded_on"])
    dossier = row.dossier
    record("remind_expert", by=by, subject=f"dossier:{dossier.pk}", pole=dossier.pole.slug, assignment=row.pk)
    letters.tell_expert(row, "reminded")
    return row


def remind_experts(today: dt.date | None = None) -> int:
    """Recall, a week before the last day of the stage, each opinion that is missing; once. Gives how many."""
    day = today or timezone.localdate()
    asked = (AssignmentState.INVITED, AssignmentState.ACCEPTED)
    with scopes_disabled():
        rows = Assignment.objects.filter(state__in=asked, reminded_on=None, dossier__closed_at=None)
        waiting = list(rows.filter(dossier__stage=F("stage"), opinions=None).select_related("dossier__procedure"))
        poles = {each.pk: each for each in Pole.objects.filter(pk__in={row.dossier.pole_id for row in waiting})}
    count = 0
    for each in waiting:
        with scope(pole=poles[each.dossier.pole_id]):
            last = last_day(each.dossier.definition(), timed(each.dossier))
            if last is not None and last - EARLY <= day <= last:
                remind_expert(each, by=None, on=day)
                count += 1
    return count


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
    if row.dossier.stage != row.stage:
        raise InputError("L’étape est passée : votre avis n’est plus attendu. Merci, vous n’avez rien à faire.")
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
