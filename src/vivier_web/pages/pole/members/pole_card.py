"""The pôle's own card: what it is, who carries it, its networks and its labels."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from vivier_web.members import actions, rules
from vivier_web.members.models import Label
from vivier_web.members.territory import REGIONS
from vivier_web.pages.pole.members import forms
from vivier_web.pages.pole.members.here import Trail, filled, form_page, person, pole_of
from vivier_web.pages.shared.access import needs
from vivier_web.pages.shared.gestures import say

_DROPPED = "dropped_label"  # the key of the session: the last label taken off


@needs(rules.may_see_members)
def pole_card(request: HttpRequest) -> HttpResponse:
    """Show what the pôle says of itself."""
    pole = pole_of(request)
    context = {
        "carrier": pole.carrier,
        "region": REGIONS.get(pole.region, ""),
        "networks": pole.networks.order_by("name"),
        "labels": Label.objects.filter(pole=pole),
        "today": timezone.localdate(),
        "may_change": rules.may_change_members(request.actor),  # type: ignore[attr-defined]
    }
    return render(request, "pole/members/pole.html", context)


def _trail(last: str) -> Trail:
    return [("Le pôle", reverse("pole_card")), (last, None)]


@needs(rules.may_change_members)
def edit_pole(request: HttpRequest) -> HttpResponse:
    """Correct what the pôle says of itself."""
    pole = pole_of(request)
    carrier = pole.carrier
    known = {"carrier_siren": carrier.siren or "", "carrier_name": carrier.name} if carrier else {}
    form = forms.PoleForm(request.POST or None, instance=pole, initial=known)
    if request.method == "POST" and filled(form, lambda said: _describe(request, said)):
        say(request, "La carte du pôle est corrigée.")
        return redirect("pole_card")
    return form_page(request, form, "Modifier le pôle", back=reverse("pole_card"), trail=_trail("Modifier"))


def _describe(request: HttpRequest, said: dict[str, Any]) -> None:
    siren, name = said.pop("carrier_siren"), said.pop("carrier_name")
    by = person(request)
    said["carrier"] = actions.register_organisation(name, siren=siren, by=by, kind="other") if siren else None
    actions.describe_pole(pole_of(request), by=by, **said)


@needs(rules.may_change_members)
def add_label(request: HttpRequest) -> HttpResponse:
    """Note a label."""
    form = forms.LabelForm(request.POST or None)
    if request.method == "POST" and filled(
        form, lambda said: actions.award_label(pole_of(request), by=person(request), **said)
    ):
        say(request, "Le label est noté ; sa fin vous sera rappelée neuf mois avant.")
        return redirect("pole_card")
    return form_page(request, form, "Noter un label", back=reverse("pole_card"), trail=_trail("Label"))


@require_POST
@needs(rules.may_change_members)
def drop_label(request: HttpRequest, label: int) -> HttpResponse:
    """Take a label off, and offer to undo it."""
    row = get_object_or_404(Label, pk=label, pole=pole_of(request))
    names = ("name", "granted_by", "granted_on", "ends_on", "conditions")
    request.session[_DROPPED] = {name: str(getattr(row, name) or "") for name in names}
    actions.drop_label(row, by=person(request))
    say(request, "Le label est retiré.", undo=reverse("recall_label"))
    return redirect("pole_card")


@require_POST
@needs(rules.may_change_members)
def recall_label(request: HttpRequest) -> HttpResponse:
    """Put back the label just taken off."""
    form = forms.LabelForm(request.session.pop(_DROPPED, None) or {})
    if filled(form, lambda said: actions.award_label(pole_of(request), by=person(request), **said)):
        say(request, "Le label est rétabli.")
    return redirect("pole_card")
