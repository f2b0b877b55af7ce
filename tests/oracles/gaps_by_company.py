"""A slow, obvious judge of the people nobody assessed: one company after another, one law after another."""

from unittest.mock import patch

import numpy as np
from scipy.special import gammaln, logsumexp

from vivier.gaps import measuring
from vivier.gaps.data import LEVELS
from vivier.gaps.pooling import LIKENESSES, PARTICLES, PRIOR, Particles
from vivier.gaps.streams import stream


def counts_chance(rows, weights):
    """Give the log chance of each row of counts under each weight (Dirichlet-multinomial), (particles, rows)."""
    total, sizes = weights.sum(axis=1)[:, None], rows.sum(axis=1)[None, :]
    each = gammaln(weights[:, None, :] + rows[None]) - gammaln(weights)[:, None, :]
    return gammaln(total) - gammaln(total + sizes) + each.sum(axis=2)


def shares_chance(shares, centre):
    """Give the log density of shares under a Dirichlet law."""
    constant = gammaln(centre.sum()) - gammaln(centre).sum()
    return constant + ((centre - 1) * np.log(shares)).sum(axis=-1)


def particles_of(case, seed):
    """Weigh possible levels of the pôle, one likeness after another."""
    rng = stream(seed, f"pool {case.skill}")
    seen = case.known.sum(axis=1)
    rows, times = np.unique(seen[seen.sum(axis=1) > 0], axis=0, return_counts=True)
    shares, weights, evidence = [], [], []
    for likeness in LIKENESSES:
        sizes = rows.sum(axis=1, keepdims=True)
        effective = rows * (1 + likeness) / (sizes + likeness)
        centre = PRIOR + 0.7 * (effective * times[:, None]).sum(axis=0)
        drawn = np.maximum(rng.dirichlet(centre, PARTICLES), 1e-12)
        scores = shares_chance(drawn, np.full(len(LEVELS), PRIOR)) - shares_chance(drawn, centre)
        scores += counts_chance(rows, likeness * drawn) @ times
        shares.append(drawn)
        evidence.append(logsumexp(scores) - np.log(PARTICLES))
        weights.append(np.exp(scores - logsumexp(scores)))
    return Particles(np.array(shares), np.array(weights), np.array(evidence))


def levels_of(case, particles, ranks, seed):
    """Draw the levels of everybody, one company after another."""
    known = case.known.sum(axis=0)
    levels = np.broadcast_to(known, (len(ranks), *known.shape)).copy()
    rng = stream(seed, f"levels {case.skill}")
    ends = particles.weights.cumsum(axis=1)
    aims = rng.random(len(ranks)) * ends[ranks, -1]
    chosen = np.minimum((ends[ranks] < aims[:, None]).sum(axis=1), PARTICLES - 1)
    pole = particles.shares[ranks, chosen]
    for group in np.flatnonzero(case.unseen.sum(axis=1)):
        gammas = rng.standard_gamma(LIKENESSES[ranks][:, None] * pole + case.known[group].sum(axis=0)) + 1e-300
        shares = gammas / gammas.sum(axis=1, keepdims=True)
        levels += rng.multinomial(case.unseen[group][None, :], shares[:, None, :])
    return levels


def measure(*rows, **said):
    """Measure gaps as the engine does, the people nobody assessed being drawn company by company."""
    with patch.object(measuring, "particles_of", particles_of), patch.object(measuring, "levels_of", levels_of):
        return measuring.measure(*rows, **said)
