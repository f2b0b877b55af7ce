"""What was decided of a dossier: outcome and motives, conditions followed to their proof, what was granted."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django_scopes import ScopedManager

from vivier.vocabulary import InputError
from vivier_web.procedures.definition.words import OUTCOMES
from vivier_web.procedures.models.dossiers import Dossier

Person = settings.AUTH_USER_MODEL


class Decision(models.Model):
    """Hold one decision, never changed: the stage, the outcome, why, on how many opinions and with who sat."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="decisions")
    stage = models.CharField(max_length=80)
    outcome = models.CharField("issue", max_length=30)
    motives = models.TextField("motifs")
    on = models.DateField("le")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    content = models.PositiveSmallIntegerField()
    opinions = models.PositiveSmallIntegerField(default=0)
    sitting = models.PositiveSmallIntegerField(default=0)
    quorum = models.PositiveSmallIntegerField(default=0)
    digest = models.CharField("empreinte", max_length=64)

    objects = ScopedManager(pole="dossier__pole")

    class Meta:
        """The latest first."""

        verbose_name = "décision"
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        """Show the outcome."""
        return self.words

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse to change a decision."""
        if self.pk:
            raise InputError("Une décision ne se modifie pas : le dossier peut être représenté.")
        super().save(*args, **kwargs)

    @property
    def words(self) -> str:
        """The outcome in French."""
        return OUTCOMES[self.outcome]


class Condition(models.Model):
    """Hold a condition of a decision: what, for when, and what proves that it was met."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="conditions")
    text = models.CharField("condition", max_length=300)
    due_on = models.DateField("échéance")
    proof = models.CharField("preuve", max_length=300, blank=True)
    settled_on = models.DateField("levée le", null=True, blank=True)

    objects = ScopedManager(pole="decision__dossier__pole")

    class Meta:
        """The first due first."""

        ordering: ClassVar = ["due_on", "pk"]

    def __str__(self) -> str:
        """Show what is asked."""
        return self.text


class Grant(models.Model):
    """Hold what a decision granted (a label, an award), from when to when, whether it is suspended or withdrawn."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="grants")
    key = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    is_conditional = models.BooleanField(default=False)
    suspended_on = models.DateField(null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    why = models.CharField("motif", max_length=300, blank=True)
    renewed_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="renewals")

    objects = ScopedManager(pole="decision__dossier__pole")

    class Meta:
        """The latest first."""

        ordering: ClassVar = ["-from_on", "-pk"]

    def __str__(self) -> str:
        """Show what it is."""
        return self.title


class Attestation(models.Model):
    """Hold the PDF that says a decision, made once by the worker."""

    decision = models.OneToOneField(Decision, models.CASCADE, related_name="attestation")
    pdf = models.BinaryField()
    made_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(pole="decision__dossier__pole")

    def __str__(self) -> str:
        """Show whose it is."""
        return f"attestation {self.pk}"
