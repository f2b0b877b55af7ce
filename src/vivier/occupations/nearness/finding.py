"""From one code to those near it, best first, each with what is in hand and what is left to learn."""

import numpy as np

from vivier.occupations.nearness.data import DIRECTIONS, Nearby, WeighedSkill
from vivier.occupations.nearness.evidence import Evidence, gather
from vivier.occupations.nearness.weighing import Weights, shipped, totals
from vivier.reference import Nomenclature
from vivier.vocabulary import InputError

OFFICIAL = 0.5  # a published move goes half of the way from its resemblance to certainty: fixed, not learned
LEARNT = ("skill", "knowledge")  # nobody learns a context of work


def near(
    code: str,
    *,
    nomenclature: Nomenclature,
    n: int = 10,
    direction: str = "to",
    evidence: Evidence | None = None,
    weights: Weights | None = None,
) -> tuple[Nearby, ...]:
    """Give the `n` occupations nearest to a code: where its people can go (`to`), or who can come to it (`from`).

    `evidence` is what `gather` gave, for callers who ask about many codes; `weights` replace those shipped.

    Raises:
        InputError: the code is unknown, or of a coarser level; the nomenclature says nothing of its occupations; `n`
            is less than 1; `direction` is neither `to` nor `from`.

    >>> from vivier.reference import store
    >>> first = near("DEMO-C01", nomenclature=store().nomenclature("demo"), n=3)[0]
    >>> first.label, first.is_official, [skill.label for skill in first.shared]
    ('Métallerie et serrurerie', True, ['Matériaux métalliques'])
    """
    _check(code, nomenclature, n, direction)
    gathered = evidence or gather(nomenclature)
    own, every = gathered.codes.index(code), np.arange(len(gathered.codes))
    ends = ([own], every) if direction == "to" else (every, [own])
    chosen = weights or shipped(nomenclature.id)
    alike = chosen.probability(totals(gathered, chosen, *ends).ravel())
    official = (gathered.official[own] if direction == "to" else gathered.official[:, own].T).toarray().ravel() > 0
    scores = np.where(official, alike + OFFICIAL * (1 - alike), alike)
    order = [place for place in np.argsort(-scores, kind="stable").tolist() if place != own][:n]
    return tuple(
        _nearby(gathered, nomenclature, (own, place), direction, (scores[place], alike[place])) for place in order
    )


def _check(code: str, nomenclature: Nomenclature, n: int, direction: str) -> None:
    if n < 1:
        raise InputError("Le nombre de métiers proches demandé est d’au moins 1.")
    if direction not in DIRECTIONS:
        raise InputError(f"« {direction} » n’est pas un sens : choisissez {' ou '.join(DIRECTIONS)}.")
    level, grain = nomenclature.level(code), nomenclature.entry.grain
    if level != grain:
        below = nomenclature.children(code)
        named = ", ".join(below[:5]) + ("…" if len(below) > 5 else "")
        raise InputError(
            f"« {code} » est du niveau « {level} » : la proximité se calcule entre codes du niveau « {grain} », "
            f"choisissez-en un ({named})."
        )
    if not nomenclature.table("uses") and not nomenclature.table("titles"):
        raise InputError(
            f"{nomenclature.entry.title} ne dit ni les compétences ni les appellations de ses codes : demandez la "
            "proximité dans le ROME."
        )


def _nearby(
    gathered: Evidence, nomenclature: Nomenclature, pair: tuple[int, int], direction: str, marks: tuple[float, float]
) -> Nearby:
    own, other = pair
    source, target = (own, other) if direction == "to" else (other, own)
    has, wants = (set(gathered.uses[[place]].indices.tolist()) for place in (source, target))
    shared, missing = _ordered(gathered, has & wants), _ordered(gathered, wants - has)
    mass, lacking = (sum(skill.weight for skill in skills) for skills in (shared, missing))
    code = gathered.codes[other]
    return Nearby(
        code,
        nomenclature.label(code, nomenclature.entry.grain),
        round(float(marks[0]), 4),
        round(float(marks[1]), 4),
        is_official=bool(gathered.official[source, target]),
        shared=shared,
        to_learn=missing,
        shared_share=round(mass / (mass + lacking), 4) if mass else 0.0,
    )


def _ordered(gathered: Evidence, places: set[int]) -> tuple[WeighedSkill, ...]:
    """Give skills, the rarest first."""
    found = [
        WeighedSkill(*gathered.skills[place], round(float(gathered.weights[place]), 4))
        for place in places
        if gathered.skills[place][1] in LEARNT
    ]
    return tuple(sorted(found, key=lambda skill: (-skill.weight, skill.label)))
