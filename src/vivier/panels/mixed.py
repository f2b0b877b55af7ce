"""Marks as the sum of a dossier's quality, an expert's severity and chance: what they say, and how surely."""

from dataclasses import dataclass

import numpy as np
from scipy.linalg import solve_triangular

_COARSE = np.linspace(-4.5, 2.5, 8)  # logarithms of the ratio of a standard deviation to that of chance
_STEP, _DROP, _FINE = 0.15, 5.0, 13  # outwards from the likeliest; until so much less likely; points kept an axis


@dataclass(frozen=True)
class Marks:
    """Hold marks as arrays: the rank of the dossier, that of the expert, the mark."""

    dossier: np.ndarray
    expert: np.ndarray
    mark: np.ndarray
    dossiers: int
    experts: int


@dataclass(frozen=True)
class Draws:
    """Hold draws of what marks leave uncertain, one a row: qualities, severities, the three standard deviations."""

    quality: np.ndarray
    severity: np.ndarray
    deviations: np.ndarray


@dataclass(frozen=True)
class _Fit:
    """Hold the normal equations at one pair of ratios: their factor, the solution, the residual sum of squares."""

    factor: np.ndarray
    solution: np.ndarray
    squares: float
    weight: float


def drawn(marks: Marks, *, draws: int, random: np.random.Generator) -> Draws:
    """Draw qualities, severities and deviations given the marks (restricted likelihood on a grid of ratios).

    With as many dossiers as `marks.dossiers`, the quality has shape (draws, dossiers): the mean is part of it.
    """
    ratios = _ratios(marks)
    logs = np.array([_weigh(marks, *each) for each in ratios])
    chances = np.exp(logs - logs.max())
    counts = random.multinomial(draws, chances / chances.sum())
    parts = [_sampled(marks, ratios[at], int(counts[at]), random) for at in np.flatnonzero(counts)]
    return Draws(*(np.vstack([part[rank] for part in parts]) for rank in range(3)))


def _ratios(marks: Marks) -> list[tuple[float, float]]:
    """Choose the pairs of ratios to weigh: a grid that covers what is likely, fine where it is narrow."""
    peak = max(((one, other) for one in _COARSE for other in _COARSE), key=lambda each: _log(marks, *each))
    axes = [_around(marks, np.array(peak), axis) for axis in (0, 1)]
    peak = max(((one, other) for one in axes[0] for other in axes[1]), key=lambda each: _log(marks, *each))
    axes = [_around(marks, np.array(peak), axis) for axis in (0, 1)]
    return [(float(np.exp(one)), float(np.exp(other))) for one in axes[0] for other in axes[1]]


def _around(marks: Marks, peak: np.ndarray, axis: int) -> np.ndarray:
    """Spread points along an axis, from where it is unlikely below the peak to where it is above."""
    top, ends = _log(marks, *peak), []
    for way in (-1, 1):
        at = peak.astype(float).copy()
        stride = _STEP
        while _COARSE[0] < at[axis] < _COARSE[-1] and _log(marks, *at) > top - _DROP:
            at[axis] = np.clip(at[axis] + way * stride, _COARSE[0], _COARSE[-1])
            stride *= 1.3
        ends.append(at[axis])
    return np.linspace(ends[0], ends[1], _FINE)


def _log(marks: Marks, dossier: float, expert: float) -> float:
    return _weigh(marks, float(np.exp(dossier)), float(np.exp(expert)))


def _weigh(marks: Marks, dossier: float, expert: float) -> float:
    return _fit(marks, dossier, expert).weight


def _fit(marks: Marks, dossier: float, expert: float) -> _Fit:
    """Solve the normal equations, dossiers eliminated first: they are many and never meet."""
    held = np.bincount(marks.dossier, minlength=marks.dossiers) + 1 / dossier**2
    sums = np.bincount(marks.dossier, marks.mark, minlength=marks.dossiers)
    size = marks.experts + 1
    crossed = np.zeros((marks.dossiers, size))
    np.add.at(crossed, (marks.dossier, marks.expert + 1), 1.0)
    crossed[:, 0] = np.bincount(marks.dossier, minlength=marks.dossiers)
    by_expert = np.bincount(marks.expert, minlength=marks.experts)
    dense = np.zeros((size, size))
    dense[0, 0], dense[0, 1:], dense[1:, 0] = len(marks.mark), by_expert, by_expert
    dense[1:, 1:] = np.diag(by_expert + 1 / expert**2)
    right = np.concatenate([[marks.mark.sum()], np.bincount(marks.expert, marks.mark, minlength=marks.experts)])
    reduced = dense - crossed.T @ (crossed / held[:, None])
    factor = np.linalg.cholesky(reduced)
    solution = _solved(factor, right - crossed.T @ (sums / held))
    qualities = (sums - crossed @ solution) / held
    # Marks that are all explained leave a trace of chance, so that shares stay shares.
    squares = max(float(marks.mark @ marks.mark - right @ solution - sums @ qualities), 1e-9)
    degrees = len(marks.mark) - 1
    weight = -0.5 * (
        degrees * np.log(squares)
        + 2 * np.log(np.diag(factor)).sum()
        + np.log(held).sum()
        + 2 * marks.dossiers * np.log(dossier)
        + 2 * marks.experts * np.log(expert)
    ) + np.log(dossier) + np.log(expert)  # a flat belief about each deviation  # fmt: skip
    return _Fit(factor, np.concatenate([solution, qualities]), squares, float(weight))


def _solved(factor: np.ndarray, right: np.ndarray) -> np.ndarray:
    return np.asarray(solve_triangular(factor.T, solve_triangular(factor, right, lower=True), lower=False))


def _sampled(
    marks: Marks, ratios: tuple[float, float], count: int, random: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    fit = _fit(marks, *ratios)
    chance = np.sqrt(fit.squares / random.chisquare(len(marks.mark) - 1, count))
    size = marks.experts + 1
    held = np.bincount(marks.dossier, minlength=marks.dossiers) + 1 / ratios[0] ** 2
    normal = random.standard_normal((size, count))
    dense = fit.solution[:size, None] + chance * solve_triangular(fit.factor.T, normal, lower=False)
    sums = np.bincount(marks.dossier, marks.mark, minlength=marks.dossiers)
    crossed = np.zeros((marks.dossiers, size))
    np.add.at(crossed, (marks.dossier, marks.expert + 1), 1.0)
    crossed[:, 0] = np.bincount(marks.dossier, minlength=marks.dossiers)
    own = (sums[:, None] - crossed @ dense) / held[:, None]
    own += chance * random.standard_normal((marks.dossiers, count)) / np.sqrt(held)[:, None]
    deviations = np.column_stack([ratios[0] * chance, ratios[1] * chance, chance])
    return (own + dense[0]).T, dense[1:].T, deviations
