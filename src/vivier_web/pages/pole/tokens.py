"""The keys that programs show to read the pôle's data: made by its director, shown once, taken back at will."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from vivier.vocabulary import InputError
from vivier_web.api import rules
from vivier_web.api.actions import DAYS, end_token, make_token
from vivier_web.api.choices import Scope
from vivier_web.api.queries import tokens as kept_tokens
from vivier_web.pages.shared.access import needs


class TokenForm(forms.Form):
    """Ask for a name, what the key opens, and for how long."""

    name = forms.CharField(
        label="Nom",
        max_length=80,
        help_text="Le programme qui la montrera, comme « tableau de bord ».",
        widget=forms.TextInput({"class": "form-control"}),
    )
    scopes = forms.MultipleChoiceField(
        label="Ce qu’elle ouvre",
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple({"class": "form-check-input"}),
        initial=Scope.values,
        error_messages={"required": "Choisissez ce que la clé ouvre."},
    )
    days = forms.TypedChoiceField(
        label="Valable",
        coerce=int,
        choices=[(days, f"{days} jours") for days in DAYS],
        initial=90,
        widget=forms.Select({"class": "form-select"}),
    )


@needs(rules.may_make_tokens)
def tokens(request: HttpRequest) -> HttpResponse:
    """Show the keys of the pôle, and make one; its secret is on the answer to the form, and nowhere else."""
    form = TokenForm(request.POST or None, label_suffix="")
    made: dict[str, Any] = {}
    pole = request.pole  # type: ignore[attr-defined]
    if request.method == "POST" and pole is not None and form.is_valid():
        asked = form.cleaned_data
        try:
            token, secret = make_token(
                pole, asked["name"], asked["scopes"], days=asked["days"], by=cast("Any", request.user)
            )
        except InputError as error:
            form.add_error(None, str(error))
        else:
            made, form = {"token": token, "secret": secret}, TokenForm(label_suffix="")
    rows = kept_tokens() if pole is not None else ()
    trail = [("Accueil", "/"), ("Clés des programmes", "")]
    return render(request, "pole/tokens.html", {"form": form, "made": made, "tokens": rows, "trail": trail})


@require_POST
@needs(rules.may_make_tokens)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a key back."""
    token = get_object_or_404(kept_tokens(), pk=pk)
    end_token(token, by=cast("Any", request.user))
    messages.success(request, f"La clé « {token.name} » n’ouvre plus rien.")
    return redirect("tokens")
