"""The files of `vivier plan`: needs, courses and places read; sessions, seats and summary written."""

import csv
import io
import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from vivier.cli.tables import Line, Table, read_table
from vivier.report.whole import write_whole
from vivier.training import Course, Need, Place, Plan, Terms
from vivier.vocabulary import InputError

Row = TypeVar("Row")
QUESTIONS = {"equilibre": "balance", "tous": "everyone", "nombre": "most"}
_NEEDS = ("company", "lat", "lon", "course", "people", "priority_eur")
_COURSES = ("course", "min_seats", "max_seats", "session_eur", "seat_eur", "hours", "max_sessions_per_place")
_PLACES = ("place", "lat", "lon", "max_sessions")


@dataclass(frozen=True)
class Asked:
    """Hold what the files and the options ask."""

    needs: tuple[Need, ...]
    courses: tuple[Course, ...]
    places: tuple[Place, ...]
    budget: float | None
    terms: Terms


def asked_for(paths: tuple[Path, Path, Path], options: Mapping[str, object]) -> Asked:
    """Read the three files and the terms.

    Raises:
        InputError: with the line to correct.
    """
    needs = read_table(paths[0], _NEEDS, ("periods", "max_km", "on_the_job", "release"))
    courses = read_table(paths[1], _COURSES, ("periods", "funders", "on_the_job_eur"))
    places = read_table(paths[2], _PLACES, ("periods",))
    budget = options["budget"]
    terms = Terms(
        travel_eur_per_km=_amount(str(options["travel_eur_per_km"]), "Le prix du kilomètre"),
        nearest=int(str(options["nearest"])),
        question=QUESTIONS[str(options["question"])],
        funders=tuple(_funder(text) for text in _texts(options["funders"])),
        releases=_releases(needs),
    )
    return Asked(
        _each(needs, _need), _each(courses, _course), _each(places, _place),
        None if budget is None else _amount(str(budget), "Le budget"), terms,
    )  # fmt: skip


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(each) for each in value) if isinstance(value, Iterable) else ()


def _each(table: Table, row_of: Callable[[Line], Row]) -> tuple[Row, ...]:
    rows = []
    for line in table.lines:
        try:
            rows.append(row_of(line))
        except InputError as refusal:
            raise InputError(f"Ligne {line.number} de « {table.name} » : {refusal}") from None
    return tuple(rows)


def _need(line: Line) -> Need:
    return Need(
        line["company"].strip(), _number(line, "lat"), _number(line, "lon"), line["course"].strip(),
        _whole(line, "people"), _number(line, "priority_eur"), _names(line, "periods"),
        _number(line, "max_km") if line["max_km"].strip() else None,
        _whole(line, "on_the_job") if line["on_the_job"].strip() else 0,
    )  # fmt: skip


def _course(line: Line) -> Course:
    return Course(
        line["course"].strip(), _whole(line, "min_seats"), _whole(line, "max_seats"), _number(line, "session_eur"),
        _number(line, "seat_eur"), _number(line, "hours"), _whole(line, "max_sessions_per_place"),
        _names(line, "periods"), _names(line, "funders"),
        _number(line, "on_the_job_eur") if line["on_the_job_eur"].strip() else None,
    )  # fmt: skip


def _place(line: Line) -> Place:
    spot = _number(line, "lat"), _number(line, "lon")
    return Place(line["place"].strip(), *spot, _whole(line, "max_sessions"), _names(line, "periods"))


def _releases(needs: Table) -> tuple[tuple[str, int], ...]:
    """Give how many people each company can release in one period; its lines must agree."""
    found: dict[str, int] = {}
    for line in needs.lines:
        if line["release"].strip():
            company = line["company"].strip()
            try:
                people = _whole(line, "release")
            except InputError as refusal:
                raise InputError(f"Ligne {line.number} de « {needs.name} » : {refusal}") from None
            if found.setdefault(company, people) != people:
                raise InputError(
                    f"Ligne {line.number} de « {needs.name} » : « {company} » a deux nombres de personnes à libérer "
                    "(colonne release) ; gardez le même sur toutes ses lignes."
                )
    return tuple(found.items())


def _funder(text: str) -> tuple[str, float]:
    name, mark, cap = text.partition("=")
    if not mark or not name.strip():
        raise InputError(f"Un financeur s’écrit NOM=EUR, par exemple OPCO=20000 ; « {text} » ne convient pas.")
    return name.strip(), _amount(cap, f"Le plafond de « {name.strip()} »")


def _names(line: Line, column: str) -> tuple[str, ...]:
    return tuple(name for each in line[column].split("|") if (name := each.strip()))


def _number(line: Line, column: str) -> float:
    return _amount(line[column], f"La colonne « {column} »", signed=column in ("lat", "lon"))


def _whole(line: Line, column: str) -> int:
    value = _number(line, column)
    if not value.is_integer():
        raise InputError(f"La colonne « {column} » doit être un nombre entier ; elle est « {line[column]} ».")
    return int(value)


def _amount(text: str, what: str, *, signed: bool = False) -> float:
    try:
        value = float("".join(text.split()).replace(",", ".").removesuffix("€"))
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or (value < 0 and not signed):
        given = f"« {text} »" if text.strip() else "vide"
        raise InputError(f"{what} doit être un nombre{'' if signed else ' positif ou nul'} ; il est {given}.")
    return value


def names_of() -> tuple[str, ...]:
    """Give the names of the files that a plan may write."""
    return ("sessions.csv", "seats.csv", "summary.json", "why.csv", "left_out.csv", "on_the_job.csv", "funding.csv")


def write_plan(out: Path, found: Plan) -> None:
    """Write a plan whole or not at all; tables that have nothing to say are not written, nor is an empty period."""
    timed = any(each.period for each in found.sessions)
    period = ("period",) if timed else ()
    tables: dict[str, tuple[Sequence[str], list[tuple[object, ...]]]] = {
        "sessions.csv": (
            ("session", "course", "place", "seats", "cost_eur", *period),
            [
                (e.session, e.course, e.place, e.seats, _euros(e.cost_eur), *((e.period,) if timed else ()))
                for e in found.sessions
            ],
        ),
        "seats.csv": (
            ("session", "company", "people", "km"),
            [(e.session, e.company, e.people, f"{e.km:.6f}") for e in found.seats],
        ),
        "why.csv": (
            ("session", "saved_eur", "elsewhere", "on_the_job", "left_out"),
            [(e.session, _euros(e.saved_eur), e.elsewhere, e.at_work, e.left_out) for e in found.reasons],
        ),
        "left_out.csv": (
            ("company", "course", "people", "cost_eur"),
            [(e.company, e.course, e.people, _euros(e.cost_eur)) for e in found.left_out],
        ),
        "on_the_job.csv": (
            ("company", "course", "people", "cost_eur"),
            [(e.company, e.course, e.people, _euros(e.cost_eur)) for e in found.at_work],
        ),
        "funding.csv": (("course", "funder", "paid_eur"), [(c, f, _euros(paid)) for c, f, paid in found.funding]),
    }
    always = ("sessions.csv", "seats.csv")
    contents = {out / name: _csv(*table) for name, table in tables.items() if table[1] or name in always}
    write_whole(contents | {out / "summary.json": _summary(found)})
    for name in tables:  # what a former plan said there would be read as said by this one
        if out / name not in contents:
            (out / name).unlink(missing_ok=True)


def _euros(value: float) -> str:
    return f"{value:.2f}"


def _csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")


def _summary(found: Plan) -> bytes:
    said = {
        "cost_eur": round(found.cost_eur, 2),
        "bound_eur": math.floor(found.bound_eur * 100) / 100,  # a bound rounded up would no longer be one
        "gap": round(found.gap, 6),
        "people_asked": found.people_asked,
        "people_trained": found.people_trained,
        "budget_used_eur": round(found.budget_used_eur, 2),
        "alone_eur": round(found.alone_eur, 2),
        "seconds": round(found.seconds, 2),
    }
    return (json.dumps(said, indent=2) + "\n").encode("utf-8")
