"""What the team types in the committee room and for panels of experts."""

from dataclasses import dataclass
from typing import Any, cast

from django import forms

from vivier_web.pages.pole.dossiers.forms import DecideForm
from vivier_web.procedures.actions.panels import Card, Terms
from vivier_web.procedures.choices import TieKind
from vivier_web.procedures.definition.data import Grant
from vivier_web.procedures.queries.committee import Room, Row
from vivier_web.procedures.queries.instruction import Instruction


@dataclass(frozen=True, slots=True)
class _Asked:
    """Hold what the form of a decision is built from; who sits is known, so that it is not asked."""

    decisions: tuple[str, ...]
    grant: Grant | None
    quorum: int = 0


class PointForm(DecideForm):
    """Decide one dossier of a meeting: what the rule proposes is already written."""

    def __init__(self, room: Room, row: Row, *args: Any, **kwargs: Any) -> None:
        asked = cast("Instruction", _Asked(room.outcomes, room.grant))
        proposed = {"outcome": row.told.get("outcome", ""), "motives": " ".join(row.told.get("motives", ()))}
        super().__init__(asked, *args, initial=proposed, prefix=f"p{row.item.pk}", **kwargs)


class TermsForm(forms.Form):
    """Say what a panel must hold to."""

    per_dossier = forms.IntegerField(label="Experts par dossier", min_value=1, max_value=9, initial=3)
    alternates = forms.IntegerField(label="Suppléants par dossier", min_value=0, max_value=9, initial=1)
    colleges = forms.MultipleChoiceField(
        label="Au moins un expert de chacun de ces collèges", required=False, widget=forms.CheckboxSelectMultiple
    )
    most_of_region = forms.IntegerField(
        label="Experts d’une même région, au plus", help_text="0 : sans limite.", min_value=0, max_value=9, initial=0
    )
    keeps_changes = forms.BooleanField(label="Garder les experts choisis à la main", required=False)

    def __init__(self, colleges: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["colleges"].choices = [(each, each) for each in colleges]  # type: ignore[attr-defined]
        if not colleges:
            del self.fields["colleges"]

    def terms(self) -> Terms:
        """Give what was typed."""
        said = dict(self.cleaned_data)
        return Terms(**(said | {"colleges": tuple(said.get("colleges", ()))}))


class CardForm(forms.Form):
    """Say what an expert knows, where from, and how many dossiers at most."""

    words = forms.CharField(
        label="Domaines et expérience",
        help_text="Les mots de l’expert sur lui-même : c’est par eux que les dossiers lui sont proposés.",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=3000,
        required=False,
    )
    college = forms.CharField(label="Collège", max_length=60, required=False)
    region = forms.CharField(label="Région", max_length=60, required=False)
    most = forms.IntegerField(label="Dossiers à la fois, au plus", min_value=0, max_value=50, initial=4)

    def card(self) -> Card:
        """Give what was typed."""
        return Card(**self.cleaned_data)


class TieForm(forms.Form):
    """Declare a tie of an expert with an organisation."""

    kind = forms.ChoiceField(label="Lien", choices=TieKind.choices)
    name = forms.CharField(label="Organisation", max_length=200)
    siren = forms.CharField(label="SIREN", max_length=14, required=False)
    until_on = forms.DateField(
        label="Jusqu’au", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
