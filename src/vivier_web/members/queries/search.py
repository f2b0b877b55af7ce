"""What a search finds beyond names: what the team noted of its members, and the activity they are registered under.

What a member deposited is never searched: its occupations are its own.
"""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db.models import Q

from vivier.reference import store
from vivier_web.members.models import Dealing, Membership, Pole
from vivier_web.members.search import folded, stems_of

ACTIVITIES = "naf2"  # the nomenclature of activities, where the operator installed it


@dataclass(frozen=True, slots=True)
class Noted:
    """Hold one thing the team noted of a member."""

    organisation_id: int
    organisation: str
    kind: str
    on: dt.date
    summary: str


@dataclass(frozen=True, slots=True)
class Active:
    """Hold one activity whose official label bears the words, and its members of today."""

    code: str
    label: str
    members: int


def noted_of(pole: Pole, words: str, *, most: int = 10) -> tuple[tuple[Noted, ...], int]:
    """Give the latest needs and dealings in which every word was noted, and how many there are.

    Words are compared by their beginning: « soudeuse » finds what was noted of « soudeurs ».
    """
    asked = stems_of(words)
    rows = Dealing.objects.filter(pole=pole).select_related("organisation")
    for stem in asked:
        rows = rows.filter(Q(words__startswith=stem) | Q(words__contains=f" {stem}"))
    found = list(rows[: most + 1]) if asked else []
    total = len(found) if len(found) <= most else rows.count()
    noted = (
        Noted(row.organisation_id, row.organisation.name, str(row.get_kind_display()), row.on, row.summary)
        for row in found[:most]
    )
    return tuple(noted), total


def activities_of(pole: Pole, words: str, *, today: dt.date, most: int = 6) -> tuple[Active, ...]:
    """Give the activities of members whose official label bears every word, those of most members first."""
    asked = stems_of(words)
    labels = _labels(str(settings.REFERENCE or "")) if asked else {}
    found = {
        code: label
        for code, (label, known) in labels.items()
        if all(any(word.startswith(stem) for word in known) for stem in asked)
    }
    if not found:
        return ()
    current = Membership.objects.filter(pole=pole).of_day(today)
    counts: dict[str, int] = {}
    for code in current.filter(organisation__naf__in=found).values_list("organisation__naf", flat=True):
        counts[code] = counts.get(code, 0) + 1
    ranked = sorted(counts, key=lambda code: (-counts[code], code))
    return tuple(Active(code, found[code], counts[code]) for code in ranked[:most])


@lru_cache(maxsize=4)
def _labels(folder: str) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Give each activity its label and the words of it; nothing where the nomenclature is not installed."""
    held = store(Path(folder)) if folder else store()
    if not held.has(ACTIVITIES):
        return {}
    known = held.nomenclature(ACTIVITIES)
    return {code: (known.label(code), tuple(folded(known.label(code)).split())) for code in known.codes()}
