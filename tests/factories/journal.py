"""Letting a test that commits empty its tables: the database refuses to remove an act, but for that moment."""

from importlib import import_module

from django.apps import apps
from django.db import connection

_LOCK = import_module("vivier_web.accounts.migrations.0002_journal_is_append_only")


def let_tests_empty_it() -> None:
    """Lift the triggers of the journal while the tables of a test are emptied, then lay them again."""
    empty = connection.ops.execute_sql_flush
    if getattr(empty, "lifts_triggers", False):
        return

    def emptied(sql_list: list[str]) -> None:
        with connection.schema_editor() as editor:
            _LOCK.allow(apps, editor)
        empty(sql_list)
        with connection.schema_editor() as editor:
            _LOCK.forbid(apps, editor)

    emptied.lifts_triggers = True
    connection.ops.execute_sql_flush = emptied
