"""How much each trait counts: small networks learned on published moves, apart from the codes judged.

The networks are those that settle candidates in coding (`vivier.occupations.coder.judge`): a source offers
candidates, and the likelihood of its published targets among them is made as high as can be.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from scipy.optimize import minimize

from vivier.occupations.coder.judge import Judge, scaling, together, train_judge
from vivier.occupations.coder.traits import sigmoid
from vivier.occupations.nearness.evidence import TRAITS, Evidence, Places
from vivier.vocabulary import InputError

NEAREST, DRAWN = 100, 40  # candidates offered by a source beside its published targets: the most alike, any others
ALIKE = ("uses", "titles", "everything", "letters")  # views whose sum says which are the most alike
FLOOR = 2e-6  # a trait whose spread is under this is the same everywhere
NETWORKS = 2  # learned from different draws, averaged
STEPS = 400
CHUNK = 64  # sources compared at a time
DEFAULT = "rome3"


@dataclass(frozen=True)
class Weights:
    """Hold T traits → H hidden units → one total, and the two numbers that make a probability of that total.

    total = max(0, x · `inner` + `bias`) · `outer` + x · `straight`; `inner` is T × H.
    """

    inner: np.ndarray
    bias: np.ndarray
    outer: np.ndarray
    straight: np.ndarray
    intercept: float = 0.0
    slope: float = 1.0

    def __post_init__(self) -> None:
        shape, hidden = (len(TRAITS),), self.bias.shape
        ends = np.array([self.intercept, self.slope])
        numbers = [self.inner.ravel(), self.bias, self.outer, self.straight, ends]
        fits = self.straight.shape == shape and self.inner.shape == shape + hidden and self.outer.shape == hidden
        if not (fits and np.isfinite(np.concatenate(numbers)).all()):
            raise InputError("Les poids de la proximité ne se lisent pas : il en faut pour chaque critère.")

    def total(self, traits: np.ndarray) -> np.ndarray:
        """Weigh traits (last axis) into one number."""
        hidden = traits @ self.inner
        hidden += self.bias
        np.maximum(hidden, 0, out=hidden)
        return np.asarray(hidden @ self.outer + traits @ self.straight, np.float32)

    def probability(self, totals: np.ndarray) -> np.ndarray:
        """Turn totals into the probability that the move is published."""
        return sigmoid(self.intercept + self.slope * totals)


@cache
def shipped(nomenclature: str) -> Weights:
    """Give the weights learned on a nomenclature; those of ROME 3 where none were.

    >>> len(shipped("demo").straight) == len(TRAITS)
    True
    """
    found = tomllib.loads((files(__package__) / "weights.toml").read_text(encoding="utf-8"))
    return as_weights(found.get(nomenclature, found[DEFAULT]))


def as_weights(found: Mapping[str, Any]) -> Weights:
    """Read weights by name of trait (straight, then one a hidden unit); a trait not named counts for nothing."""
    nothing = [0.0] * (len(found["bias"]) + 1)
    rows = np.array([found["traits"].get(name, nothing) for name in TRAITS], np.float32)
    bias, outer = (np.array(found[name], np.float32) for name in ("bias", "outer"))
    return Weights(rows[:, 1:], bias, outer, rows[:, 0], found["intercept"], found["slope"])


def as_toml(key: str, weights: Weights) -> str:
    """Write weights as `as_weights` reads them, four figures each."""
    rows = np.column_stack([weights.straight, weights.inner])
    said = [f"[{key}]", f"intercept = {weights.intercept:.5f}", f"slope = {weights.slope:.5f}"]
    said += [f"bias = {_figures(weights.bias)}", f"outer = {_figures(weights.outer)}", "", f"[{key}.traits]"]
    return "\n".join([*said, *(f"{name} = {_figures(row)}" for name, row in zip(TRAITS, rows, strict=True)), ""])


def _figures(values: np.ndarray) -> str:
    return f"[{', '.join(repr(float(f'{value:.3e}')) for value in values)}]"


def totals(evidence: Evidence, weights: Weights, sources: Places, targets: Places) -> np.ndarray:
    """Weigh every pair of sources and targets, a few sources at a time."""
    parts = [
        weights.total(evidence.traits(sources[at : at + CHUNK], targets)) for at in range(0, len(sources), CHUNK)
    ]
    return np.concatenate(parts) if parts else np.zeros((0, len(targets)), np.float32)


def learn(evidence: Evidence, places: Places, *, seed: int = 1, steps: int = STEPS) -> Weights:
    """Learn from the published moves among some codes only; moves to or from any other code are not looked at.

    Raises:
        InputError: no move is published among them.
    """
    traits, wanted = _offers(evidence, np.sort(np.asarray(places)), np.random.default_rng(seed))
    if not wanted.any():
        raise InputError("Aucune mobilité publiée entre ces métiers : il n’y a rien à apprendre.")
    draws = np.random.default_rng(seed).spawn(NETWORKS)
    scale = scaling(traits)
    return _unscaled(together([train_judge(traits, wanted, scale, draw, steps=steps) for draw in draws]))


def _unscaled(judge: Judge) -> Weights:
    """Fold the scaling of the traits into the weights of a network."""
    # A trait that never changes where it is learned (no parents in ROME 3) must count for nothing elsewhere.
    scale = np.where(judge.scale > FLOOR, judge.scale, np.inf).astype(np.float32)
    inner = judge.inner / scale[:, None]
    return Weights(inner, judge.bias - judge.middle @ inner, judge.outer, judge.straight / scale)


def _offers(evidence: Evidence, places: np.ndarray, draw: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Give, for sources with moves, the traits of their candidates and whether each is published."""
    links = evidence.official[places][:, places].toarray() > 0
    starts = np.flatnonzero(links.any(axis=1))
    nearest, drawn = min(NEAREST, len(places) - 1), min(DRAWN, max(len(places) - 1 - NEAREST, 0))
    traits = np.empty((len(starts), nearest + drawn, len(TRAITS)), np.float32)
    wanted = np.empty(traits.shape[:2], bool)
    columns = [TRAITS.index(name) for name in ALIKE]
    for at in range(0, len(starts), CHUNK):
        rows = evidence.traits(places[starts[at : at + CHUNK]], places)
        for place, start in enumerate(starts[at : at + CHUNK]):
            likeness = rows[place][:, columns].sum(axis=1) + 9 * links[start]
            likeness[start] = -1
            order = np.argsort(-likeness, kind="stable")[:-1]
            chosen = np.concatenate([order[:nearest], draw.choice(order[nearest:], drawn, replace=False)])
            traits[at + place], wanted[at + place] = rows[place, chosen], links[start, chosen]
    return traits, wanted


def units(evidence: Evidence) -> np.ndarray:
    """Give the unit of each code, which folds keep whole: its parent code where there is one, or itself."""
    return np.asarray(evidence.groups.get("parent", np.arange(len(evidence.codes))))


def by_folds(evidence: Evidence, *, folds: int, seed: int, steps: int = STEPS) -> np.ndarray:
    """Score every code against every other with weights that saw none of the published moves to or from it.

    Units of codes are drawn into folds; the weights that score the sources of a fold are learned on moves between the
    codes of the others. Gives codes × codes totals, each source on the scale of its own fold.
    """
    unit = units(evidence)
    drawn = (np.random.default_rng(seed).permutation(unit.max(initial=0) + 1) % folds)[unit]
    every = np.arange(len(unit))
    scores = np.zeros((len(unit), len(unit)), np.float32)
    for fold in range(folds):
        held = np.flatnonzero(drawn == fold)
        learned = learn(evidence, np.flatnonzero(drawn != fold), steps=steps)
        scores[held] = totals(evidence, learned, held, every)
    return scores


def calibrated(weights: Weights, scores: np.ndarray, published: np.ndarray) -> Weights:
    """Fit the probability that a move is published, on scores by folds (codes × codes, their diagonal left out)."""
    apart = ~np.eye(len(scores), dtype=bool)
    given, right = scores[apart].astype(np.float64), published[apart].astype(np.float64)

    def loss(line: np.ndarray) -> tuple[float, np.ndarray]:
        odds = line[0] + line[1] * given
        gap = sigmoid(odds) - right
        return float((np.logaddexp(0, odds) - right * odds).mean()), np.array([gap.mean(), (gap * given).mean()])

    found = minimize(loss, np.array([-given.mean() - 5, 1.0]), jac=True, method="L-BFGS-B").x
    return replace(weights, intercept=float(found[0]), slope=float(found[1]))
