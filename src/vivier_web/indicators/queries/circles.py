"""Which pôles are put together: those of a network, of a Region, of France; and what they published alike."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django_scopes import scopes_disabled

from vivier.vocabulary import InputError
from vivier_web.indicators.gate.layout import HEADCOUNT, INDICATOR, cube_of
from vivier_web.indicators.models import Publication, PublicationWork
from vivier_web.indicators.rules import FRANCE
from vivier_web.members.models import Network, Pole
from vivier_web.members.territory import REGIONS
from vivier_web.skills.choices import RunState

DAY = "day:"  # the source of what several pôles published of one day
MOST = 100  # 71 take a minute of the worker (`bench/together.py`)
SUMMED = Q(cube=HEADCOUNT.key) | Q(cube__startswith=f"{INDICATOR.key}:")  # what an enterprise counted once adds up


@dataclass(frozen=True, slots=True)
class Circle:
    """Hold which pôles are put together: those of a network, of a Region, or all of them (`FR`)."""

    name: str
    key: str  # of its addresses: `reseau-mecanique`, `region-84`, `france`
    network: Network | None = None
    territory: str = ""

    def of(self, rows: "QuerySet[Publication]") -> "QuerySet[Publication]":
        """Keep what the pôles of this circle published alone."""
        if self.network is not None:
            return rows.filter(pole__networks=self.network)
        return (
            rows.filter(pole__isnull=False) if self.territory == FRANCE else rows.filter(pole__region=self.territory)
        )

    def own(self) -> "QuerySet[Publication]":
        """Give what was published of it, withdrawn or not."""
        rows: QuerySet[Publication] = Publication.objects.filter(pole=None).defer("content")
        return rows.filter(network=self.network, territory=self.territory)


def circle_of_network(network: Network) -> Circle:
    """Give the circle of a network."""
    return Circle(network.name, f"reseau-{network.slug}", network)


def circle_of_territory(code: str) -> Circle:
    """Give the circle of a Region, or of France.

    Raises:
        InputError: there is no such territory.
    """
    if code == FRANCE:
        return Circle("Ensemble des pôles", "france", territory=FRANCE)
    if code not in REGIONS:
        raise InputError("Choisissez une Région dans la liste.")
    return Circle(f"Pôles de la Région {REGIONS[code]}", f"region-{code.lower()}", territory=code)


def circle_of(network: Network | None, territory: str) -> Circle:
    """Give the circle of a network, or of a territory."""
    return circle_of_network(network) if network is not None else circle_of_territory(territory)


@dataclass(frozen=True, slots=True)
class Offer:
    """Hold what a circle could publish: which cube, of which day, in words, and how many pôles published it alone."""

    circle: Circle
    cube: str
    on: dt.date
    words: str
    count: int


def offers_of(circle: Circle) -> list[Offer]:
    """Give what two pôles of a circle at least published of one day, if not put together since; the latest first."""
    with scopes_disabled():
        rows = circle.of(Publication.objects.filter(SUMMED, withdrawn_at=None)).order_by("published_at")
        told = list(rows.values_list("cube", "on", "pole", "title", "published_at"))
        own = circle.own().filter(withdrawn_at=None).order_by("published_at")
        out = {(cube, on): at for cube, on, at in own.values_list("cube", "on", "published_at")}
    words = {(cube, on): title.rpartition(" · ")[0] for cube, on, _, title, _ in told if cube != HEADCOUNT.key}
    whose: dict[tuple[str, dt.date], dict[int, dt.datetime]] = {}
    for cube, on, pole, _, at in told:
        whose.setdefault((cube, on), {})[pole] = at
    found = [
        Offer(circle, *key, words.get(key, HEADCOUNT.measure_title), len(poles))
        for key, poles in whose.items()
        if len(poles) > 1 and (key not in out or out[key] < max(poles.values()))
    ]
    return sorted(found, key=lambda one: (-one.on.toordinal(), one.words))


def poles_published(circle: Circle, cube: str, on: dt.date) -> list[Pole]:
    """Give the pôles of a circle that published a cube of a day: those alone are put together.

    Raises:
        InputError: there are fewer than two of them, or too many.
    """
    with scopes_disabled():
        rows = circle.of(Publication.objects.filter(SUMMED, cube=cube, on=on, withdrawn_at=None))
        poles = list(Pole.objects.filter(pk__in=rows.order_by().values("pole")).order_by("slug"))
    if len(poles) < 2:
        raise InputError("Il faut au moins deux pôles réunis qui aient publié ces chiffres de ce jour.")
    if len(poles) > MOST:
        raise InputError(f"Réunissez {MOST} pôles au plus : au-delà, ce qu’ils partagent ne se protège plus à temps.")
    return poles


def passages_of(circle: Circle) -> list[tuple[str, PublicationWork]]:
    """Give the passages of a circle that are under way, or whose last try was refused, each with its words."""
    with scopes_disabled():
        rows = PublicationWork.objects.filter(pole=None, network=circle.network, territory=circle.territory)
        last = {(one.cube, one.source, one.detail): one for one in rows.defer("preview").order_by("pk")}
    left = [one for one in last.values() if one.state != RunState.DONE]
    words = {(one.cube, one.on.isoformat()): one.words for one in offers_of(circle)} if left else {}
    days = [one.source.removeprefix(DAY) for one in left]
    named = [words.get((one.cube, day), cube_of(one.cube).title) for one, day in zip(left, days, strict=True)]
    return [(f"{circle.name} : {name}", one) for name, one in zip(named, left, strict=True)]
