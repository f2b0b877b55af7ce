"""What is typed of a practice."""

from typing import Any

from django import forms

from vivier_web.procedures.models import ProcedureVersion
from vivier_web.projects.actions.practices import Card
from vivier_web.projects.choices import STEPS, PracticeAxis

_PLACES = [
    (str(PracticeAxis(axis).label), [(f"{axis}:{step}", step) for step in steps]) for axis, steps in STEPS.items()
]


class PracticeForm(forms.Form):
    """Write a practice."""

    place = forms.ChoiceField(label="Axe et étape", choices=[("", "Choisissez"), *_PLACES])
    title = forms.CharField(label="Titre", max_length=120)
    words = forms.CharField(
        label="Ce que vous faites", widget=forms.Textarea(attrs={"rows": 6}), max_length=3000,
        help_text="Comment, avec qui, à quel rythme : de quoi le refaire ailleurs.",
    )  # fmt: skip
    learned = forms.CharField(
        label="Ce que vous en retenez", widget=forms.Textarea(attrs={"rows": 3}), max_length=2000, required=False
    )
    source = forms.CharField(label="Source", max_length=200, required=False)
    procedure = forms.ChoiceField(
        label="Procédure", required=False,
        help_text="Ce que la pratique apporte se mesure sur ses dossiers, dès qu’il y en a cinq.",
    )  # fmt: skip

    def __init__(self, versions: list[ProcedureVersion], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.versions = {str(each.pk): each for each in versions}
        choices = [("", "Aucune"), *((key, str(each)) for key, each in self.versions.items())]
        self.fields["procedure"].choices = choices  # type: ignore[attr-defined]

    def card(self) -> Card:
        """Give what was typed."""
        said = self.cleaned_data
        axis, _, step = said["place"].partition(":")
        version = self.versions.get(said["procedure"])
        return Card(axis, step, said["title"], said["words"], said["learned"], said["source"], version)
