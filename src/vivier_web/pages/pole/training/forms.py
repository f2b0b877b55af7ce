"""What a plan is asked, as a form: wave, question, budget, who pays, how long to search."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms

from vivier_web.skills.models import Wave
from vivier_web.skills.training.funders import Reminder, funders
from vivier_web.skills.training.solving import QUESTIONS

SECONDS = ((10, "10 secondes"), (30, "30 secondes"), (60, "1 minute"), (300, "5 minutes"))
MOST = 100_000_000


def _euros(label: str, hint: str, initial: float | None = None) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, help_text=hint, initial=initial, required=False, min_value=0, max_value=MOST, localize=True
    )


class PlanForm(forms.Form):
    """Ask for a plan."""

    wave = forms.TypedChoiceField(label="Besoins de la collecte", coerce=int)
    question = forms.ChoiceField(label="Question", choices=list(QUESTIONS.items()))
    budget = _euros("Budget des sessions et des places (€)", "Vide : sans limite.")
    priority = _euros("Coût d’une personne non formée (€)", "À vos yeux ; sert à choisir qui former d’abord.", 1500)
    travel = _euros("Prix du kilomètre, par personne (€)", "Compté à l’aller et au retour.", 0.6)
    nearest = forms.IntegerField(
        label="Lieux proches", initial=6, min_value=1, max_value=50,
        help_text="Un membre ne va que dans ses lieux les plus proches.",
    )  # fmt: skip
    seconds = forms.TypedChoiceField(
        label="Temps de recherche", coerce=int, choices=SECONDS, initial=30,
        help_text="Plus de temps resserre l’écart prouvé ; vous pourrez arrêter avant.",
    )  # fmt: skip

    def __init__(self, *args: Any, waves: Sequence[Wave], today: dt.date, **kwargs: Any) -> None:
        """Offer the waves, and one cap a funder."""
        super().__init__(*args, **kwargs)
        self.fields["wave"].choices = [(one.pk, str(one)) for one in waves]  # type: ignore[attr-defined]
        self.reminders: list[tuple[str, Reminder]] = []
        for rank, each in enumerate(funders(today)):
            name = f"funder_{rank}"
            self.fields[name] = _euros(f"{each.name}, au plus (€)", "")
            self.reminders.append((name, each))
        for field in self.fields.values():
            css = "form-select" if isinstance(field, forms.ChoiceField) else "form-control"
            field.widget.attrs["class"] = css

    @property
    def paying(self) -> list[tuple[Any, Reminder]]:
        """The field of each funder, beside what to remember of it."""
        return [(self[name], each) for name, each in self.reminders]

    @property
    def asked(self) -> list[Any]:
        """The fields that are not those of funders."""
        return [each for each in self if not each.name.startswith("funder_")]

    def parameters(self) -> dict[str, Any]:
        """Give what was asked, as a plan keeps it."""
        said = self.cleaned_data
        caps = [(each.name, said[name]) for name, each in self.reminders]
        return {
            "question": said["question"],
            "budget": None if said["budget"] is None else float(said["budget"]),
            "priority": float(said["priority"] or 0),
            "travel": float(said["travel"] or 0),
            "nearest": said["nearest"],
            "seconds": said["seconds"],
            "funders": [[name, float(cap)] for name, cap in caps if cap is not None],
            "without": [],
        }
