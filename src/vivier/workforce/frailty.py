"""Unequal risks made linear: any exp(−f·Λ) written as a few fixed exponentials, so that tables serve every unit."""

from functools import cache

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
NODES = 6.0 * (np.arange(7) / 6) ** 2.5  # factors of risk at which tables are worked out
HIGHEST = float(NODES[-1])  # a factor above it counts for it
_STEPS = 24_000  # of the table of factors: a coarser one alone would cost more than the 0.001 promised


def node_weights(factors: npt.ArrayLike) -> Floats:
    """Give the weights of the nodes that stand for each factor of risk, shape (7, …) for factors of shape (…).

    Whoever has factor f is still there with probability exp(−f·Λ), Λ being the cumulated hazard of a factor of 1.
    The weights w solve exp(−f·Λ) ≈ Σ w exp(−node·Λ) by least squares over Λ in [0, 6], with Σ w = 1 (nobody is made
    up): the error is under 0.001 of a person. Being linear, they average over a mixture of factors without error of
    their own: high risks leave first, as they must.

    >>> weights = node_weights([0.8, 1.7])
    >>> bool(np.abs(np.exp(-NODES * 0.9) @ weights - np.exp([-0.72, -1.53])).max() < 0.001)
    True
    """
    return np.asarray(_weights().take(_places(factors), axis=1))


def single_weights(factors: npt.ArrayLike) -> npt.NDArray[np.float32]:
    """Give the same weights in single precision, which takes half as long to fetch.

    >>> bool((single_weights([0.8, 1.7]) == node_weights([0.8, 1.7]).astype(np.float32)).all())
    True
    """
    return np.asarray(_singles().take(_places(factors), axis=1))


def _places(factors: npt.ArrayLike) -> npt.NDArray[np.intp]:
    return np.rint(np.clip(factors, 0, HIGHEST) * (_STEPS / HIGHEST)).astype(np.intp)


@cache
def _singles() -> npt.NDArray[np.float32]:
    return _weights().astype(np.float32)


@cache
def _weights() -> Floats:
    hazards = np.concatenate([[0.0], np.geomspace(0.002, 6, 120)])
    care = np.ones(hazards.size)
    care[0] = 1e3  # the sum of the weights: everybody is there at the beginning
    basis = care[:, None] * np.exp(-np.outer(hazards, NODES))
    wanted = care[:, None] * np.exp(-np.outer(hazards, np.linspace(0, HIGHEST, _STEPS + 1)))
    ridge = 1e-6 * np.eye(NODES.size)
    # Sums in one fixed order: how many threads multiply matrices must not change the last bits of a forecast.
    left = np.linalg.inv(np.einsum("hn,hm->nm", basis, basis) + ridge)
    weights = np.einsum("nm,mf->nf", left, np.einsum("hn,hf->nf", basis, wanted))
    return np.asarray(weights / weights.sum(axis=0))
