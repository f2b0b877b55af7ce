"""What anyone may read of publications: figures that passed the gate, byte for byte as they were frozen."""

import datetime as dt
import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django_scopes import scopes_disabled

from vivier.vocabulary import InputError
from vivier_web.indicators.gate.frozen import document_of
from vivier_web.indicators.gate.layout import CUBES, LEVELS
from vivier_web.indicators.gate.words import HIDDEN, Outlook, outlook_of
from vivier_web.indicators.models import Publication, PublicationFile

PAGE = 20
FORMS = ("csv", "csv-fr", "xlsx", "sdmx-csv", "schema", "package")
Codes = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DatasetCard:
    """Hold what a catalogue says of one publication."""

    key: str
    title: str
    cube: str
    on: dt.date
    published_at: dt.datetime
    pole: str
    pole_name: str
    region: str
    cells: int
    hidden: int
    withdrawn_at: dt.datetime | None
    withdrawn_why: str
    sha256: str
    is_fictional: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """Hold one cell as it was published; no value where it is hidden."""

    codes: Codes
    value: float | None
    units: int | None
    status: str

    @property
    def is_hidden(self) -> bool:
        """Whether statistical secrecy hides it."""
        return self.status in HIDDEN


@dataclass(frozen=True, slots=True)
class FileCard:
    """Hold one file of a publication: its form, its size, its fingerprint."""

    name: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class PublishedDataset:
    """Hold one publication, whole: its cells, what they are, where they come from, what the audit said."""

    card: DatasetCard
    measure: str
    unit_words: str
    contributors: str
    columns: Codes
    levels: tuple[tuple[Codes, ...], ...]  # of each table, the columns of each of its dimensions
    labels: Mapping[str, Mapping[str, str]]
    cells: tuple[Shown, ...]
    provenance: tuple[tuple[str, str], ...]
    perimeter: str
    detail: str
    verdict: str
    rules: Mapping[str, float]
    version: str
    files: tuple[FileCard, ...]

    @property
    def outlook(self) -> Outlook:
        """How much of it is shown."""
        return outlook_of([each.status for each in self.cells])

    @property
    def total(self) -> Shown | None:
        """The cell of everything."""
        return next((each for each in self.cells if set(each.codes) == {"T"}), None)


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """Hold one file as it was frozen."""

    name: str
    media_type: str
    content: bytes
    sha256: str
    is_withdrawn: bool


@dataclass(frozen=True, slots=True)
class PoleFigures:
    """Hold one pôle beside others: its last publication of a cube, and the cells that are compared."""

    card: DatasetCard
    domain: str
    networks: tuple[str, ...]
    total: Shown | None
    parts: tuple[Shown | None, ...]  # in the order of the codes asked


def datasets(
    *, pole: str = "", cube: str = "", regions: Collection[str] | None = None, page: int = 1
) -> tuple[tuple[DatasetCard, ...], int]:
    """Give one page of what is published, the latest first, and how many there are; what is withdrawn is not."""
    with scopes_disabled():
        found = _standing()
        if pole:
            found = found.filter(pole__slug=pole)
        if cube:
            found = found.filter(cube=cube)
        if regions is not None:
            found = found.filter(pole__region__in=regions)
        rows = list(found[(page - 1) * PAGE : page * PAGE])
        return tuple(_card(each) for each in rows), found.count()


def dataset(key: str) -> PublishedDataset | None:
    """Give one publication; withdrawn, it has its card and why, and no cell any more.

    Raises:
        InputError: its bytes are no longer those that were published.
    """
    with scopes_disabled():
        row = Publication.objects.filter(key=key).select_related("pole").defer("content").first()
        if row is None:
            return None
        files = PublicationFile.objects.filter(publication=row).defer("content")
        cards = [FileCard(each.name, each.media_type, size, each.sha256) for each, size in _sized(files)]
    return _whole(_card(row), _document(row.pk, row.sha256), tuple(cards))


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
        rows = list(_standing()[:1000])
        files: dict[int, list[Served]] = {}
        kept = PublicationFile.objects.filter(publication__in=rows).defer("content").select_related("publication")
        for file, size in _sized(kept):
            address = settings.SITE_URL + address_of(file.publication.key, file.name)
            files.setdefault(file.publication_id, []).append(Served(file.name, address, size, file.sha256))
    told = [
        Dataset(
            row.key, row.title, f"{row.title}. {row.audit.get('verdict', '')}",
            settings.SITE_URL + reverse("published_dataset", args=[row.key]),
            timezone.localdate(row.published_at), tuple(files[row.pk]), ("pôle", CUBES[row.cube].title.lower()),
            (row.pole.region,) if row.pole is not None and row.pole.region else (), (row.on, row.on),
        )
        for row in rows
        if row.pk in files
    ]  # fmt: skip
    content = catalogue("Données publiées par les pôles", "Vivier", settings.SITE_URL + reverse("open_data"), told)
    digest = hashlib.sha256(content).hexdigest()
    return PublishedFile("catalogue.jsonld", "application/ld+json", content, digest, is_withdrawn=False)


def compared(
    cube: str, column: str, codes: Codes, *, regions: Collection[str] | None = None,
    domain: str = "", networks: Collection[int] | None = None,
) -> tuple[PoleFigures, ...]:  # fmt: skip
    """Set pôles side by side by their last publication of a cube: its total, and the cells of some codes."""
    with scopes_disabled():
        found = _standing().filter(cube=cube, pole__isnull=False).prefetch_related("pole__networks")
        if regions is not None:
            found = found.filter(pole__region__in=regions)
        if domain:
            found = found.filter(pole__domain=domain)
        if networks is not None:
            found = found.filter(pole__networks__in=networks).distinct()
        latest: dict[int, Publication] = {}
        for row in found.order_by("-on", "-pk"):
            latest.setdefault(row.pole_id or 0, row)
        rows = sorted(latest.values(), key=lambda row: row.pole.name if row.pole else "")
    return tuple(_line(row, column, codes) for row in rows)


def codes_published(cube: str, column: str) -> tuple[tuple[str, str], ...]:
    """Give the codes of a column that some publication of a cube bears, with their words."""
    with scopes_disabled():
        rows = list(_standing().filter(cube=cube)[:200])
    found: dict[str, str] = {}
    for row in rows:
        found |= _document(row.pk, row.sha256)["labels"].get(column, {})
    return tuple(sorted(found.items()))


def ending(name: str) -> str:
    """Give how the name of a file ends, by its form.

    >>> ending("csv-fr"), ending("canonique")
    ('-fr.csv', '.json')
    """
    known = {
        "csv": ".csv", "csv-fr": "-fr.csv", "xlsx": ".xlsx", "sdmx-csv": "-sdmx.csv",
        "schema": ".schema.json", "package": ".package.json",
    }  # fmt: skip
    return known.get(name, ".json")


def address_of(key: str, name: str) -> str:
    """Give the lasting address of a file of a publication."""
    return reverse("published_file", args=[key, name])


def _standing() -> "QuerySet[Publication]":
    rows: QuerySet[Publication] = Publication.objects.filter(withdrawn_at=None).select_related("pole")
    return rows.defer("content")


def _sized(files: "QuerySet[PublicationFile]") -> list[tuple[PublicationFile, int]]:
    """Give files with their sizes, their bytes left in the base."""
    from django.db.models.functions import Length

    return [(each, each.size) for each in files.annotate(size=Length("content"))]


def _card(row: Publication) -> DatasetCard:
    pole = row.pole
    return DatasetCard(
        row.key, row.title, row.cube, row.on, row.published_at,
        pole.slug if pole else "", pole.name if pole else "Ensemble des pôles", pole.region if pole else "",
        row.audit["cells"], row.audit["hidden"], row.withdrawn_at, row.withdrawn_why, row.sha256,
        pole.is_fictional if pole else False,
    )  # fmt: skip


@lru_cache(maxsize=64)  # a publication never changes
def _document(pk: int, sha256: str) -> dict[str, Any]:
    """Read a publication, once it is sure that its bytes are those that were published."""
    with scopes_disabled():
        content = bytes(Publication.objects.values_list("content", flat=True).get(pk=pk))
    if hashlib.sha256(content).hexdigest() != sha256:
        raise InputError(
            "Cette publication n’est plus celle qui a été figée : prévenez l’exploitant de la plateforme."
        )
    return document_of(content)


def _whole(card: DatasetCard, document: Mapping[str, Any], files: tuple[FileCard, ...]) -> PublishedDataset:
    is_standing = card.withdrawn_at is None
    cube = CUBES[document["cube"].partition(":")[0]]
    return PublishedDataset(
        card=card,
        measure=cube.measure_title,
        unit_words=cube.unit_words,
        contributors=cube.contributors,
        columns=tuple(document["columns"]),
        levels=tuple(tuple(LEVELS[name] for name in each if name in LEVELS) for each in document["tables"]),
        labels=document["labels"],
        cells=_cells(document) if is_standing else (),
        provenance=tuple((what, said) for what, said in document["provenance"]),
        perimeter=document["perimeter"],
        detail=document["detail"],
        verdict=document["audit"]["verdict"],
        rules=document["rules"],
        version=document["version"],
        files=files if is_standing else (),
    )


def _cells(document: Mapping[str, Any]) -> tuple[Shown, ...]:
    width = len(document["columns"])
    return tuple(
        Shown(tuple(each[:width]), each[width], each[width + 1], each[width + 2]) for each in document["cells"]
    )


def _line(row: Publication, column: str, codes: Codes) -> PoleFigures:
    document = _document(row.pk, row.sha256)
    columns, pole = document["columns"], row.pole
    total, parts = None, {}
    for cell in _cells(document):
        given = {name: code for name, code in zip(columns, cell.codes, strict=True) if code != "T"}
        if not given:
            total = cell
        elif set(given) == {column}:
            parts[given[column]] = cell
    return PoleFigures(
        _card(row),
        pole.domain if pole else "",
        tuple(each.name for each in pole.networks.all()) if pole else (),
        total,
        tuple(parts.get(code) for code in codes),
    )
