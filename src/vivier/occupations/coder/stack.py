"""Which code wins, and how surely: a conditional logit over the best candidates, then a calibrated probability."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from vivier.occupations.coder.evidence import BLEND, CANDIDATES

RIDGE = 1e-3
CALIBRATION_RIDGE = 1e-4
VOICES, OWN = [0, 1, 2, 4, 5, 6], [2, 4, 5, 6]  # scores whose agreement, and whose own value, tell of certainty
SIGNS, TIE = 9 + len(VOICES) + len(OWN), 1e-6
ADDED = 9  # traits beside the scores themselves
MARGIN = 0.4  # where the classifiers' scores start to bend


@dataclass(frozen=True, slots=True)
class Stack:
    """Hold the weights of the conditional logit and those of the calibration."""

    weights: np.ndarray
    scales: np.ndarray
    calibration: np.ndarray

    @staticmethod
    def untrained() -> "Stack":
        """Give the stack of a lexicon too small to learn one: the first blend, never sure."""
        weights = np.concatenate([BLEND, np.zeros(ADDED, np.float32)])
        return Stack(weights, np.ones_like(weights), np.array([-1, *[0] * (SIGNS - 1)], np.float32))

    def rank(self, scores: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Give, for titles × codes × scores: candidates best first, their shares, P(the first is right)."""
        candidates, kept = best(scores)
        shares = softmax(traits(kept) / self.scales @ self.weights)
        order = np.argsort(-shares, axis=1, kind="stable")
        candidates, shares = np.take_along_axis(candidates, order, 1), np.take_along_axis(shares, order, 1)
        return candidates, shares, sigmoid(signs(shares, kept, order[:, 0]) @ self.calibration)


def best(scores: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Keep the candidates that a first blend puts ahead, in the order of codes, with their scores."""
    blend = scores @ BLEND
    count = min(CANDIDATES, blend.shape[1])
    chosen = np.sort(np.argpartition(-blend, count - 1, axis=1)[:, :count], axis=1)
    return chosen, np.take_along_axis(scores, chosen[..., None], 1)


def traits(kept: np.ndarray) -> np.ndarray:
    """Spread scores into what the logit weighs: themselves, bent ones, and the nearest title where it is near."""
    svm = kept[..., 0] + kept[..., 1]
    nearest = kept[..., 2]
    closest = nearest.max(axis=1, keepdims=True)
    added = (
        np.maximum(svm + MARGIN, 0),
        np.maximum(svm - svm.max(axis=1, keepdims=True) + MARGIN, 0),
        nearest**2,
        nearest * closest,
        svm * closest,
        kept[..., 4] * closest,
        (nearest >= closest).astype(np.float32),
        np.sqrt(np.maximum(kept[..., 5], 0)),
        np.sqrt(np.maximum(kept[..., 3], 0)),
    )
    return np.concatenate([kept, np.stack(added, axis=-1)], axis=-1)


def signs(shares: np.ndarray, kept: np.ndarray, first: np.ndarray) -> np.ndarray:
    """Lay out what tells a sure answer from a doubtful one.

    `shares` come best first; `kept` are the scores of the candidates, `first` the place of the winner among them.
    """
    ordered = np.clip(shares, 1e-6, 1 - 1e-6)
    top = ordered[:, 0]
    second = ordered[:, 1] if shares.shape[1] > 1 else np.full_like(top, 1e-6)
    own = np.take_along_axis(kept, first[:, None, None], 1)[:, 0]
    agreed = (own >= kept.max(axis=1) - TIE)[:, VOICES].astype(np.float32)
    columns = (
        np.ones_like(top),
        np.log(top / (1 - top)),
        np.log(top / second),
        kept[..., 2].max(axis=1),
        (kept[..., 0] + kept[..., 1]).max(axis=1),
        -(ordered * np.log(ordered)).sum(axis=1),
        agreed.sum(axis=1),
        _lead(kept[..., 0] + kept[..., 1], first),
        _lead(kept[..., 2], first),
    )
    return np.concatenate([np.stack(columns, axis=1), agreed, own[:, OWN]], axis=1)


def _lead(scores: np.ndarray, first: np.ndarray) -> np.ndarray:
    """Give how far one candidate is ahead of the best of the others (negative where it is behind)."""
    others = scores.copy()
    np.put_along_axis(others, first[:, None], -np.inf, 1)
    rival = np.maximum(others.max(axis=1), scores.min(axis=1))
    return np.asarray(np.take_along_axis(scores, first[:, None], 1)[:, 0] - rival)


def fit_stack(kept: np.ndarray, candidates: np.ndarray, targets: np.ndarray) -> Stack:
    """Fit both on scores of titles that the scores had not learned from."""
    spread = traits(kept)
    scales = np.maximum((spread - spread.mean(axis=1, keepdims=True)).std(axis=(0, 1)), 1e-6)
    is_right = candidates == targets[:, None]
    found = is_right.any(axis=1)
    weights = _logit(spread[found] / scales, is_right[found])
    shares = softmax(spread / scales @ weights)
    order = np.argsort(-shares, axis=1, kind="stable")
    right = np.take_along_axis(is_right, order[:, :1], 1)[:, 0]
    given = signs(np.take_along_axis(shares, order, 1), kept, order[:, 0])
    return Stack(weights, scales.astype(np.float32), _logistic(given, right.astype(np.float64)))


def _logit(spread: np.ndarray, is_right: np.ndarray) -> np.ndarray:
    """Maximise the likelihood of the right candidates."""

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        shares = softmax(spread @ weights.astype(np.float32))
        lost = -np.log(np.maximum(shares[is_right], 1e-9)).mean() + RIDGE * weights @ weights
        slope = np.einsum("nc,ncm->m", shares - is_right, spread) / len(spread) + 2 * RIDGE * weights
        return float(lost), slope.astype(np.float64)

    return np.asarray(minimize(loss, np.zeros(spread.shape[-1]), jac=True, method="L-BFGS-B").x, np.float32)


def _logistic(given: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Fit the probability that the first candidate is right."""

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        odds = given @ weights
        lost = np.logaddexp(0, odds) - right * odds
        slope = given.T @ (sigmoid(odds) - right) / len(right)
        return float(lost.mean() + CALIBRATION_RIDGE * weights @ weights), slope + 2 * CALIBRATION_RIDGE * weights

    return np.asarray(minimize(loss, np.zeros(given.shape[1]), jac=True, method="L-BFGS-B").x, np.float32)


def softmax(scores: np.ndarray) -> np.ndarray:
    """Turn scores into shares that sum to one along the last axis."""
    shares = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(shares / shares.sum(axis=-1, keepdims=True))


def sigmoid(odds: np.ndarray) -> np.ndarray:
    """Turn log-odds into a probability."""
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -30, 30))))
