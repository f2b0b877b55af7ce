"""What a freeze keeps for ever: values, weights and flags of a campaign, under the sha256 that the journal holds."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django_scopes import ScopedManager

from vivier.vocabulary import InputError
from vivier_web.indicators.models.campaigns import Campaign
from vivier_web.members.models import Pole


class Vintage(models.Model):
    """Hold one vintage: `text` is canonical JSON (records, totals, doubts), `sha256` its print.

    A correction after a freeze makes the next vintage; none is ever changed.
    """

    pole = models.ForeignKey(Pole, models.CASCADE, related_name="+")
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="vintages")
    number = models.PositiveSmallIntegerField("millésime")
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    answered = models.PositiveIntegerField(default=0)
    members = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(pole="pole")

    class Meta:
        """The latest first."""

        verbose_name = "millésime"
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "number"], name="vintages_are_numbered"),
        ]

    def __str__(self) -> str:
        """Show the number."""
        return f"millésime {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse to change what was frozen."""
        if self.pk:
            raise InputError("Un millésime figé ne change plus : une correction fait le suivant.")
        super().save(*args, **kwargs)
