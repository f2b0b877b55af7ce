"""Shared training: courses and places of the catalogue, needs, who agrees to be planned for, plans and answers."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django_scopes import ScopedManager

from vivier_web.members.models import Organisation, Pole
from vivier_web.skills.models.deposits import Wave
from vivier_web.skills.models.needs import NeedsCall
from vivier_web.skills.models.works import Work


class TrainingBatch(models.Model):
    """Hold that rows were given together, to take them back together."""

    pole = models.ForeignKey(Pole, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=6)  # course, place, need
    lines = models.PositiveIntegerField("lignes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(pole="pole")

    class Meta:
        """The latest first."""

        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        """Show how many lines."""
        return f"{self.kind}, {self.lines}"


class TrainingRow(models.Model):
    """Hold what rows of the catalogue and of needs share; `values` are those that `skills.training.reading` read.

    `body` is the training body that proposed it, which then waits until `accepted_at`.
    """

    pole = models.ForeignKey(Pole, models.CASCADE, related_name="+")
    batch = models.ForeignKey(TrainingBatch, models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField("nom", max_length=120)
    values = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(pole="pole")

    class Meta:
        """By name."""

        abstract = True
        ordering: ClassVar = ["name", "pk"]

    def __str__(self) -> str:
        """Show the name."""
        return self.name


class Proposed(TrainingRow):
    """Hold a row that a training body may propose."""

    body = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta(TrainingRow.Meta):
        """A table each."""

        abstract = True


class TrainingCourse(Proposed):
    """Hold a course that may be held: seats, prices, hours, periods, funders."""

    class Meta(Proposed.Meta):
        """Name it in French."""

        verbose_name = "formation"


class TrainingPlace(Proposed):
    """Hold a place where sessions may be held, and where it is."""

    class Meta(Proposed.Meta):
        """Name it in French."""

        verbose_name = "lieu de formation"


class TrainingNeed(TrainingRow):
    """Hold a need the team gives by hand for a member; it stands for what the member's return says of that course."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")

    class Meta(TrainingRow.Meta):
        """Name it in French."""

        verbose_name = "besoin de formation"


class TrainingConsent(models.Model):
    """Hold that a member lets the team plan its training with other members, from its return of a call."""

    pole = models.ForeignKey(Pole, models.CASCADE, related_name="+")
    call = models.ForeignKey(NeedsCall, models.CASCADE, related_name="training_consents")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(pole="pole")

    class Meta:
        """One at a time."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["call", "organisation"],
                condition=models.Q(withdrawn_at=None),
                name="one_current_training_consent",
            )
        ]

    def __str__(self) -> str:
        """Show whose."""
        return f"accord de {self.organisation_id}"


class TrainingPlan(Work):
    """Hold one calculation of a plan: what it was asked, how good the best plan so far is, its result.

    `inputs` names members by their key only. Once done it never changes: another plan replaces it.
    """

    HEAVY = ("inputs", "result")
    DONE = "Un plan terminé ne se modifie pas : relancez-le pour en faire un autre."

    wave = models.ForeignKey(Wave, models.CASCADE, related_name="training_plans")
    number = models.PositiveIntegerField("plan n°")
    parameters = models.JSONField(default=dict)
    inputs = models.JSONField(default=dict)
    inputs_sha256 = models.CharField(max_length=64, blank=True)
    best = models.JSONField(default=dict)  # cost, bound, gap, sessions, people of the best plan so far
    stop_asked_at = models.DateTimeField(null=True, blank=True)
    conflict = models.JSONField(default=list)  # the smallest set of constraints that cannot hold together
    version = models.CharField(max_length=20, blank=True)
    result = models.JSONField(null=True)
    result_sha256 = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        """The latest first."""

        verbose_name = "plan de formation"
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pole", "number"], name="training_plans_are_numbered")
        ]
        indexes: ClassVar = [models.Index(fields=["state", "beat_at"], name="training_plans_lost")]

    def __str__(self) -> str:
        """Show the number."""
        return f"plan n°\u00a0{self.number}"


class TrainingProposal(models.Model):
    """Hold that a plan is proposed to its members, until it is taken back."""

    pole = models.ForeignKey(Pole, models.CASCADE, related_name="+")
    plan = models.OneToOneField(TrainingPlan, models.CASCADE, related_name="proposal")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(pole="pole")

    class Meta:
        """The latest first."""

        ordering: ClassVar = ["-at"]

    def __str__(self) -> str:
        """Show which plan."""
        return f"{self.plan_id}"


class SeatAnswer(models.Model):
    """Hold what a member answers for its seats in one session of a plan."""

    pole = models.ForeignKey(Pole, models.CASCADE, related_name="+")
    plan = models.ForeignKey(TrainingPlan, models.CASCADE, related_name="answers")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    session = models.CharField(max_length=8)
    is_accepted = models.BooleanField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now=True)

    objects = ScopedManager(pole="pole")

    class Meta:
        """One a member and session."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "organisation", "session"], name="one_answer_a_session")
        ]

    def __str__(self) -> str:
        """Show to which session."""
        return f"{self.plan_id}, {self.session}"
