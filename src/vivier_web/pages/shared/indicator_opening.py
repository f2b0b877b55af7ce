"""The form that opens a campaign of indicators, in one pôle or in all those of a kind."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, cast

from django import forms

from vivier_web.indicators.definition import shipped_set
from vivier_web.indicators.definition.terms import ASKED, TERMS

LASTS = dt.timedelta(days=75)  # unless somebody says otherwise


class Opening(forms.Form):
    """Ask which set, for which year, between which days."""

    set = forms.ChoiceField(label="Jeu d’indicateurs")
    year = forms.IntegerField(label="Année décrite", min_value=2005, max_value=2060)
    term = forms.ChoiceField(
        label="Terme", required=False, help_text="Un trimestre ne demande que ce qui l’est alors."
    )
    opens_on = forms.DateField(label="Ouverte le", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    closes_on = forms.DateField(label="Close le", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, sets: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        """Offer these sets: key and title; a term, where one of them asks something more than once a year."""
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["set"]).choices = list(sets)
        cast("forms.ChoiceField", self.fields["term"]).choices = offered = terms_of([key for key, _ in sets])
        if len(offered) == 1:
            del self.fields["term"]


def terms_of(keys: Sequence[str]) -> list[tuple[str, str]]:
    """Give the terms that some of these sets ask something of."""
    asked = {one.periodicity for key in keys for one in shipped_set(key).indicator}
    return [(term, words.capitalize()) for term, words in TERMS.items() if not term or asked & set(ASKED[term[0]])]


def start(today: dt.date) -> dict[str, Any]:
    """Give what the form says before anybody typed: the year that ended, from today on."""
    return {"year": today.year - 1, "opens_on": today, "closes_on": today + LASTS}
