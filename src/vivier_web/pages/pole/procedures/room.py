"""What every page of this room shows above its subject, and the one version it is about."""

from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from vivier_web.pages.pole.training.room import DOORS
from vivier_web.pages.shared.access import Asking
from vivier_web.procedures import rules
from vivier_web.procedures.choices import VersionState
from vivier_web.procedures.definition.words import KINDS
from vivier_web.procedures.models import ProcedureVersion

Trail = list[tuple[str, str]]


def writes(request: HttpRequest) -> bool:
    """Tell whether whoever asks may write procedures here."""
    return rules.may_write_procedures(cast("Asking", request).actor)


def version_of(request: HttpRequest, pk: int) -> ProcedureVersion:
    """Give a version of the pôle looked at; those who do not write know none but the published ones."""
    found: ProcedureVersion = get_object_or_404(ProcedureVersion.objects.select_related("pole"), pk=pk)
    if found.state != VersionState.PUBLISHED and not writes(request):
        raise Http404
    return found


def shown(request: HttpRequest, template: str, *, trail: Trail, **context: Any) -> HttpResponse:
    """Show a page of the room; `trail` are its crumbs after « Procédures »."""
    may_write = writes(request)
    doors = [{"words": words, "url": reverse(name), "is_here": name == "procedures"} for name, words in DOORS]
    start = [("Agir", reverse("training"))] if may_write else []
    steps = [*start, ("Procédures", reverse("procedures") if trail else ""), *trail]
    status = context.pop("status", 200)
    frame = {"doors": doors if may_write else [], "trail": steps, "may_write": may_write, "kinds": KINDS}
    return render(request, f"pole/procedures/{template}.html", context | frame, status=status)
