"""What an authority granted on its territory, in a list: labels and awards, what ends first first."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from vivier_web.procedures.addressing import Seat, own_stages
from vivier_web.procedures.models import Dossier, Grant, ProcedureVersion
from vivier_web.procedures.queries.addressed import roles_on
from vivier_web.procedures.queries.addressees import placed_in
from vivier_web.procedures.queries.granted import Granted, granted
from vivier_web.procedures.queries.shown import Reader, title_for

SOON = dt.timedelta(days=183)
STANDINGS = {"en-cours": "En cours", "suspendus": "Suspendus", "tous": "Tous, même terminés ou retirés"}


@dataclass(frozen=True, slots=True)
class GrantedLine:
    """Hold one of them in the list of the authority that decided it."""

    grant: Granted
    dossier: int
    reference: str
    dossier_title: str
    pole: str
    holder: str
    is_ending: bool


def running(today: dt.date, **besides: object) -> Q:
    """Say which grants run on a day, suspended or not."""
    return Q(Q(until_on=None) | Q(until_on__gte=today), withdrawn_on=None, **besides)


def grants_of(seat: Seat, standing: str, today: dt.date) -> QuerySet[Grant]:
    """Give what an authority granted, what ends first first; read outside any pôle."""
    theirs = Q(pk__in=())
    for row in ProcedureVersion.objects.filter(pk__in=Dossier.objects.values("procedure")).only("pk", "text"):
        procedure = row.definition()
        for role in sorted(seat.roles):
            here = Dossier.objects.filter(placed_in(role, seat.territories(role)), procedure=row.pk)
            own = sorted(own_stages(procedure, role))
            theirs |= Q(decision__stage__in=own, decision__dossier__in=here.values("pk"))
    kept = {"en-cours": running(today), "suspendus": running(today, suspended_on__isnull=False)}
    rows = Grant.objects.filter(theirs & kept.get(standing, Q())).order_by(F("until_on").asc(nulls_last=True), "pk")
    dossier = "decision__dossier"
    whole = rows.select_related(f"{dossier}__procedure", f"{dossier}__organisation", f"{dossier}__pole")
    found: QuerySet[Grant] = whole.prefetch_related(f"{dossier}__decisions", f"{dossier}__organisation__sites")
    return found


def granted_line(seat: Seat, row: Grant, today: dt.date) -> GrantedLine:
    """Write one row of the list."""
    dossier = row.decision.dossier
    return GrantedLine(
        granted(row),
        dossier.pk,
        dossier.reference,
        title_for(dossier, Reader(roles_on(seat, dossier))),
        dossier.pole.name,
        dossier.organisation.name,
        row.withdrawn_on is None and row.until_on is not None and today <= row.until_on <= today + SOON,
    )
