"""Pôles side by side by what they publish: one page, for authorities and for networks."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from vivier_web.indicators.gate.files import title_of
from vivier_web.indicators.gate.layout import CUBES, HEADCOUNT
from vivier_web.indicators.published import PoleFigures, codes_published, compared
from vivier_web.members.territory import REGIONS
from vivier_web.pages.shared.figures import written

COLUMNS = ("section", "csp", "taille", "region", "departement", "issue")
MOST = 7  # columns a page can hold


def comparison(
    request: HttpRequest, *, regions: Collection[str] | None = None, networks: Collection[int] | None = None,
    heading: str, offers: Sequence[Mapping[str, Any]] = (),
) -> HttpResponse:  # fmt: skip
    """Show the last publication of each pôle, by the column asked."""
    asked = request.GET
    cube = CUBES.get(asked.get("tableaux", ""), HEADCOUNT)
    columns = [each for each in COLUMNS if each in cube.columns]
    column = asked.get("par", "") if asked.get("par") in columns else "csp" if "csp" in columns else columns[-1]
    region = asked.get("region", "") if asked.get("region") in REGIONS else ""
    within = regions if not region else {region} & set(regions if regions is not None else REGIONS)
    codes = codes_published(cube.key, column)[:MOST]
    every = compared(cube.key, column, tuple(code for code, _ in codes), regions=within, networks=networks)
    domains = sorted({each.domain for each in every if each.domain})
    domain = asked.get("domaine", "") if asked.get("domaine") in domains else ""
    lines = [each for each in every if not domain or each.domain == domain]
    context: dict[str, Any] = {
        "heading": heading,
        "offers": offers,
        "lines": [_line(each, cube.contributors) for each in lines],
        "heads": [words for _, words in codes],
        "cubes": [(each.key, each.title) for each in CUBES.values()],
        "cube": cube,
        "columns": [(each, title_of(each)) for each in columns],
        "column": column,
        "column_title": title_of(column),
        "regions": sorted(
            ((code, REGIONS[code]) for code in (regions if regions is not None else REGIONS)),
            key=lambda each: each[1],
        ),
        "region": region,
        "domains": domains,
        "domain": domain,
    }
    return render(request, "shared/figures/comparison.html", context)


def _line(each: PoleFigures, contributors: str) -> dict[str, Any]:
    return {
        "card": each.card,
        "domain": each.domain,
        "networks": ", ".join(each.networks),
        "total": written(each.total, contributors),
        "parts": [written(part, contributors) for part in each.parts],
    }
