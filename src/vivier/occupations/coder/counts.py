"""What is counted in the titles of each code: grams (naive Bayes), first words, and the middle of its titles."""

import numpy as np
import scipy.sparse as sp

from vivier.occupations.coder.grams import Grammar, unit

SMOOTHING, HEAD_SMOOTHING = 0.02, 0.05
BAYES_SHIFT = 8  # brings the log-probability of a gram never seen near zero: only differences between codes count


def members(targets: np.ndarray, classes: int) -> sp.csr_matrix:
    """Give a matrix codes × titles of ones where the title is of the code."""
    ones = np.ones(len(targets), np.float32)
    return sp.csr_matrix((ones, (targets, np.arange(len(targets)))), shape=(classes, len(targets)))


def present(rows: sp.csr_matrix) -> sp.csr_matrix:
    """Give one where a title holds a gram, whatever its weight."""
    return sp.csr_matrix((np.ones_like(rows.data), rows.indices, rows.indptr), shape=rows.shape)


def learn_bayes(rows: sp.csr_matrix, targets: np.ndarray, classes: int) -> tuple[sp.csr_matrix, np.ndarray]:
    """Learn log P(gram | code), as what is above an unseen gram (sparse) and an unseen gram (one a code)."""
    counts = (members(targets, classes) @ present(rows)).tocsr()
    totals = np.asarray(counts.sum(axis=1)).ravel() + SMOOTHING * (rows.shape[1] + 1)
    counts.data = np.log1p(counts.data / SMOOTHING).astype(np.float32)
    return counts.T.tocsr(), (np.log(SMOOTHING / totals) + BAYES_SHIFT).astype(np.float32)


def learn_heads(words: Grammar, rows: sp.csr_matrix, targets: np.ndarray, classes: int) -> sp.csr_matrix:
    """Learn P(code | first word), smoothed."""
    marked = np.zeros(len(words.columns), np.float32)
    marked[[column for gram, column in words.columns.items() if gram[0] == "^"]] = 1
    counts = (members(targets, classes) @ present(rows) @ sp.diags(marked)).T.tocsr()
    totals = np.asarray(counts.sum(axis=1)).ravel() + 1
    counts = (sp.diags((1 / totals).astype(np.float32)) @ counts).tocsr()
    counts.data = np.log1p(counts.data / HEAD_SMOOTHING).astype(np.float32)
    counts.eliminate_zeros()
    return counts


def learn_centroids(rows: sp.csr_matrix, targets: np.ndarray, classes: int) -> sp.csr_matrix:
    """Give the middle of the titles of each code, of length 1: grams × codes."""
    return unit((members(targets, classes) @ rows).tocsr()).T.tocsr()
