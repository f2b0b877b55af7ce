"""What is published: a page of the catalogue, one publication whole."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db.models import Q
from django_scopes import scopes_disabled

from vivier_web.indicators.gate.frozen import cube_in
from vivier_web.indicators.gate.layout import Cube
from vivier_web.indicators.models import Publication, PublicationFile
from vivier_web.indicators.published.data import PAGE, DatasetCard, FileCard, PublishedDataset
from vivier_web.indicators.published.files import sized
from vivier_web.indicators.published.reading import card_of, cells_of, document_kept, standing


def datasets(
    *, pole: str = "", cube: str = "", regions: Collection[str] | None = None, page: int = 1
) -> tuple[tuple[DatasetCard, ...], int]:
    """Give one page of what is published, the latest first, and how many there are; what is withdrawn is not."""
    with scopes_disabled():
        found = standing()
        if pole:
            found = found.filter(pole__slug=pole)
        if cube:
            found = found.filter(Q(cube=cube) | Q(cube__startswith=f"{cube}:"))
        if regions is not None:
            found = found.filter(pole__region__in=regions)
        rows = list(found[(page - 1) * PAGE : page * PAGE])
        return tuple(card_of(each) for each in rows), found.count()


def dataset(key: str) -> PublishedDataset | None:
    """Give one publication; withdrawn, it has its card and why, and no cell any more.

    Raises:
        InputError: its bytes are no longer those that were published.
    """
    with scopes_disabled():
        row = (
            Publication.objects.filter(key=key)
            .select_related("pole", "work")
            .defer("content", "work__preview")
            .first()
        )
        if row is None:
            return None
        files = PublicationFile.objects.filter(publication=row).defer("content")
        cards = [FileCard(each.name, each.media_type, size, each.sha256) for each, size in sized(files)]
    return _whole(card_of(row), document_kept(row.pk, row.sha256), tuple(cards))


def _levels(cube: Cube, tables: Sequence[Sequence[str]]) -> tuple[tuple[tuple[str, ...], ...], ...]:
    """Give the columns of each dimension of each table; those of one pôle among several say nothing of all."""
    spec = cube.spec(tuple(tuple(each) for each in tables))
    dimensions = [[spec.dimension(name) for name in each] for each in tables]
    return tuple(
        tuple(each.columns for each in table) for table in dimensions if not any(each.only for each in table)
    )


def _whole(card: DatasetCard, document: Mapping[str, Any], files: tuple[FileCard, ...]) -> PublishedDataset:
    is_standing = card.withdrawn_at is None
    cube = cube_in(document)
    return PublishedDataset(
        card=card,
        measure=cube.measure_title,
        unit_words=cube.unit_words,
        contributors=cube.contributors,
        columns=tuple(document["columns"]),
        levels=_levels(cube, document["tables"]),
        labels=document["labels"],
        cells=cells_of(document) if is_standing else (),
        provenance=tuple((what, said) for what, said in document["provenance"]),
        perimeter=document["perimeter"],
        detail=document["detail"],
        verdict=document["audit"]["verdict"],
        rules=document["rules"],
        version=document["version"],
        files=files if is_standing else (),
        about=document.get("about", {}),
        estimated=frozenset(tuple(each) for each in document.get("estimated", ())),
    )
