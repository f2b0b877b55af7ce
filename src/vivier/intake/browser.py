"""What the page of a deposit is told after a read: what was found, what would be sent, what would stay.

The same function answers in the member's browser and, where that is impossible, on the server.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from vivier.intake.columns import as_chosen
from vivier.intake.data import Anomaly, Company, Headcount
from vivier.intake.read import Options, Progress, read
from vivier.intake.sending import FEW, MONTHS, alone, as_sent, offers
from vivier.reference.pcs import pcs_label

Json = dict[str, Any]
KINDS = {"dsn": "DSN", "liste": "liste du personnel", "tableau": "tableau d’effectifs",
         "competences": "matrice de compétences", "declared": "effectifs déclarés", "text": "texte",
         "refuse": "laissé de côté"}  # fmt: skip
AGES = {"moins_25": "moins de 25 ans", "25_34": "25 à 34 ans", "35_44": "35 à 44 ans", "45_54": "45 à 54 ans",
        "55_59": "55 à 59 ans", "60_plus": "60 ans et plus"}  # fmt: skip
SEXES = {"H": "Hommes", "F": "Femmes"}
CONTRACTS = {"INTERIM": "Intérim", "APPRENTISSAGE": "Apprentissage", "PROFESSIONNALISATION": "Professionnalisation",
             "INSERTION": "Insertion", "PUBLIC": "Emploi public"}  # fmt: skip
_LINES = 5  # shown of those that bear the same anomaly


def prepared(
    paths: Iterable[Path | str],
    *,
    on: dt.date,
    siren: str,
    single_ages: bool = False,
    columns: object = (),
    progress: Progress | None = None,
) -> Json:
    """Read the files of one company and say, as JSON values, all that its member must see before sending.

    `columns` are those of the staff lists as they were confirmed (see `columns.as_chosen`).

    Returns:
        `found` (counts and files, in words), `anomalies` (each with what to do), `company` (what would be sent, see
        `sending.as_sent`), `table` (the same cells in French), `titles` (see `sending.offers`) and `months_most`.

    Raises:
        InputError: nothing can be sent, and why.
    """
    options = Options(siren=siren, single_ages=single_ages, titles=True, columns=as_chosen(columns))
    headcount = read(paths, on=on, options=options, progress=progress)
    mine = alone(headcount, siren)
    (company,) = mine.companies
    return {
        "found": _found(headcount, company),
        "anomalies": gathered_anomalies(headcount.anomalies),
        "company": as_sent(mine),
        "table": [
            [*_words(cell.pcs, cell.age, cell.sex, cell.contract), cell.n]
            for cell in company.count.cells
        ],
        "titles": [asdict(offer) for offer in offers(mine)],
        "single_ages": single_ages,
        "limits": {"few": FEW, "months": MONTHS},
    }  # fmt: skip


def _found(headcount: Headcount, company: Company) -> Json:
    return {
        "siren": company.siren,
        "on": company.on.isoformat(),
        "people": company.count.people,
        "contracts": company.count.contracts,
        "fte": company.count.fte,
        "outside": company.count.outside,
        "cells": len(company.count.cells),
        "alone": sum(cell.n == 1 for cell in company.count.cells),
        "months": [month.label for month in company.months],
        "joined": sum(flow.n for flow in company.flows if flow.direction == "entree"),
        "left": sum(flow.n for flow in company.flows if flow.direction == "sortie"),
        "sites": [[site.siret, site.count.people] for site in company.sites],
        "files": [{"name": one.file, "kind": KINDS.get(one.kind, one.kind)} for one in headcount.sources],
        "others": sorted({one.siren for one in headcount.companies} - {company.siren}),
    }


def gathered_anomalies(anomalies: Iterable[Anomaly]) -> list[Json]:
    """Gather the anomalies that say the same thing of the same file, the most frequent first.

    >>> gathered_anomalies([Anomaly("a.csv", rank, "", "E07", "Niveau non lu.") for rank in (2, 5)])[0]["lines"]
    [2, 5]
    """
    lines: defaultdict[tuple[str, str, str], list[int]] = defaultdict(list)
    for anomaly in anomalies:
        lines[anomaly.file, anomaly.code, anomaly.message].append(anomaly.line)
    counted = Counter({key: len(found) for key, found in lines.items()})
    return [
        {
            "file": key[0],
            "code": key[1],
            "message": key[2],
            "count": n,
            "lines": sorted(filter(None, lines[key]))[:_LINES],
        }
        for key, n in sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    ]


def _words(pcs: str, age: str | int, sex: str, contract: str) -> list[str]:
    """Say in French what a cell is about.

    >>> _words("623f", "55_59", "H", "CDI")[1:]
    ['55 à 59 ans', 'Hommes', 'CDI']
    """
    years = f"{age} ans" if isinstance(age, int) else AGES.get(age, "non connu")
    job = "Métier non connu" if pcs == "inconnu" else f"{pcs_label(pcs)} ({pcs})"
    return [
        job,
        years,
        SEXES.get(sex, "non connu"),
        CONTRACTS.get(contract, contract.replace("inconnu", "non connu")),
    ]
