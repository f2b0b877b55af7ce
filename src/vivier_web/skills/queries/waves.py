"""Reads about waves: who deposited, who did not, whom to write to; never what was deposited."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from vivier_web.accounts.choices import RoleKind
from vivier_web.members.models import Membership, Pole, Role
from vivier_web.skills.guard.threshold import THRESHOLD
from vivier_web.skills.models import Deposit, Wave


@dataclass(frozen=True, slots=True)
class Followed:
    """Hold one member of a wave: when it deposited (None: not yet), how many people (None: too few to say)."""

    organisation_pk: int
    name: str
    college: str
    deposited_at: dt.datetime | None
    people: int | None
    addresses: tuple[str, ...]


def waves_of(pole: Pole) -> list[Wave]:
    """Give the waves of a pôle, the latest first, each with `members_done`.

    Of a wave that still collects, those are members of today, out of all of them; of one that is over, whoever gave.
    """
    members = Membership.objects.filter(pole=pole).of_day(timezone.localdate()).values("organisation")
    counts = Q(frozen_at__isnull=False) | Q(erased_at__isnull=False) | Q(deposits__organisation__in=members)
    done = Count("deposits", filter=Q(deposits__replaced_at=None) & counts)
    return list(Wave.objects.filter(pole=pole).annotate(members_done=done).order_by("-on", "-pk"))


def open_or_closing(pole: Pole, today: dt.date) -> list[Wave]:
    """Give the waves begun and not frozen yet, each with the `members` of today and how many of them gave."""
    members = Membership.objects.filter(pole=pole).of_day(today).order_by()
    own = Deposit.objects.filter(
        wave=OuterRef("pk"), replaced_at=None, organisation__in=members.values("organisation")
    )
    gave, current = own.order_by().values("wave"), members.values("pole")
    waves = Wave.objects.filter(pole=pole, frozen_at=None, erased_at=None, opens_on__lte=today)
    counted = waves.annotate(
        members_done=Coalesce(Subquery(gave.annotate(n=Count("pk")).values("n")), 0),
        members=Coalesce(Subquery(current.annotate(n=Count("pk")).values("n")), 0),
    )
    return list(counted.order_by("-on", "-pk"))


def members_count(pole: Pole) -> int:
    """Count the members of today."""
    return int(Membership.objects.filter(pole=pole).of_day(timezone.localdate()).count())


def followed(wave: Wave) -> list[Followed]:
    """Give every member of today with what it did in a wave: those who did not deposit first, then by name."""
    done = {
        pk: (at, people)
        for pk, at, people in Deposit.objects.filter(wave=wave, replaced_at=None).values_list(
            "organisation_id", "at", "people"
        )
    }
    addresses: dict[int, list[str]] = {}
    kinds = (RoleKind.MEMBER, RoleKind.ACCOUNTANT)
    roles = Role.objects.filter(pole=wave.pole, kind__in=kinds, ended_at=None, user__is_active=True)
    for pk, email in roles.order_by("user__email").values_list("organisation_id", "user__email").distinct():
        addresses.setdefault(pk or 0, []).append(email)
    members = Membership.objects.filter(pole=wave.pole).of_day(timezone.localdate()).select_related("organisation")
    rows = []
    for one in members:
        at, people = done.get(one.organisation_id, (None, 0))
        shown = people if people >= THRESHOLD.people else None
        who = tuple(addresses.get(one.organisation_id, ()))
        rows.append(Followed(one.organisation_id, one.organisation.name, one.college, at, shown, who))
    return sorted(rows, key=lambda row: (row.deposited_at is not None, row.name))


def addresses_to_remind(rows: list[Followed]) -> tuple[str, ...]:
    """Give the addresses of those who have not deposited."""
    return tuple(dict.fromkeys(each for row in rows if row.deposited_at is None for each in row.addresses))
