"""Publications kept at once: a few records protected and sealed by the engine, without waves nor the worker."""

import datetime as dt
from typing import Any

from django.utils import timezone

from vivier.disclosure import protect, tables_of
from vivier.disclosure.records import records_of
from vivier_web.indicators.actions.passing import keep_files
from vivier_web.indicators.gate.frozen import Card, Sealed, document_of, sealed
from vivier_web.indicators.gate.layout import COARSE, HEADCOUNT, Cube
from vivier_web.indicators.models import Publication
from vivier_web.members.models import Pole

Row = dict[str, str]
DAY = dt.date(2026, 1, 31)
SECRET = 48_731
REGION = {"74": "84", "38": "84", "75": "11"}
LABELS = {
    "departement": {"74": "Haute-Savoie", "38": "Isère", "75": "Paris"},
    "region": {"84": "Auvergne-Rhône-Alpes", "11": "Île-de-France"},
    "division": {"25": "Produits métalliques"},
    "section": {"C": "Industrie manufacturière"},
    "pcs": {"62": "Ouvriers qualifiés", "47": "Techniciens", "38": "Ingénieurs"},
    "csp": {"6": "Ouvriers", "4": "Intermédiaires", "3": "Cadres"},
    "taille": {"10-49": "10 à 49 salariés", "50-249": "50 à 249 salariés", "5000+": "5 000 salariés et plus"},
}


def row(unit: str, people: int, department: str = "74", pcs: str = "62", size: str = "10-49") -> Row:
    place = {"departement": department, "region": REGION[department], "division": "25", "section": "C"}
    job = {"pcs": pcs, "csp": pcs[0], "taille": size, "effectif": str(people)}
    return {**place, **job, "unit": unit, "holding": unit}


def crowd(units: int = 8, more: int = 0) -> list[Row]:
    """Give as many companies of Haute-Savoie as of Isère, all alike, and one alone in Paris that must stay secret."""
    rows = [row(f"a{rank}", 20 + rank + more) for rank in range(units)]
    rows += [row(f"b{rank}", 30 + rank + more, "38", "47", "50-249") for rank in range(units)]
    return [*rows, row("p0", SECRET, "75", "38", "5000+")]


def even(units: int = 8, more: int = 0) -> list[Row]:
    """Give companies none of which dominates: everything is shown."""
    return crowd(units, more)[:-1]


def tables(rows: list[Row], detail: str = COARSE, cube: Cube = HEADCOUNT) -> Any:
    spec = cube.spec(cube.tables[detail])
    names = (*spec.columns, "unit", "holding", cube.measure)
    return protect(
        tables_of(records_of({name: [each[name] for each in rows] for name in names}, spec), spec), rules=cube.rules()
    )


def out_of(rows: list[Row], *, detail: str = COARSE, **said: Any) -> Sealed:
    """Seal records as headcounts of a pôle of a test."""
    about: dict[str, Any] = {
        "key": "effectifs-essai-2026-01-31-1", "cube": "effectifs", "title": "Effectifs · Essai", "on": "2026-01-31",
        "published_on": "2026-02-10", "pole": "essai", "pole_name": "Pôle d’essai", "perimeter": "tous les membres",
        "provenance": (("Source", "Fichiers de paie"),), "labels": LABELS, "version": "1", "history": (),
    }  # fmt: skip
    return sealed(tables(rows, detail), Card(detail=detail, **(about | said)), HEADCOUNT.rules())


def kept(pole: Pole | None, rows: list[Row] | None = None, *, on: dt.date = DAY, **how: Any) -> Publication:
    """Keep a publication of a pôle (of none: several together), with its files unless `has_files` says no."""
    name = pole.slug if pole else "reseau"
    rank = Publication._base_manager.filter(key__startswith=f"effectifs-{name}-{on}").count() + 1
    key = how.get("key") or f"effectifs-{name}-{on}-{rank}"
    said = {
        "key": key,
        "on": on.isoformat(),
        "title": f"Effectifs {rank} · {name}",
        "pole": pole.slug if pole else "",
    }
    out = out_of(rows or crowd(), detail=how.get("detail", COARSE), **said, pole_name=pole.name if pole else "Réseau")
    document = document_of(out.content)
    made = Publication.of(
        out, pole=pole, network=how.get("network"), key=key, cube="effectifs", on=on, title=said["title"], rules=document["rules"],
        audit=document["audit"], inputs_sha256="0" * 64, published_at=how.get("at") or timezone.now(),
    )  # fmt: skip
    made.save()
    if how.get("has_files", True):
        keep_files(made, out)
    return made
