"""A title that belongs to several codes: how likely each of them is."""

import numpy as np

from vivier.occupations.coder.counts import HEAD_SMOOTHING, present
from vivier.occupations.coder.evidence import PRESENT
from vivier.occupations.coder.model import Model

# Of official titles held out of the index whose head has several codes, the share whose code is one of them.
HEAD_MASS = 0.8
_HELD = 0.5  # a code whose titles hold the word without beginning by it: half the rarest of those that do


def head_chances(head: str, places: tuple[int, ...], model: Model) -> tuple[np.ndarray, np.ndarray]:
    """Give the codes of a head, likeliest first, and their chances: how often titles that begin so have each code.

    What was learned of whole titles does worse on a bare head than this plain count: see the method note.
    """
    own = model.evidence.words.rows([head.split(" ", maxsplit=1)[0]])
    laid = np.asarray((present(own) @ model.evidence.present).todense()).reshape(len(PRESENT), -1)
    begun = np.expm1(laid[PRESENT.index("head"), places].astype(np.float64)) * HEAD_SMOOTHING
    weights = np.where(begun > 0, begun, _HELD * begun[begun > 0].min(initial=1.0))
    order = np.argsort(-weights, kind="stable")
    return np.array(places)[order], HEAD_MASS * weights[order] / weights.sum()
