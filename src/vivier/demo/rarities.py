"""Rare situations that a reader of payroll files must survive, laid on lives already simulated."""

import datetime as dt
from dataclasses import replace
from random import Random

from vivier.demo.data import FULL_TIME, MONTHS, Contract, Person
from vivier.demo.identifiers import nir_of
from vivier.demo.people import Firm
from vivier.demo.sectors import Trade

_PRESIDENT = Trade("233b", "PRÉSIDENT", "03", 0.2, 6000)
_INTERN = Trade("474b", "STAGIAIRE", "05", 0.4, 600)


def sprinkle(firm: Firm, people: list[Person], rng: Random) -> tuple[Person, ...]:
    """Give some people a rare situation: a NIR found late or corrected, two half-time jobs, an end withdrawn.

    A larger company also has its president and an intern, who are no salaried staff.
    """
    changed = [_rare(person, firm, rng) for person in people]
    if firm.size >= 40:
        changed += [_president(firm, rng), _intern(firm, rng)]
    return tuple(changed)


def _rare(person: Person, firm: Firm, rng: Random) -> Person:
    dice = rng.random()
    if person.contracts[0].start >= MONTHS[1].first and dice < 0.04:
        return _numbered_late(person, firm, rng)
    if dice > 0.99:
        return _renumbered(person, firm, rng)
    if dice > 0.983:
        return _split(person, firm)
    if dice > 0.976:
        return _withdrawn(person, rng)
    return person


def _numbered_late(person: Person, firm: Firm, rng: Random) -> Person:
    start = person.contracts[0].start
    known = (start.replace(day=1) + dt.timedelta(days=31 * rng.randint(2, 4))).replace(day=1)
    digit = "1" if person.sex == "H" else "2"
    return replace(person, ntt=f"{digit}FICTIF{firm.rank:03d}{person.number}", nir_on=known)


def _renumbered(person: Person, firm: Firm, rng: Random) -> Person:
    # Somebody had keyed a wrong month of birth in the number.
    wrong = person.born.replace(day=1, month=person.born.month % 12 + 1)
    former = nir_of(person.sex, wrong, (firm.rank * 137 + int(person.number[-4:])) % 9990)
    return replace(person, former_nir=former, nir_on=rng.choice(MONTHS[3:]).first)


def _split(person: Person, firm: Firm) -> Person:
    # Two half-time contracts at two establishments: one head in the company, one at each place.
    (first, *others) = person.contracts
    if others or len(firm.sites) < 2 or first.nature != "01" or first.ratio < 1 or first.trade.is_in_days:
        return person
    elsewhere = next(site.siret for site in firm.sites if site.siret != first.site)
    half = replace(first, worked=FULL_TIME / 2)
    return replace(person, contracts=(half, replace(half, number=f"{first.number}B", site=elsewhere)))


def _withdrawn(person: Person, rng: Random) -> Person:
    (first, *others) = person.contracts
    months = [month for month in MONTHS[:-1] if month.first > first.since and first.runs_on(month.last)]
    if others or first.nature != "01" or not months:
        return person
    return replace(person, contracts=(replace(first, withdrawn=rng.choice(months).last),))


def _president(firm: Firm, rng: Random) -> Person:
    start = dt.date(2012, 1, 1)
    return _outsider(firm, Contract("P0001", firm.sites[0].siret, _PRESIDENT, start, start, "80"), rng)


def _intern(firm: Firm, rng: Random) -> Person:
    start = dt.date(2025, rng.choice((10, 11)), 3)
    end = dt.date(2026, rng.choice((2, 3)), 27)
    contract = Contract("S0001", firm.sites[0].siret, _INTERN, start, start, "29", term=end)
    return _outsider(firm, contract, rng)


def _outsider(firm: Firm, contract: Contract, rng: Random) -> Person:
    sex = "F" if rng.random() < contract.trade.women else "H"
    born = dt.date(2003 if contract.nature == "29" else 1969, rng.randint(1, 12), rng.randint(1, 28))
    surname, name = firm.names.draw(sex, rng)
    serial = 9980 + (contract.nature == "29")
    return Person(
        nir_of(sex, born, serial), f"{firm.rank:02d}{serial}", sex, born, surname, name, "06", contracts=(contract,)
    )
