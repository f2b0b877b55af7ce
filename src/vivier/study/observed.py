"""What the members' own months show of exits and hires, by age band."""

from collections import Counter

from vivier.intake import Headcount
from vivier.intake.data import BANDS
from vivier.intake.positions import band
from vivier.study.stock import PERMANENT
from vivier.workforce.assumptions import Observed

_NOT_TURNOVER = ("retraite", "transfert")
_OLD = "60_plus"


def age_band(age: str | int) -> str:
    """Give the band of an age in years; a band stays itself."""
    return band(age) if isinstance(age, int) else age


def observed_flows(headcount: Headcount) -> tuple[Observed, ...]:
    """Count, in permanent employment, the exits that are not retirements, the time in post and the hires.

    An exit without motive at 60 or more is taken for a retirement. Members whose ages come as bands count too.
    """
    exits: Counter[str] = Counter()
    hires: Counter[str] = Counter()
    months: Counter[str] = Counter()
    for company in headcount.companies:
        for cell in company.exposed:
            if cell.contract in PERMANENT:
                months[age_band(cell.age)] += cell.n
        for flow in company.flows:
            if flow.contract not in PERMANENT:
                continue
            age = age_band(flow.age)
            if flow.direction == "entree":
                hires[age] += flow.n
            elif flow.motive not in _NOT_TURNOVER and not (flow.motive == "inconnu" and age == _OLD):
                exits[age] += flow.n
    return tuple(
        Observed(age, exits[age], months[age] / 12, hires[age]) for age in BANDS if months[age] or hires[age]
    )
