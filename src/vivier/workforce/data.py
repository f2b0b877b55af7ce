"""What a forecast takes: the people in post, by occupation, age, sex, contract and group."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from vivier.vocabulary import InputError
from vivier.workforce.ages import BANDS, FIRST_AGE, OLDEST, UNKNOWN, age_band

PERMANENT = ("CDI", "PUBLIC", "inconnu")
SEXES = ("H", "F", UNKNOWN)
MOST = 1_000_000_000  # people in one cell
PROGRAMMES = ("CDD", "INTERIM", "APPRENTISSAGE", "PROFESSIONNALISATION", "INSERTION")  # renewed: never turnover


@dataclass(frozen=True, slots=True)
class Cell:
    """Count the people of one occupation, age, sex, contract and group (a company, a site; may be empty).

    `age` is in completed years (an int), or a band in the style of `BANDS`, or `inconnu`; `sex` is `H`, `F` or
    `inconnu`; `contract` is one of `PERMANENT` or `PROGRAMMES`.
    """

    occupation: str
    age: int | str
    sex: str
    n: int
    contract: str = "CDI"
    group: str = ""

    def __post_init__(self) -> None:
        if not self.occupation or not isinstance(self.occupation, str):
            raise InputError("Chaque case du stock doit nommer son métier.")
        if isinstance(self.n, bool) or not isinstance(self.n, int) or self.n < 0:
            raise InputError("Un effectif est un nombre entier de personnes, positif ou nul : corrigez cette case.")
        if self.n > MOST:
            raise InputError("Une case compte plus de personnes que tout pays : corrigez son effectif.")
        if self.sex not in SEXES:
            raise InputError(f"« {self.sex} » n’est pas un sexe connu ; écrivez l’un de : {', '.join(SEXES)}.")
        if self.contract not in (*PERMANENT, *PROGRAMMES):
            known = ", ".join((*PERMANENT, *PROGRAMMES))
            raise InputError(f"« {self.contract} » n’est pas un contrat connu ; contrats connus : {known}.")
        if isinstance(self.age, str):
            if age_band(self.age) != self.age:
                raise InputError(
                    f"« {self.age} » n’est pas une tranche d’âge ; tranches connues : {', '.join(BANDS)}, {UNKNOWN}."
                )
        elif isinstance(self.age, bool) or not isinstance(self.age, int) or not FIRST_AGE <= self.age <= OLDEST:
            raise InputError(
                f"Un âge est un nombre entier d’années entre {FIRST_AGE} et {OLDEST} : corrigez cette case."
            )

    @property
    def is_permanent(self) -> bool:
        """Whether these people are projected."""
        return self.contract in PERMANENT


@dataclass(frozen=True, slots=True)
class Stock:
    """Hold the people in post on the day `on`. Row order is irrelevant, and so are repeated rows.

    Only permanent contracts are projected: fixed-term, temporary, apprenticeship and INSERTION posts are programmes,
    not turnover.

    >>> Stock(dt.date(2026, 1, 31), (Cell("623f", 57, "H", 3), Cell("623f", "25_34", "F", 2))).people
    5
    """

    on: dt.date
    cells: Sequence[Cell] = ()  # a tuple, or `Columns` where they are many

    def __post_init__(self) -> None:
        if not isinstance(self.on, dt.date):
            raise InputError("Le jour du stock est une date : donnez-la comme datetime.date(2026, 1, 31).")

    @property
    def people(self) -> int:
        """The number of people projected, all occupations together."""
        return sum(cell.n for cell in self.cells if cell.is_permanent)

    @property
    def left_out(self) -> int:
        """The number of people of fixed-term, temporary, apprenticeship and insertion contracts."""
        return sum(cell.n for cell in self.cells) - self.people
