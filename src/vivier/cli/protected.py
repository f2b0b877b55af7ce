"""Protected tables as files: one row a cell, nothing where a value is hidden."""

from pathlib import Path

import numpy as np

from vivier.cli.tables import Line, read_table, write_table
from vivier.disclosure import ProtectedTables, Spec
from vivier.disclosure.published import PUBLISHED, SECONDARY, ZERO, Published
from vivier.disclosure.spec import TOTAL
from vivier.vocabulary import InputError

FIGURES = ("value", "units", "status")


def write_protected(path: Path, found: ProtectedTables) -> None:
    """Write protected tables: whole, or nothing.

    Raises:
        InputError: the folder cannot be written.
    """
    write_table(path, (*found.published.spec.columns, *FIGURES), found.rows())


def read_published(path: Path, spec: Spec, *, is_whole: bool = False) -> Published:
    """Read a table as anybody may publish it; a column it lacks, or leaves empty, is summed over.

    Without `status`, an empty value is a hidden one; without `units`, nobody knows how many there are. A whole table,
    the one that is audited, has both.

    Raises:
        InputError: a figure is missing or cannot be, or a cell is there twice.
    """
    needed = FIGURES if is_whole else FIGURES[:1]
    table = read_table(path, needed, (*spec.columns, *FIGURES[len(needed) :]), exact=True)
    lines = table.lines
    if table.others:
        raise InputError(
            f"« {path.name} » a une colonne « {table.others[0]} » que la spécification ne décrit pas : donnez celle "
            "qui a servi à le publier, ou ôtez cette colonne."
        )
    try:
        values = np.array([_figure(line, "value") for line in lines])
        return Published(
            spec,
            tuple(tuple(line[column] or TOTAL for column in spec.columns) for line in lines),
            values,
            np.array([_figure(line, "units") for line in lines]),
            tuple(
                line["status"].strip() if "status" in table.columns else _status(value)
                for line, value in zip(lines, values, strict=True)
            ),
        )
    except InputError as refusal:
        raise InputError(f"« {path.name} » : {refusal}") from None


def _status(value: float) -> str:
    """Give the status of a cell that a file says nothing of."""
    if np.isnan(value):
        return SECONDARY
    return PUBLISHED if value else ZERO


def check_whole(path: Path, found: Published) -> None:
    """Refuse a table to audit whose rows were taken away or changed, as far as its sums tell.

    Raises:
        InputError: a total is absent, or is not the sum of its parts.
    """
    try:
        found.check_sums()
    except InputError as refusal:
        raise InputError(f"« {path.name} » : {refusal}") from None


def _figure(line: Line, column: str) -> float:
    text = line[column].strip()
    try:
        found = float(text) if text else float("nan")
    except ValueError:
        found = float("inf")
    if found in (float("inf"), float("-inf")) or found < 0 or text.lower() == "nan":
        raise InputError(f"ligne {line.number}, « {column} » doit être un nombre positif ou nul, ou rien.")
    return found
