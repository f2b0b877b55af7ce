"""What a cube adds up, row by row: the records that the gate protects, which nobody else reads."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from django.utils import timezone

from vivier.french import counted, long_date
from vivier.reference import pcs_label
from vivier.vocabulary import InputError
from vivier_web.indicators.gate import activity, layout
from vivier_web.indicators.queries.cube_rows import (
    UNKNOWN,
    Asked,
    Gathered,
    Row,
    groups_in,
    occupation_of,
    place_of,
    sites_of,
    unit_of,
    zoned,
)
from vivier_web.indicators.queries.indicator_cubes import answer_words, campaign_sources, of_campaign
from vivier_web.indicators.queries.places import domain_of, family_words, zone_words
from vivier_web.indicators.queries.responses import response_of_wave
from vivier_web.members.models import Organisation, Pole, Site
from vivier_web.members.territory import DEPARTMENTS, REGION_OF, REGIONS
from vivier_web.procedures.definition.words import OUTCOMES
from vivier_web.procedures.models import Decision
from vivier_web.skills.models import Deposit, Wave
from vivier_web.skills.queries.deposits import current_deposits, headcount_of_deposit
from vivier_web.skills.queries.studies import members_in, perimeter_words

if TYPE_CHECKING:
    from vivier.intake import Company


def gathered(pole: Pole, asked: Asked) -> Gathered:
    """Give the records of what is asked.

    Raises:
        InputError: there is no such source, it is not frozen yet, or its cells were erased.
    """
    kind, _, key = asked.source.partition(":")
    if asked.cube == layout.HEADCOUNT.key and kind == "wave":
        return _of_wave(_wave(pole, key), asked.perimeter)
    if asked.cube == layout.DOSSIERS.key and kind == "year" and key.isdigit():
        return _of_year(pole, int(key))
    if kind == "campaign" and ":" in asked.cube:
        return of_campaign(pole, asked.cube, key)
    raise InputError("Choisissez ce qui est à publier, et ce dont les chiffres viennent.")


def labels_of(found: Gathered) -> dict[str, dict[str, str]]:
    """Give the words of every code that the records bear."""
    return {
        column: {code: _label(column, code) for code in {row[column] for row in found.rows}}
        for column in found.cube.carried
    }


def _label(column: str, code: str) -> str:
    known: Mapping[str, Mapping[str, str]] = {
        "departement": {UNKNOWN: "Département inconnu", **DEPARTMENTS},
        "region": {UNKNOWN: "Région inconnue", **REGIONS},
        "division": activity.DIVISIONS,
        "section": activity.SECTIONS,
        "taille": layout.SIZES,
        "issue": {key: words.capitalize() for key, words in OUTCOMES.items()},
    }
    if column in _WORDS:
        return _WORDS[column](code)
    if column in ("pcs", "csp"):
        unknown = {UNKNOWN: "Métier non précisé", "0": "Catégorie inconnue"}
        return unknown.get(code) or pcs_label(code) or code
    return known.get(column, {}).get(code, code)


def _place_words(code: str) -> str:
    department, _, zone = code.partition("-")
    return f"{zone_words(zone)}, {DEPARTMENTS.get(department, 'département inconnu')}"


def _job_words(code: str) -> str:
    pcs, _, family = code.partition("-")
    return f"{family_words(family)}, {_label('pcs', pcs)}"


def _kind_words(code: str) -> str:
    csp, _, domain = code.partition("-")
    return f"{family_words(domain)}, {_label('csp', csp)}"


_WORDS: Mapping[str, Callable[[str], str]] = {
    "lieu": _place_words,
    "zone": zone_words,
    "metier": _job_words,
    "emploi": _kind_words,
    "domaine": family_words,
    "reponse": answer_words,
}


def _wave(pole: Pole, key: str) -> Wave:
    wave = Wave.objects.filter(pole=pole, pk=int(key) if key.isdigit() else 0).first()
    if wave is None or wave.frozen_at is None:
        raise InputError("Seule une collecte figée se publie : figez-la d’abord, ses chiffres ne bougeront plus.")
    if wave.erased_at is not None:
        raise InputError("Les cases de cette collecte ont été effacées à leur échéance : elle ne se publie plus.")
    return wave


def _of_wave(wave: Wave, perimeter: Mapping[str, str]) -> Gathered:
    wanted = members_in(wave.pole, dict(perimeter))
    deposits = [one for one in current_deposits(wave) if one.cells and one.organisation_id in wanted]
    if not deposits:
        raise InputError("Aucun membre de ce périmètre n’a déposé dans cette collecte.")
    words = perimeter_words(dict(perimeter))
    rows = tuple(headcount_rows(wave.pole, deposits))
    frozen_on = long_date(timezone.localdate(wave.frozen_at).isoformat()) if wave.frozen_at else ""
    response = response_of_wave(wave, (one.organisation_id for one in deposits), among=wanted)
    provenance = (
        ("Source", f"Fichiers de paie et listes du personnel déposés par {counted(len(deposits), 'membre')}"),
        ("Collecte", f"{wave.name}, figée le {frozen_on}, effectifs présents le {long_date(wave.on.isoformat())}"),
        *response.rows(),
        ("Qui est compté", f"{words} ; une personne une fois par entreprise, dans son établissement"),
        ("Territoire et activité", "ceux de l’établissement quand il est connu, sinon ceux du siège"),
        ("Zone d’emploi", "zones 2020 de l’Insee, par la commune de l’établissement"),
        ("Domaines", "FAP-2009 (Dares), par la PCS du fichier ; celles qui mènent à plusieurs ne sont pas réparties"),
        ("Contributeur", "le groupe de l’entreprise quand il est connu, sinon l’entreprise (SIREN)"),
    )
    title = f"Effectifs des membres, {wave.name}"
    return Gathered(layout.HEADCOUNT, title, wave.on, rows, provenance, words, response=response)


def headcount_rows(pole: Pole, deposits: Iterable[Deposit]) -> Iterator[Row]:
    """Give the people of deposits by establishment, activity, occupation and size of their enterprise."""
    deposits = list(deposits)
    organisations = [one.organisation_id for one in deposits]
    known = Organisation.objects.in_bulk(organisations)
    groups = groups_in([pole])
    sites = sites_of(organisations)
    for deposit in deposits:
        organisation = known[deposit.organisation_id]
        unit = unit_of(organisation)
        for company in headcount_of_deposit(deposit).companies:
            own = {"unit": unit, "holding": groups.get(unit, unit)}
            yield from _rows_of(company, organisation, sites.get(organisation.pk, {}), own)


def _rows_of(company: "Company", organisation: Organisation, sites: Mapping[str, Site], own: Row) -> Iterator[Row]:
    """Count the people of a company in its establishments, when they hold them all; else at its head office."""
    size = layout.size_of(company.count.people)
    parts = [(site.siret, site.count) for site in company.sites]
    if sum(count.people for _, count in parts) != company.count.people:
        parts = [("", company.count)]
    for siret, count in parts:
        site = sites.get(siret) or sites.get("")
        place = zoned(place_of(site, organisation), site)
        found: Counter[tuple[str, str]] = Counter()
        for cell in count.cells:
            found[occupation_of(cell.pcs), domain_of(cell.pcs)] += cell.n
        for (pcs, domain), people in sorted(found.items()):
            csp = "0" if pcs == UNKNOWN else pcs[0]
            job = {"pcs": pcs, "csp": csp, "metier": f"{pcs}-{domain}", "domaine": domain}
            job["emploi"] = f"{csp}-{domain}"
            yield {**place, **own, **job, "taille": size, "effectif": str(people)}


def with_levels(codes: Mapping[str, str]) -> Row:
    """Give codes with those of the levels above: the region of a département, the section of a division.

    >>> with_levels({"departement": "74"})
    {'departement': '74', 'region': '84'}

    Raises:
        InputError: a code has no level above.
    """
    above = {"departement": ("region", REGION_OF), "division": ("section", activity.SECTION_OF)}
    found = dict(codes)
    for column, (level, known) in above.items():
        if column in codes:
            if codes[column] not in known:
                raise InputError("Ce territoire ou cette activité n’existe pas : choisissez dans la liste.")
            found[level] = known[codes[column]]
    if "pcs" in codes:
        found["csp"] = codes["pcs"][:1]
    return found


def _of_year(pole: Pole, year: int) -> Gathered:
    """Give the dossiers of a pôle decided in a year, each once, by what was last decided of it."""
    found = Decision.objects.filter(dossier__pole=pole, on__year=year).exclude(outcome="done")
    last = {one.dossier_id: one for one in found.select_related("dossier__organisation").order_by("on", "pk")}
    if not last:
        raise InputError(f"Aucun dossier n’a été décidé en {year}.")
    organisations = {one.dossier.organisation_id for one in last.values()}
    groups, sites = groups_in([pole]), sites_of(organisations)
    rows = []
    for decision in last.values():
        organisation = decision.dossier.organisation
        holder = unit_of(organisation)
        own = {"unit": f"d{decision.dossier_id}", "holding": groups.get(holder, holder)}
        place = place_of(sites.get(organisation.pk, {}).get(""), organisation)
        rows.append({**place, **own, "issue": decision.outcome})
    provenance = (
        ("Source", f"Décisions écrites par le pôle en {year}, la dernière de chaque dossier"),
        ("Territoire et activité", "ceux du siège du porteur"),
        ("Contributeur", "le groupe du porteur quand il est connu, sinon le porteur (SIREN)"),
    )
    title = decided_words(year)
    return Gathered(layout.DOSSIERS, title, dt.date(year, 12, 31), tuple(rows), provenance, "tous les porteurs")


def sources_of(pole: Pole) -> list[tuple[str, str, str]]:
    """Give what a pôle could publish: the cube, its source, and its words."""
    waves = Wave.objects.filter(pole=pole, frozen_at__isnull=False, erased_at=None)
    found = [(layout.HEADCOUNT.key, f"wave:{one.pk}", wave_words(one)) for one in waves]
    decided = Decision.objects.filter(dossier__pole=pole).exclude(outcome="done").order_by()
    years = sorted({day.year for day in decided.values_list("on", flat=True)}, reverse=True)
    found += [(layout.DOSSIERS.key, f"year:{each}", decided_words(each)) for each in years]
    return found + campaign_sources(pole)


def wave_words(wave: Wave) -> str:
    """Name what is published of a collection."""
    return f"Effectifs, collecte « {wave.name} »"


def decided_words(year: int | str) -> str:
    """Name what is published of the dossiers of a year."""
    return f"Dossiers décidés en {year}"
