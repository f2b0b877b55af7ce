"""Projects that another pôle leads: what it asks of this one, what is read of them, and the label, said once."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from vivier.vocabulary import InputError
from vivier_web.members.models import Pole
from vivier_web.pages.pole.dossiers.dossier import row_or_404
from vivier_web.pages.pole.dossiers.room import frame
from vivier_web.pages.pole.members.here import person, pole_of
from vivier_web.pages.shared.access import needs
from vivier_web.pages.shared.gestures import acted
from vivier_web.procedures import rules
from vivier_web.procedures.actions import colabelling as actions
from vivier_web.procedures.queries.colabels import Asked, asked_of, read_by

A_PAGE = 25


@require_GET
@needs(rules.may_instruct_dossiers)
def colabels(request: HttpRequest) -> HttpResponse:
    """List the projects to label with another pôle."""
    page = Paginator(asked_of(pole_of(request)), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "pole/dossiers/colabels.html", {"page": page} | frame(request, ("Co-labels", "")))


@needs(rules.may_instruct_dossiers)
def colabel(request: HttpRequest, pk: int) -> HttpResponse:
    """Read one of them and say whether this pôle labels it."""
    found = read_by(pole_of(request), pk)
    if found is None:
        raise Http404
    if request.method != "POST":
        return _page(request, found)
    said = request.POST
    if said.get("geste") == "confirmer":
        read = said.get("content", "")
        number = int(read) if read.isascii() and read.isdigit() and len(read) < 6 else 0
        act = lambda: actions.confirm_colabel(found.row, content=number, by=person(request))  # noqa: E731
        return acted(request, act, "C’est noté : vous vous prononcez sur la nouvelle version.", "colabel", pk)
    try:
        actions.decide_colabel(found.row, said.get("outcome", ""), said.get("motives", ""), by=person(request))
    except InputError as why:
        return _page(request, found, typed=said.get("motives", ""), trouble=str(why))
    messages.success(request, "C’est dit : le pôle chef de file et le porteur le lisent sur le dossier.")
    return redirect("colabel", pk)


def _page(request: HttpRequest, found: Asked, *, typed: str = "", trouble: str = "") -> HttpResponse:
    here = [("Co-labels", reverse("colabels")), (found.dossier.reference, "")]
    context = {"found": found, "shown": found.shown, "typed": typed, "trouble": trouble}
    return render(
        request, "pole/dossiers/colabel.html", context | frame(request, *here), status=422 if trouble else 200
    )


@require_POST
@needs(rules.may_instruct_dossiers)
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask another pôle to label a dossier that this one leads."""
    row = row_or_404(request, pk)
    said = request.POST.get("pole", "")
    is_number = said.isascii() and said.isdigit() and len(said) < 10
    other = Pole.objects.filter(pk=int(said) if is_number else 0).first()
    if other is None:
        messages.error(request, "Choisissez un pôle dans la liste.")
        return redirect("dossier", pk)
    try:
        actions.ask_colabel(row, other, by=person(request))
        messages.success(request, f"{other.name} est sollicité : il se prononcera après votre décision.")
    except InputError as why:
        messages.error(request, str(why))
    return redirect("dossier", pk)
