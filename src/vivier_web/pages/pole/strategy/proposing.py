"""Asking for a proposal: which run, which returns, what each criterion weighs; then how far it is."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from vivier.vocabulary import InputError
from vivier_web.pages.pole.members.here import pole_of
from vivier_web.pages.pole.strategy.room import proposal_or_404, shown, user_of
from vivier_web.pages.shared.access import needs
from vivier_web.skills import rules
from vivier_web.skills.actions.strategy import propose_strategy
from vivier_web.skills.models import NeedsCall, Run
from vivier_web.skills.queries.needs import calls_of
from vivier_web.skills.queries.strategy import runs_to_read
from vivier_web.skills.strategy.findings import CRITERIA

WEIGHTS = (("", "tiré des constats"), ("0", "aucun"), ("1", "faible"), ("2", "moyen"), ("4", "fort"))


class ProposalForm(forms.Form):
    """Ask what a proposal reads, and what each criterion weighs."""

    run = forms.TypedChoiceField(label="Calcul", coerce=int, widget=forms.Select(attrs={"class": "form-select"}))
    call = forms.ChoiceField(
        label="Retours des membres", required=False, widget=forms.Select(attrs={"class": "form-select"}),
        help_text="Comptés par paquets de cinq, pour qu’un retour de plus ne change rien à lui seul.",
    )  # fmt: skip
    seed = forms.IntegerField(
        label="Graine du hasard", min_value=0, max_value=2**31 - 1, initial=1,
        widget=forms.NumberInput(attrs={"class": "form-control"}),
        help_text="La même graine, sur les mêmes données, redonne exactement les mêmes axes.",
    )  # fmt: skip

    def __init__(self, *args: Any, runs: list[Run], calls: list[NeedsCall], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["run"].choices = [(run.pk, f"{run.study.name}, {run}") for run in runs]  # type: ignore[attr-defined]
        told = [(str(call.pk), f"{call.wave.name} ({call.done} retours)") for call in calls]  # type: ignore[attr-defined]
        self.fields["call"].choices = [*told, ("", "Aucun retour")]  # type: ignore[attr-defined]
        for name, (words, said) in CRITERIA.items():
            field = forms.ChoiceField(
                label=f"Poids : {words.lower()}", choices=WEIGHTS, required=False,
                help_text=f"{said[0].upper()}{said[1:]}.",
                widget=forms.Select(attrs={"class": "form-select"}),
            )  # fmt: skip
            self.fields[f"weight_{name}"] = field

    def weights(self) -> dict[str, float] | None:
        """Give the weights that were chosen; None when none was: they are drawn from the findings."""
        said = {name: self.cleaned_data.get(f"weight_{name}") or "" for name in CRITERIA}
        if not any(said.values()):
            return None
        return {name: float(value or 1) for name, value in said.items()}


@needs(rules.may_write_strategy)
def propose(request: HttpRequest) -> HttpResponse:
    """Ask for the axes that emerge from a run."""
    pole = pole_of(request)
    runs, calls = runs_to_read(pole), calls_of(pole)
    initial = {"call": str(calls[0].pk)} if calls else {}
    form = ProposalForm(request.POST or None, runs=runs, calls=calls, initial=initial)
    if request.method == "POST" and form.is_valid():
        run = next(run for run in runs if run.pk == form.cleaned_data["run"])
        call = next((one for one in calls if str(one.pk) == form.cleaned_data["call"]), None)
        try:
            asked = propose_strategy(
                run, call, by=user_of(request), seed=form.cleaned_data["seed"], weights=form.weights()
            )
        except InputError as why:
            form.add_error(None, str(why))
        else:
            return redirect("strategy_proposal", asked.pk)
    trail = [("Stratégie", reverse("strategy")), ("Proposer des axes", "")]
    weights = [form[f"weight_{name}"] for name in CRITERIA]
    status = 422 if form.is_bound else 200
    return shown(request, "propose", trail=trail, form=form, weights=weights, runs=runs, status=status)


@needs(rules.may_read_strategy)
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Give how far a proposal is, for the page that asks every two seconds; once done, let it show itself."""
    proposal = proposal_or_404(pk)
    answer = render(request, "pole/strategy/progress.html", {"proposal": proposal})
    if not proposal.is_waiting:
        answer["HX-Refresh"] = "true"
    return answer
