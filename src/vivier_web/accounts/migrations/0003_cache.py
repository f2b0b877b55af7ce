"""Make the table where rate limits are counted."""

from django.core.management import call_command
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def make(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the table of the cache, unless it is there."""
    call_command("createcachetable", database=editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    """Add the table."""

    dependencies = [("accounts", "0002_journal_is_append_only")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
