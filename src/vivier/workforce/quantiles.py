"""From paths to figures: means that add up, and quantiles taken path by path."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from vivier.workforce.chance import Counts, Flows
from vivier.workforce.outlook import QUANTILES, Key

Floats = npt.NDArray[np.float64]
_MIDDLE = QUANTILES.index(0.5)


def figures(rows: Counts) -> Floats:
    """Give the mean, the standard deviation and the `QUANTILES` of each row of paths: shape (…, draws) to (…, 9).

    Quantiles are values that a path really took. Below the median, the lowest value whose share of paths under it is
    nearest to what the quantile says; above, the same from the top: with whole people, an interval that always
    covered at least what it says would cover much more, and one that never did much less.

    >>> figures(np.arange(1000, 0, -1, dtype=np.float32)[None])[0, 2:]
    array([ 26.,  51., 101., 500., 900., 950., 975.])
    """
    ordered = np.sort(rows, axis=-1)
    mean = ordered.mean(axis=-1, dtype=np.float64)
    apart = ordered - mean[..., None].astype(np.float32)
    sd = np.sqrt(np.einsum("...d,...d->...", apart, apart) / ordered.shape[-1])
    low = [_end(ordered, share) for share in QUANTILES[:_MIDDLE]]
    middle = ordered[..., -(-ordered.shape[-1] // 2) - 1]
    mirrored = -ordered[..., ::-1]
    high = [-_end(mirrored, 1 - share) for share in QUANTILES[_MIDDLE + 1 :]]
    return np.stack([mean, sd, *low, middle, *high], axis=-1, dtype=np.float64)


def _end(ordered: Counts, share: float) -> Counts:
    """Give the low end whose excluded tail is nearest to `share`, from paths in increasing order."""
    draws = ordered.shape[-1]
    rank = round(share * draws)
    here = ordered[..., rank]
    # Ties with the value just below the cut: the end is that value, or the one above all its ties.
    tied = (ordered[..., max(rank - 1, 0)] == here) & (ordered[..., 0] != ordered[..., -1])
    if not tied.any():
        return here
    ends = here.copy()
    rows = ordered[tied]
    value = here[tied][:, None]
    under, upto = (rows < value).sum(axis=1), (rows <= value).sum(axis=1)
    above = rows[np.arange(len(rows)), np.minimum(upto, draws - 1)]
    nearer = (upto < draws) & (upto - share * draws < share * draws - under)
    ends[tied] = np.where(nearer, above, value[:, 0])
    return ends


def lines(flows: Flows, people: Sequence[int], year: int) -> tuple[tuple[Key, ...], Counts]:
    """Give the keys and the values by path of every measure: (units, keys, draws); `year` is that of the stock."""
    gone = flows.retired + flows.left
    created = np.diff(flows.headcount, axis=1)
    parts = (
        ("departures", "retirement", flows.retired),
        ("departures", "other", flows.left),
        ("departures", "all", gone),
        ("openings", "retirement", flows.all_retired),
        ("openings", "other", flows.all_left),
        ("openings", "dares", created + flows.all_retired),
        ("openings", "all", created + flows.all_retired + flows.all_left),
        ("net_creations", "", created),
    )
    n = np.asarray(people, np.float32)[:, None, None]
    there = n - np.cumsum(gone, axis=1, dtype=np.float32)
    posts = flows.headcount[:, :-1].sum(axis=1, keepdims=True)
    years = range(year + 1, year + 1 + gone.shape[1])
    keys = [(measure, "", end) for measure in ("stock_without_hiring", "headcount") for end in years]
    rows = [there, flows.headcount[:, 1:]]
    for measure, cause, counts in parts:
        keys += [(measure, cause, end) for end in (*years, 0)]
        rows += [counts, counts.sum(axis=1, keepdims=True)]
    keys += [("retirement_share", "", 0), ("other_exit_rate", "", 0)]
    rows += [flows.retired.sum(axis=1, keepdims=True) / n, flows.all_left.sum(axis=1, keepdims=True) / posts]
    return tuple(keys), np.concatenate(rows, axis=1)
