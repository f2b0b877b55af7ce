"""What partners declare of a project once it ended, year by year, and the years whose totals are frozen."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django_scopes import ScopedManager

from vivier.vocabulary import InputError
from vivier_web.members.models import Organisation, Pole
from vivier_web.projects.models.projects import Project

Person = settings.AUTH_USER_MODEL


class OutcomeReturn(models.Model):
    """Hold what one partner declares of one year, never changed: a correction is the next number."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="outcomes")
    organisation = models.ForeignKey(Organisation, models.RESTRICT, related_name="outcomes")
    year = models.PositiveSmallIntegerField("année")
    number = models.PositiveSmallIntegerField("version", default=1)
    products = models.PositiveIntegerField("produits ou services mis sur le marché dans l’année", default=0)
    patents = models.PositiveIntegerField("brevets déposés dans l’année", default=0)
    publications = models.PositiveIntegerField("publications parues dans l’année", default=0)
    jobs_created = models.PositiveIntegerField("emplois créés dans l’année", default=0)
    jobs_kept = models.PositiveIntegerField("emplois maintenus au 31 décembre", default=0)
    start_ups = models.PositiveIntegerField("entreprises créées dans l’année", default=0)
    turnover_eur = models.DecimalField(
        "chiffre d’affaires tiré du projet", max_digits=14, decimal_places=2, default=0
    )
    said = models.CharField("commentaire", max_length=500, blank=True)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(pole="project__pole")

    class Meta:
        """The latest first; a number once a partner and year."""

        verbose_name = "retour sur les retombées"
        ordering: ClassVar = ["-year", "organisation_id", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["project", "organisation", "year", "number"], name="one_outcome_return_a_number"
            ),
            models.CheckConstraint(condition=models.Q(turnover_eur__gte=0), name="turnovers_are_not_negative"),
        ]
        indexes: ClassVar = [models.Index(fields=["year"], name="outcomes_by_year")]

    def __str__(self) -> str:
        """Show the year."""
        return f"retombées {self.year}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse to change what was declared."""
        if self.pk:
            raise InputError("Un retour envoyé ne se modifie pas : envoyez une correction.")
        super().save(*args, **kwargs)


class OutcomeYear(models.Model):
    """Hold that a year is closed: its totals of that day; no return of it is sent or corrected after."""

    pole = models.ForeignKey(Pole, models.CASCADE, related_name="outcome_years")
    year = models.PositiveSmallIntegerField("année")
    frozen_at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    totals = models.JSONField(default=dict)

    objects = ScopedManager(pole="pole")

    class Meta:
        """The latest first; a year once a pôle."""

        verbose_name = "année de retombées"
        ordering: ClassVar = ["-year"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pole", "year"], name="one_outcome_year_a_pole"),
        ]

    def __str__(self) -> str:
        """Show the year."""
        return str(self.year)
