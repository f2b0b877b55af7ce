"""What was noted can be searched by its words."""

from django.db import migrations, models

from vivier_web.members.search import folded


def fold(apps, _schema):
    """Fold what was noted before."""
    dealings = apps.get_model("members", "Dealing")._base_manager
    for row in dealings.only("summary", "next_step").iterator():
        dealings.filter(pk=row.pk).update(words=folded(f"{row.summary} {row.next_step}"))


class Migration(migrations.Migration):
    """Add the words, and fill them."""

    dependencies = [("members", "0001_initial")]

    operations = [
        migrations.AddField("dealing", "words", models.TextField(default="", editable=False)),
        migrations.RunPython(fold, migrations.RunPython.noop),
    ]
