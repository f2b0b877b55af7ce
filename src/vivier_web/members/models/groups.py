"""Which companies are one group, as the team of a pôle knows it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django_scopes import ScopedManager

from vivier_web.members.models.organisations import Organisation
from vivier_web.members.models.poles import Pole


class GroupLink(models.Model):
    """Hold that an organisation belongs to a group, named by the SIREN of its head.

    The two are one contributor to what is published, and one interest to who judges.
    """

    pole = models.ForeignKey(Pole, models.CASCADE, related_name="group_links")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="group_links")
    head = models.CharField("SIREN de la tête de groupe", max_length=9)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(pole="pole")

    class Meta:
        """One group an organisation."""

        verbose_name = "lien de groupe"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pole", "organisation"], name="one_group_an_organisation"),
        ]

    def __str__(self) -> str:
        """Show the head."""
        return self.head
