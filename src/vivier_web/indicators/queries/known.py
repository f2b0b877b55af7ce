"""What the platform knows of a pôle for a year, each fact with its source: what its team may see, and no more."""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from decimal import Decimal

from django.db.models import Max
from django.utils import timezone

from vivier.vocabulary import InputError
from vivier_web.accounts.choices import RoleKind
from vivier_web.accounts.models import Act
from vivier_web.members.choices import DealingKind, OrganisationKind
from vivier_web.members.models import Dealing, Membership, Organisation, Pole, Role
from vivier_web.procedures.definition.words import POSITIVE
from vivier_web.procedures.models import Content, Decision, Opinion
from vivier_web.projects.choices import FunderKind
from vivier_web.projects.models import Agreement, Aid
from vivier_web.projects.queries.outcomes import totals
from vivier_web.skills.models import Deposit, Introduction, NeedsReturn, SeatAnswer
from vivier_web.skills.published import published_run
from vivier_web.skills.queries.deposits import latest_deposit
from vivier_web.skills.queries.standing import latest_result
from vivier_web.skills.queries.training_plans import sessions_of

Facts = dict[str, Decimal]
Kind = OrganisationKind
KINDS = {
    "members_small": (Kind.CRAFT, Kind.MICRO),
    "members_sme": (Kind.SME,),
    "members_mid_cap": (Kind.MID_CAP,),
    "members_large": (Kind.LARGE,),
    "members_research": (Kind.LABORATORY, Kind.CARNOT, Kind.TECHNICAL),
    "members_training": (Kind.SCHOOL,),
    "members_craft": (Kind.CRAFT,),
    "members_sse": (Kind.SSE,),
    "members_public": (Kind.AUTHORITY,),
}
FUNDERS: dict[str, str] = {
    FunderKind.STATE: "aid_state",
    FunderKind.REGION: "aid_local",
    FunderKind.LOCAL: "aid_local",
    FunderKind.EUROPE: "aid_europe",
}
OUTCOMES = ("products", "patents", "publications", "start_ups")
SMALL = (Kind.CRAFT, Kind.MICRO, Kind.SME)
SERVICES = (DealingKind.VISIT, DealingKind.REFERRAL)


def facts_of(pole: Pole, year: int, today: dt.date) -> Facts:
    """Give every fact known of a pôle for a year, under its key; what is not known is left out.

    Headcounts are those of the last study, which betrays nobody: no deposit is read here.
    """
    found: Facts = {}
    parts = [_members, _study, _granted, _outcomes]
    if _is_served_in(pole, year):  # before, nothing was noted here: that is not zero
        parts += [_collected, _dossiers, _dealings, _training]
    for part in parts:
        found |= {key: Decimal(value) for key, value in part(pole, year, today).items()}
    return found


def own_facts(organisation: Organisation) -> Facts:
    """Give what a member itself may find again: the headcount of its own deposit."""
    deposit = latest_deposit(organisation)
    return {"own_headcount": Decimal(deposit.people)} if deposit is not None else {}


def _is_served_in(pole: Pole, year: int) -> bool:
    """Tell whether the pôle was on the platform that year, by the first act of its journal."""
    first = Act.objects.filter(pole=pole.slug).order_by("number").values_list("at", flat=True).first()
    return first is not None and timezone.localtime(first).year <= year


def _members(pole: Pole, year: int, today: dt.date) -> dict[str, int]:
    rows = Membership.objects.filter(pole=pole)
    day = min(dt.date(year, 12, 31), today)
    kinds = Counter(rows.of_day(day).order_by().values_list("organisation__kind", flat=True))
    found = {key: sum(kinds[kind] for kind in named) for key, named in KINDS.items()}
    return found | {
        "members": kinds.total(),
        "members_new": rows.filter(joined_on__year=year, joined_on__lte=today).count(),
        "members_left": rows.filter(left_on__year=year, left_on__lt=today).count(),
    }


def _study(pole: Pole, _year: int, _today: dt.date) -> dict[str, int]:
    run = latest_result(pole)
    if run is None:
        return {}
    try:
        return {"headcount": published_run(run).people}
    except InputError:
        return {}


def _collected(pole: Pole, year: int, _today: dt.date) -> dict[str, int]:
    deposits = Deposit.objects.filter(pole=pole, at__year=year)
    returns = NeedsReturn.objects.filter(pole=pole, at__year=year)
    return {
        "deposits": deposits.order_by().values("organisation").distinct().count(),
        "needs_returns": returns.order_by().values("organisation").distinct().count(),
        "mobilities": Introduction.objects.filter(pole=pole, agreed_at__year=year).count(),
    }


def _dossiers(pole: Pole, year: int, _today: dt.date) -> dict[str, int]:
    of_projects = ("project_label", "project_funding", "call", "pooling")
    filed = Content.objects.filter(dossier__pole=pole, at__year=year, dossier__procedure__kind__in=of_projects)
    said = Decision.objects.filter(
        dossier__pole=pole, on__year=year, outcome__in=POSITIVE - {"done"}
    ).order_by().values("dossier").distinct()  # fmt: skip
    experts = Role.objects.filter(pole=pole, kind=RoleKind.EXPERT, ended_at=None)
    return {
        "projects_filed": filed.order_by().values("dossier").distinct().count(),
        "companies_in_projects": filed.order_by().values("dossier__organisation").distinct().count(),
        "projects_labelled": said.filter(dossier__procedure__kind="project_label").count(),
        "projects_funded": said.filter(dossier__procedure__kind__in=("project_funding", "call")).count(),
        "experts": experts.values("user").distinct().count(),
        "opinions": Opinion.objects.filter(assignment__dossier__pole=pole, given_at__year=year).count(),
    }


def _granted(pole: Pole, year: int, _today: dt.date) -> dict[str, int]:
    """Give the aid of the projects whose agreement was signed in the year, as last amended in it, in k€.

    Where no agreement was signed nothing is said: aid that went by other ways is not zero.
    """
    signed = Agreement.objects.filter(project__pole=pole, signed_on__year=year)
    new = signed.filter(number=1).values("project")
    last = signed.filter(project__in=new).order_by().values("project").annotate(last=Max("number"))
    kept = {(one["project"], one["last"]) for one in last}
    sums: dict[str, Decimal] = {}
    rows = Aid.objects.filter(agreement__signed_on__year=year, agreement__project__in=new)
    for project, number, kind, amount in rows.values_list(
        "agreement__project", "agreement__number", "funder__kind", "amount_eur"
    ):
        if (project, number) in kept and kind in FUNDERS:
            sums[FUNDERS[kind]] = sums.get(FUNDERS[kind], Decimal(0)) + amount
    return {key: round(amount / 1000) for key, amount in sums.items()}


def _outcomes(pole: Pole, year: int, _today: dt.date) -> dict[str, int]:
    """Give what partners declared, where it betrays none: the governance reads what is answered here."""
    found = totals(pole, year)
    if not found.returns:
        return {}
    return {key: getattr(found, key) for key in OUTCOMES if key in found.shown}


def _dealings(pole: Pole, year: int, _today: dt.date) -> dict[str, int]:
    met = Dealing.objects.filter(pole=pole, on__year=year)
    served = met.filter(kind__in=SERVICES)
    return {
        "companies_met": met.order_by().values("organisation").distinct().count(),
        "services": served.count(),
        "services_small": served.filter(organisation__kind__in=SMALL).count(),
    }


def _training(pole: Pole, year: int, _today: dt.date) -> dict[str, int]:
    accepted = SeatAnswer.objects.filter(pole=pole, is_accepted=True, at__year=year).select_related("plan")
    people, sessions = 0, set()
    seats_of: Callable[..., list[dict[str, int | str]]] = sessions_of
    for answer in accepted:
        sessions.add((answer.plan_id, answer.session))
        seats = seats_of(answer.plan, answer.organisation_id)
        people += sum(int(seat["people"]) for seat in seats if seat["session"] == answer.session)
    return {"trainees": people, "training_sessions": len(sessions)}
