"""What leaves the gate: the canonical bytes of tables that betray nobody, and how they are read back."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import InitVar, dataclass, field, replace
from typing import TYPE_CHECKING, Any, final

if TYPE_CHECKING:
    from vivier.disclosure import ProtectedTables, Rules, Spec
    from vivier.disclosure.changes import Changes
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
    about: Mapping[str, str] = field(default_factory=dict)  # of an indicator: label, unit, definition, version…
    estimated: frozenset[tuple[str, ...]] = frozenset()  # the codes of cells that a value made up enters


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
        **{name: getattr(card, name) for name in _CARD if name not in _APART},
        "provenance": [list(each) for each in card.provenance],
        "history": list(card.history),
        "poles": list(card.poles),
        "columns": list(spec.columns),
        "tables": [list(each) for each in spec.tables],
        "labels": _used(protected.published, card.labels),
        "rules": asdict(rules),
        "audit": {"cells": audit.cells, "hidden": audit.hidden, "attacked": audit.checked, "verdict": audit.sentence},
        "cells": [_line(row) for row in protected.rows()],
        **_indicator(protected, card),
    }
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


_CARD = Card.__slots__
_APART = ("labels", "provenance", "history", "poles", "about", "estimated")


def _indicator(protected: "ProtectedTables", card: Card) -> Json:
    """Say what an indicator is, and which of the cells that are shown hold a value made up."""
    if not card.about:
        return {}
    shown = [list(row[:-3]) for row in protected.rows() if row[-1] == "published"]
    return {
        "about": dict(card.about),
        "estimated": [each for each in shown if tuple(map(str, each)) in card.estimated],
    }


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


def fitted(published: "Published", spec: "Spec") -> "Published":
    """Give a publication as cells of tables that have other columns: those it does not have are summed over.

    Its cells by columns that these tables lack are left out: no cell of theirs is made of them.
    """
    codes = [placed(published.spec.columns, each, spec) for each in published.codes]
    kept = published.only([rank for rank, each in enumerate(codes) if each is not None])
    return replace(kept, spec=spec, codes=tuple(each for each in codes if each is not None))


def recoded(changed: "Changes", code: Callable[[Sequence[str]], tuple[str, ...] | None]) -> "Changes":
    """Give what changed by the codes of other tables; what has none there is left out."""
    from vivier.disclosure.changes import Changes

    width = {code(codes): each for codes, each in changed.width.items()}
    moved = {code(codes) for codes in changed.moved}
    return Changes({codes: each for codes, each in width.items() if codes}, frozenset(each for each in moved if each))


def placed(columns: Sequence[str], codes: Sequence[str], spec: "Spec") -> tuple[str, ...] | None:
    """Give codes as those of other columns; None where they are of a column that is not one of these."""
    if any(code != "T" and name not in spec.columns for name, code in zip(columns, codes, strict=True)):
        return None
    return summed(columns, codes, spec.columns)


def summed(columns: Sequence[str], codes: Sequence[str], wanted: Sequence[str]) -> tuple[str, ...]:
    """Give codes by other columns: summed over those they do not have."""
    given = dict(zip(columns, codes, strict=True))
    return tuple(given.get(name, "T") for name in wanted)


def cube_in(document: Mapping[str, Any]) -> "Cube":
    """Give the cube of a publication, over the pôles it puts together if any."""
    from vivier_web.indicators.gate.layout import cube_of
    from vivier_web.indicators.gate.together import together

    cube, about = cube_of(document["cube"]), document.get("about")
    if about:
        title = cube.measure_title if about["kind"] == "opinion" else about["label"]
        cube = replace(cube, measure_title=title, unit_words=cube.unit_words or about["unit"])
    return together(cube, document["poles"]) if document.get("poles") else cube
