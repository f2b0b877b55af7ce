"""When no panel holds: the conditions that cannot hold together, none of which can be left out."""

from dataclasses import dataclass

import highspy
import numpy as np

from vivier.panels.layout import pairs_of
from vivier.panels.linear import INFINITY, Rows, model
from vivier.panels.request import Request

_SECONDS = 20.0  # of one question; one left without answer counts as possible
_MOST = 100_000  # pairs; beyond, finding the smallest set would last too long
_SHOWN = 6  # conditions of one sort named in the sentence


@dataclass(frozen=True)
class _Unit:
    """Hold one condition: its sort, what it bears on, and the rows or columns that it bounds."""

    sort: str
    name: str
    rows: tuple[tuple[int, float, float], ...] = ()
    columns: tuple[tuple[int, float, float], ...] = ()


def blocking(request: Request) -> str:
    """Say in one French sentence which conditions cannot hold together; each is needed for the conflict."""
    said = _counted(request)
    if said:
        return said
    kept = _Filter(request).smallest() if request.layout.worth.size <= _MOST else []
    if not kept:
        return "Aucune affectation n’a été trouvée sous ces conditions : desserrez charges, conflits ou quotas."
    return f"Aucune affectation ne tient à la fois {_listed(kept)} : desserrez l’une de ces conditions."


def _asking(dossiers: int) -> str:
    return f"Les {dossiers} dossiers demandent" if dossiers > 1 else "Le dossier demande"


def _holding(dossiers: int) -> str:
    return f"les {dossiers} dossiers n’en ont" if dossiers > 1 else "le dossier n’en a"


def _counted(request: Request) -> str:
    """Find what a count is enough to see: it is sooner read."""
    one = request.layout
    experts, dossiers = one.shape
    seats = one.seats * dossiers
    if experts < one.seats:
        return (
            f"Chaque dossier demande {one.seats} expert{'s' * (one.seats > 1)} et il n’y en a que {experts} : "
            "ajoutez des experts ou demandez-en moins par dossier."
        )
    if one.high.sum() < seats:
        return (
            f"{_asking(dossiers)} {seats} place{'s' * (seats > 1)} et les charges maximales n’en permettent que "
            f"{int(one.high.sum())} : augmentez les charges ou demandez moins d’experts par dossier."
        )
    if one.low.sum() > seats:
        return (
            f"Les charges minimales demandent {int(one.low.sum())} places et {_holding(dossiers)} que "
            f"{seats} : baissez le minimum des charges."
        )
    free = one.may.sum(axis=0)
    if (free < one.seats).any():
        at, many = int(np.argmin(free)), "s" * (one.seats > 1)
        return (
            f"Le dossier « {request.dossiers[at]} » demande {one.seats} expert{many} et ses conflits "
            f"n’en laissent que {int(free[at])} : levez un conflit ou ajoutez un expert."
        )
    return ""


class _Filter:
    """Keep the program of a request, over whose conditions one may ask whether they can hold together."""

    def __init__(self, request: Request) -> None:
        self.request = request
        one = request.layout
        self.matrix = Rows(one).columns(pairs_of(np.ones(one.shape, dtype=bool)))
        self.is_whole = False

    def smallest(self) -> list[_Unit]:
        """Leave out conditions, many at once then fewer, as long as the others cannot hold together."""
        kept = _units(self.request)
        if self._can_hold(kept):
            self.is_whole = True  # possible with fractions only: quotas that cross
            if self._can_hold(kept):
                return []
        size = max(len(kept) // 2, 1)
        while size:
            at = 0
            while at < len(kept):
                others = kept[:at] + kept[at + size :]
                if others and not self._can_hold(others):
                    kept = others
                else:
                    at += size
            size //= 2
        return kept

    def _can_hold(self, units: list[_Unit]) -> bool:
        rows, columns = self.matrix.shape
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_, lp.col_cost_ = columns, rows, np.zeros(columns)
        low, high = np.full(rows, -INFINITY), np.full(rows, INFINITY)
        least, most = np.zeros(columns), np.ones(columns)
        for unit in units:
            for at, lower, upper in unit.rows:
                low[at], high[at] = max(low[at], lower), min(high[at], upper)
            for at, lower, upper in unit.columns:
                least[at], most[at] = max(least[at], lower), min(most[at], upper)
        lp.col_lower_, lp.col_upper_, lp.row_lower_, lp.row_upper_ = np.minimum(least, most), most, low, high
        held = lp.a_matrix_
        held.format_, held.start_ = highspy.MatrixFormat.kColwise, self.matrix.indptr
        held.index_, held.value_ = self.matrix.indices, self.matrix.data
        if self.is_whole:
            lp.integrality_ = [highspy.HighsVarType.kInteger] * columns
        made = model()
        made.passModel(lp)
        made.setOptionValue("time_limit", _SECONDS)
        made.run()
        return bool(made.getModelStatus() != highspy.HighsModelStatus.kInfeasible)


def _units(request: Request) -> list[_Unit]:
    """List the conditions; those at the head are tried first: what stays is then mostly seats and loads."""
    one = request.layout
    experts, dossiers = one.shape
    units = []
    for who, where in pairs_of(~one.may):
        name = f"« {request.experts[who]} » pour « {request.dossiers[where]} »"
        units.append(_Unit("conflict", name, columns=((who * dossiers + where, 0.0, 0.0),)))
    for who, where in pairs_of(one.must):
        name = f"« {request.experts[who]} » sur « {request.dossiers[where]} »"
        units.append(_Unit("frozen", name, columns=((who * dossiers + where, 1.0, 1.0),)))
    for at, name in enumerate(request.experts):
        row = dossiers + at
        if one.low[at] > 0:
            units.append(_Unit("low", f"{one.low[at]} pour « {name} »", rows=((row, float(one.low[at]), INFINITY),)))
        if one.high[at] < dossiers:
            units.append(
                _Unit("high", f"{one.high[at]} pour « {name} »", rows=((row, -INFINITY, float(one.high[at])),))
            )
    for rank, quota in enumerate(request.quotas):
        start = 2 * dossiers + experts + rank * dossiers
        for at, name in enumerate(request.dossiers):
            bounds = ((start + at, float(quota.least), float(quota.most)),)
            units.append(_Unit("quota", f"« {quota.name} » sur « {name} »", rows=bounds))
    seats = float(one.seats)
    units += [_Unit("seats", f"« {name} »", rows=((at, seats, seats),)) for at, name in enumerate(request.dossiers)]
    return units


_SAID = {
    "seats": "les places de {}",
    "low": "la charge minimale ({})",
    "high": "la charge maximale ({})",
    "quota": "le quota {}",
    "frozen": "la paire fixée {}",
    "conflict": "le conflit de {}",
}


def _listed(kept: list[_Unit]) -> str:
    parts = []
    for sort, said in _SAID.items():
        names = [unit.name for unit in kept if unit.sort == sort]
        more = f" et {len(names) - _SHOWN} autres" if len(names) > _SHOWN else ""
        if names:
            parts.append(said.format(", ".join(names[:_SHOWN]) + more))
    return " ; ".join(parts)
