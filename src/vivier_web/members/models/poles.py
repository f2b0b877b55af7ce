"""Pôles, their labels, and the networks they form."""

from typing import ClassVar

from django.db import models
from django_scopes import ScopedManager

from vivier_web.members.choices import CarrierKind, PoleKind
from vivier_web.members.models.organisations import Organisation


class Network(models.Model):
    """Hold a network of pôles of one domain (automobile, health and biotechnologies, craft…)."""

    slug = models.SlugField(unique=True)
    name = models.CharField("nom", max_length=120)

    def __str__(self) -> str:
        """Show the name."""
        return self.name


class Pole(models.Model):
    """Hold a pôle: of competitiveness, of craft innovation, territorial (PTCE), or a plain cluster."""

    slug = models.SlugField(unique=True)
    name = models.CharField("nom", max_length=120)
    kind = models.CharField("nature", max_length=16, choices=PoleKind.choices)
    domain = models.CharField("domaine", max_length=120, blank=True)
    region = models.CharField("région (code INSEE)", max_length=2, blank=True)
    carrier = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    carrier_kind = models.CharField("structure porteuse", max_length=16, choices=CarrierKind.choices, blank=True)
    networks = models.ManyToManyField(Network, related_name="poles", blank=True)
    is_fictional = models.BooleanField("pôle fictif", default=False)

    class Meta:
        """By name."""

        verbose_name = "pôle"
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        """Show the name."""
        return self.name


class Label(models.Model):
    """Hold a label of a pôle: by whom, from when to when, under which conditions."""

    pole = models.ForeignKey(Pole, models.CASCADE, related_name="labels")
    name = models.CharField("label", max_length=120)
    granted_by = models.CharField("délivré par", max_length=120, blank=True)
    granted_on = models.DateField("depuis le")
    ends_on = models.DateField("jusqu’au", null=True, blank=True)
    conditions = models.TextField("conditions", blank=True)

    objects = ScopedManager(pole="pole")

    class Meta:
        """The latest first."""

        ordering: ClassVar = ["-granted_on"]

    def __str__(self) -> str:
        """Show the name."""
        return self.name
