"""Calls to judge: affinities like those of real conferences, small random requests, simulated marks."""

import numpy as np

from vivier.panels.data import Affinity, Quota, Terms
from vivier.panels.honesty import Mark


def crowded(experts, dossiers, seed, topics=10):
    """Affinities of 0–1, most of them low: dossiers crowd on a few topics, and some experts are near to nothing."""
    random = np.random.default_rng(seed)
    first, second = random.dirichlet(np.full(topics, 0.7)), random.dirichlet(np.full(topics, 0.7))
    mine = random.dirichlet(first * topics * 0.25 + 0.02, experts)
    theirs = random.dirichlet((second * 0.6 + first * 0.4) * topics * 0.25 + 0.02, dossiers)
    likeness = mine @ theirs.T / np.sqrt((mine**2).sum(1)[:, None] * (theirs**2).sum(1)[None, :])
    reach = random.beta(1.0, 0.7, experts)[:, None] * random.beta(3, 2, (experts, dossiers))
    return np.round(np.clip(0.96 * likeness * reach + random.normal(0, 0.04, (experts, dossiers)) + 0.02, 0, 1), 4)


def named(values):
    """Name experts and dossiers so that their order is that of the rows."""
    rows, columns = np.shape(values)
    return Affinity(
        tuple(f"E{at:04d}" for at in range(rows)), tuple(f"D{at:04d}" for at in range(columns)), np.asarray(values)
    )


def small_request(seed):
    """Give a tiny random request with every kind of condition, possible or not: the arguments of `assign`."""
    random = np.random.default_rng(seed)
    experts, dossiers, seats = int(random.integers(3, 7)), int(random.integers(1, 5)), int(random.integers(1, 4))
    near = named(random.normal(0, 2, (experts, dossiers)).round(2))
    low = int(random.integers(0, 2))
    pairs = [(e, d) for e in near.experts for d in near.dossiers]
    drawn = [pairs[at] for at in random.permutation(len(pairs))[: int(random.integers(0, 4))]]
    frozen = [drawn.pop()] if drawn and random.random() < 0.3 else []
    group = tuple(sorted(random.choice(near.experts, size=2, replace=False)))
    quotas = [Quota("recherche", group, int(random.integers(0, 2)), int(random.integers(1, 3)))]
    return {
        "affinity": near,
        "loads": (low, low + int(random.integers(0, 4))),
        "conflicts": drawn,
        "quotas": quotas if random.random() < 0.5 else [],
        "frozen": frozen,
        "terms": Terms(per_dossier=seats, seconds=20.0),
    }


def call(seed, *, dossiers=154, experts=46, seats=3, severity=0.2):
    """Simulate a call: qualities of variance ½; marks with severities and chance that make the other half."""
    random = np.random.default_rng([seed, 1])
    return random.normal(0, np.sqrt(0.5), dossiers), lambda key: _marks(seed, key, dossiers, experts, seats, severity)


def _marks(seed, key, dossiers, experts, seats, severity):
    quality = np.random.default_rng([seed, 1]).normal(0, np.sqrt(0.5), dossiers)
    random = np.random.default_rng([seed, 2, key])
    own = random.normal(0, np.sqrt(severity), experts)
    places = np.tile(np.arange(experts), -(-dossiers * seats // experts))[: dossiers * seats]
    marks = []
    for at, chosen in enumerate(_dealt(random.permutation(places), dossiers, seats, experts, random)):
        for expert in chosen:
            mark = quality[at] + own[expert] + random.normal(0, np.sqrt(0.5 - severity))
            marks.append(Mark(f"E{expert:03d}", f"D{at:03d}", float(12 + 3 * mark)))
    return marks


def _dealt(places, dossiers, seats, experts, random):
    """Deal the places so that nobody sits twice on one dossier."""
    for row in places.reshape(dossiers, seats):
        chosen = list(dict.fromkeys(row.tolist()))
        while len(chosen) < seats:
            other = int(random.integers(experts))
            if other not in chosen:
                chosen.append(other)
        yield chosen
