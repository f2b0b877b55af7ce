"""Records read in chunks, for tables that are to be protected: a million rows in a few hundred megabytes."""

import csv
import gzip
import io
import tomllib
from collections.abc import Callable, Iterator
from itertools import islice, pairwise
from pathlib import Path
from typing import IO, Protocol

from vivier.cli.tables import read_bytes, read_table
from vivier.disclosure.records import Gatherer, Records, needed
from vivier.disclosure.rules import Rules
from vivier.disclosure.spec import Spec, spec_of
from vivier.vocabulary import InputError

_ROWS = 2_000  # small enough that Python's memory keeper does not walk through them again and again
_SEPARATORS = (",", ";", "\t", "|")
Tell = Callable[[str, int, int], None]


def read_spec(path: Path) -> tuple[Spec, Rules]:
    """Read a specification and the hierarchy files beside it.

    Raises:
        InputError: the file is not TOML, or says something that cannot be.
    """
    try:
        document = tomllib.loads(read_bytes(path).decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise InputError(f"« {path.name} » n’est pas un fichier TOML lisible : corrigez-le, en UTF-8.") from None
    dimensions = document.get("dimension", [])
    named = [each.get("hierarchy") for each in dimensions if isinstance(each, dict)] if dimensions else []
    return spec_of(document, {name: _hierarchy(path.parent / name) for name in named if isinstance(name, str)})


def _hierarchy(path: Path) -> list[tuple[str, str]]:
    """Give the (child, parent) pairs of a file: two columns so named, or one column a level, from fine to coarse."""
    table = read_table(path, (), ("child", "parent"), exact=True)
    named = {"child", "parent"}
    levels = ("child", "parent") if named <= set(table.columns) else table.columns
    if len(levels) < 2 or (named & set(levels) and set(levels) != named):
        raise InputError(
            f"La hiérarchie « {path.name} » doit avoir deux colonnes, « child » et « parent », ou une colonne par "
            "niveau, du plus fin au plus large."
        )
    ways = [[line[level].strip() for level in levels] for line in table.lines]
    return [pair for way in ways for pair in pairwise(way) if pair[0] != pair[1]]


def read_records(path: Path, spec: Spec, tell: Tell) -> Records:
    """Read records (CSV, or CSV within gzip) chunk by chunk, keeping only the columns that the specification names.

    Raises:
        InputError: the file does not open, is empty, lacks a column, or has a row that cannot be taken.
    """
    gatherer = Gatherer(spec)
    _gather(gatherer, path, spec, tell)
    return gatherer.records()


def read_vintages(now: Path, then: Path, spec: Spec, tell: Tell) -> tuple[Records, int]:
    """Read two vintages of the same records as one, and how many are of the first.

    Raises:
        InputError: see `read_records`.
    """
    gatherer = Gatherer(spec)
    _gather(gatherer, now, spec, tell)
    first = len(gatherer)
    _gather(gatherer, then, spec, tell)
    return gatherer.records(), first


def _gather(gatherer: Gatherer, path: Path, spec: Spec, tell: Tell) -> None:
    """Add the records of a file to what was gathered before it."""
    before = len(gatherer)
    size = path.stat().st_size if path.is_file() else 0
    try:
        with _Opened(path) as (text, raw):
            rows, places, width = _rows(text, needed(spec))
            line = 2
            while chunk := list(islice(rows, _ROWS)):
                lines = _Lines(line, chunk)
                gatherer.add(_columns(lines, places, width), lines.of)
                line = rows.line_num + 2
                tell("lecture des enregistrements", raw.tell(), size)
    except (OSError, EOFError):
        raise InputError(
            f"Le fichier « {path.name} » ne s’ouvre pas : vérifiez son nom et vos droits de lecture."
        ) from None
    except (UnicodeDecodeError, csv.Error):
        raise InputError(
            f"« {path.name} » n’est pas un texte en colonnes lisible : enregistrez-le en UTF-8."
        ) from None
    except InputError as refusal:
        raise InputError(f"« {path.name} », {str(refusal)[:1].lower()}{str(refusal)[1:]}") from None
    if len(gatherer) == before:
        raise InputError(f"Le fichier « {path.name} » n’a que ses titres : ajoutez au moins une ligne.")


class _Opened:
    """Open a text, unzipped when it must be, and the file under it (which says how far one is)."""

    def __init__(self, path: Path) -> None:
        self._raw: IO[bytes] = path.open("rb")
        is_zipped = self._raw.read(2) == b"\x1f\x8b"
        self._raw.seek(0)
        unzipped = gzip.GzipFile(fileobj=self._raw) if is_zipped else self._raw
        self._text = io.TextIOWrapper(unzipped, encoding="utf-8-sig", newline="")

    def __enter__(self) -> tuple[io.TextIOWrapper, IO[bytes]]:
        return self._text, self._raw

    def __exit__(self, *_: object) -> None:
        self._text.close()
        self._raw.close()


class _Reader(Iterator[list[str]], Protocol):
    """Give rows, and say how many lines they took."""

    line_num: int


def _rows(text: io.TextIOWrapper, asked: tuple[str, ...]) -> tuple[_Reader, dict[str, int], int]:
    """Give the rows, where each asked column is, how many there are; the separator is the one that gives them all."""
    first = text.readline()
    if not first.strip():
        raise InputError("le fichier est vide : vérifiez son exportation.")
    titles: list[str] = []
    for separator in _SEPARATORS:
        titles = [title.strip() for title in next(csv.reader([first], delimiter=separator))]
        if set(asked) <= set(titles):
            if twice := next((each for each in asked if titles.count(each) > 1), None):
                raise InputError(f"la colonne « {twice} » y est deux fois : ôtez ou renommez l’une des deux.")
            places = {column: titles.index(column) for column in asked}
            return csv.reader(text, delimiter=separator), places, len(titles)
    best = max(
        ([title.strip() for title in next(csv.reader([first], delimiter=each))] for each in _SEPARATORS), key=len
    )
    absent = next(column for column in asked if column not in best)
    raise InputError(f"il manque la colonne « {absent} » : ajoutez ce titre, ou corrigez la spécification.")


class _Lines:
    """Know on which line of the file each row of a chunk begins: some are blank, some hold several lines."""

    def __init__(self, start: int, chunk: list[list[str]]) -> None:
        self._start, self._chunk = start, chunk
        self.rows = [row for row in chunk if row]

    def of(self, at: int) -> int:
        """Give the line of a row that is not blank."""
        line = self._start
        for row in self._chunk:
            if row and at == 0:
                break
            at -= bool(row)
            line += 1 + sum(text.count("\n") for text in row)
        return line


def _columns(lines: _Lines, places: dict[str, int], width: int) -> dict[str, tuple[str, ...]]:
    kept = lines.rows
    lengths = [*map(len, kept)]
    if lengths and min(lengths) <= max(places.values()):
        short = next(at for at, length in enumerate(lengths) if length <= max(places.values()))
        raise InputError(f"la ligne {lines.of(short)} est plus courte que les titres : complétez-la.")
    if lengths and max(lengths) > width:
        for at, row in enumerate(kept):
            if any(row[width:]):
                raise InputError(
                    f"la ligne {lines.of(at)} a plus de valeurs que de titres : mettez entre guillemets les textes "
                    "et les nombres qui contiennent le séparateur."
                )
    turned = list(zip(*kept, strict=False))
    return {column: turned[at] for column, at in places.items()} if turned else dict.fromkeys(places, ())
