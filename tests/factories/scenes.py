"""Scenes that many tests start from, acted once by each worker: what one wrote is then laid again, row for row."""

import json
import pickle
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import TypeVar

from django.db import connection, transaction

from vivier_web.accounts.actions import record
from vivier_web.accounts.models import Act, User

T = TypeVar("T")
Tables = dict[str, tuple[tuple[str, ...], tuple[tuple[object, ...], ...]]]  # columns and rows, by table
AT_ONCE = 500  # rows in one statement: SQLite takes at most 32,766 values
ACTS = Act._meta.db_table


@dataclass(frozen=True)
class Written:
    """Hold how many rows the tables of a scene had before it, the rows it added, and what it gave to the test."""

    upon: dict[str, int]
    added: Tables
    given: bytes


_KEPT: dict[Hashable, Written] = {}


def played(name: Hashable, act: Callable[[], T]) -> T:
    """Give what `act` gives: acted the first time, then laid again from memory.

    A scene only adds rows. It is acted again where its tables do not hold as many rows as when it was first acted:
    after another scene, or upon a pôle to which a test has added something. What it gives is copied, so that no
    test sees what another did to it.
    """
    kept = _KEPT.get(name)
    if kept is not None and _counted(kept.added) == kept.upon:
        _lay(kept)
        return pickle.loads(kept.given)  # type: ignore[no-any-return]  # noqa: S301 (our own, of a moment ago)
    if kept is not None:
        return act()
    before, given = written(), act()
    added = _added(before, written())
    if added is not None:
        _KEPT[name] = Written({table: len(before[table][1]) for table in added}, added, pickle.dumps(given))
    return given


def written() -> Tables:
    """Read every row of every table as the database keeps it."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT * FROM {_quoted(table)} ORDER BY 1")  # noqa: S608 (a table of ours)
            found[table] = tuple(column[0] for column in cursor.description), tuple(cursor.fetchall())
    return found


def _added(before: Tables, after: Tables) -> Tables | None:
    """Give the rows that were added; nothing when a row was changed or removed, which is not a scene's to do."""
    added = {}
    for table, (columns, rows) in after.items():
        known = list(before[table][1])
        more = tuple(row for row in rows if row not in known)
        if len(rows) != len(known) + len(more):
            return None
        if more:
            added[table] = columns, more
    return added


def _counted(tables: Tables) -> dict[str, int]:
    asked = ", ".join(f"(SELECT COUNT(*) FROM {_quoted(one)})" for one in tables)  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {asked}")
        return dict(zip(tables, cursor.fetchone(), strict=True))


def _lay(kept: Written) -> None:
    """Write the rows as they are, and the last act anew (all of them, after other acts: each seals those before)."""
    with transaction.atomic(), connection.cursor() as cursor:
        for table, (columns, rows) in kept.added.items():
            laid = rows if table != ACTS else () if kept.upon[ACTS] else rows[:-1]
            one = f"({', '.join(['%s'] * len(columns))})"
            into = f"{_quoted(table)} ({', '.join(map(_quoted, columns))})"
            for some in (laid[start : start + AT_ONCE] for start in range(0, len(laid), AT_ONCE)):
                values = [value for row in some for value in row]
                cursor.execute(f"INSERT INTO {into} VALUES {', '.join([one] * len(some))}", values)  # noqa: S608
        _number_on(kept.added)
        columns, acts = kept.added.get(ACTS, ((), ()))
        for act in acts if kept.upon.get(ACTS) else acts[-1:]:
            _act_again(dict(zip(columns, act, strict=True)))


def _number_on(added: Tables) -> None:
    """Number the next rows after those laid: on PostgreSQL a test that restores a backup may have set numbers back."""
    last = {
        table: max(row[columns.index("id")] for row in rows)
        for table, (columns, rows) in added.items()
        if "id" in columns and isinstance(rows[0][columns.index("id")], int)
    }
    if connection.vendor != "postgresql" or not last:
        return
    own = "pg_get_serial_sequence(%s, 'id')"
    asked = ", ".join(f"setval({own}, GREATEST(%s, nextval({own})))" for _ in last)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {asked}", [v for table, most in last.items() for v in (_quoted(table), most, _quoted(table))]
        )


def _act_again(written: dict[str, object]) -> None:
    """Write an act anew: its seal is of this test alone, and what is remembered until the next act is not."""
    by = User(pk=written["actor_id"]) if written["actor_id"] else None
    more = json.loads(written["detail"]) if written["detail"] else {}
    record(written["verb"], by=by, subject=written["subject"], pole=written["pole"], **more)


def _quoted(name: str) -> str:
    return str(connection.ops.quote_name(name))
