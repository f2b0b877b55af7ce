"""What a store holds, and where each part of it comes from."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from vivier.vocabulary import InputError

MANIFEST = "manifest.json"
FORMAT = 1
STATISTIC = "statistic"


@dataclass(frozen=True, slots=True)
class Source:
    """Name one published file that was read: its name, sha256 and size in bytes, as it was given."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Entry:
    """Describe one nomenclature, one passage between two (`joins`) or one statistic: version, date, origin, counts.

    `levels` go from the coarsest to the finest; `grain` is the level meant when none is said. `file` is the name of
    its tables in the store; nothing for what is built in. `date` is an ISO day, or nothing when nobody knows it.
    `kind` is `statistic` for published figures, whose `levels` are the nomenclatures of their codes.
    """

    id: str
    title: str
    version: str = ""
    date: str = ""
    origin: str = ""
    licence: str = ""
    attribution: str = ""
    levels: tuple[str, ...] = ()
    grain: str = ""
    joins: tuple[str, ...] = ()
    file: str = ""
    rows: Mapping[str, int] = field(default_factory=dict)
    sources: tuple[Source, ...] = ()
    warnings: tuple[str, ...] = ()
    kind: str = ""

    @property
    def is_statistic(self) -> bool:
        """Whether it holds published figures."""
        return self.kind == STATISTIC

    @property
    def is_passage(self) -> bool:
        """Whether it leads from one nomenclature to another."""
        return bool(self.joins)


def as_text(entries: Mapping[str, Entry]) -> str:
    """Write a manifest: the same entries always give the same text."""
    found = {key: asdict(entries[key]) for key in sorted(entries)}
    return json.dumps({"format": FORMAT, "entries": found}, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def read_manifest(folder: Path) -> dict[str, Entry]:
    """Give what the manifest of a folder names; nothing when the folder or the manifest does not exist.

    Raises:
        InputError: the manifest is damaged, or was written by a later version.
    """
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if found["format"] != FORMAT:
            raise InputError(
                "Le dossier des nomenclatures a été écrit par une autre version de Vivier : mettez Vivier à jour, ou "
                "donnez un autre dossier dans VIVIER_REFERENCE."
            )
        return {key: _entry(value) for key, value in found["entries"].items()}
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, KeyError, TypeError, AttributeError, UnicodeDecodeError, json.JSONDecodeError):
        raise InputError(
            f"Le sommaire des nomenclatures ({MANIFEST}) ne se lit pas : supprimez le dossier qui le contient, puis "
            "relancez « vivier reference add » avec les fichiers officiels."
        ) from None


def _entry(value: Mapping[str, Any]) -> Entry:
    lists = {name: tuple(value[name]) for name in ("levels", "joins", "warnings")}
    return Entry(**{**value, **lists, "sources": tuple(Source(**each) for each in value["sources"])})
