"""What partners declare once a project ended: which years, until when, what is counted, what others may be shown."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

YEARS = 5
MEASURES = (
    ("products", "Produits ou services mis sur le marché"),
    ("patents", "Brevets déposés"),
    ("publications", "Publications parues"),
    ("jobs_created", "Emplois créés"),
    ("jobs_kept", "Emplois maintenus au 31 décembre"),
    ("start_ups", "Entreprises créées"),
    ("turnover_eur", "Chiffre d’affaires tiré des projets"),
)
FEWEST = 3  # companies behind any figure that others than the team are shown
LARGEST = Decimal("0.85")  # of a figure, that one company may make
CAVEAT = "Déclaré par les partenaires : une opinion datée, ni vérifiée, ni la mesure d’un effet du pôle."


@dataclass(frozen=True, slots=True)
class Declared:
    """Hold what one partner declares of one year; what was done in the year, save the jobs kept at its end."""

    products: int = 0
    patents: int = 0
    publications: int = 0
    jobs_created: int = 0
    jobs_kept: int = 0
    start_ups: int = 0
    turnover_eur: Decimal = Decimal("0.00")
    said: str = ""


def years_of(ends_on: dt.date) -> range:
    """Give the years a project is followed for once it ended: the five that come after the year of its end.

    >>> years_of(dt.date(2023, 6, 30))
    range(2024, 2029)
    """
    return range(ends_on.year + 1, ends_on.year + 1 + YEARS)


def due_on(year: int) -> dt.date:
    """Give the day by which a year is declared: the last of the next March.

    >>> due_on(2025)
    datetime.date(2026, 3, 31)
    """
    return dt.date(year + 1, 3, 31)


def open_years(ends_on: dt.date, today: dt.date) -> list[int]:
    """Give the years that may be declared: those that are over.

    >>> open_years(dt.date(2023, 6, 30), dt.date(2026, 1, 1))
    [2024, 2025]
    """
    return [year for year in years_of(ends_on) if year < today.year]


def may_show(contributions: Iterable[int | Decimal]) -> bool:
    """Tell whether a total may be shown to others: three companies answered at least, and none makes nearly all.

    Where all but one or two said nothing, the total would tell what those said.

    >>> may_show([3, 2, 4]), may_show([3, 2]), may_show([9, 0, 0]), may_show([0, 0, 0])
    (True, False, False, True)
    """
    given = [Decimal(each) for each in contributions]
    if len(given) < FEWEST:
        return False
    behind = [each for each in given if each]
    if not behind:
        return True
    return len(behind) >= FEWEST and max(behind) <= LARGEST * sum(behind)
