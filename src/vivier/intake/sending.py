"""What leaves a member's computer: the counts of one company as JSON values, and nothing else; read strictly back."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, replace
from itertools import pairwise
from typing import Any

from vivier.intake.anomalies import SENTENCES
from vivier.intake.data import Anomaly, Cell, Company, Flow, Headcount, Site, Source
from vivier.intake.data import Count as Counted
from vivier.intake.strictly import (
    AGES,
    CONTRACT,
    COUNT,
    DAY,
    DIRECTION,
    KIND,
    MONTH,
    MOST_PEOPLE,
    MOTIVE,
    PCS,
    SEX,
    SIREN,
    SIRET,
    amount,
    each,
    exact,
    fields,
    listed,
    malformed,
    whole,
)  # fmt: skip
from vivier.vocabulary import InputError

Json = dict[str, Any]
MONTHS = 24  # what one reading links: its secret dies with it
FEW = 3  # a title borne by fewer people stays, unless its member says otherwise
MOST_CELLS = 20_000
_MOST_SITES = 500
_MOST_TITLES = 5_000
_MOST_ANOMALIES = 1_000  # of one code
_MOST_SOURCES = 1_000
_NUMBERS = re.compile(r"\d[\d\s.\-/]{4,}\d")
_CELL = (PCS, AGES, SEX, CONTRACT, COUNT)
_FLOW = (MONTH, DIRECTION, PCS, AGES, SEX, CONTRACT, MOTIVE, COUNT)
_COMPANY = ("siren", "on", "reference", "dated", "kind", "months", "count", "sites", "flows", "exposed", "sources",
            "anomalies")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Offer:
    """Hold one job title its member is asked about: its PCS, how many bear it, and why it would rather stay."""

    title: str
    pcs: str
    count: int
    is_rare: bool = False
    is_named: bool = False


def alone(headcount: Headcount, siren: str) -> Headcount:
    """Keep the one company of this SIREN, the others set aside.

    Raises:
        InputError: none of the files was about it.
    """
    kept = tuple(company for company in headcount.companies if company.siren == siren)
    if not kept:
        raise InputError(
            "Aucun de ces fichiers ne donne d’effectif de votre entreprise à la date demandée : vérifiez que ce sont "
            "bien les siens, et ceux des derniers mois."
        )
    return replace(headcount, companies=kept)


def as_sent(headcount: Headcount) -> Json:
    """Give what leaves the browser: one company as JSON values; no title, no skill, no file name.

    Anomalies are reduced to how many there were of each code, files to how many there were of each kind.
    """
    if len(headcount.companies) != 1:
        raise InputError("Un envoi porte sur une seule entreprise : déposez séparément les fichiers de chacune.")
    (company,) = headcount.companies
    if len(company.months) > MONTHS:
        raise InputError(f"Un envoi porte sur {MONTHS} mois au plus : retirez les mois les plus anciens.")
    codes = Counter(anomaly.code for anomaly in headcount.anomalies)
    return {
        "siren": company.siren,
        "on": company.on.isoformat(),
        "reference": headcount.on.isoformat(),
        "dated": headcount.dated.isoformat() if headcount.dated else None,
        "kind": company.kind,
        "months": [str(month) for month in company.months],
        "count": _count(company.count),
        "sites": [
            {"siret": site.siret, "count": _count(site.count), "hires": site.hires, "exits": site.exits}
            for site in company.sites
        ],
        "flows": [[str(flow.month), *astuple(flow)[1:]] for flow in company.flows],
        "exposed": _cells(company.exposed),
        "sources": dict(sorted(Counter(source.kind for source in headcount.sources).items())),
        "anomalies": {code: min(n, _MOST_ANOMALIES) for code, n in sorted(codes.items())},
    }


def _count(count: Counted) -> Json:
    return {
        "people": count.people,
        "contracts": count.contracts,
        "fte": count.fte,
        "boeth": count.boeth,
        "outside": count.outside,
        "cells": _cells(count.cells),
    }


def _cells(cells: Iterable[Cell]) -> list[list[str | int]]:
    return [list(astuple(cell)) for cell in cells]


def received(payload: object) -> Headcount:
    """Read back what a browser sent: exactly what `as_sent` gives, or nothing.

    Raises:
        InputError: anything is missing, unknown, of another type, out of range or inconsistent.
    """
    given = exact(payload, _COMPANY)
    siren, months = SIREN(given["siren"]), each(given["months"], MONTH, MONTHS, "mois")
    if sorted(set(months)) != months:
        raise malformed("mois")
    company = Company(
        siren=siren,
        on=DAY(given["on"]),
        kind=KIND(given["kind"]),
        count=_counted(given["count"]),
        sites=tuple(_site(one, siren) for one in listed(given["sites"], _MOST_SITES, "établissements")),
        flows=tuple(Flow(*fields(one, _FLOW)) for one in listed(given["flows"], MOST_CELLS, "mouvements")),
        exposed=_cells_of(given["exposed"]),
        months=tuple(months),
    )
    _check(company)
    return Headcount(
        on=DAY(given["reference"]),
        companies=(company,),
        anomalies=_anomalies(given["anomalies"]),
        sources=_sources(given["sources"]),
        dated=None if given["dated"] is None else DAY(given["dated"]),
    )


def _counted(payload: object) -> Counted:
    given = exact(payload, ("people", "contracts", "fte", "boeth", "outside", "cells"))
    numbers = {name: whole(given[name], 0, MOST_PEOPLE) for name in ("people", "contracts", "boeth", "outside")}
    cells = _cells_of(given["cells"])
    if sum(cell.n for cell in cells) != numbers["people"] or numbers["boeth"] > numbers["people"]:
        raise malformed("total des cases")
    return Counted(**numbers, fte=amount(given["fte"], numbers["contracts"] + 0.01), cells=cells)


def _cells_of(payload: object) -> tuple[Cell, ...]:
    cells = tuple(Cell(*fields(one, _CELL)) for one in listed(payload, MOST_CELLS, "cases"))
    _in_order(cells)
    return cells


def _in_order(lines: tuple[Cell, ...] | tuple[Flow, ...]) -> None:
    """Refuse lines that are not sorted or come twice: one deposit has one writing."""
    keys = [line.key for line in lines]
    if any(after <= before for before, after in pairwise(keys)):
        raise malformed("ordre des cases")


def _site(payload: object, siren: str) -> Site:
    given = exact(payload, ("siret", "count", "hires", "exits"))
    siret = SIRET(given["siret"])
    if len(siret) == 14 and len(siren) == 9 and not siret.startswith(siren):
        raise malformed("établissements")
    hires, exits = (whole(given[name], 0, MOST_PEOPLE) for name in ("hires", "exits"))
    return Site(siret, _counted(given["count"]), hires, exits)


def _check(company: Company) -> None:
    """Refuse a company whose parts do not hold together."""
    _in_order(company.flows)
    if len({site.siret for site in company.sites}) != len(company.sites):
        raise malformed("établissements")
    inside = [site.count.people for site in company.sites]
    if inside and (max(inside) > company.count.people or sum(inside) < company.count.people):
        raise malformed("établissements")
    if not {flow.month for flow in company.flows} <= set(company.months):
        raise malformed("mouvements")
    if any((flow.direction == "entree") != (flow.motive == "embauche") for flow in company.flows):
        raise malformed("mouvements")


def _anomalies(payload: object) -> tuple[Anomaly, ...]:
    """Give back anomalies by their code; which file and line they were in stayed with the member."""
    given = _tally(payload, SENTENCES, _MOST_ANOMALIES)
    return tuple(Anomaly("", 0, "", code, _told(code)) for code, n in given.items() for _ in range(n))


def _told(code: str) -> str:
    return re.sub(r"\{\w+\}", "…", SENTENCES[code])


def _sources(payload: object) -> tuple[Source, ...]:
    given = _tally(payload, ("dsn", "liste", "tableau", "competences", "declared", "text", "refuse"), _MOST_SOURCES)
    kinds = [kind for kind, n in given.items() for _ in range(n)]
    return tuple(Source(f"fichier {rank}", kind, "") for rank, kind in enumerate(kinds, 1))


def _tally(payload: object, known: Iterable[str], most: int) -> Mapping[str, int]:
    if not isinstance(payload, dict) or not set(payload) <= set(known):
        raise malformed("fichiers et anomalies")
    return {key: whole(payload[key], 1, most) for key in sorted(payload)}


def offers(headcount: Headcount) -> tuple[Offer, ...]:
    """Give the job titles of a read, most people first, for their member to choose which ones may leave."""
    counted: Counter[tuple[str, str]] = Counter()
    for company in headcount.companies:
        for cell in company.titles:
            counted[cell.title, cell.pcs] += cell.n
    ordered = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    return tuple(
        Offer(title, pcs, n, is_rare=n < FEW, is_named=title in headcount.named_titles)
        for (title, pcs), n in ordered
        if is_plain(title)
    )


def is_plain(title: str) -> bool:
    """Tell whether a title may be sent at all: no address, no long number, nothing invisible.

    >>> is_plain("Soudeur TIG 2x8"), is_plain("Accueil 04 75 01"), is_plain("paie@exemple.fr")
    (True, False, False)
    """
    fits = 0 < len(title) <= 120 and title.isprintable() and title == title.strip()
    return fits and "@" not in title and not _NUMBERS.search(title)


def released(payload: object) -> tuple[Offer, ...]:
    """Read back the titles a member agreed to show, each with its PCS and count.

    Raises:
        InputError: one of them is not `{title, pcs, count}`, comes twice, or says more than a title does.
    """
    found = [_title(one) for one in listed(payload, _MOST_TITLES, "intitulés")]
    if len({(offer.title, offer.pcs) for offer in found}) != len(found):
        raise malformed("intitulés")
    return tuple(found)


def _title(payload: object) -> Offer:
    given = exact(payload, ("title", "pcs", "count"))
    title = given["title"]
    if not isinstance(title, str) or not is_plain(title):
        raise malformed("intitulés")
    return Offer(title, PCS(given["pcs"]), COUNT(given["count"]))
