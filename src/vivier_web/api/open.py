"""What anyone may read: the cards of the pôles."""

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from vivier_web.api.doors import Refusal
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
