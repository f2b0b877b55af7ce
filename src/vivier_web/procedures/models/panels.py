"""Who may be asked to judge: what experts wrote of themselves, their ties, the panels proposed for a stage."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django_scopes import ScopedManager

from vivier_web.members.models import Pole
from vivier_web.procedures.choices import PanelState, TieKind
from vivier_web.procedures.models.procedures import ProcedureVersion

Person = settings.AUTH_USER_MODEL


class ExpertCard(models.Model):
    """Hold what an expert of a pôle wrote of themselves, their college and region, and how many dossiers at most."""

    pole = models.ForeignKey(Pole, models.CASCADE, related_name="expert_cards")
    expert = models.ForeignKey(Person, models.CASCADE, related_name="+")
    words = models.TextField("domaines et expérience", max_length=3000, blank=True)
    college = models.CharField("collège", max_length=60, blank=True)
    region = models.CharField("région", max_length=60, blank=True)
    most = models.PositiveSmallIntegerField("dossiers au plus", default=4)

    objects = ScopedManager(pole="pole")

    class Meta:
        """One an expert and a pôle."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pole", "expert"], name="one_card_an_expert"),
        ]

    def __str__(self) -> str:
        """Show the college."""
        return self.college or "expert"


class Tie(models.Model):
    """Hold a tie of an expert with an organisation, which may be a conflict: job, mandate, common project.

    A tie has a SIREN where the organisation has one, else its name; `until_on` is the last day (empty: it goes on).
    """

    card = models.ForeignKey(ExpertCard, models.CASCADE, related_name="ties")
    kind = models.CharField("lien", max_length=8, choices=TieKind.choices)
    siren = models.CharField("SIREN", max_length=9, blank=True)
    name = models.CharField("organisation", max_length=200)
    until_on = models.DateField("jusqu’au", null=True, blank=True)

    objects = ScopedManager(pole="card__pole")

    class Meta:
        """By name."""

        ordering: ClassVar = ["name", "pk"]

    def __str__(self) -> str:
        """Show the kind."""
        return str(self.get_kind_display())


class PanelDraft(models.Model):
    """Hold a panel proposed for the dossiers at a stage: what was asked, what was found, what the team changed.

    `result` has `seats` (expert, dossier, why), `alternates` and `apart` (conflicts, in a sentence each); `changes`
    are seats the team added or took away, applied in order; `sent_at` says that the invitations left.
    """

    pole = models.ForeignKey(Pole, models.CASCADE, related_name="panel_drafts")
    procedure = models.ForeignKey(ProcedureVersion, models.RESTRICT, related_name="panel_drafts")
    stage = models.CharField("étape", max_length=80)
    terms = models.JSONField(default=dict)
    state = models.CharField("état", max_length=8, choices=PanelState.choices, default=PanelState.QUEUED)
    result = models.JSONField(default=dict, blank=True)
    changes = models.JSONField(default=list, blank=True)
    trouble = models.CharField("ce qui a manqué", max_length=2000, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    beat_at = models.DateTimeField(auto_now_add=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    objects = ScopedManager(pole="pole")

    class Meta:
        """The latest first."""

        verbose_name = "panel"
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        """Show how far it is."""
        return str(self.get_state_display())

    def seats(self) -> list[dict[str, Any]]:
        """Give the seats as the team left them."""
        found = [dict(each) for each in self.result.get("seats", ())]
        for change in self.changes:
            pair = (change["expert"], change["dossier"])
            found = [each for each in found if (each["expert"], each["dossier"]) != pair]
            if change["is_in"]:
                found.append(
                    {"expert": pair[0], "dossier": pair[1], "why": "Choisi par l’équipe.", "is_by_hand": True}
                )
        return found
