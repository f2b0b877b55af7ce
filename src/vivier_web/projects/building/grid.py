"""The grid of costs: whole cents by partner, category of research and nature; what changed between two versions."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from vivier import french
from vivier.aid.data import CATEGORIES, NATURES
from vivier.french import NARROW, read_euros

Cells = Mapping[str, int]  # `partner:category:nature` → cents, none of them 0
USUAL = ("industrial", "experimental")  # what the grid of a research project opens with
PLAIN = "industrial"  # where costs go when a project is not research: rules of aid ask for a category


def key_of(partner: int, category: str, nature: str) -> str:
    """Name one cell.

    >>> key_of(4, "industrial", "staff")
    '4:industrial:staff'
    """
    return f"{partner}:{category}:{nature}"


def parted(key: str) -> tuple[int, str, str]:
    """Read the name of a cell back."""
    partner, category, nature = key.split(":")
    return int(partner), category, nature


def is_cell(key: str) -> bool:
    """Tell whether a text names a cell, as `key_of` writes it: no cell has two names.

    >>> is_cell("4:industrial:staff"), is_cell("04:industrial:staff"), is_cell("4:industrial:travel"), is_cell("x")
    (True, False, False, False)
    """
    parts = key.split(":")
    is_named = len(parts) == 3 and re.fullmatch(r"[1-9][0-9]{0,10}", parts[0])
    return bool(is_named) and parts[1] in CATEGORIES and parts[2] in NATURES


def read_cents(said: str) -> int:
    r"""Read an amount as people write it, in cents; nothing is nothing.

    >>> read_cents("12 500,50 €"), read_cents("1\u202f204"), read_cents("12.5"), read_cents("")
    (1250050, 120400, 1250, 0)

    Raises:
        InputError: it is no amount (`vivier.french.read_euros`).
    """
    return int(read_euros(said) * 100) if said.strip() else 0


def euros(cents: int) -> str:
    r"""Write cents as a French amount: no decimals when there are none to say.

    >>> euros(1250050), euros(120400), euros(-5)
    ('12\u202f500,50\xa0€', '1\u202f204\xa0€', '−0,05\xa0€')
    """
    return french.euros(decimal_of(cents))


def typed(cents: int) -> str:
    r"""Write cents as they are typed in a cell: « 12 500,50 ».

    >>> typed(1250050), typed(0)
    ('12\u202f500,50', '0')
    """
    whole, rest = divmod(abs(cents), 100)
    sign = "−" if cents < 0 else ""
    return f"{sign}{whole:,}".replace(",", NARROW) + (f",{rest:02d}" if rest else "")


def decimal_of(cents: int) -> Decimal:
    """Give cents as euros, exactly.

    >>> decimal_of(1250050)
    Decimal('12500.50')
    """
    return Decimal(cents).scaleb(-2)


def merged(before: Cells, changed: Cells) -> dict[str, int]:
    """Write cells over a grid; a cell at nothing leaves it.

    >>> merged({"1:industrial:staff": 500, "2:industrial:staff": 7}, {"1:industrial:staff": 0})
    {'2:industrial:staff': 7}
    """
    return {key: amount for key, amount in sorted({**before, **changed}.items()) if amount}


def column_replaced(before: Cells, partner: int, after: Cells) -> dict[str, int]:
    """Give a grid where one partner has the costs it has in another one, and the others theirs."""
    kept = {key: amount for key, amount in before.items() if parted(key)[0] != partner}
    return merged(kept, {key: amount for key, amount in after.items() if parted(key)[0] == partner})


def partners_changed(before: Cells, after: Cells) -> set[int]:
    """Name the partners whose costs differ between two grids."""
    keys = {*before, *after}
    return {parted(key)[0] for key in keys if before.get(key, 0) != after.get(key, 0)}


def totals_by(cells: Cells, part: int) -> dict[int | str, int]:
    """Add up a grid by partner (0), category (1) or nature (2).

    >>> totals_by({"1:industrial:staff": 500, "1:industrial:other": 7, "2:industrial:staff": 1}, 0)
    {1: 507, 2: 1}
    """
    found: dict[int | str, int] = defaultdict(int)
    for key, amount in cells.items():
        found[parted(key)[part]] += amount
    return dict(found)


def categories_shown(chosen: Iterable[str], cells: Cells, *, is_rd: bool) -> tuple[str, ...]:
    """Give the categories of a grid, in their order: those chosen, and those where something is written."""
    asked = {*(chosen or USUAL)} if is_rd else {PLAIN}
    written = {parted(key)[1] for key in cells}
    return tuple(each for each in CATEGORIES if each in asked | written)


@dataclass(frozen=True, slots=True)
class Cell:
    """Hold one cell as it is shown: its name, what is typed in it, whether this reader may type, what is wrong."""

    key: str
    text: str
    label: str
    is_open: bool
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """Hold one nature of cost: a cell a partner, and the total of the line."""

    nature: str
    label: str
    cells: tuple[Cell, ...]
    total: str


@dataclass(frozen=True, slots=True)
class Block:
    """Hold the lines of one category of research."""

    category: str
    label: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """Hold one partner as a column: its name, whether it leads, whether this reader may write in it, its total."""

    partner: int
    name: str
    is_lead: bool
    is_open: bool
    total: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """Hold a whole grid as one reader sees it: what is closed to them shows its totals, never its lines."""

    columns: tuple[Column, ...]
    blocks: tuple[Block, ...]
    total: str
    cents: int
    number: int = 0  # of the version

    @property
    def is_open(self) -> bool:
        """Whether this reader may write anything."""
        return any(each.is_open for each in self.columns)


@dataclass(frozen=True, slots=True)
class Member:
    """Hold a partner as the grid knows it."""

    pk: int
    name: str
    is_lead: bool = False


@dataclass(frozen=True, slots=True)
class Looked:
    """Hold how a grid is looked at: partners in order, columns one may write, columns one may read, categories."""

    members: tuple[Member, ...]
    writes: frozenset[int]
    reads: frozenset[int]
    categories: tuple[str, ...]


def laid_out(
    cells: Cells, looked: Looked, *, number: int = 0, said: Mapping[str, str] | None = None,
    troubles: Mapping[str, str] | None = None,
) -> Sheet:  # fmt: skip
    """Lay a grid out for one reader; `said` is what was typed and refused, with its `troubles`: nothing is lost."""
    by_partner = totals_by(cells, 0)
    columns = tuple(
        Column(each.pk, each.name, each.is_lead, each.pk in looked.writes, euros(by_partner.get(each.pk, 0)))
        for each in looked.members
    )
    blocks = tuple(_block(cells, looked, category, said or {}, troubles or {}) for category in looked.categories)
    whole = sum(cells.values())
    return Sheet(columns, blocks, euros(whole), whole, number)


def _block(
    cells: Cells, looked: Looked, category: str, said: Mapping[str, str], troubles: Mapping[str, str]
) -> Block:
    lines = []
    for nature, label in NATURES.items():
        row, total = [], 0
        for each in looked.members:
            key = key_of(each.pk, category, nature)
            amount = cells.get(key, 0)
            total += amount if each.pk in looked.reads else 0
            shown = typed(amount) if amount and each.pk in looked.reads else ""
            words = f"{each.name}, {label}, {CATEGORIES[category]} (€)"
            row.append(
                Cell(key, said.get(key, shown), words, each.pk in looked.writes, troubles.get(key, ""))
            )  # fmt: skip
        is_whole = all(each.pk in looked.reads for each in looked.members)
        lines.append(Line(nature, label.capitalize(), tuple(row), euros(total) if is_whole else ""))
    return Block(category, CATEGORIES[category].capitalize(), tuple(lines))
