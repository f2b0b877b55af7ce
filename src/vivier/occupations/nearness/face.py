"""From one code to those near it, best first, each with what is in hand and what is left to learn."""

from collections.abc import Callable

import numpy as np

from vivier.occupations.nearness.data import DIRECTIONS, Nearby, WeighedSkill
from vivier.occupations.nearness.kept import MOST, Neighbours, scored
from vivier.reference import Nomenclature
from vivier.reference.models import keep_model, load_model
from vivier.vocabulary import InputError

KIND = "nearness"  # the name of what is kept in the store
Told = Callable[[int, int], None]  # the steps done, the steps in all
LEARNT = ("skill", "knowledge")  # nobody learns a context of work


def near(code: str, *, nomenclature: Nomenclature, n: int = 10, direction: str = "to") -> tuple[Nearby, ...]:
    """Give the `n` occupations nearest to a code: where its people can go (`to`), or who can come to it (`from`).

    The answer is read from what the store keeps beside the nomenclature (thousandths of a second); where nothing is
    kept yet, every code is ranked on the first call (some seconds for ROME 4), and the answer is the same.

    Raises:
        InputError: the code is unknown, or of a coarser level; the nomenclature says nothing of its occupations; `n`
            is not from 1 to 100; `direction` is neither `to` nor `from`; what is kept is damaged.

    >>> from vivier.reference import store
    >>> first = near("DEMO-C01", nomenclature=store().nomenclature("demo"), n=3)[0]
    >>> first.label, first.is_official, [skill.label for skill in first.shared]
    ('Métallerie et serrurerie', True, ['Matériaux métalliques'])
    """
    _check(code, nomenclature, n, direction)
    held = neighbours_of(nomenclature)
    own = held.codes.index(code)
    best = zip(held.nearest[direction][own, :n].tolist(), held.alike[direction][own, :n].tolist(), strict=True)
    return tuple(_nearby(held, nomenclature, (own, other), direction, alike) for other, alike in best)


def scores_of(code: str, *, nomenclature: Nomenclature, direction: str = "to") -> dict[str, float]:
    """Give the score of every occupation kept near a code, without the reasons (a thousandth of the time of `near`).

    Raises:
        InputError: as `near`.

    >>> from vivier.reference import store
    >>> max(scores_of("DEMO-C01", nomenclature=store().nomenclature("demo")).values()) <= 1
    True
    """
    _check(code, nomenclature, 1, direction)
    held = neighbours_of(nomenclature)
    own = held.codes.index(code)
    found = {}
    for other, alike in zip(held.nearest[direction][own].tolist(), held.alike[direction][own].tolist(), strict=True):
        source, target = (own, other) if direction == "to" else (other, own)
        found[held.codes[other]] = round(float(scored(np.array(alike), np.array(target in held.moves[source]))), 4)
    return found


def between(source: str, target: str, *, nomenclature: Nomenclature) -> Nearby | None:
    """Say why one occupation leads to another; None when it is not among those kept near it.

    Raises:
        InputError: as `near`.

    >>> from vivier.reference import store
    >>> demo = store().nomenclature("demo")
    >>> first = near("DEMO-C01", nomenclature=demo, n=1)[0]
    >>> between("DEMO-C01", first.code, nomenclature=demo) == first
    True
    """
    _check(source, nomenclature, 1, "to")
    held = neighbours_of(nomenclature)
    own = held.codes.index(source)
    for other, alike in zip(held.nearest["to"][own].tolist(), held.alike["to"][own].tolist(), strict=True):
        if held.codes[other] == target:
            return _nearby(held, nomenclature, (own, other), "to", alike)
    return None


def neighbours_of(nomenclature: Nomenclature) -> Neighbours:
    """Give the neighbours of every code, opened or ranked the first time.

    Raises:
        InputError: what is kept is damaged; or nothing is kept, and the nomenclature says nothing of its occupations.
    """
    return nomenclature.once(KIND, lambda: _kept(nomenclature) or _ranked(nomenclature))


def is_trained(nomenclature: Nomenclature) -> bool:
    """Tell whether the store keeps neighbours of these very tables that this version can use."""
    try:
        return _kept(nomenclature) is not None
    except InputError:
        return False


def learn(nomenclature: Nomenclature, *, progress: Told | None = None) -> None:
    """Rank the codes of a nomenclature, and keep their neighbours beside it in the store.

    Raises:
        InputError: the nomenclature says nothing of its occupations, was replaced meanwhile, or its store cannot be
            written.
    """
    keep_model(nomenclature, KIND, _ranked(nomenclature, progress).arrays())


def _kept(nomenclature: Nomenclature) -> Neighbours | None:
    """Open what the store keeps; nothing where there is none, or where another version kept it."""
    kept = load_model(nomenclature, KIND)
    try:
        return None if kept is None else Neighbours.from_arrays(kept)
    except (LookupError, TypeError, InputError):
        return None


def _ranked(nomenclature: Nomenclature, progress: Told | None = None) -> Neighbours:
    if not nomenclature.table("uses") and not nomenclature.table("titles"):
        raise InputError(
            f"{nomenclature.entry.title} ne dit ni les compétences ni les appellations de ses codes : demandez la "
            "proximité dans le ROME."
        )
    # SciPy takes most of a second to load, and answering from what is kept does without it.
    from vivier.occupations.nearness.evidence import gather
    from vivier.occupations.nearness.ranking import rank
    from vivier.occupations.nearness.weighing import shipped

    return rank(gather(nomenclature), shipped(nomenclature.id), progress=progress)


def _check(code: str, nomenclature: Nomenclature, n: int, direction: str) -> None:
    if not 1 <= n <= MOST:
        raise InputError(f"Le nombre de métiers proches demandé va de 1 à {MOST}.")
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


def _nearby(
    held: Neighbours, nomenclature: Nomenclature, pair: tuple[int, int], direction: str, alike: float
) -> Nearby:
    own, other = pair
    source, target = pair if direction == "to" else (other, own)
    has, wants = held.uses[source], held.uses[target]
    shared, missing = _ordered(held, np.intersect1d(wants, has)), _ordered(held, np.setdiff1d(wants, has))
    mass, lacking = (sum(skill.weight for skill in skills) for skills in (shared, missing))
    code, is_official = held.codes[other], target in held.moves[source]
    return Nearby(
        code,
        nomenclature.label(code, nomenclature.entry.grain),
        round(float(scored(np.array(alike), np.array(is_official))), 4),
        round(alike, 4),
        is_official=is_official,
        shared=shared,
        to_learn=missing,
        shared_share=round(mass / (mass + lacking), 4) if mass else 0.0,
    )


def _ordered(held: Neighbours, skills: np.ndarray) -> tuple[WeighedSkill, ...]:
    """Give the skills that one learns, the rarest first."""
    found = [
        WeighedSkill(held.label(skill), kind, round(float(held.rarity[skill]), 4))
        for skill in skills.tolist()
        if (kind := held.kinds[held.kind[skill]]) in LEARNT
    ]
    return tuple(sorted(found, key=lambda skill: (-skill.weight, skill.label)))
