"""How many answered, of how many who were asked: what a reader weighs before any sum."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils import timezone

from vivier_web.indicators.gate.words import response_rows
from vivier_web.indicators.models import Vintage
from vivier_web.members.models import Membership
from vivier_web.skills.models import Wave


@dataclass(frozen=True, slots=True)
class Response:
    """Hold how many members answered a pôle, of how many it asked; `poles` whose counts are put together."""

    answered: int = 0
    asked: int = 0
    poles: int = 1

    def rows(self) -> tuple[tuple[str, str], ...]:
        """Say it as one line of a provenance; none where nobody was asked."""
        return response_rows(self.answered, self.asked, self.poles)


def response_of_wave(wave: Wave, answered: Iterable[int], *, among: Collection[int] | None = None) -> Response:
    """Count who deposited, and the members of the day the wave was frozen: those of a perimeter, or all."""
    day = timezone.localdate(wave.frozen_at) if wave.frozen_at else wave.on
    there = set(Membership.objects.filter(pole=wave.pole_id).of_day(day).values_list("organisation_id", flat=True))
    gave = set(answered)
    return Response(len(gave), len(gave | (there if among is None else there.intersection(among))))


def response_of_vintage(vintage: Vintage) -> Response:
    """Give what a freeze counted: the members who answered by then, and all of them."""
    return Response(vintage.answered, vintage.members)


def added(responses: Iterable[Response]) -> Response:
    """Add up the answers of several pôles: who belongs to two was asked twice."""
    found = list(responses)
    return Response(sum(one.answered for one in found), sum(one.asked for one in found), len(found))
