"""Turn age bands into single ages by a documented, deterministic rule that keeps every count whole."""

import hashlib
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import accumulate

from vivier.reference import career_table
from vivier.workforce.ages import BANDS, UNKNOWN, ages_of
from vivier.workforce.data import Cell

MIN_KNOWN = 5  # fewer known ages than that say nothing about the ages not known


def spread_bands(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """Give the same people by completed age: bands are spread, single ages are kept as they are.

    The people of a band are ranked and placed at evenly spaced quantiles of the national age profile within that band
    (`age_profile`); the first position is drawn once from the name of the occupation and of the band. Each age thus
    receives its quota rounded down or up, a band keeps its total and each sex its own, and over many small
    occupations no age is favoured, which rounding each to its largest remainder would do (one person aged 60 or more
    would always be 60). Unknown ages follow the known ages of their occupation when there are at least five,
    else those of all, else the national profile.

    >>> [(cell.age, cell.n) for cell in spread_bands([Cell("623f", "55_59", "H", 10)])]
    [(55, 2), (56, 2), (57, 2), (58, 2), (59, 2)]
    """
    cells = tuple(cells)
    counts: Counter[tuple[str, int, str]] = Counter()
    for cell in cells:
        if isinstance(cell.age, int):
            counts[cell.occupation, cell.age, cell.sex] += cell.n
    for (occupation, band), sexes in _grouped(cells, BANDS):
        _place(counts, occupation, sexes, band, {age: age_profile()[age] for age in ages_of(band)})
    known = Counter({key: n for key, n in counts.items() if n})
    for (occupation, band), sexes in _grouped(cells, (UNKNOWN,)):
        _place(counts, occupation, sexes, band, _likely_ages(known, occupation))
    return tuple(Cell(*key, n) for key, n in sorted(counts.items()) if n)


@cache
def age_profile() -> dict[int, float]:
    """Give the relative weight of each single age in permanent employment (zero outside the cited ages).

    >>> age_profile()[16], age_profile()[40], age_profile()[63], age_profile()[75]
    (1.0, 100.0, 27.0, 0.0)
    """
    cited = {int(age): float(weight) for age, weight in career_table("ages").values.items()}
    every_age = [age for band in BANDS for age in ages_of(band)]
    return {age: _between(cited, age) for age in every_age}


def _between(cited: dict[int, float], age: int) -> float:
    below = max((known for known in cited if known <= age), default=None)
    above = min((known for known in cited if known >= age), default=None)
    if below is None or above is None:
        return 0.0
    if below == above:
        return cited[age]
    return cited[below] + (cited[above] - cited[below]) * (age - below) / (above - below)


def _grouped(cells: Iterable[Cell], bands: tuple[str, ...]) -> Iterator[tuple[tuple[str, str], Counter[str]]]:
    """Give the people by sex of each (occupation, band), in order."""
    groups: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for cell in cells:
        if isinstance(cell.age, str) and cell.age in bands and cell.n:
            groups[cell.occupation, cell.age][cell.sex] += cell.n
    return iter(sorted(groups.items()))


def _likely_ages(known: Counter[tuple[str, int, str]], occupation: str) -> dict[int, float]:
    mine: Counter[int] = Counter()
    everyone: Counter[int] = Counter()
    for (name, age, _), n in known.items():
        everyone[age] += n
        if name == occupation:
            mine[age] += n
    likely = mine if mine.total() >= MIN_KNOWN else everyone
    return {age: float(n) for age, n in sorted(likely.items())} or age_profile()


def _place(
    counts: Counter[tuple[str, int, str]], occupation: str, sexes: Counter[str], band: str, weights: dict[int, float]
) -> None:
    """Add the people of one band to the counts: systematic sampling of the weights, the sexes interleaved."""
    ages, cumulated = tuple(weights), tuple(accumulate(weights.values()))
    people = sexes.total()
    start = int.from_bytes(hashlib.sha256(f"{occupation}\0{band}".encode()).digest()[:6]) / 2**48
    order = sorted(((rank + 0.5) / n, sex) for sex, n in sexes.items() for rank in range(n))
    for rank, (_, sex) in enumerate(order):
        place = bisect_right(cumulated, cumulated[-1] * (rank + start) / people)
        counts[occupation, ages[min(place, len(ages) - 1)], sex] += 1
