"""From the codes of a model to those of another nomenclature, by the official passages and the qualification."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from scipy.sparse import csr_array

from vivier.occupations.aggregation import Links
from vivier.occupations.coder.deciding import SURE
from vivier.occupations.coder.proposals import ASKED, NOTHING, Proposals, best_first

ONE_TARGET = 0.99  # of what is carried over: the rest is noise of the passage


@dataclass(frozen=True, slots=True, eq=False)
class Onward:
    """Carry distributions over codes to the targets of links; a code that leads nowhere leaves its chance behind."""

    links: Links
    codes: tuple[str, ...]
    _made: dict[str, csr_array] = field(default_factory=dict, init=False, repr=False)

    @property
    def targets(self) -> tuple[str, ...]:
        """The codes that links lead to."""
        return tuple(key.code for key in self.links.targets[:-1])

    def matrix(self, qualifications: str = "") -> csr_array:
        """Give what each code leads to (codes × targets), on average over qualifications, each a figure (0–9)."""
        if qualifications not in self._made:
            each = [self._matrix(one) for one in qualifications or [""]]
            self._made[qualifications] = csr_array(sum(each[1:], start=each[0]) / len(each))
        return self._made[qualifications]

    def _matrix(self, qualification: str) -> csr_array:
        places = [self.links.place(code, qualification) for code in self.codes]
        known = [(row, place) for row, place in enumerate(places) if place is not None]
        rows, columns = zip(*known, strict=True) if known else ((), ())
        shape = (len(places), len(self.links.sources))
        taken = csr_array((np.ones(len(known)), (np.array(rows, int), np.array(columns, int))), shape=shape)
        return csr_array((taken @ self.links.matrix)[:, :-1])  # the last target is nowhere

    def carried(self, proposals: Proposals, qualifications: Sequence[str]) -> Proposals:
        """Carry distributions over: the chance of a target is the sum over the codes that lead to it.

        A title that needed a question needs it no more when its codes all lead to one target. A title whose code is
        sure needs one when the passage hesitates more than the coder did.
        """
        dense = np.zeros((len(proposals), len(self.targets)))
        own = np.zeros(len(proposals))  # how far the first code leads to one target
        for group in sorted(set(qualifications)):
            rows = np.flatnonzero([each == group for each in qualifications])
            leads = self.matrix(group)
            dense[rows] = (_sparse(proposals.at(rows)) @ leads).toarray()
            own[rows] = np.asarray(leads.max(axis=1).todense()).ravel()[proposals.places[rows, 0]]
        places, chances = _dense_to_rows(dense)
        settled = _settled(proposals, chances)
        is_sure = (proposals.origins != ASKED) | proposals.settled
        first = proposals.chances[:, 0]
        is_sure &= (first >= SURE) & (chances[:, 0] < SURE) & (own > 0) & (own < first)
        origins = np.where(is_sure, ASKED, proposals.origins)
        return replace(
            proposals,
            codes=self.targets,
            places=places,
            chances=chances,
            origins=np.where(chances[:, 0] > 0, origins, NOTHING).astype(np.int8),
            settled=settled & ~is_sure,
        )


def _sparse(proposals: Proposals) -> csr_array:
    """Lay chances out: titles × codes."""
    rows, columns = np.nonzero(proposals.chances)
    values = proposals.chances[rows, columns].astype(np.float64)
    shape = (len(proposals), len(proposals.codes))
    return csr_array((values, (rows, proposals.places[rows, columns])), shape=shape)


def _dense_to_rows(dense: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give the targets of each title, likeliest first, and their chances; as wide as the widest."""
    width = max(int((dense > 0).sum(axis=1).max(initial=0)), 1)
    order = np.argsort(-dense, axis=1, kind="stable")[:, :width].astype(np.int32)
    return best_first(order, np.take_along_axis(dense, order, 1))


def _settled(proposals: Proposals, chances: np.ndarray) -> np.ndarray:
    """Tell which questions need not be asked: answered by a hint, or of one answer."""
    total = chances.sum(axis=1)
    is_one = (total > 0) & (chances[:, 0] >= ONE_TARGET * total)
    return np.asarray(is_one | (proposals.settled & (chances[:, 0] >= SURE)))
