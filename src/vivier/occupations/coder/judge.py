"""Which code wins: a small network that compares the candidates of a title, learned by likelihood."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from vivier.occupations.coder.traits import softmax

HIDDEN, BATCH = 32, 128
EPOCHS, FEWEST_STEPS = 20, 400
PACE, DECAY = 3e-3, 0.1
_FADE, _FADE_SQUARE = 0.9, 0.999  # Adam's two memories


@dataclass(frozen=True, slots=True)
class Judge:
    """Hold a network of one hidden layer beside a straight line: odds = w₂·max(0, x W₁ + b₁) + x·u, x scaled."""

    middle: np.ndarray
    scale: np.ndarray
    inner: np.ndarray
    bias: np.ndarray
    outer: np.ndarray
    straight: np.ndarray

    def odds(self, traits: np.ndarray) -> np.ndarray:
        """Give the log-odds of each candidate: titles × candidates."""
        # The scaling is folded into the weights: one product less on the largest array.
        inner = self.inner / self.scale[:, None]
        hidden = traits @ inner
        hidden += self.bias - self.middle @ inner
        np.maximum(hidden, 0, out=hidden)
        return np.asarray(hidden @ self.outer + traits @ (self.straight / self.scale), np.float32)


def straight_judge(weights: np.ndarray) -> Judge:
    """Give the judge that only adds scores up, for a lexicon too small to learn one."""
    traits = len(weights)
    nothing = np.zeros((traits, 1), np.float32)
    return Judge(
        np.zeros(traits, np.float32), np.ones(traits, np.float32), nothing, nothing[:1, 0], nothing[:1, 0], weights
    )


def together(judges: Sequence[Judge]) -> Judge:
    """Make one judge whose odds are the mean of theirs; they must have learned on the same scale."""
    share = np.float32(1 / len(judges))
    return Judge(
        judges[0].middle,
        judges[0].scale,
        np.hstack([each.inner for each in judges]),
        np.concatenate([each.bias for each in judges]),
        np.concatenate([each.outer for each in judges]) * share,
        np.sum([each.straight for each in judges], axis=0) * share,
    )


def scaling(traits: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give the middle and the spread of each trait, on which judges learn."""
    spread = np.maximum(traits.std(axis=(0, 1)), 1e-6)
    return traits.mean(axis=(0, 1)).astype(np.float32), spread.astype(np.float32)


def train_judge(
    traits: np.ndarray,
    is_right: np.ndarray,
    scale: tuple[np.ndarray, np.ndarray],
    draw: np.random.Generator,
    *,
    steps: int = 0,
) -> Judge:
    """Learn from titles whose right code is among the candidates (`is_right`: titles × candidates).

    `steps`, when given, says how long: as many passes as make them; else `EPOCHS`, and `FEWEST_STEPS` at least.
    """
    middle, spread = scale
    scaled = ((traits - middle) / spread).astype(np.float32)
    wanted = (is_right / is_right.sum(axis=1, keepdims=True)).astype(np.float32)
    weights = _first(traits.shape[-1], draw)
    batches = -(-len(traits) // BATCH)
    epochs = -(-steps // batches) if steps else max(EPOCHS, -(-FEWEST_STEPS // batches))
    adam = _Adam(weights, epochs * batches)
    for _ in range(epochs):
        order = draw.permutation(len(traits))
        for rows in np.array_split(order, batches):
            adam.step(weights, _slopes(weights, scaled[rows], wanted[rows]))
    return Judge(middle, spread, *weights)


def _first(traits: int, draw: np.random.Generator) -> list[np.ndarray]:
    return [
        (draw.normal(size=(traits, HIDDEN)) / np.sqrt(traits)).astype(np.float32),
        np.zeros(HIDDEN, np.float32),
        (draw.normal(size=HIDDEN) * 0.3 / np.sqrt(HIDDEN)).astype(np.float32),
        np.zeros(traits, np.float32),
    ]


def _slopes(weights: list[np.ndarray], scaled: np.ndarray, wanted: np.ndarray) -> list[np.ndarray]:
    """Differentiate the mean log-loss by each weight."""
    inner, bias, outer, straight = weights
    flat = scaled.reshape(-1, scaled.shape[-1])
    hidden = np.maximum(flat @ inner + bias, 0)
    shares = softmax((hidden @ outer + flat @ straight).reshape(wanted.shape))
    pull = ((shares - wanted) / len(wanted)).ravel()
    back = np.where(hidden > 0, pull[:, None] * outer, np.float32(0))
    return [flat.T @ back, back.sum(axis=0), hidden.T @ pull, flat.T @ pull]


class _Adam:
    """Step down the slopes, each weight at its own pace, slower and slower; all but the bias fade (AdamW)."""

    __slots__ = ("_done", "_mean", "_square", "_steps")

    def __init__(self, weights: list[np.ndarray], steps: int) -> None:
        self._mean = [np.zeros_like(each) for each in weights]
        self._square = [np.zeros_like(each) for each in weights]
        self._done, self._steps = 0, steps

    def step(self, weights: list[np.ndarray], slopes: list[np.ndarray]) -> None:
        self._done += 1
        pace = PACE * 0.5 * (1 + np.cos(np.pi * self._done / self._steps))
        first, second = 1 - _FADE**self._done, 1 - _FADE_SQUARE**self._done
        for place, slope in enumerate(slopes):
            mean, square = self._mean[place], self._square[place]
            mean += (1 - _FADE) * (slope - mean)
            square += (1 - _FADE_SQUARE) * (slope * slope - square)
            move = mean / first / (np.sqrt(square / second) + 1e-8)
            fading = 0.0 if place == 1 else DECAY
            weights[place] -= np.asarray(pace * (move + fading * weights[place]), np.float32)
