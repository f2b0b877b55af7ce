"""Studies, and their runs: never edited, only replaced by another run."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django_scopes import ScopedManager

from vivier_web.members.models import Pole
from vivier_web.skills.models.deposits import Wave
from vivier_web.skills.models.works import Work


class Study(models.Model):
    """Hold what a pôle asks: which wave, which members, over how many years."""

    pole = models.ForeignKey(Pole, models.CASCADE, related_name="studies")
    wave = models.ForeignKey(Wave, models.PROTECT, related_name="studies")
    name = models.CharField("nom", max_length=120)
    parameters = models.JSONField(default=dict)  # horizon, draws, seed, region, perimeter
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(pole="pole")

    class Meta:
        """The latest first."""

        verbose_name = "étude"
        ordering: ClassVar = ["-created_at"]

    def __str__(self) -> str:
        """Show the name."""
        return self.name


class Run(Work):
    """Hold one calculation of a study: its inputs' hash, version, seed, progress and result (compressed JSON)."""

    HEAVY = ("result",)
    DONE = "Un calcul terminé ne se modifie pas : lancez-en un autre."

    study = models.ForeignKey(Study, models.CASCADE, related_name="runs")
    number = models.PositiveIntegerField("calcul n°")
    version = models.CharField(max_length=20, blank=True)
    parameters = models.JSONField(default=dict)  # as they were when it was queued
    counted = models.JSONField(default=list)  # the deposits it added up: two runs must not give one by difference
    inputs_sha256 = models.CharField(max_length=64, blank=True)
    result = models.BinaryField(null=True)
    result_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        """The latest first."""

        verbose_name = "calcul"
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["study", "number"], name="runs_are_numbered")]
        indexes: ClassVar = [models.Index(fields=["state", "beat_at"])]

    def __str__(self) -> str:
        """Show the number."""
        return f"calcul n°\u00a0{self.number}"


class RunPaper(Work):
    """Hold the PDF of a run, made once.

    Its bytes are in the base, beside the result they come from: one backup takes both, they are erased together,
    and a web server that is not the worker's machine reads them without sharing a folder.
    """

    HEAVY = ("content",)
    DONE = "Le PDF d’un calcul ne se modifie pas : il reste celui qui a été fait."

    run = models.OneToOneField(Run, models.CASCADE, related_name="paper")
    content = models.BinaryField(null=True)
    size = models.PositiveIntegerField(default=0)  # bytes
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        """Found by state, when its worker is lost."""

        verbose_name = "PDF d’un calcul"
        indexes: ClassVar = [models.Index(fields=["state", "beat_at"])]
