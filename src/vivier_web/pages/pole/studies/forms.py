"""The two forms of this room: a collection to open, a study to prepare."""

import datetime as dt
from typing import Any

from django import forms

DRAWS = ((1000, "1 000 (usage courant)"), (5000, "5 000 (intervalles plus stables)"))


class Day(forms.DateInput):
    """Ask for a day with the browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(attrs={"class": "form-control"}, format="%Y-%m-%d")


class WaveForm(forms.Form):
    """Ask what a collection is about and when it is open."""

    name = forms.CharField(
        label="Nom",
        max_length=80,
        widget=forms.TextInput(attrs={"class": "form-control"}),
        help_text="Par exemple : Effectifs au 31 décembre 2026.",
    )
    on = forms.DateField(label="Date de référence", widget=Day(), help_text="Le jour dont on compte les présents.")
    opens_on = forms.DateField(label="Ouverte le", widget=Day())
    closes_on = forms.DateField(
        label="Fermée le", widget=Day(), help_text="Vous pourrez la figer plus tôt ou plus tard."
    )

    def clean(self) -> dict[str, Any]:
        """Check that the collection closes after it opens."""
        said = super().clean() or {}
        opens, closes = said.get("opens_on"), said.get("closes_on")
        if isinstance(opens, dt.date) and isinstance(closes, dt.date) and closes < opens:
            self.add_error("closes_on", "La fermeture vient après l’ouverture : corrigez l’une des deux dates.")
        return said


class StudyForm(forms.Form):
    """Ask what a study counts, and how far it looks."""

    wave = forms.TypedChoiceField(label="Vague", coerce=int, widget=forms.Select(attrs={"class": "form-select"}))
    name = forms.CharField(
        label="Nom de l’étude", max_length=120, required=False,
        widget=forms.TextInput(attrs={"class": "form-control"}), help_text="Vide : celui de la vague.",
    )  # fmt: skip
    perimeter = forms.ChoiceField(
        label="Membres comptés", widget=forms.Select(attrs={"class": "form-select"}),
        help_text="Au moins trois membres qui ont déposé, sans quoi un chiffre en trahirait un.",
    )  # fmt: skip
    horizon = forms.IntegerField(
        label="Horizon (années)", min_value=1, max_value=30, initial=10,
        widget=forms.NumberInput(attrs={"class": "form-control"}),
    )  # fmt: skip
    region = forms.ChoiceField(
        label="Chiffres officiels à mettre en regard",
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    needs = forms.BooleanField(
        label="Avec les besoins déclarés par les membres et les projets", required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
        help_text="Les postes nouveaux qu’ils annoncent s’ajoutent à l’effectif, étalés sur l’horizon.",
    )  # fmt: skip
    draws = forms.TypedChoiceField(
        label="Tirages", coerce=int, choices=DRAWS, initial=1000, widget=forms.Select(attrs={"class": "form-select"}),
        help_text="Le nombre de futurs possibles d’où viennent les intervalles.",
    )  # fmt: skip
    seed = forms.IntegerField(
        label="Graine du hasard", min_value=0, max_value=2**31 - 1, initial=1,
        widget=forms.NumberInput(attrs={"class": "form-control"}),
        help_text="La même graine redonne exactement les mêmes chiffres.",
    )  # fmt: skip

    def __init__(self, *args: Any, waves: Any = (), perimeters: Any = (), regions: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["wave"].choices = [(wave.pk, str(wave)) for wave in waves]  # type: ignore[attr-defined]
        self.fields["perimeter"].choices = perimeters  # type: ignore[attr-defined]
        if regions:
            self.fields["region"].choices = [("-", "Aucun"), *((f"r{code}", words) for code, words in regions)]  # type: ignore[attr-defined]
        else:
            del self.fields["region"]

    def parameters(self) -> dict[str, Any]:
        """Give the parameters of the study that was asked for."""
        said = self.cleaned_data
        kind, _, value = said["perimeter"].partition(":")
        region = said.get("region") or "-"
        return {
            "perimeter": kind,
            "value": value,
            "horizon": said["horizon"],
            "draws": said["draws"],
            "seed": said["seed"],
            "needs": said["needs"],
            "region": None if region == "-" else region.removeprefix("r"),
        }
