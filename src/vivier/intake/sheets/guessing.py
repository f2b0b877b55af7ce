"""Which columns of a staff list stand for which field, how sure that is, and what they hold, masked."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from vivier.intake.sheets.choosing import FIELDS
from vivier.intake.sheets.dates import UnreadableError, read_date
from vivier.intake.sheets.fields import LABELS, field_of
from vivier.intake.sheets.grid import Row, Sheet, Value, text_of
from vivier.intake.sheets.headers import LOOKED_AT, Header, header_at, repeats, without_never
from vivier.intake.sheets.masking import examples, guise_of
from vivier.intake.sheets.recognising import SAMPLE, is_something, opened, staff_header
from vivier.intake.sheets.values import read_age, read_pcs, read_sex

SURE, LIKELY, DOUBTFUL = "sure", "likely", "doubtful"
WANTED = ("emploi", "naissance", "sexe", "contrat", "entree", "sortie")  # asked for even when no column was found
_LETTERS = 26
_FEW, _MOST = 0.5, 0.9  # shares of values that read as what their column is taken for
_VAGUE = 10  # the rank of a title of which only a part is known
_TITLES = 3  # cells of letters that make a row of titles, when nothing is recognised


@dataclass(frozen=True, slots=True)
class Column:
    """Describe one column that may be read: its rank, its title, its letter, its masked examples by guise."""

    rank: int
    title: str
    letter: str
    examples: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Guess:
    """Say which column a field was found in (None: nowhere), and how sure that is: `sure`, `likely`, `doubtful`."""

    field: str
    label: str
    guise: str
    column: int | None
    sure: str
    is_wanted: bool


@dataclass(frozen=True, slots=True)
class SheetColumns:
    """Hold what was understood of the columns of one sheet; `never` are the titles of those never read."""

    file: str
    sheet: str
    line: int
    columns: tuple[Column, ...]
    guesses: tuple[Guess, ...]
    never: tuple[str, ...]

    @property
    def is_recognised(self) -> bool:
        """Whether some column was recognised; else its sender has to say which is which."""
        return any(guess.column is not None for guess in self.guesses)


def guess_columns(stream: BinaryIO, name: str, kind: str, *, year: int) -> tuple[SheetColumns, ...]:
    r"""Say what was understood of each staff list of a file; when no table is recognised, of what may be one.

    >>> import io
    >>> text = "Nom;Fonction;Né(e) le\nDurand;Soudeur;03/02/1987\n"
    >>> (found,) = guess_columns(io.BytesIO(text.encode()), "liste.csv", "text", year=2026)
    >>> [(one.label, one.column, one.sure) for one in found.guesses if one.column is not None][:2]
    [('emploi', 1, 'sure'), ('date de naissance', 2, 'sure')]
    """
    found: list[SheetColumns] = []
    strangers: list[SheetColumns] = []
    is_known = False
    for sheet in opened(stream, kind):
        head = list(itertools.islice(sheet.rows, LOOKED_AT + SAMPLE))
        header = staff_header(head, year)
        is_known |= header is not None or is_something(head, year)
        if header is not None:
            found.append(_described(sheet, head, header, name, year))
        elif (header := _strange_header(head)) is not None:
            strangers.append(_described(sheet, head, header, name, year))
    return tuple(found if is_known else strangers)


def _strange_header(rows: Sequence[Row]) -> Header | None:
    """Give the first row that looks like titles, none of which need be known: letters, and values below."""
    for index, row in enumerate(rows[:-1]):
        titles = [cell for cell in row.cells if isinstance(cell, str) and not re.search(r"\d{2}", cell)]
        if len(titles) >= _TITLES and len(titles) == row.filled and rows[index + 1].filled > 1:
            return header_at(rows, index)
    return None


def _described(sheet: Sheet, head: Sequence[Row], header: Header, file: str, year: int) -> SheetColumns:
    body = [without_never(row, header) for row in head[header.index + 1 :]]
    people = [row for row in body if row.filled > 1 and not repeats(row, header)]
    values = {
        rank: [row.at(rank) for row in people] for rank in range(len(header.titles)) if rank not in header.never
    }
    columns = tuple(
        Column(rank, title, letter_of(rank), examples(title, held, year=year, is_1904=sheet.is_1904))
        for rank, held in values.items()
        if (title := header.titles[rank]) or any(value is not None for value in held)
    )
    never = tuple(header.titles[rank] for rank in sorted(header.never))
    return SheetColumns(
        file, sheet.title, header.line, columns, tuple(_guesses(header, values, year, sheet.is_1904)), never
    )


def _guesses(header: Header, values: dict[int, list[Value]], year: int, is_1904: bool) -> Iterator[Guess]:
    order = (*WANTED, *(name for name in FIELDS if name not in WANTED))
    for name in order:
        column = header.columns.get(name)
        sure = DOUBTFUL if column is None else sureness(name, header.titles[column], values[column], year, is_1904)
        yield Guess(name, LABELS[name], guise_of(name), column, sure, name in WANTED)


def sureness(field: str, title: str, values: Sequence[Value], year: int, is_1904: bool = False) -> str:
    """Say how sure it is that a column holds a field: by its title, then by how many of its values read as such.

    >>> sureness("sexe", "Sexe", ["F", "H"], 2026), sureness("sexe", "Civilité", ["Mme", "M."], 2026)
    ('sure', 'likely')
    >>> sureness("naissance", "Né(e) le", ["Lyon", "Dole", "03/02/1987"], 2026)
    'doubtful'
    """
    known = field_of(title)
    rank = known[1] if known and known[0] == field else _VAGUE
    held = [value for value in values if text_of(value)]
    share = sum(_fits(field, value, year, is_1904) for value in held) / len(held) if held else 0.0
    if rank >= _VAGUE or share < _FEW:
        return DOUBTFUL
    return SURE if rank == 0 and share >= _MOST else LIKELY


def _fits(field: str, value: Value, year: int, is_1904: bool) -> bool:
    try:
        if field in ("naissance", "entree", "sortie"):
            read_date(value, year=year, is_birth=field == "naissance", is_1904=is_1904)
        elif field == "sexe":
            read_sex(value)
        elif field == "age":
            read_age(value)
        elif field == "pcs":
            read_pcs(value)
    except UnreadableError:
        return False
    return True


def letter_of(rank: int) -> str:
    """Give the letters of a column, as a spreadsheet writes them.

    >>> letter_of(0), letter_of(25), letter_of(26)
    ('A', 'Z', 'AA')
    """
    letters = ""
    rank += 1
    while rank:
        rank, rest = divmod(rank - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters
