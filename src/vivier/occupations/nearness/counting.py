"""Texts and skills as sparse counts: quick to make for a whole nomenclature, rare things weighing more."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

import numpy as np
import scipy.sparse as sp
from scipy.linalg import eigh

_WORDS = re.compile(r"[a-z0-9]+")
_LETTERS = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "’": "'", "\n": " "})
_EMPTY_WORDS = """
a au aux avec ce ces cette d dans de des du elle en est et etre il ils l la le les leur n on ou par pas peut plus pour
qu que qui s sa se selon ses son sur un une
"""
_EMPTY = frozenset(_EMPTY_WORDS.split())
CUT = 8  # letters kept of a word: brings genders, numbers and most verbs of a family together


RUN = 4  # letters of a run
Grams = Callable[[str], list[str]]


def words(text: str) -> list[str]:
    """List the words of a text: plain, cut to eight letters, empty ones left out.

    >>> words("Soudeur / Soudeuse à l’arc électrique")
    ['soudeur', 'soudeuse', 'arc', 'electriq']
    """
    plain = unicodedata.normalize("NFKD", text.translate(_LETTERS)).encode("ascii", "ignore").decode().lower()
    return [word[:CUT] for word in _WORDS.findall(plain) if word not in _EMPTY]


def word_pairs(text: str) -> list[str]:
    """List the pairs of words that follow each other.

    >>> word_pairs("Souder à l’arc électrique")
    ['souder arc', 'arc electriq']
    """
    return [f"{left} {right}" for left, right in pairwise(words(text))]


def letters(text: str) -> list[str]:
    """List the runs of four letters of a text, across words.

    >>> letters("Arc TIG")
    ['arc ', 'rc t', 'c ti', ' tig']
    """
    joined = " ".join(words(text))
    return [joined[at : at + RUN] for at in range(len(joined) - RUN + 1)]


class Vocabulary:
    """Give each gram of texts a column, the same for every text counted with it."""

    def __init__(self, grams: Grams = words) -> None:
        self._grams = grams
        self._columns: dict[str, int] = {}

    def count(self, texts: Iterable[str]) -> tuple[list[int], list[int]]:
        """Give the column of each word of each text, and where each text ends."""
        found: list[int] = []
        ends = [0]
        for text in texts:
            found += [self._columns.setdefault(word, len(self._columns)) for word in self._grams(text)]
            ends.append(len(found))
        return found, ends

    def rows(self, counted: tuple[list[int], list[int]]) -> sp.csr_matrix:
        """Give texts × words, once every text is counted."""
        found, ends = counted
        return sp.csr_matrix((np.ones(len(found), np.float32), found, ends), (len(ends) - 1, len(self._columns)))


def summed(owners: Sequence[int], rows: sp.csr_matrix, size: int) -> sp.csr_matrix:
    """Add the rows of each owner: owners × columns."""
    ones = np.ones(len(owners), np.float32)
    return sp.csr_matrix((ones, (list(owners), range(len(owners)))), (size, len(owners))) @ rows


def rarity(rows: sp.csr_matrix) -> np.ndarray:
    """Give ln(rows / rows that have it) for each column, in nats; 0 for a column nobody has."""
    held = np.bincount(rows.indices, minlength=rows.shape[1])
    return np.where(held > 0, np.log(rows.shape[0] / np.maximum(held, 1)), 0).astype(np.float32)


def weighed(counts: sp.csr_matrix) -> sp.csr_matrix:
    """Weigh counts: 1 + ln(count), times the rarity of the column."""
    rows = sp.csr_matrix(counts, copy=True)
    rows.sum_duplicates()
    rows.sort_indices()
    rows.data = ((1 + np.log(rows.data)) * rarity(rows)[rows.indices]).astype(np.float32)
    return rows


def latent(rows: sp.csr_matrix, axes: int) -> np.ndarray:
    """Place rows of length 1 on the first axes of their singular value decomposition, again with length 1."""
    alike = (rows @ rows.T).toarray().astype(np.float64)
    first = max(len(alike) - axes, 0)
    values, vectors = eigh(alike, subset_by_index=[first, len(alike) - 1])
    placed = vectors[:, ::-1] * np.sqrt(np.maximum(values[::-1], 0))
    return np.asarray(placed, np.float32)


def sums(rows: sp.csr_matrix) -> np.ndarray:
    """Sum each row."""
    return np.asarray(rows.sum(axis=1), np.float32).ravel()


def unit(rows: sp.csr_matrix) -> sp.csr_matrix:
    """Scale each row to length 1; empty rows stay empty."""
    lengths = np.sqrt(sums(rows.multiply(rows).tocsr()))
    scale = np.divide(1, lengths, out=np.zeros_like(lengths), where=lengths > 0)
    return sp.csr_matrix(sp.diags_array(scale) @ rows, dtype=np.float32)
