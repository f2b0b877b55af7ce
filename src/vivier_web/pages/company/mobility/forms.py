"""The two forms of this room: people offered, people sought."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone

from vivier.vocabulary import InputError
from vivier_web.members.models import Site
from vivier_web.skills.actions.mobility import MOST_PEOPLE, Said
from vivier_web.skills.choices import RouteKind
from vivier_web.skills.mobility.law import reminder
from vivier_web.skills.mobility.plain import plain


class Day(forms.DateInput):
    """Ask for a day with the browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(attrs={"class": "form-control"}, format="%Y-%m-%d")


class Declaring(forms.Form):
    """Ask which work, how many people, from when to when, where."""

    title = forms.CharField(
        label="Intitulé du poste", max_length=80,
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
        help_text="Par exemple : Soudeur TIG. Vous seul le voyez tant que les deux ne sont pas d’accord.",
    )  # fmt: skip
    pcs = forms.CharField(
        max_length=8, error_messages={"required": "Choisissez le métier parmi ceux proposés pour cet intitulé."}
    )
    rome = forms.CharField(max_length=8, required=False)
    people = forms.IntegerField(
        label="Nombre de personnes", min_value=1, max_value=MOST_PEOPLE, initial=1,
        widget=forms.NumberInput(attrs={"class": "form-control"}),
    )  # fmt: skip
    from_on = forms.DateField(label="Du", widget=Day())
    until_on = forms.DateField(label="Au", widget=Day())
    site = forms.TypedChoiceField(
        label="Établissement", coerce=int, empty_value=None, required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
        help_text="L’autre n’en voit que le département, ou la région si votre secteur y compte trop peu de membres.",
    )  # fmt: skip
    note = forms.CharField(
        label="Précisions sur le travail (facultatif)", max_length=200, required=False,
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
        help_text="Habilitations, machines, horaires ; ni nom, ni numéro, ni âge. Montrées une fois d’accord.",
    )  # fmt: skip

    def __init__(self, *args: Any, sites: list[Site], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = [
            (site.pk, f"{site.town or site.siret}{' (siège)' if site.is_head_office else ''}") for site in sites
        ]
        self.fields["site"].choices = places or [("", "Aucun établissement connu")]  # type: ignore[attr-defined]

    def clean_title(self) -> str:
        """Read the title, when it leads to nobody."""
        return _plain(self.cleaned_data["title"], 80)

    def clean_note(self) -> str:
        """Read what is added, when it leads to nobody."""
        return _plain(self.cleaned_data["note"], 200)

    def clean(self) -> dict[str, Any]:
        """Check that the period ends after it begins, and is not over."""
        said = super().clean() or {}
        first, last = said.get("from_on"), said.get("until_on")
        if isinstance(first, dt.date) and isinstance(last, dt.date) and last < first:
            self.add_error("until_on", "La fin vient après le début : corrigez l’une des deux dates.")
        elif isinstance(last, dt.date) and last < timezone.localdate():
            self.add_error("until_on", "Cette période est passée : choisissez une fin à venir.")
        return said

    def said(self) -> Said:
        """Give what was said, as the action reads it."""
        names = ("title", "pcs", "people", "from_on", "until_on", "rome", "note", "site")
        return Said(**{name: self.cleaned_data[name] for name in names})


class OfferForm(Declaring):
    """Ask also by which legal way, and that the reminder was read."""

    form = forms.ChoiceField(
        label="Voie envisagée", choices=RouteKind.choices, widget=forms.Select(attrs={"class": "form-select"}),
        help_text="Elle peut changer avec l’autre entreprise ; chaque voie a ses conditions.",
    )  # fmt: skip
    acknowledges = forms.BooleanField(
        label=reminder().yes, widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
        error_messages={"required": "Cochez ce rappel avant de proposer quelqu’un : la loi demande les deux."},
    )  # fmt: skip


class SearchForm(Declaring):
    """Ask also how far."""

    km = forms.IntegerField(
        label="Rayon (km)", min_value=0, max_value=1500, initial=0, required=False,
        widget=forms.NumberInput(attrs={"class": "form-control"}),
        help_text="0 : dans tout le pôle. La distance se compte de préfecture à préfecture.",
    )  # fmt: skip


def _plain(words: str, most: int) -> str:
    try:
        return plain(words, most=most)
    except InputError as why:
        raise forms.ValidationError(str(why)) from why
