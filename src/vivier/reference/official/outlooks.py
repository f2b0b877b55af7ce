"""What is foreseen: « Les métiers en 2030 » of the Dares, and the hiring projects that France Travail surveys."""

from collections import Counter
from collections.abc import Iterator

from vivier.reference.official.building import Built, Pieces, Rows
from vivier.reference.official.checks import odd_totals
from vivier.reference.official.figures import apart, measured, number, rows_of
from vivier.reference.official.kinds import DARES_FLOWS
from vivier.reference.regions import FRANCE, region_code
from vivier.vocabulary import InputError

_EXACT = 1e-9
_FLOWS = ("headcount", "creations", "departures", "starters", "mobility", "imbalance", "openings")
_SUMS = {  # thousand people, as the Dares publishes them
    "headcount": 26_146.98, "creations": 947.25, "departures": 7_403.75, "starters": -7_017.97,
    "mobility": 0.0, "imbalance": 1_333.03, "openings": 8_351.01,
}  # fmt: skip
_SECRET, _MOST_HIDDEN = "*", 4  # France Travail hides what is under 5
_ASKED = ("projects", "difficult", "seasonal")


def build_dares_2030(pieces: Pieces) -> Built:
    """Build the accounts of each region and family: thousand people in 2019, thousand over 2019-2030."""
    figures: Rows = []
    accounts: list[dict[str, float]] = []
    for code, region, level, *texts in pieces.rows(
        "dares-2030.rows", "code_fap", "region", "niveau_tension_2019", *DARES_FLOWS
    ):
        found = {name: number(text) for name, text in zip(_FLOWS, texts, strict=True)}
        place = region_code(region)
        figures += rows_of(code, place, "2019", {"headcount": found["headcount"], "tension_level": number(level)})
        figures += rows_of(code, place, "2019-2030", {name: found[name] for name in _FLOWS[1:]})
        accounts.append({name: float(value) if value is not None else float("nan") for name, value in found.items()})
    sums = {name: sum(each[name] for each in accounts) for name in _FLOWS}
    merged = sum(";" in code for (code,) in pieces.rows("dares-2030.rows", "code_fap"))
    counts = {"lignes": len(accounts), "lignes aux codes regroupés": merged}
    warnings = odd_totals(counts, {"lignes": 1_049, "lignes aux codes regroupés": 15}, within=0)
    warnings += odd_totals(sums, _SUMS, within=0.005) + _identities(accounts) + _odd_shares(pieces, accounts)
    return Built("dares-2030", {"figures": figures, "measures": _OUTLOOK}, warnings)


def _identities(accounts: list[dict[str, float]]) -> list[str]:
    opened = (each["openings"] - each["creations"] - each["departures"] for each in accounts)
    missing = (each["imbalance"] - each["openings"] - each["starters"] - each["mobility"] for each in accounts)
    return [
        *apart("postes à pourvoir = créations + départs", opened, within=_EXACT),
        *apart("déséquilibre = postes à pourvoir + jeunes débutants + mobilités", missing, within=_EXACT),
    ]


def _odd_shares(pieces: Pieces, accounts: list[dict[str, float]]) -> list[str]:
    """Check that what is published for each head is indeed the figure over the headcount."""
    columns = [name.replace("_milliers", "_pct") for name in DARES_FLOWS[1:]]
    gaps = [
        float(share) - account[name] / account["headcount"]
        for account, shares in zip(accounts, pieces.rows("dares-2030.rows", *columns), strict=True)
        for name, text in zip(_FLOWS[1:], shares, strict=True)
        if (share := number(text)) is not None and account["headcount"]
    ]
    return apart("part publiée = chiffre / effectif", gaps, within=_EXACT)


def build_bmo(pieces: Pieces) -> Built:
    """Build the hiring projects of each family, by region and for France; what is hidden keeps its bounds."""
    low: Counter[tuple[str, str, str]] = Counter()
    high: Counter[tuple[str, str, str]] = Counter()
    hidden: Counter[str] = Counter()
    published: Counter[str] = Counter()
    for code, region, bounds in _projects(pieces):
        for measure, (least, most) in bounds.items():
            hidden[measure] += least != most
            published[measure] += least if least == most else 0
            for place in (region, FRANCE):
                low[code, place, measure] += least
                high[code, place, measure] += most
    rows = [
        (code, place, "2024", measure, str(n), _up(n, high[code, place, measure]))
        for (code, place, measure), n in low.items()
    ]
    counts = {"projets publiés": published["projects"], "lignes": sum(1 for _ in pieces.rows("bmo-2024.rows", "met"))}
    warnings = odd_totals(counts, {"projets publiés": 2_751_069, "lignes": 53_443}, within=0)
    if hidden["projects"]:
        warnings.append(f"{hidden['projects']} cases sous le secret statistique : gardées entre 1 et 4, jamais 0")
    return Built("bmo-2024", {"figures": sorted(rows), "measures": _PROJECTS}, warnings)


def _up(low: int, high: int) -> str:
    return "" if high == low else str(high)


def _projects(pieces: Pieces) -> Iterator[tuple[str, str, dict[str, tuple[int, int]]]]:
    """Give, for each line of the survey, the bounds of what it counts.

    A line exists because there is a project: a hidden count of projects is 1 to 4. No line says 0 difficult or 0
    seasonal projects, though many have none: what is hidden there is 0 to 4, and never more than the projects.
    """
    for code, region, *texts in pieces.rows("bmo-2024.rows", "Code métier BMO", "REG", "met", "xmet", "smet"):
        least, most = _bounds(texts[0], 1, _MOST_HIDDEN)
        found = {"projects": (least, most)}
        for measure, text in zip(_ASKED[1:], texts[1:], strict=True):
            found[measure] = _bounds(text, 0, min(_MOST_HIDDEN, most))
        yield code, region_code(region), found


def _bounds(text: str, least: int, most: int) -> tuple[int, int]:
    if text == _SECRET:
        return least, most
    if not text.isdigit():
        raise InputError(f"BMO : « {text} » n’est ni un nombre ni « * » ; reprenez le fichier tel qu’il est publié.")
    return int(text), int(text)


_THOUSAND, _OVER = "milliers de personnes", "milliers de personnes de 2019 à 2030"
_OUTLOOK = measured(
    ("headcount", "effectif en 2019", _THOUSAND),
    ("creations", "créations nettes d’emplois", _OVER),
    ("departures", "départs en fin de carrière", _OVER),
    ("starters", "jeunes débutants (comptés négativement)", _OVER),
    ("mobility", "solde des mobilités entre régions", _OVER),
    ("imbalance", "déséquilibre potentiel", _OVER),
    ("openings", "postes à pourvoir", _OVER),
    ("tension_level", "niveau de tension en 2019", "de 1 à 5"),
)
_PROJECTS = measured(
    ("projects", "projets de recrutement", "projets"),
    ("difficult", "projets jugés difficiles", "projets"),
    ("seasonal", "projets saisonniers", "projets"),
)
