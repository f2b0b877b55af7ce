"""A project and those who carry it."""

from typing import ClassVar

from django.db import models
from django_scopes import ScopedManager

from vivier_web.members.models import Organisation, Pole
from vivier_web.procedures.models import Dossier, ProcedureVersion
from vivier_web.projects.choices import PartnerState, ProjectState


class Project(models.Model):
    """Hold what partners do together; `lead` carries it, `dossiers` are what was filed for it, the latest last.

    `seeks` is what the consortium still lacks (`skills`, `naf`, `kinds`, `departments`: lists of words); `declared`
    what it declares of itself for the aid, `market_years` the years to the market; `regime` the rules of aid looked
    at. `base_eur` and `aid_eur` repeat the last budget and the last estimate, so that boards add up in one query.
    """

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
    procedure = models.ForeignKey(ProcedureVersion, models.SET_NULL, null=True, blank=True, related_name="+")
    regime = models.CharField("règles de l’aide", max_length=40, blank=True)
    categories = models.JSONField(default=list)  # of research, shown in the grid
    declared = models.JSONField(default=dict)
    market_years = models.PositiveSmallIntegerField("années jusqu’au marché", null=True, blank=True)
    seeks = models.JSONField(default=dict)
    next_step = models.CharField("prochaine étape", max_length=200, blank=True)
    due_on = models.DateField("pour le", null=True, blank=True)
    base_eur = models.DecimalField(max_digits=15, decimal_places=2, default=0)
    aid_eur = models.DecimalField(max_digits=15, decimal_places=2, null=True, blank=True)

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
    """Hold that an organisation was asked into a consortium, for what, what it answered, and what rules of aid ask.

    `kind`, `size`, `territory`, `method`, `area` are words of `vivier.aid`; `group` names the single undertaking it
    belongs to (blank: itself), `full_cost_eur` a laboratory's full cost, `other_public_eur` its other public money.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(Organisation, models.RESTRICT, related_name="partnerships")
    state = models.CharField(max_length=10, choices=PartnerState.choices, default=PartnerState.INVITED)
    brings = models.CharField("ce qu’il apporte", max_length=300, blank=True)
    invited_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    kind = models.CharField("statut", max_length=12, default="company")
    size = models.CharField("taille", max_length=8, blank=True)
    territory = models.CharField("territoire", max_length=10, default="outside")
    method = models.CharField("méthode de coûts", max_length=10, default="full")
    area = models.CharField("zone assistée", max_length=1, blank=True)
    group = models.CharField("groupe", max_length=120, blank=True)
    full_cost_eur = models.DecimalField("coût complet", max_digits=15, decimal_places=2, null=True, blank=True)
    other_public_eur = models.DecimalField("autre argent public", max_digits=15, decimal_places=2, default=0)

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
