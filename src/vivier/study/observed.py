"""What the members' own months show of exits and hires, by age band."""

from collections import Counter
from collections.abc import Iterator

from vivier.intake import Headcount
from vivier.intake.data import BANDS, Company
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

    By member, occupation and age band. An exit without motive at 60 or more is taken for a retirement. An exit of an
    occupation that nobody held at the beginning of a month (a code corrected meanwhile) counts without its occupation.
    """
    return tuple(row for company in headcount.companies for row in _of_company(company))


def _of_company(company: Company) -> Iterator[Observed]:
    exits: Counter[tuple[str, str]] = Counter()
    hires: Counter[tuple[str, str]] = Counter()
    months: Counter[tuple[str, str]] = Counter()
    for cell in company.exposed:
        if cell.contract in PERMANENT:
            months[cell.pcs, age_band(cell.age)] += cell.n
    for flow in company.flows:
        if flow.contract not in PERMANENT:
            continue
        age = age_band(flow.age)
        if flow.direction == "entree":
            hires[flow.pcs, age] += flow.n
        elif flow.motive not in _NOT_TURNOVER and not (flow.motive == "inconnu" and age == _OLD):
            exits[flow.pcs, age] += flow.n
    for key in [key for key, n in exits.items() if n > months[key]]:
        pcs, age = key
        for counts in (exits, months):
            counts["", age] += counts.pop(key, 0)
        months["", age] = max(months["", age], exits["", age])
    for pcs, age in sorted({*months, *hires}):
        if age in BANDS:
            yield Observed(
                age, exits[pcs, age], months[pcs, age] / 12, hires[pcs, age], occupation=pcs, group=company.siren
            )
