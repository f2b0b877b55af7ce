"""How honest a panel can be about its marks: agreement, severity, decisions that another panel would change."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from vivier.panels.data import check_name, check_whole
from vivier.panels.flips import kept_chances
from vivier.panels.mixed import Draws, Marks, drawn
from vivier.vocabulary import InputError, Interval

_DRAWS = 1_000
_LOW, _HIGH = 5, 95  # per cent: the ends of every interval
_UNKNOWN = Interval(0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Mark:
    """Hold the mark that one expert gave to one dossier.

    >>> Mark("A. Blanc", "FUI-12", 14.5).mark
    14.5
    """

    expert: str
    dossier: str
    mark: float

    def __post_init__(self) -> None:
        check_name("L’expert d’une note", self.expert)
        check_name("Le dossier d’une note", self.dossier)
        if isinstance(self.mark, bool) or not isinstance(self.mark, int | float) or not abs(self.mark) < 1e9:
            raise InputError(f"La note de « {self.expert} » sur « {self.dossier} » doit être un nombre.")


@dataclass(frozen=True, slots=True)
class Judged:
    """Hold one dossier: its mean mark, its quality once severity is taken off, its ranks, how sure the decision is.

    `flip` is the probability that another panel of the same size would decide otherwise.
    """

    dossier: str
    marks: int
    mean: float
    quality: float
    within: Interval
    rank: int
    corrected_rank: int
    is_kept: bool
    flip: float
    flip_within: Interval


@dataclass(frozen=True, slots=True)
class Severity:
    """Hold how much lower than others an expert marks, drawn towards zero as marks are few; negative: lenient."""

    expert: str
    marks: int
    severity: float
    within: Interval


@dataclass(frozen=True, slots=True)
class Honesty:
    """Hold what the marks of a call say of its panel; every interval holds with 90 chances in 100.

    `agreement` is the share of a single mark's variance that comes from the dossier (ICC(1)); `agreement_of_panel`
    that of the mean of a panel (ICC(1,k)); `flips` how many decisions another panel is expected to change.
    """

    dossiers: tuple[Judged, ...] = ()
    experts: tuple[Severity, ...] = ()
    agreement: float = 0.0
    agreement_within: Interval = _UNKNOWN
    agreement_of_panel: float = 0.0
    agreement_of_panel_within: Interval = _UNKNOWN
    flips: float = 0.0


def honesty(marks: Sequence[Mark], *, kept: int, seed: int = 1) -> Honesty:
    """Tell how far the marks of a call agree, who is severe, and which decisions another panel would change.

    The `kept` dossiers of the highest mean mark are those decided for (at equal means, by name).

    >>> told = honesty([Mark("A", "D1", 16), Mark("B", "D1", 15), Mark("A", "D2", 9), Mark("B", "D2", 8),
    ...                 Mark("A", "D3", 12), Mark("B", "D3", 11)], kept=1)
    >>> [each.dossier for each in told.dossiers if each.is_kept], told.experts[1].severity > 0
    (['D1'], True)

    Raises:
        InputError: two marks of one expert on one dossier, fewer than three marks, or more kept than there are.
    """
    if not marks:
        return Honesty()
    listed = sorted(marks, key=lambda each: (each.dossier, each.expert))
    dossiers, experts = sorted({each.dossier for each in listed}), sorted({each.expert for each in listed})
    check_whole("Le nombre de dossiers retenus", kept, 0, len(dossiers))
    _check(listed)
    arrays = _arrays(listed, dossiers, experts)
    scale = float(arrays.mark.std()) or 1.0
    centre = float(arrays.mark.mean())
    scaled = Marks(arrays.dossier, arrays.expert, (arrays.mark - centre) / scale, len(dossiers), len(experts))
    found = drawn(scaled, draws=_DRAWS, random=_stream(seed))
    held = np.bincount(arrays.dossier, minlength=len(dossiers))
    judged = _judged(arrays, dossiers, found, kept, (centre, scale))
    severities = tuple(
        Severity(name, int((arrays.expert == at).sum()), *_told(-found.severity[:, at] * scale))
        for at, name in enumerate(experts)
    )
    single, panel = _agreement(found.deviations, float(1 / (1 / held).mean()))
    flips = float(sum(each.flip for each in judged))
    return Honesty(judged, severities, *_told(single), *_told(panel), flips)


def _check(listed: Sequence[Mark]) -> None:
    if len(listed) < 3:
        raise InputError("Il faut au moins trois notes pour juger de l’accord d’un panel.")
    for one, other in pairwise(listed):
        if (one.expert, one.dossier) == (other.expert, other.dossier):
            raise InputError(f"« {one.expert} » a deux notes pour « {one.dossier} » : gardez-en une.")


def _stream(seed: int) -> np.random.Generator:
    if isinstance(seed, bool) or not isinstance(seed, int) or seed < 0:
        raise InputError("La graine doit être un nombre entier, positif ou nul.")
    digest = hashlib.sha256(b"panels.honesty").digest()
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, *digest[:8]])))


def _arrays(listed: Sequence[Mark], dossiers: list[str], experts: list[str]) -> Marks:
    at, by = {name: rank for rank, name in enumerate(dossiers)}, {name: rank for rank, name in enumerate(experts)}
    return Marks(
        np.array([at[each.dossier] for each in listed]),
        np.array([by[each.expert] for each in listed]),
        np.array([float(each.mark) for each in listed]),
        len(dossiers),
        len(experts),
    )


def _told(draws: np.ndarray) -> tuple[float, Interval]:
    low, high = np.percentile(draws, (_LOW, _HIGH))
    return float(draws.mean()), Interval(float(low), float(high))


def _agreement(deviations: np.ndarray, size: float) -> tuple[np.ndarray, np.ndarray]:
    own, noise = deviations[:, 0] ** 2, deviations[:, 1] ** 2 + deviations[:, 2] ** 2
    return own / (own + noise), own / (own + noise / size)


def _judged(
    arrays: Marks, dossiers: list[str], found: Draws, kept: int, unit: tuple[float, float]
) -> tuple[Judged, ...]:
    centre, scale = unit
    held = np.bincount(arrays.dossier, minlength=len(dossiers))
    means = np.bincount(arrays.dossier, arrays.mark, minlength=len(dossiers)) / held
    spread = np.sqrt((found.deviations[:, 1:] ** 2).sum(axis=1))[:, None] / np.sqrt(held)[None, :]
    chances = kept_chances(found.quality, spread, kept)
    rank, corrected = _ranks(means), _ranks(found.quality.mean(axis=0))
    listed = []
    for at, name in enumerate(dossiers):
        is_kept = bool(rank[at] <= kept)
        flip = 1 - chances[:, at] if is_kept else chances[:, at]
        quality, within = _told(found.quality[:, at] * scale + centre)
        sure, between = _told(flip)
        places = int(rank[at]), int(corrected[at])
        listed.append(Judged(name, int(held[at]), float(means[at]), quality, within, *places, is_kept, sure, between))
    return tuple(listed)


def _ranks(values: np.ndarray) -> np.ndarray:
    """Rank from the highest; at equal values, in the order given."""
    ranks = np.empty(len(values), dtype=int)
    ranks[np.argsort(-values.round(12), kind="stable")] = np.arange(1, len(values) + 1)
    return ranks
