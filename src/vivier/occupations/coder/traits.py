"""What is laid before the judge: the scores of each candidate, how far behind the best they are, what is known."""

import numpy as np

from vivier.occupations.coder.evidence import SCORES, Weighed

_WORDS, _CHARACTERS, _NEAREST = (SCORES.index(name) for name in ("svm_words", "svm_characters", "nearest"))
_BENT = [SCORES.index(name) for name in ("near", "text", "label", "definition")]
FAMILIARITY = 4
TRAITS = 2 * (len(SCORES) + 1) + len(_BENT) + 1 + FAMILIARITY + 2


def traits(weighed: Weighed) -> np.ndarray:
    """Lay out titles × candidates × `TRAITS`.

    For each candidate: its scores and the sum of both classifiers; each of these less the best candidate's; roots of
    those that start at zero; whether it holds the nearest title; then what is said of the title itself, the same for
    all its candidates: its length, what of it is known, how near and how strong the best is.
    """
    scores = weighed.scores
    titles, candidates = scores.shape[:2]
    both = scores[..., _WORDS] + scores[..., _CHARACTERS]
    told = np.empty((titles, candidates, TRAITS), np.float32)
    count = len(SCORES) + 1
    told[..., : count - 1], told[..., count - 1] = scores, both
    own = told[..., :count]
    np.subtract(own, own.max(axis=1, keepdims=True), out=told[..., count : 2 * count])
    at = 2 * count + len(_BENT)
    told[..., 2 * count : at] = np.sqrt(np.maximum(scores[..., _BENT], 0))
    nearest = scores[..., _NEAREST]
    told[..., at] = nearest >= nearest.max(axis=1, keepdims=True)
    told[..., at + 1 : at + 1 + FAMILIARITY] = weighed.familiarity[:, None]
    told[..., -2] = nearest.max(axis=1, keepdims=True)
    told[..., -1] = both.max(axis=1, keepdims=True)
    return told


def signs(weighed: Weighed, odds: np.ndarray) -> np.ndarray:
    """Lay out what tells a sure answer from a doubtful one: titles × signs, the first a constant."""
    ordered = -np.sort(-odds, axis=1)[:, :2]
    shares = softmax(odds)
    top = np.clip(shares.max(axis=1), 1e-4, 1 - 1e-4)
    lead = ordered[:, 0] - ordered[:, -1]
    spread = -(shares * np.log(np.maximum(shares, 1e-9))).sum(axis=1)
    nearest = weighed.scores[..., _NEAREST].max(axis=1)
    columns = (np.ones_like(top), np.log(top / (1 - top)), lead, spread, nearest)
    return np.column_stack([*columns, weighed.familiarity])


def softmax(odds: np.ndarray) -> np.ndarray:
    """Turn log-odds into shares that sum to one along the last axis."""
    shares = np.exp(odds - odds.max(axis=-1, keepdims=True))
    return np.asarray(shares / shares.sum(axis=-1, keepdims=True))


def sigmoid(odds: np.ndarray) -> np.ndarray:
    """Turn log-odds into a probability."""
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -30, 30))))
