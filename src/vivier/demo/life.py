"""Twenty-four months of one company: the people who are there, what happens to them, who joins."""

import datetime as dt
from random import Random

from vivier.demo.data import MONTHS, Person
from vivier.demo.events import happen
from vivier.demo.people import Career, Firm, Office
from vivier.demo.rarities import sprinkle
from vivier.vocabulary import Period

_BEFORE = MONTHS[0].previous()


def live(firm: Firm, rng: Random) -> tuple[Person, ...]:
    """Simulate everybody who works in the company at some time between the first and the last month."""
    office = Office(firm, rng)
    careers = _settle(office)
    for month in MONTHS:
        for career in careers:
            if career.is_open:
                happen(career, month, office)
        careers += _hires(careers, month, office)
    return sprinkle(firm, [career.frozen() for career in careers], rng)


def _settle(office: Office) -> list[Career]:
    size = _target(office.firm, _BEFORE)
    trainees = _trainees(office.firm, size)
    began = dt.date(2023, 9, 1)
    return [office.established(_BEFORE.last) for _ in range(size - trainees)] + [
        office.trainee(began) for _ in range(trainees)
    ]


def _hires(careers: list[Career], month: Period, office: Office) -> list[Career]:
    firm, rng = office.firm, office.rng
    staying = [career for career in careers if career.current.last is None or career.current.last > month.last]
    learning = sum(career.current.group in {"APPRENTISSAGE", "PROFESSIONNALISATION"} for career in staying)
    size = _target(firm, month)
    trainees = _trainees(firm, size)
    vacancies = max(0, size - trainees - (len(staying) - learning))
    # A very small company replaces at once; elsewhere a vacancy lasts two months on average.
    filled = vacancies if size < 8 else sum(rng.random() < 0.5 for _ in range(vacancies))
    joiners = [office.recruit(month) for _ in range(filled)]
    if month.month == 9:
        joiners += [office.trainee(month.first) for _ in range(max(0, trainees - learning))]
    return joiners


def _target(firm: Firm, month: Period) -> int:
    years = ((MONTHS[-1].year - month.year) * 12 + MONTHS[-1].month - month.month) / 12
    shrink: float = (1 + firm.growth) ** years
    return max(3, round(firm.size / shrink))


def _trainees(firm: Firm, size: int) -> int:
    return min(size - 3, round(size * firm.sector.apprentices)) if size > 3 else 0
