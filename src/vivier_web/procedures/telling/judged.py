"""How a dossier is judged and what it may get: grids with their anchors, grants, the figures they rest on."""

from dataclasses import dataclass

from vivier.french import counted
from vivier_web.procedures.definition.data import Fact, Procedure
from vivier_web.procedures.definition.grids import Criterion, Grid
from vivier_web.procedures.definition.words import METHODS, SCOPES
from vivier_web.procedures.telling.figures import Sure, months, percent, plain, sure


@dataclass(frozen=True, slots=True)
class Mark:
    """Hold one mark of a scale and what it means."""

    mark: int
    text: str


@dataclass(frozen=True, slots=True)
class Judged:
    """Hold one criterion: what it weighs in the total, its limits in words, its anchors."""

    title: str
    help: str
    share: str
    limits: tuple[str, ...]
    anchors: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class GridTold:
    """Hold one grid as it is read."""

    key: str
    title: str
    how: str
    total: str
    criteria: tuple[Judged, ...]
    sure: Sure


@dataclass(frozen=True, slots=True)
class Granted:
    """Hold what may be granted, for how long, and how sure that is."""

    title: str
    terms: str
    sure: Sure


@dataclass(frozen=True, slots=True)
class Basis:
    """Hold one figure that a procedure rests on."""

    text: str
    sure: Sure


def grids(procedure: Procedure) -> tuple[GridTold, ...]:
    """Tell the grids, in the order of the file."""
    return tuple(_grid(each) for each in procedure.grids)


def _grid(grid: Grid) -> GridTold:
    alone = "chacun donne son avis sans voir celui des autres" if grid.independent else "les avis se voient entre eux"
    total = ""
    if grid.total:
        least = (
            percent(grid.total.threshold) if grid.total.kind == "share" else f"{plain(grid.total.threshold)} points"
        )
        whole = " du maximum" if grid.total.kind == "share" else ""
        total = f"Total : au moins {least}{whole}."
    criteria = tuple(_judged(grid, each) for each in grid.criteria)
    how = f"Note commune : {METHODS[grid.method]} ; {alone}."
    return GridTold(grid.key, grid.title, how, total, criteria, sure(grid))


def _judged(grid: Grid, each: Criterion) -> Judged:
    weights = sum(one.weight for one in grid.criteria)
    limits = [f"seuil {plain(each.threshold)}"] if each.threshold is not None else []
    limits += [f"veto à {plain(each.veto)}"] if each.veto is not None else []
    limits += [] if each.required else ["facultatif"]
    limits += [] if each.scope == "dossier" else [f"pour {SCOPES[each.scope]}"]
    anchors = tuple(Mark(one.mark, one.text) for one in each.anchors)
    share = f"{round(100 * each.weight / weights)}\u00a0% du total" if each.weight else "hors total"
    return Judged(each.title, each.help, share, tuple(limits), anchors)


def grants(procedure: Procedure) -> tuple[Granted, ...]:
    """Tell what may be granted."""
    found = []
    for each in procedure.grants:
        said = [" ou ".join(months(n) for n in each.durations)] if each.durations else ["sans durée écrite"]
        said += [f"renouvelable {counted(each.renewals, 'fois', 'fois')}"] if each.renewals else []
        said += ["peut être sous conditions"] if each.conditional else []
        found.append(Granted(each.title, ", ".join(said), sure(each)))
    return tuple(found)


def basis(procedure: Procedure) -> tuple[Basis, ...]:
    """Tell what the figures rest on, those that are verified first."""
    order = "VSMP"
    facts: list[Fact] = sorted(procedure.facts, key=lambda each: order.index(each.certainty))
    return tuple(Basis(each.text, sure(each)) for each in facts)
