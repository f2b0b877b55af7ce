"""The procedures that pôles have published, as an agent of their territory may read them: nothing of any dossier."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet
from django_scopes import scopes_disabled

from vivier_web.procedures.choices import VersionState
from vivier_web.procedures.definition import Procedure
from vivier_web.procedures.definition.words import KINDS
from vivier_web.procedures.models import ProcedureVersion

PAGE = 20


@dataclass(frozen=True, slots=True)
class PublishedCard:
    """Hold one published version, for a list."""

    pk: int
    title: str
    version: str
    kind: str
    pole: str
    published_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class PublishedProcedure:
    """Hold one published version, whole."""

    card: PublishedCard
    digest: str
    procedure: Procedure


def published_procedures(*, regions: Collection[str] | None, page: int = 1) -> tuple[PublishedCard, ...]:
    """List what the pôles of these Regions published (None: all of them), one page and one more row."""
    with scopes_disabled():
        found = _published(regions).defer("text").order_by("title", "pole__name", "-pk")
        start = (page - 1) * PAGE
        return tuple(_card(each) for each in found[start : start + PAGE + 1])


def published_procedure(pk: int, *, regions: Collection[str] | None) -> PublishedProcedure | None:
    """Find one of them."""
    with scopes_disabled():
        found = _published(regions).filter(pk=pk).first()
    return PublishedProcedure(_card(found), found.digest, found.definition()) if found else None


def _published(regions: Collection[str] | None) -> QuerySet[ProcedureVersion]:
    rows = ProcedureVersion.objects.filter(state=VersionState.PUBLISHED).select_related("pole")
    return rows if regions is None else rows.filter(pole__region__in=regions)


def _card(row: ProcedureVersion) -> PublishedCard:
    return PublishedCard(row.pk, row.title, row.version, KINDS[row.kind], row.pole.name, row.published_at)
