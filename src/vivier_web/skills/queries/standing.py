"""Where the collections and studies of a pôle are, by counts alone; and what an accountant’s clients have to give."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django_scopes import scopes_disabled

from vivier_web.members.models import Membership, Organisation, Pole
from vivier_web.skills.choices import RunState
from vivier_web.skills.models import Deposit, Run, Wave
from vivier_web.skills.queries.deposits import is_open
from vivier_web.skills.queries.waves import open_or_closing


@dataclass(frozen=True, slots=True)
class UnderWay:
    """Hold a collection under way: how many members of today gave, out of how many."""

    wave: Wave
    done: int
    members: int

    @property
    def missing(self) -> int:
        """How many have not given yet."""
        return max(self.members - self.done, 0)


@dataclass(frozen=True, slots=True)
class Due:
    """Hold one open collection for one client: when it deposited, if it did."""

    wave: Wave
    deposited_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Client:
    """Hold one client of an accountant in one pôle, and what its pôle waits for."""

    organisation: Organisation
    pole: Pole
    is_member: bool
    dues: tuple[Due, ...]

    @property
    def waiting(self) -> tuple[Due, ...]:
        """What is to be deposited, the first to close first."""
        return tuple(one for one in self.dues if one.deposited_at is None and self.is_member)


def collections_under_way(pole: Pole, *, today: dt.date) -> tuple[UnderWay, ...]:
    """Give the collections open today, the first to close first."""
    opened = [one for one in open_or_closing(pole, today) if is_open(one, today)]
    found = (UnderWay(one, one.members_done, one.members) for one in opened)  # type: ignore[attr-defined]
    return tuple(sorted(found, key=lambda one: (one.wave.closes_on, one.wave.pk)))


def latest_result(pole: Pole) -> Run | None:
    """Give the run of a pôle that ended last with a result, its result with it."""
    done = Run.objects.filter(pole=pole, state=RunState.DONE).select_related("study__wave", "pole")
    return done.order_by("-finished_at", "-pk").first()


def clients_of(pairs: Collection[tuple[int, int]], *, today: dt.date) -> tuple[Client, ...]:
    """Give the clients (pôle, organisation) of an accountant, those who have to give first, in five queries.

    They may belong to several pôles: rows are kept to these very pairs.
    """
    poles = {pk for pk, _ in pairs}
    with scopes_disabled():
        opened = Wave.objects.filter(
            pole__in=poles, opens_on__lte=today, closes_on__gte=today, frozen_at=None, erased_at=None
        )
        waves = list(opened.order_by("closes_on", "pk"))
        given = Deposit.objects.filter(wave__in=waves, organisation__in={pk for _, pk in pairs}, replaced_at=None)
        at = {(wave, who): when for wave, who, when in given.values_list("wave_id", "organisation_id", "at")}
        members = set(
            Membership.objects.filter(pole__in=poles, organisation__in={pk for _, pk in pairs})
            .of_day(today)
            .values_list("pole_id", "organisation_id")
        )
    known = Pole.objects.in_bulk(poles), Organisation.objects.in_bulk({pk for _, pk in pairs})
    found = [
        Client(
            known[1][who], known[0][pole], (pole, who) in members,
            tuple(Due(wave, at.get((wave.pk, who))) for wave in waves if wave.pole_id == pole),
        )
        for pole, who in pairs
    ]  # fmt: skip
    return tuple(sorted(found, key=_first_due))


def _first_due(client: Client) -> tuple[dt.date, str, str]:
    due = client.waiting[0].wave.closes_on if client.waiting else dt.date.max
    return due, client.organisation.name, client.pole.name
