"""A publication on a page: the table one asks for, the map, each figure as it is written, hidden ones explained."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vivier import french
from vivier_web.indicators.gate.files import title_of
from vivier_web.indicators.gate.layout import FAMILIES, ZONES
from vivier_web.indicators.gate.words import STATUS_WORDS, finest_of
from vivier_web.indicators.published import PublishedDataset, Shown
from vivier_web.members.territory import DEPARTMENTS, REGION_OF
from vivier_web.pages.shared.france import LEVELS, bounds_of, outlines

FIRST = (
    "departement",
    "region",
    "section",
    "csp",
    "issue",
    "division",
    "zone",
    "domaine",
    "pcs",
    "taille",
    "reponse",
)  # what a page opens on
OPENS = {ZONES: "zone", FAMILIES: "domaine"}  # by detail, what it was published for
CODED = ("departement", "region", "section", "division", "pcs")  # whose codes are known outside this platform
BESIDE = ("csp", "issue", "reponse", "taille", "section")
ORDERED = {
    "taille": ("1-9", "10-49", "50-249", "250-4999", "5000+"),
    "reponse": ("aucun", "un_ou_plus", "n0_4", "n5_6", "n7_8", "n9_10"),
}
HIDDEN_MARK = "secret"


@dataclass(frozen=True, slots=True)
class Written:
    """Hold one figure as a page writes it: its words, why it is hidden, the units behind it."""

    words: str
    status: str
    why: str
    units: str
    is_estimated: bool = False

    @property
    def is_hidden(self) -> bool:
        """Whether it is a statistical secret."""
        return self.status in ("primary", "secondary")


@dataclass(frozen=True, slots=True)
class Grid:
    """Hold a table as it is drawn: its heads, its rows, and the total of each."""

    rows_title: str
    columns_title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, str, tuple[Written, ...]], ...]  # code, words, cells: the total first
    is_coded: bool = True  # whether its codes are worth reading


@dataclass(frozen=True, slots=True)
class Area:
    """Hold a département as it is drawn: how dark, or hatched where the figure is hidden."""

    code: str
    name: str
    outline: str
    level: int
    is_hidden: bool
    words: str


def written(cell: Shown | None, contributors: str, decimals: int = 1) -> Written:
    """Write a cell; one that is not there has no contributor."""
    if cell is None:
        return Written("–", "none", "Aucune entreprise dans cette case", "")
    units = "" if cell.units is None else french.counted(cell.units, contributors.removesuffix("s"))
    if cell.is_hidden or cell.value is None:
        return Written(HIDDEN_MARK, cell.status, STATUS_WORDS[cell.status], units)
    why = f"{STATUS_WORDS[cell.status]} ; une part en est estimée" if cell.is_estimated else STATUS_WORDS[cell.status]
    return Written(_number(cell.value, decimals), cell.status, why, units, cell.is_estimated)


def _number(value: float, decimals: int) -> str:
    """Write a figure with its decimals, where it has some."""
    rounded = round(value, decimals)
    if float(rounded).is_integer() or not decimals:
        return french.number(rounded)
    whole, _, rest = f"{rounded:.{decimals}f}".partition(".")
    return f"{french.number(float(whole))},{rest}"


def axes(found: PublishedDataset) -> dict[str, tuple[str, ...]]:
    """Give the columns that may be rows of a table, each with those that may stand beside it."""
    pairs: dict[str, list[str]] = {}
    for table in found.levels:
        for mine in table:
            others = [column for other in table if other != mine for column in other]
            for column in mine:
                pairs.setdefault(column, []).extend(others)
    return {column: tuple(dict.fromkeys(others)) for column, others in pairs.items()}


def chosen(found: PublishedDataset, rows: str, columns: str) -> tuple[str, str]:
    """Give what is shown: what was asked when it is published, else what one looks at first."""
    known = axes(found)
    first = (OPENS.get(found.detail, ""), *FIRST)
    row = rows if rows in known else next((each for each in first if each in known), "")
    beside = known.get(row, ())
    column = columns if columns in beside or columns == "aucune" else next((e for e in BESIDE if e in beside), "")
    return row, "" if column == "aucune" else column


def grid(found: PublishedDataset, row: str, column: str) -> Grid:
    """Lay the cells of two columns out as a table, totals first."""
    cells = _crossed(found, row, column)
    beside = sorted(
        {key[1] for key in cells if key[1]}, key=lambda code: rank(column, code, found.labels[column].get(code, code))
    )
    heads = [found.labels[column].get(code, code) for code in beside] if column else []
    down = sorted(
        {key[0] for key in cells if key[0]}, key=lambda code: rank(row, code, found.labels[row].get(code, code))
    )
    lines = [
        (
            code,
            found.labels[row].get(code, code) if code else "Ensemble",
            tuple(written(cells.get((code, each)), found.contributors) for each in ("", *beside)),
        )
        for code in ("", *down)
    ]
    return Grid(title_of(row), title_of(column) if column else "", ("Ensemble", *heads), tuple(lines), row in CODED)


def rank(column: str, code: str, words: str) -> tuple[int, str]:
    """Say where a code comes in a table: sizes and answers in their order, others by their words, unknown last."""
    if column in ORDERED:
        order = ORDERED[column]
        return (order.index(code) if code in order else len(order), code)
    return (code in ("00", "0"), words)


def _crossed(found: PublishedDataset, row: str, column: str) -> dict[tuple[str, str], Shown]:
    """Find the cells of two columns and their margins, by their codes; nothing stands for the total."""
    kept: dict[tuple[str, str], Shown] = {}
    for cell in found.cells:
        given = finest(found.columns, cell.codes)
        if set(given) <= {row, column} - {""}:
            kept[given.get(row, ""), given.get(column, "")] = cell
    return kept


def finest(columns: Sequence[str], codes: Sequence[str]) -> Mapping[str, str]:
    """Give the codes of a cell, without those that a finer one already says.

    >>> finest(("departement", "region"), ("74", "84"))
    {'departement': '74'}
    """
    given = {name: code for name, code in zip(columns, codes, strict=True) if code != "T"}
    return {name: given[name] for name in finest_of(given)}


def mapped(found: PublishedDataset) -> tuple[list[Area], list[tuple[int, str]]]:
    """Draw the margin by département, else by région: how dark, hatched where hidden; and what each shade says."""
    level = next((each for each in ("departement", "region") if each in axes(found)), "")
    if not level:
        return [], []
    cells = {code: cell for (code, _), cell in _crossed(found, level, "").items() if code}
    shown = {code: int(cell.value) for code, cell in cells.items() if cell.value is not None}
    bounds = bounds_of(shown)
    areas = []
    for code, outline in outlines().items():
        if code in DEPARTMENTS:
            cell = cells.get(code if level == "departement" else REGION_OF.get(code, ""))
            said = written(cell, found.contributors)
            value = cell.value if cell is not None and cell.value is not None else 0
            dark = sum(value >= each for each in bounds)
            areas.append(Area(code, DEPARTMENTS[code], outline, dark, said.is_hidden, said.words))
    return areas, _legend(bounds)


def _legend(bounds: Sequence[int]) -> list[tuple[int, str]]:
    ends = [*(each - 1 for each in bounds[1:]), None][: len(bounds)]  # every figure may be hidden: no shade at all
    return [(level, _range(low, high)) for level, (low, high) in enumerate(zip(bounds, ends, strict=True), 1)][
        :LEVELS
    ]


def _range(low: int, high: int | None) -> str:
    if high is None:
        return f"{french.number(low)} et plus"
    return french.number(low) if high == low else f"{french.number(low)} à {french.number(high)}"
