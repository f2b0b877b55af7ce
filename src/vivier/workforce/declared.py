"""Assumptions written by a person: a plain table (as TOML gives it) read into checked assumptions and scenarios."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, fields, replace
from typing import Any, TypeVar

from vivier.reference import law_on, retirement_law
from vivier.vocabulary import InputError
from vivier.workforce.ages import BANDS
from vivier.workforce.assumptions import Assumptions, Belief, Move, Observed
from vivier.workforce.beliefs import Hires, Turnover, national_behaviour, national_hires, national_turnover
from vivier.workforce.scenarios import Scenario, shipped_scenarios

Table = Mapping[str, Any]
Row = TypeVar("Row")
_DECLARED = "Déclaré dans le fichier d’hypothèses"
_TEXTS = ("band", "code", "group", "name", "occupation", "source", "target", "title")  # all else is numbers
_KINDS = ("H", "F", "CDI", "PUBLIC")  # whom a factor of other exits may concern
_YEARS = (1990, 2100)  # of the stock: another one is a typing error
_SECTIONS = (
    "on", "law", "growth", "turnover", "retirement", "hires", "exit_factors", "observed", "occupation", "move",
    "scenarios", "scenario",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Declared:
    """Hold what a file of assumptions says: the day of the stock (None: not said), assumptions, scenarios."""

    on: dt.date | None
    assumptions: Assumptions
    scenarios: tuple[Scenario, ...]


def declared(table: Table, *, on: dt.date, horizon: int) -> Declared:
    """Read a table of assumptions; what it does not say comes from the national tables.

    `on` is the day of the stock where the table says none; the law is that of the last projected year unless said.

    >>> told = declared({"growth": {"rate": 0.01, "sd": 0.005}}, on=dt.date(2026, 1, 31), horizon=10)
    >>> told.assumptions.growth_rate, [scenario.name for scenario in told.scenarios]
    (0.01, ['référence', 'sobre', 'tension'])
    """
    _check_known(table, _SECTIONS, "le fichier d’hypothèses")
    day = table.get("on")
    if day is not None and (not isinstance(day, dt.date) or isinstance(day, dt.datetime)):
        raise InputError("« on » est le jour du stock, sans guillemets : on = 2026-01-31.")
    start = day or on
    if not _YEARS[0] <= start.year <= _YEARS[1]:
        raise InputError(f"Le jour du stock est entre {_YEARS[0]} et {_YEARS[1]} ; il est donné en {start.year}.")
    law = retirement_law(_text(table["law"], "law")) if "law" in table else law_on(_later(start, horizon))
    growth = _section(table, "growth", ("rate", "sd"))
    assumptions = Assumptions(
        law,
        replace(national_behaviour(), **_sourced(_section(table, "retirement", _names(national_behaviour())))),
        _turnover(table),
        _hires(table),
        tuple(row for row, _ in _rows(table, "observed", Observed)),
        _beliefs(table),
        tuple(row for row, _ in _rows(table, "move", Move)),
        dict(_section(table, "exit_factors", _KINDS)),
        **{f"growth_{name}": value for name, value in growth.items()},
    )
    return Declared(day, assumptions, _scenarios(table))


def _later(day: dt.date, years: int) -> dt.date:
    return day.replace(year=day.year + years, day=min(day.day, 28))


def _names(of: object) -> tuple[str, ...]:
    return tuple(field.name for field in fields(of))  # type: ignore[arg-type]


def _turnover(table: Table) -> Turnover:
    national = national_turnover()
    known = [name for name in _names(national) if name != "rates"]
    given = dict(_section(table, "turnover", (*BANDS, *known)))
    rates = tuple(given.pop(band, rate) for band, rate in zip(BANDS, national.rates, strict=True))
    return replace(national, **_sourced({"rates": rates, **given} if "turnover" in table else {}))


def _hires(table: Table) -> Hires:
    given = dict(_section(table, "hires", (*BANDS, "weight", "source")))
    national = national_hires()
    shares = tuple(given.pop(band, share) for band, share in zip(BANDS, national.shares, strict=True))
    return replace(national, **_sourced({"shares": shares, **given} if "hires" in table else {}))


def _beliefs(table: Table) -> dict[str, Belief]:
    beliefs: dict[str, Belief] = {}
    for belief, extra in _rows(table, "occupation", Belief, ("code",)):
        code = _text(extra.get("code"), "code")
        if code in beliefs:
            raise InputError(f"Deux sections [[occupation]] parlent du métier « {code} » : réunissez-les.")
        beliefs[code] = belief
    return beliefs


def _sourced(given: Table) -> dict[str, Any]:
    return {"source": _DECLARED, **given} if given else {}


def _scenarios(table: Table) -> tuple[Scenario, ...]:
    shipped = {scenario.name: scenario for scenario in shipped_scenarios()}
    names = table.get("scenarios", [*shipped])
    if not isinstance(names, list):
        raise InputError('« scenarios » est une liste de noms : scenarios = ["référence", "sobre"].')
    for name in names:
        if name not in [*shipped]:
            raise InputError(
                f"Aucun scénario livré ne s’appelle « {name} » ; ceux-ci le sont : {', '.join(shipped)}."
            )
    own = tuple(row for row, _ in _rows(table, "scenario", Scenario))
    if not names and not own:
        raise InputError("Il faut au moins un scénario : ajoutez « référence » à la liste.")
    return (*(shipped[name] for name in names), *own)


def _section(table: Table, name: str, known: Sequence[str]) -> Table:
    section = table.get(name, {})
    if not isinstance(section, Mapping):
        raise InputError(f"« {name} » est une section du fichier d’hypothèses : écrivez [{name}] sur sa ligne.")
    _check_known(section, known, f"[{name}]")
    _check_values(section, f"[{name}]")
    return section


def _rows(table: Table, name: str, kind: type[Row], more: Sequence[str] = ()) -> list[tuple[Row, Table]]:
    """Read repeated sections, `[[name]]`, into rows of a dataclass, and what else each says."""
    sections = table.get(name, [])
    if not isinstance(sections, list) or not all(isinstance(one, Mapping) for one in sections):
        raise InputError(f"« {name} » se répète : écrivez [[{name}]], entre doubles crochets, sur sa ligne.")
    needed = [field.name for field in fields(kind) if field.default is MISSING]  # type: ignore[arg-type]
    rows: list[tuple[Row, Table]] = []
    for rank, one in enumerate(sections, 1):
        _check_known(one, (*more, *_names(kind)), f"[[{name}]]")
        _check_values(one, f"[[{name}]]")
        missing = [each for each in needed if each not in one]
        if missing:
            raise InputError(f"Une section [[{name}]] est incomplète : il y manque {', '.join(missing)}.")
        given = {key: tuple(value) if isinstance(value, list) else value for key, value in one.items()}
        try:
            row = kind(**{key: value for key, value in given.items() if key not in more})
        except InputError as error:
            raise InputError(f"Section [[{name}]] n° {rank} : {error}") from None
        rows.append((row, {key: one[key] for key in more if key in one}))
    return rows


def _text(value: object, name: str) -> str:
    if not isinstance(value, str) or not value:
        raise InputError(f"« {name} » doit être un texte entre guillemets dans le fichier d’hypothèses.")
    return value


def _check_known(section: Table, known: Sequence[str], where: str) -> None:
    for key in section:
        if key not in known:
            raise InputError(f"Dans {where}, « {key} » n’est pas connu ; noms connus : {', '.join(known)}.")


def _check_values(section: Table, where: str) -> None:
    """Refuse what is of the wrong sort before it meets arithmetic."""
    for key, value in section.items():
        if key in _TEXTS:
            if not isinstance(value, str):
                raise InputError(f"Dans {where}, « {key} » doit être un texte entre guillemets.")
        elif key == "ages":
            if not isinstance(value, list) or not all(map(_is_number, value)):
                raise InputError(f"Dans {where}, « ages » est une liste de nombres, un par âge de 14 à 75 ans.")
        elif not _is_number(value):
            raise InputError(f"Dans {where}, « {key} » doit être un nombre, avec un point décimal : 0.02.")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
