"""Practices that pôles write and offer one another: an axis, a step, what is done, the procedure it rests on."""

from typing import ClassVar

from django.db import models
from django_scopes import ScopedManager

from vivier_web.members.models import Pole
from vivier_web.procedures.models import ProcedureVersion
from vivier_web.projects.choices import PracticeAxis


class Practice(models.Model):
    """Hold one practice of a pôle; what it brings is measured on the dossiers of its procedure, never typed."""

    pole = models.ForeignKey(Pole, models.CASCADE, related_name="practices")
    axis = models.CharField("axe", max_length=14, choices=PracticeAxis.choices)
    step = models.CharField("étape clé", max_length=80)
    title = models.CharField("titre", max_length=120)
    words = models.TextField("ce que vous faites", max_length=3000)
    learned = models.TextField("ce que vous en retenez", max_length=2000, blank=True)
    source = models.CharField("source", max_length=200, blank=True)
    procedure = models.ForeignKey(ProcedureVersion, models.SET_NULL, null=True, blank=True, related_name="+")
    is_offered = models.BooleanField("offerte aux autres pôles", default=False)
    written_at = models.DateTimeField(auto_now=True)

    objects = ScopedManager(pole="pole")

    class Meta:
        """By axis, step and title."""

        verbose_name = "pratique"
        ordering: ClassVar = ["axis", "step", "title", "pk"]

    def __str__(self) -> str:
        """Show the title."""
        return self.title
