"""What humans decided about job titles; one decision serves every member and wave of the pôle."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django_scopes import ScopedManager

from vivier_web.members.models import Pole


class TitleDecision(models.Model):
    """Hold the occupation (PCS-ESE) a human gave to a job title; empty when it must be asked again."""

    pole = models.ForeignKey(Pole, models.CASCADE, related_name="title_decisions")
    title = models.CharField("intitulé", max_length=120)  # folded: see members.search
    code = models.CharField("métier", max_length=8, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now=True)

    objects = ScopedManager(pole="pole")

    class Meta:
        """One decision a title."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["pole", "title"], name="one_decision_a_title")]

    def __str__(self) -> str:
        """Show the decision."""
        return f"{self.title} : {self.code or '—'}"
