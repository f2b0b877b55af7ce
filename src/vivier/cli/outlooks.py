"""The tables of `vivier forecast`: reading a stock and its assumptions, writing the outlooks."""

import datetime as dt
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from vivier.cli.tables import Line, read_table
from vivier.french import counted, number
from vivier.vocabulary import InputError
from vivier.workforce import Outlook, Stock
from vivier.workforce.ages import BANDS, UNKNOWN, age_band
from vivier.workforce.data import PERMANENT, PROGRAMMES, Cell
from vivier.workforce.declared import Declared, declared

QUANTITIES = {
    ("stock_without_hiring", ""): "stock_without_hiring",
    ("headcount", ""): "stock",
    ("departures", "retirement"): "departures_end_of_career",
    ("departures", "other"): "departures_other",
    ("departures", "all"): "departures",
    ("net_creations", ""): "net_creations",
    ("openings", "retirement"): "end_of_career",
    ("openings", "dares"): "openings",
    ("openings", "other"): "replacement_of_other_exits",
    ("openings", "all"): "recruitments",
    ("moves", "out"): "moves_out",
    ("moves", "in"): "moves_in",
    ("moves", "balance"): "mobility_balance",
    ("imbalance", ""): "imbalance",
    ("retirement_share", ""): "end_of_career_share",
    ("other_exit_rate", ""): "other_exit_rate",
}
_SEXES = {
    **dict.fromkeys(("h", "m", "1", "homme", "masculin"), "H"), **dict.fromkeys(("f", "2", "femme", "féminin"), "F"),
    **dict.fromkeys(("", UNKNOWN, "autre"), UNKNOWN),
}  # fmt: skip


def declared_in(path: Path | None, on: dt.date | None, horizon: int) -> Declared:
    """Read a file of assumptions; a day asked for on the command line wins over the file's."""
    if isinstance(horizon, bool) or not 1 <= horizon <= 50:
        raise InputError("L’horizon doit être un nombre entier entre 1 et 50.")
    table: Mapping[str, object] = {}
    if path is not None:
        try:
            table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        except OSError:
            raise InputError(
                f"Le fichier « {path.name} » ne s’ouvre pas : vérifiez son nom et vos droits de lecture."
            ) from None
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            place = re.search(r"line (\d+), column (\d+)", str(error))
            at = f" (ligne {place[1]}, colonne {place[2]})" if place else ""
            raise InputError(f"« {path.name} » n’est pas un fichier TOML lisible, en UTF-8{at}.") from None
    if on is not None:
        table = {**table, "on": on}
    today = dt.date.today()  # noqa: DTZ011 - the day on the user's own calendar
    told = declared(table, on=today, horizon=horizon)
    return replace(told, on=told.on or today)


def stock_of(path: Path, on: dt.date | None) -> Stock:
    """Read a stock: `occupation,age,sex,contract,count`, and `group` where it stands."""
    table = read_table(path, ("occupation", "age", "sex", "contract", "count"), ("group",))
    return Stock(on or dt.date.min, tuple(_cell(line, table.name) for line in table.lines))


def _cell(line: Line, name: str) -> Cell:
    try:
        return Cell(
            line["occupation"],
            _age(line["age"]),
            _sex(line["sex"]),
            _count(line["count"]),
            _contract(line["contract"]),
            line["group"],
        )
    except InputError as error:
        raise InputError(f"Ligne {line.number} de « {name} » : {error}") from None


def _sex(text: str) -> str:
    found = _SEXES.get(text.strip().casefold())
    if found is None:
        raise InputError(f"« {text.strip()} » n’est pas un sexe connu ; écrivez H ou F, ou laissez la case vide.")
    return found


def _age(text: str) -> int | str:
    text = text.strip()
    if text.isdecimal():
        return int(text)
    found = age_band(text)
    if found is None:
        raise InputError(
            f"« {text} » n’est ni un âge ni une tranche ; écrivez 57, 55-59, ou l’une de : {', '.join(BANDS)}."
        )
    return found


def _count(text: str) -> int:
    value = text.strip().replace("\u202f", "").replace("\u00a0", "").replace(" ", "")
    if not value.isdecimal():
        given = f"« {text} »" if text.strip() else "vide"
        raise InputError(f"l’effectif (count) est un nombre entier de personnes, positif ou nul ; il est {given}.")
    return int(value)


def _contract(text: str) -> str:
    known = {value.casefold(): value for value in (*PERMANENT, *PROGRAMMES)}
    return known.get(text.strip().casefold() or UNKNOWN, text)


def rows_of(outlooks: Mapping[str, Outlook]) -> Iterator[tuple[object, ...]]:
    """Give the rows of the file; the occupation « ensemble » is all of them, the year 0 the whole horizon."""
    for scenario, outlook in outlooks.items():
        for row in outlook.estimates:
            q025, _, q10, q50, q90, _, q975 = row.quantiles
            figures = (round(value, 4) for value in (row.value, row.sd, q025, q10, q50, q90, q975))
            quantity = QUANTITIES[row.measure, row.cause]
            yield (scenario, row.year, row.occupation or "ensemble", quantity, *figures, row.n)


def summary(stock: Stock, outlooks: Mapping[str, Outlook]) -> Iterator[str]:
    """Say in a few lines what was projected."""
    yield f"{counted(stock.people, 'personne')} en emploi permanent au {stock.on:%d/%m/%Y}."
    if stock.left_out:
        others = counted(stock.left_out, "personne")
        yield f"{others} en CDD, intérim, alternance ou insertion, hors projection : ces postes se renouvellent."
    again = len(stock.cells) - len({replace(cell, n=0) for cell in stock.cells})
    if again:
        said = counted(again, "ligne redit une case", "lignes redisent une case")
        yield f"{said} (mêmes métier, âge, sexe, contrat et groupe) : leurs effectifs s’additionnent."
    told = {name: each for name, each in outlooks.items() if each.keys and "−" not in name}
    openings = {name: each.whole("openings", "", "dares") for name, each in told.items()}
    for scenario, found in openings.items():
        low, high = (number(round(end)) for end in (found.interval_80.low, found.interval_80.high))
        yield (
            f"{scenario} : {counted(round(found.value), 'poste')} à pourvoir en "
            f"{counted(told[scenario].horizon, 'an')} au sens de la Dares (8 chances sur 10 entre {low} et {high})."
        )
    if any(round(found.value) < 0 for found in openings.values()):
        yield "Sous zéro : des postes ferment plus vite que les carrières ne finissent."
