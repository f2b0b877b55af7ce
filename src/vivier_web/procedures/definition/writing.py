"""A procedure written back, always the same way: what a pôle exports, adapts and exchanges, and what is hashed."""

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from vivier_web.procedures.definition.data import Procedure

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\b": "\\b", "\f": "\\f"}


def write(procedure: Procedure) -> str:
    """Write a procedure as its canonical TOML; reading it gives the same procedure."""
    return "\n".join(_table(procedure, "")) + "\n"


def digest(procedure: Procedure) -> str:
    """Give the sha256 of what a procedure says: comments, spaces and defaults written out change nothing."""
    return hashlib.sha256(write(procedure).encode()).hexdigest()


def _said(thing: Any) -> Iterator[tuple[str, dataclasses.Field[Any], Any]]:
    """Give the key, the field and the value of all that is not its default."""
    for each in dataclasses.fields(thing):
        value = getattr(thing, each.name)
        if each.init and (each.default is dataclasses.MISSING or value != each.default):
            yield each.metadata.get("toml", each.name), each, value


def _table(thing: Any, name: str) -> Iterator[str]:
    below = []
    for key, each, value in _said(thing):
        if _is_nested(value) and not each.metadata.get("inline"):
            below.append((key, value))
        elif _is_nested(value) and isinstance(value, tuple):
            yield f"{key} = ["
            yield from (f"  {_value(one)}," for one in value)
            yield "]"
        else:
            yield f"{key} = {_value(value)}"
    for key, value in below:
        for one in value:
            yield f"\n[[{name}{key}]]"
            yield from _table(one, f"{name}{key}.")


def _is_nested(value: object) -> bool:
    first = value[0] if isinstance(value, tuple) and value else value
    return dataclasses.is_dataclass(first)


def _value(value: Any) -> str:
    for kinds, written in _WRITTEN:
        if isinstance(value, kinds):
            return written(value)
    return "{ " + ", ".join(f"{key} = {_value(one)}" for key, _, one in _said(value)) + " }"


_WRITTEN: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (bool, lambda value: "true" if value else "false"),
    (str, lambda value: '"' + "".join(map(_character, value)) + '"'),
    (tuple, lambda value: "[" + ", ".join(map(_value, value)) + "]"),
    (Decimal, lambda value: format(value, "f")),
    (dt.date, dt.date.isoformat),
    (int, str),
)


def _character(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    return f"\\u{ord(character):04x}" if ord(character) < 32 or ord(character) == 127 else character
