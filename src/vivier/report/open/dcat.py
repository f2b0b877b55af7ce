"""A DCAT-AP catalogue in JSON-LD: what a pôle publishes, for those who harvest."""

import datetime as dt
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from vivier.report.open.schema import LICENCE
from vivier.report.open.writing import FORMS
from vivier.vocabulary import InputError

_EUROPE = "http://publications.europa.eu/resource/authority"
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
FREQUENCIES = {"annual": "ANNUAL", "quarterly": "QUARTERLY", "monthly": "MONTHLY", "once": "NEVER"}
FILE_TYPES = {"csv": "CSV", "csv-fr": "CSV", "sdmx-csv": "CSV", "xlsx": "XLSX", "schema": "JSON", "package": "JSON"}
Node = dict[str, object]


def _check(is_right: object, sentence: str) -> None:
    if not is_right:
        raise InputError(sentence)


def _is_address(text: str) -> bool:
    return re.fullmatch(r"https?://[^\s\"<>\\^`{|}]+", text) is not None


@dataclass(frozen=True)
class Served:
    """Hold where one file of a dataset is: its form, its address, its size in bytes and its fingerprint."""

    form: str
    address: str
    size: int
    sha256: str

    def __post_init__(self) -> None:
        _check(self.form in FORMS, f"« {self.form} » n’est pas un format ouvert ; formats : {', '.join(FORMS)}.")
        _check(_is_address(self.address), "L’adresse d’un fichier commence par https:// et n’a pas d’espace.")
        _check(
            self.size >= 0 and re.fullmatch(r"[0-9a-f]{64}", self.sha256),
            "Un fichier a une taille en octets et une empreinte SHA-256.",
        )


@dataclass(frozen=True)
class Dataset:
    """Hold what a catalogue says of one dataset.

    `address` is that of its page; `regions` are COG codes of regions, `period` the first and last day it tells of.
    """

    name: str
    title: str
    description: str
    address: str
    issued_on: dt.date
    files: tuple[Served, ...]
    keywords: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    period: tuple[dt.date, dt.date] | None = None
    frequency: str = "annual"
    version: str = "1.0.0"

    def __post_init__(self) -> None:
        what = f"du jeu de données « {self.name} »"
        _check(all(t.strip() for t in (self.name, self.title, self.description)), f"Un texte {what} est vide.")
        _check(_is_address(self.address), f"L’adresse {what} commence par https:// et n’a pas d’espace.")
        _check(self.files, f"Donnez au moins un fichier {what}.")
        _check(
            len({file.address for file in self.files}) == len(self.files),
            f"Deux fichiers {what} ont la même adresse.",
        )
        _check(
            all(re.fullmatch(r"[0-9A-Z]{2,3}", code) for code in self.regions),
            f"Une région {what} n’est pas un code officiel géographique, comme 84.",
        )
        _check(
            self.frequency in FREQUENCIES,
            f"La fréquence {what} est inconnue ; fréquences : {', '.join(FREQUENCIES)}.",
        )
        _check(
            self.period is None or self.period[0] <= self.period[1], f"La période {what} finit avant de commencer."
        )


def catalogue(name: str, publisher: str, address: str, datasets: Sequence[Dataset]) -> bytes:
    """Write a DCAT-AP catalogue (JSON-LD): its name, who publishes, its address, and its datasets in order of name.

    Raises:
        InputError: the address is none, or two datasets have the same page.
    """
    _check(_is_address(address), "L’adresse du catalogue commence par https:// et n’a pas d’espace.")
    pages = [each.address for each in datasets]
    _check(len(set(pages)) == len(pages), "Deux jeux de données du catalogue ont la même adresse.")
    who = {"@id": f"{address}#editeur", "@type": "foaf:Agent", "foaf:name": publisher}
    held = [_dataset(each, who["@id"]) for each in sorted(datasets, key=lambda each: (each.name, each.address))]
    head: Node = {
        "@id": address,
        "@type": "dcat:Catalog",
        "dct:title": _french(name),
        "dct:description": _french(f"Données ouvertes publiées par {publisher}."),
        "dct:language": {"@id": f"{_EUROPE}/language/FRA"},
        "dct:publisher": who,
        "dct:license": {"@id": LICENCE["path"]},
        "dcat:dataset": held,
    }
    return (json.dumps({"@context": CONTEXT, **head}, ensure_ascii=False, indent=1) + "\n").encode()


def _dataset(each: Dataset, publisher: str) -> Node:
    found: Node = {
        "@id": each.address,
        "@type": "dcat:Dataset",
        "dct:identifier": each.address,  # a name may be given twice, a page cannot
        "dct:title": _french(each.title),
        "dct:description": _french(each.description),
        "dct:publisher": {"@id": publisher},
        "dct:issued": _day(each.issued_on),
        "dct:language": {"@id": f"{_EUROPE}/language/FRA"},
        "dct:accrualPeriodicity": {"@id": f"{_EUROPE}/frequency/{FREQUENCIES[each.frequency]}"},
        "dct:accessRights": {"@id": f"{_EUROPE}/access-right/PUBLIC"},
        "dcat:theme": {"@id": f"{_EUROPE}/data-theme/ECON"},
        "dcat:landingPage": {"@id": each.address},
        "dcat:version": each.version,
    }
    if each.keywords:
        found["dcat:keyword"] = [_french(word) for word in each.keywords]
    if each.regions:
        found["dct:spatial"] = [{"@id": f"http://id.insee.fr/geo/region/{code}"} for code in each.regions]
    if each.period:
        first, last = map(_day, each.period)
        found["dct:temporal"] = {"@type": "dct:PeriodOfTime", "dcat:startDate": first, "dcat:endDate": last}
    schema = next((file.address for file in each.files if file.form == "schema"), "")
    found["dcat:distribution"] = [_distribution(each, file, schema) for file in each.files]
    return found


def _distribution(dataset: Dataset, file: Served, schema: str) -> Node:
    media = FORMS[file.form].media_type.split(";")[0]
    found: Node = {
        "@id": f"{file.address}#fichier",
        "@type": "dcat:Distribution",
        "dct:title": _french(f"{dataset.title} : {FORMS[file.form].title}"),
        "dcat:accessURL": {"@id": dataset.address},
        "dcat:downloadURL": {"@id": file.address},
        "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{media}"},
        "dct:format": {"@id": f"{_EUROPE}/file-type/{FILE_TYPES[file.form]}"},
        "dct:license": {"@id": LICENCE["path"]},
        "dcat:byteSize": {"@value": str(file.size), "@type": "xsd:nonNegativeInteger"},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": {"@value": file.sha256, "@type": "xsd:hexBinary"},
        },
    }
    if schema and file.form == "csv":
        found["dct:conformsTo"] = {"@id": schema}
    return found


def _french(text: str) -> Node:
    return {"@value": text, "@language": "fr"}


def _day(day: dt.date) -> Node:
    return {"@value": day.isoformat(), "@type": "xsd:date"}
