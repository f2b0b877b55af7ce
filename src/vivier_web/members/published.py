"""What anyone may see of pôles and members."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django_scopes import scopes_disabled

from vivier_web.members.models import Label, Pole

PAGE = 100


@dataclass(frozen=True, slots=True)
class PoleCard:
    """Hold the card of a pôle: nothing of its members."""

    slug: str
    name: str
    kind: str
    region: str
    labels: tuple[str, ...]
    is_fictional: bool


def pole_cards(*, region: str = "", page: int = 1) -> tuple[tuple[PoleCard, ...], int]:
    """Give one page of the cards of pôles, by name, and how many there are in all."""
    found = Pole.objects.order_by("name", "pk")
    if region:
        found = found.filter(region=region)
    poles = list(found[(page - 1) * PAGE : page * PAGE])
    labels = _labels_today([pole.pk for pole in poles])
    cards = (
        PoleCard(pole.slug, pole.name, pole.kind, pole.region, labels.get(pole.pk, ()), pole.is_fictional)
        for pole in poles
    )
    return tuple(cards), found.count()


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
