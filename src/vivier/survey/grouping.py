"""Groups in which units are alike, small ones put with their nearest relatives until each has enough answers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from vivier.vocabulary import InputError

Path = tuple[str, ...]
Group = str | Sequence[str]


@dataclass(frozen=True)
class Grouped:
    """Hold the group of each unit, by rank, and the name of each group in order."""

    ranks: np.ndarray  # (n,) int
    names: tuple[str, ...]

    def sums(self, values: np.ndarray) -> np.ndarray:
        """Sum a column by group, smallest figures first so that the order of units changes nothing."""
        order = np.argsort(values, kind="stable")
        found = np.bincount(self.ranks[order], weights=values[order], minlength=len(self.names))
        return np.asarray(found, dtype=float)


def grouped(groups: Sequence[Group], answered: np.ndarray, fewest: int) -> Grouped:
    """Gather units by path (from the widest to the finest code) into groups of at least `fewest` answers.

    Brothers with too few answers are put together; if that is not enough, with the brother that has the fewest. What
    is put together is not cut again.

    Raises:
        InputError: nobody answered, paths differ in length, or `fewest` is under 2.
    """
    if isinstance(fewest, bool) or not isinstance(fewest, int) or fewest < 2:
        raise InputError("Le nombre minimal de réponses d’un groupe est un nombre entier, au moins 2.")
    # A code that is no text is kept as it is, and refused with the others.
    paths = [tuple(each) if isinstance(each, Iterable) and not isinstance(each, str) else (each,) for each in groups]
    if len({len(each) for each in paths}) > 1 or not all(isinstance(code, str) for each in paths for code in each):
        raise InputError("Les groupes sont des codes, du plus large au plus fin, autant pour chaque unité.")
    if not paths:
        return Grouped(np.empty(0, int), ())
    if not answered.any():
        raise InputError("Personne n’a répondu : rien ne peut être redressé.")
    counts = dict.fromkeys(sorted(set(paths)), 0)
    for path, has_answered in zip(paths, answered.tolist(), strict=True):
        counts[path] += has_answered
    found = sorted(_split(tuple(counts), counts, 0, fewest))
    rank = {path: at for at, own in enumerate(found) for path in own}
    return Grouped(np.array([rank[path] for path in paths]), tuple(_named(own) for own in found))


def _split(paths: tuple[Path, ...], counts: dict[Path, int], depth: int, fewest: int) -> list[tuple[Path, ...]]:
    """Cut a family by the code at a depth, then each of its branches that has enough answers."""
    if depth == len(paths[0]):
        return [paths]
    branches: dict[str, list[Path]] = {}
    for path in paths:
        branches.setdefault(path[depth], []).append(path)
    answers = {code: sum(counts[path] for path in own) for code, own in branches.items()}
    small = [code for code in branches if answers[code] < fewest]
    enough = sorted((code for code in branches if answers[code] >= fewest), key=lambda code: (answers[code], code))
    if small and sum(answers[code] for code in small) < fewest and enough:
        small.append(enough.pop(0))
    found = [each for code in enough for each in _split(tuple(branches[code]), counts, depth + 1, fewest)]
    if small:
        found.append(tuple(sorted(path for code in small for path in branches[code])))
    return found


def _named(paths: tuple[Path, ...]) -> str:
    return " + ".join(" › ".join(path) for path in paths)
