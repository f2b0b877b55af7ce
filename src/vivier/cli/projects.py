"""What members declare of their hiring projects, read from a CSV of one line a member and occupation."""

from pathlib import Path

from vivier.cli.tables import Line, read_table
from vivier.study.difficulty import Project
from vivier.vocabulary import InputError


def read_projects(path: Path) -> tuple[Project, ...]:
    """Read projects from a CSV `siret_or_key,occupation,people,hard`; occupations are codes of PCS-ESE.

    Raises:
        InputError: with the line to correct.
    """
    table = read_table(path, ("siret_or_key", "occupation", "people", "hard"))
    return tuple(_project(line, f"ligne {line.number} de « {table.name} »") for line in table.lines)


def _project(line: Line, where: str) -> Project:
    counts = [_whole(line, column, where) for column in ("people", "hard")]
    try:
        return Project("".join(line["siret_or_key"].split()), line["occupation"].strip().lower(), *counts)
    except InputError as refusal:
        raise InputError(f"À la {where}, corrigez ceci : {refusal}") from None


def _whole(line: Line, column: str, where: str) -> int:
    text = "".join(line[column].split())
    if not (text.isascii() and text.isdigit()):
        raise InputError(f"Il faut un nombre entier dans la colonne « {column} » de la {where}.")
    return int(text)
