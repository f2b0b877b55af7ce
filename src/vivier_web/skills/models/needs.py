"""The yearly return of members: the call of a wave, drafts, what was sent, who may read it; what projects need."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django_scopes import ScopedManager

from vivier_web.members.models import Organisation, Pole
from vivier_web.skills.models.deposits import Wave


class NeedsCall(models.Model):
    """Hold that a wave asks members for their return, and with which questions, whatever comes after."""

    pole = models.ForeignKey(Pole, models.CASCADE, related_name="needs_calls")
    wave = models.OneToOneField(Wave, models.CASCADE, related_name="needs_call")
    schema = models.CharField("questionnaire", max_length=12)
    at = models.DateTimeField(auto_now_add=True)
    reminded_at = models.DateTimeField("dernière relance", null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(pole="pole")

    class Meta:
        """The latest first."""

        ordering: ClassVar = ["-wave__on", "-pk"]

    def __str__(self) -> str:
        """Show the questions."""
        return f"{self.wave_id}, {self.schema}"


class NeedsDraft(models.Model):
    """Hold what a member has typed so far, as it was typed, and what it can take back.

    `sources` says where a prefilled field comes from; `before` are the states that « annuler » goes back to.
    """

    pole = models.ForeignKey(Pole, models.CASCADE, related_name="+")
    call = models.ForeignKey(NeedsCall, models.CASCADE, related_name="drafts")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    typed = models.JSONField(default=dict)
    sources = models.JSONField(default=dict)
    before = models.JSONField(default=list)
    seen = models.JSONField(default=list)  # the steps that were saved
    seconds = models.PositiveIntegerField("temps passé", default=0)
    at = models.DateTimeField(auto_now=True)

    objects = ScopedManager(pole="pole")

    class Meta:
        """One draft a member and call."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["call", "organisation"], name="one_draft_of_needs")]

    def __str__(self) -> str:
        """Show whose."""
        return f"brouillon de {self.organisation_id}"


class NeedsReturn(models.Model):
    """Hold one version of the return of a member; a correction is another version, and none is ever changed."""

    pole = models.ForeignKey(Pole, models.CASCADE, related_name="+")
    call = models.ForeignKey(NeedsCall, models.CASCADE, related_name="returns")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="needs_returns")
    version = models.PositiveSmallIntegerField("version", default=1)
    answers = models.JSONField()
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField("envoyé le", auto_now_add=True)
    seconds = models.PositiveIntegerField("temps passé", default=0)
    fields = models.PositiveSmallIntegerField("champs remplis", default=0)
    replaced_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(pole="pole")

    class Meta:
        """One current version."""

        verbose_name = "retour"
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["call", "organisation", "version"], name="needs_versions_are_numbered"),
            models.UniqueConstraint(
                fields=["call", "organisation"], condition=models.Q(replaced_at=None), name="one_current_needs_return"
            ),
        ]

    def __str__(self) -> str:
        """Show whose and which."""
        return f"{self.organisation_id}, version {self.version}"


class NeedsRelease(models.Model):
    """Hold that a member lets the pôle's team read its return of a call, from when, and until when."""

    pole = models.ForeignKey(Pole, models.CASCADE, related_name="+")
    call = models.ForeignKey(NeedsCall, models.CASCADE, related_name="releases")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(pole="pole")

    class Meta:
        """One at a time."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["call", "organisation"], condition=models.Q(withdrawn_at=None), name="one_current_release"
            )
        ]

    def __str__(self) -> str:
        """Show whose."""
        return f"accord de {self.organisation_id}"


class ProjectNeed(models.Model):
    """Hold people that a project will need in one occupation and year, as the team declares them."""

    pole = models.ForeignKey(Pole, models.CASCADE, related_name="project_needs")
    project = models.CharField("projet", max_length=120)
    title = models.CharField("métier", max_length=120)
    pcs = models.CharField("PCS", max_length=8)
    rome = models.CharField("ROME", max_length=8, blank=True)
    year = models.PositiveSmallIntegerField("année")
    people = models.PositiveIntegerField("postes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(pole="pole")

    class Meta:
        """By project, year and occupation."""

        verbose_name = "besoin d’un projet"
        ordering: ClassVar = ["project", "year", "title", "pk"]

    def __str__(self) -> str:
        """Show the project and the occupation."""
        return f"{self.project} : {self.title}"
