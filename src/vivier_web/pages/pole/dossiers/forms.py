"""What the team types of a dossier: who to ask, what to correct, what was decided and on which conditions."""

import datetime as dt
from typing import Any

from django import forms

from vivier_web.accounts.models import User
from vivier_web.procedures.actions.deciding import Chosen
from vivier_web.procedures.definition.words import OUTCOMES
from vivier_web.procedures.queries.instruction import Instruction

CONDITIONS = 3


class InviteForm(forms.Form):
    """Choose one of the experts of the pôle."""

    expert = forms.ChoiceField(label="Expert")

    def __init__(self, experts: list[User], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["expert"].choices = [(each.pk, each.full_name) for each in experts]  # type: ignore[attr-defined]


class CorrectionForm(forms.Form):
    """Say what the applicant must correct."""

    why = forms.CharField(
        label="À corriger", max_length=500, widget=forms.Textarea(attrs={"rows": 2, "id": "id_correction"})
    )


class DecideForm(forms.Form):
    """Write a decision: outcome, motives, conditions with their days, who sat, for how long."""

    outcome = forms.ChoiceField(label="Décision")
    motives = forms.CharField(
        label="Motifs", widget=forms.Textarea(attrs={"rows": 4}), help_text="Le porteur les lit, mot pour mot."
    )
    sitting = forms.IntegerField(label="Votants, récusations déduites", min_value=0, max_value=500, required=False)
    months = forms.TypedChoiceField(label="Durée", coerce=int, required=False)

    def __init__(self, now: Instruction, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        choices = [("", "Choisissez"), *((each, OUTCOMES[each].capitalize()) for each in now.decisions)]
        self.fields["outcome"].choices = choices  # type: ignore[attr-defined]
        if now.quorum:
            self.fields["sitting"].help_text = f"Quorum : {now.quorum}."
        else:
            del self.fields["sitting"]
        if now.grant and now.grant.durations:
            months = [(each, f"{each} mois") for each in now.grant.durations]
            self.fields["months"].choices = months  # type: ignore[attr-defined]
            self.fields["months"].help_text = f"Ce qui est accordé si la décision est favorable : {now.grant.title}."
        else:
            del self.fields["months"]
        for rank in range(CONDITIONS):
            self.fields[f"condition_{rank}"] = forms.CharField(
                label=f"Condition {rank + 1}", max_length=300, required=False
            )
            self.fields[f"due_{rank}"] = forms.DateField(
                label="Échéance", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            )

    def pairs(self) -> list[tuple[Any, Any]]:
        """Give each condition beside its day."""
        return [(self[f"condition_{rank}"], self[f"due_{rank}"]) for rank in range(CONDITIONS)]

    def clean(self) -> dict[str, Any]:
        """A condition has its day, a day its condition."""
        said = super().clean() or {}
        for rank in range(CONDITIONS):
            text, due = said.get(f"condition_{rank}"), said.get(f"due_{rank}")
            if bool(text) != bool(due) and f"due_{rank}" not in self.errors:
                self.add_error(f"due_{rank}", "Une condition va avec son échéance.")
        return said

    def chosen(self) -> Chosen:
        """Give what was decided."""
        said = self.cleaned_data
        conditions: list[tuple[str, dt.date]] = [
            (said[f"condition_{rank}"], said[f"due_{rank}"])
            for rank in range(CONDITIONS)
            if said.get(f"condition_{rank}")
        ]
        sitting, months = int(said.get("sitting") or 0), int(said.get("months") or 0)
        return Chosen(said["outcome"], said["motives"], tuple(conditions), sitting, months)
