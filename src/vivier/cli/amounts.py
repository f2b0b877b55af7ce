"""Amounts written in tables, as people write them."""

import math

from vivier.cli.tables import Line
from vivier.vocabulary import InputError


def amount(line: Line, column: str) -> float:
    """Read an amount, 0 or more: « 12 », « 1 200 », « 0,8 », « 80 % » (0.8).

    >>> amount(Line(2, {"insertion_rate": "80 %"}), "insertion_rate")
    0.8

    Raises:
        InputError: it is something else.
    """
    text = "".join(line[column].split())
    bare, share = text.removesuffix("%"), text.endswith("%")
    try:
        value = float(bare.replace(",", ".").removesuffix("€"))
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or value < 0:
        given = f"« {line[column]} »" if text else "vide"
        raise InputError(f"la colonne « {column} » doit être un nombre positif ou nul ; elle est {given}.")
    return value / 100 if share else value


def people(line: Line, column: str) -> int:
    """Read a whole number of people.

    Raises:
        InputError: it is something else.
    """
    value = amount(line, column)
    if not value.is_integer():
        raise InputError(f"la colonne « {column} » doit être un nombre entier ; elle est « {line[column]} ».")
    return int(value)
