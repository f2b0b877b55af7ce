"""What every long work has: how far it is, how often it was tried, when its worker last gave a sign of life."""

from typing import Any, ClassVar

from django.db import models
from django_scopes import ScopedManager

from vivier.vocabulary import InputError
from vivier_web.members.models import Pole
from vivier_web.skills.choices import RunState


class Work(models.Model):
    """Hold how far a work done in the background is; once done it never changes.

    `beat_at` is renewed while a worker is on it: a work that is `running` without a beat was lost with its worker,
    and is queued again.
    """

    HEAVY: ClassVar[tuple[str, ...]] = ()  # the fields that reads leave in the base
    DONE: ClassVar = "Ce travail est terminé : il ne se modifie pas."

    pole = models.ForeignKey(Pole, models.CASCADE, related_name="%(class)ss")
    state = models.CharField("état", max_length=8, choices=RunState.choices, default=RunState.QUEUED)
    step = models.CharField("étape", max_length=80, blank=True)
    progress = models.FloatField(default=0)  # 0–1
    attempts = models.PositiveSmallIntegerField(default=0)
    queued_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    beat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField("ce qui a manqué", max_length=400, blank=True)

    objects = ScopedManager(pole="pole")

    class Meta:
        """A table each."""

        abstract = True

    def __str__(self) -> str:
        """Show how far it is."""
        return self.get_state_display()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse to change a work that is done."""
        if self.pk and type(self)._base_manager.filter(pk=self.pk, state=RunState.DONE).exists():  # noqa: SLF001
            raise InputError(self.DONE)
        super().save(*args, **kwargs)

    @property
    def is_waiting(self) -> bool:
        """Whether its result is still to come."""
        return self.state in (RunState.QUEUED, RunState.RUNNING)
