"""The dossiers addressed to an authority: those at its stages or filed to it, on its territory, as plain values."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from vivier_web.accounts.models import User
from vivier_web.members.models import Role
from vivier_web.procedures.addressing import Seat, own_stages, reaching_stages, side_of
from vivier_web.procedures.choices import AssignmentState
from vivier_web.procedures.models import Condition, Decision, Dossier, ProcedureVersion
from vivier_web.procedures.queries.addressees import agents_of, placed_in, places_of
from vivier_web.procedures.queries.boards import Line, known_of
from vivier_web.procedures.queries.shown import Reader


@dataclass(frozen=True, slots=True)
class Addressed(Line):
    """Hold one dossier in the list of an authority; `is_theirs` says that it is for them to act today."""

    pole: str
    is_theirs: bool

    @property
    def late_days(self) -> int:
        """How many days late its stage is, if it is."""
        return self.silence.late_days if self.silence else 0


def rows_for(seat: Seat, *, is_waiting: bool) -> QuerySet[Dossier]:
    """Give the dossiers in the hands of an authority, or all those that reached it; read outside any pôle."""
    whole = Q(pk__in=())
    for (role, own, reaching), versions in _versions(seat).items():
        stages = own if is_waiting else reaching
        here = Q(stage__in=sorted(stages))
        if not is_waiting:
            decided = Decision.objects.filter(stage__in=sorted(own), dossier__procedure__in=versions)
            here |= Q(pk__in=decided.values("dossier"))
        whole |= Q(procedure__in=versions) & here & placed_in(role, seat.territories(role))
    found: QuerySet[Dossier] = Dossier.objects.filter(whole).select_related("procedure", "organisation", "pole")
    return found.prefetch_related("decisions", "organisation__sites").order_by("entered_on", "pk")


def _versions(seat: Seat) -> dict[tuple[str, frozenset[str], frozenset[str]], list[int]]:
    """Group the versions that have dossiers by the stages that are theirs and those that reach them."""
    found: dict[tuple[str, frozenset[str], frozenset[str]], list[int]] = defaultdict(list)
    for row in ProcedureVersion.objects.filter(pk__in=Dossier.objects.values("procedure")).only("pk", "text"):
        procedure = row.definition()
        for role in sorted(seat.roles):
            if reaching := reaching_stages(procedure, role):
                found[role, own_stages(procedure, role), reaching].append(row.pk)
    return found


def roles_on(seat: Seat, dossier: Dossier) -> frozenset[str]:
    """Give for which authorities this agent reads a dossier today: none when it did not reach them."""
    places = places_of(dossier)
    return frozenset(each for each in seat.roles if seat.covers(each, places) and _has_reached(dossier, each))


def _has_reached(dossier: Dossier, role: str) -> bool:
    """Tell whether it is in their hands, was surely filed to them, or was decided by them: who decides keeps it."""
    procedure = dossier.definition()
    if not dossier.is_closed and dossier.stage in reaching_stages(procedure, role):
        return True
    own = own_stages(procedure, role)
    return any(each.stage in own for each in dossier.decisions.all())


def dossier_for(seat: Seat, pk: int) -> Dossier | None:
    """Find one dossier that reached this agent; read outside any pôle."""
    found = Dossier.objects.select_related("procedure", "organisation", "pole").filter(pk=pk).first()
    return found if found is not None and roles_on(seat, found) else None


def acting_role(seat: Seat, dossier: Dossier) -> str:
    """Give the authority for which one acts where a dossier is, or the first one for which one reads it."""
    roles = roles_on(seat, dossier)
    side = "" if dossier.is_closed else side_of(dossier.definition(), dossier.definition().stage(dossier.stage))
    return side if side in roles else min(roles, default="")


def line_for(seat: Seat, dossier: Dossier, today: dt.date) -> Addressed:
    """Write one row of the list."""
    procedure, roles = dossier.definition(), roles_on(seat, dossier)
    is_theirs = not dossier.is_closed and side_of(procedure, procedure.stage(dossier.stage)) in roles
    return Addressed(*known_of(dossier, Reader(roles), today), pole=dossier.pole.name, is_theirs=is_theirs)


@dataclass(frozen=True, slots=True)
class Judge:
    """Hold one agent asked to judge where a dossier is: what they answered, whether their opinion is in."""

    name: str
    words: str
    is_given: bool


@dataclass(frozen=True, slots=True)
class Mine:
    """Hold what is asked of the agent who looks, and the last opinion they gave: fields of a form, by name."""

    pk: int
    state: str
    content: int
    is_stale: bool
    typed: tuple[tuple[str, Any], ...]


def judges_of(dossier: Dossier) -> tuple[Judge, ...]:
    """List the agents asked to judge at this stage."""
    rows = dossier.assignments.filter(stage=dossier.stage).select_related("expert").prefetch_related("opinions")
    found = []
    for row in rows:
        is_given = any(not each.is_set_aside for each in row.opinions.all())
        words = "Avis rendu" if is_given else AssignmentState(row.state).label
        found.append(Judge(row.expert.full_name, words, is_given))
    return tuple(found)


def mine_of(dossier: Dossier, user_id: int, version: int) -> Mine | None:
    """Give what is asked of this agent at this stage."""
    row = dossier.assignments.filter(stage=dossier.stage, expert=user_id).first()
    if row is None:
        return None
    last = row.opinions.filter(is_set_aside=False).last()
    if last is None:
        return Mine(row.pk, row.state, 0, False, ())
    typed = [(name, getattr(last, name)) for name in ("recommendation", "for_applicant", "for_panel")]
    typed += [(f"mark_{key}", "" if mark is None else str(mark)) for key, mark in sorted(last.marks.items())]
    content = max(last.content, last.confirmed_for)
    return Mine(row.pk, row.state, content, content < version, tuple(typed))


def colleagues_of(dossier: Dossier, role: str, *, but: int) -> tuple[tuple[int, str], ...]:
    """List the agents of the same authority who may still be asked to judge, by name."""
    asked = dossier.assignments.filter(stage=dossier.stage).values("expert")
    roles = Role.objects.filter(agents_of(dossier, role), ended_at=None, user__is_active=True)
    found = User.objects.filter(pk__in=roles.values("user")).exclude(pk__in=asked).exclude(pk=but)
    return tuple(found.order_by("full_name", "pk").values_list("pk", "full_name")[:200])


def held_conditions(dossier: Dossier, roles: Collection[str]) -> tuple[Condition, ...]:
    """List the conditions that these authorities set and that nothing proves yet."""
    own = {key for role in roles for key in own_stages(dossier.definition(), role)}
    return tuple(Condition.objects.filter(decision__dossier=dossier, decision__stage__in=own, settled_on=None))
