"""Consortia for the tests of aid: drawn from a seed, or read from the short notation of the method note."""

import datetime as dt
import random
import re
from decimal import Decimal

from vivier.aid import Consortium, Cost, Partner
from vivier.aid.data import CATEGORIES, DECLARED, KINDS, NATURES, SIZES, TERRITORIES, Prior

REGIMES = (
    "de-minimis-2831", "fui-14", "fui-15", "fui-18", "fui-21", "fui-25", "gber-2008", "gber-2014", "gber-2023",
    "i-demo", "i-demo-regional-aura", "pspc",
)  # fmt: skip
TODAY = dt.date(2026, 11, 22)
_FUNDERS = {
    "fui": ("État", "Régions"),
    "i-demo": ("État",),
    "i-demo-regional-aura": ("État", "Région"),
    "pspc": ("État",),
}


def drawn(seed: int, regime: str) -> Consortium:
    """A consortium that the regime can read, with every kind of partner, odd cents, groups, caps and prior aids."""
    chance = random.Random(f"{seed} {regime}")
    scale = chance.choice((90_000, 700_000, 2_500_000))
    partners = [_partner(chance, rank, regime, scale) for rank in range(chance.randint(1, 7))]
    lead = chance.randrange(len(partners))
    partners[lead] = partners[lead] | {"role": "lead"}
    declared = {key: chance.random() < 0.8 for key in DECLARED if chance.random() < 0.8}
    names = _FUNDERS.get("fui" if regime.startswith("fui") else regime, ())
    caps = {name: _amount(chance, scale) for name in names if chance.random() < 0.3}
    years = chance.choice((None, 1, 3, 5, 7))
    return Consortium(f"Projet {seed}", tuple(Partner(**each) for each in partners), declared, years, caps)


def _partner(chance, rank, regime, scale):
    kind = chance.choice(("company",) * 4 + tuple(KINDS))
    categories = [
        each
        for each in CATEGORIES
        if regime not in ("fui-14", "fui-15", "fui-18", "gber-2008") or each != "feasibility"
    ]
    costs = tuple(
        Cost(chance.choice(list(NATURES)), chance.choice(categories), _amount(chance, scale))
        for _ in range(chance.randint(0, 4))
    )
    prior = tuple(
        Prior(dt.date(2022, 6, 1) + dt.timedelta(chance.randint(0, 1700)), _amount(chance, 200_000))
        for _ in range(chance.randint(0, 2))
    )
    return {
        "name": f"P{rank}", "kind": kind, "size": chance.choice(list(SIZES)) if kind == "company" else "",
        "territory": chance.choice(list(TERRITORIES)), "costs": costs, "prior": prior,
        "method": chance.choice(("full", "additional")) if kind != "company" else "full",
        "group": chance.choice(("", "", "Groupe Val")), "area": chance.choice(("", "", "a", "c")),
        "full_cost_eur": chance.choice((None, _amount(chance, 2 * scale))),
        "other_public_eur": chance.choice((0, 0, 0, _amount(chance, scale // 2))),
    }  # fmt: skip


def _amount(chance, most) -> Decimal:
    return Decimal(chance.randint(0, most * 100)).scaleb(-2)


_WHO = {
    "PE": ("company", "small"), "ME": ("company", "medium"), "ETI": ("company", "mid-cap"), "GE": ("company", "large"),
    "LABO": ("laboratory", ""), "FORM": ("training", ""), "INST": ("institute", ""), "ASSO": ("other", ""),
}  # fmt: skip
_WORK = {"RF": "fundamental", "RI": "industrial", "DE": "experimental", "EF": "feasibility"}
_WHERE = {"C": "lead", "L": "labelling", "H": "outside"}
_SAID = {"publie": "publishes", "diffuse": "disseminates", "licences": "licenses", "justifié": "justified"}


def noted(text: str) -> Consortium:
    """Read « PE*@C 400 000 RI + 60 000,50 DE ; LABO@H add 100 000 RI ; dit publie »: the first partner marked * leads."""
    pieces = [piece.strip() for piece in text.split(";")]
    declared = {"labelled": True, "quantified": True}
    caps: dict[str, Decimal] = {}
    partners = []
    for rank, piece in enumerate(pieces):
        if piece.startswith("dit "):
            declared |= {_SAID[word]: True for word in piece[4:].split()}
        elif piece.startswith("plafond "):
            caps[piece.split()[1]] = amount(" ".join(piece.split()[2:]))
        else:
            partners.append(_noted_partner(chr(65 + rank), piece))
    return Consortium("Cas", tuple(partners), declared, None, caps)


def _noted_partner(name: str, piece: str) -> Partner:
    who, rest = re.fullmatch(r"(\S+)\s*(.*)", piece).groups()
    kind, size = _WHO[who.split("@")[0].rstrip("*")]
    more = {"method": "additional"} if "add " in rest else {}
    for key, pattern in (("group", r"groupe (\w+)"), ("area", r"zone (\w)")):
        if found := re.search(pattern, rest):
            more[key] = found[1]
    for key, pattern in (("full_cost_eur", r"complet ([\d  ,]+)"), ("other_public_eur", r"autre ([\d  ,]+)")):
        if found := re.search(pattern, rest):
            more[key] = amount(found[1])
    prior = tuple(
        Prior(dt.date.fromisoformat(day), amount(eur)) for eur, day in re.findall(r"reçu ([\d ,]+) le (\S+)", rest)
    )
    costs = tuple(
        Cost("staff", _WORK[work], amount(eur)) for eur, work in re.findall(r"([\d ,]+) (RF|RI|DE|EF)\b", rest)
    )
    where = _WHERE[who.split("@")[1]] if "@" in who else "outside"
    role = "lead" if "*" in who else "partner"
    return Partner(name, kind, size, where, role, costs=costs, prior=prior, **more)


def amount(text: str) -> Decimal:
    return Decimal(re.sub(r"[^\d,]", "", text).replace(",", "."))
