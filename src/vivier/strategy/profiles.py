"""Subjects × members: how much each subject touches each member, freed from the size of members."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vivier.strategy.data import Finding

Array = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]
ROUNDS = 3  # of centring: rows and columns are then both centred to a few thousandths


@dataclass(frozen=True)
class Profiles:
    """Hold subjects × members: `known` where somebody answered, `rows` standardised, `centred` also by member.

    Both are 0 where nothing is known; `touched` tells who is concerned by what.
    """

    subjects: tuple[str, ...]
    members: tuple[str, ...]
    known: Array
    rows: Array
    centred: Array
    touched: npt.NDArray[np.bool_]

    @property
    def answers(self) -> float:
        """How many members answered a subject, on average."""
        return float(self.known.sum(1).mean())


def profiles(findings: Sequence[Finding]) -> Profiles:
    """Gather findings by subject; amounts are brought to their usual size, then logged, so that no giant decides."""
    members = tuple(sorted({member for each in findings for member, _ in each.members}))
    subjects = tuple(sorted({each.subject for each in findings}))
    column = {member: rank for rank, member in enumerate(members)}
    by_subject: dict[str, list[Array]] = defaultdict(list)
    for each in sorted(findings, key=lambda finding: finding.key):
        by_subject[each.subject].append(_amounts(each, column))
    stacked = [np.stack(by_subject[subject]) for subject in subjects]
    known = np.array([~np.isnan(each).all(0) for each in stacked], float).reshape(len(subjects), len(members))
    amounts = np.array([np.nansum(each, 0) / np.maximum((~np.isnan(each)).sum(0), 1) for each in stacked])
    amounts = amounts.reshape(known.shape)
    rows = standardised(np.log1p(amounts), known)
    return Profiles(subjects, members, known, rows, centred(rows, known), amounts > 0)


def _amounts(finding: Finding, column: Mapping[str, int]) -> Array:
    found = np.zeros(len(column))
    for member, intensity in finding.members:
        found[column[member]] = np.nan if intensity is None else intensity
    positive = found[found > 0]
    return found / (np.median(positive) if len(positive) else 1.0)


def standardised(values: Array, known: Array) -> Array:
    """Centre and scale each row over what is known; a row that does not vary becomes 0.

    >>> standardised(np.array([[0.0, 0, 2, 2, 9]]), np.array([[1.0, 1, 1, 1, 0]]))
    array([[-1., -1.,  1.,  1.,  0.]])
    """
    count = np.maximum(known.sum(-1, keepdims=True), 1)
    away = (values - (values * known).sum(-1, keepdims=True) / count) * known
    spread = np.sqrt((away**2).sum(-1, keepdims=True) / count)
    varies = spread > 1e-9
    return np.asarray(np.where(varies, away / np.where(varies, spread, 1.0), 0.0))


def centred(values: Array, known: Array, rounds: int = ROUNDS) -> Array:
    """Take away what is of the member (its size) and what is of the subject (how usual it is)."""
    answered = np.maximum(known.sum(-2, keepdims=True), 1)
    for _ in range(rounds):
        values = standardised(values, known)
        values = (values - values.sum(-2, keepdims=True) / answered) * known
    return standardised(values, known)


def likeness(values: Array, known: Array) -> Array:
    """Give the correlation of each pair of subjects over the members who answered both."""
    # Nobody silent: the usual case, and one product less.
    both = known.shape[1] if known.all() else np.maximum(known @ known.T, 1)
    return np.asarray(values @ values.T / both)
