"""An amendment signed: the agreement, the consortium, the budget and the aid change together, or not at all."""

from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from vivier.vocabulary import InputError
from vivier_web.accounts.actions import record
from vivier_web.accounts.models import User
from vivier_web.projects.actions.agreements import Terms, amend_agreement
from vivier_web.projects.actions.aiding import keep_estimate
from vivier_web.projects.actions.amending import change_of
from vivier_web.projects.actions.amendment_letters import tell_of
from vivier_web.projects.actions.awards import locked
from vivier_web.projects.actions.budgets import write_budget
from vivier_web.projects.actions.consortium import add_partner
from vivier_web.projects.building.amending import NEWCOMER
from vivier_web.projects.building.grid import euros, key_of, parted
from vivier_web.projects.choices import AmendmentState, PartnerState
from vivier_web.projects.models import Agreement, Amendment, Deliverable, Partner, Project
from vivier_web.projects.queries.amendments import Change, heir_of, within_after
from vivier_web.projects.queries.budgets import latest_budget
from vivier_web.projects.queries.consortia import latest_estimate


@transaction.atomic
def sign_amendment(amendment: Amendment, terms: Terms, *, by: User | None) -> Agreement:
    """Sign an amendment that everybody accepted: what it changes takes place, and the agreement after it is kept.

    Raises:
        InputError: it is not accepted by all, or its terms do not hold (`amend_agreement`).
    """
    project = locked(amendment.project)
    row = Amendment.objects.select_related("leaves__organisation", "joins", "lead").get(pk=amendment.pk)
    row.project = project
    if row.state != AmendmentState.AGREED:
        raise InputError("Cet avenant n’est pas accepté par tous : il se signe quand chacun a répondu.")
    change, heir = change_of(row), heir_of(row)
    within = within_after(project, change)
    entered = _consortium(project, change)
    if latest_budget(project) is not None:
        cells = {_renamed(key, entered): amount for key, amount in within.cells.items()}
        write_budget(project, cells, by=by, what=_what(row))
    _answer_for(project, change, heir)
    made = amend_agreement(project, replace(terms, what=terms.what or row.why), by=by)
    last = latest_estimate(project)
    if last is not None and latest_budget(project) is not None:
        keep_estimate(project, last.regime, on=last.on, by=by)
    row.state, row.closed_at, row.agreement = AmendmentState.SIGNED, timezone.now(), made
    row.save(update_fields=["state", "closed_at", "agreement"])
    record("sign_amendment", by=by, subject=f"project:{project.pk}", pole=project.pole.slug, number=row.number)
    tell_of(row, "signed")
    return made


def _consortium(project: Project, change: Change) -> int:
    """Let in, let go, hand the lead over; gives the number of the partner that entered."""
    entered = NEWCOMER
    if change.joins is not None:
        organisation = change.joins.organisation
        known = Partner.objects.filter(project=project, organisation=organisation).first()
        if known is None:
            entered = add_partner(project, organisation, PartnerState.JOINED, change.joins.brings).pk
        else:
            known.state, known.answered_at, entered = PartnerState.JOINED, timezone.now(), known.pk
            known.save(update_fields=["state", "answered_at"])
    if change.lead is not None:
        project.lead = change.lead
        project.save(update_fields=["lead"])
    if change.leaves is not None:
        change.leaves.state, change.leaves.answered_at = PartnerState.LEFT, timezone.now()
        change.leaves.save(update_fields=["state", "answered_at"])
    return entered


def _what(row: Amendment) -> str:
    """Say in the history of the budget what was signed, and what left it."""
    cents = row.effect.get("untaken", {}).get("cents", 0)
    left = f" ; {euros(cents)} sortent du budget, que personne ne reprend" if cents else ""
    return f"Avenant{left} : {row.why}"


def _renamed(key: str, entered: int) -> str:
    partner, category, nature = parted(key)
    return key_of(entered, category, nature) if partner == NEWCOMER else key


def _answer_for(project: Project, change: Change, heir: int | None) -> None:
    """Let whoever takes after, else the lead, answer for what whoever left had still to hand over."""
    if change.leaves is None:
        return
    rows = Deliverable.objects.filter(project=project, organisation=change.leaves.organisation, done_on=None)
    rows.update(organisation_id=heir or project.lead_id)
