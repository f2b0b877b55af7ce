"""The tables of the day, counted again with ages, sexes and contracts only where they may be shown."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from vivier.intake import Cell, Headcount
from vivier.intake.data import BANDS, UNKNOWN
from vivier.study.data import ALL, Figure, Row
from vivier.study.observed import age_band
from vivier.study.stock import PERMANENT
from vivier_web.skills.guard.threshold import THRESHOLD, Given, gathered, showable

SECRET = "secret"  # noqa: S105 (the word shown where a detail may not be)
DURABLE, ENDING = "durable", "a_terme"  # contracts that may not be shown one by one
YOUNGER, OLDER = "moins_55", "55_plus"
_OLD = ("55_59", "60_plus")
_MOST_SEXLESS = 0.05  # beyond, sexes are not shown: those who have none would lose their age too
Cells = dict[str, dict[str, Counter[str]]]  # occupation → cell → company → people


@dataclass(frozen=True, slots=True)
class Shown:
    """Say, of each occupation (« ensemble » among them), which details of its people may be shown."""

    by_sex: frozenset[str]
    by_band: frozenset[str]
    by_half: frozenset[str]  # under 55, 55 and over
    projected: frozenset[str]  # the same of durable employment alone: those whose departures may be shown


@dataclass(frozen=True, slots=True)
class Present:
    """Count the people of a folded headcount by occupation, age and sex, company by company."""

    headcount: Headcount

    def people(self) -> Counter[str]:
        """Count people by occupation."""
        return Counter(
            {item: sum(c.total() for c in held.values()) for item, held in self._cells(lambda _: "").items()}
        )

    def shown(self) -> Shown:
        """Say what may be shown of each occupation, and of all together."""
        halves = self._allowed(_half)
        bands = self._allowed(_band) & halves
        sexes = self._allowed(_band_and_sex) & bands if self._has_sexes() else frozenset[str]()
        return Shown(sexes, bands, halves, self._allowed(_half, is_durable_only=True))

    def pyramid(self, shown: Shown) -> tuple[Row, ...]:
        """Give people by occupation, age and sex, « secret » where one or the other may not be shown."""
        fine, bands = self._cells(_band_and_sex), self._cells(_band)
        rows: list[Row] = []
        for item, n in self.people().items():
            if item in shown.by_sex:
                rows += (Row((item, *cell.split("|")), counted(c.total())) for cell, c in fine[item].items())
            elif item in shown.by_band:
                rows += (Row((item, cell, SECRET), counted(c.total())) for cell, c in bands[item].items())
            else:
                rows.append(Row((item, SECRET, SECRET), counted(n)))
        ranks = {age: rank for rank, age in enumerate((*BANDS, UNKNOWN, SECRET))}
        return tuple(sorted(rows, key=lambda row: (row.keys[0] != ALL, row.keys[0], ranks[row.keys[1]], row.keys[2])))

    def seniors(self, shown: Shown, bands: tuple[str, ...]) -> tuple[Row, ...]:
        """Give the share of people of these bands among those of known age, where it may be shown."""
        allowed = shown.by_half if bands == _OLD else shown.by_band
        rows = []
        for item, held in sorted(self._cells(_band).items(), key=lambda pair: (pair[0] != ALL, pair[0])):
            known = sum(c.total() for band, c in held.items() if band != UNKNOWN)
            if item in allowed and known:
                old = sum(held[band].total() for band in bands if band in held)
                rows.append(Row((item,), Figure(round(old / known, 4), "part", known)))
        return tuple(rows)

    def contracts(self) -> dict[str, int]:
        """Count people by contract; those that may not be shown are gathered, durable ones apart from the others."""
        found: Counter[str] = Counter()
        for is_durable, rest in ((True, DURABLE), (False, ENDING)):
            parts: dict[str, Counter[str]] = {}
            for company, cell in self._each():
                if (cell.contract in PERMANENT) == is_durable:
                    parts.setdefault(cell.contract, Counter())[company] += cell.n
            for contract, name in gathered(parts, rest).items():
                found[name] += parts[contract].total()
        return dict(sorted(found.items()))

    def outside(self) -> int:
        """Count the people outside the salaried headcount, 0 when that may not be shown."""
        given = {company.siren: company.count.outside for company in self.headcount.companies}
        return sum(given.values()) if THRESHOLD.is_met(given) else 0

    def _allowed(self, cell_of: Callable[[Cell], str], *, is_durable_only: bool = False) -> frozenset[str]:
        """Give the occupations, and « ensemble », whose cells may be shown."""
        cells = self._cells(cell_of, is_durable_only=is_durable_only)
        whole = cells.pop(ALL, {})
        allowed = showable(cells, is_said=_says)
        is_whole = all(THRESHOLD.is_met(given) for cell, given in whole.items() if _says(cell))
        return allowed | {ALL} if is_whole else allowed

    def _cells(self, cell_of: Callable[[Cell], str], *, is_durable_only: bool = False) -> Cells:
        found: Cells = {ALL: {}}
        for company, cell in self._each():
            if is_durable_only and cell.contract not in PERMANENT:
                continue
            for item in (ALL, cell.pcs):
                found.setdefault(item, {}).setdefault(cell_of(cell), Counter())[company] += cell.n
        return found

    def _each(self) -> Iterator[tuple[str, Cell]]:
        for company in self.headcount.companies:
            for cell in company.count.cells:
                yield company.siren, cell

    def _has_sexes(self) -> bool:
        known = [cell for _, cell in self._each() if cell.age != UNKNOWN]
        sexless = sum(cell.n for cell in known if cell.sex == UNKNOWN)
        return sexless <= _MOST_SEXLESS * sum(cell.n for cell in known)


def counted(n: float, unit: str = "personnes") -> Figure:
    """Give a counted figure: it rests on itself."""
    return Figure(n, unit, round(n))


def partly_shown(parts: Mapping[str, Given]) -> frozenset[str]:
    """Give the parts of a known total that may be shown."""
    return frozenset(name for name, where in gathered(parts, SECRET).items() if where != SECRET)


def _says(cell: str) -> bool:
    """Tell whether a cell says something of somebody: an unknown age says nothing."""
    return UNKNOWN not in cell


def _band(cell: Cell) -> str:
    return age_band(cell.age)


def _half(cell: Cell) -> str:
    band = _band(cell)
    return band if band == UNKNOWN else OLDER if band in _OLD else YOUNGER


def _band_and_sex(cell: Cell) -> str:
    """Give the cell of a pyramid; who lacks age or sex is out of both, lest another table give one."""
    band = _band(cell)
    return f"{UNKNOWN}|{UNKNOWN}" if UNKNOWN in (band, cell.sex) else f"{band}|{cell.sex}"


def companies_of(cells: Iterable[tuple[str, str, int]]) -> dict[str, Counter[str]]:
    """Gather (part, company, people) by part."""
    found: dict[str, Counter[str]] = {}
    for part, company, n in cells:
        found.setdefault(part, Counter())[company] += n
    return found
