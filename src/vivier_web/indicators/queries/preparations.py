"""What each preparation of a publication is of, in words: a list of numbers tells nobody which to open."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from vivier_web.indicators.gate.layout import HEADCOUNT, cube_of
from vivier_web.indicators.models import Campaign, PublicationWork
from vivier_web.indicators.queries.cubes import decided_words, wave_words
from vivier_web.indicators.queries.indicator_cubes import subjects_of_campaign
from vivier_web.members.models import Pole
from vivier_web.skills.models import Wave
from vivier_web.skills.queries.studies import perimeter_words


@dataclass(frozen=True, slots=True)
class Preparation:
    """Hold one preparation, and what it is of."""

    work: PublicationWork
    subject: str  # Effectifs, collecte « Juillet 2025 »
    detail: str
    whom: str  # tous les membres; nothing where it is not asked


def preparations(pole: Pole, works: Iterable[PublicationWork]) -> list[Preparation]:
    """Say what preparations are of; two queries at most, however many there are."""
    listed = list(works)
    named = _subjects(pole, {one.source for one in listed})
    return [
        Preparation(one, named.get((one.cube, one.source)) or _of(one), one.detail_words, _whom(one))
        for one in listed
    ]


def _subjects(pole: Pole, sources: Iterable[str]) -> Mapping[tuple[str, str], str]:
    """Name what figures come from, what was erased since too."""
    keys: dict[str, list[int]] = {"wave": [], "campaign": []}
    for source in sources:
        kind, _, key = source.partition(":")
        if kind in keys and key.isdigit():
            keys[kind].append(int(key))
    found: dict[tuple[str, str], str] = {}
    if keys["wave"]:
        waves = Wave.objects.filter(pole=pole, pk__in=keys["wave"])
        found |= {(HEADCOUNT.key, f"wave:{one.pk}"): wave_words(one) for one in waves}
    if keys["campaign"]:
        rows = Campaign.objects.filter(pole=pole, pk__in=keys["campaign"]).select_related("set")
        found |= {(cube, source): words for one in rows for cube, source, words in subjects_of_campaign(one)}
    return found


def _of(work: PublicationWork) -> str:
    kind, _, key = work.source.partition(":")
    return decided_words(key) if kind == "year" else cube_of(work.cube).title


def _whom(work: PublicationWork) -> str:
    return perimeter_words(work.perimeter) if work.perimeter else ""
