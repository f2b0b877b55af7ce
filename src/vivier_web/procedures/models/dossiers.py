"""A dossier pinned to one version of a procedure, what it says version after version, who judges it and how."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django_scopes import ScopedManager

from vivier.vocabulary import InputError
from vivier_web.members.models import Organisation, Pole
from vivier_web.procedures.choices import AssignmentState
from vivier_web.procedures.definition import Procedure
from vivier_web.procedures.definition.words import END, OUTCOMES
from vivier_web.procedures.models.procedures import ProcedureVersion

Person = settings.AUTH_USER_MODEL


class Dossier(models.Model):
    """Hold where a dossier is in the version of the procedure it was opened with, for ever.

    `passed` are the stages it left (`stage`, `entered_on`, `left_on`, `outcome`), `pauses` the corrections asked
    (`asked_on`, `answered_on`, `why`), `ahead` the stages filed early; `draft` the answers typed and not filed yet.
    `local` is the local authority it is addressed to, a département or an EPCI: it is nobody else's (`local_of`).
    """

    pole = models.ForeignKey(Pole, models.CASCADE, related_name="dossiers")
    procedure = models.ForeignKey(ProcedureVersion, models.RESTRICT, related_name="dossiers")
    organisation = models.ForeignKey(Organisation, models.RESTRICT, related_name="dossiers")
    reference = models.CharField("référence", max_length=12)
    title = models.CharField("titre", max_length=200, blank=True)
    local = models.CharField("collectivité", max_length=9, blank=True)
    stage = models.CharField("étape", max_length=80)
    entered_on = models.DateField("entré le")
    opened_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField("issue", max_length=30, blank=True)
    passed = models.JSONField(default=list, blank=True)
    pauses = models.JSONField(default=list, blank=True)
    ahead = models.JSONField(default=list, blank=True)
    draft = models.JSONField(default=dict, blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(pole="pole")

    class Meta:
        """The latest first."""

        verbose_name = "dossier"
        ordering: ClassVar = ["-reference", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pole", "reference"], name="one_dossier_a_reference"),
            models.CheckConstraint(
                condition=models.Q(stage=END, outcome__in=sorted(OUTCOMES), closed_at__isnull=False)
                | models.Q(~models.Q(stage=END), outcome="", closed_at__isnull=True),
                name="closed_dossiers_have_an_outcome",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["pole", "stage"], name="dossiers_by_stage")]

    def __str__(self) -> str:
        """Show the reference and the title."""
        return f"{self.reference} {self.title}".strip()

    def definition(self) -> Procedure:
        """Read the procedure it is pinned to."""
        return self.procedure.definition()

    @property
    def is_closed(self) -> bool:
        """Whether nothing more will happen."""
        return self.stage == END

    @property
    def correction_asked(self) -> dict[str, Any] | None:
        """The correction its applicant has still to answer; a closed dossier awaits none."""
        waiting = (each for each in reversed(self.pauses) if not each.get("answered_on"))
        return None if self.is_closed else next(waiting, None)


class Content(models.Model):
    """Hold one version of what a dossier says: every answer by the key of its field; never changed, only followed.

    A field of kind « fichier » holds where the document is: files themselves are not kept in this version.
    """

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="contents")
    number = models.PositiveSmallIntegerField()
    answers = models.JSONField(default=dict)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(pole="dossier__pole")

    class Meta:
        """The latest first; a number once a dossier."""

        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dossier", "number"], name="one_content_a_number"),
        ]

    def __str__(self) -> str:
        """Show the number."""
        return f"version {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse to change what was filed: opinions were given on it."""
        if self.pk:
            raise InputError("Un contenu déposé ne se modifie pas : déposez une nouvelle version.")
        super().save(*args, **kwargs)


class Assignment(models.Model):
    """Hold that an expert was asked to judge a dossier at a stage, and what they answered."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="assignments")
    stage = models.CharField(max_length=80)
    expert = models.ForeignKey(Person, models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=AssignmentState.choices, default=AssignmentState.INVITED)
    reason = models.CharField("motif", max_length=300, blank=True)
    invited_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)

    objects = ScopedManager(pole="dossier__pole")

    class Meta:
        """An expert once a stage."""

        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dossier", "stage", "expert"], name="one_assignment_a_stage"),
        ]

    def __str__(self) -> str:
        """Show the state."""
        return str(self.get_state_display())

    @property
    def key(self) -> str:
        """The opaque key by which the pure rules know the expert."""
        return f"A{self.pk}"


class Opinion(models.Model):
    """Hold one opinion on one version of the content; a later one of the same expert takes its place.

    `confirmed_for` is a later version that its author said it still holds for; `is_set_aside` an opinion that a new
    presentation of the dossier made void. `for_public`, `for_applicant` and `for_panel` are what each may read.
    """

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="opinions")
    content = models.PositiveSmallIntegerField()
    grid = models.CharField(max_length=80)
    grid_digest = models.CharField(max_length=64)
    marks = models.JSONField(default=dict)
    for_public = models.TextField(blank=True)
    for_applicant = models.TextField(blank=True)
    for_panel = models.TextField(blank=True)
    recommendation = models.CharField(max_length=30, blank=True)
    given_at = models.DateTimeField(auto_now_add=True)
    confirmed_for = models.PositiveSmallIntegerField(default=0)
    is_set_aside = models.BooleanField(default=False)

    objects = ScopedManager(pole="assignment__dossier__pole")

    class Meta:
        """In the order they were given."""

        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        """Show the version it was given on."""
        return f"avis sur la version {self.content}"
