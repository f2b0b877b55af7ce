"""What is typed of a project after its award, by the team and by partners alike."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms

from vivier.french import read_euros
from vivier.vocabulary import InputError
from vivier_web.projects.choices import DeliverableKind, ReviewOutcome
from vivier_web.projects.declared import MEASURES, Declared
from vivier_web.projects.lapses import lapse_rules
from vivier_web.projects.uploads import ACCEPTED, MOST_MB, SAID

CONDITIONS = 3


def day(label: str, **more: Any) -> forms.DateField:
    """Give a field for a day."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


def a_day(typed: str) -> dt.date | None:
    """Read a day typed in a small form of one field; None when it is not one."""
    try:
        return dt.date.fromisoformat(typed.strip())
    except ValueError:
        return None


class Euros(forms.CharField):
    """Read an amount as people type it."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def clean(self, value: Any) -> Any:
        """Give the amount, None when nothing was typed."""
        typed = super().clean(value)
        if not typed:
            return None
        try:
            return read_euros(typed)
        except InputError as why:
            raise forms.ValidationError(str(why)) from None


class AwardForm(forms.Form):
    """Say when an award was announced, and under which rule."""

    announced_on = day("Annoncée le")
    rule = forms.ChoiceField(label="Règle de caducité")
    until_on = day("Dernier jour pour signer", required=False, help_text="S’il est écrit dans la décision d’octroi.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(key, f"{one.title}{_months(one.months)}") for key, one in lapse_rules().items()]
        self.fields["rule"].choices = choices  # type: ignore[attr-defined]


def _months(count: int) -> str:
    return f" : {count} mois pour signer" if count else ""


class ReviveForm(forms.Form):
    """Say until when an award is given back, and why."""

    until_on = day("Nouveau dernier jour")
    why = forms.CharField(label="Décision et motif", max_length=300, help_text="Qui l’a décidé, et pourquoi.")


class StepForm(forms.Form):
    """Say what is due, by whom and when."""

    kind = forms.ChoiceField(label="Nature", choices=DeliverableKind.choices)
    title = forms.CharField(label="Intitulé", max_length=160)
    organisation = forms.ChoiceField(label="Qui en répond")
    due_on = day("Échéance")

    def __init__(self, carriers: list[tuple[int, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = carriers  # type: ignore[attr-defined]


class ReviewForm(forms.Form):
    """Say what a review decided."""

    held_on = day("Tenue le")
    outcome = forms.ChoiceField(label="Décision", choices=[("", "Choisissez"), *ReviewOutcome.choices])
    motives = forms.CharField(label="Motifs", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for rank in range(1, CONDITIONS + 1):
            self.fields[f"text_{rank}"] = forms.CharField(label=f"Condition {rank}", max_length=300, required=False)
            self.fields[f"due_{rank}"] = day("Pour le", required=False)

    def conditions(self) -> tuple[tuple[str, dt.date], ...]:
        """Give the conditions typed.

        Raises:
            InputError: one has no day.
        """
        said = [
            (self.cleaned_data[f"text_{rank}"], self.cleaned_data[f"due_{rank}"]) for rank in range(1, CONDITIONS + 1)
        ]
        if any(bool(text) != bool(due) for text, due in said):
            raise InputError("Chaque condition a son texte et son échéance.")
        return tuple((text, due) for text, due in said if text)


class PaymentForm(forms.Form):
    """Say what is asked of a funder, by whom, for what."""

    organisation = forms.ChoiceField(label="Partenaire")
    funder = forms.ChoiceField(label="Financeur")
    words = forms.CharField(label="Objet", max_length=120, help_text="Avance, acompte n° 2, solde…")
    asked_on = day("Demandé le")
    amount = Euros(label="Montant", help_text="En euros : 12 500,00")

    def __init__(
        self, carriers: list[tuple[int, str]], funders: list[tuple[int, str]], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = carriers  # type: ignore[attr-defined]
        self.fields["funder"].choices = funders  # type: ignore[attr-defined]


class DocumentForm(forms.Form):
    """File a document: its class first, which says who will open it."""

    document_class = forms.ChoiceField(label="Nature")
    title = forms.CharField(label="Intitulé", max_length=160)
    file = forms.FileField(
        label="Fichier",
        help_text=f"{SAID}, {MOST_MB} Mo au plus.",
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )

    def __init__(self, classes: tuple[tuple[str, str], ...], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "Choisissez"), *((key, words.capitalize()) for key, words in classes)]
        self.fields["document_class"].choices = choices  # type: ignore[attr-defined]

    def content(self) -> tuple[str, bytes]:
        """Give the name and the bytes of the file."""
        file = self.cleaned_data["file"]
        return str(file.name or ""), bytes(file.read())


class OutcomeForm(forms.Form):
    """Say what came of a project in a year."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words in MEASURES:
            if name == "turnover_eur":
                self.fields[name] = Euros(
                    label="Chiffre d’affaires tiré du projet dans l’année",
                    required=False,
                    help_text="En euros, hors taxes.",
                )
            else:
                self.fields[name] = forms.IntegerField(label=words, min_value=0, max_value=100_000, required=False)
        self.fields["said"] = forms.CharField(
            label="Commentaire", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
        )

    def declared(self) -> Declared:
        """Give what was declared; what was left empty is nothing."""
        said = self.cleaned_data
        counts = {name: said[name] or 0 for name, _ in MEASURES if name != "turnover_eur"}
        return Declared(**counts, turnover_eur=said["turnover_eur"] or Decimal("0.00"), said=said["said"])
