"""What speaks for each code: eight scores of a title, each blind where another sees."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from scipy.sparse.linalg import svds

from vivier.occupations.coder.grams import Grammar, character_grams, learn_grammar, unit, word_grams
from vivier.occupations.coder.hinge import train_hinge

SCORES = ("svm_words", "svm_characters", "nearest", "near", "bayes", "text", "latent", "head")
RANK, SMOOTHING, HEAD_SMOOTHING, NEAR_POWER = 120, 0.02, 0.05, 3
DENSE = 2 * RANK
PRUNED = 0.01  # weights under it are dropped: nine in ten, at no cost
CANDIDATES, STEPS = 60, 45
CHUNK = 256  # titles scored at a time: what fits in the processor's own memory
# A first blend that only chooses which codes are looked at more closely.
BLEND = np.array([1.0, 1.0, 0.5, 0.2, 0.04, 0.5, 0.5, 0.0], np.float32)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Hold what was learned from the titles of a lexicon; `arrays` are all NumPy or SciPy sparse."""

    words: Grammar
    characters: Grammar
    svm_words: sp.csr_matrix
    svm_characters: sp.csr_matrix
    bias: np.ndarray
    titles: sp.csr_matrix
    targets: np.ndarray
    bayes: sp.csr_matrix
    bayes_rest: np.ndarray
    text: sp.csr_matrix
    latent: np.ndarray
    centres: np.ndarray
    head: sp.csr_matrix

    @property
    def classes(self) -> int:
        """The number of codes."""
        return len(self.bias)

    def scores(self, texts: Sequence[str]) -> np.ndarray:
        """Score every code for canonical titles: an array of titles × codes × `SCORES`."""
        words, characters = self.words.rows(texts), self.characters.rows(texts)
        found = np.empty((len(texts), self.classes, len(SCORES)), np.float32)
        found[..., 0] = (words @ self.svm_words).toarray()
        found[..., 1] = (characters @ self.svm_characters).toarray() + self.bias
        found[..., 2], found[..., 3] = self._near(words)
        present = words.copy()
        present.data[:] = 1
        lengths = np.maximum(np.diff(words.indptr), 1)[:, None]
        found[..., 4] = ((present @ self.bayes).toarray() + lengths * self.bayes_rest) / np.sqrt(lengths)
        found[..., 5] = (words @ self.text).toarray()
        found[..., 6] = _directions(words @ self.latent) @ self.centres
        found[..., 7] = (present @ self.head).toarray()
        return found

    def _near(self, words: sp.csr_matrix) -> tuple[np.ndarray, np.ndarray]:
        """Give the cosine of the nearest official title of each code, and a soft count of near titles."""
        cosines = (words @ self.titles.T).tocsr()
        shape = (cosines.shape[0], self.classes)
        rows = np.repeat(np.arange(shape[0]), np.diff(cosines.indptr))
        cells = rows * self.classes + self.targets[cosines.indices]
        nearest = np.zeros(shape[0] * self.classes, np.float32)
        np.maximum.at(nearest, cells, cosines.data)
        soft = np.bincount(cells, cosines.data.astype(np.float64) ** NEAR_POWER, minlength=len(nearest))
        return nearest.reshape(shape), np.log1p(soft).astype(np.float32).reshape(shape)


def learn_evidence(
    texts: Sequence[str], targets: np.ndarray, about: Sequence[str], *, steps: int = STEPS
) -> Evidence:
    """Learn from canonical titles, the number of the code of each, and what is written about each code."""
    classes = len(about)
    words = learn_grammar([*texts, *about], word_grams, fewest=2)
    characters = learn_grammar(texts, character_grams, fewest=2)
    word_rows, character_rows = words.rows(texts), characters.rows(texts)
    weights, bias = train_hinge(
        sp.hstack([word_rows, character_rows]).tocsr().astype(np.float32), targets, classes, steps=steps
    )
    bayes, rest = _bayes(word_rows, targets, classes)
    about_rows = words.rows(about)
    latent, centres = _latent(word_rows, about_rows, targets)
    split = len(words.columns)
    return Evidence(
        words, characters, _pruned(weights[:split]), _pruned(weights[split:]), bias, word_rows, targets,
        bayes, rest, about_rows.T.tocsr(), latent, centres, _head(words, word_rows, targets, classes),
    )  # fmt: skip


def _pruned(weights: np.ndarray) -> sp.csr_matrix:
    return sp.csr_matrix(np.where(np.abs(weights) >= PRUNED, weights, np.float32(0)))


def _members(targets: np.ndarray, classes: int) -> sp.csr_matrix:
    """Give a matrix codes × titles of ones where the title is of the code."""
    ones = np.ones(len(targets), np.float32)
    return sp.csr_matrix((ones, (targets, np.arange(len(targets)))), shape=(classes, len(targets)))


def _present(rows: sp.csr_matrix) -> sp.csr_matrix:
    return sp.csr_matrix((np.ones_like(rows.data), rows.indices, rows.indptr), shape=rows.shape)


def _bayes(rows: sp.csr_matrix, targets: np.ndarray, classes: int) -> tuple[sp.csr_matrix, np.ndarray]:
    """Learn log P(gram | code), as what is above an unseen gram (sparse) and an unseen gram (one a code)."""
    counts = (_members(targets, classes) @ _present(rows)).tocsr()
    totals = np.asarray(counts.sum(axis=1)).ravel() + SMOOTHING * (rows.shape[1] + 1)
    counts.data = np.log1p(counts.data / SMOOTHING).astype(np.float32)
    return counts.T.tocsr(), (np.log(SMOOTHING / totals) + 8).astype(np.float32)


def _head(words: Grammar, rows: sp.csr_matrix, targets: np.ndarray, classes: int) -> sp.csr_matrix:
    """Learn P(code | first word), smoothed."""
    marked = np.zeros(len(words.columns), np.float32)
    marked[[column for gram, column in words.columns.items() if gram[0] == "^"]] = 1
    counts = (_members(targets, classes) @ _present(rows) @ sp.diags(marked)).T.tocsr()
    totals = np.asarray(counts.sum(axis=1)).ravel() + 1
    counts = (sp.diags((1 / totals).astype(np.float32)) @ counts).tocsr()
    counts.data = np.log1p(counts.data / HEAD_SMOOTHING).astype(np.float32)
    counts.eliminate_zeros()
    return counts


def _latent(rows: sp.csr_matrix, about: sp.csr_matrix, targets: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Learn directions of meaning shared by titles and texts, and where each code stands in them."""
    both = unit(sp.vstack([rows, about]).tocsr().astype(np.float32))
    rank = min(RANK, min(both.shape) - 1)
    if rank < 1:
        return np.zeros((rows.shape[1], 1), np.float32), np.zeros((1, about.shape[0]), np.float32)
    if min(both.shape) <= DENSE:  # Lanczos needs room; a small table is decomposed whole
        _, strength, across = np.linalg.svd(both.toarray().astype(np.float64), full_matrices=False)
        strength, across = strength[:rank], across[:rank]
    else:
        _, strength, across = svds(both.astype(np.float64), k=rank, v0=np.ones(min(both.shape)), rng=0)
    order = np.argsort(-strength, kind="stable")
    signs = np.sign(across[np.arange(rank), np.argmax(np.abs(across), axis=1)])
    latent = (across * signs[:, None])[order].T.astype(np.float32)
    placed = _directions(rows @ latent)
    centres = _members(targets, about.shape[0]) @ placed + _directions(about @ latent)
    return np.ascontiguousarray(latent), np.ascontiguousarray(_directions(centres).T)


def _directions(rows: np.ndarray) -> np.ndarray:
    lengths = np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
    return np.asarray(rows / lengths, np.float32)
