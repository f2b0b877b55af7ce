"""People one meets in organisations, and what passed between them and the pôle."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django_scopes import ScopedManager

from vivier_web.members.choices import DealingKind
from vivier_web.members.models.organisations import Organisation
from vivier_web.members.models.poles import Pole


class Contact(models.Model):
    """Hold somebody within an organisation, as one pôle knows them."""

    pole = models.ForeignKey(Pole, models.CASCADE, related_name="contacts")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="contacts")
    name = models.CharField("nom", max_length=120)
    function = models.CharField("fonction", max_length=120, blank=True)
    email = models.EmailField("adresse électronique", blank=True)
    phone = models.CharField("téléphone", max_length=20, blank=True)
    words = models.CharField(max_length=250, editable=False, default="")  # name and function, folded

    objects = ScopedManager(pole="pole")

    class Meta:
        """By name."""

        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        """Show the name."""
        return self.name


class Dealing(models.Model):
    """Hold a visit, a call, a need or a referral, and the next step agreed, with its day."""

    pole = models.ForeignKey(Pole, models.CASCADE, related_name="dealings")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="dealings")
    contact = models.ForeignKey(Contact, models.SET_NULL, null=True, blank=True, related_name="dealings")
    kind = models.CharField("nature", max_length=10, choices=DealingKind.choices)
    on = models.DateField("date")
    summary = models.TextField("ce qui s’est dit")
    partner = models.CharField("partenaire", max_length=120, blank=True)
    next_step = models.CharField("suite à donner", max_length=200, blank=True)
    due_on = models.DateField("pour le", null=True, blank=True)
    settled_on = models.DateField("fait le", null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    words = models.TextField(editable=False, default="")  # what was said and agreed, folded

    objects = ScopedManager(pole="pole")

    class Meta:
        """The latest first."""

        ordering: ClassVar = ["-on", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["pole", "settled_on", "due_on"]),
            models.Index(fields=["pole", "organisation", "on"], name="dealings_of_a_member"),
        ]

    def __str__(self) -> str:
        """Show the kind and the day."""
        return f"{self.get_kind_display()} {self.on:%d/%m/%Y}"
