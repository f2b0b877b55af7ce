"""Who belongs to which pôle, in which college, from when to when."""

import datetime as dt
from typing import ClassVar, Self

from django.db import models
from django_scopes import ScopedManager

from vivier_web.members.models.imports import ImportBatch
from vivier_web.members.models.organisations import Organisation
from vivier_web.members.models.poles import Pole


class Memberships(models.QuerySet["Membership"]):
    """Read adhesions by their days, whose meaning is said here and nowhere else."""

    def of_day(self, day: dt.date) -> Self:
        """Keep the adhesions that hold on a day: begun by then, and not ended before it.

        The last day of an adhesion belongs to it. A member whose end is noted ahead is a member until that day, with
        all that members may; one admitted ahead is a member from its first day. An organisation has at most one
        adhesion of a day: `admit_member` sees to it, so that rows are counted as members.
        """
        return self.filter(models.Q(left_on=None) | models.Q(left_on__gte=day), joined_on__lte=day)

    def ended_by(self, day: dt.date) -> Self:
        """Keep the adhesions whose last day is past."""
        return self.filter(left_on__lt=day)

    def to_come(self, day: dt.date) -> Self:
        """Keep the adhesions whose first day is still to come."""
        return self.filter(joined_on__gt=day)


class Membership(models.Model):
    """Hold an adhesion: who, in which college, from when to when.

    The last four columns repeat what lists are sorted, searched and mapped by: a pôle of 14,000 members is then read
    by its own index, never through the whole register of organisations. `refresh_words` keeps them true.
    """

    pole = models.ForeignKey(Pole, models.CASCADE, related_name="memberships", db_index=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    college = models.CharField("collège", max_length=60, blank=True)
    joined_on = models.DateField("adhérent depuis")
    left_on = models.DateField("jusqu’au", null=True, blank=True)
    batch = models.ForeignKey(ImportBatch, models.SET_NULL, null=True, editable=False, related_name="memberships")
    sort_name = models.CharField(max_length=200, editable=False, default="")
    words = models.TextField(editable=False, default="")
    town = models.CharField(max_length=100, editable=False, default="")
    department = models.CharField(max_length=3, editable=False, default="")

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(Memberships), pole="pole")

    class Meta:
        """One adhesion at a time."""

        verbose_name = "adhésion"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pole", "organisation"], condition=models.Q(left_on=None), name="one_current_membership"
            ),
            models.CheckConstraint(
                condition=models.Q(left_on=None) | models.Q(left_on__gte=models.F("joined_on")),
                name="membership_ends_after_it_begins",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["pole", "sort_name", "id"], name="members_by_name"),
            models.Index(fields=["pole", "department", "left_on", "joined_on"], name="members_by_day"),
        ]

    def __str__(self) -> str:
        """Show who."""
        return f"{self.organisation_id} @ {self.pole_id}"

    def holds_on(self, day: dt.date) -> bool:
        """Tell whether the adhesion is `of_day`, of one already read."""
        return self.joined_on <= day and (self.left_on is None or self.left_on >= day)
