"""The keys that programs show to read a pôle's data."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django_scopes import ScopedManager

from vivier_web.members.models import Pole


class ApiToken(models.Model):
    """Hold a key: whose it is, what it opens, until when; its secret is known by its sha256 alone.

    A key never opens more than its maker may do at the moment it is shown.
    """

    pole = models.ForeignKey(Pole, models.CASCADE, related_name="api_tokens")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="api_tokens")
    name = models.CharField("nom", max_length=80)
    scopes = models.JSONField("ce qu’elle ouvre", default=list)
    start = models.CharField("début", max_length=12)
    sha256 = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField("valable jusqu’au")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(pole="pole")

    class Meta:
        """The latest first."""

        verbose_name = "clé"
        ordering: ClassVar = ["-created_at"]

    def __str__(self) -> str:
        """Show the name."""
        return self.name
