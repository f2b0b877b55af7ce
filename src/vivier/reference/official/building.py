"""What a builder is given, the recognised tables by kind, and what it gives: the tables of the store."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from vivier.reference.official.recognising import Piece, rows
from vivier.vocabulary import InputError

Rows = list[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Pieces:
    """Give the rows of the recognised tables of one subject, by kind."""

    found: dict[str, list[Piece]]

    def has(self, kind: str) -> bool:
        """Whether some table of this kind was given."""
        return kind in self.found

    def rows(self, kind: str, *columns: str) -> Iterator[tuple[str, ...]]:
        """Give the columns named of every row of the tables of a kind; nothing when none was given."""
        for piece in self.found.get(kind, ()):
            yield from rows(piece, *columns)

    def mapping(self, kind: str, key: str, value: str) -> dict[str, str]:
        """Give one column of a kind by another."""
        return {row[0]: row[1] for row in self.rows(kind, key, value)}

    def __iter__(self) -> Iterator[Piece]:
        return (piece for found in self.found.values() for piece in found)


@dataclass(slots=True)
class Built:
    """Hold one nomenclature or passage read: its tables, and what to warn of."""

    id: str
    tables: dict[str, Sequence[tuple[str, ...]]]
    warnings: list[str] = field(default_factory=list)
    version: str = ""
    date: str = ""


def need(pieces: Pieces, title: str, **kinds: str) -> None:
    """Refuse when a table without which nothing can be built is missing; `kinds` are named with `_` for `.`.

    Raises:
        InputError: the sentence names what is missing.
    """
    lacking = [name for kind, name in kinds.items() if not pieces.has(kind.replace("_", ".", 1))]
    if lacking:
        raise InputError(
            f"{title} : il manque {' et '.join(lacking)}. Donnez ensemble tous les fichiers d’une même version ; "
            "rien n’a été ajouté."
        )


def missing(pieces: Pieces, **kinds: str) -> list[str]:
    """Warn of the tables that can be done without."""
    lacking = [name for kind, name in kinds.items() if not pieces.has(kind.replace("_", ".", 1))]
    return [f"sans {name} : les fiches n’en diront rien" for name in lacking]


def distinct(found: Sequence[tuple[str, ...]] | Iterator[tuple[str, ...]]) -> Rows:
    """Keep each row once, in order."""
    return list(dict.fromkeys(found))
