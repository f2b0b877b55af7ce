"""What the members' own months show of exits and hires, by age band."""

from collections import Counter
from collections.abc import Iterator

from vivier.intake import Headcount
from vivier.intake.data import BANDS, Company
from vivier.intake.positions import band
from vivier.study.stock import PERMANENT
from vivier.workforce.assumptions import Observed

_OLD = "60_plus"
Counts = Counter[tuple[str, str]]  # occupation, age band


def age_band(age: str | int) -> str:
    """Give the band of an age in years; a band stays itself."""
    return band(age) if isinstance(age, int) else age


def observed_flows(headcount: Headcount) -> tuple[Observed, ...]:
    """Count, in permanent employment, the exits, retirements apart, the time in post and the hires.

    By member, occupation and age band. An exit without motive at 60 or more is taken for a retirement. An exit of an
    occupation that nobody held when its month began (a code corrected meanwhile) counts without its occupation.
    """
    return tuple(row for company in headcount.companies for row in _of_company(company))


def _of_company(company: Company) -> Iterator[Observed]:
    months: Counts = Counter()
    for cell in company.exposed:
        if cell.contract in PERMANENT:
            months[cell.pcs, age_band(cell.age)] += cell.n
    exits, hires, retirements = _flows(company)
    for pcs, age in [key for key, n in exits.items() if n > months[key]]:
        for counts in (exits, months):
            counts["", age] += counts.pop((pcs, age), 0)
        months["", age] = max(months["", age], exits["", age])
    for pcs, age in sorted({*months, *hires}):
        if age in BANDS:
            time = months[pcs, age] / 12
            retired = retirements.pop((pcs, age), 0)
            yield Observed(age, exits[pcs, age], time, hires[pcs, age], pcs, company.siren, retired)
    for (pcs, age), retired in sorted(retirements.items()):
        if age in BANDS:  # of an occupation nobody held when its month began
            yield Observed(age, 0, 0.0, 0, pcs, company.siren, retired)


def _flows(company: Company) -> tuple[Counts, Counts, Counts]:
    """Count exits that are not retirements, hires, then retirements, by occupation and age band."""
    exits: Counts = Counter()
    hires: Counts = Counter()
    retirements: Counts = Counter()
    for flow in company.flows:
        if flow.contract not in PERMANENT:
            continue
        age = age_band(flow.age)
        if flow.direction == "entree":
            hires[flow.pcs, age] += flow.n
        elif flow.motive == "retraite" or (flow.motive == "inconnu" and age == _OLD):
            retirements[flow.pcs, age] += flow.n
        elif flow.motive != "transfert":
            exits[flow.pcs, age] += flow.n
    return exits, hires, retirements
