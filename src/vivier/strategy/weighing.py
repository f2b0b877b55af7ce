"""What weight each criterion has, and what other weights would change to the order of axes."""

from collections.abc import Mapping, Sequence

import numpy as np

from vivier.strategy.data import SHARED, Finding, Rules
from vivier.strategy.profiles import Array, Labels
from vivier.vocabulary import InputError

DRAWS = 2_000  # sets of weights drawn evenly over all those possible


def table(findings: Sequence[Finding], members: int) -> tuple[tuple[str, ...], Array]:
    """Give the criteria, alphabetical, and findings × criteria: NaN where a finding has no score."""
    names = tuple(sorted({name for each in findings for name, _ in each.criteria} | {SHARED}))
    scores = np.full((len(findings), len(names)), np.nan)
    for row, each in enumerate(findings):
        for name, score in (*each.criteria, (SHARED, each.holders / max(members, 1))):
            scores[row, names.index(name)] = score
    return names, scores


def given(names: Sequence[str], weights: Mapping[str, float]) -> Array:
    """Bring the weights given to a sum of 1; a criterion without a weight counts for nothing."""
    unknown = sorted(set(weights) - set(names))
    if unknown:
        raise InputError(f"Aucun constat n’a de critère « {unknown[0]} » ; critères : {', '.join(names)}.")
    if any(
        isinstance(each, bool) or not isinstance(each, int | float) or not 0 <= each < np.inf
        for each in weights.values()
    ):
        raise InputError("Le poids d’un critère doit être un nombre positif ou nul.")
    found = np.array([float(weights.get(name, 0.0)) for name in names])
    if not found.sum() > 0:
        raise InputError("Un critère au moins doit avoir un poids plus grand que 0.")
    return np.asarray(found / found.sum())


def derived(scores: Array, rules: Rules) -> Array:
    """Derive weights from the scores: even, by CRITIC (Diakoulaki, 1995) or by entropy (Shannon).

    CRITIC: what varies much and repeats no other criterion weighs more. Entropy: what is shared out unevenly does.
    Where nothing can be derived, weights are even.

    >>> derived(np.array([[0.1, 0.5], [0.9, 0.5], [0.5, 0.5]]), Rules()).tolist()
    [1.0, 0.0]
    """
    even = np.full(scores.shape[1], 1 / max(scores.shape[1], 1))
    if rules.weighting == "equal" or len(scores) < 3:
        return even
    means = np.nanmean(scores, axis=0)
    filled = np.where(np.isnan(scores), means, scores)
    found = _critic(filled) if rules.weighting == "critic" else _entropy(filled)
    return np.asarray(found / found.sum()) if found.sum() > 1e-12 else even


def _critic(scores: Array) -> Array:
    away = scores - scores.mean(0)
    spread = away.std(0)
    scaled = away / np.where(spread > 1e-12, spread, 1.0)
    conflict = (1 - scaled.T @ scaled / len(scores)).sum(0)
    # A lone criterion conflicts with none, and still has all the weight.
    return np.asarray(spread * (conflict if scores.shape[1] > 1 else 1.0))


def _entropy(scores: Array) -> Array:
    totals = scores.sum(0)
    shares = scores / np.where(totals > 0, totals, 1.0)
    logs = np.log(np.where(shares > 0, shares, 1.0))
    return np.asarray(np.where(totals > 0, 1 + (shares * logs).sum(0) / np.log(len(scores)), 0.0).clip(0))


def ranked(scores: Array, rng: np.random.Generator) -> tuple[Array, Labels]:
    """Give how often each axis has each rank over all weights, (axes, ranks), and the order of axes for each draw.

    Weights are drawn evenly over the simplex (SMAA-2, Lahdelma and Salminen, 2001).
    """
    axes, criteria = scores.shape
    weights = rng.dirichlet(np.ones(criteria), DRAWS)
    order = np.argsort(-(weights @ scores.T), axis=1, kind="stable")
    ranks = [np.asarray((order == axis).mean(0), float) for axis in range(axes)]
    return np.array(ranks, float).reshape(axes, axes), order
