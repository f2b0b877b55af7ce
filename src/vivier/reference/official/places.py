"""COG: régions, départements, intercommunalités, zones d’emploi, communes."""

from collections import Counter
from itertools import chain

from vivier.reference.official.building import Built, Pieces, Rows, missing, need
from vivier.reference.official.checks import orphans

# Several kinds of places share their codes: all but the communes of today take the prefix that Insee gives them.
_COMMUNES = {
    "commune-actuelle": ("commune", ""),
    "arrondissement-municipal": ("arrondissement municipal", ""),
    "commune-deleguee": ("commune déléguée", "COMD-"),
    "commune-associee": ("commune associée", "COMA-"),
}


def build_cog(pieces: Pieces) -> Built:
    """Build the geography: communes under départements under régions; EPCI and zones d’emploi cut across."""
    need(pieces, "COG", cog_communes="les communes", cog_departements="les départements", cog_regions="les régions")
    regions = [("région", f"REG-{code}", name, "") for code, name in pieces.rows("cog.regions", "code", "nom")]
    departements = [
        ("département", f"DEP-{code}", name, f"REG-{region}")
        for code, name, region in pieces.rows("cog.departements", "code", "nom", "region")
    ]
    intercommunal = [("EPCI", f"EPCI-{code}", name, "") for code, name in pieces.rows("cog.epci", "code", "nom")]
    areas = pieces.mapping("cog.areas", "ZE2020", "LIBZE2020")
    employment = [("zone d’emploi", f"ZE2020-{code}", name, "") for code, name in sorted(areas.items())]
    communes = _communes(pieces)
    built = Built("cog", {"codes": [*regions, *departements, *intercommunal, *employment, *communes]})
    above = {code for _, code, _, _ in chain(regions, departements)}
    built.warnings += orphans("départements", (parent for *_, parent in departements), above)
    built.warnings += orphans("communes", (row[3] for row in communes if row[0] == "commune"), above)
    built.warnings += missing(pieces, cog_epci="les intercommunalités", cog_areas="les zones d’emploi")
    _groups(built, pieces, {code for level, code, _, _ in communes if level == "commune"})
    built.tables["facts"] = _facts(pieces)
    return built


def _communes(pieces: Pieces) -> Rows:
    found: Rows = []
    columns = ("type", "code", "nom", "departement", "chefLieu", "commune")
    for kind, code, name, departement, chief, whole in pieces.rows("cog.communes", *columns):
        level, prefix = _COMMUNES[kind]
        found.append((level, prefix + code, name, chief or whole or f"DEP-{departement}"))
    order = Counter({level: rank for rank, (level, _) in enumerate(_COMMUNES.values())})
    return sorted(found, key=lambda row: (order[row[0]], row[1]))


def _groups(built: Built, pieces: Pieces, known: set[str]) -> None:
    members = [
        (commune, f"EPCI-{code}")
        for code, communes in pieces.rows("cog.epci", "code", "membres")
        for commune in communes.split()
    ]
    areas = [(commune, f"ZE2020-{area}") for commune, area in pieces.rows("cog.areas", "CODGEO", "ZE2020")]
    built.warnings += orphans("intercommunalités", (commune for commune, _ in members), known)
    built.warnings += orphans("zones d’emploi", (commune for commune, _ in areas), known)
    built.tables["groups"] = sorted(row for row in chain(members, areas) if row[0] in known)


def _facts(pieces: Pieces) -> Rows:
    found: Rows = []
    for kind, code, population, postal in pieces.rows("cog.communes", "type", "code", "population", "codesPostaux"):
        if not _COMMUNES[kind][1]:
            found += [(code, "population", population)] if population else []
            found += [(code, "codes postaux", postal)] if postal else []
    return found
