"""How a pôle stands: its members by college, who came and who leaves, the labels that end; and whom to write to."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q

from vivier_web.accounts.choices import STAFF
from vivier_web.members.models import Label, Membership, Pole, Role
from vivier_web.members.queries.duties import LABEL_ENDS, MEMBERSHIP_ENDS

YEAR = dt.timedelta(days=365)
SHOWN = 6


@dataclass(frozen=True, slots=True)
class Standing:
    """Hold how a pôle stands today."""

    members: int
    joined: int  # within a year
    left: int  # within a year
    colleges: tuple[tuple[str, int], ...]
    leaving: tuple[Membership, ...]
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Teammate:
    """Hold somebody of a pôle's team, for those who work with it."""

    name: str
    email: str
    role: str


def standing(pole: Pole, *, today: dt.date) -> Standing:
    """Give how a pôle stands, in four queries."""
    rows = Membership.objects.filter(pole=pole)
    current = rows.of_day(today)
    colleges = tuple(current.order_by("college").values_list("college").annotate(n=Count("id")))
    counted = rows.aggregate(
        joined=Count("id", filter=Q(joined_on__gt=today - YEAR, joined_on__lte=today)),
        left=Count("id", filter=Q(left_on__gt=today - YEAR, left_on__lt=today)),
    )
    leaving = rows.filter(left_on__range=(today, today + MEMBERSHIP_ENDS)).select_related("organisation")
    labels = Label.objects.filter(pole=pole, ends_on__range=(today, today + LABEL_ENDS)).order_by("ends_on", "pk")
    return Standing(
        sum(n for _, n in colleges), counted["joined"], counted["left"], colleges,
        tuple(leaving.order_by("left_on", "pk")[:SHOWN]), tuple(labels[:SHOWN]),
    )  # fmt: skip


def team_of(pole: Pole, *, most: int = 3) -> tuple[Teammate, ...]:
    """Give the first people of a pôle's team, its director last: whom to write to."""
    roles = Role.objects.filter(pole=pole, kind__in=STAFF, ended_at=None, user__is_active=True)
    found: dict[int, Teammate] = {}
    for role in roles.select_related("user").order_by("-kind", "pk"):
        found.setdefault(role.user_id, Teammate(role.user.full_name, role.user.email, str(role.get_kind_display())))
    return tuple(found.values())[:most]
