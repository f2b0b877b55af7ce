"""Reads about job titles that members released: what waits for a human, what was decided, what is proposed."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, QuerySet, Sum

from vivier.reference import Store, pcs_label, pcs_occupations, store
from vivier.vocabulary import InputError
from vivier_web.members.models import Pole
from vivier_web.members.search import folded
from vivier_web.skills.models import UNKNOWN_PCS, ReleasedTitle, TitleDecision, Wave, key_of

MOST = 5  # proposals shown for one title
FOUND = 9  # codes shown for one search
_STOP = frozenset(
    ["de", "du", "des", "la", "le", "les", "et", "en", "a", "au", "aux", "un", "une", "d", "l", "h", "f"]
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Hold one title to review: as its members write it most, how many people and members bear it."""

    key: str
    title: str
    people: int
    members: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """Hold one code proposed for a title; `probability` is None when it only looks like its label."""

    code: str
    label: str
    probability: float | None = None


@dataclass(frozen=True, slots=True)
class Advice:
    """Hold what is proposed for one title: codes, the question that would settle it, and what a reader must know."""

    proposals: tuple[Proposal, ...]
    question: str = ""
    caution: str = ""


def waiting_titles(pole: Pole) -> list[Waiting]:
    """Give the released titles of unknown occupation that nobody decided, most people first."""
    rows = _undecided(pole)
    counted = rows.values("key").annotate(people=Sum("count"), members=Count("deposit__organisation", distinct=True))
    ranked = sorted(counted.values_list("people", "key", "members"), key=lambda row: (-row[0], row[1]))
    written = rows.values_list("key", "title").annotate(people=Sum("count"))
    commonest: dict[str, str] = {}
    for key, title, _ in sorted(written, key=lambda row: (-row[2], row[1])):
        commonest.setdefault(key, title)
    return [Waiting(key, commonest[key], people, members) for people, key, members in ranked]


def waiting_count(pole: Pole) -> tuple[int, int]:
    """Count the titles that wait and the people who bear them, in one query."""
    counted = _undecided(pole).aggregate(titles=Count("key", distinct=True), people=Sum("count"))
    return counted["titles"], counted["people"] or 0


def _undecided(pole: Pole) -> "QuerySet[ReleasedTitle]":
    decided = TitleDecision.objects.filter(pole=pole, title=OuterRef("key")).exclude(code="")
    current = {"deposit__pole": pole, "deposit__replaced_at": None}  # the pôle again: no other deposit is looked at
    unknown = ReleasedTitle.objects.filter(pole=pole, pcs__in=UNKNOWN_PCS, **current)
    return unknown.exclude(key="").filter(~Exists(decided)).order_by()


def decisions_of(pole: Pole) -> dict[str, str]:
    """Give what was decided in a pôle: folded title → PCS-ESE."""
    return dict(TitleDecision.objects.filter(pole=pole).exclude(code="").values_list("title", "code"))


def latest_decisions(pole: Pole, most: int = 5) -> list[TitleDecision]:
    """Give the last decisions, the latest first."""
    return list(TitleDecision.objects.filter(pole=pole).exclude(code="").order_by("-at", "-pk")[:most])


def decided_people(wave: Wave) -> dict[int, dict[str, int]]:
    """Give, by deposit, how many people of unknown occupation the decisions of the pôle give each occupation."""
    decided = decisions_of(wave.pole)
    rows = ReleasedTitle.objects.filter(deposit__wave=wave, deposit__replaced_at=None, pcs__in=UNKNOWN_PCS)
    found: dict[int, dict[str, int]] = {}
    for deposit, title, count in rows.values_list("deposit_id", "title", "count"):
        if code := decided.get(key_of(title)):
            codes = found.setdefault(deposit, {})
            codes[code] = codes.get(code, 0) + count
    return found


def reference_store() -> Store:
    """Open the store of nomenclatures that this platform uses."""
    return store(Path(settings.REFERENCE)) if settings.REFERENCE else store()


def advice_on(title: str) -> Advice:
    """Give at most five codes for a title: the coder's where a nomenclature is installed, else alike labels."""
    held = reference_store()
    alike = tuple(search_occupations(title, MOST))
    if held.is_demonstration:
        return Advice(alike, caution=NOT_INSTALLED)
    from vivier.occupations import code  # learned models weigh: opened when first needed

    try:
        (found,) = code([title], nomenclature=held.nomenclature("pcs-ese"))
    except InputError as why:
        return Advice(alike, caution=str(why))
    first = Proposal(found.code, pcs_label(found.code), found.probability)
    others = [Proposal(each, pcs_label(each)) for each in found.alternatives]
    proposals = [each for each in (first, *others) if each.code in pcs_occupations()]
    return Advice(tuple(proposals[:MOST]), found.question)


NOT_INSTALLED = (
    "Aucune nomenclature officielle (ROME) n’est installée sur cette plateforme : les propositions se fient aux "
    "seuls libellés de la PCS, sans probabilité. L’exploitant peut l’installer (« vivier reference add »)."
)


def search_occupations(words: str, most: int = FOUND) -> list[Proposal]:
    """Find occupations of PCS-ESE by their code or the words of their label, the nearest first.

    >>> search_occupations("soudeur", 2)[0].code
    '623e'
    """
    asked = _stems(words)
    if not asked:
        return []
    scores = {code: _likeness(asked, code) for code in pcs_occupations()}
    ranked = sorted((code for code in scores if scores[code]), key=lambda code: (-scores[code], code))
    return [Proposal(code, pcs_label(code)) for code in ranked[:most]]


def _likeness(asked: Mapping[str, int], code: str) -> float:
    if any(stem[0].isdigit() and code.startswith(stem) for stem in asked):
        return 10.0
    stems, seen = _labels()
    common = [weight / seen[stem] for stem, weight in asked.items() if stem in stems[code]]
    return float(sum(common) / len(stems[code]) ** 0.25)


@cache
def _labels() -> tuple[dict[str, frozenset[str]], Counter[str]]:
    """Give the stems of each label, and how many labels have each: a rare word says more than « ouvrier »."""
    stems = {code: frozenset(_stems(pcs_label(code))) for code in pcs_occupations()}
    return stems, Counter(stem for found in stems.values() for stem in found)


def _stems(words: str) -> dict[str, int]:
    """Give the beginnings of the words that carry a meaning; the first words of a title say most."""
    found = [word for word in folded(words).split() if word not in _STOP]
    weights = [(word[:6] if not word[:1].isdigit() else word, max(4 - rank, 1)) for rank, word in enumerate(found)]
    return dict(reversed(weights))


def labelled(decisions: list[TitleDecision]) -> list[tuple[TitleDecision, str]]:
    """Give decisions with the label of their occupation."""
    return [(each, pcs_label(each.code)) for each in decisions]
