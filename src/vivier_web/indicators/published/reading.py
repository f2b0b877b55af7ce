"""Publications as they were frozen: which stand, what each says, byte for byte."""

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet
from django_scopes import scopes_disabled

from vivier.vocabulary import InputError
from vivier_web.indicators.gate.frozen import document_of
from vivier_web.indicators.models import Publication
from vivier_web.indicators.published.data import DatasetCard, Shown


def standing() -> "QuerySet[Publication]":
    """Give what is published and not withdrawn, its bytes left in the base."""
    rows: QuerySet[Publication] = Publication.objects.filter(withdrawn_at=None).select_related("pole", "work")
    return rows.defer("content", "work__preview")


def card_of(row: Publication) -> DatasetCard:
    """Give what a catalogue says of a publication."""
    pole = row.pole
    return DatasetCard(
        row.key, row.title, row.cube, row.on, row.published_at,
        pole.slug if pole else "", pole.name if pole else "Ensemble des pôles", pole.region if pole else "",
        row.audit["cells"], row.audit["hidden"], row.withdrawn_at, row.withdrawn_why, row.sha256,
        pole.is_fictional if pole else False, row.work.detail_words if row.work is not None else "",
    )  # fmt: skip


@lru_cache(maxsize=64)  # a publication never changes
def document_kept(pk: int, sha256: str) -> dict[str, Any]:
    """Read a publication, once it is sure that its bytes are those that were published."""
    with scopes_disabled():
        content = bytes(Publication.objects.values_list("content", flat=True).get(pk=pk))
    if hashlib.sha256(content).hexdigest() != sha256:
        raise InputError(
            "Cette publication n’est plus celle qui a été figée : prévenez l’exploitant de la plateforme."
        )
    return document_of(content)


def cells_of(document: Mapping[str, Any]) -> tuple[Shown, ...]:
    """Give the cells of a publication."""
    width = len(document["columns"])
    made_up = {tuple(each) for each in document.get("estimated", ())}
    return tuple(
        Shown(tuple(each[:width]), each[width], each[width + 1], each[width + 2], tuple(each[:width]) in made_up)
        for each in document["cells"]
    )
