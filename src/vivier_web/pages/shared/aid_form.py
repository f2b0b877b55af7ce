"""What is typed to work an aid out, by the team and by the lead alike: rules, day, what the whole declares."""

from typing import Any

from django import forms
from django.utils import timezone

from vivier_web.projects.building.words import CATEGORIES, DECLARED, regimes

_DAY = {"class": "form-control", "type": "date"}


def _choice(words: dict[str, str], label: str) -> forms.ChoiceField:
    pairs = [(key, said.capitalize()) for key, said in words.items()]
    widget = forms.Select(attrs={"class": "form-select"})
    return forms.ChoiceField(choices=pairs, label=label, widget=widget, required=False)


_PAIRS = [(key, said.capitalize()) for key, said in CATEGORIES.items()]


class AidForm(forms.Form):
    """Choose the rules, the day, and say what the whole declares."""

    regime = forms.ChoiceField(label="Règles", widget=forms.Select(attrs={"class": "form-select"}))
    on = forms.DateField(label="Au", widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"))
    market_years = forms.IntegerField(
        label="Années jusqu’au marché", min_value=0, max_value=50, required=False,
        widget=forms.NumberInput(attrs={"class": "form-control"}),
    )  # fmt: skip
    categories = forms.MultipleChoiceField(
        label="Catégories de recherche du budget", choices=_PAIRS,
        required=False, widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, regimes: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["regime"].choices = regimes  # type: ignore[attr-defined]
        for key, words in DECLARED.items():
            self.fields[key] = _choice({"": "non dit", "yes": "oui", "no": "non"}, words.capitalize())

    def declared(self) -> dict[str, Any]:
        """Give what was declared: yes, no, or nothing."""
        said = {"yes": True, "no": False}
        held = self.cleaned_data
        return {
            **{key: said.get(held[key]) for key in DECLARED},
            "market_years": held["market_years"],
            "categories": held["categories"],
        }

    @property
    def points(self) -> list[Any]:
        """The fields of what is declared."""
        return [self[key] for key in DECLARED]


def aid_form(said: Any, regime: str, known: dict[str, Any]) -> AidForm:
    """Give the form as a project last declared itself: `known` holds its declared points, years and categories."""
    words = {True: "yes", False: "no", None: ""}
    declared = known.get("declared", {})
    initial = {
        "regime": regime or "fui-25",
        "on": timezone.localdate(),
        "market_years": known.get("market_years"),
        "categories": known.get("categories"),
        **{key: words[declared.get(key)] for key in DECLARED},
    }
    return AidForm(regimes(), said, initial=initial)
