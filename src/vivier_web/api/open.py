"""What anyone may read: the cards of the pôles, and the figures they published."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Path, Query, Router, Schema
from ninja.errors import HttpError
from pydantic import Field

from vivier_web.api.doors import Refusal
from vivier_web.indicators.published import DatasetCard, dataset, datasets
from vivier_web.members.published import pole_cards

router = Router(tags=["Données publiées"])


class PoleCard(Schema):
    """Hold what is published of a pôle."""

    slug: str = Field(description="Nom court, stable")
    name: str = Field(description="Nom")
    kind: str = Field(description="Nature : competitivity, craft, ptce ou cluster")
    region: str = Field(description="Code Insee de la région")
    labels: list[str] = Field(description="Labels détenus aujourd’hui")
    is_fictional: bool = Field(description="Vrai pour un pôle de démonstration")


class Page(Schema):
    """Hold one page of pôles."""

    count: int
    items: list[PoleCard]


class Paging(Schema):
    """Say which page is asked."""

    page: int = Field(1, ge=1, le=1000, description="Numéro de la page")
    region: str = Field("", max_length=2, pattern=r"^[0-9]{0,2}$", description="Code Insee de la région")


@router.get("/poles", response={200: Page, 422: Refusal}, summary="Les pôles de la plateforme")
def poles(request: HttpRequest, asked: Query[Paging]) -> dict[str, Any]:  # noqa: ARG001 (ninja names it)
    """Nom, nature, région et labels de chaque pôle, cent par page."""
    cards, count = pole_cards(regions=[asked.region] if asked.region else None, page=asked.page)
    return {"count": count, "items": cards}


class DatasetLine(Schema):
    """Hold what is said of one publication."""

    key: str = Field(description="Nom stable, celui de son adresse")
    title: str = Field(description="Titre")
    cube: str = Field(description="Tableaux : effectifs, dossiers, indicateur:… ou avis:…")
    on: dt.date = Field(description="Jour dont les chiffres parlent")
    published_on: dt.date = Field(description="Jour de parution")
    pole: str = Field(description="Nom court du pôle ; vide pour plusieurs réunis")
    detail: str = Field(description="Finesse des tableaux ; vide pour plusieurs pôles réunis")
    cells: int = Field(description="Nombre de cases")
    hidden: int = Field(description="Cases sous secret statistique")
    sha256: str = Field(description="Empreinte de la publication figée")


class DatasetPage(Schema):
    """Hold one page of publications."""

    count: int
    items: list[DatasetLine]


class DatasetPaging(Schema):
    """Say which publications are asked."""

    page: int = Field(1, ge=1, le=1000, description="Numéro de la page")
    pole: str = Field("", max_length=50, pattern=r"^[a-z0-9-]*$", description="Nom court d’un pôle")


class PublishedCell(Schema):
    """Hold one cell; no value where statistical secrecy hides it."""

    codes: dict[str, str] = Field(description="Code de chaque colonne ; celles qui manquent sont réunies")
    value: float | None = Field(description="Valeur ; rien quand elle est masquée")
    units: int | None = Field(description="Nombre d’unités de la case")
    status: str = Field(description="published, agreed, zero, primary ou secondary")
    is_estimated: bool = Field(description="Une part de la valeur est estimée")


class DatasetWhole(Schema):
    """Hold one publication, whole."""

    dataset: DatasetLine
    unit: str = Field(description="Ce que comptent les valeurs")
    about: dict[str, str] = Field(
        description="D’un indicateur : définition, unité, version du jeu, millésime, période"
    )
    provenance: dict[str, str] = Field(description="D’où viennent les chiffres, combien ont répondu, qui est compté")
    verdict: str = Field(description="Ce que l’audit de la publication a constaté")
    labels: dict[str, dict[str, str]] = Field(description="Libellé de chaque code, par colonne")
    items: list[PublishedCell]


class DatasetKey(Schema):
    """Name one publication."""

    key: str = Field(max_length=120, pattern=r"^[a-zA-Z0-9_-]+$", description="Nom stable de la publication")


def _line(card: DatasetCard) -> dict[str, Any]:
    names = ("key", "title", "cube", "on", "pole", "detail", "cells", "hidden", "sha256")
    return {name: getattr(card, name) for name in names} | {"published_on": timezone.localdate(card.published_at)}


@router.get("/donnees", response={200: DatasetPage, 422: Refusal}, summary="Les chiffres publiés")
def published_datasets(request: HttpRequest, asked: Query[DatasetPaging]) -> dict[str, Any]:  # noqa: ARG001 (ninja names it)
    """Ce que les pôles ont publié, le plus récent d’abord, vingt par page."""
    cards, count = datasets(pole=asked.pole, page=asked.page)
    return {"count": count, "items": [_line(each) for each in cards]}


@router.get(
    "/donnees/{key}",
    response={200: DatasetWhole, 404: Refusal, 410: Refusal, 422: Refusal},
    summary="Un jeu de chiffres publié",
)
def published_dataset(request: HttpRequest, response: HttpResponse, asked: Path[DatasetKey]) -> dict[str, Any]:  # noqa: ARG001 (ninja names it)
    """Chaque case, ses codes et son statut ; les mêmes chiffres que dans ses fichiers."""
    found = dataset(asked.key)
    if found is None:
        raise HttpError(404, "Aucune publication ne porte ce nom : voyez /api/open/donnees.")
    if found.card.withdrawn_at is not None:
        raise HttpError(410, "Cette publication a été retirée.")
    response["ETag"] = f'"{found.card.sha256}"'
    items = [
        {
            "codes": {name: code for name, code in zip(found.columns, each.codes, strict=True) if code != "T"},
            "value": each.value, "units": each.units, "status": each.status, "is_estimated": each.is_estimated,
        }
        for each in found.cells
    ]  # fmt: skip
    return {
        "dataset": _line(found.card),
        "unit": found.unit_words,
        "about": dict(found.about),
        "provenance": dict(found.provenance),
        "verdict": found.verdict,
        "labels": found.labels,
        "items": items,
    }
