"""What changes a consortium after its award: an amendment asked, accepted by each who must, then signed."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django_scopes import ScopedManager

from vivier_web.members.models import Organisation
from vivier_web.projects.choices import AmendmentSide, AmendmentState, Answer
from vivier_web.projects.models.following import Agreement, Funder
from vivier_web.projects.models.projects import Partner, Project

Person = settings.AUTH_USER_MODEL
LIVE = (AmendmentState.OPEN, AmendmentState.AGREED)


class Amendment(models.Model):
    """Hold what an amendment changes: who leaves, who enters, who leads, the last day, costs moved between partners.

    `moves` are lists of giver, taker (0: whoever enters), category, nature and cents. `effect` repeats, as JSON, the
    costs and the aid line by line before and after, worked out on the day it was asked. `asked_by` None is the team.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="amendments")
    number = models.PositiveSmallIntegerField("numéro")
    state = models.CharField(max_length=10, choices=AmendmentState.choices, default=AmendmentState.OPEN)
    why = models.CharField("motif", max_length=300)
    leaves = models.ForeignKey(Partner, models.RESTRICT, null=True, blank=True, related_name="+")
    joins = models.ForeignKey(Organisation, models.RESTRICT, null=True, blank=True, related_name="+")
    brings = models.CharField("ce qu’il apporte", max_length=300, blank=True)
    lead = models.ForeignKey(Organisation, models.RESTRICT, null=True, blank=True, related_name="+")
    ends_on = models.DateField("nouvelle fin", null=True, blank=True)
    moves = models.JSONField(default=list)
    effect = models.JSONField(default=dict)
    asked_by = models.ForeignKey(Organisation, models.RESTRICT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField("demandé le", auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    agreement = models.OneToOneField(
        Agreement, models.SET_NULL, null=True, blank=True, related_name="amendment"
    )  # that it made, once signed

    objects = ScopedManager(pole="project__pole")

    class Meta:
        """The latest first; a number once a project; one at a time is in play."""

        verbose_name = "avenant"
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "number"], name="one_amendment_a_number"),
            models.UniqueConstraint(
                fields=["project"], condition=models.Q(state__in=LIVE), name="one_amendment_in_play"
            ),
        ]

    def __str__(self) -> str:
        """Say which demand it is."""
        return f"Demande d’avenant n° {self.number}"


class AmendmentAnswer(models.Model):
    """Hold what one of those who must accept an amendment answered, and when; empty until then.

    `is_own` tells what a funder or a member answered on its own page from what the team noted for it.
    """

    amendment = models.ForeignKey(Amendment, models.CASCADE, related_name="answers")
    side = models.CharField("qualité", max_length=8, choices=AmendmentSide.choices)
    organisation = models.ForeignKey(Organisation, models.RESTRICT, null=True, blank=True, related_name="+")
    funder = models.ForeignKey(Funder, models.RESTRICT, null=True, blank=True, related_name="+")
    said = models.CharField("réponse", max_length=8, choices=Answer.choices, blank=True)
    words = models.CharField("référence ou motif", max_length=300, blank=True)
    on = models.DateField("le", null=True, blank=True)
    is_own = models.BooleanField(default=False)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    objects = ScopedManager(pole="amendment__project__pole")

    class Meta:
        """In the order they were asked; an answer has its day."""

        verbose_name = "accord"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(said="", on=None) | models.Q(said__in=Answer.values, on__isnull=False),
                name="answers_have_their_day",
            ),
        ]

    def __str__(self) -> str:
        """Name who is asked."""
        return str(self.organisation or self.funder or "Le pôle")
