"""What job titles are compared by, and what humans decided of them: one decision serves every member and wave."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django_scopes import ScopedManager

from vivier_web.members.models import Pole
from vivier_web.members.search import folded


def key_of(title: str) -> str:
    """Give what titles are compared by: their words, folded, as long as a decision can hold.

    >>> key_of("Soudeur-TIG (F/H)")
    'soudeur tig f h'
    """
    return folded(title)[:120]


class KeyField(models.CharField[str, str]):
    """Hold the key of the `title` beside it, written with it however the row is: they cannot part."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 120, "editable": False, "default": "", **kwargs})

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """Give the key of the title as it is now."""
        del add
        key = key_of(model_instance.title)  # type: ignore[attr-defined]
        setattr(model_instance, self.attname, key)
        return key


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
