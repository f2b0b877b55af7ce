"""From paths to figures: means that add up, and quantiles taken path by path."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from vivier.vocabulary import Interval
from vivier.workforce.data import Estimate
from vivier.workforce.stock_flow import Paths

Floats = npt.NDArray[np.float64]
PER_MILLE = (25, 100, 900, 975)


def estimates(paths: Paths, occupation: str, year: int) -> Iterator[Estimate]:
    """Give every figure of one occupation (empty: all of them) from its paths, `year` being that of the stock."""
    keys, rows = _lines(paths, year)
    people = int(paths.headcount[0, 0])
    means = rows.mean(axis=1).tolist()
    ends = quantiles(rows).tolist()
    for (measure, cause, end), mean, (q025, q10, q90, q975) in zip(keys, means, ends, strict=True):
        yield Estimate(measure, occupation, end, cause, mean, Interval(q10, q90), Interval(q025, q975), people)


def quantiles(rows: Floats) -> Floats:
    """Give the 2.5, 10, 90 and 97.5 % quantiles of each row, shape (rows, 4): values that a path really took.

    The smallest value that at least that share of the paths do not exceed (inverse of the empirical distribution):
    no tenth of a person is made up between two paths, and the interval never covers less than it says.

    >>> quantiles(np.arange(1000.0, 0, -1)[None, :])
    array([[ 25., 100., 900., 975.]])
    """
    draws = rows.shape[1]
    ranks = [-(-share * draws // 1000) - 1 for share in PER_MILLE]
    return np.sort(rows, axis=1)[:, ranks]


def _lines(paths: Paths, year: int) -> tuple[list[tuple[str, str, int]], Floats]:
    """Give the keys (measure, cause, year) and the values by path, shape (keys, draws), in the same order."""
    people = paths.headcount[0]
    gone = paths.retired + paths.left
    created = np.diff(paths.headcount, axis=0)
    replaced = paths.all_retired + paths.all_left
    years = [*range(year + 1, year + 1 + len(gone))]
    flows = (
        ("departures", "retirement", paths.retired),
        ("departures", "other", paths.left),
        ("departures", "all", gone),
        ("openings", "retirement", paths.all_retired),
        ("openings", "other", paths.all_left),
        ("openings", "all", created + replaced),
        ("net_creations", "", created),
    )
    keys = [("stock_without_hiring", "", end) for end in years]
    rows = [people - np.cumsum(gone, axis=0)]
    for measure, cause, counts in flows:
        keys += [(measure, cause, end) for end in (*years, 0)]
        rows += [counts, counts.sum(axis=0, keepdims=True)]
    rows.append((paths.retired.sum(axis=0) / people)[None])
    rows.append((paths.all_left.sum(axis=0) / paths.headcount[:-1].sum(axis=0))[None])
    keys += [("retirement_share", "", 0), ("other_exit_rate", "", 0)]
    return keys, np.concatenate(rows).astype(float)
