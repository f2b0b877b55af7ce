"""What members sent of their polyvalence matrices, and the boards of gaps worked out from them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django_scopes import ScopedManager

from vivier_web.members.models import Organisation, Pole
from vivier_web.skills.choices import ReadWhere
from vivier_web.skills.models.deposits import Wave
from vivier_web.skills.models.studies import Run
from vivier_web.skills.models.works import Work


class SkillsDeposit(models.Model):
    """Hold how many people of one member have each level of each skill, for one wave; nobody's name.

    `cells` is what `vivier.intake.matrices` sent; `matches` gives, by wording, the skill of the ROME that its member
    confirmed (empty: kept as worded). Both are emptied with the wave, or when a newer deposit replaces this one.
    """

    pole = models.ForeignKey(Pole, models.CASCADE, related_name="+")
    wave = models.ForeignKey(Wave, models.CASCADE, related_name="skills_deposits")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    read_where = models.CharField("lu", max_length=8, choices=ReadWhere.choices, default=ReadWhere.BROWSER)
    people = models.PositiveIntegerField("personnes évaluées")
    cells = models.JSONField(null=True)
    matches = models.JSONField(default=dict)
    matched_at = models.DateTimeField("compétences confirmées le", null=True, blank=True)
    sha256 = models.CharField(max_length=64)
    replaced_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(pole="pole")

    class Meta:
        """One current deposit a member and wave."""

        verbose_name = "matrice de polyvalence déposée"
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["wave", "organisation"],
                condition=models.Q(replaced_at=None),
                name="one_current_skills_deposit",
            )
        ]

    def __str__(self) -> str:
        """Show who and when."""
        return f"{self.organisation_id}, {self.at:%d/%m/%Y}"


class GapRun(Work):
    """Hold one board of gaps: a study of what lies ahead, the matrices of a wave, and the tables they give.

    `counted` are, by skill shown, the members it added up, each with a signature of what it brought: two boards must
    not give one by difference.
    """

    HEAVY = ("result",)
    DONE = "Un tableau d’écarts terminé ne se modifie pas : calculez-en un autre."

    run = models.ForeignKey(Run, models.CASCADE, related_name="gaps")
    wave = models.ForeignKey(Wave, models.CASCADE, related_name="+")  # of the matrices
    parameters = models.JSONField(default=dict)  # fewest, risk, draws, seed
    version = models.CharField(max_length=20, blank=True)
    counted = models.JSONField(default=dict)
    inputs_sha256 = models.CharField(max_length=64, blank=True)
    result = models.BinaryField(null=True)
    result_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        """The latest first."""

        verbose_name = "tableau d’écarts"
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [models.Index(fields=["state", "beat_at"])]
