"""The figures of an adaptation: a table to open in a spreadsheet, a data file that a document may cite."""

import csv
import io
from collections.abc import Iterator
from hashlib import sha256
from importlib.metadata import version

from vivier.cli.assumed import assumed
from vivier.cli.supply_files import Asked
from vivier.french import harmless
from vivier.report.data_file import data_file, plain
from vivier.study import Figure, Study, Table
from vivier.study.data import ALL, Row
from vivier.supply import Adaptation
from vivier.supply.result import Advice, Yearly

WORDS = {"open": "à ouvrir", "keep": "à garder", "close": "à réduire, après examen"}
REASONS = {
    "": "", "within": "le besoin peut être au-dessus comme au-dessous",
    "partial": "les postes des seuls adhérents ne disent pas qu’une place est de trop",
    "unlisted": "les portraits de métiers ne nomment pas cette spécialité pour ces postes",
}  # fmt: skip
UNDECLARED = "offre non déclarée"
NSF_LEVELS = {"": "tous niveaux", "cap": "CAP-BEP", "bac": "bac", "bac2": "bac + 2", "bac3": "bac + 3 et plus"}
_COLUMNS = (
    "zone", "speciality", "label", "level", "advice", "reason", "places", "filled", "required", "required_low_80",
    "required_high_80", "entrants", "entrants_low_80", "entrants_high_80", "jobseekers_per_100_jobs", "n",
)  # fmt: skip
_TITLES = {
    "places": ("Places de formation par an", ("zone", "specialite", "niveau", "chiffre")),
    "sans_offre": ("Entrants par an dans les spécialités dont aucune place n’est déclarée", ("zone", "specialite")),
    "demandeurs": ("Demandeurs d’emploi de catégorie A pour cent emplois (France)", ("zone", "specialite")),
    "ailleurs": ("Entrants par an d’autres spécialités, sans diplôme ou sans réponse", ("ensemble",)),
    "sans_portrait": ("Postes à pourvoir sans portrait de métier", ("ensemble",)),
}


def resting_on(asked: Asked, speciality: str) -> int:
    """Give the people in post of the families that call for a speciality: what its figures rest on."""
    return sum(asked.people.get(each.occupation, 0) for each in asked.portraits if speciality in each.specialities)


def table_of(asked: Asked, found: Adaptation) -> bytes:
    """Write places.csv: each line of the supply, their totals (empty level), then what nobody declares."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_COLUMNS)
    writer.writerows(_rows(asked, found))
    return text.getvalue().encode()


def _rows(asked: Asked, found: Adaptation) -> Iterator[tuple[object, ...]]:
    for each in found.advice:
        what = (harmless(each.zone), each.speciality, asked.labels.get(each.speciality, ""), each.level)
        places = (plain(each.places), "" if each.filled is None else plain(each.filled))
        said = (WORDS[each.verdict], REASONS[each.reason])
        yield (*what, *said, *places, *_three(each.required), *_three(each.entrants), *_rest(asked, each))
    for one in found.undeclared:
        what = (harmless(one.zone), one.speciality, asked.labels.get(one.speciality, ""), "")
        rest = _percent(one.seekers), resting_on(asked, one.speciality)
        yield (*what, UNDECLARED, "", "", "", "", "", "", *_three(one.entrants), *rest)


def _three(amount: Yearly) -> tuple[float, ...]:
    return tuple(round(each, 3) for each in (amount.value, amount.interval.low, amount.interval.high))


def _rest(asked: Asked, each: Advice) -> tuple[object, object]:
    return _percent(each.seekers), resting_on(asked, each.speciality)


def _percent(seekers: float | None) -> object:
    return "" if seekers is None else round(100 * seekers, 1)


def data_of(asked: Asked, found: Adaptation) -> bytes:
    """Write places.json, laid out like the data file of a study: what the note cites, and any document may."""
    rows: dict[str, list[Row]] = {name: [] for name in _TITLES}
    for each in found.advice:
        n, key = resting_on(asked, each.speciality), (each.zone, each.speciality, each.level)
        rows["places"] += _figures(each, key, n)
        if each.seekers is not None and not each.level:
            rows["demandeurs"].append(Row(key[:2], Figure(100 * each.seekers, "demandeurs pour cent emplois", n)))
    for one in found.undeclared:
        n = resting_on(asked, one.speciality)
        rows["sans_offre"].append(Row((one.zone, one.speciality), _yearly(one.entrants, "personnes", n)))
    total = sum(asked.people.values())
    rows["ailleurs"].append(Row((ALL,), _yearly(found.elsewhere, "personnes", total)))
    left = asked.left_out + sum(posts for _, posts in found.unread)
    rows["sans_portrait"].append(Row((ALL,), Figure(left, "postes", total)))
    tables = tuple(
        Table(name, title, title, dimensions, tuple(rows[name])) for name, (title, dimensions) in _TITLES.items()
    )
    return data_file(_as_study(asked, found, tables))


def _figures(each: Advice, key: tuple[str, str, str], n: int) -> list[Row]:
    told = [
        Row((*key, "declarees"), Figure(each.places, "places", n)),
        Row((*key, "necessaires"), _yearly(each.required, "places", n)),
        Row((*key, "ecart"), _yearly(each.gap, "places", n)),
        Row((*key, "entrants"), _yearly(each.entrants, "personnes", n)),
    ]
    return told if each.filled is None else [*told, Row((*key, "pourvues"), Figure(each.filled, "places", n))]


def _yearly(amount: Yearly, unit: str, n: int) -> Figure:
    return Figure(amount.value, unit, n, amount.interval)


def _as_study(asked: Asked, found: Adaptation, tables: tuple[Table, ...]) -> Study:
    terms = f"{found.years} {asked.terms}"
    return Study(
        on=asked.study.on, horizon=found.years, seed=0, facts=(), tables=tables, assumptions=assumed("supply"),
        notes=("Tiré de l’étude et de l’offre déclarée ; une attente, non une consigne.",),
        inputs_sha256=asked.sha256,
        parameters_sha256=sha256(terms.encode()).hexdigest(), version=version("vivier"),
        labels=dict(sorted(asked.labels.items())),
    )  # fmt: skip
