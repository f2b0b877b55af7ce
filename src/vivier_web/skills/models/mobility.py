"""What members offer and seek themselves, and the couples of both that somebody is interested in."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django_scopes import ScopedManager

from vivier_web.members.models import Organisation, Pole, Site
from vivier_web.skills.choices import Closed, RouteKind


class Declaration(models.Model):
    """Hold what offers and searches share: which occupation, how many people, from when to when, where.

    For one person an offer is that person: no age, no name, no reason has a place here. `title` and `note` are shown
    to the member alone until both sides agree. Nothing of this is ever computed from a deposit.
    """

    pole = models.ForeignKey(Pole, models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    site = models.ForeignKey(Site, models.SET_NULL, null=True, blank=True, related_name="+")
    title = models.CharField("intitulé du poste", max_length=80)
    pcs = models.CharField("métier (PCS-ESE)", max_length=8)
    rome = models.CharField("métier (ROME)", max_length=8, blank=True)
    note = models.CharField("précisions", max_length=200, blank=True)
    people = models.PositiveSmallIntegerField("personnes")
    from_on = models.DateField("du")
    until_on = models.DateField("au")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    declared_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(pole="pole")

    class Meta:
        """The latest first."""

        abstract = True
        ordering: ClassVar = ["-declared_at", "-pk"]

    def __str__(self) -> str:
        """Show the title."""
        return self.title


class Offer(Declaration):
    """Hold people whom a member offers itself, after it acknowledged the reminder about its CSE."""

    form = models.CharField("voie envisagée", max_length=12, choices=RouteKind.choices, default=RouteKind.LOAN)
    reminder = models.CharField(max_length=10)  # the version of the text acknowledged
    acknowledged_on = models.DateField("rappel lu le")

    class Meta(Declaration.Meta):
        """Those in force are read by pôle."""

        verbose_name = "offre de mobilité"
        indexes: ClassVar = [models.Index(fields=["pole", "withdrawn_at", "until_on"], name="offers_in_force")]


class Search(Declaration):
    """Hold people whom a member lacks, and how far it looks (0: anywhere in the pôle)."""

    km = models.PositiveSmallIntegerField("rayon", default=0)

    class Meta(Declaration.Meta):
        """Those in force are read by pôle."""

        verbose_name = "recherche de personnel"
        indexes: ClassVar = [models.Index(fields=["pole", "withdrawn_at", "until_on"], name="searches_in_force")]


class Introduction(models.Model):
    """Hold an offer and a search that at least one side is interested in; names are shown once both are.

    `offer_at` and `search_at` say when each side said yes; `lapses_on` when silence ends it.
    """

    pole = models.ForeignKey(Pole, models.CASCADE, related_name="+")
    offer = models.ForeignKey(Offer, models.CASCADE, related_name="introductions")
    search = models.ForeignKey(Search, models.CASCADE, related_name="introductions")
    offer_at = models.DateTimeField(null=True, blank=True)
    search_at = models.DateTimeField(null=True, blank=True)
    offer_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    search_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    lapses_on = models.DateField(null=True, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_why = models.CharField(max_length=9, choices=Closed.choices, blank=True)
    nudged_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(pole="pole")

    class Meta:
        """One a couple; agreed only when both sides said yes."""

        verbose_name = "mise en relation"
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["offer", "search"], name="one_introduction_a_couple"),
            models.CheckConstraint(
                condition=models.Q(agreed_at=None) | models.Q(offer_at__isnull=False, search_at__isnull=False),
                name="agreed_by_both",
            ),
        ]

    def __str__(self) -> str:
        """Show the couple by its numbers: never who."""
        return f"{self.offer_id} × {self.search_id}"
