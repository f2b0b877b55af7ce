"""What the team types of a project: what it is, what rules of aid ask of a partner and of the whole."""

from typing import Any

from django import forms

from vivier_web.members.choices import OrganisationKind
from vivier_web.pages.shared.prior_form import MoneyField
from vivier_web.projects.building.words import AREAS, KINDS, METHODS, SIZES, TERRITORIES
from vivier_web.projects.choices import FundingKind

_INPUT = {"class": "form-control", "autocomplete": "off"}
_DAY = {"class": "form-control", "type": "date"}


def _text(**more: Any) -> forms.TextInput:
    return forms.TextInput(attrs=_INPUT | more)


def _choice(words: dict[str, str], label: str, **more: Any) -> forms.ChoiceField:
    pairs = [(key, said.capitalize()) for key, said in words.items()]
    return forms.ChoiceField(choices=pairs, label=label, widget=forms.Select(attrs={"class": "form-select"}), **more)


class NewProjectForm(forms.Form):
    """Ask for the title, the lead, a summary, and whether it is research."""

    title = forms.CharField(label="Titre", max_length=120, widget=_text())
    lead = forms.ChoiceField(label="Chef de file", widget=forms.Select(attrs={"class": "form-select"}))
    summary = forms.CharField(
        label="Résumé", max_length=2000, required=False, widget=forms.Textarea(attrs=_INPUT | {"rows": 4})
    )
    is_rd = forms.BooleanField(
        label="Recherche et développement", required=False, initial=True,
        help_text="Décochez pour une mutualisation : locaux, emplois, achats.",
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )  # fmt: skip

    def __init__(self, members: list[tuple[int, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].choices = [("", "Choisissez"), *members]  # type: ignore[attr-defined]


class ProjectForm(forms.Form):
    """Correct what a project is, and its next step."""

    title = forms.CharField(label="Titre", max_length=120, widget=_text())
    summary = forms.CharField(
        label="Résumé", max_length=2000, required=False, widget=forms.Textarea(attrs=_INPUT | {"rows": 5})
    )
    starts_on = forms.DateField(label="Début", required=False, widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"))
    ends_on = forms.DateField(label="Fin", required=False, widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"))
    next_step = forms.CharField(label="Prochaine étape", max_length=200, required=False, widget=_text())
    due_on = forms.DateField(label="Pour le", required=False, widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"))


class PartnerForm(forms.Form):
    """Ask what rules of aid want to know of a partner."""

    brings = forms.CharField(label="Ce qu’il apporte", max_length=300, required=False, widget=_text())
    kind = _choice(KINDS, "Statut")
    size = _choice({"": "sans objet", **SIZES}, "Taille", required=False, help_text="Pour une entreprise.")
    territory = _choice(TERRITORIES, "Où il travaille")
    method = _choice(METHODS, "Méthode de coûts", help_text="Coûts additionnels : laboratoires seulement.")
    area = _choice(AREAS, "Zone assistée", required=False)
    group = forms.CharField(
        label="Groupe", max_length=120, required=False, widget=_text(),
        help_text="Le nom de l’entreprise unique dont il fait partie, écrit de même partout.",
    )  # fmt: skip
    full_cost_eur = MoneyField(
        label="Coût complet (€)", required=False, help_text="D’un laboratoire en coûts additionnels."
    )
    other_public_eur = MoneyField(label="Autre argent public sur ces dépenses (€)", required=False)


class SeekForm(forms.Form):
    """Say what the consortium lacks, one a line."""

    skills = forms.CharField(
        label="Compétences cherchées", required=False, widget=forms.Textarea(attrs=_INPUT | {"rows": 3}),
        help_text="Une par ligne : « soudage laser », « vision industrielle ».",
    )  # fmt: skip
    kinds = forms.MultipleChoiceField(
        label="Types d’organisation", choices=OrganisationKind.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    naf = forms.CharField(
        label="Activités (NAF)",
        required=False,
        widget=_text(),
        help_text="Séparées par des virgules : 25.62B, 71.20B.",
    )
    departments = forms.CharField(
        label="Départements", required=False, widget=_text(), help_text="Leurs numéros : 74, 38."
    )

    def said(self) -> dict[str, list[str]]:
        """Give what was typed as lists."""
        held = self.cleaned_data
        return {
            "skills": [each.strip() for each in held["skills"].splitlines() if each.strip()],
            "kinds": held["kinds"],
            "naf": [each.strip().upper() for each in held["naf"].split(",") if each.strip()],
            "departments": [each.strip().upper() for each in held["departments"].split(",") if each.strip()],
        }


class FundingForm(forms.Form):
    """Add a resource to the plan."""

    kind = forms.ChoiceField(
        label="Ressource", choices=FundingKind.choices, widget=forms.Select(attrs={"class": "form-select"})
    )
    partner = forms.ChoiceField(label="De", required=False, widget=forms.Select(attrs={"class": "form-select"}))
    label = forms.CharField(label="Précision", max_length=120, required=False, widget=_text())
    amount = MoneyField(label="Montant (€)")

    def __init__(self, partners: list[tuple[int, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].choices = [("", "Tout le consortium"), *partners]  # type: ignore[attr-defined]
