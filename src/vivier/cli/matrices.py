"""The file of `vivier polyvalence`, and what it says of it."""

from collections.abc import Iterator
from pathlib import Path

from vivier.cli.tables import write_table
from vivier.french import counted, harmless, number
from vivier.intake.polyvalence import Polyvalence

COLUMNS = ("company", "skill", "required", "age", "level", "people")
FEW = 3  # under which a cell may betray somebody


def write_holders(path: Path, found: Polyvalence) -> None:
    """Write one row a company, skill, age band and level, whole or not at all; what a formula would open is text."""
    required = {(company, skill): level for company, skill, level in found.required}
    rows = [
        (e.company, harmless(e.skill), required.get((e.company, e.skill), ""), e.age, e.level, e.people)
        for e in found.holders
    ]
    write_table(path, COLUMNS, rows)


def said(found: Polyvalence) -> Iterator[str]:
    """Say in a few lines what was read, what is too small to be shown, and what could not be read."""
    skills = {each.skill for each in found.holders}
    companies = {each.company for each in found.holders}
    yield (
        f"{counted(len(skills), 'compétence')}, {counted(found.people, 'personne')}, "
        f"{counted(len(companies), 'entreprise')}."
    )
    if few := found.few(FEW):
        yield (
            f"Cases de moins de {FEW} personnes : {number(few)} sur {number(len(found.holders))} ; ce fichier reste "
            "chez qui l’a produit, et seules des sommes protégées se publient."
        )
    for told in found.anomalies:
        place = f", ligne {told.line}" if told.line else ""
        yield f"{told.file}{place} : {told.message}"
