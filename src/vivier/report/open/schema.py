"""What the columns of a table are: Table Schema, and the data package that names both its CSV files."""

import hashlib
import json

from vivier.report.open.table import QUALITY, SUPPRESSED, OpenTable
from vivier.report.open.text import STATUS_WORDS, french_csv, tidy_csv

LICENCE = {
    "name": "etalab-2.0",
    "title": "Licence Ouverte / Open Licence version 2.0",
    "path": "https://www.etalab.gouv.fr/licence-ouverte-open-licence",
}
Field = dict[str, object]


def table_schema(table: OpenTable) -> bytes:
    """Write the Table Schema of the CSV for programs."""
    return _json(described(table))


def described(table: OpenTable, point: str = ".") -> dict[str, object]:
    """Describe each column: type, words, codes allowed; the primary key is the dimensions."""
    return {
        "name": table.name,
        "title": table.title,
        "description": table.description or table.title,
        "version": table.version,
        "fields": _fields(table, point),
        "primaryKey": [each.name for each in table.dimensions],
        "missingValues": [""],
    }


def _fields(table: OpenTable, point: str) -> list[Field]:
    fields: list[Field] = []
    for each in table.dimensions:
        said = f"Nomenclature : {each.source}." if each.source else f"Code : {each.title}."
        codes = {"required": True, "enum": list(each.labels)}
        fields.append(_field(each.name, each.title, said, constraints=codes))
        fields.append(_field(f"{each.name}_libelle", f"{each.title} (libellé)", f"Les mots du code « {each.name} »."))
    for measure in table.measures:
        told = f"Unité : {measure.unit}. Vide : secret statistique, ou valeur manquante."
        kind = {"type": "number"} | ({} if point == "." else {"decimalChar": point})
        fields.append(_field(measure.name, measure.title, told, **kind))
    hidden = "Pourquoi la valeur est montrée ou non : secret_primaire, secret_secondaire (secret statistique)."
    allowed = {"required": True, "enum": list(STATUS_WORDS.values())}
    fields.append(_field("statut", "Statut de diffusion", hidden, constraints=allowed))
    worth = ", ".join(f"{code} {said}" for code, said in (*QUALITY.items(), (SUPPRESSED, "masquée")))
    known = {"required": True, "enum": [*QUALITY, SUPPRESSED]}
    fields.append(_field("qualite", "Qualité de la valeur (SDMX, OBS_STATUS)", f"{worth}.", constraints=known))
    return fields


def _field(name: str, title: str, description: str, **more: object) -> Field:
    return {"name": name, "type": "string", "title": title, "description": description} | more


def package(table: OpenTable) -> bytes:
    """Write the data package: both CSV files, each with its size, fingerprint, dialect and schema."""
    files = ((table.name, tidy_csv(table), ",", "."), (f"{table.name}.fr", french_csv(table), ";", ","))
    resources = [
        {
            "name": name,
            "path": f"{name}.csv",
            "profile": "tabular-data-resource",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8" if separator == "," else "utf-8-sig",
            "bytes": len(content),
            "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
            "dialect": {"delimiter": separator},
            "schema": described(table, point),
        }
        for name, content, separator, point in files
    ]
    about = {"name": table.name, "title": table.title, "description": table.description or table.title}
    sources = [{"title": table.source}] if table.source else []
    return _json(
        {"profile": "tabular-data-package", **about, "version": table.version, "licenses": [LICENCE]}
        | ({"sources": sources} if sources else {})
        | {"resources": resources}
    )


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, allow_nan=False, indent=1) + "\n").encode()
