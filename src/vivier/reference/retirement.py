"""French legal retirement ages: several dated versions of the law, side by side."""

import datetime as dt
import tomllib
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from vivier.vocabulary import InputError


@dataclass(frozen=True, slots=True)
class Generation:
    """Hold the rule of the people born from this day on, until the next generation of the same law.

    `legal_age_months` is the legal age in months; `quarters` the insured quarters that give the full rate.
    """

    born_from: dt.date
    legal_age_months: int
    quarters: int


@dataclass(frozen=True, slots=True)
class RetirementLaw:
    """Hold one version of the law: the pensions it governs (`valid_from`), its ages and where they come from.

    `full_rate_age` is in years: from that age on, the full rate is due whatever the quarters.
    """

    version: str
    title: str
    source: str
    certainty: str
    valid_from: dt.date
    full_rate_age: int
    generations: tuple[Generation, ...]

    def __post_init__(self) -> None:
        days = [generation.born_from for generation in self.generations]
        if not days or days != sorted(set(days)):
            raise InputError(f"Le barème de la loi {self.version} doit ranger ses générations par date de naissance.")

    def generation(self, born: dt.date) -> Generation:
        """Give the rule of the people born on this day.

        >>> retirement_law("2023-270").generation(dt.date(1964, 5, 2)).quarters
        171
        """
        rank = bisect_right([generation.born_from for generation in self.generations], born)
        if rank == 0:
            raise InputError(f"La loi {self.version} n’a pas de règle pour les personnes nées le {born:%d/%m/%Y}.")
        return self.generations[rank - 1]

    def legal_age_months(self, born: dt.date) -> int:
        """Give the legal retirement age, in months, of the people born on this day.

        >>> law = retirement_law("2025-1403")
        >>> [divmod(law.legal_age_months(dt.date(1965, month, 1)), 12) for month in (3, 4)]
        [(62, 9), (63, 0)]
        """
        return self.generation(born).legal_age_months

    def quarters_required(self, born: dt.date) -> int:
        """Give the insured quarters that people born on this day need for the full rate before `full_rate_age`.

        >>> retirement_law("2025-1403").quarters_required(dt.date(1966, 1, 1))
        172
        """
        return self.generation(born).quarters


@cache
def _laws() -> dict[str, RetirementLaw]:
    folder = files("vivier.reference") / "data" / "retirement"
    texts = (entry.read_text(encoding="utf-8") for entry in folder.iterdir() if entry.name.endswith(".toml"))
    laws = sorted((_law(tomllib.loads(text)) for text in texts), key=lambda law: law.valid_from)
    return {law.version: law for law in laws}


def _law(table: dict[str, object]) -> RetirementLaw:
    rows = table.pop("cohorts")
    if not isinstance(rows, list):
        raise InputError("Un barème de retraite doit avoir une liste « cohorts ».")
    generations = tuple(
        Generation(row["born_from"], 12 * row["years"] + row["months"], row["quarters"]) for row in rows
    )
    return RetirementLaw(**table, generations=generations)  # type: ignore[arg-type]  # checked by the tests, file by file


def retirement_laws() -> tuple[str, ...]:
    """Give the versions known, oldest first.

    >>> retirement_laws()
    ('2023-270', '2025-1403')
    """
    return tuple(_laws())


def retirement_law(version: str) -> RetirementLaw:
    """Give one version of the law by its number.

    >>> retirement_law("2023-270").full_rate_age
    67
    """
    try:
        return _laws()[version]
    except KeyError:
        known = ", ".join(_laws())
        raise InputError(f"La loi de retraite « {version} » n’est pas connue ; versions connues : {known}.") from None


def law_on(day: dt.date) -> RetirementLaw:
    """Give the version that governs the pensions taking effect on this day.

    A projection looks ahead: it takes the law of its last year, not the law of the day it is computed.

    >>> law_on(dt.date(2026, 8, 31)).version, law_on(dt.date(2026, 9, 1)).version
    ('2023-270', '2025-1403')
    """
    in_force = [law for law in _laws().values() if law.valid_from <= day]
    if not in_force:
        first = next(iter(_laws().values())).valid_from
        raise InputError(
            f"Aucun barème de retraite n’est connu avant le {first:%d/%m/%Y} : choisissez une date plus tardive."
        )
    return in_force[-1]
