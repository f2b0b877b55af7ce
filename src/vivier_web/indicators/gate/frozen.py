"""What leaves the gate: the canonical bytes of tables that betray nobody, and how they are read back."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import InitVar, dataclass
from typing import TYPE_CHECKING, Any, final

if TYPE_CHECKING:
    from vivier.disclosure import ProtectedTables, Rules
    from vivier.disclosure.published import Published
    from vivier_web.indicators.gate.layout import Cube

FORMAT = "vivier-publication-1"
_SEAL = object()
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Card:
    """Hold what is said of a publication beside its cells: nothing here comes from a hidden one."""

    key: str
    cube: str
    title: str
    on: str  # the day its figures are of, as 2026-01-31
    published_on: str
    pole: str  # its slug; nothing where several pôles are put together
    pole_name: str
    detail: str
    perimeter: str
    provenance: tuple[tuple[str, str], ...]
    labels: Mapping[str, Mapping[str, str]]
    version: str
    history: tuple[str, ...]  # the sha256 of each publication it was protected with
    poles: tuple[str, ...] = ()  # the slugs of those put together


@final
@dataclass(frozen=True)
class Sealed:
    """Hold the bytes of a publication: only `sealed` makes one, from tables that only `protect` makes."""

    content: bytes
    seal: InitVar[object] = None

    def __post_init__(self, seal: object) -> None:
        if seal is not _SEAL:
            raise TypeError("Sealed is made by vivier_web.indicators.gate.frozen.sealed only")

    @property
    def sha256(self) -> str:
        """The digest that the journal keeps."""
        return hashlib.sha256(self.content).hexdigest()


def sealed(protected: "ProtectedTables", card: Card, rules: "Rules") -> Sealed:
    """Write tables that passed their audit, with all that is said of them, as bytes that are always the same.

    Raises:
        TypeError: the tables were not made by `vivier.disclosure.protect`.
    """
    from vivier.disclosure import ProtectedTables

    if not isinstance(protected, ProtectedTables):
        raise TypeError("only tables protected by vivier.disclosure.protect may be sealed")
    return Sealed(_written(protected, card, rules), _SEAL)


def _written(protected: "ProtectedTables", card: Card, rules: "Rules") -> bytes:
    from dataclasses import asdict

    spec, audit = protected.published.spec, protected.audit
    document: Json = {
        "format": FORMAT,
        **{name: getattr(card, name) for name in _CARD if name not in ("labels", "provenance", "history", "poles")},
        "provenance": [list(each) for each in card.provenance],
        "history": list(card.history),
        "poles": list(card.poles),
        "columns": list(spec.columns),
        "tables": [list(each) for each in spec.tables],
        "labels": _used(protected.published, card.labels),
        "rules": asdict(rules),
        "audit": {"cells": audit.cells, "hidden": audit.hidden, "attacked": audit.checked, "verdict": audit.sentence},
        "cells": [_line(row) for row in protected.rows()],
    }
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


_CARD = Card.__slots__


def _line(row: Sequence[object]) -> list[object]:
    *codes, value, units, status = row
    return [*codes, _number(str(value)), _number(str(units)), status]


def _number(text: str) -> float | int | None:
    if not text:
        return None
    return int(text) if text.isdigit() else float(text)


def _used(published: "Published", labels: Mapping[str, Mapping[str, str]]) -> Json:
    """Keep the labels of the codes that some cell bears."""
    found: Json = {}
    for at, column in enumerate(published.spec.columns):
        codes = sorted({each[at] for each in published.codes})
        found[column] = {code: labels[column].get(code.rstrip("_"), code) for code in codes if code != "T"}
    return found


def document_of(content: bytes) -> Json:
    """Read the bytes of a publication."""
    found: Json = json.loads(content)
    return found


def remembered(document: Json) -> "Published":
    """Give a publication back to the engine, as one that the next ones are protected with."""
    import numpy as np

    from vivier.disclosure.published import Published

    spec = cube_in(document).spec(tuple(tuple(each) for each in document["tables"]))
    width, cells = len(spec.columns), document["cells"]

    def numbers(at: int) -> Any:
        return np.array([np.nan if each[at] is None else each[at] for each in cells], float)

    codes = tuple(tuple(each[:width]) for each in cells)
    return Published(spec, codes, numbers(width), numbers(width + 1), tuple(each[width + 2] for each in cells))


def cube_in(document: Json) -> "Cube":
    """Give the cube of a publication, over the pôles it puts together if any."""
    from vivier_web.indicators.gate.layout import cube_of
    from vivier_web.indicators.gate.together import together

    cube = cube_of(document["cube"].partition(":")[0])
    return together(cube, document["poles"]) if document.get("poles") else cube
