"""The members of the key's pôle."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django_scopes import scope
from ninja import Path, Query, Router, Schema
from ninja.errors import HttpError
from pydantic import Field

from vivier_web.api.doors import Bearer, Key, Refusal
from vivier_web.api.rules import may_read_members_by_token
from vivier_web.members.models import Membership, Site

router = Router(tags=["Membres"], auth=Key())
PAGE = 100
REFUSALS = dict.fromkeys((401, 403, 404, 422, 429), Refusal)  # 403: the maker of the key lost the role
_LARGEST = 2**31 - 1


class SiteOut(Schema):
    """Hold an establishment."""

    siret: str
    town: str
    department: str
    is_head_office: bool


class MemberOut(Schema):
    """Hold a member of the pôle."""

    id: int
    name: str
    siren: str | None
    kind: str
    naf: str
    size: str
    college: str
    joined_on: str
    sites: list[SiteOut]


class Members(Schema):
    """Hold one page of members."""

    count: int
    items: list[MemberOut]


class Asked(Schema):
    """Say which members are asked."""

    page: int = Field(1, ge=1, le=100_000, description="Numéro de la page")
    naf: str = Field("", max_length=8, pattern=r"^[0-9A-Z.]*$", description="Début du code NAF, comme 25.62B")


@router.get("/members", response={200: Members} | REFUSALS, summary="Les membres du pôle de la clé")
def members(request: HttpRequest, asked: Query[Asked]) -> dict[str, Any]:
    """Adhésions en cours, par numéro d’organisation, cent par page."""
    with scope(pole=_bearer(request).pole):
        found = _current()
        if asked.naf:
            found = found.filter(organisation__naf__startswith=asked.naf)
        first = (asked.page - 1) * PAGE
        return {"count": found.count(), "items": [_said(row) for row in found[first : first + PAGE]]}


@router.get("/members/{pk}", response={200: MemberOut} | REFUSALS, summary="Un membre")
def member(request: HttpRequest, pk: Path[int]) -> dict[str, Any]:
    """Un membre du pôle de la clé, par son numéro d’organisation."""
    with scope(pole=_bearer(request).pole):
        row = _current().filter(organisation_id=pk).first() if 0 < pk <= _LARGEST else None
        if row is None:
            raise HttpError(404, "Ce pôle n’a pas de membre de ce numéro.")
        return _said(row)


def _bearer(request: HttpRequest) -> Bearer:
    bearer: Bearer = request.auth  # type: ignore[attr-defined]
    if not may_read_members_by_token(bearer.actor, bearer.scopes):
        raise HttpError(403, may_read_members_by_token.__doc__ or "")
    return bearer


def _current() -> QuerySet[Membership]:
    sites = Prefetch("organisation__sites", queryset=Site.objects.filter(closed_on=None))
    rows: QuerySet[Membership] = Membership.objects.of_day(timezone.localdate())
    return rows.select_related("organisation").prefetch_related(sites).order_by("organisation_id")


def _said(row: Membership) -> dict[str, Any]:
    one = row.organisation
    return {
        "id": one.pk,
        "name": one.name,
        "siren": one.siren,
        "kind": one.kind,
        "naf": one.naf,
        "size": one.size,
        "college": row.college,
        "joined_on": row.joined_on.isoformat(),
        "sites": [
            {"siret": s.siret, "town": s.town, "department": s.department, "is_head_office": s.is_head_office}
            for s in one.sites.all()
        ],
    }
