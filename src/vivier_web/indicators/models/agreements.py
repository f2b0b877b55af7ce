"""Agreements: what a member says of cells that secrecy hides for its sake being shown."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django_scopes import ScopedManager

from vivier_web.indicators.choices import Answer
from vivier_web.indicators.models.publications import PublicationWork
from vivier_web.members.models import Organisation, Pole


class Agreement(models.Model):
    """Hold what one member is asked about the cells that a rehearsal hides, and what it answers.

    `cells` are the codes of those it contributes to, and their names: no value. A cell is shown once all of its
    contributors signed; none who declines is overruled.
    """

    pole = models.ForeignKey(Pole, models.CASCADE, related_name="+")
    work = models.ForeignKey(PublicationWork, models.CASCADE, related_name="agreements")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    cells = models.JSONField(default=list)  # {"codes": […], "name": "Ain"}
    answer = models.CharField("réponse", max_length=8, choices=Answer.choices, default=Answer.ASKED)
    asked_at = models.DateTimeField("demandé le", auto_now_add=True)
    answered_at = models.DateTimeField("répondu le", null=True)
    letters = models.PositiveSmallIntegerField("lettres envoyées", default=0)
    written_at = models.DateTimeField("dernière lettre", null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = ScopedManager(pole="pole")

    class Meta:
        """One a member, for a rehearsal."""

        verbose_name = "accord"
        ordering: ClassVar = ["organisation__name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["work", "organisation"], name="one_agreement_a_member"),
        ]

    def __str__(self) -> str:
        """Show the answer."""
        return f"accord {self.get_answer_display()}"
