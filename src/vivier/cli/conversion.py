"""A conversion as rows to write and as lines one can read in a terminal."""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.markup import escape
from rich.table import Table as Grid

from vivier.cli.headcount import number
from vivier.cli.tables import Line, Table, read_table
from vivier.occupations.aggregation import UNMATCHED, Aggregated, CodeCell, Links, Weights, aggregate
from vivier.occupations.aggregation.data import Unmatched
from vivier.reference import Store
from vivier.vocabulary import InputError

_MOST = 10
_UNMATCHED = "Sans correspondance"
_BLANKS = str.maketrans("", "", " \u00a0\u202f")
Groups = Mapping[tuple[str, ...], Sequence[CodeCell]]


def cells_of(table: Table) -> Groups:
    """Read the cells of a table, by the values of the columns that nobody asked for, in their order.

    Raises:
        InputError: with the line to correct.
    """
    groups: dict[tuple[str, ...], list[CodeCell]] = defaultdict(list)
    for line in table.lines:
        groups[tuple(line[name] for name in table.others)].append(_cell(line, table.name))
    return groups


def weights_of(path: Path, origin: str) -> Weights:
    """Read the weights of target codes (`code,poids`) and where they come from.

    Raises:
        InputError: a column, a number or the origin is missing, or a code is there twice.
    """
    table = read_table(path, ("code", "poids"))
    values = {line["code"]: _number(line, "poids", table.name) for line in table.lines}
    if len(values) < len(table.lines):
        raise InputError(f"Un code est deux fois dans « {table.name} » : gardez une ligne par code.")
    return Weights(values, origin)


def _cell(line: Line, name: str) -> CodeCell:
    value = _number(line, "effectif", name)
    try:
        return CodeCell(line["code"], value, line["qualification"])
    except InputError as refusal:
        raise InputError(f"Ligne {line.number} de « {name} » : {refusal}") from None


def _number(line: Line, column: str, name: str) -> float:
    try:
        return float(line[column].translate(_BLANKS).replace(",", "."))
    except ValueError:
        raise InputError(
            f"Il faut un nombre, comme 12, dans la colonne « {column} » de la ligne {line.number} de « {name} »."
        ) from None


def rows_of(groups: Groups, leads: Links, held: Store) -> Iterator[tuple[str, ...]]:
    """Give one row for each group and target code: the group, the code, its label, its people."""
    for group, cells in groups.items():
        for code, value in aggregate(cells, links=leads).values.items():
            yield (*group, code, label(held, leads.target, code), written(value))


def written(value: float) -> str:
    """Write a number with twelve digits: enough for the total to hold at 1e-9, without the dust of binary.

    >>> written(12.0), written(0.1 + 0.2), written(1e-7), written(2e15)
    ('12', '0.3', '0.0000001', '2000000000000000')
    """
    return np.format_float_positional(float(f"{value:.12g}"), trim="-")


def label(held: Store, spec: str, code: str) -> str:
    """Give the label of a target code."""
    key, _, level = spec.partition(":")
    nomenclature = held.nomenclature(key)
    return _UNMATCHED if code == UNMATCHED else nomenclature.label(code, level or nomenclature.entry.grain)


def show_converted(found: Aggregated, held: Store, after: Sequence[float]) -> None:
    """Print the totals, the path, the ambiguous share with its first codes, and what has no target."""
    console = Console(highlight=False, soft_wrap=True)
    console.print(f"Effectif : {_people(found.total)} avant, {_people(math.fsum(after))} après.")
    for step in found.path:
        share = f" ; {step.sharing}" if step.sharing else ""
        console.print(f"  {escape(step.name)} ({escape(step.origin)}){escape(share)}")
    share = number(100 * found.ambiguous, 1)
    console.print(f"Part ambiguë : {share} % (codes qui mènent à plusieurs).")
    if found.doubts:
        console.print(_doubts(found, held), soft_wrap=False)
    if found.lost:
        lost = number(100 * found.lost / found.total, 1)
        console.print(
            f"Sans correspondance : {_people(found.lost)} ({lost} %), comptés sous le code « {UNMATCHED} »."
        )
    for each in found.unmatched[:_MOST]:
        code = escape(each.code) or "(vide)"
        console.print(f"  {code} : {_people(each.value)}, {_reason(each, found.source, held)}")
    _more(console, len(found.unmatched))


def _doubts(found: Aggregated, held: Store) -> Grid:
    more = len(found.doubts) - _MOST
    first = f"les {_MOST} premiers de {len(found.doubts)}" if more > 0 else str(len(found.doubts))
    grid = Grid(title=f"Codes ambigus ({first})", title_justify="left")
    grid.add_column("Code")
    grid.add_column("Effectif", justify="right")
    grid.add_column("Mène à")
    for doubt in found.doubts[:_MOST]:
        code = f"{doubt.code} (qualification {doubt.qualification})" if doubt.qualification else doubt.code
        reached = [
            f"{code} {label(held, found.target, code)} {number(100 * share)}\u00a0%"
            for code, share in doubt.shares[:3]
        ]
        more = len(doubt.shares) - 3
        reached += ["et 1 autre" if more == 1 else f"et {more} autres"] * (more > 0)
        grid.add_row(escape(code), _people(doubt.value), escape(" ; ".join(reached)))
    return grid


def _reason(each: Unmatched, source: str, held: Store) -> str:
    start = held.nomenclature(source.partition(":")[0])
    if each.reason == "orphan":
        return "aucune table ne mène plus loin"
    if start.holds(each.code):
        return f"code de niveau « {start.level(each.code)} » : donnez des codes plus fins"
    return f"code absent de {start.entry.title}"


def _people(value: float) -> str:
    return number(value, 0 if round(value, 1).is_integer() else 1)


def _more(console: Console, count: int) -> None:
    if count > _MOST:
        console.print("  et 1 autre code" if count == _MOST + 1 else f"  et {count - _MOST} autres codes")
