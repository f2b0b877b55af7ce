"""Counts of the people no payroll file holds, as members declare them."""

import csv
from dataclasses import dataclass
from pathlib import Path

from vivier.intake.data import UNKNOWN
from vivier.intake.identity import is_siren
from vivier.vocabulary import InputError

POPULATIONS = ("interimaires", "dirigeants", "conjoints", "benevoles", "mis_a_disposition")
_COLUMNS = ["siren", "population", "effectif"]


@dataclass(frozen=True, slots=True, order=True)
class Declared:
    """Hold one declared count: a company (SIREN or `inconnu`), one of `POPULATIONS`, a number of people."""

    siren: str
    population: str
    n: int


def read_declared(path: Path) -> tuple[Declared, ...]:
    """Read the counts declared in a CSV of columns `siren,population,effectif`.

    Raises:
        InputError: with the line to correct, when the file cannot be read as such.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise InputError(
            f"Le fichier d’effectifs déclarés « {path.name} » ne s’ouvre pas : vérifiez son nom et enregistrez-le en "
            "CSV, en UTF-8."
        ) from None
    lines = text.splitlines()
    separator = ";" if lines and ";" in lines[0] else ","
    rows = list(csv.reader(lines, delimiter=separator))
    if not rows or [title.strip().lower() for title in rows[0]] != _COLUMNS:
        raise InputError(
            f"Le fichier « {path.name} » doit commencer par la ligne « siren,population,effectif » : ajoutez-la."
        )
    found = [_declared(row, number, path.name) for number, row in enumerate(rows[1:], 2) if any(map(str.strip, row))]
    return tuple(sorted(found))


def _declared(row: list[str], number: int, name: str) -> Declared:
    where = f"ligne {number} de « {name} »"
    if len(row) != len(_COLUMNS):
        raise InputError(f"Il faut trois valeurs à la {where} : le SIREN, la population, l’effectif.")
    siren, population, count = (value.strip() for value in row)
    siren = siren.replace(" ", "") or UNKNOWN
    if siren != UNKNOWN and not is_siren(siren):
        raise InputError(f"Le SIREN de la {where} n’a pas neuf chiffres et une clé juste : vérifiez-le.")
    if population not in POPULATIONS:
        raise InputError(f"La population de la {where} doit être l’une de : {', '.join(POPULATIONS)}.")
    if not (count.isascii() and count.isdigit()):
        raise InputError(f"L’effectif de la {where} doit être un nombre entier de personnes, comme 12.")
    return Declared(siren, population, int(count))
