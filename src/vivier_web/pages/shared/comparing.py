"""Pôles side by side by what they publish: one page, for authorities and for networks."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from vivier_web.indicators.gate.files import title_of
from vivier_web.indicators.gate.layout import DOSSIERS, HEADCOUNT, Cube, cube_of
from vivier_web.indicators.published import (
    PoleFigures,
    YearFigures,
    codes_published,
    compared,
    indicators_published,
    over_years,
)
from vivier_web.members.territory import REGIONS
from vivier_web.pages.shared.figures import rank, written
from vivier_web.pages.shared.templatetags.french import lowered

COLUMNS = ("section", "csp", "domaine", "taille", "region", "zone", "departement", "issue", "reponse")
YEARS, RATIO = "annee", "ratio"
MOST = 7  # columns a page can hold


def comparison(
    request: HttpRequest, *, home: str = "", networks: Collection[int] | None = None,
    trail: Sequence[tuple[str, str]], beside: Mapping[str, Any],
) -> HttpResponse:  # fmt: skip
    """Show the last publication of each pôle, by the column asked; `beside` is what more the page offers.

    What is published is anyone's to read: `home` is only the Region whose pôles are shown until another is asked.
    """
    asked = request.GET
    offered = [(each.key, each.title) for each in (HEADCOUNT, DOSSIERS)] + list(indicators_published())
    key = asked.get("tableaux", "") if asked.get("tableaux") in dict(offered) else HEADCOUNT.key
    cube = None if key.startswith(RATIO) else cube_of(key)
    columns = ([YEARS] if ":" in key else []) + [each for each in COLUMNS if cube and each in cube.columns]
    column = asked.get("par", "") if asked.get("par") in columns else _first(columns)
    region = asked.get("region", home) if asked.get("region", home) in REGIONS else ""
    within = {region} if region else None
    if column == YEARS:
        table = _by_year(over_years(key, regions=within, networks=networks), dict(offered)[key])
    else:
        table = _by_code(cube or HEADCOUNT, column, within, networks)
    domains = sorted({each["domain"] for each in table["lines"] if each["domain"]})
    domain = asked.get("domaine", "") if asked.get("domaine") in domains else ""
    context: dict[str, Any] = {
        **beside,
        "trail": trail,
        **table,
        "lines": [each for each in table["lines"] if not domain or each["domain"] == domain],
        "cubes": offered,
        "key": key,
        "columns": [(each, _title(each)) for each in columns],
        "column": column,
        "regions": sorted(REGIONS.items(), key=lambda each: each[1]),
        "region": region,
        "domains": domains,
        "domain": domain,
    }
    return render(request, "shared/figures/comparison.html", context)


def _first(columns: Sequence[str]) -> str:
    return next((each for each in (YEARS, "csp") if each in columns), columns[-1])


def _title(column: str) -> str:
    return "Année" if column == YEARS else title_of(column)


def _by_code(
    cube: Cube, column: str, regions: Collection[str] | None, networks: Collection[int] | None
) -> dict[str, Any]:
    """Lay the last publication of each pôle out by the codes of a column."""
    codes = sorted(codes_published(cube.key, column), key=lambda each: rank(column, each[0], each[0]))[:MOST]
    every = compared(cube.key, column, tuple(code for code, _ in codes), regions=regions, networks=networks)
    label = dict(indicators_published()).get(cube.key, cube.measure_title)
    return {
        "title": f"{label} par {lowered(_title(column))}",
        "heads": ["Ensemble", *(words for _, words in codes)],
        "lines": [_line(each, cube.contributors) for each in every],
    }


def _by_year(found: YearFigures | None, label: str) -> dict[str, Any]:
    """Lay an indicator out year by year."""
    if found is None:
        return {"title": label, "heads": [], "lines": []}
    lines = [
        {
            "card": each.card,
            "domain": each.domain,
            "networks": ", ".join(each.networks),
            "parts": [written(cell, "entreprises", found.decimals) for cell in each.totals],
        }
        for each in found.lines
    ]
    said = "Entreprises qui ont donné leur avis" if found.is_opinion else f"{found.label}, en {found.unit}"
    about = {"definition": found.definition, "is_opinion": found.is_opinion}
    return {"title": f"{said}, par année", "heads": list(found.periods), "lines": lines, **about}


def _line(each: PoleFigures, contributors: str) -> dict[str, Any]:
    return {
        "card": each.card,
        "domain": each.domain,
        "networks": ", ".join(each.networks),
        "parts": [written(part, contributors) for part in (each.total, *each.parts)],
    }
