"""Studies, and their runs: never edited, only replaced by another run."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django_scopes import ScopedManager

from vivier.vocabulary import InputError
from vivier_web.members.models import Pole
from vivier_web.skills.choices import RunState
from vivier_web.skills.models.deposits import Wave


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


class Run(models.Model):
    """Hold one calculation of a study: its inputs' hash, version, seed, progress and result (compressed JSON).

    `beat_at` is renewed while a worker is on it: a run that is `running` without a beat was lost with its worker,
    and is queued again.
    """

    pole = models.ForeignKey(Pole, models.CASCADE, related_name="runs")
    study = models.ForeignKey(Study, models.CASCADE, related_name="runs")
    number = models.PositiveIntegerField("calcul n°")
    state = models.CharField("état", max_length=8, choices=RunState.choices, default=RunState.QUEUED)
    step = models.CharField("étape", max_length=80, blank=True)
    progress = models.FloatField(default=0)  # 0–1
    attempts = models.PositiveSmallIntegerField(default=0)
    queued_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    beat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    version = models.CharField(max_length=20, blank=True)
    parameters = models.JSONField(default=dict)  # as they were when it was queued
    counted = models.JSONField(default=list)  # the deposits it added up: two runs must not give one by difference
    inputs_sha256 = models.CharField(max_length=64, blank=True)
    result = models.BinaryField(null=True)
    result_sha256 = models.CharField(max_length=64, blank=True)
    trouble = models.CharField("ce qui a manqué", max_length=400, blank=True)

    objects = ScopedManager(pole="pole")

    class Meta:
        """The latest first."""

        verbose_name = "calcul"
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["study", "number"], name="runs_are_numbered")]
        indexes: ClassVar = [models.Index(fields=["state", "beat_at"])]

    def __str__(self) -> str:
        """Show the number."""
        return f"calcul n°\u00a0{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse to change a run that is done: another one is made instead."""
        if self.pk and Run._base_manager.filter(pk=self.pk, state=RunState.DONE).exists():
            raise InputError("Un calcul terminé ne se modifie pas : lancez-en un autre.")
        super().save(*args, **kwargs)

    @property
    def is_waiting(self) -> bool:
        """Whether its result is still to come."""
        return self.state in (RunState.QUEUED, RunState.RUNNING)
