"""Exact inference on a few answers: permutations of ordinal answers, Boschloo, Clopper–Pearson, Holm."""

from collections.abc import Sequence
from functools import lru_cache
from math import comb, erfc, sqrt

import numpy as np
import numpy.typing as npt
from scipy.special import betaincinv, gammaln
from scipy.stats import hypergeom

from vivier.vocabulary import Interval

Array = npt.NDArray[np.float64]
NUISANCE = (np.arange(400) + 0.5) / 400  # the unknown common share, over which the worst is taken
FEW = 60  # answers of one college; beyond, what is usual with many answers is as good, and at once


def proportion(yes: int, n: int, level: float = 0.95) -> Interval:
    """Give the exact interval of a share (Clopper and Pearson, 1934).

    >>> found = proportion(3, 7)
    >>> round(found.low, 3), round(found.high, 3)
    (0.099, 0.816)
    """
    tail = (1 - level) / 2
    low = 0.0 if yes == 0 else float(betaincinv(yes, n - yes + 1, tail))
    return Interval(low, 1.0 if yes == n else float(betaincinv(yes + 1, n - yes, 1 - tail)))


def permutation(first: Sequence[int], second: Sequence[int]) -> float:
    """Give the exact two-sided p-value of the gap between mean ranks, whichever answers belong to whom.

    Every way of sharing the answers between the two colleges is counted, ties included, value by value, without a
    draw. Beyond 60 answers in a college, the normal limit with its correction for ties is taken.

    >>> permutation([5] * 7, [1] * 7) == 2 / 3432
    True
    """
    values, counts = np.unique([*first, *second], return_counts=True)
    ranks = 2 * np.cumsum(counts) - counts + 1  # twice the mean rank: whole numbers
    score = {int(value): int(rank) for value, rank in zip(values, ranks, strict=True)}
    usual = len(first) * (len(first) + len(second) + 1)
    far = abs(sum(score[value] for value in first) - usual)
    if max(len(first), len(second)) > FEW:
        return _limit(far, len(first), len(second), counts)
    ways = _ways(tuple(ranks.tolist()), tuple(counts.tolist()), len(first))
    total = sum(ways.values())
    return sum(count for found, count in ways.items() if abs(found - usual) >= far) / total


def _limit(far: float, n: int, m: int, counts: npt.NDArray[np.int64]) -> float:
    """The normal limit of twice the sum of ranks; one value alone leaves nothing to tell apart."""
    size = n + m
    variance = n * m / 3 * (size + 1 - float((counts.astype(float) ** 3 - counts).sum()) / (size * (size - 1)))
    return float(erfc(far / sqrt(2 * variance))) if variance > 1e-12 else 1.0


@lru_cache(maxsize=256)
def _ways(ranks: tuple[int, ...], counts: tuple[int, ...], taken: int) -> dict[int, int]:
    """Count, for each sum of ranks, the ways to take so many answers: whole numbers, so nothing is lost."""
    states: dict[tuple[int, int], int] = {(0, 0): 1}
    for rank, count in zip(ranks, counts, strict=True):
        after: dict[tuple[int, int], int] = {}
        for (held, found), ways in states.items():
            for more in range(min(count, taken - held) + 1):
                key = (held + more, found + more * rank)
                after[key] = after.get(key, 0) + ways * comb(count, more)
        states = after
    return {found: ways for (held, found), ways in states.items() if held == taken}


def yes_no(first: tuple[int, int], second: tuple[int, int]) -> float:
    """Give the exact p-value of two shares, (yes, n) each, by Boschloo: Fisher's, ranked over every common share.

    >>> round(yes_no((6, 7), (1, 7)), 4)
    0.0129
    """
    (a, n), (b, m) = first, second
    fisher = _fisher(n, m)
    if max(n, m) > FEW:
        return float(fisher[a, b])
    as_far = fisher <= fisher[a, b] * (1 + 1e-7)
    return min(_worst(as_far, 0.0, n, m), 1.0)


@lru_cache(maxsize=64)
def _fisher(n: int, m: int) -> Array:
    """Fisher's two-sided p-value of every pair of counts, shape (n + 1, m + 1)."""
    found = np.ones((n + 1, m + 1))
    for total in range(n + m + 1):
        firsts = np.arange(max(0, total - m), min(n, total) + 1)
        chances = hypergeom.pmf(firsts, n + m, n, total)
        as_rare = chances[None, :] <= chances[:, None] * (1 + 1e-7)
        found[firsts, total - firsts] = np.minimum((as_rare * chances).sum(1), 1.0)
    return found


def _binomial(n: int, share: Array) -> Array:
    """Chances of 0 to n for each share strictly between 0 and 1, shape (shares, n + 1)."""
    k = np.arange(n + 1)
    logs = gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
    return np.asarray(np.exp(logs + np.log(share)[:, None] * k + np.log1p(-share)[:, None] * (n - k)))


def difference(first: tuple[int, int], second: tuple[int, int], level: float = 0.95) -> Interval:
    """Give an interval of the difference of two shares that holds at least as often as said, whatever n.

    Differences that a test of the observed one would not refuse, whatever the shares (Santner and Snell, 1980).
    Beyond 60 answers, the ends of the two exact intervals at √level are enough: each share lies within its own.

    >>> found = difference((6, 7), (1, 7))
    >>> round(found.low, 2), round(found.high, 2)
    (0.14, 0.96)
    """
    if max(first[1], second[1]) > FEW:
        one, other = (proportion(*each, level**0.5) for each in (first, second))
        return Interval(one.low - other.high, one.high - other.low)
    tail = (1 - level) / 2
    return Interval(_lowest(first, second, tail), -_lowest(second, first, tail))


def _lowest(first: tuple[int, int], second: tuple[int, int], tail: float) -> float:
    """The least difference under which one as large as the observed would not be too rare: found by halving."""
    (a, n), (b, m) = first, second
    if a * m - b * n == -n * m:
        return -1.0
    as_large = np.arange(n + 1)[:, None] * m - np.arange(m + 1)[None, :] * n >= a * m - b * n
    low, high = -1.0, 1.0
    for _ in range(24):
        middle = (low + high) / 2
        low, high = (middle, high) if _worst(as_large, middle, n, m) <= tail else (low, middle)
    return low


def _worst(as_large: npt.NDArray[np.bool_], gap: float, n: int, m: int) -> float:
    """The greatest chance of the pairs listed over all shares so far apart."""
    others = max(0.0, -gap) + NUISANCE * (1 - abs(gap))
    chances = _binomial(n, np.clip(others + gap, 1e-12, 1 - 1e-12)) @ as_large
    return float((chances * _binomial(m, np.clip(others, 1e-12, 1 - 1e-12))).sum(1).max())


def holm(p_values: Sequence[float]) -> list[float]:
    """Adjust p-values so that one false gap among all is as rare as said (Holm, 1979).

    >>> holm([0.01, 0.04, 0.03])
    [0.03, 0.06, 0.06]
    """
    order = sorted(range(len(p_values)), key=lambda rank: p_values[rank])
    adjusted, highest = [0.0] * len(p_values), 0.0
    for place, rank in enumerate(order):
        highest = max(highest, min(1.0, (len(p_values) - place) * p_values[rank]))
        adjusted[rank] = highest
    return adjusted
