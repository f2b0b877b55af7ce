"""Fictional pôles: subjects planted in axes or drawn from noise alone, as findings."""

from dataclasses import dataclass

import numpy as np

from vivier.strategy import Finding
from vivier.strategy.data import Figure

KINDS = ("departure", "opening", "gap", "need", "mobility", "project")


@dataclass(frozen=True)
class Planted:
    """How a pôle is planted: `kind` of intensity, share of subjects of no axis, chances within and outside an axis."""

    kind: str = "binary"
    noise: float = 0.2
    within: float = 0.85
    outside: float = 0.1
    axes: int = 3
    overlap: float = 0.15
    missing: float = 0.0
    is_unequal: bool = True


def planted(members, subjects, seed, how=None):
    """Give subjects × members, and the axis of each subject (−1: none)."""
    how = how or Planted()
    rng = np.random.default_rng([seed, members, subjects])
    shares = np.array([0.5, 0.3, 0.2, 0.15][: how.axes]) if how.is_unequal else np.ones(how.axes)
    shares = shares / shares.sum()
    loose = round(how.noise * subjects)
    sizes = np.maximum(2, np.floor(shares * (subjects - loose))).astype(int)
    sizes[0] += subjects - loose - sizes.sum()
    truth = np.concatenate([np.repeat(np.arange(how.axes), sizes), np.full(loose, -1)])
    own = rng.choice(how.axes, members, p=(shares + 1 / how.axes) / 2)
    concerned = (own[None, :] == np.arange(how.axes)[:, None]) | (rng.random((how.axes, members)) < how.overlap)
    chances = np.where(concerned[truth], how.within, how.outside)
    chances[truth < 0] = rng.uniform(0.15, 0.5, (loose, 1))
    amounts = _drawn(how.kind, chances, rng)
    amounts[rng.random(amounts.shape) < how.missing] = np.nan
    order = rng.permutation(subjects)
    return amounts[order], truth[order]


def _drawn(kind, chances, rng):
    if kind == "binary":
        return (rng.random(chances.shape) < chances).astype(float)
    if kind == "count":
        sizes = rng.lognormal(0, 0.5, chances.shape[1])
        return rng.poisson(6 * chances * sizes).astype(float)
    return np.maximum(0, chances + rng.normal(0, 0.25, chances.shape))


def noise(members, subjects, seed, kind="binary"):
    """Give subjects × members without any structure but that members are of very unequal sizes."""
    rng = np.random.default_rng([seed, members, subjects, 99])
    usual, sizes = rng.uniform(0.1, 0.5, (subjects, 1)), rng.lognormal(0, 0.8, members)
    drawn = {
        "binary": lambda: rng.random((subjects, members)) < usual,
        "sized": lambda: rng.random((subjects, members)) < 1 - np.exp(-usual * sizes),
        "count": lambda: rng.poisson(rng.gamma(0.5, 6 * usual * sizes)),
        "amount": lambda: rng.lognormal(0, 1, (subjects, members)) * sizes,
        "missing": lambda: np.where(
            rng.random((subjects, members)) < 0.25, np.nan, rng.random((subjects, members)) < usual
        ),
    }
    return drawn[kind]().astype(float)


def findings(amounts, *, one_kind=None):
    """Give one finding a subject, with a figure and two criteria."""
    return [
        Finding(
            key=f"f{row:03d}",
            kind=one_kind or KINDS[row % len(KINDS)],
            subject=f"s{row:03d}",
            label=f"Métier {row}",
            members=tuple((f"m{at:03d}", None if np.isnan(each) else float(each)) for at, each in enumerate(line)),
            figure=Figure(10 + row, "personnes", 100, f"Étude 2026, calcul {row}"),
            criteria=(("urgency", (row * 37 % 11) / 11), ("volume", (row * 17 % 7) / 7)),
        )
        for row, line in enumerate(amounts)
    ]


def found_labels(axes, subjects):
    """Give the axis of each subject of `findings`, −1 for none."""
    labels = np.full(subjects, -1)
    for rank, axis in enumerate(axes.axes):
        for subject in axis.subjects:
            labels[int(subject[1:])] = rank
    return labels
