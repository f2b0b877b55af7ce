"""What a project costs, version after version; what rules give it; what else pays for it; past de minimis aids."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django_scopes import ScopedManager

from vivier.vocabulary import InputError
from vivier_web.projects.choices import FundingKind
from vivier_web.projects.models.projects import Partner, Project

Person = settings.AUTH_USER_MODEL


class Budget(models.Model):
    """Hold one version of the whole grid: cents by `partner:category:nature`; never changed, only followed."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="budgets")
    number = models.PositiveIntegerField()
    cells = models.JSONField(default=dict)
    what = models.CharField("ce qui a changé", max_length=200, blank=True)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(pole="project__pole")

    class Meta:
        """The latest first; a number once a project."""

        verbose_name = "version du budget"
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["project", "number"], name="one_budget_a_number")]

    def __str__(self) -> str:
        """Show the number."""
        return f"version {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse to change a version."""
        if self.pk:
            raise InputError("Une version du budget ne se modifie pas : enregistrez-en une autre.")
        super().save(*args, **kwargs)


class Estimate(models.Model):
    """Hold one computation of aid: on which budget, by which rules, with what digest of inputs, and its result."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="estimates")
    budget = models.PositiveIntegerField("version du budget")
    regime = models.CharField(max_length=40)
    on = models.DateField("jour du calcul")
    version = models.CharField("version du moteur", max_length=20)
    inputs_sha256 = models.CharField(max_length=64)
    rules_sha256 = models.CharField(max_length=64)
    result = models.JSONField()
    total_eur = models.DecimalField(max_digits=15, decimal_places=2)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(pole="project__pole")

    class Meta:
        """The latest first."""

        verbose_name = "calcul d’aide"
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        """Show the rules and the day."""
        return f"{self.regime}, {self.on:%d/%m/%Y}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse to change a computation."""
        if self.pk:
            raise InputError("Un calcul d’aide ne se modifie pas : refaites-le.")
        super().save(*args, **kwargs)


class FundingLine(models.Model):
    """Hold one line of the co-funding plan, beside the aid: of one partner, or of the whole (None)."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="fundings")
    partner = models.ForeignKey(Partner, models.CASCADE, null=True, blank=True, related_name="fundings")
    kind = models.CharField("ressource", max_length=8, choices=FundingKind.choices)
    label = models.CharField("précision", max_length=120, blank=True)
    amount_eur = models.DecimalField("montant", max_digits=15, decimal_places=2)

    objects = ScopedManager(pole="project__pole")

    class Meta:
        """In the order they were written."""

        verbose_name = "ressource"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(amount_eur__gt=0), name="fundings_are_positive"),
        ]

    def __str__(self) -> str:
        """Show what it is."""
        return str(self.get_kind_display())


class PriorAid(models.Model):
    """Hold one de minimis aid that a partner declares it was granted."""

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="prior_aids")
    granted_on = models.DateField("octroyée le")
    amount_eur = models.DecimalField("montant", max_digits=15, decimal_places=2)
    giver = models.CharField("par", max_length=120, blank=True)
    declared_at = models.DateTimeField("déclarée le", default=timezone.now)

    objects = ScopedManager(pole="partner__project__pole")

    class Meta:
        """By day."""

        verbose_name = "aide de minimis déclarée"
        ordering: ClassVar = ["granted_on", "pk"]

    def __str__(self) -> str:
        """Show the day."""
        return f"{self.granted_on:%d/%m/%Y}"
