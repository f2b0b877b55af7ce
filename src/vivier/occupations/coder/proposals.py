"""What is proposed for titles: a whole distribution over codes for each, and where it comes from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from vivier.vocabulary import InputError

# Where a distribution comes from: no word, what was learned, a head or a passage with several codes, a typo
# corrected, the nomenclature itself.
ORIGINS = ("nothing", "learned", "asked", "near", "exact")
NOTHING, LEARNED, ASKED, NEAR, EXACT = range(len(ORIGINS))
_ROUNDING = 1e-4  # chances may add up to one and this much


@dataclass(frozen=True, slots=True)
class Proposal:
    """Hold the chance of each code for one title, best first; together they make at most 1.

    What is missing to 1 is the chance that the code is none of these. `origin` is one of `ORIGINS`.
    """

    chances: Mapping[str, float]
    origin: str


@dataclass(frozen=True, slots=True, eq=False)
class Proposals:
    """Hold the distributions of titles over the codes of one nomenclature, one row a title.

    `places` (titles × width) are numbers in `codes`, best first, and `chances` (0–1) go with them: a chance of zero
    is no candidate. `origins` are numbers in `ORIGINS`; `settled` marks the titles that needed a question and need it
    no more, thanks to a hint or because every answer would lead to the same code.

    >>> few = Proposals(("A", "B"), np.array([[1, 0]]), np.array([[0.6, 0.4]]), np.array([ASKED]), np.array([False]))
    >>> few.row(0)
    Proposal(chances={'B': 0.6, 'A': 0.4}, origin='asked')
    """

    codes: tuple[str, ...]
    places: np.ndarray
    chances: np.ndarray
    origins: np.ndarray
    settled: np.ndarray

    def __post_init__(self) -> None:
        if self.places.shape != self.chances.shape or not len(self.places) == len(self.origins) == len(self.settled):
            raise InputError("Des propositions ont une ligne par intitulé et une chance par code.")
        if not (np.all(self.chances >= 0) and np.all(self.chances.sum(axis=1) <= 1 + _ROUNDING)):
            raise InputError("Les chances d’un intitulé sont des nombres positifs qui font un au plus.")

    def __len__(self) -> int:
        return len(self.places)

    def __iter__(self) -> Iterator[Proposal]:
        return (self.row(number) for number in range(len(self)))

    def row(self, number: int) -> Proposal:
        """Give the distribution of one title."""
        pairs = zip(self.places[number].tolist(), self.chances[number].tolist(), strict=True)
        return Proposal(
            {self.codes[place]: chance for place, chance in pairs if chance > 0}, ORIGINS[self.origins[number]]
        )

    def at(self, rows: Sequence[int] | np.ndarray) -> "Proposals":
        """Give some rows, in that order."""
        kept = np.asarray(rows, np.intp)
        return replace(
            self,
            places=self.places[kept],
            chances=self.chances[kept],
            origins=self.origins[kept],
            settled=self.settled[kept],
        )


def best_first(places: np.ndarray, chances: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Sort candidates by chance, the former order deciding between equals."""
    if not (chances.shape[1] and np.any(chances[:, 1:] > chances[:, :-1])):
        return places, chances
    order = np.argsort(-chances, axis=1, kind="stable")
    return np.take_along_axis(places, order, 1), np.take_along_axis(chances, order, 1)


def nothing() -> Proposals:
    """Give the distributions of no title."""
    return Proposals((), np.zeros((0, 1), np.int32), np.zeros((0, 1)), np.zeros(0, np.int8), np.zeros(0, bool))


def with_given(proposals: Proposals, given: Sequence[str]) -> Proposals:
    """Put the code that came with a title (empty: none) in the place of what was proposed; it is certain."""
    rows = [number for number, code in enumerate(given) if code]
    if not rows:
        return proposals
    codes = tuple(dict.fromkeys((*proposals.codes, *(given[row] for row in rows))))
    number = {code: place for place, code in enumerate(codes)}
    places, chances = proposals.places.copy(), proposals.chances.copy()
    chances[rows] = 0
    places[rows, 0], chances[rows, 0] = [number[given[row]] for row in rows], 1.0
    origins = proposals.origins.copy()
    origins[rows] = EXACT
    return replace(proposals, codes=codes, places=places, chances=chances, origins=origins)
