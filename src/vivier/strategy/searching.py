"""The search itself: profiles, what stands out of noise, groups of subjects, and which come back on other members."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from vivier.strategy.data import Finding, Rules
from vivier.strategy.grouping import NOBODY, belonging, groups
from vivier.strategy.noise import Signal, signal
from vivier.strategy.profiles import Array, Labels, Profiles, profiles
from vivier.strategy.resampling import likenesses, recovered

Link = tuple[str, str, float]


@dataclass(frozen=True)
class Search:
    """Hold what was found: profiles, the group of each subject, what stands out, the draws of each group."""

    found: Profiles
    labels: Labels
    signal: Signal
    draws: Array
    typical: Array
    unstable: frozenset[str] = frozenset()


def _nearness(links: Sequence[Link], subjects: tuple[str, ...], weight: float) -> Array:
    """Lay links as a symmetric table, less its mean: many links say no more than few."""
    rank = {subject: place for place, subject in enumerate(subjects)}
    table = np.zeros((len(subjects), len(subjects)))
    for one, other, value in links:
        if one in rank and other in rank and one != other:
            table[rank[one], rank[other]] = max(value, table[rank[one], rank[other]])
    table = np.maximum(table, table.T)
    away: Array = weight * (table - table.sum() / max(table.size - len(table), 1))
    np.fill_diagonal(away, 0.0)
    return away


def searched(findings: Sequence[Finding], links: Sequence[Link], rules: Rules, seed: int) -> Search:
    """Find groups, if anything stands out of noise, and draw members again to see which come back."""
    found = _varied(profiles(findings))
    seen = signal(found, rules, np.random.default_rng([seed, 1]))
    nobody = np.full(len(found.subjects), NOBODY)
    if not seen.dimensions:
        return Search(found, nobody, seen, np.zeros((rules.resamples, 0)), np.zeros((len(nobody), 0)))
    nearness = _nearness(links, found.subjects, rules.link_weight)
    alike = likenesses(found, nearness, seen.dimensions)
    labels = groups(alike)
    draws = recovered(found, nearness, labels, seen.dimensions, (rules.resamples, np.random.default_rng([seed, 2])))
    kept = np.flatnonzero(draws.mean(0) >= rules.least_stability)
    lost = frozenset(
        subject for subject, label in zip(found.subjects, labels, strict=True) if label >= 0 and label not in kept
    )
    fresh = np.array([int(np.flatnonzero(kept == label)[0]) if label in kept else NOBODY for label in labels])
    return Search(found, fresh, seen, draws[:, kept], belonging(alike.centred, fresh), lost)


def _varied(found: Profiles) -> Profiles:
    """Keep the subjects that do not touch every member alike."""
    kept = np.flatnonzero(found.rows.any(1))
    if len(kept) == len(found.subjects):
        return found
    subjects = tuple(found.subjects[place] for place in kept)
    shown = (found.known[kept], found.rows[kept], found.centred[kept])
    return Profiles(subjects, found.members, *shown, found.touched[kept])
