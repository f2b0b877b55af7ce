"""Moves between the occupations of the pôle, and what is missing or left over once young starters are counted."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from vivier.workforce.assumptions import Assumptions
from vivier.workforce.chance import Counts
from vivier.workforce.outlook import Key
from vivier.workforce.quantiles import figures
from vivier.workforce.streams import stream

Floats = npt.NDArray[np.float64]
MOVES = "mobilité\0"


def paths(
    left: Mapping[str, Counts], openings: Mapping[str, Counts], assumptions: Assumptions, *, seed: int
) -> Counts:
    """Give the moves and the imbalance of each occupation on every path, all of them together first.

    `left` and `openings`, by occupation (horizon, draws): other exits of the posts, openings as Dares counts them.
    A share of the other exits of an occupation goes to another one of the pôle: the moves of one are among the
    recruits of the other, so that they balance on every path. Imbalance = openings − young starters + balance of
    mobility; it is not a number (NaN) where the starters are not known. Source: Dares, Les métiers en 2030. Shape
    (1 + occupations, rows, draws), a row for each of the keys of `accounts`.
    """
    gone, come = _moves(left, assumptions, seed)
    balance = {name: come[name] - gone[name] for name in left}
    rows = []
    for name in left:
        starters = assumptions.belief(name).starters
        missing = np.nan if starters is None else -starters
        rows.append((gone[name], come[name], balance[name], openings[name] + missing + balance[name]))
    whole = tuple(np.sum(parts, axis=0) for parts in zip(*rows, strict=True))
    return np.stack([_with_totals(parts) for parts in (whole, *rows)])


def accounts(found: Counts, year: int) -> tuple[tuple[Key, ...], Floats]:
    """Give the keys and the figures of paths, or of the difference of two scenarios’ paths."""
    steps = found.shape[1] // 4 - 1
    keys: list[Key] = []
    for measure, cause in (("moves", "out"), ("moves", "in"), ("moves", "balance"), ("imbalance", "")):
        keys += [(measure, cause, end) for end in (*range(year + 1, year + 1 + steps), 0)]
    return tuple(keys), np.array([figures(rows) for rows in found])


def _moves(
    left: Mapping[str, Counts], assumptions: Assumptions, seed: int
) -> tuple[dict[str, Counts], dict[str, Counts]]:
    """Draw who goes where: two dictionaries by occupation, leaving and arriving, arrays (horizon, draws)."""
    gone, come = ({name: np.zeros_like(counts) for name, counts in left.items()} for _ in range(2))
    remaining = {name: np.rint(counts).clip(0).astype(np.int64) for name, counts in left.items()}
    unspent = dict.fromkeys(left, 1.0)
    for move in sorted(assumptions.moves, key=lambda move: (move.source, move.target)):
        rng = stream(seed, f"{MOVES}{move.source}\0{move.target}")
        share = min(move.share / unspent[move.source], 1.0) if unspent[move.source] > 0 else 0.0
        moved = rng.binomial(remaining[move.source], share)
        remaining[move.source] -= moved
        unspent[move.source] -= move.share
        gone[move.source] += moved.astype(np.float32)
        come[move.target] += moved.astype(np.float32)
    return gone, come


def _with_totals(parts: Sequence[Counts]) -> Counts:
    return np.concatenate([row for part in parts for row in (part, part.sum(axis=0, keepdims=True))])
