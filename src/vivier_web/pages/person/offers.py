"""What a training body proposes to a pôle: courses and places, given and taken back."""

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from vivier_web.accounts.choices import RoleKind
from vivier_web.accounts.models import User
from vivier_web.members.models import Organisation, Pole
from vivier_web.pages.shared.access import Asking, needs
from vivier_web.pages.shared.training_rows import row_form
from vivier_web.skills import rules
from vivier_web.skills.actions import training as acts
from vivier_web.skills.training.reading import FIELDS

KINDS = {"formation": ("course", "Proposer une formation"), "lieu": ("place", "Proposer un lieu")}


def _bodies(request: HttpRequest) -> list[Organisation]:
    held = cast("Asking", request).actor.organisations(RoleKind.TRAINER)
    return list(Organisation.objects.filter(pk__in=held).order_by("name", "pk"))


@needs(rules.may_offer_training)
def offer(request: HttpRequest, kind: str) -> HttpResponse:
    """Propose a course or a place; the team of the pôle takes it into its catalogue, or not."""
    if kind not in KINDS:
        raise Http404
    code, heading = KINDS[kind]
    body = _bodies(request)[0]
    pole = cast("Pole", request.pole)  # type: ignore[attr-defined]
    posted = {name: str(said) for name, said in request.POST.items()} if request.method == "POST" else None
    troubles: dict[str, str] = {}
    if posted is not None:
        if code == "course":
            posted["provider"] = body.name
        try:
            acts.add_row(pole, code, posted, by=cast("User", request.user), body=body)
        except acts.RowError as why:
            troubles = why.troubles
        else:
            messages.success(request, "Votre proposition est transmise à l’équipe du pôle.")
            return redirect("desk_training")
    form = row_form([each for each in FIELDS[code] if each.name != "provider"], posted, troubles)
    trail = [("Formation", reverse("desk_training")), (heading, "")]
    context = {"form": form, "heading": heading, "trail": trail, "body": body, "back": reverse("desk_training")}
    return render(request, "person/offer.html", context, status=422 if troubles else 200)


@require_POST
@needs(rules.may_offer_training)
def withdraw(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Take a proposal back."""
    if kind not in KINDS:
        raise Http404
    rows = acts.KINDS[KINDS[kind][0]].objects.select_related("pole")
    row: Any = get_object_or_404(rows, pk=pk, body__in=_bodies(request))
    acts.withdraw_row(row, by=cast("User", request.user))
    messages.success(request, f"« {row} » n’est plus proposé.")
    return redirect("desk_training")
