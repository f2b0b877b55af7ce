"""Strategies: what the machine proposed, frozen; the sheet people made of it; its PDF."""

from typing import ClassVar

from django.db import models
from django_scopes import ScopedManager

from vivier_web.members.models import Pole
from vivier_web.skills.models.needs import NeedsCall
from vivier_web.skills.models.studies import Run
from vivier_web.skills.models.works import Work


class StrategyProposal(Work):
    """Hold the axes that were worked out from a run: hash of inputs, version, seed, result, sources."""

    HEAVY = ("result", "sources")
    DONE = "Une proposition terminée ne se modifie pas : demandez-en une autre, et travaillez dans l’atelier."

    run = models.ForeignKey(Run, models.CASCADE, related_name="strategies")
    call = models.ForeignKey(NeedsCall, models.SET_NULL, null=True, related_name="+")
    number = models.PositiveIntegerField("proposition n°")
    parameters = models.JSONField(default=dict)  # seed, weights (None: drawn from the scores)
    version = models.CharField(max_length=20, blank=True)
    inputs_sha256 = models.CharField(max_length=64, blank=True)
    result = models.BinaryField(null=True)
    result_sha256 = models.CharField(max_length=64, blank=True)
    sources = models.BinaryField(null=True)  # what the document may cite beside the run, as it was that day

    class Meta:
        """The latest first."""

        verbose_name = "proposition de stratégie"
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pole", "number"], name="strategy_proposals_are_numbered")
        ]
        indexes: ClassVar = [models.Index(fields=["state", "beat_at"])]

    def __str__(self) -> str:
        """Show the number."""
        return f"proposition n°\u00a0{self.number}"


class StrategySheet(models.Model):
    """Hold what people made of a proposal, the states before each change, the text members may read."""

    pole = models.ForeignKey(Pole, models.CASCADE, related_name="+")
    proposal = models.OneToOneField(StrategyProposal, models.CASCADE, related_name="sheet")
    axes = models.JSONField(default=list)
    before = models.JSONField(default=list)
    changed_at = models.DateTimeField(auto_now=True)
    published_text = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(pole="pole")

    class Meta:
        """One a proposal."""

        verbose_name = "atelier de stratégie"

    def __str__(self) -> str:
        """Show of which proposal."""
        return f"atelier de {self.proposal_id}"


class StrategyPaper(Work):
    """Hold the PDF of one text of a strategy; a text that changed since has another."""

    HEAVY = ("content",)
    DONE = "Le PDF d’une stratégie ne se modifie pas : un texte changé en a un autre."

    sheet = models.ForeignKey(StrategySheet, models.CASCADE, related_name="papers")
    text = models.TextField()
    text_sha256 = models.CharField(max_length=64)
    content = models.BinaryField(null=True)
    size = models.PositiveIntegerField(default=0)  # bytes
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        """One a text."""

        verbose_name = "PDF d’une stratégie"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sheet", "text_sha256"], name="one_paper_of_a_strategy_text")
        ]
        indexes: ClassVar = [models.Index(fields=["state", "beat_at"])]
