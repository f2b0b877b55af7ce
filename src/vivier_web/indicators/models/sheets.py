"""The sheets of a campaign: what the pôle's team or a member is filling, and each version that was sent."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django_scopes import ScopedManager

from vivier_web.indicators.models.campaigns import Campaign
from vivier_web.members.models import Organisation, Pole


class Sheet(models.Model):
    """Hold the sheet of one respondent (no organisation: the pôle's team), begun or not, and its paradata.

    `typed` is what was typed and not sent yet, `sources` where a prefilled value comes from, `comments` what was said
    to a soft edit, by its key; `before` are the states one may go back to. `asked` and `filled` count the
    fields of the last state, `prefilled` those that were proposed at first, `triggered` how often each edit spoke.
    """

    pole = models.ForeignKey(Pole, models.CASCADE, related_name="+")
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="sheets")
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, related_name="indicator_sheets")
    typed = models.JSONField(default=dict)
    sources = models.JSONField(default=dict)
    comments = models.JSONField(default=dict)
    before = models.JSONField(default=list)
    is_open = models.BooleanField(default=True)  # sent: closed until it is corrected
    asked = models.PositiveSmallIntegerField(default=0)
    filled = models.PositiveSmallIntegerField(default=0)
    prefilled = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField(null=True, blank=True)
    saved_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    seconds = models.PositiveIntegerField("temps passé", default=0)
    triggered = models.JSONField(default=dict)
    reminders = models.PositiveSmallIntegerField("relances", default=0)
    reminded_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(pole="pole")

    class Meta:
        """One sheet a respondent."""

        verbose_name = "questionnaire"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "organisation"], name="one_sheet_a_member"),
            models.UniqueConstraint(
                fields=["campaign"], condition=models.Q(organisation=None), name="one_sheet_of_the_team"
            ),
        ]

    def __str__(self) -> str:
        """Show whose."""
        return f"questionnaire de {self.organisation_id or 'l’équipe'}"


class SentSheet(models.Model):
    """Hold one version that was sent, never changed: a correction is another one."""

    pole = models.ForeignKey(Pole, models.CASCADE, related_name="+")
    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="versions")
    version = models.PositiveSmallIntegerField("version", default=1)
    values = models.JSONField()  # indicator → the number, as text
    sources = models.JSONField(default=dict)
    comments = models.JSONField(default=dict)
    doubts = models.JSONField(default=list)  # the soft edits that still spoke
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField("envoyé le", auto_now_add=True)
    replaced_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(pole="pole")

    class Meta:
        """One current version."""

        verbose_name = "questionnaire envoyé"
        ordering: ClassVar = ["-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sheet", "version"], name="sent_sheets_are_numbered"),
            models.UniqueConstraint(
                fields=["sheet"], condition=models.Q(replaced_at=None), name="one_current_sent_sheet"
            ),
        ]

    def __str__(self) -> str:
        """Show which."""
        return f"version {self.version}"
