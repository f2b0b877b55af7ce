"""What follows an award: its last day, the agreement and its amendments, what is due, what is paid."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django_scopes import ScopedManager

from vivier.vocabulary import InputError
from vivier_web.members.models import Organisation
from vivier_web.projects.choices import DeliverableKind, FunderKind
from vivier_web.projects.models.projects import Project

Person = settings.AUTH_USER_MODEL


class Award(models.Model):
    """Hold that an award was announced, under which lapse rule; the rule says until when it may be finalised.

    `until_on` is the last day once somebody moved it by a decision; `lapsed_on` the day it was lost; `revived_on` and
    `why` the decision that gave it back. `reminders` are the days before the end at which letters have gone.
    """

    project = models.OneToOneField(Project, models.CASCADE, related_name="award")
    rule = models.CharField("règle de caducité", max_length=40)
    announced_on = models.DateField("annoncé le")
    until_on = models.DateField("à finaliser avant le", null=True, blank=True)
    lapsed_on = models.DateField("caduc le", null=True, blank=True)
    revived_on = models.DateField("rétabli le", null=True, blank=True)
    why = models.CharField("motif", max_length=300, blank=True)
    reminders = models.JSONField(default=list, blank=True)

    objects = ScopedManager(pole="project__pole")

    class Meta:
        """Name it in French."""

        verbose_name = "octroi"
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        """Show the day of the announcement."""
        return f"annoncé le {self.announced_on:%d/%m/%Y}"


class Agreement(models.Model):
    """Hold one version of the agreement of a project, never changed: an amendment is the next number."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="agreements")
    number = models.PositiveSmallIntegerField("numéro")
    signed_on = models.DateField("signée le")
    starts_on = models.DateField("début")
    ends_on = models.DateField("fin")
    what = models.CharField("objet de l’avenant", max_length=300, blank=True)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(pole="project__pole")

    class Meta:
        """The latest first; a number once a project; it ends after it starts."""

        verbose_name = "convention"
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "number"], name="one_agreement_a_number"),
            models.CheckConstraint(
                condition=models.Q(ends_on__gt=models.F("starts_on")), name="agreements_end_after_they_start"
            ),
        ]

    def __str__(self) -> str:
        """Say which version it is."""
        return "Convention" if self.number == 1 else f"Avenant n° {self.number - 1}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse to change what was signed."""
        if self.pk:
            raise InputError("Une convention signée ne se modifie pas : ajoutez un avenant.")
        super().save(*args, **kwargs)


class Funder(models.Model):
    """Hold who pays a part of a project; the same through every amendment.

    `territory` says which Region, département or EPCI it is: its agents alone answer for it, on their own desk.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="funders")
    kind = models.CharField("nature", max_length=10, choices=FunderKind.choices)
    name = models.CharField("financeur", max_length=120)
    territory = models.CharField("territoire", max_length=9, blank=True)

    objects = ScopedManager(pole="project__pole")

    class Meta:
        """In the order they came; a name once a project."""

        verbose_name = "financeur"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "name"], name="one_funder_a_name"),
        ]

    def __str__(self) -> str:
        """Show the name."""
        return self.name


class Aid(models.Model):
    """Hold what one funder grants one partner under one version of the agreement, to the cent."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="aids")
    funder = models.ForeignKey(Funder, models.RESTRICT, related_name="aids")
    organisation = models.ForeignKey(Organisation, models.RESTRICT, related_name="+")
    amount_eur = models.DecimalField("aide", max_digits=12, decimal_places=2, validators=[MinValueValidator(0)])

    objects = ScopedManager(pole="agreement__project__pole")

    class Meta:
        """One amount a funder and partner; never negative."""

        verbose_name = "aide"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agreement", "funder", "organisation"], name="one_aid_a_cell"),
            models.CheckConstraint(condition=models.Q(amount_eur__gte=0), name="aids_are_not_negative"),
        ]

    def __str__(self) -> str:
        """Show the amount."""
        return f"{self.amount_eur} €"


class Deliverable(models.Model):
    """Hold what is due, by whom and when; `first_due_on` is the day first promised, whatever was moved since."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="deliverables")
    kind = models.CharField("nature", max_length=12, choices=DeliverableKind.choices)
    title = models.CharField("intitulé", max_length=160)
    organisation = models.ForeignKey(Organisation, models.RESTRICT, related_name="deliverables")
    due_on = models.DateField("échéance")
    first_due_on = models.DateField("échéance d’origine")
    why = models.CharField("motif du report", max_length=300, blank=True)
    done_on = models.DateField("remis le", null=True, blank=True)
    proof = models.CharField("preuve", max_length=300, blank=True)
    document = models.ForeignKey(
        "projects.Document", models.SET_NULL, null=True, blank=True, related_name="deliverables"
    )
    dropped_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(pole="project__pole")

    class Meta:
        """The first due first."""

        verbose_name = "livrable"
        ordering: ClassVar = ["due_on", "pk"]
        indexes: ClassVar = [models.Index(fields=["done_on", "due_on"], name="deliverables_by_due_day")]

    def __str__(self) -> str:
        """Show the title."""
        return self.title


class Payment(models.Model):
    """Hold a payment asked by a partner of a funder, and what was paid of it; both against the agreement."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="payments")
    funder = models.ForeignKey(Funder, models.RESTRICT, related_name="payments")
    organisation = models.ForeignKey(Organisation, models.RESTRICT, related_name="+")
    words = models.CharField("objet", max_length=120)
    asked_on = models.DateField("demandé le")
    asked_eur = models.DecimalField("demandé", max_digits=12, decimal_places=2)
    paid_on = models.DateField("versé le", null=True, blank=True)
    paid_eur = models.DecimalField("versé", max_digits=12, decimal_places=2, null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(pole="project__pole")

    class Meta:
        """The first asked first; amounts above nothing, paid both with its day or not at all."""

        verbose_name = "versement"
        ordering: ClassVar = ["asked_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(asked_eur__gt=0), name="payments_ask_something"),
            models.CheckConstraint(
                condition=models.Q(paid_on=None, paid_eur=None)
                | models.Q(paid_on__isnull=False, paid_eur__gte=0, paid_eur__lte=models.F("asked_eur")),
                name="payments_pay_what_was_asked_at_most",
            ),
        ]

    def __str__(self) -> str:
        """Show what it is for."""
        return self.words
