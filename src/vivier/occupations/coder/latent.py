"""Directions of meaning shared by titles and by what is written about codes (latent semantic analysis)."""

import numpy as np
import scipy.sparse as sp
from scipy.sparse.linalg import svds

from vivier.occupations.coder.counts import members
from vivier.occupations.coder.grams import unit

RANK = 120
DENSE = 2 * RANK


def learn_latent(rows: sp.csr_matrix, about: sp.csr_matrix, targets: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give the directions (grams × directions) and where each code stands in them (directions × codes)."""
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
    placed = directions(rows @ latent)
    centres = members(targets, about.shape[0]) @ placed + directions(about @ latent)
    return np.ascontiguousarray(latent), np.ascontiguousarray(directions(centres).T)


def directions(rows: np.ndarray) -> np.ndarray:
    """Scale each row to length 1; a row of nothing stays so."""
    lengths = np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
    return np.asarray(rows / lengths, np.float32)
