"""A project and those who carry it."""

from typing import ClassVar

from django.db import models
from django_scopes import ScopedManager

from vivier_web.members.models import Organisation, Pole
from vivier_web.procedures.models import Dossier
from vivier_web.projects.choices import PartnerState, ProjectState


class Project(models.Model):
    """Hold what partners do together; `lead` carries it, `dossiers` are what was filed for it, the latest last."""

    pole = models.ForeignKey(Pole, models.CASCADE, related_name="projects")
    lead = models.ForeignKey(Organisation, models.RESTRICT, related_name="projects_led")
    title = models.CharField("titre", max_length=120)
    summary = models.TextField("résumé", max_length=2000, blank=True)
    state = models.CharField("avancement", max_length=10, choices=ProjectState.choices, default=ProjectState.EMERGING)
    is_rd = models.BooleanField("recherche et développement", default=True)
    starts_on = models.DateField("début", null=True, blank=True)
    ends_on = models.DateField("fin", null=True, blank=True)
    opened_at = models.DateTimeField(auto_now_add=True)
    dossiers = models.ManyToManyField(Dossier, related_name="projects", blank=True)

    objects = ScopedManager(pole="pole")

    class Meta:
        """The latest first."""

        verbose_name = "projet"
        ordering: ClassVar = ["-opened_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["pole", "state"], name="projects_by_state")]

    def __str__(self) -> str:
        """Show the title."""
        return self.title


class Partner(models.Model):
    """Hold that an organisation was asked into a consortium, for what, and what it answered."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(Organisation, models.RESTRICT, related_name="partnerships")
    state = models.CharField(max_length=10, choices=PartnerState.choices, default=PartnerState.INVITED)
    brings = models.CharField("ce qu’il apporte", max_length=300, blank=True)
    invited_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(pole="project__pole")

    class Meta:
        """An organisation once a project."""

        verbose_name = "partenaire"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "organisation"], name="one_partner_a_project"),
        ]

    def __str__(self) -> str:
        """Show the state."""
        return str(self.get_state_display())
