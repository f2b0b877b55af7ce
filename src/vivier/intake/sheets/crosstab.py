"""Read a table of counts (BDESE): categories in rows, age bands in columns, sexes in either."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from vivier.intake.data import UNKNOWN, Cell
from vivier.intake.sheets.bands import Ages, ages_of, band_of
from vivier.intake.sheets.dates import UnreadableError
from vivier.intake.sheets.fields import LABELS
from vivier.intake.sheets.grid import Row, Sheet, Value, heading, heading_of, text_of
from vivier.intake.sheets.people import StaffBook
from vivier.intake.sheets.reading import Reading
from vivier.intake.sheets.rows import first_filled, is_total
from vivier.intake.sheets.titles import Title, company_of
from vivier.intake.sheets.working_time import read_number
from vivier.intake.sources import CrossTable

_SEXES = {
    "H": re.compile(r"(dont )?(les )?(hommes?|h|masculins?|masc)( h)?"),
    "F": re.compile(r"(dont )?(les )?(femmes?|f|feminins?|fem)( f)?"),
}
_SEX_INSIDE = {"H": re.compile(r"\bhommes?\b|\bh$"), "F": re.compile(r"\bfemmes?\b|\bf$")}
# PCS level 1 by the words of a category; two levels in one label cannot be told apart.
_LEVELS = {
    "1": re.compile(r"\b(agriculteurs?|exploitants?)\b"),
    "2": re.compile(r"\b(artisans?|commercants?|chefs? d entreprises?)\b"),
    "3": re.compile(r"\b(cadres?|ingenieurs?)\b"),
    "4": re.compile(
        r"\b(techniciens?|agents? de maitrise|maitrise|tam|professions? intermediaires?|intermediaires?)\b"
    ),
    "5": re.compile(r"\b(employes?|employees?)\b"),
    "6": re.compile(r"\b(ouvriers?|ouvrieres?)\b"),
}
_SHARE = re.compile(r"(en )?(pourcent|pourcentage|part|taux|repartition)( .*)?")
# Rows that say something of the counts above them: neither people nor categories.
_NO_COUNT = re.compile(
    r"(en )?(pourcent|pourcentage|part|taux|ratio|proportion|repartition|moyenne|age moyen|evolution|variation)\b.*"
    r"|.* pourcent"
)
_YEAR = re.compile(r"(?:annee |exercice |(?:effectifs? )?(?:au )?31 12 )?(20\d\d)")
_NONE = frozenset({"", "neant", "nc", "ns"})
_LOOKED_AT = 60  # rows

Key = tuple[str, str, str]


@dataclass(slots=True)
class Bands:
    """Hold where the counts are: for each column its ages and its sex (`inconnu` when the column says none)."""

    index: int
    line: int
    columns: dict[int, tuple[Ages, str]]
    last: int  # the index of the last row of titles

    @property
    def first_column(self) -> int:
        """The first column of counts; labels stand before it."""
        return min(self.columns)


def find_bands(rows: Sequence[Row], year: int) -> Bands | None:
    """Find the first row where at least two cells are age bands; `year` is that of the reference day."""
    for index in range(min(len(rows), _LOOKED_AT)):
        if (bands := bands_at(rows, index, year)) is not None:
            return bands
    return None


def turned(rows: Sequence[Row]) -> list[Row] | None:
    """Turn a table whose bands stand in its rows, one a row, so that they stand in its columns; None for another."""
    at = [index for index, row in enumerate(rows) if ages_of(first_filled(row))]
    if len(at) < 2 or len({ages_of(first_filled(rows[index])) for index in at}) < 2:
        return None
    # Two rows of titles at most stand above: the categories, and the sexes.
    kept = [row for row in rows[max(at[0] - 2, 0) :] if row.filled > 1]
    columns = [[row.at(column) for row in kept] for column in range(max(len(row.cells) for row in kept))]
    return [Row(rows[at[0]].line, cells, sum(cell is not None for cell in cells)) for cells in columns]


def bands_at(rows: Sequence[Row], index: int, year: int) -> Bands | None:
    """Read a row as titles of age bands, with the sexes that the row above or below gives them."""
    row = rows[index]
    ages = {column: found for column, cell in enumerate(row.cells) if (found := ages_of(cell))}
    if len(set(ages.values())) < 2:
        return None
    ages = _of_one_year(ages, rows[max(index - 2, 0) : index], year)
    below = rows[index + 1] if index + 1 < len(rows) else None
    shares = _shares(below)
    if below is not None and sum(_sex(cell) is not None for cell in below.cells[min(ages) :]) >= 2:
        return Bands(index, row.line, _under(row, below, ages), index + 1)
    above = rows[index - 1] if index else None
    groups = _spread(above, len(row.cells)) if above is not None else [None] * len(row.cells)
    columns = {
        column: (band, _sex(groups[column]) or UNKNOWN)
        for column, band in ages.items()
        if not is_total(groups[column]) and column not in shares
    }
    # « Ensemble » beside « Hommes » and « Femmes » would count everybody twice.
    sexed = {column: said for column, said in columns.items() if said[1] != UNKNOWN}
    return Bands(index, row.line, sexed or columns, index + bool(shares))


def _shares(below: Row | None) -> set[int]:
    """List the columns that the row under the bands titles as percentages."""
    cells = below.cells if below is not None else []
    return {column for column, cell in enumerate(cells) if _SHARE.fullmatch(heading_of(cell))}


def _of_one_year(ages: dict[int, Ages], above: Sequence[Row], year: int) -> dict[int, Ages]:
    """Keep the columns of one year, when the rows above put several side by side."""
    for row in above:
        years = [year_of(cell) for cell in _spread(row, max(ages) + 1)]
        told = {years[column] for column in ages} - {None}
        if len(told) > 1:
            used = best_year(told, year)
            return {column: band for column, band in ages.items() if years[column] == used}
    return ages


def year_of(value: Value) -> int | None:
    """Give the year that a title stands for.

    >>> year_of(2024), year_of("Année 2024"), year_of("31/12/2024"), year_of("Ouvriers"), year_of(2.5)
    (2024, 2024, 2024, None, None)
    """
    found = _YEAR.fullmatch(heading(text_of(value)))
    return int(found[1]) if found else None


def best_year(years: Iterable[int | None], year: int) -> int:
    """Choose the latest year that is not after the reference one, else the earliest.

    >>> best_year({2023, 2024, 2027}, 2026), best_year({2027, 2028}, 2026)
    (2024, 2027)
    """
    told = sorted(one for one in years if one is not None)
    return max((one for one in told if one <= year), default=told[0])


def _under(row: Row, below: Row, ages: dict[int, Ages]) -> dict[int, tuple[Ages, str]]:
    columns: dict[int, tuple[Ages, str]] = {}
    current: Ages | None = None
    for column in range(min(ages), len(below.cells)):
        # A title that is no band (« Total ») ends the band before it.
        current = ages.get(column) if row.at(column) is not None else current
        sex = _sex(below.at(column))
        if current is not None and sex is not None:
            columns[column] = (current, sex)
    return columns


def _spread(row: Row, width: int) -> list[Value]:
    spread: list[Value] = []
    last: Value = None
    for column in range(width):
        last = row.at(column) if row.at(column) is not None else last
        spread.append(last)
    return spread


def _sex(value: Value) -> str | None:
    words = heading_of(value)
    return next((sex for sex, pattern in _SEXES.items() if pattern.fullmatch(words)), None)


def level_of(words: str) -> str | None:
    """Give the PCS level 1 of a category's folded label: `inconnu` when it names two, None when it names none.

    >>> level_of("techniciens et agents de maitrise"), level_of("ouvriers qualifies"), level_of("etam")
    ('4', '6', None)
    >>> level_of("employes et ouvriers")
    'inconnu'
    """
    levels = [level for level, pattern in _LEVELS.items() if pattern.search(words)]
    if not levels:
        return None
    return levels[0] if len(levels) == 1 else UNKNOWN


@dataclass(slots=True)
class _Labels:
    """Remember the category and the sex that the rows above gave."""

    level: str | None = None
    section_sex: str | None = None
    sex: str = UNKNOWN
    is_left_out: bool = False
    is_known: bool = True

    def read(self, cells: Sequence[Value], *, has_counts: bool) -> None:
        labels = [cell for cell in dict.fromkeys(cells) if heading_of(cell)]
        words = " ".join(heading_of(cell) for cell in labels)
        sex = next((found for cell in labels if (found := _sex(cell))), None)
        inside = [one for one, pattern in _SEX_INSIDE.items() if pattern.search(words)]
        if sex is None and len(inside) == 1:
            sex = inside[0]
        category = [cell for cell in labels if _sex(cell) is None]
        self.is_left_out = any(is_total(cell) or _NO_COUNT.fullmatch(heading_of(cell)) for cell in labels) or (
            words.startswith("dont ") and sex is None
        )
        if self.is_left_out:
            return
        if category:
            self.level = level_of(words)
            self.is_known = self.level is not None
        if sex and not category and not has_counts:
            self.section_sex, self.level = sex, None
        self.sex = sex or self.section_sex or UNKNOWN


@dataclass(slots=True)
class CrossReader:
    """Read the counts of one sheet into a cross-table."""

    file: str
    reading: Reading
    title: Title
    sex: str | None = None
    _year: int | None = None
    _years: dict[int | None, Counter[Key]] = field(default_factory=dict)

    def read(self, rows: Sequence[Row], bands: Bands) -> CrossTable:
        """Read the rows under the bands, to the next table of another kind."""
        labels = _Labels(section_sex=self.sex)
        self._tell_bands(bands)
        for index, row in enumerate(rows):
            if index <= bands.last or not row.filled:
                self._read_year(row)
                continue
            if (again := bands_at(rows, index, self.reading.on.year)) is not None:
                bands = again
            elif self._is_elsewhere(row, bands):
                break
            else:
                self._read_row(row, bands, labels)
        return self._table()

    def _read_year(self, row: Row) -> None:
        if row.filled == 1 and (year := year_of(first_filled(row))) is not None:
            self._year = year

    def _read_row(self, row: Row, bands: Bands, labels: _Labels) -> None:
        counted: dict[int, Value] = {c: row.at(c) for c in bands.columns if row.at(c) is not None}
        before = self._without_year(row.cells[: bands.first_column])
        # A title merged over the whole row fills the columns of counts too.
        if row.filled == 1 and any(isinstance(cell, str) and heading_of(cell) for cell in row.cells):
            before, counted = self._without_year([first_filled(row)]), {}
        labels.read(before, has_counts=bool(counted))
        if labels.is_left_out:
            return
        found, counts = 0, self._years.setdefault(self._year, Counter())
        for column, value in counted.items():
            ages, sex = bands.columns[column]
            if n := self._number(value, row.line):
                counts[labels.level or UNKNOWN, band_of(ages), sex if sex != UNKNOWN else labels.sex] += n
                found += n
        if found and labels.level in {None, UNKNOWN}:
            self._tell("S10", row.line, "csp", count=found)

    def _without_year(self, labels: Sequence[Value]) -> list[Value]:
        """Take the year out of the labels of a row; it holds for the rows below too."""
        self._year = next((year for cell in labels if (year := year_of(cell)) is not None), self._year)
        return [cell for cell in labels if year_of(cell) is None]

    def _number(self, value: Value, line: int) -> int:
        if isinstance(value, str) and heading_of(value) in _NONE:
            return 0
        try:
            number = read_number(value)
        except UnreadableError:
            number = -1.0
        if number < 0 or not number.is_integer():
            self._tell("E07", line, "effectif")
            return 0
        return int(number)

    @staticmethod
    def _is_elsewhere(row: Row, bands: Bands) -> bool:
        """Tell whether a row writes other titles over the columns of counts: another table begins."""
        cells = [row.at(column) for column in bands.columns]
        return (
            row.filled > 1
            and sum(isinstance(c, str) and bool(re.search(r"[a-z]{3}", heading_of(c))) for c in cells) >= 2
        )

    def _tell_bands(self, bands: Bands) -> None:
        for ages in sorted({ages for ages, _ in bands.columns.values()}):
            if band_of(ages) == UNKNOWN:
                self._tell("S09", bands.line, "age", first=ages[0], last=ages[1])

    def _tell(self, code: str, line: int, rubric: str, **details: object) -> None:
        self.reading.log.add(code, self.file, line, rubric, label=LABELS.get(rubric, rubric), **details)

    def _table(self) -> CrossTable:
        counts = self._of_one_year()
        # A category counted without sex, then again by sex, is its own subtotal.
        sexed = {level for level, _, sex in counts if sex != UNKNOWN}
        kept = {key: n for key, n in counts.items() if key[2] != UNKNOWN or key[0] not in sexed}
        cells = [Cell(level, age, sex, UNKNOWN, n) for (level, age, sex), n in sorted(kept.items())]
        company = company_of(self.title, self.reading)
        return CrossTable(self.file, company, self.title.site or UNKNOWN, self.title.dated, cells)

    def _of_one_year(self) -> Counter[Key]:
        """Give the counts of one year, when the sheet holds several."""
        years = {year for year, counts in self._years.items() if counts and year is not None}
        if len(years) < 2:
            return sum(self._years.values(), Counter())
        return self._years[best_year(years, self.reading.on.year)]


def sex_in(name: str) -> str | None:
    """Give the sex that the name of a sheet speaks of.

    >>> sex_in("Effectif Femmes"), sex_in("Femmes - Hommes"), sex_in("Feuil1")
    ('F', None, None)
    """
    inside = [sex for sex, pattern in _SEX_INSIDE.items() if pattern.search(heading(name))]
    return inside[0] if len(inside) == 1 else None


def read_cross_table(sheet: Sheet, head: Sequence[Row], bands: Bands, title: Title, book: StaffBook) -> CrossTable:
    """Read a cross-table, the first rows of its sheet in `head`; such a table is short, it is held whole.

    The name of a sheet may say a sex.
    """
    reader = CrossReader(book.file, book.reading, title, sex_in(sheet.title))
    return reader.read([*head, *sheet.rows], bands)
