"""The chain of the journal: each act is sealed with the one before it, so that none is changed, added or removed."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from dataclasses import astuple, dataclass

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Entry:
    """Hold what one act says; `detail` holds no personal data, so that erasing a person never breaks the chain."""

    at: dt.datetime
    actor_id: int | None
    verb: str
    pole: str
    subject: str
    detail: str


def seal(entry: Entry, previous: str) -> str:
    """Give the sha256 (hexadecimal) of an act chained to the seal before it.

    >>> at = dt.datetime(2026, 1, 31, 9, tzinfo=dt.UTC)
    >>> act = Entry(at, 4, "admit_member", "mecatronique", "organisation:12", "")
    >>> seal(act, GENESIS)[:12]
    '7c4f8bc5decf'
    """
    said = [previous, entry.at.astimezone(dt.UTC).isoformat(), *astuple(entry)[1:]]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def first_broken(acts: Iterable[tuple[int, Entry, str]]) -> int | None:
    """Give the number of the first act that does not follow from those before it; None when the chain is whole.

    `acts` are numbered from 1 without a hole, in order, each with the seal it bears.
    """
    previous, expected = GENESIS, 1
    for number, entry, sealed in acts:
        if number != expected or seal(entry, previous) != sealed:
            return expected
        previous, expected = sealed, number + 1
    return None
