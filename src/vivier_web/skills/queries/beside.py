"""What a member may see beside its own figures: sums over enough other companies and people, or nothing."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from vivier.intake import Company, Headcount
from vivier_web.skills.models import Deposit
from vivier_web.skills.queries.deposits import headcount_of

LEAST_COMPANIES, LEAST_PEOPLE = 3, 5
BANDS = ("moins_25", "25_34", "35_44", "45_54", "55_59", "60_plus")
_UPPER = (24, 34, 44, 54, 59)
_COARSE = {"moins_25": "moins_35", "25_34": "moins_35", "35_44": "35_54", "45_54": "35_54",
           "55_59": "55_plus", "60_plus": "55_plus"}  # fmt: skip
_SHARE = 0.85  # past it, one company is the figure


@dataclass(frozen=True, slots=True)
class Beside:
    """Hold the shares of people by age, here and among other members of the pôle: 0–1, rounded to the hundredth."""

    companies: int
    mine: dict[str, float]
    theirs: dict[str, float]


def beside(deposit: Deposit) -> Beside | None:
    """Compare the ages of a member with those of the others of its wave; None where that would betray one of them.

    Others are taken three by three, in the order of their SIREN: one more deposit alone changes nothing, so that two
    readings never give one company by their difference.
    """
    headcount = headcount_of(deposit.wave)
    siren = deposit.organisation.siren
    others = _others(headcount, siren)
    mine = [one for one in headcount.companies if one.siren == siren]
    for merge in (False, True):
        theirs = shown([_ages(one, merge=merge) for one in others])
        if theirs is not None and mine:
            return Beside(len(others), _shares(_ages(mine[0], merge=merge)), _shares(theirs))
    return None


def _others(headcount: Headcount, siren: str | None) -> list[Company]:
    found = [one for one in headcount.companies if one.siren != siren and one.count.people]
    return found[: len(found) // LEAST_COMPANIES * LEAST_COMPANIES]


def shown(by_company: Sequence[Counter[str]]) -> Counter[str] | None:
    """Add counts of companies; None unless every sum shown holds enough companies and people, and none is the whole.

    >>> shown([Counter(a=5), Counter(a=4), Counter(a=6)])
    Counter({'a': 15})
    >>> shown([Counter(a=5), Counter(a=4)]) is None, shown([Counter(a=90), Counter(a=1), Counter(a=1)]) is None
    (True, True)
    """
    total = _added(by_company)
    if len(by_company) < LEAST_COMPANIES or not total:
        return None
    for key, n in total.items():
        parts = [counts[key] for counts in by_company if counts[key]]
        if len(parts) < LEAST_COMPANIES or n < LEAST_PEOPLE or max(parts) > _SHARE * n:
            return None
    return total


def _added(by_company: Iterable[Counter[str]]) -> Counter[str]:
    total = Counter[str]()
    for counts in by_company:
        total.update(counts)
    return total


def _ages(company: Company, *, merge: bool) -> Counter[str]:
    found = Counter[str]()
    for cell in company.count.cells:
        band = cell.age if isinstance(cell.age, str) else BANDS[sum(cell.age > upper for upper in _UPPER)]
        if band in BANDS:
            found[_COARSE[band] if merge else band] += cell.n
    return found


def _shares(counts: Counter[str]) -> dict[str, float]:
    whole = counts.total() or 1
    return {
        band: round(counts[band] / whole, 2) for band in (*BANDS, "moins_35", "35_54", "55_plus") if band in counts
    }
