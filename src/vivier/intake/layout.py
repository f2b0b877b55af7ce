"""The JSON a read writes: the layout that `vivier read --json` promises."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from vivier.intake.companies import added_skills
from vivier.intake.counting import merged
from vivier.intake.data import UNKNOWN, Company, Count, Headcount, Site, Skill

Json = dict[str, Any]


def as_json(headcount: Headcount) -> Json:
    """Give a headcount as plain JSON values; companies of unknown SIREN stand together under `inconnu`."""
    skills = added_skills(skill for company in headcount.companies for skill in company.skills)
    by_siren: defaultdict[str, list[Company]] = defaultdict(list)
    for company in headcount.companies:
        by_siren[company.siren].append(company)
    return {
        "date_reference": headcount.on.isoformat(),
        "entreprises": {siren: _companies(together) for siren, together in sorted(by_siren.items())},
        **_skills(skills),
        "anomalies": [
            {"fichier": a.file, "ligne": a.line, "rubrique": a.rubric, "code": a.code, "message": a.message}
            for a in headcount.anomalies
        ],
    }


def _companies(together: list[Company]) -> Json:
    only = together[0] if len(together) == 1 else _unmatched(together)
    sites = {site.siret: _site(site) for site in only.sites}
    out = {**_count(only.count), "etablissements": sites, "flux": _flows(only)}
    return {**out, **_skills(only.skills)}


def _skills(skills: Iterable[Skill]) -> Json:
    """Give the skills when there are any: those of a company, then those of all together."""
    found = {skill.name: {"requis": skill.required, "niveaux": dict(skill.levels)} for skill in skills}
    return {"competences": found} if found else {}


def _unmatched(together: Iterable[Company]) -> Company:
    """Put side by side companies that are not matched with one another (unknown SIREN)."""
    every = list(together)
    sites: defaultdict[str, list[Site]] = defaultdict(list)
    for company in every:
        for site in company.sites:
            sites[site.siret].append(site)
    return Company(
        siren=UNKNOWN,
        on=every[0].on,
        kind=every[0].kind,
        count=merged(company.count for company in every),
        sites=tuple(
            Site(siret, merged(s.count for s in same), sum(s.hires for s in same), sum(s.exits for s in same))
            for siret, same in sorted(sites.items())
        ),
        flows=tuple(sorted((flow for company in every for flow in company.flows), key=lambda flow: flow.key)),
        skills=added_skills(skill for company in every for skill in company.skills),
    )


def _count(count: Count) -> Json:
    return {
        "personnes": count.people,
        "contrats": count.contracts,
        "etp": count.fte,
        "boeth": count.boeth,
        "cellules": [
            {"pcs": cell.pcs, "age": cell.age, "sexe": cell.sex, "contrat": cell.contract, "n": cell.n}
            for cell in count.cells
        ],
    }


def _site(site: Site) -> Json:
    return {**_count(site.count), "entrees_mois": site.hires, "sorties_mois": site.exits}


def _flows(company: Company) -> list[Json]:
    return [
        {
            "mois": str(flow.month),
            "sens": flow.direction,
            "pcs": flow.pcs,
            "age": flow.age,
            "sexe": flow.sex,
            "contrat": flow.contract,
            "motif": flow.motive,
            "n": flow.n,
        }
        for flow in company.flows
    ]
