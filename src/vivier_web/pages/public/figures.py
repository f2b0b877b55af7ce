"""Open data: what is published, a page a dataset, each file byte for byte as it was frozen."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from vivier_web.indicators import published
from vivier_web.indicators.gate.files import title_of
from vivier_web.indicators.gate.layout import CUBES
from vivier_web.pages.shared import figures
from vivier_web.pages.shared.access import anyone

FORM_WORDS = {
    "csv": ("CSV", "pour les programmes"),
    "csv-fr": ("CSV français", "s’ouvre dans un tableur"),
    "xlsx": ("Classeur", "Excel, LibreOffice"),
    "sdmx-csv": ("SDMX-CSV", "pour les instituts statistiques"),
    "schema": ("Table Schema", "ce que dit chaque colonne"),
    "package": ("Data Package", "les deux CSV décrits ensemble"),
}


@require_safe
@anyone
def catalogue(request: HttpRequest) -> HttpResponse:
    """List what is published, the latest first."""
    asked = request.GET.get("page", "")
    page = max(int(asked), 1) if asked.isascii() and asked.isdigit() and len(asked) < 4 else 1
    cube = request.GET.get("tableaux", "") if request.GET.get("tableaux") in CUBES else ""
    cards, count = published.datasets(cube=cube, page=page)
    context = {
        "cards": cards,
        "count": count,
        "cubes": [(each.key, each.title) for each in CUBES.values()],
        "cube": cube,
        "before": page - 1,
        "after": page + 1 if page * published.PAGE < count else 0,
    }
    return render(request, "public/figures/catalogue.html", context)


@require_safe
@anyone
def dataset(request: HttpRequest, key: str) -> HttpResponse:
    """Show one publication: a table one chooses, the map, where each figure comes from, the files."""
    found = published.dataset(key)
    if found is None:
        raise Http404
    trail = [("Données ouvertes", reverse("open_data")), (found.card.title, "")]
    context = {"found": found, "trail": trail, "card": found.card}
    if found.card.withdrawn_at is not None:
        return render(request, "public/figures/withdrawn.html", context, status=410)
    row, column = figures.chosen(found, request.GET.get("lignes", ""), request.GET.get("colonnes", ""))
    known = figures.axes(found)
    areas, legend = figures.mapped(found)
    context |= {
        "grid": figures.grid(found, row, column),
        "row": row,
        "column": column,
        "rows": [(each, title_of(each)) for each in known],
        "columns": [(each, title_of(each)) for each in known.get(row, ())],
        "areas": areas,
        "legend": legend,
        "has_hidden_area": any(each.is_hidden for each in areas),
        "total": figures.written(found.total, found.contributors),
        "files": [(each, *FORM_WORDS[each.name]) for each in found.files if each.name in FORM_WORDS],
        "outlook": found.outlook,
    }
    return render(request, "public/figures/dataset.html", context)


@require_safe
@anyone
def file(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """Give a file of a publication, the same bytes for ever; 410 once it is withdrawn."""
    found = published.published_file(key, name)
    if found is None:
        raise Http404
    if found.is_withdrawn:
        return HttpResponse("Cette publication a été retirée.", status=410, content_type="text/plain; charset=utf-8")
    return _handed(request, found)


@require_safe
@anyone
def harvest(request: HttpRequest) -> HttpResponse:
    """Give the catalogue to those who harvest it."""
    return _handed(request, published.dcat())


def _handed(request: HttpRequest, found: published.PublishedFile) -> HttpResponse:
    """Hand bytes over with their fingerprint; nothing, to whoever already has them."""
    etag = quote_etag(found.sha256)
    is_known = etag in [
        each.strip().removeprefix("W/") for each in request.headers.get("If-None-Match", "").split(",")
    ]
    answer = HttpResponseNotModified() if is_known else HttpResponse(found.content, content_type=found.media_type)
    answer["ETag"] = etag
    answer["Cache-Control"] = "public, no-cache"  # a withdrawal must be seen at once
    answer["Access-Control-Allow-Origin"] = "*"
    if not is_known:
        answer["Content-Disposition"] = f'inline; filename="{found.name}"'
    return answer
