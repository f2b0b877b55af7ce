"""What is typed of a dossier, by the pôle or by an authority: corrections, a decision, an opinion on a grid."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpRequest

from vivier_web.procedures.definition.data import Grant
from vivier_web.procedures.definition.grids import Criterion, Grid
from vivier_web.procedures.definition.words import OUTCOMES
from vivier_web.procedures.saying import RECOMMENDATIONS, Change, Chosen, Said

CONDITIONS = 3


def asked_of_a_grant(request: HttpRequest) -> Change:
    """Read what is asked of what was granted: a gesture, its reason, or for how many months."""
    said, months = request.POST, request.POST.get("months", "")
    is_number = months.isascii() and months.isdigit() and len(months) < 4
    return Change(said.get("geste", ""), said.get("why", ""), int(months) if is_number else 0)


class CorrectionForm(forms.Form):
    """Say what the applicant must correct."""

    why = forms.CharField(
        label="À corriger", max_length=500, widget=forms.Textarea(attrs={"rows": 2, "id": "id_correction"})
    )


class DecisionForm(forms.Form):
    """Write a decision: outcome, motives, conditions with their days, who sat, for how long."""

    outcome = forms.ChoiceField(label="Décision")
    motives = forms.CharField(
        label="Motifs", widget=forms.Textarea(attrs={"rows": 4}), help_text="Le porteur les lit, mot pour mot."
    )
    sitting = forms.IntegerField(label="Votants, récusations déduites", min_value=0, max_value=500, required=False)
    months = forms.TypedChoiceField(label="Durée", coerce=int, required=False)

    def __init__(self, decisions: Sequence[str], grant: Grant | None, quorum: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        choices = [("", "Choisissez"), *((each, OUTCOMES[each].capitalize()) for each in decisions)]
        self.fields["outcome"].choices = choices  # type: ignore[attr-defined]
        if quorum:
            self.fields["sitting"].help_text = f"Quorum : {quorum}."
        else:
            del self.fields["sitting"]
        if grant and grant.durations:
            months = [(each, f"{each} mois") for each in grant.durations]
            self.fields["months"].choices = months  # type: ignore[attr-defined]
            self.fields["months"].help_text = f"Ce qui est accordé si la décision est favorable : {grant.title}."
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


class OpinionForm(forms.Form):
    """Judge a dossier on a grid."""

    recommendation = forms.ChoiceField(
        label="Ce que vous recommandez", choices=tuple(RECOMMENDATIONS.items()), required=False
    )
    for_applicant = forms.CharField(
        label="Pour le porteur",
        help_text="Il le lit une fois l’étape passée, si la procédure le prévoit. Sans votre nom.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=10_000,
        required=False,
    )
    for_panel = forms.CharField(
        label="Pour ceux qui décident",
        help_text="Le porteur ne le lit jamais.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=10_000,
        required=False,
    )
    content = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, grid: Grid, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.grid = grid
        for each in grid.criteria:
            choices = [(str(anchor.mark), anchor.text) for anchor in each.anchors]
            extra = [] if each.required else [("", "Sans avis sur ce critère")]
            self.fields[f"mark_{each.key}"] = forms.ChoiceField(
                label=each.title, choices=[*choices, *extra], required=False, widget=forms.RadioSelect
            )

    def criteria(self) -> list[tuple[Criterion, Any]]:
        """Give each criterion beside its field."""
        return [(each, self[f"mark_{each.key}"]) for each in self.grid.criteria]

    def shows(self, version: int) -> None:
        """Send back the version that the page shows, even beside what was typed on an earlier one."""
        self.initial["content"] = version
        if self.is_bound:
            self.data = dict(self.data.items()) | {"content": str(version)}

    def said(self) -> Said:
        """Give what was typed."""
        said = self.cleaned_data
        marks = {each.key: int(mark) if (mark := said[f"mark_{each.key}"]) else None for each in self.grid.criteria}
        return Said(marks, said["recommendation"], said["for_applicant"], said["for_panel"])

    def tell(self, troubles: dict[str, str]) -> None:
        """Put each trouble beside its criterion."""
        for key, sentence in troubles.items():
            name = f"mark_{key}" if f"mark_{key}" in self.fields else None
            self.add_error(name, sentence)
