"""The « Portraits statistiques des métiers » of the Dares: ages, comings and goings, tension, jobs and jobseekers."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import TypeVar

from vivier.reference.official.building import Built, Pieces, Rows, missing
from vivier.reference.official.checks import odd_totals
from vivier.reference.official.figures import apart, measured, number, rows_of, whole
from vivier.reference.official.kinds import DARES_TENSIONS
from vivier.reference.regions import FRANCE, region_code
from vivier.vocabulary import InputError

Found = TypeVar("Found")
_KEPT_YEARS = 5  # of jobseekers: the file goes back to 1997
_EXITS_YEAR = "2014"  # the file does not say it; the dictionary of the portraits does (« Sorties_2014 »)
_HUNDRED = Decimal(100)
_THOUSAND = "milliers de personnes"
_RATE = "pour une personne en emploi et par an"
_RATES = {
    "Taux d'entrée": ("entry_rate", "taux d’entrée"),
    "Taux de sortie": ("exit_rate", "taux de sortie"),
    "Taux de rotation": ("turnover_rate", "taux de rotation"),
}
_EXITS = {
    "Fins de CDD": "fixed_term_end",
    "Départs en retraite": "retirement",
    "Démissions": "resignation",
    "Licenciements": "dismissal",
    "Ruptures conventionnelles": "agreed_end",
    "Fins de période d'essai": "trial_end",
    "Autres sorties": "other_exit",
}
_TENSIONS = {
    "tension": ("indicateur composite de tension", "écart à la moyenne"),
    "tension_level": ("niveau de tension", "de 1 à 5"),
    "employment": ("emploi moyen", "personnes"),
    "hiring_intensity": ("intensité d’embauches", "de 1 à 5"),
    "training_link": ("lien entre formation et emploi", "de 1 à 5"),
    "labour_shortage": ("manque de main-d’œuvre disponible", "de 1 à 5"),
    "job_instability": ("non-durabilité de l’emploi", "de 1 à 5"),
    "hard_conditions": ("conditions de travail contraignantes", "de 1 à 5"),
    "geographic_mismatch": ("inadéquation géographique", "de 1 à 5"),
}
_CATEGORIES = {"Catégorie A": "jobseekers_a", "Catégories A, B, C": "jobseekers_abc"}


def build_ages(pieces: Pieces) -> Built:
    """Build the people of each family by age band: thousands, mean of 2017-2019."""
    figures: Rows = []
    sizes: Counter[int] = Counter()
    sums: dict[int, Decimal] = defaultdict(Decimal)
    for code, band, text in pieces.rows("dares-ages.rows", "fap", "tr_age", "annee_2017_2019"):
        value = number(text)
        figures += rows_of(whole(code), FRANCE, "2017-2019", {_band(band): value})
        sizes[len(code)] += 1
        sums[len(code)] += value or 0
    bands = dict.fromkeys(row[3] for row in figures)
    warnings = odd_totals({"lignes": sizes.total()}, {"lignes": 3_060}, within=0)
    warnings += apart("somme des 225 familles = somme des 87", [float(sums[5] - sums[3])], within=0.01)
    described = measured(*((band, f"personnes de {band} ans", _THOUSAND) for band in bands))
    return Built("dares-ages", {"figures": figures, "measures": described}, warnings)


def _band(written: str) -> str:
    """Shorten the name of a band: « 15-24 ans » is « 15-24 », « 60 ans ou plus » is « 60+ »."""
    return written.replace(" ans ou plus", "+").removesuffix(" ans")


def build_turnover(pieces: Pieces) -> Built:
    """Build the rates of entry and exit of each family, and why people leave; rates and shares are 0–1 (or more)."""
    figures: Rows = []
    shares: dict[str, Decimal] = defaultdict(Decimal)
    for code, kind, year, text in pieces.rows("dares-turnover.rates", "Fap3", "Type_mmo", "Annee", "Taux"):
        figures += rows_of(whole(code), FRANCE, year, {_known(kind, _RATES)[0]: _rate(text)})
    for code, year, text in pieces.rows("dares-turnover.entries", "Fap3", "Annee", "Part"):
        figures += rows_of(whole(code), FRANCE, year, {"fixed_term_entries": _rate(text)})
    for code, kind, text in pieces.rows("dares-turnover.exits", "Fap3", "type_sortie", "Pourcentage"):
        figures += rows_of(whole(code), FRANCE, _EXITS_YEAR, {_known(kind, _EXITS): _rate(text)})
        shares[code] += number(text) or 0
    warnings = missing(
        pieces,
        **{"dares-turnover_rates": "les taux d’entrée et de sortie", "dares-turnover_exits": "les motifs de sortie"},
    )
    warnings += apart("motifs de sortie = 100 %", [float(each) - 100 for each in shares.values()], within=0.1)
    described = measured(
        *((name, label, _RATE) for name, label in _RATES.values()),
        ("fixed_term_entries", "part des CDD dans les entrées", "part des entrées"),
        *((name, f"part des sorties : {label.lower()}", "part des sorties") for label, name in _EXITS.items()),
    )
    return Built("dares-turnover", {"figures": figures, "measures": described}, warnings)


def _rate(text: str) -> Decimal | None:
    value = number(text)
    return None if value is None else value / _HUNDRED


def _known(written: str, names: Mapping[str, Found]) -> Found:
    try:
        return names[written]
    except KeyError:
        raise InputError(
            f"« {written} » n’est pas connu ici ({', '.join(names)}) : reprenez le fichier tel qu’il est publié."
        ) from None


def build_tension(pieces: Pieces) -> Built:
    """Build the tension of each family and what explains it, for France and by region; départements are left."""
    figures: Rows = []
    lines = 0
    for code, year, area, region, *texts in pieces.rows(
        "dares-tension.rows", "fap", "Année", "niveau_geo", "reg", *DARES_TENSIONS
    ):
        lines += 1
        if area in ("nat", "reg"):
            place = region_code(region) if area == "reg" else FRANCE
            figures += rows_of(code, place, year, dict(zip(_TENSIONS, map(number, texts), strict=True)))
    described = measured(*((name, *said) for name, said in _TENSIONS.items()))
    warnings = odd_totals({"lignes": lines}, {"lignes": 31_034}, within=0)
    return Built("dares-tension", {"figures": figures, "measures": described}, warnings)


def build_employment(pieces: Pieces) -> Built:
    """Build the people in employment by family and region, overseas included."""
    figures: Rows = []
    for code, region, text in pieces.rows("dares-employment.rows", "FAP_3", "REG", "emp_fap_reg2"):
        figures += rows_of(code, region_code(region), "2017-2019", {"employment": number(text)})
    described = measured(("employment", "emploi moyen", "personnes"))
    warnings = odd_totals({"lignes": len(figures)}, {"lignes": 1_519}, within=0)
    return Built("dares-employment", {"figures": figures, "measures": described}, warnings)


def build_jobseekers(pieces: Pieces) -> Built:
    """Build the jobseekers of each family over the latest years: thousands, end of month, mean of the year."""
    found = list(pieces.rows("dares-jobseekers.rows", "Fap3", "Annee", "Categorie", "Effectifs"))
    years = sorted({row[1] for row in found})[-_KEPT_YEARS:]
    figures: Rows = []
    for code, year, category, text in found:
        if year in years:
            figures += rows_of(whole(code), FRANCE, year, {_known(category, _CATEGORIES): number(text)})
    described = measured(
        ("jobseekers_a", "demandeurs d’emploi de catégorie A", _THOUSAND),
        ("jobseekers_abc", "demandeurs d’emploi de catégories A, B, C", _THOUSAND),
    )
    warnings = odd_totals({"lignes": len(found)}, {"lignes": 14_256}, within=0)
    return Built("dares-jobseekers", {"figures": figures, "measures": described}, warnings, version=years[-1])
