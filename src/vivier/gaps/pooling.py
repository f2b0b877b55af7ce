"""Levels of the people nobody assessed: each company drawn towards the pôle, as much as companies are alike."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import gammaln, logsumexp

from vivier.gaps.data import LEVELS
from vivier.gaps.layout import Case
from vivier.gaps.staying import Draws, Whole
from vivier.gaps.streams import stream

LIKENESSES = 2.0 ** np.arange(10)  # people that the pôle's levels weigh in those of one company
PRIOR = 0.5  # of each level: Jeffreys
PARTICLES = 200
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
    rows, times = np.unique(seen[seen.sum(axis=1) > 0], axis=0, return_counts=True)
    shares, weights, evidence = [], [], []
    for likeness in LIKENESSES:
        centre = PRIOR + _WIDER * (_effective(rows, float(likeness)) * times[:, None]).sum(axis=0)
        drawn = np.maximum(rng.dirichlet(centre, PARTICLES), 1e-12)
        scores = _log_dirichlet(drawn, np.full(len(LEVELS), PRIOR)) - _log_dirichlet(drawn, centre)
        scores += _log_counts(rows, float(likeness) * drawn) @ times
        shares.append(drawn)
        evidence.append(logsumexp(scores) - np.log(PARTICLES))
        weights.append(np.exp(scores - logsumexp(scores)))
    return Particles(np.array(shares), np.array(weights), np.array(evidence))


def _effective(rows: Whole, likeness: float) -> Draws:
    """Count people of one company for as many as they would be if everybody were of another company."""
    sizes = rows.sum(axis=1, keepdims=True)
    return np.asarray(rows * (1 + likeness) / (sizes + likeness))


def _log_dirichlet(shares: Draws, centre: Draws) -> Draws:
    constant = gammaln(centre.sum()) - gammaln(centre).sum()
    return np.asarray(constant + ((centre - 1) * np.log(shares)).sum(axis=-1))


def _log_counts(rows: Whole, weights: Draws) -> Draws:
    """Give the log chance of each row of counts under each weight, shape (particles, rows)."""
    total, sizes = weights.sum(axis=1)[:, None], rows.sum(axis=1)[None, :]
    each = gammaln(weights[:, None, :] + rows[None]) - gammaln(weights)[:, None, :]
    return np.asarray(gammaln(total) - gammaln(total + sizes) + each.sum(axis=2))


def likeness_draws(particles: Sequence[Particles], draws: int, seed: int) -> npt.NDArray[np.int64]:
    """Draw which of `LIKENESSES` holds, from all the skills together, shape (draws,)."""
    scores = np.sum([each.evidence for each in particles], axis=0) if particles else np.zeros(len(LIKENESSES))
    chances = np.exp(scores - logsumexp(scores))
    ranks: npt.NDArray[np.int64] = stream(seed, "likeness").choice(len(LIKENESSES), draws, p=chances / chances.sum())
    return ranks


def levels_of(case: Case, particles: Particles, ranks: npt.NDArray[np.int64], seed: int) -> Whole:
    """Draw how many people are at each level, by age band: those assessed and the others, (draws, bands, levels)."""
    known = case.known.sum(axis=0)
    levels = np.broadcast_to(known, (len(ranks), *known.shape)).copy()
    rng = stream(seed, f"levels {case.skill}")
    pole = _pole_shares(particles, ranks, rng)
    for group in np.flatnonzero(case.unseen.sum(axis=1)):
        weights = LIKENESSES[ranks][:, None] * pole + case.known[group].sum(axis=0)
        gammas = rng.standard_gamma(weights) + 1e-300
        shares = gammas / gammas.sum(axis=1, keepdims=True)
        levels += rng.multinomial(case.unseen[group][None, :], shares[:, None, :])
    return levels


def _pole_shares(particles: Particles, ranks: npt.NDArray[np.int64], rng: np.random.Generator) -> Draws:
    """Draw the levels of the pôle under the likeness of each path, shape (draws, levels)."""
    ends = particles.weights.cumsum(axis=1)
    aims = rng.random(len(ranks)) * ends[ranks, -1]
    chosen = np.minimum((ends[ranks] < aims[:, None]).sum(axis=1), PARTICLES - 1)
    return np.asarray(particles.shares[ranks, chosen])
