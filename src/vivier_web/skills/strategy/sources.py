"""What a strategy may cite beside its run: sums of returns, mobility, projects, laid out as a study's data file."""

import datetime as dt
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from vivier_web.members.search import folded
from vivier_web.skills.needs.sums import Board, Sum, SumTable

Json = dict[str, Any]
UNITS = {"membres": "entreprises"}
ALL, OTHERS = "ensemble", "autres"


@dataclass(frozen=True, slots=True)
class Source:
    """Hold one frozen source: its name in formulas, its French title, the bytes of its file."""

    name: str
    title: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Shared:
    """Hold the mobility of one occupation: label, people offered and sought (None: not to be shown), its PCS."""

    label: str
    offered: int | None
    sought: int | None
    code: str = OTHERS


def key_of(words: str) -> str:
    """Give words as a formula cites them.

    >>> key_of("Soudage : licences et qualifications")
    'soudage_licences_et_qualifications'
    """
    return re.sub(r"[^a-z0-9]+", "_", folded(words)).strip("_")


def returns_source(board: Board, on: dt.date, title: str) -> Source:
    """Lay out the guarded sums of returns."""
    counted = _line(("comptes",), ("retour",), Sum(board.counted, "retours", board.counted))
    tables = {"retours": _said("Retours comptés", ("retour",), [counted], {"comptes": "Retours comptés"})}
    tables |= {table.name: _table(table) for table in board.tables}
    return _source("besoins", title, on, tables)


def mobility_source(lines: Iterable[Shared], on: dt.date, title: str) -> Source:
    """Lay out what members offer and seek, by occupation, as the board of mobility shows it."""
    rows, labels = [], {"proposees": "personnes proposées", "cherchees": "personnes cherchées"}
    for line in lines:
        labels[line.code] = line.label
        for side, people in (("proposees", line.offered), ("cherchees", line.sought)):
            figure = Sum(people, "personnes", people) if people else None
            rows.append(_line((line.code, side), ("metier", "chiffre"), figure))
    table = _said("Mobilité entre membres", ("metier", "chiffre"), rows, labels)
    return _source("mobilite", title, on, {"metiers": table})


def projects_source(people: Mapping[str, int], labels: Mapping[str, str], on: dt.date, title: str) -> Source:
    """Lay out the posts that projects declare, by occupation."""
    rows = [_line((pcs,), ("metier",), Sum(n, "postes", n)) for pcs, n in sorted(people.items())]
    rows.append(_line((ALL,), ("metier",), Sum(sum(people.values()), "postes", sum(people.values()))))
    table = _said("Besoins des projets", ("metier",), rows, {**labels, ALL: "Tous les métiers"})
    return _source("projets", title, on, {"metiers": table})


def _table(table: SumTable) -> Json:
    rows, labels = [], {key_of(head): head for head in table.heads}
    for rank, row in enumerate(table.rows):
        key = row_key(table.name, rank, row.code, row.label)
        labels[key] = row.label
        for head, figure in zip(table.heads, row.figures, strict=True):
            rows.append(_line((key, key_of(head)), ("ligne", "chiffre"), figure))
    return _said(table.title, ("ligne", "chiffre"), rows, labels)


def row_key(table: str, rank: int, code: str, label: str) -> str:
    """Give the key of a row of sums: its code, « ensemble » for the whole, otherwise its words."""
    return ALL if table == "metiers" and rank == 0 else code or key_of(label)


def _said(title: str, dimensions: Sequence[str], rows: list[Json], labels: Mapping[str, str]) -> Json:
    kept = [row for row in rows if row["valeur"] is not None]
    return {"titre": title, "dimensions": list(dimensions), "lignes": kept, "libelles": dict(labels)}


def _line(keys: Sequence[str], dimensions: Sequence[str], figure: Sum | None) -> Json:
    line: Json = dict(zip(dimensions, keys, strict=True))
    if figure is None:
        return line | {"valeur": None}
    # A study's n counts people, or those asked; that of a sum counts members: what is counted is the sum itself.
    n = figure.n if figure.unit == "part" else round(figure.value)
    line |= {"valeur": figure.value, "unite": UNITS.get(figure.unit, figure.unit), "n": n}
    return line | dict.fromkeys(("bas_80", "haut_80", "bas_95", "haut_95"))


def _source(name: str, title: str, on: dt.date, tables: Mapping[str, Json]) -> Source:
    held = {"date_reference": on.isoformat(), "tableaux": dict(tables)}
    return Source(name, title, json.dumps(held, ensure_ascii=False, sort_keys=True).encode())
