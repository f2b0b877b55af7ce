"""What anyone may see of pôles and members."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone
from django_scopes import scopes_disabled

from vivier_web.members.models import Label, Pole

PAGE = 100
LABEL_ENDS = dt.timedelta(days=270)


@dataclass(frozen=True, slots=True)
class PoleCard:
    """Hold the card of a pôle: nothing of its members."""

    slug: str
    name: str
    kind: str
    region: str
    labels: tuple[str, ...]
    is_fictional: bool


@dataclass(frozen=True, slots=True)
class EndingLabel:
    """Hold a label of a pôle that comes near its end."""

    pole: str
    name: str
    ends_on: dt.date


def pole_cards(*, regions: Collection[str] | None = None, page: int = 1) -> tuple[tuple[PoleCard, ...], int]:
    """Give one page of the cards of pôles, by name, and how many there are in all; without regions, those of all."""
    found = _poles_in(regions)
    poles = list(found[(page - 1) * PAGE : page * PAGE])
    return _cards(poles), found.count()


def pole_card_of(pole: Pole) -> PoleCard:
    """Give the card of one pôle."""
    return _cards([pole])[0]


def labels_ending(*, regions: Collection[str] | None, today: dt.date, most: int = 12) -> tuple[EndingLabel, ...]:
    """Give the labels of pôles that end within nine months, the first to end first: who grants them must prepare."""
    with scopes_disabled():
        rows = Label.objects.filter(
            pole__in=_poles_in(regions).order_by(), granted_on__lte=today, ends_on__range=(today, today + LABEL_ENDS)
        ).order_by("ends_on", "pole__name", "pk")
        held = list(rows.values_list("pole__name", "name", "ends_on")[:most])
    return tuple(EndingLabel(pole, name, ends_on) for pole, name, ends_on in held if ends_on is not None)


def _poles_in(regions: Collection[str] | None) -> QuerySet[Pole]:
    found = Pole.objects.order_by("name", "pk")
    return found if regions is None else found.filter(region__in=regions)


def _cards(poles: list[Pole]) -> tuple[PoleCard, ...]:
    labels = _labels_today([pole.pk for pole in poles])
    return tuple(
        PoleCard(pole.slug, pole.name, pole.kind, pole.region, labels.get(pole.pk, ()), pole.is_fictional)
        for pole in poles
    )


def _labels_today(poles: list[int]) -> dict[int, tuple[str, ...]]:
    today = timezone.localdate()
    with scopes_disabled():
        rows = Label.objects.filter(pole_id__in=poles, granted_on__lte=today)
        held = list(
            rows.filter(Q(ends_on=None) | Q(ends_on__gte=today)).order_by("name").values_list("pole_id", "name")
        )
    found: dict[int, tuple[str, ...]] = {}
    for pole, name in held:
        found[pole] = (*found.get(pole, ()), name)
    return found
