"""A consortium as it is written in a TOML file: read, checked, each refusal naming the partner and the line."""

import datetime as dt
import re
import sys
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import Any

from vivier.aid import Consortium, Cost, Partner
from vivier.aid.data import Prior
from vivier.cli.tables import read_bytes
from vivier.vocabulary import InputError

_PROJECT = ("name", "market_years", "declared", "caps_eur", "partners")
_TEXTS = ("kind", "size", "territory", "role", "method", "group", "area")
_AMOUNTS = ("full_cost_eur", "other_public_eur")
_PARTNER = ("name", *_TEXTS, *_AMOUNTS, "costs", "prior")


def example() -> str:
    """Give the consortium that shows how one is written."""
    return (files("vivier.aid") / "example.toml").read_text(encoding="utf-8")


def read_consortium(path: Path) -> Consortium:
    """Read a consortium; « - » is the standard input.

    Raises:
        InputError: the file is no TOML, or what it says cannot be; one sentence says where.
    """
    if str(path) == "-":
        return consortium(_parsed("entrée standard", sys.stdin.buffer.read()))
    return consortium(_parsed(path.name, read_bytes(path)))


def consortium(table: Mapping[str, Any]) -> Consortium:
    """Make a consortium of what a file says."""
    _only("Le projet", table, _PROJECT)
    partners = tuple(_partner(rank, each) for rank, each in enumerate(_tables(table, "partners", "Le projet"), 1))
    declared, caps = (_table(table, key) for key in ("declared", "caps_eur"))
    return Consortium(table.get("name", ""), partners, declared, table.get("market_years"), caps)


def _parsed(name: str, content: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(content.decode("utf-8-sig"), parse_float=Decimal)
    except UnicodeDecodeError:
        raise InputError(f"« {name} » n’est pas un texte en UTF-8 : enregistrez-le ainsi.") from None
    except tomllib.TOMLDecodeError as error:
        raise InputError(_unreadable(name, content.decode("utf-8-sig"), str(error))) from None
    except (ValueError, ArithmeticError):
        raise InputError(f"« {name} » porte un nombre démesuré : corrigez-le.") from None
    except RecursionError:
        raise InputError(
            f"« {name} » ouvre des crochets sans fin : comparez-le à « vivier aid --example »."
        ) from None


def _unreadable(name: str, text: str, error: str) -> str:
    """Say which line is no TOML; a day that the calendar has not is the usual reason for one that looks right."""
    found = re.search(r"line (\d+)", error)
    number = int(found[1]) if found else len(text.splitlines())
    line = text.splitlines()[number - 1].strip() if 0 < number <= len(text.splitlines()) else ""
    if re.search(r"=\s*\d{4}-\d\d-\d\d", line):
        return f"Ligne {number} de « {name} » : « {line} » n’est pas un jour ; écrivez-le comme 2025-03-31."
    if re.search(r"=\s*\d+([ ,]\d+)+\s*(#|$)", line):
        return f"Ligne {number} de « {name} » : « {line} » ; écrivez ce montant sans espace ni virgule (120000.50)."
    return f"Ligne {number} de « {name} » : « {line} » n’est pas du TOML ; comparez-la à « vivier aid --example »."


def _partner(rank: int, table: Mapping[str, Any]) -> Partner:
    name = table.get("name", "")
    what = f"Partenaire « {name} »" if isinstance(name, str) and name.strip() else f"Partenaire n° {rank}"
    _only(what, table, _PARTNER)
    costs = tuple(_cost(f"{what}, dépense n° {n}", each) for n, each in enumerate(_tables(table, "costs", what), 1))
    prior = tuple(_prior(f"{what}, aide n° {n}", each) for n, each in enumerate(_tables(table, "prior", what), 1))
    if "kind" not in table:
        raise InputError(f"{what} : il manque « kind », son statut ; voyez « vivier aid --example ».")
    said = {key: table[key] for key in (*_TEXTS, *_AMOUNTS) if key in table}
    return Partner(name, costs=costs, prior=prior, **said)


def _cost(what: str, table: Mapping[str, Any]) -> Cost:
    nature, category, amount = _asked(what, table, ("nature", "category", "amount_eur"))
    try:
        return Cost(nature, category, amount)
    except InputError as refusal:
        raise InputError(f"{what} : {_lowered(refusal)}") from None


def _prior(what: str, table: Mapping[str, Any]) -> Prior:
    day, amount = _asked(what, table, ("granted_on", "amount_eur"), ("giver",))
    try:
        return Prior(_day(day), amount, str(table.get("giver", "")))
    except InputError as refusal:
        raise InputError(f"{what} : {_lowered(refusal)}") from None


def _day(value: object) -> Any:  # noqa: ANN401
    """Take a day written between quotation marks for the day it says; anything else is refused by its data."""
    try:
        return dt.date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return value


def _asked(what: str, table: Mapping[str, Any], needed: tuple[str, ...], optional: tuple[str, ...] = ()) -> list[Any]:
    _only(what, table, (*needed, *optional))
    if absent := [key for key in needed if key not in table]:
        raise InputError(f"{what} : il manque « {absent[0]} » ; voyez « vivier aid --example ».")
    return [table[key] for key in needed]


def _only(what: str, table: Mapping[str, Any], known: tuple[str, ...]) -> None:
    """Refuse a key that nobody reads: a misspelt one would be passed over in silence."""
    if unknown := sorted(set(table) - set(known)):
        raise InputError(f"{what} : « {unknown[0]} » n’est pas attendu ; clés connues : {', '.join(known)}.")


def _tables(table: Mapping[str, Any], key: str, what: str) -> list[Mapping[str, Any]]:
    found = table.get(key, [])
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise InputError(f"{what} : « {key} » doit s’écrire en blocs [[…{key}]] ; voyez « vivier aid --example ».")
    return found


def _table(table: Mapping[str, Any], key: str) -> dict[str, Any]:
    found = table.get(key, {})
    if not isinstance(found, dict):
        raise InputError(f"« {key} » doit s’écrire en un bloc [{key}] ; voyez « vivier aid --example ».")
    return found


def _lowered(refusal: InputError) -> str:
    text = str(refusal)
    return text[:1].lower() + text[1:]
