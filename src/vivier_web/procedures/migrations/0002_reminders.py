"""When an expert was last reminded."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the day of the last reminder."""

    dependencies = [("procedures", "0001_initial")]

    operations = [
        migrations.AddField("assignment", "reminded_on", models.DateField(blank=True, null=True)),
    ]
