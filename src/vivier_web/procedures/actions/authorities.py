"""What the agents of an authority do of the dossiers addressed to them: as the pôle does, at their stages."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django_scopes import scope, scopes_disabled

from vivier.vocabulary import InputError
from vivier_web.accounts.models import User
from vivier_web.members.models import Role
from vivier_web.procedures.actions import deciding, granting, judging
from vivier_web.procedures.addressing import Seat, side_of
from vivier_web.procedures.choices import AssignmentState
from vivier_web.procedures.lifecycle import ForbiddenMove
from vivier_web.procedures.models import Assignment, Condition, Decision, Dossier, Grant
from vivier_web.procedures.queries.addressed import acting_role, dossier_for, roles_on
from vivier_web.procedures.queries.addressees import agents_of
from vivier_web.procedures.saying import Change, Chosen, Said
from vivier_web.procedures.tasks import enqueue


class NotAddressed(InputError):  # noqa: N818 - what is wrong, not an error of the program
    """Say that a dossier is not addressed to this agent, without saying whether it exists."""

    def __init__(self) -> None:
        super().__init__("Ce dossier ne vous est pas adressé.")


@contextmanager
def _addressed(seat: Seat, pk: int) -> Iterator[tuple[Dossier, str]]:
    """Give a dossier that reached this agent and the authority they act for, in the scope of its pôle."""
    with scopes_disabled():
        found = dossier_for(seat, pk)
        role = acting_role(seat, found) if found is not None else ""
    if found is None:
        raise NotAddressed
    with scope(pole=found.pole):
        yield found, role


def conclude(seat: Seat, pk: int, chosen: Chosen, *, by: User) -> None:
    """End a stage without a decision: what is written of it is kept as the opinion of the authority."""
    with _addressed(seat, pk) as (row, role):
        deciding.conclude(row, chosen, by=by, seat=role)


def decide(seat: Seat, pk: int, chosen: Chosen, *, by: User) -> str:
    """Decide with motives; gives the outcome in words."""
    with _addressed(seat, pk) as (row, role):
        return deciding.decide(row, chosen, by=by, enqueue=enqueue, seat=role).words


def ask_corrections(seat: Seat, pk: int, why: str, *, by: User) -> None:
    """Ask the applicant to correct what was filed."""
    with _addressed(seat, pk) as (row, role):
        deciding.ask_corrections(row, why, by=by, seat=role)


def settle_condition(seat: Seat, pk: int, condition: int, proof: str, *, by: User) -> None:
    """Note what proves that a condition of this authority was met."""
    with _addressed(seat, pk) as (row, _):
        found = Condition.objects.filter(pk=condition, decision__dossier=row).select_related("decision").first()
        if found is None:
            raise NotAddressed
        deciding.settle_condition(found, proof, by=by, seat=_decider(seat, row, found.decision))


def change_grant(seat: Seat, pk: int, grant: int, asked: Change, *, by: User) -> None:
    """Suspend, give back, renew or withdraw what this authority granted."""
    with _addressed(seat, pk) as (row, _):
        found = Grant.objects.filter(pk=grant, decision__dossier=row).select_related("decision").first()
        if found is None:
            raise NotAddressed
        granting.change_grant(found, asked, by=by, seat=_decider(seat, row, found.decision))


def _decider(seat: Seat, row: Dossier, decision: Decision) -> str:
    """Give the authority that decided, when this agent acts for it; else one of theirs, which is then refused."""
    side, roles = side_of(row.definition(), row.definition().stage(decision.stage)), roles_on(seat, row)
    return side if side in roles else min(roles)


@transaction.atomic
def take_up(seat: Seat, pk: int, *, by: User, has_no_interest: bool) -> None:
    """Say that one judges this dossier oneself, after declaring no interest in it."""
    with _addressed(seat, pk) as (row, role):
        made = judging.invite_expert(row, by, by=by, seat=role)
        judging.answer_invitation(made, AssignmentState.ACCEPTED, by=by, has_no_interest=has_no_interest)


def ask_colleague(seat: Seat, pk: int, colleague: int, *, by: User) -> None:
    """Ask another agent of the same authority to judge."""
    with _addressed(seat, pk) as (row, role):
        found = User.objects.filter(pk__in=_agents(row, role), pk=colleague).first()
        if found is None:
            raise InputError("Choisissez un agent dans la liste.")
        judging.invite_expert(row, found, by=by, seat=role)


def _agents(row: Dossier, role: str) -> list[int]:
    return list(Role.objects.filter(agents_of(row, role), ended_at=None).values_list("user_id", flat=True))


def answer(seat: Seat, pk: int, said: str, *, by: User, reason: str = "", has_no_interest: bool = False) -> str:
    """Answer what a colleague asked: accept after the declaration, decline, or be recused; gives the new state."""
    with _addressed(seat, pk) as (row, _):
        made = judging.answer_invitation(_own(row, by), said, by=by, reason=reason, has_no_interest=has_no_interest)
        return str(made.state)


def give_opinion(seat: Seat, pk: int, said: Said, *, content: int, by: User) -> int:
    """Give one's opinion on the version that was read; gives its number."""
    with _addressed(seat, pk) as (row, _):
        return int(judging.give_opinion(_own(row, by), said, content=content, by=by).content)


def confirm_opinion(seat: Seat, pk: int, *, content: int, by: User) -> None:
    """Say that one's opinion still holds for the version filed since."""
    with _addressed(seat, pk) as (row, _):
        last = _own(row, by).opinions.filter(is_set_aside=False).last()
        if last is None:
            raise InputError("Vous n’avez pas encore donné d’avis sur ce dossier.")
        judging.confirm_opinion(last, content=content, by=by)


def _own(row: Dossier, by: User) -> Assignment:
    found = row.assignments.filter(stage=row.stage, expert=by).first()
    if found is None:
        raise ForbiddenMove("Prenez d’abord ce dossier : vous déclarez vos intérêts avant de le juger.")
    return found
