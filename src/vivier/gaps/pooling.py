"""Levels of the people nobody assessed: each company drawn towards the pôle, as much as companies are alike."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import gammaln

from vivier.gaps.data import LEVELS
from vivier.gaps.layout import Case
from vivier.gaps.staying import Draws, Whole
from vivier.gaps.streams import stream

LIKENESSES = 2.0 ** np.arange(10)  # people that the pôle's levels weigh in those of one company
PRIOR = 0.5  # of each level: Jeffreys
PARTICLES = 200
_ONE_BY_ONE = 5  # companies without a matrix: beyond, they are drawn together
_WIDER = 0.7  # what is proposed spreads more than what is believed, so that nothing believed is missed


@dataclass(frozen=True)
class Particles:
    """Hold possible levels of a pôle for one skill, for each likeness.

    `shares` has shape (likenesses, particles, levels), `weights` (likenesses, particles), and `evidence` is the log
    of how well each likeness explains what was assessed.
    """

    shares: Draws
    weights: Draws
    evidence: Draws


def particles_of(case: Case, seed: int) -> Particles:
    """Weigh possible levels of the pôle by how well they explain its companies (Dirichlet-multinomial)."""
    rng = stream(seed, f"pool {case.skill}")
    seen = case.known.sum(axis=1)
    rows = seen[seen.sum(axis=1) > 0]
    centre = PRIOR + _WIDER * _effective(rows).sum(axis=1)
    gammas = np.maximum(rng.standard_gamma(np.repeat(centre[:, None, :], PARTICLES, axis=1)), 1e-300)
    shares = np.maximum(gammas / gammas.sum(axis=2, keepdims=True), 1e-12)
    logs = np.log(shares)
    scores = _log_dirichlet(logs, np.full((1, len(LEVELS)), PRIOR)) - _log_dirichlet(logs, centre)
    scores += _log_counts(rows, LIKENESSES[:, None, None] * shares)
    total = _log_sum(scores)
    return Particles(shares, np.exp(scores - total[:, None]), total - np.log(PARTICLES))


def _effective(rows: Whole) -> Draws:
    """Count people of one company for as many as they would be if everybody were of another company.

    Shape: (likenesses, rows, levels).
    """
    likeness, sizes = LIKENESSES[:, None, None], rows.sum(axis=1)[None, :, None]
    return np.asarray(rows[None] * (1 + likeness) / (sizes + likeness))


def _log_dirichlet(logs: Draws, centre: Draws) -> Draws:
    """Give the log density of shares (of which `logs` are the logs) under each centre: (likenesses, particles)."""
    constant = gammaln(centre.sum(axis=1)) - gammaln(centre).sum(axis=1)
    return np.asarray(constant[:, None] + ((centre - 1)[:, None, :] * logs).sum(axis=2))


def _log_counts(rows: Whole, weights: Draws) -> Draws:
    """Give the log chance of all the rows of counts together under each weight, shape (likenesses, particles).

    Γ(w + n) / Γ(w) is w (w + 1) … (w + n − 1), of whole n: the logs of these factors are worked out once, and
    counted for as many rows as reach them.
    """
    sizes = rows.sum(axis=1)
    total = gammaln(LIKENESSES) * len(rows) - gammaln(LIKENESSES[:, None] + sizes[None, :]).sum(axis=1)
    found = np.repeat(total[:, None], weights.shape[1], axis=1)
    for level in LEVELS:
        steps = np.arange(rows[:, level].max(initial=0))
        if len(steps):
            times = (rows[:, level][:, None] > steps).sum(axis=0)
            found += np.log(weights[:, :, level, None] + steps) @ times
    return found


def _log_sum(scores: Draws) -> Draws:
    """Give the log of the sum of what `scores` are the logs of, row by row."""
    top = scores.max(axis=-1, keepdims=True)
    return np.asarray(top[..., 0] + np.log(np.exp(scores - top).sum(axis=-1)))


def likeness_draws(particles: Sequence[Particles], draws: int, seed: int) -> npt.NDArray[np.int64]:
    """Draw which of `LIKENESSES` holds, from all the skills together, shape (draws,)."""
    scores = np.sum([each.evidence for each in particles], axis=0) if particles else np.zeros(len(LIKENESSES))
    chances = np.exp(scores - _log_sum(scores))
    ranks: npt.NDArray[np.int64] = stream(seed, "likeness").choice(len(LIKENESSES), draws, p=chances / chances.sum())
    return ranks


def levels_of(case: Case, particles: Particles, ranks: npt.NDArray[np.int64], seed: int) -> Whole:
    """Draw how many people are at each level, by age band: those assessed and the others, (draws, bands, levels)."""
    known, seen = case.known.sum(axis=0), case.known.sum(axis=1)
    levels: Whole = np.broadcast_to(known, (len(ranks), *known.shape)).copy()
    rng = stream(seed, f"levels {case.skill}")
    likeness: Draws = LIKENESSES[ranks].astype(np.float64)[:, None]
    pole = _pole_shares(particles, ranks, rng)
    missing = case.unseen.sum(axis=1) > 0
    dark = np.flatnonzero(missing & (seen.sum(axis=1) == 0))
    if len(dark) > _ONE_BY_ONE:
        missing[dark] = False
        levels += _drawn(case.unseen[dark].sum(axis=0), _as_one(case.unseen[dark], likeness) * pole, rng)
    for group in np.flatnonzero(missing):
        levels += _drawn(case.unseen[group], likeness * pole + seen[group], rng)
    return levels


def _as_one(unseen: Whole, likeness: Draws) -> Draws:
    """Give the likeness by which the people of many companies vary together as their own companies make them vary.

    Of a company of n people, one level varies as n + n (n − 1) / (1 + κ): their sum has the variances and covariances
    of one company of all these people, whose likeness is the one that leaves the second term as it is.
    """
    sizes = unseen.sum(axis=1).astype(np.float64)
    alike, whole = (sizes * (sizes - 1)).sum(), sizes.sum() * (sizes.sum() - 1)
    # Where each company is one person, nobody tells of anybody: they are drawn apart.
    return np.asarray((1 + likeness) * whole / alike - 1 if alike else np.full_like(likeness, 1e12))


def _drawn(people: Whole, weights: Draws, rng: np.random.Generator) -> Whole:
    """Draw the levels of the people of each age band from levels drawn around `weights`: (draws, bands, levels)."""
    gammas = rng.standard_gamma(weights) + 1e-300
    shares = gammas / gammas.sum(axis=1, keepdims=True)
    found: Whole = rng.multinomial(people[None, :], shares[:, None, :])
    return found


def _pole_shares(particles: Particles, ranks: npt.NDArray[np.int64], rng: np.random.Generator) -> Draws:
    """Draw the levels of the pôle under the likeness of each path, shape (draws, levels)."""
    found, aims = np.empty((len(ranks), len(LEVELS))), rng.random(len(ranks))
    for rank in np.unique(ranks):
        here, ends = ranks == rank, particles.weights[rank].cumsum()
        chosen = np.minimum(np.searchsorted(ends, aims[here] * ends[-1]), PARTICLES - 1)
        found[here] = particles.shares[rank, chosen]
    return found
