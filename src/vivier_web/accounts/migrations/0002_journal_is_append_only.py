"""Make the database itself refuse to change or remove an act of the journal."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

_SQLITE = """
CREATE TRIGGER journal_keeps_{verb} BEFORE {VERB} ON accounts_act
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
"""
_POSTGRESQL = """
CREATE FUNCTION journal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the journal is append-only'; END $$;
CREATE TRIGGER journal_keeps BEFORE UPDATE OR DELETE ON accounts_act
FOR EACH ROW EXECUTE FUNCTION journal_is_append_only();
"""


def forbid(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Lay the triggers of this database."""
    if editor.connection.vendor == "postgresql":
        editor.execute(_POSTGRESQL)
        return
    for verb in ("update", "delete"):
        editor.execute(_SQLITE.format(verb=verb, VERB=verb.upper()))


def allow(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Lift them."""
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP TRIGGER journal_keeps ON accounts_act; DROP FUNCTION journal_is_append_only();")
        return
    for verb in ("update", "delete"):
        editor.execute(f"DROP TRIGGER journal_keeps_{verb}")


class Migration(migrations.Migration):
    """Add the triggers."""

    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunPython(forbid, allow)]
