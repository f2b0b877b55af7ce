"""The chance that too few holders of a skill remain, worked out exactly for each path."""

import numpy as np
from scipy.special import gammaln

from vivier.gaps.staying import Draws, Whole


def chance_of_fewer(fewest: int, holders: Whole, staying: Whole, people: Whole) -> Draws:
    """Give, path by path, the chance that fewer than `fewest` holders remain.

    In each age band, `staying` of `people` remain, anybody as likely as another (hypergeometric); bands add up
    (a Poisson-binomial law by groups). Shapes: `holders` and `staying` (paths, bands), `people` (bands,).

    >>> one = np.array([[2]])
    >>> float(chance_of_fewer(1, one, np.array([[8]]), np.array([10]))[0].round(4))   # both of 2 leave: 1/45
    0.0222
    """
    total = np.zeros((len(holders), fewest))
    total[:, 0] = 1.0
    for band in range(holders.shape[1]):
        chances = np.stack(
            [_remaining(count, holders[:, band], staying[:, band], int(people[band])) for count in range(fewest)],
            axis=1,
        )
        total = np.stack(
            [(total[:, : rank + 1] * chances[:, rank::-1]).sum(axis=1) for rank in range(fewest)], axis=1
        )
    return np.asarray(np.minimum(total.sum(axis=1), 1.0))


def _remaining(count: int, holders: Whole, staying: Whole, people: int) -> Draws:
    """Give the chance that exactly `count` of the holders are among those who stay."""
    possible = (count <= holders) & (count <= staying) & (staying - count <= people - holders)
    logs = (
        _log_choices(holders, count)
        + _log_choices(people - holders, staying - count)
        - _log_choices(np.full_like(staying, people), staying)
    )
    return np.where(possible, np.exp(np.where(possible, logs, 0.0)), 0.0)


def _log_choices(among: Whole, taken: Whole | int) -> Draws:
    """Give the log of a binomial coefficient; what is impossible is left to the caller."""
    inside = np.clip(taken, 0, among)
    return np.asarray(gammaln(among + 1.0) - gammaln(inside + 1.0) - gammaln(among - inside + 1.0))
