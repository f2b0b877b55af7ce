"""Slow and obvious judges of a survey: quartiles by hand, lists by trying all, calibration by a general optimiser."""

import itertools
import math
import statistics

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, minimize


def hidiroglou_berthelot(previous, current, exponent, floor, width):
    """Judge pair by pair, in plain Python; None for a pair that has no ratio."""
    ratios = [
        now / before if before > 0 and now > 0 else None  # NaN is not above nothing
        for before, now in zip(previous, current, strict=True)
    ]
    known = [each for each in ratios if each is not None]
    if not known:
        return [None] * len(ratios)
    middle = statistics.median(known)
    effects = []
    for ratio, before, now in zip(ratios, previous, current, strict=True):
        if ratio is None:
            effects.append(None)
            continue
        moved = 1 - middle / ratio if ratio < middle else ratio / middle - 1
        effects.append(0.0 if abs(moved) < 1e-12 else moved * max(before, now) ** exponent)
    first, centre, third = quartiles([each for each in effects if each is not None])
    low = centre - width * max(centre - first, abs(floor * centre))
    high = centre + width * max(third - centre, abs(floor * centre))
    return [None if e is None else "low" if e < low else "high" if e > high else "within" for e in effects]


def quartiles(values):
    """Give quartiles by linear interpolation between ranks (type 7)."""
    ordered = sorted(values)

    def at(share):
        rank = share * (len(ordered) - 1)
        below = math.floor(rank)
        above = min(below + 1, len(ordered) - 1)
        return ordered[below] + (rank - below) * (ordered[above] - ordered[below])

    return at(0.25), at(0.5), at(0.75)


def shortest_list(values, predicted, weights, residual):
    """Give how few units must be called for the others to weigh less than `residual`, by trying every list."""
    total = abs(sum(w * p for w, p in zip(weights, predicted, strict=True)))
    gaps = [w * abs(v - p) / total for v, p, w in zip(values, predicted, weights, strict=True)]
    for k in range(len(gaps) + 1):
        for called in itertools.combinations(range(len(gaps)), k):
            if sum(gap for at, gap in enumerate(gaps) if at not in called) < residual:
                return k
    raise AssertionError("calling everybody leaves nothing")


def calibrated(weights, matrix, aims, method, bounds):
    """Give the ratios nearest to 1 by the distance itself, under the totals as constraints (SLSQP)."""
    low, high = bounds or ((1e-9, np.inf) if method == "raking" else (-np.inf, np.inf))

    def cost(g):
        if method == "raking":
            return float(np.sum(weights * (g * np.log(g) - g + 1)))
        if method == "logit":
            steep = (high - low) / ((1 - low) * (high - 1))
            part = (g - low) * np.log((g - low) / (1 - low)) + (high - g) * np.log((high - g) / (high - 1))
            return float(np.sum(weights * part) / steep)
        return float(np.sum(weights * (g - 1) ** 2) / 2)

    def slope(g):
        if method == "raking":
            return weights * np.log(g)
        if method == "logit":
            steep = (high - low) / ((1 - low) * (high - 1))
            return weights * (np.log((g - low) / (1 - low)) - np.log((high - g) / (high - 1))) / steep
        return weights * (g - 1)

    edge = 1e-9 if method == "logit" else 0.0
    inside = Bounds(np.full(len(weights), low + edge), np.full(len(weights), high - edge), keep_feasible=True)
    sums = LinearConstraint((weights[:, None] * matrix).T, aims, aims)
    found = minimize(
        cost, np.ones(len(weights)), jac=slope, bounds=inside,
        constraints=[sums], method="SLSQP", options={"ftol": 1e-15, "maxiter": 1000},
    )  # fmt: skip
    return found.x


def is_reachable(weights, matrix, aims, low, high):
    """Tell whether ratios between two bounds give these totals."""
    found = linprog(np.zeros(len(weights)), A_eq=(weights[:, None] * matrix).T, b_eq=aims, bounds=(low, high))
    return found.status == 0


def smallest_conflict(weights, matrix, aims, low, high):
    """Give how many margins the smallest conflict has, by trying every set; 0 when all can hold."""
    margins = range(matrix.shape[1])
    for k in range(1, len(margins) + 1):
        for kept in itertools.combinations(margins, k):
            if not is_reachable(weights, matrix[:, list(kept)], aims[list(kept)], low, high):
                return k
    return 0
