"""Asking partners in, what each answers, what rules of aid ask of each, who leads."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from vivier.aid.data import AREAS, KINDS, METHODS, SIZES, TERRITORIES
from vivier.vocabulary import InputError
from vivier_web.accounts.actions import record
from vivier_web.accounts.models import User
from vivier_web.members.choices import OrganisationKind
from vivier_web.members.models import Membership, Organisation, Pole
from vivier_web.members.territory import REGION_OF
from vivier_web.projects.choices import PartnerState, ProjectState
from vivier_web.projects.models import Partner, Project
from vivier_web.projects.queries.budgets import base_of

BEFORE_AWARD = (ProjectState.EMERGING, ProjectState.BUILDING, ProjectState.FILED, ProjectState.DROPPED)
_RESEARCH = {OrganisationKind.LABORATORY, OrganisationKind.CARNOT}
_OTHERS = {OrganisationKind.CHAMBER, OrganisationKind.AUTHORITY, OrganisationKind.TECHNICAL, OrganisationKind.OTHER}
_SIZE_OF = {
    OrganisationKind.CRAFT: "small",
    OrganisationKind.MICRO: "small",
    OrganisationKind.SSE: "small",
    OrganisationKind.MID_CAP: "mid-cap",
    OrganisationKind.LARGE: "large",
}
_SMALL = {"NN", "00", "01", "02", "03", "11", "12"}  # under 50 employees
_MEDIUM = {"21", "22", "31"}  # under 250


def kind_for_aid(organisation: Organisation) -> tuple[str, str]:
    """Give the status and the size that rules of aid would see, from what the pôle knows; the team corrects them."""
    if organisation.kind in _RESEARCH:
        return "laboratory", ""
    if organisation.kind == OrganisationKind.SCHOOL:
        return "training", ""
    if organisation.kind in _OTHERS:
        return "other", ""
    known = "small" if organisation.size in _SMALL else "medium" if organisation.size in _MEDIUM else ""
    return "company", _SIZE_OF.get(OrganisationKind(organisation.kind), known or "medium")


def check_member(pole: Pole, organisation: Organisation) -> None:
    """Refuse an organisation that is no member today."""
    rows = Membership.objects.filter(pole=pole, organisation=organisation).of_day(timezone.localdate())
    if not rows.exists():
        raise InputError(f"« {organisation.name} » n’est pas membre du pôle aujourd’hui : admettez-le d’abord.")


def add_partner(project: Project, organisation: Organisation, state: str, brings: str) -> Partner:
    """Write a partner with what the pôle knows of it, for the rules of aid; the team corrects them."""
    answered_at = timezone.now() if state == PartnerState.JOINED else None
    return Partner.objects.create(
        project=project, organisation=organisation, state=state, brings=brings[:300], answered_at=answered_at,
        **facts_for_aid(project, organisation),
    )  # fmt: skip


def facts_for_aid(project: Project, organisation: Organisation) -> dict[str, str]:
    """Give what rules of aid would see of an organisation in a project: status, size, territory."""
    kind, size = kind_for_aid(organisation)
    return {"kind": kind, "size": size, "territory": _territory_of(project, organisation)}


def _territory_of(project: Project, organisation: Organisation) -> str:
    """Say whether a partner works on the territory of the pôle: where its head office is."""
    site = organisation.sites.filter(is_head_office=True).first()
    if site is None or not project.pole.region:
        return "lead" if organisation.pk == project.lead_id else "outside"
    return "lead" if REGION_OF.get(site.department) == project.pole.region else "outside"


def locked(project: Project) -> Project:
    """Give the row as it is now, held until the end of the transaction: two people may write in the same second."""
    rows = Project.objects.select_for_update(of=("self",)).select_related("pole", "lead")
    found: Project = rows.get(pk=project.pk)
    return found


def check_built(project: Project) -> None:
    """Refuse to change what was filed and granted: an agreement holds it now."""
    if project.state not in BEFORE_AWARD:
        raise InputError("Ce projet est financé : son consortium et son budget suivent la convention, par avenant.")


@transaction.atomic
def invite_partner(project: Project, organisation: Organisation, brings: str = "", *, by: User | None) -> Partner:
    """Ask a member into the consortium; one who left or declined may be asked again.

    Raises:
        InputError: it is no member, already there, or the project is granted.
    """
    row = locked(project)
    check_built(row)
    check_member(row.pole, organisation)
    known = Partner.objects.filter(project=row, organisation=organisation).first()
    if known is not None and known.state in {PartnerState.INVITED, PartnerState.JOINED}:
        raise InputError(f"« {organisation.name} » est déjà sollicité ou partenaire.")
    if known is None:
        made = add_partner(row, organisation, PartnerState.INVITED, brings)
    else:
        known.state, known.answered_at, made = PartnerState.INVITED, None, known
        known.brings = brings[:300] or known.brings
        known.save()
    row.base_eur = base_of(row)  # who comes back finds its costs again
    row.save(update_fields=["base_eur"])
    record("invite_partner", by=by, subject=f"partner:{made.pk}", pole=row.pole.slug, project=row.pk)
    return made


@transaction.atomic
def answer_partnership(partner: Partner, state: str, *, by: User | None, brings: str = "") -> Partner:
    """Join, decline or leave; the lead does not leave its own project.

    Raises:
        InputError: the answer is none of these, or the lead would leave.
    """
    project = locked(partner.project)
    check_built(project)
    row = Partner.objects.select_for_update(of=("self",)).get(pk=partner.pk)
    if state not in {PartnerState.JOINED, PartnerState.DECLINED, PartnerState.LEFT}:
        raise InputError("Répondez : rejoindre, décliner ou quitter.")
    if row.organisation_id == project.lead_id and state != PartnerState.JOINED:
        raise InputError("Le chef de file ne quitte pas son projet : donnez-en d’abord la conduite à un autre.")
    row.state, row.answered_at = state, timezone.now()
    row.brings = " ".join(brings.split())[:300] or row.brings
    row.save()
    if state == PartnerState.JOINED and project.state == ProjectState.EMERGING:
        project.state = ProjectState.BUILDING  # two at least: it is being built
    project.base_eur = base_of(project)  # who leaves takes its costs away
    project.save(update_fields=["state", "base_eur"])
    record("answer_partnership", by=by, subject=f"partner:{row.pk}", pole=project.pole.slug, state=state)
    return row


@transaction.atomic
def hand_over_lead(project: Project, partner: Partner, *, by: User | None) -> Project:
    """Give the lead to another partner that has joined."""
    row = locked(project)
    check_built(row)
    if partner.project_id != row.pk or partner.state != PartnerState.JOINED:
        raise InputError("Le nouveau chef de file doit être un partenaire du projet.")
    row.lead_id = partner.organisation_id
    row.save(update_fields=["lead"])
    record("hand_over_lead", by=by, subject=f"project:{row.pk}", pole=row.pole.slug, partner=partner.pk)
    return row


_WORDS = {"kind": KINDS, "territory": TERRITORIES, "method": METHODS, "area": AREAS}


@transaction.atomic
def describe_partner(partner: Partner, said: Mapping[str, Any], *, by: User | None) -> Partner:
    """Say what rules of aid ask of a partner: status, size, territory, method, group, other public money.

    Raises:
        InputError: a word is not one of those known, or the whole does not hold together.
    """
    project = locked(partner.project)
    check_built(project)
    row = Partner.objects.select_for_update(of=("self",)).get(pk=partner.pk)
    for name, words in _WORDS.items():
        value = said.get(name, getattr(row, name))
        if value not in words:
            raise InputError("Choisissez dans la liste.")
        setattr(row, name, value)
    size = said.get("size", row.size)
    row.size = size if row.kind == "company" else ""
    if row.kind == "company" and row.size not in SIZES:
        raise InputError("Dites la taille de l’entreprise : les taux en dépendent.")
    if row.kind == "company" and row.method == "additional":
        raise InputError("Une entreprise compte ses coûts complets, non ses coûts additionnels.")
    row.group = " ".join(str(said.get("group", row.group)).split())[:120]
    row.full_cost_eur = said.get("full_cost_eur", row.full_cost_eur)
    row.other_public_eur = said.get("other_public_eur", row.other_public_eur) or Decimal(0)
    for amount in (row.full_cost_eur, row.other_public_eur):
        if amount is not None and (not amount.is_finite() or amount < 0):
            raise InputError("Un montant n’est pas plus petit que zéro : corrigez-le.")
    row.brings = " ".join(str(said.get("brings", row.brings)).split())[:300]
    row.save()
    record("describe_partner", by=by, subject=f"partner:{row.pk}", pole=project.pole.slug, kind=row.kind)
    return row
