"""The form that opens a campaign of indicators, in one pôle or in all those of a kind."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, cast

from django import forms

LASTS = dt.timedelta(days=75)  # unless somebody says otherwise


class Opening(forms.Form):
    """Ask which set, for which year, between which days."""

    set = forms.ChoiceField(label="Jeu d’indicateurs")
    year = forms.IntegerField(label="Année décrite", min_value=2005, max_value=2060)
    opens_on = forms.DateField(label="Ouverte le", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    closes_on = forms.DateField(label="Close le", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, sets: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        """Offer these sets: key and title."""
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["set"]).choices = list(sets)


def start(today: dt.date) -> dict[str, Any]:
    """Give what the form says before anybody typed: the year that ended, from today on."""
    return {"year": today.year - 1, "opens_on": today, "closes_on": today + LASTS}
