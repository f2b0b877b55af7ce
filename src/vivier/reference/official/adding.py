"""Add official files to the store: recognise them all, check them all, build, then write at once."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from vivier.reference.manifest import Entry, Source
from vivier.reference.official.building import Built, Pieces
from vivier.reference.official.catalogue import BUILDERS, ENTRIES
from vivier.reference.official.checks import check
from vivier.reference.official.files import Given, expand, opened
from vivier.reference.official.recognising import Piece, pieces, rows
from vivier.reference.official.writing import save
from vivier.reference.store import store_folder
from vivier.reference.tables import pack
from vivier.vocabulary import InputError

UNUSED = " (sans usage ici)"
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Added:
    """Tell what an addition did: what each file was (`None`: not known), what was built, what the store now holds."""

    files: tuple[tuple[str, str | None], ...]
    built: tuple[Entry, ...]
    entries: dict[str, Entry]


def add(
    paths: Iterable[Path], *, folder: Path | None = None, date: str = "", progress: Progress | None = None
) -> Added:
    """Add the official files of these paths (files, folders, archives) to a store, whole or not at all.

    `date`, an ISO day, is given to what does not say its own.

    Raises:
        InputError: a file lacks a column, cannot be read, is cut short, gives a key twice or mixes versions, or
            nothing was recognised; the store is left as it was.
    """
    tell = progress or (lambda _what, _done, _steps: None)
    found: dict[str, list[Piece]] = defaultdict(list)
    files: list[tuple[str, str | None]] = []
    listed = expand(paths)
    for done, path in enumerate(listed):
        tell(f"lecture de {path.name}", done, len(listed) + 1)
        for given in opened(path):
            recognised = pieces(given)
            files.append((given.name, _said(given, recognised)))
            for piece in recognised:
                found[piece.kind.subject].append(piece)
    found.pop("", None)
    found = _shared(found)
    if not found:
        raise InputError("Aucun de ces fichiers n’est une nomenclature que Vivier sait lire ; rien n’a été ajouté.")
    tell("contrôle et écriture", len(listed), len(listed) + 1)
    packed = {entry.id: (entry, content) for entry, content in _built(found, date)}
    entries = save(folder or store_folder(), packed)
    return Added(tuple(files), tuple(entries[key] for key in packed), entries)


def _said(given: Given, recognised: list[Piece]) -> str | None:
    if given.is_old_office:
        return "ancien format .xls, qui n’est pas lu : enregistrez-le en .xlsx"
    titles = dict.fromkeys(piece.kind.title + ("" if piece.kind.subject else UNUSED) for piece in recognised)
    return ", ".join(titles) or None


def _shared(found: dict[str, list[Piece]]) -> dict[str, list[Piece]]:
    """Give each table of domains, which both ROME publish alike, to the version that has the same codes."""
    versions = {key: _codes(found[key]) for key in ("rome4", "rome3") if key in found}
    for piece in found.pop("rome", []):
        mine = _codes([piece])
        if versions:
            nearest = min(versions, key=lambda key: len(versions[key] ^ mine))
            found[nearest].append(piece)
    return found


def _codes(found: list[Piece]) -> set[str]:
    return {
        code
        for piece in found
        if piece.kind.name in ("rome.tree", "rome4.titles", "rome3.titles")
        for (code,) in rows(piece, "code_rome")
    }


def _built(found: dict[str, list[Piece]], date: str) -> Iterable[tuple[Entry, bytes]]:
    for subject in sorted(found):
        once = _once(found[subject])
        for piece in once:
            check(piece)
        kinds: dict[str, list[Piece]] = defaultdict(list)
        for piece in once:
            kinds[piece.kind.name].append(piece)
        given = Pieces(kinds)
        for build in BUILDERS[subject]:
            built = build(given)
            yield _entry(built, once, date), pack(built.tables)


def _once(found: list[Piece]) -> list[Piece]:
    """Keep the same table once; refuse two different ones of a kind that has a key, from two files."""
    kept: dict[tuple[str, str], Piece] = {}
    for piece in found:
        body = repr([cells for _, cells in piece.lines])
        kept.setdefault((piece.kind.name, body), piece)
    seen: dict[str, Piece] = {}
    for piece in kept.values():
        other = seen.setdefault(piece.kind.name, piece)
        if other.given is not piece.given and piece.kind.key:
            raise InputError(
                f"« {other.name} » et « {piece.name} » sont deux versions de « {piece.kind.title} » : "
                "donnez-en une seule."
            )
    return list(kept.values())


def _entry(built: Built, found: list[Piece], date: str) -> Entry:
    entry = ENTRIES[built.id]
    sources: dict[str, Source] = {piece.given.source.sha256: piece.given.source for piece in found}
    return replace(
        entry,
        version=built.version or entry.version,
        date=built.date or entry.date or date,
        rows={name: len(rows) for name, rows in sorted(built.tables.items()) if rows},
        sources=tuple(sorted(sources.values(), key=lambda source: (source.name, source.sha256))),
        warnings=tuple(built.warnings),
    )
