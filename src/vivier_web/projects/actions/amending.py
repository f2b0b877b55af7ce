"""An amendment asked: what it changes, who must accept it, what each answers; taken back while nothing is signed."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict

from django.db import transaction
from django.utils import timezone

from vivier.vocabulary import InputError
from vivier_web.accounts.actions import record
from vivier_web.accounts.models import User
from vivier_web.members.models import Organisation
from vivier_web.projects.actions.amendment_letters import tell_of
from vivier_web.projects.actions.awards import locked
from vivier_web.projects.actions.consortium import check_member, facts_for_aid
from vivier_web.projects.building.amending import NEWCOMER, Move, everything_of, moved
from vivier_web.projects.choices import AmendmentSide, AmendmentState, Answer, ProjectState
from vivier_web.projects.models import Agreement, Amendment, AmendmentAnswer, Partner, Project
from vivier_web.projects.queries.amendments import (
    Change,
    Wanted,
    amendment_in_play,
    effect_of,
    lead_after,
    newcomer,
)
from vivier_web.projects.queries.budgets import cells_of, partners_in
from vivier_web.projects.queries.consortium import ties_of
from vivier_web.projects.queries.money import aids_of


@transaction.atomic
def ask_amendment(
    project: Project, wanted: Wanted, *, by: User | None, asker: Organisation | None = None
) -> Amendment:
    """Keep an amendment that somebody asks (None: the team), work out its effect, and ask each who must accept it.

    Raises:
        InputError: nothing runs, another one is in play, nothing changes, or what it changes does not hold together.
    """
    row = locked(project)
    _check(row, wanted, asker)
    change = _change(row, wanted)
    number = Amendment.objects.filter(project=row).count() + 1
    made = Amendment.objects.create(
        project=row, number=number, why=wanted.why.strip()[:300], leaves=change.leaves,
        joins=wanted.joins, brings=wanted.brings.strip()[:300], lead=change.lead, ends_on=wanted.ends_on,
        moves=[list(asdict(each).values()) for each in change.moves], effect=effect_of(row, change),
        asked_by=asker, by=by,
    )  # fmt: skip
    _ask_each(made, change, by=by)
    record("ask_amendment", by=by, subject=f"project:{row.pk}", pole=row.pole.slug, number=made.number)
    tell_of(made, "asked")
    return _settled(made)


def _check(project: Project, wanted: Wanted, asker: Organisation | None) -> None:
    if project.state != ProjectState.RUNNING or not Agreement.objects.filter(project=project).exists():
        raise InputError("Un avenant suit une convention signée, tant que le projet est en cours.")
    if amendment_in_play(project) is not None:
        raise InputError("Un avenant est déjà en attente : il se signe ou se retire d’abord.")
    if not wanted.why.strip():
        raise InputError("Dites pourquoi : ceux qui doivent l’accepter le liront.")
    if not any((wanted.leaves, wanted.joins, wanted.lead, wanted.ends_on, wanted.moves)):
        raise InputError("Dites ce que l’avenant change : qui part, qui entre, qui conduit, la fin, ou le budget.")
    ties = ties_of(project)
    if asker is not None and ties.get(asker.pk) != "lead":
        _check_own(project, wanted, asker)
    within = {pk for pk, tie in ties.items() if tie in {"lead", "joined"}}
    if wanted.leaves is not None and wanted.leaves.pk not in within:
        raise InputError("Qui part est un partenaire du projet : choisissez-le dans la liste.")
    if wanted.joins is not None:
        check_member(project.pole, wanted.joins)
    _check_lead(project, wanted, within)
    _check_end(project, wanted)


def _check_lead(project: Project, wanted: Wanted, within: Iterable[int]) -> None:
    staying = set(within) | ({wanted.joins.pk} if wanted.joins else set())
    staying -= {wanted.leaves.pk} if wanted.leaves else set()
    lead = wanted.lead.pk if wanted.lead else project.lead_id
    if lead not in staying:
        raise InputError("Le chef de file est un partenaire qui reste ou qui entre : dites qui conduit ensuite.")


def _check_end(project: Project, wanted: Wanted) -> None:
    if wanted.ends_on is not None and project.starts_on is not None and wanted.ends_on <= project.starts_on:
        raise InputError("La nouvelle fin suit le début du projet.")


def _check_own(project: Project, wanted: Wanted, asker: Organisation) -> None:
    """Refuse that a partner asks for others: it may leave, and give of its own costs."""
    own = set(
        Partner.objects.filter(project=project, organisation=asker, state="joined").values_list("pk", flat=True)
    )
    asks_more = wanted.joins or wanted.lead or wanted.ends_on or wanted.takes_all
    leaves_other = wanted.leaves is not None and wanted.leaves != asker
    if not own or asks_more or leaves_other or any(each.giver not in own for each in wanted.moves):
        raise InputError(
            "Un partenaire demande à partir, ou à céder de son budget : le reste revient au chef de file."
        )


def _change(project: Project, wanted: Wanted) -> Change:
    leaves = _row_of(project, wanted.leaves) if wanted.leaves else None
    joins = None
    if wanted.joins is not None:
        joins = newcomer(project, wanted.joins, wanted.brings, facts_for_aid(project, wanted.joins))
    lead = wanted.lead if wanted.lead is not None and wanted.lead.pk != project.lead_id else None
    moves = wanted.moves
    takers = {each.pk for each in partners_in(project) if each != leaves} | ({NEWCOMER} if joins else set())
    if any(each.taker not in takers for each in moves):
        raise InputError("Ces dépenses iraient à qui part ou n’est pas du projet : choisissez qui les reçoit.")
    if wanted.takes_all and leaves is not None and joins is not None:
        moves += tuple(everything_of(moved(cells_of(project), moves), leaves.pk, NEWCOMER))
    return Change(leaves, joins, lead, moves)


def _row_of(project: Project, organisation: Organisation) -> Partner:
    """Give the row of whoever leaves; a lead that never had one is given it, so that its leaving is kept."""
    found, _ = Partner.objects.get_or_create(
        project=project, organisation=organisation,
        defaults={"state": "joined", **facts_for_aid(project, organisation)},
    )  # fmt: skip
    return found


def _ask_each(amendment: Amendment, change: Change, *, by: User | None) -> None:
    """Ask the lead, each partner whose place or costs change, the pôle and each funder; who asked has accepted."""
    project, asker = amendment.project, amendment.asked_by_id
    leads = {project.lead_id, lead_after(project, change)}
    touched = [] if change.joins is None else [change.joins.organisation_id]
    rows = dict(Partner.objects.filter(project=project).values_list("pk", "organisation_id"))
    touched += [rows[pk] for each in change.moves for pk in (each.giver, each.taker) if pk in rows]
    touched += [change.leaves.organisation_id] if change.leaves else []
    asked = [AmendmentAnswer(side=AmendmentSide.LEAD, organisation_id=pk) for pk in sorted(leads)]
    others = [pk for pk in dict.fromkeys(touched) if pk not in leads]
    asked += [AmendmentAnswer(side=AmendmentSide.PARTNER, organisation_id=pk) for pk in others]
    asked.append(AmendmentAnswer(side=AmendmentSide.POLE))
    funders = dict.fromkeys(each.funder for each in aids_of(project))
    asked += [AmendmentAnswer(side=AmendmentSide.FUNDER, funder=each) for each in funders]
    for each in asked:
        each.amendment = amendment
        if (each.side == AmendmentSide.POLE and asker is None) or (asker and each.organisation_id == asker):
            each.said, each.on, each.by = Answer.ACCEPTED, timezone.localdate(), by
            each.words = "a demandé cet avenant"
        each.save()


@transaction.atomic
def answer_amendment(
    answer: AmendmentAnswer, said: str, *, by: User | None, words: str = "", on: dt.date | None = None,
    is_own: bool = False,
) -> Amendment:  # fmt: skip
    """Keep what one of those asked answers; all accept: it may be signed; one refuses: it is closed.

    `is_own`: it answers on its own page; else the team notes what it said by other means.

    Raises:
        InputError: it was answered, it is closed, the day is to come, or a refusal has no reason.
    """
    amendment = _live(answer.amendment)
    row = AmendmentAnswer.objects.get(pk=answer.pk)
    day = on or timezone.localdate()
    if row.said or amendment.state != AmendmentState.OPEN:
        raise InputError("Cette réponse est déjà notée, ou l’avenant n’attend plus de réponse.")
    if said not in Answer.values:
        raise InputError("Répondez : accepter ou refuser.")
    if day > timezone.localdate():
        raise InputError("Ce jour est à venir : notez la réponse quand elle est donnée.")
    if said == Answer.REFUSED and not words.strip():
        raise InputError("Dites pourquoi vous refusez : qui a demandé l’avenant pourra le corriger.")
    row.said, row.words, row.on, row.by, row.is_own = said, words.strip()[:300], day, by, is_own
    row.save(update_fields=["said", "words", "on", "by", "is_own"])
    project = amendment.project
    record(
        "answer_amendment", by=by, subject=f"project:{project.pk}", pole=project.pole.slug, number=amendment.number,
        side=row.side, said=said,
    )  # fmt: skip
    return _settled(amendment)


def _settled(amendment: Amendment) -> Amendment:
    """Close what is refused, and let be signed what everybody accepts."""
    said = list(AmendmentAnswer.objects.filter(amendment=amendment).values_list("said", flat=True))
    if Answer.REFUSED in said:
        amendment.state, amendment.closed_at = AmendmentState.REFUSED, timezone.now()
        tell_of(amendment, "refused")
    elif all(said):
        amendment.state = AmendmentState.AGREED
        tell_of(amendment, "agreed")
    amendment.save(update_fields=["state", "closed_at"])
    return amendment


@transaction.atomic
def withdraw_amendment(amendment: Amendment, *, by: User | None) -> Amendment:
    """Take back an amendment that is not signed; it stays in the history."""
    row = _live(amendment)
    if row.state not in {AmendmentState.OPEN, AmendmentState.AGREED}:
        raise InputError("Cet avenant n’est plus en attente.")
    row.state, row.closed_at = AmendmentState.WITHDRAWN, timezone.now()
    row.save(update_fields=["state", "closed_at"])
    record(
        "withdraw_amendment",
        by=by,
        subject=f"project:{row.project_id}",
        pole=row.project.pole.slug,
        number=row.number,
    )
    return row


def _live(amendment: Amendment) -> Amendment:
    project = locked(amendment.project)
    found: Amendment = Amendment.objects.select_related("leaves__organisation", "joins", "lead").get(pk=amendment.pk)
    found.project = project
    return found


def change_of(amendment: Amendment) -> Change:
    """Give what an amendment changes, on the consortium as it is now."""
    joins = amendment.joins
    made = None
    if joins is not None:
        made = newcomer(amendment.project, joins, amendment.brings, facts_for_aid(amendment.project, joins))
    moves = tuple(Move(*each) for each in amendment.moves)
    return Change(amendment.leaves, made, amendment.lead, moves)
