"""Weights brought to known totals, each moved as little as possible: calibration of Deville and Särndal, 1992."""

from collections.abc import Mapping

import numpy as np

from vivier.survey.data import Column, Weights, column, kept, same_length
from vivier.survey.distances import METHODS, Distance, distance
from vivier.survey.margins import UnreachableTotalsError, conflict
from vivier.survey.system import System, condensed
from vivier.vocabulary import InputError

_ENOUGH = 1e-8
_ROUNDS = 200
_HALVINGS = 40
__all__ = ["METHODS", "calibrate"]


def calibrate(
    weights: Column,
    traits: Mapping[str, Column],
    totals: Mapping[str, float],
    *,
    bounds: tuple[float, float] | None = None,
    method: str = "",
) -> Weights:
    """Bring weights to totals that are known, each ratio of new to old weight as near 1 as its distance wants.

    `traits` gives, for each margin, a figure a unit (1 or 0 for being in a region, a number of employees…); `totals`
    what the weighted sum of each must be. Methods: `raking` (ratios stay positive), `linear`, and with `bounds` on
    the ratios `logit` or `truncated`. When none is said: `raking`, or `logit` with bounds. A weight of 0 stays.

    >>> traits = {"Isère": [1, 1, 0, 0], "Rhône": [0, 0, 1, 1], "effectif": [10, 40, 20, 30]}
    >>> found = calibrate([5, 5, 5, 5], traits, {"Isère": 12, "Rhône": 9, "effectif": 540})
    >>> [round(weight, 3) for weight in found.values.tolist()], found.residual < 1e-8
    ([5.539, 6.461, 4.384, 4.616], True)

    Raises:
        UnreachableTotalsError: no weights give all totals; the smallest set of margins that conflict is named.
        InputError: columns do not match, or a figure, a bound or a method is wrong.
    """
    old = column("Les poids", weights)
    table, aims, names = _margins(traits, totals, len(old))
    chosen = method or ("logit" if bounds else "raking")
    kind = distance(chosen, bounds)
    system = condensed(old, table, aims)
    if not len(names):
        return Weights(kept(old.copy()), kept(np.ones(len(old))), chosen)
    ratios = _solved(system, kind)
    if system.gap(ratios) > _ENOUGH:
        _refuse(system, kind, names, system.gap(ratios))
    spread = system.spread(ratios)
    return Weights(kept(old * spread), kept(spread), chosen, system.gap(ratios))


def _margins(
    traits: Mapping[str, Column], totals: Mapping[str, float], n: int
) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Lay margins out in order of their names, so that the order in which they are given changes nothing."""
    if odd := sorted(set(traits) ^ set(totals)):
        raise InputError(f"Donnez à chaque marge ses valeurs et son total : « {odd[0]} » n’a que l’un des deux.")
    names = sorted(traits)
    columns = [column(f"La marge « {name} »", traits[name], is_signed=True) for name in names]
    same_length(range(n), *columns)
    aims = column("Les totaux", [totals[name] for name in names], is_signed=True)
    return (np.column_stack(columns) if names else np.empty((n, 0))), aims, names


def _solved(system: System, kind: Distance) -> np.ndarray:
    """Minimise the dual, which is convex and smooth, by Newton's method; a step is halved until it is one down."""
    price = np.zeros(len(system.aims))
    best, ratios = np.inf, kind.ratio(system.matrix @ price)
    for _ in range(_ROUNDS):
        reach = system.matrix @ price
        ratios = kind.ratio(reach)
        gap = system.gap(ratios)
        slope = system.weights * kind.slope(reach)
        gradient = system.matrix.T @ (system.weights * ratios) - system.aims
        # Past what is asked, one goes on while Newton's steps still halve the gap: it is nearly free.
        if gap <= _ENOUGH and gap > best / 2:
            break
        best = min(best, gap)
        moved = _step(system, kind, price, slope, gradient)
        if moved is None:
            break
        price = moved
    return ratios


def _step(
    system: System, kind: Distance, price: np.ndarray, slope: np.ndarray, gradient: np.ndarray
) -> np.ndarray | None:
    """Give the next price, or None when nothing goes down any more.

    Where ratios are stuck at their bounds the second derivative vanishes: a floor under it gives a way out.
    """
    here = _dual(system, kind, price)
    for floor in (0.0, 0.05, 1.0):
        held = np.maximum(slope, floor * system.weights)
        hessian = system.matrix.T @ (held[:, None] * system.matrix)
        way: np.ndarray = -np.linalg.lstsq(hessian, gradient, rcond=1e-13)[0]
        down = float(gradient @ way)
        if not np.isfinite(down) or down >= 0:
            continue
        length = 1.0
        for _ in range(_HALVINGS):
            there: np.ndarray = price + length * way
            # Near the end the dual no longer tells two prices apart; its slope does.
            if _dual(system, kind, there) <= here + 1e-4 * length * down + 1e-15 * abs(here):
                return there
            length /= 2
    return None


def _dual(system: System, kind: Distance, price: np.ndarray) -> float:
    with np.errstate(over="ignore"):
        value = float(system.weights @ kind.primitive(system.matrix @ price) - system.aims @ price)
    return value if np.isfinite(value) else np.inf


def _refuse(system: System, kind: Distance, names: list[str], gap: float) -> None:
    found = conflict(system, kind.low, kind.high)
    if found is not None:
        raise UnreachableTotalsError(tuple(names[at] for at in found), (kind.low, kind.high))
    raise InputError(
        f"Le calage approche ces totaux sans les atteindre (écart relatif {gap:.1e}) : ils se contredisent de très "
        "peu, ou seules les bornes les donnent ; arrondissez-les de la même façon ou élargissez les bornes."
    )
