"""How much each trait counts: a conditional logit on published moves, learned apart from the codes judged."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from scipy.optimize import minimize

from vivier.occupations.nearness.evidence import TRAITS, Evidence, Places
from vivier.vocabulary import InputError

RIDGE, CANDIDATES, STEPS = 1e-3, 200, 70
CHUNK = 64  # sources compared at a time
DEFAULT = "rome3"


@dataclass(frozen=True)
class Weights:
    """Hold the weight of each of `TRAITS`, and the two numbers that make a probability of their sum."""

    traits: np.ndarray
    intercept: float = 0.0
    slope: float = 1.0

    def __post_init__(self) -> None:
        if self.traits.shape != (len(TRAITS),) or not np.isfinite([*self.traits, self.intercept, self.slope]).all():
            raise InputError("Les poids de la proximité ne se lisent pas : il en faut un nombre par critère.")

    def total(self, traits: np.ndarray) -> np.ndarray:
        """Weigh traits and add them up."""
        return np.asarray(traits @ self.traits.astype(np.float32))

    def probability(self, totals: np.ndarray) -> np.ndarray:
        """Turn totals into the probability that the move is published."""
        return np.asarray(1 / (1 + np.exp(-np.clip(self.intercept + self.slope * totals, -30, 30))))


@cache
def shipped(nomenclature: str) -> Weights:
    """Give the weights learned on a nomenclature; those of ROME 3 where none were.

    >>> len(shipped("demo").traits) == len(TRAITS)
    True
    """
    found = tomllib.loads((files(__package__) / "weights.toml").read_text(encoding="utf-8"))
    chosen = found.get(nomenclature, found[DEFAULT])
    return as_weights(chosen)


def as_weights(found: Mapping[str, float]) -> Weights:
    """Read weights by name; a trait that is not named counts for nothing."""
    return Weights(np.array([found.get(name, 0.0) for name in TRAITS]), found["intercept"], found["slope"])


def totals(evidence: Evidence, weights: Weights, sources: Places, targets: Places) -> np.ndarray:
    """Weigh every pair of sources and targets, a few sources at a time."""
    parts = [
        weights.total(evidence.traits(sources[at : at + CHUNK], targets)) for at in range(0, len(sources), CHUNK)
    ]
    return np.concatenate(parts) if parts else np.zeros((0, len(targets)), np.float32)


def learn(evidence: Evidence, places: Places) -> Weights:
    """Learn from the published moves among some codes only; moves to or from any other code are not looked at.

    Each source offers its published targets and the `CANDIDATES` codes that share most words with it; the weights
    maximise the mean log-likelihood of the published ones, less a ridge penalty on standardised traits.
    """
    traits, wanted, offered = _offers(evidence, np.sort(np.asarray(places)))
    if not wanted.any():
        raise InputError("Aucune mobilité publiée entre ces métiers : il n’y a rien à apprendre.")
    scales = np.maximum(traits[offered].std(axis=0), 1e-6)
    traits = traits / scales
    aims = wanted / wanted.sum(axis=1, keepdims=True)
    seen = np.einsum("nc,ncm->m", aims, traits) / len(traits)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        sums = np.where(offered, traits @ weights.astype(np.float32), -1e9)
        logs = sums - np.logaddexp.reduce(sums, axis=1, keepdims=True)
        lost = -(aims * np.where(offered, logs, 0)).sum() / len(traits)
        slope = np.tensordot(np.exp(logs), traits, axes=([0, 1], [0, 1])) / len(traits) - seen
        return float(lost + RIDGE * weights @ weights), (slope + 2 * RIDGE * weights).astype(np.float64)

    start = np.zeros(len(TRAITS))
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": STEPS}).x
    return Weights(found / scales)


def _offers(evidence: Evidence, places: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Give, for sources with moves: traits of candidates, whether each is published, whether each is one at all."""
    links = evidence.official[places][:, places].toarray() > 0
    starts = np.flatnonzero(links.any(axis=1))
    count = min(CANDIDATES + int(links.sum(axis=1).max(initial=0)), len(places))
    words = evidence.views["everything"]
    traits, wanted, offered = [], [], []
    for start in starts:
        likeness = (words[places[start]] @ words[places].T).toarray().ravel() + 2 * links[start]
        likeness[start] = -1
        chosen = np.argsort(-likeness, kind="stable")[:count]
        traits.append(evidence.traits(places[[start]], places[chosen])[0])
        wanted.append(links[start, chosen])
        offered.append(chosen != start)
    if not traits:
        return np.zeros((0, 1, len(TRAITS)), np.float32), np.zeros((0, 1)), np.zeros((0, 1), bool)
    return np.stack(traits), np.stack(wanted).astype(np.float32), np.stack(offered)


def by_folds(evidence: Evidence, *, folds: int, seed: int) -> np.ndarray:
    """Score every code against every other with weights that saw none of the published moves to or from it.

    Codes are drawn into folds; the weights that score the sources of a fold are learned on moves between the codes of
    the others. Gives codes × codes totals, each source on the scale of its own fold.
    """
    drawn = np.random.default_rng(seed).permutation(len(evidence.codes)) % folds
    every = np.arange(len(drawn))
    scores = np.zeros((len(drawn), len(drawn)), np.float32)
    for fold in range(folds):
        held = np.flatnonzero(drawn == fold)
        scores[held] = totals(evidence, learn(evidence, np.flatnonzero(drawn != fold)), held, every)
    return scores


def calibrated(weights: Weights, scores: np.ndarray, published: np.ndarray) -> Weights:
    """Fit the probability that a move is published, on scores by folds (codes × codes, their diagonal left out)."""
    apart = ~np.eye(len(scores), dtype=bool)
    given, right = scores[apart].astype(np.float64), published[apart].astype(np.float64)

    def loss(line: np.ndarray) -> tuple[float, np.ndarray]:
        odds = line[0] + line[1] * given
        gap = 1 / (1 + np.exp(-np.clip(odds, -30, 30))) - right
        return float((np.logaddexp(0, odds) - right * odds).mean()), np.array([gap.mean(), (gap * given).mean()])

    found = minimize(loss, np.array([-given.mean() - 5, 1.0]), jac=True, method="L-BFGS-B").x
    return Weights(weights.traits, float(found[0]), float(found[1]))
