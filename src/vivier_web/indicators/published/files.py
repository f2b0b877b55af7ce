"""The files of publications, and the catalogue of them all, for those who harvest."""

import hashlib
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django_scopes import scopes_disabled

from vivier_web.indicators.gate.files import described
from vivier_web.indicators.gate.layout import cube_of
from vivier_web.indicators.models import Publication, PublicationFile
from vivier_web.indicators.published.data import PublishedFile
from vivier_web.indicators.published.reading import document_kept, standing

if TYPE_CHECKING:
    from django.db.models import QuerySet


def published_file(key: str, name: str) -> PublishedFile | None:
    """Give one file of a publication, byte for byte as it was frozen; `canonique` is the publication itself."""
    with scopes_disabled():
        row = Publication.objects.filter(key=key).first()
        if row is None:
            return None
        if name == "canonique":
            return PublishedFile(
                f"{key}.json", "application/json", bytes(row.content), row.sha256, row.withdrawn_at is not None
            )
        file = PublicationFile.objects.filter(publication=row, name=name).first()
    if file is None:
        return None
    content = bytes(file.content)
    return PublishedFile(f"{key}{ending(name)}", file.media_type, content, file.sha256, row.withdrawn_at is not None)


def dcat() -> PublishedFile:
    """Give the catalogue of all that is published, for those who harvest (DCAT-AP, JSON-LD)."""
    from vivier.report.open import Dataset, catalogue
    from vivier.report.open.dcat import Served

    with scopes_disabled():
        rows = list(standing()[:1000])
        files: dict[int, list[Served]] = {}
        kept = PublicationFile.objects.filter(publication__in=rows).defer("content").select_related("publication")
        for file, size in sized(kept):
            address = settings.SITE_URL + address_of(file.publication.key, file.name)
            files.setdefault(file.publication_id, []).append(Served(file.name, address, size, file.sha256))
    told = [
        Dataset(
            row.key, row.title, _described(row),
            settings.SITE_URL + reverse("published_dataset", args=[row.key]),
            timezone.localdate(row.published_at), tuple(files[row.pk]), ("pôle", cube_of(row.cube).title.lower()),
            (row.pole.region,) if row.pole is not None and row.pole.region else (), (row.on, row.on),
        )
        for row in rows
        if row.pk in files
    ]  # fmt: skip
    content = catalogue("Données publiées par les pôles", "Vivier", settings.SITE_URL + reverse("open_data"), told)
    digest = hashlib.sha256(content).hexdigest()
    return PublishedFile("catalogue.jsonld", "application/ld+json", content, digest, is_withdrawn=False)


def _described(row: Publication) -> str:
    """Say what a publication is; of an indicator, what it means and in which unit, as its files do."""
    if ":" in row.cube:
        return described(document_kept(row.pk, row.sha256))
    return f"{row.title}. {row.audit.get('verdict', '')}"


def ending(name: str) -> str:
    """Give how the name of a file ends, by its form.

    >>> ending("csv-fr"), ending("canonique")
    ('.fr.csv', '.json')
    """
    known = {
        "csv": ".csv", "csv-fr": ".fr.csv", "xlsx": ".xlsx", "sdmx-csv": ".sdmx.csv",
        "schema": ".schema.json", "package": ".package.json",
    }  # fmt: skip
    return known.get(name, ".json")


def address_of(key: str, name: str) -> str:
    """Give the lasting address of a file of a publication."""
    return reverse("published_file", args=[key, name])


def sized(files: "QuerySet[PublicationFile]") -> list[tuple[PublicationFile, int]]:
    """Give files with their sizes, their bytes left in the base."""
    from django.db.models.functions import Length

    return [(each, each.size) for each in files.annotate(size=Length("content"))]
