"""What `vivier supply` reads: the openings of a study by zone and family, the declared supply, the portraits."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from vivier.cli.amounts import amount
from vivier.cli.installed import stored
from vivier.cli.tables import Line, Table, read_bytes, read_table
from vivier.intake.sheets.grid import heading
from vivier.reference import Store
from vivier.report.traced import Evidence, evidence
from vivier.study import Figure
from vivier.study.bridging import bridge
from vivier.study.data import ALL, TOTAL
from vivier.supply import Offer, Opening, Portrait, Terms
from vivier.supply.data import DIPLOMAS
from vivier.supply.portraits import SPECIALITIES, portraits_of
from vivier.vocabulary import InputError, Interval

STUDY = "etude"
_CODE = re.compile(r"\s*(\d{3})\b")
_LEVELS = {
    "cap": "cap", "cap bep": "cap", "bep": "cap", "3": "cap", "niveau 3": "cap",
    "bac": "bac", "bac pro": "bac", "bp": "bac", "4": "bac", "niveau 4": "bac",
    "bac2": "bac2", "bac 2": "bac2", "bts": "bac2", "5": "bac2", "niveau 5": "bac2",
    "bac3": "bac3", "bac 3": "bac3", "but": "bac3", "6": "bac3", "niveau 6": "bac3", "7": "bac3", "niveau 7": "bac3",
    "": "",
}  # fmt: skip
_DARES, _PARTS = "dares", ("creation", "retraite")


@dataclass(frozen=True)
class Asked:
    """Hold what the files say: openings by family and zone, supply, portraits, terms; labels and where it comes from.

    `people` is how many people each family rests on, `left_out` the posts that no family of statistics takes.
    """

    openings: tuple[Opening, ...]
    offers: tuple[Offer, ...]
    portraits: tuple[Portrait, ...]
    terms: Terms
    study: Evidence
    labels: Mapping[str, str]
    people: Mapping[str, int]
    left_out: float
    sha256: str


def asked_for(outlook: Path, supply: Path, zones: Path | None, options: Mapping[str, object]) -> Asked:
    """Read the files, and the portraits of the families that the openings lead to.

    Raises:
        InputError: with the line to correct, or the statistic to install.
    """
    held = stored(options["reference"])
    content = read_bytes(outlook)
    study = evidence(STUDY, content, title="Étude des emplois et des compétences")
    labels = {key: measure.label for key, measure in held.statistic(SPECIALITIES).measures.items()}
    table = read_table(supply, ("zone", "speciality", "places"), ("level", "filled", "insertion_rate"))
    offers = tuple(_offer(line, table, labels) for line in table.lines)
    parts = _parts(zones, sorted({each.zone for each in offers}))
    families, people, left_out = _families(study, held, str(options["region"]))
    openings = tuple(_in_zone(each, zone, part) for zone, part in parts.items() for each in families)
    portraits = portraits_of(held, people, region=str(options["region"]))
    terms = Terms(_years(study), is_whole=bool(options["whole_zone"]))
    seal = sha256(content + read_bytes(supply) + (read_bytes(zones) if zones else b"")).hexdigest()
    return Asked(openings, offers, portraits, terms, study, labels, people, left_out, seal)


def _offer(line: Line, table: Table, labels: Mapping[str, str]) -> Offer:
    try:
        return Offer(
            _zone(line["zone"]), _speciality(line["speciality"], labels), _level(line["level"]),
            amount(line, "places"),
            amount(line, "filled") if line["filled"].strip() else None,
            amount(line, "insertion_rate") if line["insertion_rate"].strip() else None,
        )  # fmt: skip
    except InputError as refusal:
        raise InputError(f"Ligne {line.number} de « {table.name} » : {refusal}") from None


def _zone(text: str) -> str:
    """Give the name of a zone; braces would be read as a formula of the note."""
    if "{" in text or "}" in text:
        raise InputError(f"la zone « {text} » contient une accolade : écrivez son nom sans elle.")
    return text.strip()


def _level(text: str) -> str:
    level = _LEVELS.get(heading(text).replace("-", " ").replace("+", " ").strip())
    if level is None:
        raise InputError(f"le niveau « {text} » n’est pas connu : écrivez {', '.join(DIPLOMAS)}, ou rien.")
    return level


def _speciality(text: str, labels: Mapping[str, str]) -> str:
    """Give the code of a speciality written as a code, a code and its label, or its label alone."""
    if (code := _CODE.match(text)) is not None:
        return code[1]
    found = [code for code, label in labels.items() if heading(label) == heading(text)]
    if not found:
        raise InputError(
            f"la spécialité « {text} » n’est pas reconnue ; écrivez son code NSF à trois chiffres (254) ou son "
            "libellé exact (Structures métalliques)."
        )
    return found[0]


def _parts(path: Path | None, zones: Sequence[str]) -> dict[str, float]:
    """Give the share of the openings that is in each zone: all of them where there is one zone only."""
    if path is None:
        if len(zones) > 1:
            raise InputError(
                f"L’offre concerne {len(zones)} zones : dites avec --zones quelle part des postes est dans chacune "
                "(colonnes zone, share)."
            )
        return dict.fromkeys(zones, 1.0)
    table = read_table(path, ("zone", "share"))
    found: dict[str, float] = {}
    for line in table.lines:
        zone = _zone(line["zone"])
        if zone in found:
            raise InputError(f"Ligne {line.number} de « {table.name} » : « {zone} » y est deux fois ; gardez-en une.")
        found[zone] = amount(line, "share")
    if sum(found.values()) > 1 + 1e-6:
        raise InputError(f"Les parts de « {table.name} » dépassent 1 en tout : corrigez-les.")
    if absent := [zone for zone in zones if zone not in found]:
        raise InputError(f"« {table.name} » ne dit pas la part de la zone « {absent[0]} » : ajoutez sa ligne.")
    return found


def _in_zone(opening: Opening, zone: str, part: float) -> Opening:
    ends = Interval(opening.interval.low * part, opening.interval.high * part)
    return Opening(opening.occupation, opening.posts * part, ends, zone)


def _years(study: Evidence) -> int:
    years = {keys[1] for table, keys in study.figures if table == "postes" and keys[1] != TOTAL}
    if not years:
        raise InputError(
            "Cette étude n’a pas de postes à pourvoir (tableau « postes ») : donnez le study.json d’une étude "
            "projetée."
        )
    return len(years)


def _families(study: Evidence, held: Store, region: str) -> tuple[list[Opening], dict[str, int], float]:
    """Lead the openings of each occupation (PCS-ESE) to families of FAP-2009, by the people they send there.

    Bounds are added up as if occupations were high or low together. Gives also the people of each family, and the
    posts that lead nowhere.
    """
    shares = bridge(held, "pcs-ese", region=region).fap2009
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0, 0.0])
    left_out = 0.0
    for occupation in sorted({keys[0] for table, keys in study.figures if table == "postes"} - {ALL}):
        figure = _openings(study, occupation)
        ends = figure.interval_80 or Interval(figure.value, figure.value)
        known = shares.get(occupation, {})
        left_out += max(figure.value, 0.0) * (1 - sum(known.values()))
        for family, share in known.items():
            amounts = (figure.value, ends.low, ends.high, figure.n)
            sums[family] = [had + share * more for had, more in zip(sums[family], amounts, strict=True)]
    openings = [Opening(code, each[0], Interval(each[1], each[2])) for code, each in sorted(sums.items())]
    return openings, {code: round(each[3]) for code, each in sums.items()}, left_out


def _openings(study: Evidence, occupation: str) -> Figure:
    """Give the openings of an occupation as the Dares counts them, over the whole horizon."""
    whole = study.figures.get(("postes", (occupation, TOTAL, _DARES)))
    if whole is not None:
        return whole
    parts = [study.figures.get(("postes", (occupation, TOTAL, cause))) for cause in _PARTS]
    known = [part for part in parts if part is not None]
    if not known:
        return Figure(0.0, "postes", 0)
    ends = [part.interval_80 or Interval(part.value, part.value) for part in known]
    interval = Interval(sum(each.low for each in ends), sum(each.high for each in ends))
    return Figure(sum(part.value for part in known), "postes", max(part.n for part in known), interval)
