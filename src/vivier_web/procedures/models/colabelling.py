"""What a pôle associated with a project says of it, beside the decision of the lead one."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django_scopes import ScopedManager

from vivier.vocabulary import InputError
from vivier_web.members.models import Pole
from vivier_web.procedures.definition.words import OUTCOMES
from vivier_web.procedures.models.dossiers import Dossier


class Colabel(models.Model):
    """Hold that another pôle was asked to label one version of a dossier, and its own opinion, given once."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="colabels")
    pole = models.ForeignKey(Pole, models.CASCADE, related_name="colabels")
    content = models.PositiveSmallIntegerField("version")
    asked_on = models.DateField("demandé le")
    outcome = models.CharField("issue", max_length=30, blank=True)
    motives = models.TextField("motifs", blank=True)
    decided_on = models.DateField("décidé le", null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = ScopedManager(pole="pole")  # of the pôle that was asked: the lead one reads it through its dossier

    class Meta:
        """In the order they were asked; a pôle once a version."""

        verbose_name = "co-label"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dossier", "pole", "content"], name="one_colabel_a_version"),
        ]

    def __str__(self) -> str:
        """Show the outcome."""
        return self.words

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse to change an opinion once given."""
        if self.pk and type(self)._base_manager.filter(pk=self.pk).exclude(outcome="").exists():  # noqa: SLF001
            raise InputError("Votre pôle s’est déjà prononcé sur cette version.")
        super().save(*args, **kwargs)

    @property
    def words(self) -> str:
        """The outcome in French, or that it is awaited."""
        return OUTCOMES.get(self.outcome, "attendu")
