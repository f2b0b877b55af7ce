"""What needs no file: PCS-ESE, and a small nomenclature for demonstration."""

import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from vivier.reference.manifest import Entry
from vivier.reference.pcs import pcs_codes, pcs_label, pcs_parent

DEMONSTRATION = "demo"
_KINDS = {"skills": "skill", "knowledge": "knowledge"}


@cache
def builtin_entries() -> dict[str, Entry]:
    """Describe what is built in.

    >>> builtin_entries()["demo"].title
    'Nomenclature de démonstration'
    """
    demo = Entry(
        DEMONSTRATION,
        "Nomenclature de démonstration",
        version="1",
        date="2026-11-22",
        origin="écrite pour Vivier ; ni codes ni libellés officiels",
        licence="EUPL-1.2",
        attribution="Vivier, données de démonstration",
        levels=("domaine", "métier"),
        grain="métier",
        rows={name: len(builtin_rows(DEMONSTRATION, name)) for name in ("codes", "titles", "skills", "near")},
    )
    pcs = Entry(
        "pcs-ese",
        "PCS-ESE 2017",
        version="2017",
        date="2017-01-01",
        origin="Insee",
        licence="Licence Ouverte 2.0",
        attribution="Insee, PCS-ESE 2017",
        levels=("1", "2", "4"),
        grain="4",
        rows={"codes": len(pcs_codes())},
    )
    return {demo.id: demo, pcs.id: pcs}


def builtin_rows(key: str, table: str) -> Sequence[Sequence[str]]:
    """Give the rows of one table of what is built in."""
    if key == DEMONSTRATION:
        return _demonstration().get(table, ())
    if table != "codes":
        return ()
    return [(str(len(code)), code, pcs_label(code), pcs_parent(code) or "") for code in pcs_codes()]


@cache
def _demonstration() -> dict[str, list[tuple[str, ...]]]:
    text = (files("vivier.reference") / "data" / "demonstration.toml").read_text(encoding="utf-8")
    found = tomllib.loads(text)
    jobs: dict[str, dict[str, Any]] = found["occupations"]
    tables: dict[str, list[tuple[str, ...]]] = {
        "codes": [("domaine", code, label, "") for code, label in found["domains"].items()],
        "titles": [(code, title, "") for code, job in jobs.items() for title in job["titles"]],
        "texts": [(code, "definition", job["definition"]) for code, job in jobs.items() if "definition" in job],
        "near": [(code, target, "proche") for code, job in jobs.items() for target in job["near"]],
        "facts": [(code, name, job[name]) for code, job in jobs.items() for name in ("pcs", "fap")],
    }
    tables["codes"] += [("métier", code, job["label"], code.rstrip("0123456789")) for code, job in jobs.items()]
    labels = dict.fromkeys((label, kind) for job in jobs.values() for label, kind in _skills(job))
    keys = {skill: f"DEMO-S{rank:03d}" for rank, skill in enumerate(labels, 1)}
    tables["skills"] = [(key, label, kind) for (label, kind), key in keys.items()]
    tables["uses"] = [(code, keys[skill], "") for code, job in jobs.items() for skill in _skills(job)]
    return tables


def _skills(job: dict[str, Any]) -> Iterator[tuple[str, str]]:
    return ((label, kind) for name, kind in _KINDS.items() for label in job.get(name, ()))
