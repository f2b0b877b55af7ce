"""Imports of members: what waits to be confirmed, what was created and changed, so that it can be undone."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django_scopes import ScopedManager

from vivier_web.members.choices import ImportState
from vivier_web.members.models.organisations import Organisation, Site
from vivier_web.members.models.poles import Pole


class ImportBatch(models.Model):
    """Hold one import: while it waits, its table (header and lines, as text); once done, how much it changed.

    The file itself is never kept; `table` is emptied as soon as the import is done or given up.
    """

    pole = models.ForeignKey(Pole, models.CASCADE, related_name="imports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField("le", auto_now_add=True)
    source = models.CharField("fichier", max_length=120)
    state = models.CharField("état", max_length=8, choices=ImportState.choices, default=ImportState.WAITING)
    table = models.JSONField(null=True)
    columns = models.JSONField(default=list)  # one field name a column of the file, empty when it is not read
    organisations = models.PositiveIntegerField("organisations créées", default=0)
    sites = models.PositiveIntegerField("établissements créés", default=0)
    admitted = models.PositiveIntegerField("membres admis", default=0)
    changed = models.PositiveIntegerField("fiches corrigées", default=0)
    refused = models.PositiveIntegerField("lignes laissées de côté", default=0)
    undone_at = models.DateTimeField(null=True)

    objects = ScopedManager(pole="pole")

    class Meta:
        """The latest first."""

        verbose_name = "import"
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        """Show the file."""
        return self.source


class ImportTrace(models.Model):
    """Hold what an import changed in one row of the register; those it created bear its number (`batch`)."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="traces")
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, related_name="+")
    site = models.ForeignKey(Site, models.CASCADE, null=True, related_name="+")
    before = models.JSONField()
    after = models.JSONField()

    def __str__(self) -> str:
        """Show which row."""
        return f"{self.batch_id}: {self.organisation_id or self.site_id}"
