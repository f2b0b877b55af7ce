"""The nearest codes of every code, both ways, ranked once and for all, with what it takes to explain each pair."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from vivier.occupations.nearness.data import DIRECTIONS
from vivier.occupations.nearness.evidence import Evidence
from vivier.occupations.nearness.weighing import CHUNK, Weights, totals
from vivier.vocabulary import InputError

MOST = 100  # codes kept for each code, each way
OFFICIAL = 0.5  # a published move goes half of the way from its resemblance to certainty: fixed, not learned
Told = Callable[[int, int], None]  # the steps done, the steps in all


@dataclass(frozen=True, slots=True)
class Lists:
    """Hold lists of numbers end to end: list `i` goes from `ends[i]` to `ends[i + 1]`.

    >>> Lists.of([[3, 1], [], [2]])[0].tolist()
    [3, 1]
    """

    ends: np.ndarray
    items: np.ndarray

    @classmethod
    def of(cls, lists: Iterable[Sequence[int] | bytes | np.ndarray], kind: type = np.int32) -> "Lists":
        """Put lists end to end."""
        parts: list[np.ndarray] = [np.asarray(list(each), kind) for each in lists]
        ends = np.cumsum([0, *map(len, parts)])
        return cls(ends.astype(np.int64), np.concatenate([np.zeros(0, kind), *parts]))

    def __getitem__(self, place: int) -> np.ndarray:
        return self.items[int(self.ends[place]) : int(self.ends[place + 1])]


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Hold, for N codes, the places of the codes nearest to each, best first, and their resemblance (N × kept).

    `nearest` and `alike` have one table a direction; `moves` lists the published moves from each code, `uses` the
    skills each calls for, `rarity` the weight of each skill, `labels` its words (UTF-8), `kind` the place of its kind
    in `kinds`.
    """

    codes: tuple[str, ...]
    nearest: Mapping[str, np.ndarray]
    alike: Mapping[str, np.ndarray]
    moves: Lists
    uses: Lists
    rarity: np.ndarray
    labels: Lists
    kinds: tuple[str, ...]
    kind: np.ndarray

    def __post_init__(self) -> None:
        size, skills = len(self.codes), len(self.rarity)
        tables = [table for both in (self.nearest, self.alike) for table in both.values()]
        sizes = {len(table) for table in tables} | {len(self.moves.ends) - 1, len(self.uses.ends) - 1}
        if (
            len(tables) != 2 * len(DIRECTIONS)
            or sizes != {size}
            or {len(self.labels.ends) - 1, len(self.kind)} != {skills}
        ):
            raise InputError("Les métiers proches gardés ne se lisent pas : leurs tableaux n’ont pas la même taille.")

    def label(self, skill: int) -> str:
        """Give the words of a skill."""
        return self.labels[skill].tobytes().decode()

    def arrays(self) -> dict[str, Any]:
        """Give what is kept, by name: arrays, and values that JSON knows."""
        lists = {"moves": self.moves, "uses": self.uses, "labels": self.labels}
        return {
            "codes": list(self.codes),
            "kinds": list(self.kinds),
            "kind": self.kind,
            "rarity": self.rarity,
            **{f"nearest_{way}": table for way, table in self.nearest.items()},
            **{f"alike_{way}": table for way, table in self.alike.items()},
            **{f"{name}_ends": each.ends for name, each in lists.items()},
            **{f"{name}_items": each.items for name, each in lists.items()},
        }

    @classmethod
    def from_arrays(cls, kept: Mapping[str, Any]) -> "Neighbours":
        """Make it again from what was kept; the arrays may be memory-mapped.

        Raises:
            KeyError, InputError: it was kept by another version.
        """
        return cls(
            tuple(kept["codes"]),
            {way: kept[f"nearest_{way}"] for way in DIRECTIONS},
            {way: kept[f"alike_{way}"] for way in DIRECTIONS},
            rarity=kept["rarity"],
            kinds=tuple(kept["kinds"]),
            kind=kept["kind"],
            **{name: Lists(kept[f"{name}_ends"], kept[f"{name}_items"]) for name in ("moves", "uses", "labels")},
        )


def rank(evidence: Evidence, weights: Weights, *, progress: Told | None = None) -> Neighbours:
    """Rank the codes of a nomenclature around each of them, both ways; `progress` hears of the sources compared."""
    alike = _alike(evidence, weights, progress)
    official = evidence.official.toarray() > 0
    scores = scored(alike, official)
    nearest = {"to": _first(scores), "from": _first(scores.T)}
    kinds = tuple(sorted({kind for _, kind in evidence.skills}))
    return Neighbours(
        evidence.codes,
        nearest,
        {way: np.take_along_axis(table, nearest[way], axis=1) for way, table in (("to", alike), ("from", alike.T))},
        Lists.of(np.flatnonzero(row) for row in official),
        Lists.of(np.sort(row.indices) for row in evidence.uses),
        evidence.rarity,
        Lists.of((label.encode() for label, _ in evidence.skills), np.uint8),
        kinds,
        np.array([kinds.index(kind) for _, kind in evidence.skills], np.int8),
    )


def scored(alike: np.ndarray, official: np.ndarray) -> np.ndarray:
    """Give what ranks: the resemblance, brought nearer to 1 where the move is published.

    >>> scored(np.array([0.4, 0.4]), np.array([False, True])).tolist()
    [0.4, 0.7]
    """
    return np.where(official, alike + OFFICIAL * (1 - alike), alike)


def _alike(evidence: Evidence, weights: Weights, progress: Told | None) -> np.ndarray:
    every = np.arange(len(evidence.codes))
    rows = []
    for at in range(0, len(every), CHUNK):
        rows.append(weights.probability(totals(evidence, weights, every[at : at + CHUNK], every)))
        if progress is not None:
            progress(min(at + CHUNK, len(every)), len(every))
    return np.concatenate(rows).astype(np.float32) if rows else np.zeros((0, 0), np.float32)


def _first(scores: np.ndarray) -> np.ndarray:
    """Give the places of the best of each row, itself left out; equals keep the order of codes."""
    apart = np.where(np.eye(len(scores), dtype=bool), -1, scores)
    return np.argsort(-apart, axis=1, kind="stable")[:, : min(MOST, max(len(scores) - 1, 0))].astype(np.int32)
