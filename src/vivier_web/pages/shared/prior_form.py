"""An amount as people type it, and a de minimis aid that is declared."""

from decimal import Decimal
from typing import Any

from django import forms

from vivier.vocabulary import InputError
from vivier_web.projects.building.grid import read_cents

_INPUT = {"class": "form-control", "autocomplete": "off"}


class MoneyField(forms.CharField):
    """An amount as people write it, given as euros; nothing is None."""

    def __init__(self, **more: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs=_INPUT | {"inputmode": "decimal"}), max_length=30, **more)

    def clean(self, value: Any) -> Any:
        """Read it to the cent."""
        said = super().clean(value)
        try:
            return Decimal(read_cents(said)).scaleb(-2) if said else None
        except InputError as why:
            raise forms.ValidationError(str(why)) from why


class PriorForm(forms.Form):
    """Declare a de minimis aid."""

    granted_on = forms.DateField(
        label="Octroyée le",
        widget=forms.DateInput(attrs={"class": "form-control", "type": "date"}, format="%Y-%m-%d"),
    )
    amount = MoneyField(label="Montant (€)")
    giver = forms.CharField(label="Par", max_length=120, required=False, widget=forms.TextInput(attrs=_INPUT))
