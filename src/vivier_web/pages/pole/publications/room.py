"""The room: what was published, what is being prepared, a new preparation."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from vivier.vocabulary import InputError
from vivier_web.indicators import rules
from vivier_web.indicators.actions import publishing as acts
from vivier_web.indicators.gate.layout import MEDIUM
from vivier_web.indicators.queries.cubes import sources_of
from vivier_web.indicators.queries.preparations import preparations
from vivier_web.indicators.queries.publications import publications_of, works_of
from vivier_web.pages.pole.members.here import person, pole_of
from vivier_web.pages.pole.publications.forms import PublicationForm
from vivier_web.pages.shared.access import needs
from vivier_web.skills.queries.studies import perimeters_of

A_PAGE = 20
Trail = list[tuple[str, str]]


def shown(request: HttpRequest, template: str, trail: Trail, **context: Any) -> HttpResponse:
    """Show a page of the room; `trail` are its crumbs after « Publications »."""
    actor = request.actor  # type: ignore[attr-defined]
    status = context.pop("status", 200)
    context |= {
        "trail": [("Publications", reverse("publications") if trail else ""), *trail],
        "may_prepare": rules.may_prepare_publications(actor),
        "may_publish": rules.may_publish_figures(actor),
    }
    return render(request, f"pole/publications/{template}.html", context, status=status)


@require_GET
@needs(rules.may_see_publications)
def publications(request: HttpRequest) -> HttpResponse:
    """List what the pôle published, and what it prepared."""
    pole = pole_of(request)
    page = Paginator(works_of(pole), A_PAGE).get_page(request.GET.get("page"))
    listed = preparations(pole, page.object_list)
    return shown(request, "room", [], published=publications_of(pole), page=page, preparations=listed)


@needs(rules.may_prepare_publications)
def prepare(request: HttpRequest) -> HttpResponse:
    """Ask what would be published and what would be hidden."""
    pole = pole_of(request)
    sources = sources_of(pole)
    initial = {"source": request.GET.get("de", ""), "detail": request.GET.get("detail", MEDIUM)}
    form = PublicationForm(request.POST or None, sources=sources, perimeters=perimeters_of(pole), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            work = acts.prepare_publication(pole, form.asked(), by=person(request))
        except InputError as why:
            form.add_error(None, str(why))
        else:
            return redirect("publication_work", work.pk)
    status = 422 if form.errors else 200
    return shown(request, "prepare", [("Préparer", "")], form=form, sources=sources, status=status)
