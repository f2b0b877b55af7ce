"""From canonical titles to sparse rows: words, pairs of words, beginnings, and runs of three to five characters."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np
import scipy.sparse as sp

BEGINNINGS, PAIRED = (5, 7), 6
SHORTEST, LONGEST = 3, 5
Grams = Callable[[str], list[str]]


def word_grams(text: str) -> list[str]:
    """List the words of a canonical title, its first and last marked, its pairs (neighbours, then any), beginnings.

    >>> word_grams("chef chantier")
    ['chef', 'chantier', '^chef', 'chantier$', 'chef_chantier', 'chantier~chef', 'chant*', 'chantie*']
    """
    words = text.split()
    return [
        *words,
        *(f"^{word}" for word in words[:1]),
        *(f"{word}$" for word in words[-1:]),
        *(f"{left}_{right}" for left, right in pairwise(words)),
        *(f"{min(pair)}~{max(pair)}" for pair in combinations(words[:PAIRED], 2)),
        *(f"{word[:cut]}*" for cut in BEGINNINGS for word in words if len(word) > cut),
    ]


def character_grams(text: str) -> list[str]:
    """List the runs of three to five characters of a canonical title, across words.

    >>> character_grams("lad")
    [' la', 'lad', 'ad ', ' lad', 'lad ', ' lad ']
    """
    text = f" {text} "
    return [text[i : i + n] for n in range(SHORTEST, LONGEST + 1) for i in range(len(text) - n + 1)]


@dataclass(frozen=True, slots=True)
class Grammar:
    """Hold which grams have a column, and the weight of each (inverse document frequency)."""

    columns: dict[str, int]
    weights: np.ndarray
    grams: Grams

    def rows(self, texts: Sequence[str]) -> sp.csr_matrix:
        """Give one row of weight a text, of length 1; grams never seen are left out."""
        columns, kept, ends = self.columns, list[int](), [0]
        for text in texts:
            kept += [column for column in map(columns.get, self.grams(text)) if column is not None]
            ends.append(len(kept))
        ones = np.ones(len(kept), np.float32)
        rows = sp.csr_matrix(
            (ones, np.array(kept, np.int32), np.array(ends, np.int32)), shape=(len(texts), len(columns))
        )
        rows.sum_duplicates()
        rows.data = (1 + np.log(rows.data)) * self.weights[rows.indices]
        return unit(rows)


def unit(rows: sp.csr_matrix) -> sp.csr_matrix:
    """Scale each row to length 1, in place; empty rows stay empty."""
    counts = np.diff(rows.indptr)
    squares = np.bincount(np.repeat(np.arange(rows.shape[0]), counts), rows.data**2, minlength=rows.shape[0])
    rows.data = (rows.data / np.repeat(np.sqrt(np.maximum(squares, 1e-12)), counts)).astype(np.float32)
    return rows


def learn_grammar(texts: Iterable[str], grams: Grams, *, fewest: int = 1, about: Iterable[str] = ()) -> Grammar:
    """Give a column to each gram that at least `fewest` texts hold, rarer grams weighing more.

    Texts `about` codes count for rarity, and bring the words (not the pairs) that at least two of them hold.
    """
    counts, number = _held(texts, grams)
    others, more = _held(about, grams)
    kept = {gram for gram, count in counts.items() if count >= fewest}
    kept |= {gram for gram, count in others.items() if count > 1 and gram.isalnum()}
    columns = sorted(kept)
    frequencies = np.array([counts.get(gram, 0) + others.get(gram, 0) for gram in columns], np.float64)
    weights = (np.log((1 + number + more) / (1 + frequencies)) + 1).astype(np.float32)
    return Grammar({gram: column for column, gram in enumerate(columns)}, weights, grams)


def _held(texts: Iterable[str], grams: Grams) -> tuple[Counter[str], int]:
    """Count the texts that hold each gram, and the texts."""
    counts: Counter[str] = Counter()
    number = 0
    for text in texts:
        number += 1
        counts.update(set(grams(text)))
    return counts, number
