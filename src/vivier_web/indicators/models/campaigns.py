"""Campaigns: which set of indicators is asked for which year, of one pôle, or of all those of a kind at once."""

import datetime as dt
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django_scopes import ScopedManager

from vivier.vocabulary import InputError
from vivier_web.indicators.definition import Indicator, IndicatorSet, read
from vivier_web.indicators.definition.terms import before, ends_on, words_of
from vivier_web.members.choices import PoleKind
from vivier_web.members.models import Pole


class SetVersion(models.Model):
    """Hold the text of one version of a set of indicators, never changed: a campaign keeps the one it opened with."""

    key = models.CharField("clé", max_length=80)
    version = models.CharField("version", max_length=40)
    title = models.CharField("titre", max_length=200)
    kind = models.CharField("nature de pôle", max_length=16, choices=PoleKind.choices)
    text = models.TextField("texte")
    digest = models.CharField("empreinte", max_length=64, unique=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """By title, the latest first."""

        verbose_name = "version d’un jeu d’indicateurs"
        ordering: ClassVar = ["title", "-pk"]

    def __str__(self) -> str:
        """Show the title and the version."""
        return f"{self.title} ({self.version})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse to change it: answers were given to it."""
        if self.pk:
            raise InputError("Un jeu d’indicateurs déjà utilisé ne change plus : faites-en une nouvelle version.")
        super().save(*args, **kwargs)

    def definition(self) -> IndicatorSet:
        """Read the text; the same one is read once."""
        return read(self.text)


class NationalCampaign(models.Model):
    """Hold that every pôle of a kind is asked for the same indicators of a year; each has its own campaign of it."""

    set = models.ForeignKey(SetVersion, models.RESTRICT, related_name="national_campaigns")
    year = models.PositiveSmallIntegerField("année")
    term = models.CharField("trimestre ou semestre", max_length=2, blank=True)  # T1, S2; nothing: the whole year
    opens_on = models.DateField("ouverte le")
    closes_on = models.DateField("close le")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """The latest year first."""

        verbose_name = "campagne nationale"
        ordering: ClassVar = ["-year", "-term", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["set", "year", "term"], name="one_national_campaign_a_term"),
        ]

    def __str__(self) -> str:
        """Show the year, or the term of it."""
        return self.period_words

    @property
    def period_words(self) -> str:
        """The year, or the term of it, in words."""
        return words_of(self.year, self.term)


class Campaign(models.Model):
    """Hold one campaign of one pôle: the set, the year it is about, when it is open, when it was last frozen.

    `members` is how many members are asked, `answered` how many of them sent, both kept true by the actions: the
    board of the State reads them for every pôle at once.
    """

    pole = models.ForeignKey(Pole, models.CASCADE, related_name="campaigns")
    national = models.ForeignKey(NationalCampaign, models.CASCADE, null=True, related_name="campaigns")
    set = models.ForeignKey(SetVersion, models.RESTRICT, related_name="campaigns")
    year = models.PositiveSmallIntegerField("année")
    term = models.CharField("trimestre ou semestre", max_length=2, blank=True)  # T1, S2; nothing: the whole year
    opens_on = models.DateField("ouverte le")
    closes_on = models.DateField("close le")
    members = models.PositiveIntegerField("membres interrogés", default=0)
    answered = models.PositiveIntegerField("membres qui ont répondu", default=0)
    reminded_at = models.DateTimeField("dernière relance", null=True, blank=True)
    frozen_at = models.DateTimeField("figée le", null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(pole="pole")

    class Meta:
        """The latest year first."""

        verbose_name = "campagne d’indicateurs"
        ordering: ClassVar = ["-year", "-term", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pole", "set", "year", "term"], name="one_campaign_a_set_and_term"),
            models.CheckConstraint(
                condition=models.Q(closes_on__gte=models.F("opens_on")), name="campaign_closes_after_it_opens"
            ),
        ]

    def __str__(self) -> str:
        """Show the year, or the term of it."""
        return self.period_words

    @property
    def period_words(self) -> str:
        """The year, or the term of it, in words."""
        return words_of(self.year, self.term)

    @property
    def period_ends_on(self) -> dt.date:
        """The last day of the year or term it is about."""
        return ends_on(self.year, self.term)

    @property
    def before(self) -> tuple[int, str]:
        """The year and term that come just before."""
        return before(self.year, self.term)

    def asked(self, *, of_members: bool) -> tuple[Indicator, ...]:
        """Give what the team, or each member, is asked in it."""
        return self.set.definition().asked(self.year, of_members=of_members, term=self.term)
