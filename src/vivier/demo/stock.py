"""The truth: who is present on a day, computed from the lives and never from the files."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from vivier.demo.data import Contract, Member, Person
from vivier.vocabulary import Period


@dataclass(frozen=True, slots=True)
class Presence:
    """Hold one person present on a day: all their salaried contracts that day, the main one, their age."""

    person: Person
    main: Contract
    contracts: tuple[Contract, ...]
    age: int


def present(member: Member, on: dt.date, *, site: str = "") -> tuple[Presence, ...]:
    """Give everybody who is salaried by the member on that day (at that SIRET only, when given), once each.

    Somebody who leaves on the day still counts; interns and corporate officers do not. The main contract has the
    highest working-time ratio, then the earliest start, then the smallest number.

    >>> from vivier.demo import fiction
    >>> (member,) = fiction(seed=42, members=1)
    >>> people = present(member, dt.date(2026, 1, 31))
    >>> sum(len(present(member, dt.date(2026, 1, 31), site=site.siret)) for site in member.sites) >= len(people) > 50
    True
    """
    found = []
    for person in member.people:
        running = [
            contract
            for contract in person.contracts
            if contract.group and contract.runs_on(on) and site in {"", contract.site}
        ]
        if running:
            main = min(running, key=lambda contract: (-contract.ratio, contract.start, contract.number))
            found.append(Presence(person, main, tuple(running), _age(person.born, on)))
    return tuple(found)


def joiners(member: Member, month: Period) -> tuple[Person, ...]:
    """Give the people absent at the end of the month before and present at the end of this one."""
    return tuple(_only(present(member, month.last), present(member, month.previous().last)))


def leavers(member: Member, month: Period) -> tuple[Person, ...]:
    """Give the people present at the end of the month before and absent at the end of this one."""
    return tuple(_only(present(member, month.previous().last), present(member, month.last)))


def _only(here: Iterable[Presence], there: Iterable[Presence]) -> Iterator[Person]:
    known = {presence.person.number for presence in there}
    return (presence.person for presence in here if presence.person.number not in known)


def _age(born: dt.date, on: dt.date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
