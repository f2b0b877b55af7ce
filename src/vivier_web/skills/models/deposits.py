"""Waves of collection, what members deposit in them, and the job titles they release."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django_scopes import ScopedManager

from vivier_web.members.models import Organisation, Pole
from vivier_web.skills.choices import ReadWhere
from vivier_web.skills.models.titles import KeyField

UNKNOWN_PCS = ("", "inconnu")  # what payroll files and intake write of an occupation they do not know


class Wave(models.Model):
    """Hold one collection of a pôle: the day it is about, when it is open, frozen, and its cells erased."""

    pole = models.ForeignKey(Pole, models.CASCADE, related_name="waves")
    name = models.CharField("nom", max_length=80)
    on = models.DateField("date de référence")
    opens_on = models.DateField("ouverte le")
    closes_on = models.DateField("fermée le")
    frozen_at = models.DateTimeField("figée le", null=True, blank=True)
    erase_on = models.DateField("cases effacées le", null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(pole="pole")

    class Meta:
        """The latest first."""

        verbose_name = "vague"
        ordering: ClassVar = ["-on", "-pk"]

    def __str__(self) -> str:
        """Show the name."""
        return self.name


class Deposit(models.Model):
    """Hold what one member gave for one wave: cells, which are personal data when small, and nobody's name.

    `cells` is the company as `vivier.intake` counted it (see `skills.deposits.received`); it is emptied when the
    wave is erased. A newer deposit of the member replaces the one before, whose cells are emptied too.
    """

    pole = models.ForeignKey(Pole, models.CASCADE, related_name="deposits")
    wave = models.ForeignKey(Wave, models.CASCADE, related_name="deposits")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="deposits")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    read_where = models.CharField("lu", max_length=8, choices=ReadWhere.choices, default=ReadWhere.BROWSER)
    has_single_ages = models.BooleanField("âges en années", default=False)
    people = models.PositiveIntegerField("salariés")
    cells = models.JSONField(null=True)
    quality = models.JSONField(default=dict)  # anomalies by code, months covered, kinds of sources
    report = models.BinaryField(null=True)  # the member's own report, compressed; erased with the cells
    report_trouble = models.CharField(max_length=400, blank=True)
    sha256 = models.CharField(max_length=64)  # of the cells as sent: the same deposit twice is one
    replaced_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(pole="pole")

    class Meta:
        """One current deposit a member and wave."""

        verbose_name = "dépôt"
        ordering: ClassVar = ["-at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["wave", "organisation"], condition=models.Q(replaced_at=None), name="one_current_deposit"
            )
        ]

    def __str__(self) -> str:
        """Show who and when."""
        return f"{self.organisation_id}, {self.at:%d/%m/%Y}"


class ReleasedTitle(models.Model):
    """Hold a job title its member agreed to show, with its PCS and how many people bear it."""

    pole = models.ForeignKey(Pole, models.CASCADE, related_name="+")
    deposit = models.ForeignKey(Deposit, models.CASCADE, related_name="titles")
    title = models.CharField("intitulé", max_length=120)
    key = KeyField()
    pcs = models.CharField("PCS", max_length=8)
    count = models.PositiveIntegerField("salariés")

    objects = ScopedManager(pole="pole")

    class Meta:
        """One row a title and PCS."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["deposit", "title", "pcs"], name="one_row_a_title_and_pcs")
        ]
        # Those of unknown occupation are counted on the desk every morning, from the index alone.
        indexes: ClassVar = [models.Index(fields=["pole", "pcs", "key", "count", "deposit"], name="titles_to_code")]

    def __str__(self) -> str:
        """Show the title."""
        return self.title
