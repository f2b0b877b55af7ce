"""The procedures that the pôles of a territory have published, read by its agents."""

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from vivier_web.pages.authority.desk import page_asked, regions_of
from vivier_web.pages.shared.access import Asking, needs
from vivier_web.pages.shared.procedure_sheet import sheet
from vivier_web.procedures import rules
from vivier_web.procedures.published import PAGE, published_procedure, published_procedures

Trail = list[tuple[str, str]]


@require_GET
@needs(rules.may_read_procedures_of_poles)
def procedures(request: HttpRequest) -> HttpResponse:
    """List them, by title."""
    regions = regions_of(cast("Asking", request).actor)
    page = page_asked(request.GET.get("page", ""))
    found = published_procedures(regions=regions, page=page)
    context = {"cards": found[:PAGE], "before": page - 1, "after": page + 1 if len(found) > PAGE else 0}
    trail: Trail = [("Autorités", reverse("desk_authority")), ("Procédures des pôles", "")]
    return render(request, "authority/procedures.html", context | {"trail": trail})


@require_GET
@needs(rules.may_read_procedures_of_poles)
def procedure(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one of them."""
    found = published_procedure(pk, regions=regions_of(cast("Asking", request).actor))
    if found is None:
        raise Http404
    trail: Trail = [
        ("Autorités", reverse("desk_authority")),
        ("Procédures des pôles", reverse("authority_procedures")),
        (found.card.title, ""),
    ]
    context = {"card": found.card, "digest": found.digest, "trail": trail} | sheet(found.procedure)
    return render(request, "authority/procedure.html", context)
