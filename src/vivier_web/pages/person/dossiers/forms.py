"""What an expert types: one mark a criterion, each with what it means, and what each reader may read."""

from typing import Any

from django import forms

from vivier_web.procedures.actions.judging import RECOMMENDATIONS, Said
from vivier_web.procedures.definition.grids import Criterion, Grid


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
