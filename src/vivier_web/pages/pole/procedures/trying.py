"""A version tried before it is published: fictional dossiers go through it by the rules of real ones."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from vivier_web.pages.pole.procedures.room import shown, version_of
from vivier_web.pages.shared.access import needs
from vivier_web.procedures import rules
from vivier_web.procedures.queries.versions import checked
from vivier_web.procedures.simulation import Assumptions, simulate
from vivier_web.procedures.telling import trial_told

MOST = 200  # dossiers: three seconds for the longest of the shipped procedures, half a second for most
SHARES = ("quality", "discord", "accept_rate", "complete_rate", "haste")


class AssumptionsForm(forms.Form):
    """Ask what is assumed, in percentages."""

    dossiers = forms.IntegerField(label="Dossiers", min_value=1, max_value=MOST, initial=100)
    quality = forms.IntegerField(
        label="Qualité moyenne (%)",
        min_value=0,
        max_value=100,
        initial=65,
        help_text="Où tombent les notes sur l’échelle.",
    )
    discord = forms.IntegerField(
        label="Écart entre avis (%)", min_value=0, max_value=100, initial=15, help_text="En part de l’échelle."
    )
    accept_rate = forms.IntegerField(
        label="Oui sans grille (%)",
        min_value=0,
        max_value=100,
        initial=80,
        help_text="Là où aucune grille ne décide.",
    )
    complete_rate = forms.IntegerField(
        label="Dossiers complets (%)",
        min_value=0,
        max_value=100,
        initial=90,
        help_text="Ceux qui tiennent les règles.",
    )
    haste = forms.IntegerField(
        label="Délai usuel (%)",
        min_value=1,
        max_value=300,
        initial=50,
        help_text="En part du délai écrit ; 120 : en retard.",
    )
    seed = forms.IntegerField(
        label="Graine", min_value=0, max_value=999_999, initial=42, help_text="La même redonne le même essai."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for each in self.fields.values():
            each.widget.attrs |= {"class": "form-control"}

    def assumptions(self) -> Assumptions:
        """Give what was typed, as shares."""
        said = dict(self.cleaned_data)
        return Assumptions(**(said | {name: said[name] / 100 for name in SHARES}))


@require_GET
@needs(rules.may_write_procedures)
def trial(request: HttpRequest, pk: int) -> HttpResponse:
    """Try a version: with what is assumed by default, or as asked."""
    version = version_of(request, pk)
    initial = {name: each.initial for name, each in AssumptionsForm.base_fields.items()}
    form = AssumptionsForm(initial | request.GET.dict() if request.GET else initial, label_suffix="")
    procedure = version.definition()
    context: dict[str, Any] = {"form": form, "version": version, "found": checked(version.text), "status": 422}
    if form.is_valid():
        told = trial_told(procedure, simulate(procedure, form.assumptions()))
        context |= {"told": told, "asked": form.cleaned_data, "status": 200}
    trail = [(f"{version.title}, {version.version}", reverse("procedure", args=[pk])), ("Simuler", "")]
    return shown(request, "simulate", trail=trail, **context)
