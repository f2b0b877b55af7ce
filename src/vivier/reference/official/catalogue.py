"""What can be added: nomenclatures, passages, statistics; who builds each, its origin, licence, how to credit it."""

from collections.abc import Callable
from dataclasses import replace

from vivier.reference.manifest import STATISTIC, Entry
from vivier.reference.official import codes, diplomas, europe, families, outlooks, places, portraits, rome
from vivier.reference.official.building import Built, Pieces

_OPEN = "Licence Ouverte 2.0 (Etalab)"
_ESCO = Entry(
    "esco",
    "ESCO 1.0 (métiers, français)",
    "1.0",
    origin="Commission européenne",
    licence="CC BY 4.0",
    attribution="Ce service utilise la classification ESCO de la Commission européenne.",
    levels=("métier",),
    grain="métier",
)


def _open(key: str, title: str, origin: str, version: str = "", date: str = "") -> Entry:
    """Describe what is published under the Licence Ouverte: it asks that the source be named."""
    return Entry(key, title, version, date, origin, _OPEN, f"{origin}, {title}")


def _levels(entry: Entry, *levels: str, grain: str = "") -> Entry:
    return replace(entry, levels=levels, grain=grain or levels[-1])


def _figures(key: str, title: str, origin: str, version: str, nomenclature: str) -> Entry:
    """Describe published figures, and the nomenclature of their codes."""
    return replace(_open(key, title, origin, version), kind=STATISTIC, levels=(nomenclature,), grain=nomenclature)


_PORTRAITS = "Portraits statistiques des métiers 1982-2019"
_ROME = ("grand domaine", "domaine", "métier")
_NAF = ("section", "division", "groupe", "classe", "sous-classe")
_PLACES = (
    *("région", "département", "EPCI", "zone d’emploi", "commune"),
    *("arrondissement municipal", "commune déléguée", "commune associée"),
)
ENTRIES = {
    entry.id: entry
    for entry in (
        _levels(_open("rome4", "ROME 4", "France Travail"), "grand domaine", "domaine", "parent", "métier"),
        _levels(_open("rome3", "ROME 3", "Pôle emploi"), *_ROME),
        _levels(_open("fap2021", "FAP-2021", "Dares", "2021", "2021-01-01"), "22", "86", "228", "341"),
        _levels(_open("fap2009", "FAP-2009", "Dares", "2009", "2009-01-01"), "22", "87", "225"),
        _levels(_open("pcs2003", "PCS-2003", "Insee", "2003", "2003-01-01"), "1", "2", "3", "4"),
        _levels(_open("naf2", "NAF rév. 2", "Insee", "rév. 2", "2008-01-01"), *_NAF),
        _levels(_open("naf2025", "NAF 2025", "Insee", "2025", "2025-01-01"), *_NAF),
        _levels(_open("cog", "Code officiel géographique", "Insee et DGCL"), *_PLACES, grain="commune"),
        _levels(
            replace(_ESCO, id="isco08", title="CITP-08 (ISCO-08)", version="08", date="2008-01-01", origin="OIT"),
            *("1", "2", "3", "4"),
        ),
        _ESCO,
        replace(_ESCO, id="esco12", title="ESCO 1.2 (métiers, français)", version="1.2"),
        replace(_open("rome3-fap2021", "passage ROME 3 → FAP-2021", "Dares"), joins=("rome3", "fap2021")),
        replace(_open("rome3-fap2009", "passage ROME 3 → FAP-2009", "Dares"), joins=("rome3", "fap2009")),
        replace(_open("fap2009-pcs2003", "passage FAP-2009 → PCS-2003", "Dares"), joins=("fap2009", "pcs2003")),
        replace(_open("fap2009-rome3", "passage FAP-2009 → ROME 3", "Dares"), joins=("fap2009", "rome3")),
        replace(_open("rome3-isco08", "passage ROME 3 → CITP-08", "Pôle emploi"), joins=("rome3", "isco08")),
        replace(
            _ESCO, id="esco-ogr", title="passage ESCO → appellations du ROME", version="1.4", date="2022-06-07",
            origin="Pôle emploi et Commission européenne", levels=(), grain="", joins=("esco", "ogr"),
        ),
        _figures(
            "dares-2030", "Les métiers en 2030, régions", "Dares et France Stratégie", "2019-2030", "fap2009:87",
        ),
        _figures("dares-ages", f"{_PORTRAITS}, âges", "Dares", "2017-2019", "fap2009"),
        _figures("dares-turnover", f"{_PORTRAITS}, mouvements de main-d’œuvre", "Dares", "2007-2014", "fap2009:87"),
        _figures("dares-tension", f"{_PORTRAITS}, tensions", "Dares", "2019", "fap2009"),
        _figures("dares-employment", f"{_PORTRAITS}, emploi par région", "Dares", "2017-2019", "fap2009:87"),
        _figures("dares-jobseekers", f"{_PORTRAITS}, demandeurs d’emploi", "Dares", "2020", "fap2009"),
        _figures("dares-diplomas", f"{_PORTRAITS}, diplômes", "Dares", "2017-2019", "fap2009"),
        _figures("dares-specialities", f"{_PORTRAITS}, spécialités de diplôme", "Dares", "2017-2019", "fap2009"),
        _figures("bmo-2024", "Besoins en main-d’œuvre 2024", "France Travail", "2024", "fap2021:228"),
    )
}  # fmt: skip

# The subject of a recognised table → what is built from it.
BUILDERS: dict[str, tuple[Callable[[Pieces], Built], ...]] = {
    "rome4": (rome.build_rome4,),
    "rome3": (rome.build_rome3,),
    "fap2021": (families.build_fap2021,),
    "fap2009": (families.build_fap2009,),
    "rome3-fap2021": (families.build_rome_fap2021,),
    "rome3-fap2009": (families.build_rome_fap2009,),
    "fap2009-pcs2003": (families.build_fap2009_pcs, families.build_fap2009_rome),
    "pcs2003": (codes.build_pcs2003,),
    "naf": (codes.build_naf,),
    "cog": (places.build_cog,),
    "esco": (europe.build_esco,),
    "esco12": (europe.build_esco12,),
    "esco-ogr": (europe.build_esco_rome,),
    "isco08": (europe.build_isco08,),
    "rome3-isco08": (europe.build_rome_isco08,),
    "dares-2030": (outlooks.build_dares_2030,),
    "bmo-2024": (outlooks.build_bmo,),
    "dares-ages": (portraits.build_ages,),
    "dares-turnover": (portraits.build_turnover,),
    "dares-tension": (portraits.build_tension,),
    "dares-employment": (portraits.build_employment,),
    "dares-jobseekers": (portraits.build_jobseekers,),
    "dares-diplomas": (diplomas.build_diplomas,),
    "dares-specialities": (diplomas.build_specialities,),
}
