"""What is kept of nearness: the nearest codes of every code, both ways, and what it takes to explain each pair.

Nothing here needs more than NumPy: what was kept is open in hundredths of a second.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from vivier.occupations.nearness.data import DIRECTIONS
from vivier.vocabulary import InputError

MOST = 100  # codes kept for each code, each way
OFFICIAL = 0.5  # a published move goes half of the way from its resemblance to certainty: fixed, not learned


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


def scored(alike: np.ndarray, official: np.ndarray) -> np.ndarray:
    """Give what ranks: the resemblance, brought nearer to 1 where the move is published.

    >>> scored(np.array([0.4, 0.4]), np.array([False, True])).tolist()
    [0.4, 0.7]
    """
    return np.where(official, alike + OFFICIAL * (1 - alike), alike)
