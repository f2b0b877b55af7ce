"""One line of a staff list for each person who works or worked in the company."""

import datetime as dt
from dataclasses import dataclass

from vivier.demo.data import ON, Contract, Member, Person

MONTH_NAMES = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip
QUALIFICATIONS = {"03": "cadre", "04": "cadre", "05": "technicien", "06": "employé", "07": "ouvrier"}


@dataclass(frozen=True, slots=True)
class Line:
    """Hold what a staff list says of one person: who, the last contract, entry and exit (None: still there)."""

    person: Person
    contract: Contract
    entry: dt.date
    exit: dt.date | None

    @property
    def is_there(self) -> bool:
        """Whether the person is still there on the date of the list; the last day counts."""
        return self.exit is None or self.exit >= ON

    @property
    def title(self) -> str:
        """The job title, in ordinary letters."""
        return self.contract.trade.title.capitalize()

    @property
    def percent(self) -> int:
        """The working time, rounded to the per cent."""
        return round(100 * self.contract.ratio)


def lines_of(member: Member) -> tuple[Line, ...]:
    """Give one line a person, in the order they joined; those who left stay in the list with their exit."""
    found = []
    for person in member.people:
        begun = [contract for contract in person.contracts if contract.since <= ON]
        if begun:
            last = begun[-1]
            is_over = bool(last.motive) and last is person.contracts[-1]
            found.append(Line(person, last, person.contracts[0].start, last.last if is_over else None))
    return tuple(sorted(found, key=lambda line: (line.entry, line.person.number)))


def long_date(day: dt.date) -> str:
    """Write a date in words.

    >>> long_date(dt.date(1987, 2, 3)), long_date(dt.date(1979, 8, 1))
    ('3 février 1987', '1er août 1979')
    """
    rank = "1er" if day.day == 1 else str(day.day)
    return f"{rank} {MONTH_NAMES[day.month - 1]} {day.year}"


def spaced_siret(siret: str) -> str:
    """Write a SIRET as people do.

    >>> spaced_siret("00012001400014")
    '000 120 014 00014'
    """
    return f"{siret[:3]} {siret[3:6]} {siret[6:9]} {siret[9:]}"
