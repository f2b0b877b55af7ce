"""The meetings of a committee: what it looks at, who sits, what was moved by hand, how far its experts agree."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django_scopes import ScopedManager

from vivier_web.members.models import Pole
from vivier_web.procedures.definition.data import Stage
from vivier_web.procedures.models.decisions import Decision
from vivier_web.procedures.models.dossiers import Dossier
from vivier_web.procedures.models.procedures import ProcedureVersion

Person = settings.AUTH_USER_MODEL


class Meeting(models.Model):
    """Hold one meeting: a stage of a version of a procedure, a day, who sits; `others` vote without an account."""

    pole = models.ForeignKey(Pole, models.CASCADE, related_name="meetings")
    procedure = models.ForeignKey(ProcedureVersion, models.RESTRICT, related_name="meetings")
    stage = models.CharField("étape", max_length=80)
    on = models.DateField("le")
    others = models.PositiveSmallIntegerField("autres votants", default=0)
    opened_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(pole="pole")

    class Meta:
        """The latest first; one a day and a stage."""

        verbose_name = "séance"
        ordering: ClassVar = ["-on", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["procedure", "stage", "on"], name="one_meeting_a_stage_and_day"),
        ]

    def __str__(self) -> str:
        """Show the stage and the day."""
        return f"{self.step.title}, {self.on:%d/%m/%Y}"

    @property
    def step(self) -> Stage:
        """The stage it decides."""
        return self.procedure.definition().stage(self.stage)

    @property
    def is_closed(self) -> bool:
        """Whether its minutes are settled."""
        return self.closed_at is not None


class Attendee(models.Model):
    """Hold that somebody sits at a meeting and votes."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendees")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")

    objects = ScopedManager(pole="meeting__pole")

    class Meta:
        """Once a meeting."""

        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "person"], name="one_attendee_a_meeting"),
        ]

    def __str__(self) -> str:
        """Show its number."""
        return f"votant {self.pk}"


class MeetingItem(models.Model):
    """Hold one dossier that a meeting looks at; once decided, `sheet` keeps the marks that were in view."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="items")
    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="meeting_items")
    decision = models.OneToOneField(Decision, models.SET_NULL, null=True, related_name="meeting_item")
    sheet = models.JSONField(default=dict, blank=True)

    objects = ScopedManager(pole="meeting__pole")

    class Meta:
        """By reference; a dossier once a meeting."""

        ordering: ClassVar = ["dossier__reference", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "dossier"], name="one_item_a_dossier_and_meeting"),
        ]

    def __str__(self) -> str:
        """Show its number."""
        return f"point {self.pk}"


class Recusal(models.Model):
    """Hold that somebody who sits leaves the room for one dossier, and why."""

    item = models.ForeignKey(MeetingItem, models.CASCADE, related_name="recusals")
    attendee = models.ForeignKey(Attendee, models.CASCADE, related_name="recusals")
    reason = models.CharField("motif", max_length=300)

    objects = ScopedManager(pole="item__meeting__pole")

    class Meta:
        """Once a dossier."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "attendee"], name="one_recusal_an_item"),
        ]

    def __str__(self) -> str:
        """Show the reason."""
        return self.reason


class Shift(models.Model):
    """Hold that the committee gave a dossier another place in its list, and why; the latest holds."""

    item = models.ForeignKey(MeetingItem, models.CASCADE, related_name="shifts")
    place = models.PositiveSmallIntegerField("place")
    reason = models.CharField("motif", max_length=300)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(pole="item__meeting__pole")

    class Meta:
        """In the order they were made."""

        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        """Show the place."""
        return f"place {self.place}"


class PanelReading(models.Model):
    """Hold what the marks of a meeting say of its experts, and the digest of the marks it was worked out from."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="readings")
    digest = models.CharField("empreinte", max_length=64)
    result = models.JSONField(default=dict)
    made_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(pole="meeting__pole")

    class Meta:
        """The latest first; one for the same marks."""

        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "digest"], name="one_reading_of_the_same_marks"),
        ]

    def __str__(self) -> str:
        """Show what it was worked out from."""
        return self.digest[:12]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep it as it was worked out: other marks make another one."""
        if not self.pk:
            super().save(*args, **kwargs)


class Minutes(models.Model):
    """Hold the PDF of the minutes of a closed meeting, made once by the worker."""

    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="minutes")
    pdf = models.BinaryField()
    made_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(pole="meeting__pole")

    def __str__(self) -> str:
        """Show whose they are."""
        return f"procès-verbal {self.pk}"
