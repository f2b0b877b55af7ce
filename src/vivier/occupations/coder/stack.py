"""Which code wins, and how surely: a judge over the best candidates, then a calibrated probability."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from vivier.occupations.coder.evidence import BLEND, SCORES, Weighed
from vivier.occupations.coder.judge import Judge, scaling, straight_judge, together, train_judge
from vivier.occupations.coder.traits import FAMILIARITY, TRAITS, sigmoid, signs, softmax, traits

FOLDS = 5
RIDGE = 1e-4
SIGNS = 5 + FAMILIARITY
NEVER_SURE = -1.0  # log-odds of a first answer that nothing was learned about


@dataclass(frozen=True, slots=True)
class Stack:
    """Hold the judge of candidates and the weights of the calibration."""

    judge: Judge
    calibration: np.ndarray

    @staticmethod
    def untrained() -> "Stack":
        """Give the stack of a lexicon too small to learn one: the first blend, never sure."""
        weights = np.zeros(TRAITS, np.float32)
        weights[: len(SCORES)] = BLEND
        return Stack(straight_judge(weights), np.array([NEVER_SURE, *[0] * (SIGNS - 1)], np.float32))

    def rank(self, weighed: Weighed) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Give candidates best first, their shares, and P(the first is right)."""
        odds = self.judge.odds(traits(weighed))
        order = np.argsort(-odds, axis=1, kind="stable")
        shares = np.take_along_axis(softmax(odds), order, 1)
        return np.take_along_axis(weighed.codes, order, 1), shares, sigmoid(signs(weighed, odds) @ self.calibration)


def fit_stack(weighed: Weighed, targets: np.ndarray, draw: np.random.Generator) -> Stack:
    """Fit both on titles weighed by evidence that had not learned them.

    Judges learn by folds and answer together; the calibration is fitted on what each says of the titles that it had
    not learned, those whose code is not among the candidates included.
    """
    spread = traits(weighed)
    is_right = weighed.codes == targets[:, None]
    found = is_right.any(axis=1)
    scale = scaling(spread)
    folds = draw.permutation(len(targets)) % FOLDS
    odds = np.zeros(is_right.shape, np.float32)
    judges = []
    for fold in range(FOLDS):
        inside, outside = (folds != fold) & found, folds == fold
        judges.append(train_judge(spread[inside], is_right[inside], scale, draw))
        odds[outside] = judges[-1].odds(spread[outside])
    right = np.take_along_axis(is_right, odds.argmax(axis=1)[:, None], 1)[:, 0]
    calibration = _logistic(signs(weighed, odds), right.astype(np.float64))
    return Stack(together(judges), calibration)


def _logistic(given: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Fit the probability that the first candidate is right."""

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        odds = given @ weights
        lost = np.logaddexp(0, odds) - right * odds
        slope = given.T @ (sigmoid(odds) - right) / len(right)
        return float(lost.mean() + RIDGE * weights @ weights), slope + 2 * RIDGE * weights

    return np.asarray(minimize(loss, np.zeros(given.shape[1]), jac=True, method="L-BFGS-B").x, np.float32)
