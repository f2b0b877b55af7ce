"""Axes one can read: whole steps of 1, 2 or 5, and a range that covers the data."""

import math
from collections.abc import Sequence


def step(span: float, count: int) -> int:
    """Give the smallest round step that crosses the span in at most `count` steps.

    >>> step(1700, 4), step(3, 4), step(0, 4)
    (500, 1, 1)
    """
    needed = span / count
    if needed <= 1:
        return 1
    power = 10 ** math.floor(math.log10(needed))
    return next(int(power * factor) for factor in (1, 2, 5, 10) if power * factor >= needed)


def ticks(low: float, high: float, count: int = 4) -> list[int]:
    """Give round values that enclose a range; the range starts at zero when the low is near it.

    >>> ticks(2543, 3949)
    [2500, 3000, 3500, 4000]
    >>> ticks(0, 3)
    [0, 1, 2, 3]
    >>> ticks(5, 5)
    [4, 5, 6]
    """
    start = 0.0 if low < high / 3 else low
    size = step(high - start, count)
    first, last = math.floor(start / size), math.ceil(high / size)
    if first == last:
        first, last = max(0, first - 1), last + 1
    return [rank * size for rank in range(first, last + 1)]


def spread(wanted: Sequence[float], gap: float) -> list[float]:
    """Push positions apart until each is at least `gap` after the one before, moving them as little as needed.

    >>> spread([100, 104], 16)
    [94.0, 110.0]
    >>> spread([10, 90], 16)
    [10.0, 90.0]
    """
    order = sorted(range(len(wanted)), key=lambda rank: wanted[rank])
    # Groups of (mean, ranks): two groups that touch become one, centred on what its members wanted.
    groups: list[tuple[float, list[int]]] = []
    for rank in order:
        groups.append((float(wanted[rank]), [rank]))
        while len(groups) > 1 and _touch(groups[-2], groups[-1], gap):
            (left, one), (right, two) = groups[-2], groups[-1]
            mean = (left * len(one) + right * len(two)) / (len(one) + len(two))
            groups[-2:] = [(mean, one + two)]
    placed = [0.0] * len(wanted)
    for mean, ranks in groups:
        for place, rank in enumerate(ranks):
            placed[rank] = mean + (place - (len(ranks) - 1) / 2) * gap
    return placed


def _touch(left: tuple[float, list[int]], right: tuple[float, list[int]], gap: float) -> bool:
    end = left[0] + (len(left[1]) - 1) / 2 * gap
    start = right[0] - (len(right[1]) - 1) / 2 * gap
    return start - end < gap
