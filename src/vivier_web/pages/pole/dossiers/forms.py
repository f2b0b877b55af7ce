"""What the team types of a dossier: who to ask, what to correct, what was decided and on which conditions."""

from typing import Any

from django import forms

from vivier_web.accounts.models import User
from vivier_web.pages.shared.dossier_forms import CorrectionForm, DecisionForm
from vivier_web.procedures.queries.instruction import Instruction

__all__ = ["CorrectionForm", "DecideForm", "InviteForm"]


class InviteForm(forms.Form):
    """Choose one of the experts of the pôle."""

    expert = forms.ChoiceField(label="Expert")

    def __init__(self, experts: list[User], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["expert"].choices = [(each.pk, each.full_name) for each in experts]  # type: ignore[attr-defined]


class DecideForm(DecisionForm):
    """Write a decision among those that the stage offers."""

    def __init__(self, now: Instruction, *args: Any, **kwargs: Any) -> None:
        super().__init__(now.decisions, now.grant, now.quorum, *args, **kwargs)
