"""The files of `vivier assign`: affinities and pairs read, the panel and its alternates written, lines to show."""

import codecs
import csv
import io
import math
from collections.abc import Iterator, Mapping
from pathlib import Path

from vivier.cli.tables import read_bytes, read_table
from vivier.panels import Panel, Terms, assign
from vivier.panels.data import Affinity
from vivier.panels.result import Seat, french
from vivier.report.whole import write_whole
from vivier.vocabulary import InputError

_SEPARATORS = (";", "\t", ",", "|")
_COLUMNS = ("expert", "dossier", "affinity")
_LOOKED_AT = 20  # rows, to find the separator
_SPACES = str.maketrans({"\u202f": None, "\xa0": None, " ": None, "−": "-", ",": "."})


def asked_for(affinities: Path, options: Mapping[str, object]) -> Panel:
    """Read the files and the options, and assign.

    Raises:
        InputError: with the line to correct, or the conditions that cannot hold together.
    """
    near = read_affinities(affinities)
    terms = Terms(
        per_dossier=int(str(options["per_dossier"])),
        alternates=int(str(options["alternates_per_dossier"])) if options["alternates"] else 0,
        seconds=None if options["seconds"] is None else float(str(options["seconds"])),
        enough=math.inf if options["enough"] is None else _number(str(options["enough"]), "L’affinité suffisante"),
    )
    conflicts, frozen = (
        read_pairs(Path(str(given)), near) if (given := options[name]) else () for name in ("conflicts", "frozen")
    )
    return assign(near, loads=loads_of(str(options["loads"])), conflicts=conflicts, frozen=frozen, terms=terms)


def loads_of(text: str) -> tuple[int, int | None]:
    """Read loads as they are typed: the least and the most dossiers of an expert; either may be left out.

    >>> loads_of("0:4"), loads_of("2:"), loads_of(":3")
    ((0, 4), (2, None), (0, 3))

    Raises:
        InputError: they are not two whole numbers, the smaller first.
    """
    low, colon, high = (part.strip() for part in text.partition(":"))
    is_read = colon and all(not part or (part.isascii() and part.isdigit()) for part in (low, high))
    if not is_read or (low and high and int(low) > int(high)):
        raise InputError(
            f"Les charges « {text} » ne se lisent pas : écrivez deux nombres entiers, le plus petit d’abord (0:4)."
        )
    return int(low or 0), int(high) if high else None


def read_affinities(path: Path) -> Affinity:
    """Read a table of affinities: experts in rows, dossiers in columns, whatever the separator.

    Raises:
        InputError: with the line to correct.
    """
    text = _text(read_bytes(path))
    if "\0" in text:
        raise InputError(f"« {path.name} » n’est pas un texte en colonnes : enregistrez-le en CSV, en UTF-8.")
    rows = _rows(path.name, text)
    if not rows:
        raise InputError(f"Le fichier « {path.name} » est vide : vérifiez son exportation.")
    (_, titles), *lines = _without_margin(rows)
    dossiers = tuple(title.strip() for title in titles[1:])
    if not dossiers or not lines:
        raise InputError(
            f"Il faut dans « {path.name} » une colonne d’experts, puis au moins un dossier et une ligne d’expert."
        )
    if "" in dossiers:
        raise InputError(
            f"La colonne {dossiers.index('') + 2} de « {path.name} » n’a pas de titre : nommez ce dossier."
        )
    experts, values = [], []
    for number, cells in lines:
        if len(cells) != len(titles):
            raise InputError(
                f"La ligne {number} de « {path.name} » a {len(cells)} cases et les titres en ont {len(titles)} : "
                "complétez ou corrigez cette ligne."
            )
        if not cells[0].strip():
            raise InputError(f"La ligne {number} de « {path.name} » n’a pas de nom d’expert : ajoutez-le.")
        experts.append(cells[0].strip())
        values.append(_numbers(cells, dossiers, f"Ligne {number} de « {path.name} », dossier"))
    return Affinity(tuple(experts), dossiers, values)


def _without_margin(rows: list[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    """Leave out last columns that hold nothing at all: spreadsheets end rows with a separator."""
    width = max(len(cells) for _, cells in rows)
    while width > 1 and all(len(cells) == width and not cells[-1].strip() for _, cells in rows):
        rows = [(number, cells[:-1]) for number, cells in rows]
        width -= 1
    return rows


def _text(content: bytes) -> str:
    if content[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):  # « Texte Unicode » of spreadsheets
        return content.decode("utf-16", errors="replace")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def _rows(name: str, text: str) -> list[tuple[int, list[str]]]:
    """Cut the text with the separator that gives rows of one length; blank rows are left out."""
    head = "".join(text.splitlines(keepends=True)[: _LOOKED_AT + 1])
    found = {separator: [row for _, row in _cut(name, head, separator)] for separator in _SEPARATORS}
    even = [
        each for each, rows in found.items() if rows and len(rows[0]) > 1 and len({len(row) for row in rows}) == 1
    ]
    widest = max(_SEPARATORS, key=lambda each: len(found[each][0]) if found[each] else 0)
    return list(_cut(name, text, even[0] if even else widest))


def _cut(name: str, text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield reader.line_num, row
    except csv.Error:
        raise InputError(
            f"« {name} » n’est pas un texte en colonnes lisible (ligne {reader.line_num}) : enregistrez-le en CSV."
        ) from None


def _numbers(cells: list[str], dossiers: tuple[str, ...], what: str) -> list[float]:
    try:
        values = [float(cell) for cell in cells[1:]]
        if all(map(math.isfinite, values)) and not any("_" in cell for cell in cells[1:]):
            return values
    except ValueError:
        pass
    return [_number(cell, f"{what} « {name} » : l’affinité") for cell, name in zip(cells[1:], dossiers, strict=True)]


def _number(text: str, what: str) -> float:
    try:
        value = float(text.translate(_SPACES)) if "_" not in text else math.nan
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        given = f"« {text.strip()} »" if text.strip() else "vide"
        raise InputError(f"{what} doit être un nombre ; elle est {given}.")
    return value


def read_pairs(path: Path, near: Affinity) -> tuple[tuple[str, str], ...]:
    """Read pairs (expert, dossier), each known from the affinities; a file of titles alone has none.

    Raises:
        InputError: with the line to correct.
    """
    if _is_bare(path):
        return ()
    table = read_table(path, ("expert", "dossier"), exact=True)
    known = {"expert": (set(near.experts), "l’"), "dossier": (set(near.dossiers), "le ")}
    pairs = []
    for line in table.lines:
        for column, (names, article) in known.items():
            if (name := line[column].strip()) not in names:
                raise InputError(
                    f"Ligne {line.number} de « {path.name} » : {article}{column} « {name} » n’est pas dans les "
                    "affinités, vérifiez son nom."
                )
        pairs.append((line["expert"].strip(), line["dossier"].strip()))
    return tuple(pairs)


def _is_bare(path: Path) -> bool:
    rows = [line for line in _text(read_bytes(path)).splitlines() if line.strip()]
    return len(rows) == 1 and {"expert", "dossier"} <= {
        word.strip('" ').casefold() for word in rows[0].replace(";", ",").replace("\t", ",").split(",")
    }


def write_panel(panel: Panel, out: Path, alternates: object) -> None:
    """Write the panel, and the alternates where they are asked for: both or none."""
    files = {out: _written(panel.seats)}
    if isinstance(alternates, Path):
        files[alternates] = _written(panel.alternates)
    write_whole(files)


def _written(seats: tuple[Seat, ...]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_COLUMNS)
    writer.writerows((seat.expert, seat.dossier, seat.affinity) for seat in seats)
    return text.getvalue().encode()


def lines(panel: Panel, *, with_reasons: bool) -> Iterator[str]:
    """Say what was found and what is proven."""
    loads: dict[str, int] = {}
    for seat in panel.seats:
        loads[seat.expert] = loads.get(seat.expert, 0) + 1
    busiest = max(loads.values())
    places, experts, most = (
        f"{count} {word}{'s' * (count > 1)}"
        for count, word in ((len(panel.seats), "place"), (len(loads), "expert"), (busiest, "dossier"))
    )
    yield f"{places} pourvue{'s' * (len(panel.seats) > 1)} par {experts}, {most} au plus pour un expert."
    yield (
        f"Le moins bien servi : « {panel.worst_dossier} », {french(panel.worst)} ; prouvé : aucun panel ne fait "
        f"mieux que {french(panel.worst_bound)}."
    )
    yield (
        f"Somme des affinités : {french(panel.total)} ; prouvé : aucun panel aussi équitable ne "
        f"dépasse {french(panel.total_bound)}."
    )
    if with_reasons:
        yield from (panel.why(seat.expert, seat.dossier) for seat in panel.seats)
