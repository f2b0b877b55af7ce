"""The procedures of a pôle: one row a version, whose text never changes once it is published."""

from functools import lru_cache
from typing import Any, ClassVar

from django.db import models
from django_scopes import ScopedManager

from vivier.vocabulary import InputError
from vivier_web.members.models import Pole
from vivier_web.procedures.choices import VersionState
from vivier_web.procedures.definition import Procedure, read


class ProcedureVersion(models.Model):
    """Hold one version of a procedure of a pôle: its text (canonical TOML), its digest, how far it is.

    Key, version, title and kind repeat what the text says, for lists and constraints.
    """

    pole = models.ForeignKey(Pole, models.CASCADE, related_name="procedures")
    key = models.CharField("clé", max_length=80)
    version = models.CharField("version", max_length=40)
    title = models.CharField("titre", max_length=200)
    kind = models.CharField("nature", max_length=20)  # a word of `definition.words.KINDS`
    text = models.TextField("texte")
    digest = models.CharField("empreinte", max_length=64)
    state = models.CharField("état", max_length=10, choices=VersionState.choices, default=VersionState.DRAFT)
    published_at = models.DateTimeField("publiée le", null=True, blank=True)
    taken_from = models.CharField("empreinte d’origine", max_length=64, null=True, blank=True)  # noqa: DJ001 - asked so
    offered = models.BooleanField("offerte aux autres pôles", default=False)
    changed_at = models.DateTimeField(auto_now=True)

    objects = ScopedManager(pole="pole")

    class Meta:
        """By title, the latest version first."""

        verbose_name = "version de procédure"
        ordering: ClassVar = ["title", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pole", "key", "version"], name="one_text_a_version_of_a_procedure"),
            models.CheckConstraint(
                condition=~models.Q(offered=True, state=VersionState.DRAFT), name="drafts_are_not_offered"
            ),
        ]

    def __str__(self) -> str:
        """Show the title and the version."""
        return f"{self.title} ({self.version})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse to change the text of a version once published: dossiers are judged by it."""
        others = type(self)._base_manager.exclude(state=VersionState.DRAFT)  # noqa: SLF001
        if self.pk and others.filter(pk=self.pk).exclude(text=self.text).exists():
            raise InputError("Le texte d’une version publiée ne change plus : faites-en une nouvelle version.")
        super().save(*args, **kwargs)

    def definition(self) -> Procedure:
        """Read the text; the same one is read once, whatever the row."""
        return _definition(self.text)

    @property
    def is_draft(self) -> bool:
        """Whether its text may still change."""
        return self.state == VersionState.DRAFT


@lru_cache(maxsize=256)
def _definition(text: str) -> Procedure:
    return read(text)
