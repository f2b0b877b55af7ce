"""Organisations (one a SIREN) and their sites (one a SIRET): the same rows for every pôle they belong to."""

from typing import ClassVar

from django.db import models

from vivier_web.members.choices import OrganisationKind


class Organisation(models.Model):
    """Hold a company, laboratory, school or authority; those from abroad have no SIREN.

    `words` is what a search looks at: name, SIREN, SIRETs, towns and activity, folded (see `members.search`).
    `batch` is the import that created it, if any. `size` is INSEE's class of employees (`trancheEffectifs`), `naf`
    its activity as `25.62B`.
    """

    siren = models.CharField("SIREN", max_length=9, unique=True, null=True, blank=True)
    name = models.CharField("raison sociale", max_length=200)
    kind = models.CharField("type", max_length=12, choices=OrganisationKind.choices, default=OrganisationKind.SME)
    naf = models.CharField("activité (NAF)", max_length=8, blank=True)
    size = models.CharField("tranche d’effectif", max_length=2, blank=True)
    words = models.TextField(editable=False, default="")
    batch = models.ForeignKey("members.ImportBatch", models.SET_NULL, null=True, editable=False, related_name="+")

    class Meta:
        """Name it in French."""

        verbose_name = "organisation"
        indexes: ClassVar = [models.Index(fields=["name"]), models.Index(fields=["naf"])]

    def __str__(self) -> str:
        """Show the name."""
        return self.name


class Site(models.Model):
    """Hold an establishment; `commune` is its INSEE code, `department` follows from it."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="sites")
    siret = models.CharField("SIRET", max_length=14, unique=True)
    name = models.CharField("enseigne", max_length=200, blank=True)
    address = models.CharField("adresse", max_length=200, blank=True)
    postcode = models.CharField("code postal", max_length=5, blank=True)
    commune = models.CharField("code commune", max_length=5, blank=True)
    town = models.CharField("commune", max_length=100, blank=True)
    department = models.CharField("département", max_length=3, blank=True, db_index=True)
    naf = models.CharField("activité (NAF)", max_length=8, blank=True)
    is_head_office = models.BooleanField("siège", default=False)
    closed_on = models.DateField("fermé le", null=True, blank=True)
    batch = models.ForeignKey("members.ImportBatch", models.SET_NULL, null=True, editable=False, related_name="+")

    class Meta:
        """The head office first."""

        verbose_name = "établissement"
        ordering: ClassVar = ["-is_head_office", "siret"]

    def __str__(self) -> str:
        """Show the SIRET and the town."""
        return f"{self.siret} {self.town}".strip()
