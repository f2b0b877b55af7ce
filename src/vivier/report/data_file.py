"""`study.json`: every figure with its unit, n and intervals; no clock, no path; the same study, the same bytes."""

import json
from collections.abc import Iterable

from vivier.study import Figure, Study, Table

Value = str | int | float | None
MEASURES = ("valeur", "unite", "n", "bas_80", "haut_80", "bas_95", "haut_95")


def measures(figure: Figure | None) -> dict[str, Value]:
    """Lay a figure out in the seven columns that every table ends with.

    >>> from vivier.vocabulary import Interval
    >>> measures(Figure(131.0, "postes", 275, Interval(112, 150)))["haut_80"]
    150
    >>> measures(None)["valeur"] is None
    True
    """
    if figure is None:
        return dict.fromkeys(MEASURES)
    values: dict[str, Value] = {"valeur": plain(figure.value), "unite": figure.unit, "n": figure.n}
    for level, interval in (("80", figure.interval_80), ("95", figure.interval_95)):
        values[f"bas_{level}"] = plain(interval.low) if interval else None
        values[f"haut_{level}"] = plain(interval.high) if interval else None
    return values


def plain(value: float) -> int | float:
    """Give whole numbers without a decimal point; others to six decimals, far below what any interval claims.

    >>> plain(275.0), plain(1 / 3)
    (275, 0.333333)
    """
    rounded = round(float(value), 6)
    return int(rounded) if rounded.is_integer() else rounded


def data_file(study: Study) -> bytes:
    """Write a study as JSON, one row of a table a line, so that two studies can be compared line by line."""
    facts = [{"nom": f.name, "libelle": f.label, "tableau": f.table, **measures(f.figure)} for f in study.facts]
    assumptions = [
        {"nom": a.name, "libelle": a.label, "valeur": a.value, "source": a.source} for a in study.assumptions
    ]
    parts = {
        "date_reference": _json(study.on),
        "horizon": _json(study.horizon),
        "graine": _json(study.seed),
        "version": _json(study.version),
        "sha256_entrees": _json(study.inputs_sha256),
        "sha256_parametres": _json(study.parameters_sha256),
        "faits": _lines(facts),
        "tableaux": "{" + ",".join(f"\n{_json(table.name)}: {_table(table)}" for table in study.tables) + "\n}",
        "hypotheses": _lines(assumptions),
        "notes": _lines(study.notes),
        "libelles": _json(dict(sorted(study.labels.items()))),
    }
    return ("{\n" + ",\n".join(f"{_json(name)}: {value}" for name, value in parts.items()) + "\n}\n").encode(
        errors="replace"
    )


def _table(table: Table) -> str:
    rows = [{**dict(zip(table.dimensions, row.keys, strict=True)), **measures(row.figure)} for row in table.rows]
    head = {"titre": table.title, "definition": table.definition, "dimensions": list(table.dimensions)}
    return _json(head)[:-1] + f', "lignes": {_lines(rows)}}}'


def _lines(items: Iterable[object]) -> str:
    return "[" + ",".join(f"\n{_json(item)}" for item in items) + "]"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
