"""What every page of this room starts from: the pôle looked at, a form filled in, what is refused."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from vivier.vocabulary import InputError
from vivier_web.members.models import Organisation, Pole
from vivier_web.members.queries.cards import organisation_of

Trail = list[tuple[str, str | None]]


def pole_of(request: HttpRequest) -> Pole:
    """Give the pôle looked at; without one there is no such page."""
    pole: Pole | None = getattr(request, "pole", None)
    if pole is None:
        raise Http404
    return pole


def person(request: HttpRequest) -> Any:
    """Give whoever is asking, for the journal."""
    return request.user


def organisation_or_404(request: HttpRequest, pk: int) -> Organisation:
    """Give an organisation that is or was a member of the pôle looked at."""
    organisation = organisation_of(pole_of(request), pk)
    if organisation is None:
        raise Http404
    return organisation


def trail_to(organisation: Organisation | None = None, *, last: str = "") -> Trail:
    """Give the crumbs from the list of members to a page."""
    steps: Trail = [("Membres", reverse("members"))]
    if organisation is not None:
        steps.append((organisation.name, reverse("member", args=[organisation.pk]) if last else None))
    return [*steps, (last, None)] if last else steps


def refuse(request: HttpRequest, words: str) -> None:
    """Tell why something was not done."""
    messages.error(request, words)


def filled(form: forms.Form | forms.ModelForm[Any], act: Callable[[dict[str, Any]], object]) -> bool:
    """Act on what was typed; what is refused is told beside its field, and nothing typed is lost."""
    if not form.is_valid():
        return False
    try:
        act(dict(form.cleaned_data))
    except InputError as error:
        named = next((name for name in ("siret", "siren", "left_on", "joined_on") if name in form.fields), None)
        form.add_error(named, str(error))
        return False
    return True


def form_page(
    request: HttpRequest, form: Any, heading: str, *, back: str, trail: Trail, **context: Any
) -> HttpResponse:
    """Show a form on a page of its own; 422 when what was typed is refused."""
    shown = {"form": form, "heading": heading, "back": back, "trail": trail, "submit": "Enregistrer", **context}
    return render(request, "pole/members/form.html", shown, status=422 if form.is_bound else 200)


def to_member(organisation_id: int, anchor: str = "") -> HttpResponse:
    """Go back to the card of a member."""
    return redirect(reverse("member", args=[organisation_id]) + (f"#{anchor}" if anchor else ""))
