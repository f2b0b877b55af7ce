"""The same people in ROME: by their job title where it is coded, else by what their PCS-ESE leads to."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from vivier.intake import Headcount
from vivier.intake.data import UNKNOWN
from vivier.study.stock import PERMANENT
from vivier.study.titles import Answers, Coder, title_of
from vivier.workforce import Stock
from vivier.workforce.ages import LAST_AGE, ages_of

UNDETERMINED = "indetermine"
LEAST = 0.5  # of an occupation's people: where no ROME holds so many, naming one is wrong more often than right
CAREER_END = 62  # years: who reaches it before the horizon may account for the ends of career of an occupation
_EXACT = 1e-9
Shares = Mapping[str, float]


@dataclass(frozen=True)
class Rome:
    """Hold the way to ROME: what each PCS-ESE leads to, in what shares, and who codes job titles in ROME.

    `shares` give, for each PCS-ESE, the share (0–1) of its people in each ROME; what is missing to 1 leads nowhere.
    `path` says by which official tables, and how people are shared.
    """

    title: str
    shares: Mapping[str, Shares]
    labels: Mapping[str, str]
    coder: Coder | None = None
    path: tuple[str, ...] = ()


@dataclass(frozen=True)
class Placed:
    """Hold the people of one occupation: those whose title says their ROME, and what the others lead to.

    `people` and `ending` count all of them, and those near the end of their career; `titled` and `titled_ending`
    those, among them, whose title is coded, by ROME. `shares` add up to 1.
    """

    people: int
    ending: int
    titled: Mapping[str, int] = field(default_factory=dict)
    titled_ending: Mapping[str, int] = field(default_factory=dict)
    shares: Shares = field(default_factory=lambda: {UNDETERMINED: 1.0})

    @property
    def targets(self) -> tuple[str, ...]:
        """Every ROME that may have some of these people, in alphabetical order."""
        return tuple(sorted({*self.titled, *(self.shares if self.rest else ())}))

    @property
    def rest(self) -> int:
        """The people whose title says nothing."""
        return self.people - sum(self.titled.values())

    @property
    def is_ambiguous(self) -> bool:
        """Whether people without a title may be in several ROME."""
        return len(self.shares) > 1


@dataclass(frozen=True)
class Titles:
    """Hold a read that still has its job titles, and what they are: in PCS-ESE, in ROME."""

    headcount: Headcount
    in_pcs: Answers = field(default_factory=dict)
    in_rome: Answers = field(default_factory=dict)


def placed_people(stock: Stock, titles: Titles, shares: Mapping[str, Shares], *, horizon: int) -> dict[str, Placed]:
    """Place the people of each occupation of a stock: by their title, else as the shares of their occupation say."""
    people, ending = Counter[str](), Counter[str]()
    for cell in stock.cells:
        if cell.is_permanent and cell.n:
            people[cell.occupation] += cell.n
            ending[cell.occupation] += cell.n * _is_ending(cell.age, horizon)
    titled: dict[str, Counter[str]] = {name: Counter() for name in people}
    old: dict[str, Counter[str]] = {name: Counter() for name in people}
    for occupation, code, age, n in _titled(titles):
        titled[occupation][code] += n
        old[occupation][code] += n * _is_ending(age, horizon)
    return {
        name: Placed(n, ending[name], titled[name], +old[name], _targets(shares.get(name, {})))
        for name, n in sorted(people.items())
    }


def _titled(titles: Titles) -> Iterator[tuple[str, str, int | str, int]]:
    """Give those of permanent employment whose title is coded in ROME: occupation, ROME, age, how many."""
    for company in titles.headcount.companies:
        for cell in company.titles:
            said = titles.in_rome.get(title_of(cell))
            if said is None or said.decision != "coded" or cell.contract not in PERMANENT:
                continue
            own = titles.in_pcs.get(title_of(cell))
            moved = own.code if own is not None and own.decision == "coded" else UNKNOWN
            yield (moved if cell.pcs == UNKNOWN else cell.pcs), said.code, cell.age, cell.n


def _is_ending(age: int | str, horizon: int) -> bool:
    """Tell whether somebody may come to the end of their career before the horizon; the oldest of a band counts."""
    oldest = LAST_AGE if age == UNKNOWN else age if isinstance(age, int) else ages_of(age)[-1]
    return oldest + horizon >= CAREER_END


def _targets(shares: Shares) -> Shares:
    """Give where people without a title are: nowhere known when no ROME holds at least half of them."""
    known = {code: share for code, share in sorted(shares.items()) if share > 0}
    if max(known.values(), default=0.0) < LEAST - _EXACT:
        return {UNDETERMINED: 1.0}
    missing = 1 - sum(known.values())
    return known | ({UNDETERMINED: missing} if missing > _EXACT else {})


def totals(placed: Iterable[Placed]) -> dict[str, tuple[float, float, float]]:
    """Give, by ROME, the people expected, those whose title says so, and those that the passage hesitates about."""
    found: dict[str, tuple[float, float, float]] = {}
    for one in placed:
        for code in one.targets:
            sure = one.titled.get(code, 0)
            shared = one.rest * one.shares.get(code, 0.0)
            unclear = shared if one.is_ambiguous or code == UNDETERMINED else 0.0
            before = found.get(code, (0.0, 0.0, 0.0))
            found[code] = (before[0] + sure + shared, before[1] + sure, before[2] + unclear)
    return dict(sorted(found.items()))
