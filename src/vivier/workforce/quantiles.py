"""From paths to figures: means that add up, and quantiles taken path by path."""

from collections.abc import Sequence
from types import ModuleType

import numpy as np
import numpy.typing as npt

from vivier.workforce.chance import Counts, Flows
from vivier.workforce.outlook import QUANTILES, Key

Floats = npt.NDArray[np.float64]
_MIDDLE = QUANTILES.index(0.5)
PARTS = (
    ("departures", "retirement"), ("departures", "other"), ("departures", "all"),
    ("openings", "retirement"), ("openings", "other"), ("openings", "dares"), ("openings", "all"),
    ("net_creations", ""),
)  # fmt: skip


def figures(rows: Counts) -> Floats:
    """Give the mean, the standard deviation and the `QUANTILES` of each row of paths: shape (…, draws) to (…, 9).

    Quantiles are values that a path really took. Below the median, the lowest value whose share of paths under it is
    nearest to what the quantile says; above, the same from the top: with whole people, an interval that always
    covered at least what it says would cover much more, and one that never did much less.

    >>> figures(np.arange(1000, 0, -1, dtype=np.float32)[None])[0, 2:]
    array([ 26.,  51., 101., 500., 900., 950., 975.])
    """
    ordered = np.sort(rows, axis=-1)
    given = np.empty((*ordered.shape[:-1], 2 + len(QUANTILES)))
    _fill_ends(ordered, given)
    _fill_moments(ordered, given)
    return given


def figures_of(rows: Counts, *, at_rest: int = 0, loops: ModuleType | None = None) -> Floats:
    """Give the `figures` of the `lines` (units, keys, draws), which are put in order where they are.

    `at_rest` is the horizon where headcounts never move: openings of the Dares are then retirements, and what needs
    no work is not worked out.
    """
    keys = rows.shape[1]
    given = np.empty((*rows.shape[:2], 2 + len(QUANTILES)))
    if not at_rest:
        _fill(rows, slice(0, keys), given, loops)
        return given
    headcount = slice(at_rest, 2 * at_rest)
    departures, _, _, retired, _, dares, whole, created, shares = (
        slice(2 * at_rest + rank * (at_rest + 1), 2 * at_rest + (rank + 1) * (at_rest + 1)) for rank in range(9)
    )
    moving = (slice(0, at_rest), slice(departures.start, dares.start), whole, slice(shares.start, keys))
    for cut in moving:
        _fill(rows, cut, given, loops)
    for cut in (headcount, created):
        given[:, cut] = figures(rows[:, cut, :1])
    given[:, dares] = given[:, retired]
    return given


def _fill(rows: Counts, cut: slice, given: Floats, loops: ModuleType | None) -> None:
    ordered = rows[:, cut]
    ordered.sort(axis=-1)
    if loops is None:
        _fill_ends(ordered, given[:, cut])
    else:
        loops.fill_ends(rows, np.array(QUANTILES[:_MIDDLE]), given, cut.start, cut.stop)
    _fill_moments(ordered, given[:, cut])


def _fill_ends(ordered: Counts, given: Floats) -> None:
    """Fill the `QUANTILES` of `given` from ordered paths, and take the median off these."""
    middle = -(-ordered.shape[-1] // 2) - 1
    given[..., 2 + _MIDDLE] = ordered[..., middle]
    for rank, share in enumerate(QUANTILES[:_MIDDLE]):  # the same for both ends: 1 − 0.95 is not quite 0.05
        given[..., 2 + rank] = _end(ordered, share)
        given[..., -1 - rank] = _end(ordered[..., ::-1], share, -1)
    ordered -= ordered[..., middle, None].copy()


def _fill_moments(apart: Counts, given: Floats) -> None:
    """Fill the mean and the standard deviation of `given` from what paths are apart from their median.

    Around the median, which is near enough for single precision to lose nothing.
    """
    draws = apart.shape[-1]
    shift = np.einsum("...d->...", apart).astype(np.float64) / draws
    given[..., 0] = given[..., 2 + _MIDDLE] + shift
    variance = np.einsum("...d,...d->...", apart, apart).astype(np.float64) / draws - shift**2
    given[..., 1] = np.sqrt(np.maximum(variance, 0))


def _end(ordered: Counts, share: float, sign: int = 1) -> Counts:
    """Give the end whose excluded tail is nearest to `share`, from ordered paths: increasing (sign 1) or not (−1)."""
    draws = ordered.shape[-1]
    rank = round(share * draws)
    here = ordered[..., rank]
    # Ties with the value just below the cut: the end is that value, or the one above all its ties.
    tied = (ordered[..., max(rank - 1, 0)] == here) & (ordered[..., 0] != ordered[..., -1])
    if not tied.any():
        return here
    ends = here.copy()
    rows = sign * ordered[tied]
    value = sign * here[tied][:, None]
    under, upto = (rows < value).sum(axis=1), (rows <= value).sum(axis=1)
    above = rows[np.arange(len(rows)), np.minimum(upto, draws - 1)]
    nearer = (upto < draws) & (upto - share * draws < share * draws - under)
    ends[tied] = sign * np.where(nearer, above, value[:, 0])
    return ends


def lines(
    flows: Flows, people: Sequence[int], year: int, loops: ModuleType | None = None
) -> tuple[tuple[Key, ...], Counts]:
    """Give the keys and the values by path of every measure: (units, keys, draws); `year` is that of the stock."""
    units, horizon, draws = flows.retired.shape
    years = range(year + 1, year + 1 + horizon)
    keys = [(measure, "", end) for measure in ("stock_without_hiring", "headcount") for end in years]
    keys += [(measure, cause, end) for measure, cause in PARTS for end in (*years, 0)]
    keys += [("retirement_share", "", 0), ("other_exit_rate", "", 0)]
    rows = np.empty((units, len(keys), draws), flows.retired.dtype)
    n = np.asarray(people, rows.dtype)[:, None]
    if loops is not None:
        loops.fill_lines(flows.arrays, n[:, 0], rows)
        return tuple(keys), rows
    rows[:, horizon : 2 * horizon] = flows.headcount[:, 1:]
    _parts(flows, rows[:, 2 * horizon : -2].reshape(units, len(PARTS), horizon + 1, draws))
    gone = rows[:, 2 * horizon + 2 * (horizon + 1) :]
    there = np.broadcast_to(n, (units, draws))
    for step in range(horizon):
        there = np.subtract(there, gone[:, step], out=rows[:, step])
    np.divide(flows.retired.sum(axis=1), n, out=rows[:, -2])
    np.divide(flows.all_left.sum(axis=1), flows.headcount[:, :-1].sum(axis=1), out=rows[:, -1])
    return tuple(keys), rows


def _parts(flows: Flows, parts: Counts) -> None:
    """Fill the values of each of `PARTS`, shape (units, parts, horizon + 1, draws): by year, then over all years."""
    retired, left, gone, all_retired, all_left, dares, hired, created = (
        parts[:, rank, :-1] for rank in range(len(PARTS))
    )
    retired[:], left[:], all_retired[:], all_left[:] = flows.retired, flows.left, flows.all_retired, flows.all_left
    np.add(retired, left, out=gone)
    np.subtract(flows.headcount[:, 1:], flows.headcount[:, :-1], out=created)
    np.add(created, all_retired, out=dares)
    np.add(dares, all_left, out=hired)
    np.sum(parts[:, :, :-1], axis=2, out=parts[:, :, -1])
