"""What publications say to anyone, as frozen values."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from vivier_web.indicators.gate.words import HIDDEN, Outlook, outlook_of

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
    detail: str  # in words; nothing where several pôles are put together


@dataclass(frozen=True, slots=True)
class Shown:
    """Hold one cell as it was published; no value where it is hidden; `is_estimated`: a value made up enters it."""

    codes: Codes
    value: float | None
    units: int | None
    status: str
    is_estimated: bool = False

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
    about: Mapping[str, str]  # of an indicator: label, unit, definition, set, version, vintage, period, caution
    estimated: frozenset[Codes]  # the cells that a value made up enters

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
