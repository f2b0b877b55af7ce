"""What lies ahead, for gaps: from the data file of a study, or from a table of occupations."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from vivier.cli.amounts import amount, people
from vivier.cli.tables import Line, read_bytes, read_table
from vivier.gaps import Ahead
from vivier.gaps.data import Needed, Retention, Staff
from vivier.report.traced import Evidence, evidence
from vivier.study import Figure
from vivier.study.data import ALL, TOTAL
from vivier.vocabulary import InputError

_HALF = 1.2815515655446004  # of an interval of 80 %, in standard deviations
_NEEDED = ("occupation", "headcount", "departures", "openings")
_ENDS = ("departures_low", "departures_high", "openings_low", "openings_high", "company")


@dataclass(frozen=True)
class _Occupation:
    """Hold one occupation: who is there, who leaves, what opens, with the standard deviation of the last two."""

    code: str
    headcount: int
    departures: float
    departures_sd: float
    openings: float
    openings_sd: float


def ahead_of(path: Path, years: int) -> tuple[Ahead, str]:
    """Read what lies ahead, and the day it starts from (empty when the file does not say).

    Raises:
        InputError: with the line to correct.
    """
    if path.suffix.casefold() == ".json":
        study = evidence("etude", read_bytes(path), title=path.name)
        rows = [_of_study(study, keys[0]) for table, keys in sorted(study.figures) if table == "metiers"]
        horizon = len({keys[1] for table, keys in study.figures if table == "postes" and keys[1] != TOTAL})
        return _ahead([row for row in rows if row is not None], horizon or years), study.on
    table = read_table(path, _NEEDED, _ENDS)
    found = []
    for line in table.lines:
        try:
            found.append(_of_line(line))
        except InputError as refusal:
            raise InputError(f"Ligne {line.number} de « {table.name} » : {refusal}") from None
    return _ahead(found, years), ""


def _of_line(line: Line) -> _Occupation:
    amounts = {name: amount(line, name) for name in ("departures", "openings")}
    return _Occupation(
        line["occupation"].strip(), people(line, "headcount"), amounts["departures"], _spread(line, "departures"),
        amounts["openings"], _spread(line, "openings"),
    )  # fmt: skip


def _spread(line: Line, name: str) -> float:
    if not (line[f"{name}_low"].strip() and line[f"{name}_high"].strip()):
        return 0.0
    low, high = amount(line, f"{name}_low"), amount(line, f"{name}_high")
    if low > high:
        raise InputError(f"l’intervalle de « {name} » est à l’envers ({low:g} à {high:g}) : échangez ses bornes.")
    return (high - low) / (2 * _HALF)


def _of_study(study: Evidence, code: str) -> _Occupation | None:
    """Give one occupation of a study; those that it does not project are left."""
    leaving = study.figures.get(("departs", (code, TOTAL, "toutes")))
    opening = study.figures.get(("postes", (code, TOTAL, "toutes")))
    if code == ALL or leaving is None or opening is None:
        return None
    # What is projected is permanent employment, of which `n` counts the people.
    return _Occupation(code, leaving.n, leaving.value, _sd(leaving), opening.value, _sd(opening))


def _sd(figure: Figure) -> float:
    return figure.interval_80.width / (2 * _HALF) if figure.interval_80 else 0.0


def _ahead(rows: Iterable[_Occupation], years: int) -> Ahead:
    """Turn departures into a share who stay, and openings into posts.

    Posts are those who stay and the openings. Openings replace departures and add creations: what varies in the posts
    is what openings vary more than departures.
    """
    kept = [row for row in rows if row.headcount]
    for row in kept:
        if row.departures > row.headcount:
            raise InputError(
                f"« {row.code} » perdrait {row.departures:g} personnes sur {row.headcount} : corrigez ses départs."
            )
    return Ahead(
        years,
        tuple(Staff(row.code, row.headcount) for row in kept),
        tuple(
            Retention(row.code, 1 - row.departures / row.headcount, min(1.0, row.departures_sd / row.headcount))
            for row in kept
        ),
        tuple(
            Needed(
                row.code, row.headcount - row.departures + row.openings,
                math.sqrt(max(0.0, row.openings_sd**2 - row.departures_sd**2)),
            )
            for row in kept
        ),
    )  # fmt: skip
