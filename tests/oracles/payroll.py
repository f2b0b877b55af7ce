"""Counting a deposit of payroll files the slow, obvious way: whole texts in, the figures of a read out.

It follows the rules of the notes one after the other, on every declaration at once, and shares no code with
`vivier.intake`. It expects sound files: it tells no anomaly and keeps no secret.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from oracles.plain_dsn import Block, declarations_of

NOBODY_IN_PARTICULAR = {"1999999999999", "2999999999999"}
NO_OCCUPATION = "999z"  # the only code of the deposits that is in no nomenclature
BANDS = (
    *((range(14, 25), "moins_25"), (range(25, 35), "25_34"), (range(35, 45), "35_44")),
    *((range(45, 55), "45_54"), (range(55, 60), "55_59"), (range(60, 81), "60_plus")),
)
MOTIVES = {
    "038": "retraite",
    "039": "retraite",
    "059": "demission",
    "043": "rupture_conventionnelle",
    "014": "licenciement_economique",
    "020": "licenciement_autre",
    "031": "fin_de_contrat",
    "034": "fin_essai",
    "066": "deces",
    "100": "transfert",
    "082": "autre",
    "": "inconnu",
}
SCHEMES = {"64": "APPRENTISSAGE", "65": "APPRENTISSAGE", "81": "APPRENTISSAGE"}
SCHEMES |= {"61": "PROFESSIONNALISATION", "71": "INSERTION"}
NATURES = {"01": "CDI", "07": "CDI", "09": "CDI", "82": "CDI", "91": "CDI", "02": "CDD", "10": "CDD", "92": "CDD"}
NATURES |= {"03": "INTERIM", "08": "INTERIM", "50": "PUBLIC", "20": "PUBLIC", "21": "PUBLIC"}


@dataclass
class Held:
    """One contract of one person in one month."""

    names: frozenset[str]
    site: str
    number: str
    start: dt.date
    block: Block
    person: Block
    who: int = -1
    old: list[tuple[str, str, dt.date]] = field(default_factory=list)

    def end(self) -> tuple[dt.date, str] | None:
        last = None
        for block in self.block.all("S21.G00.62"):
            last = None if block.rubrics["002"] == "099" else (day(block.rubrics["001"]), block.rubrics["002"])
        return last

    def is_there(self, on: dt.date) -> bool:
        end = self.end()
        return self.start <= on and (end is None or on <= end[0])

    def ratio(self) -> float:
        whole, own = float(self.block.rubrics.get("012", 0)), float(self.block.rubrics.get("013", 0))
        if whole > 0 and own > 0:
            return min(1.0, own / whole)
        return 1.0 if self.block.rubrics.get("014") == "10" else 0.0

    def group(self) -> str | None:
        return SCHEMES.get(self.block.rubrics["008"]) or NATURES.get(self.block.rubrics["007"])

    def cell(self, on: dt.date) -> tuple[str, str, str, str]:
        sex = self.person.rubrics.get("005", "") or "0" + self.person.rubrics["001"][0]
        pcs = self.block.rubrics["004"].lower()
        return (
            "inconnu" if pcs == NO_OCCUPATION else pcs,
            age_band(self.person, on),
            {"01": "H", "02": "F"}[sex],
            self.group(),
        )


def day(text: str) -> dt.date:
    return dt.date(int(text[4:]), int(text[2:4]), int(text[:2]))


def age_band(person: Block, on: dt.date) -> str:
    text = person.rubrics["006"]
    month = "07" if text[2:4] in ("00", "99") else text[2:4]
    born = ("01" if text[:2] in ("00", "99") else text[:2], month, text[4:])
    birthdays = [
        year
        for year in range(int(born[2]) + 1, on.year + 1)
        if (year, int(month), int(born[0])) <= (on.year, on.month, on.day)
    ]
    return next((name for ages, name in BANDS if len(birthdays) in ages), "inconnu")


def head(declaration: Block, number: str) -> str:
    return declaration.rubrics.get(number, "")


def siren(declaration: Block) -> str:
    return declaration.all("S21.G00.06")[0].rubrics["001"]


def siret(declaration: Block) -> str:
    return siren(declaration) + declaration.all("S21.G00.11")[0].rubrics["001"]


def month_end(text: str) -> dt.date:
    first = day(text)
    return (first.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)


def public(text: str) -> str:
    """Drop the rubrics that deposit platforms add (.9xx)."""
    return "\n".join(line for line in text.splitlines() if line[11:12] != "9")


def standing(texts: Iterable[str]) -> list[Block]:
    """Keep the declarations that count."""
    monthly = [each for text in texts for each in declarations_of(public(text)) if head(each, "001") == "01"]
    kept = []
    for each in monthly:
        same_month = [o for o in monthly if siret(o) == siret(each) and head(o, "005") == head(each, "005")]
        same_slot = [o for o in same_month if head(o, "003") == head(each, "003")]
        if head(each, "002") != "04" and not any(names(o, each, same_month) for o in same_month):
            kept.append((each, same_slot))
    alive = [id(each) for each, _ in kept]
    best = []
    for each, same_slot in kept:
        rivals = [o for o in same_slot if id(o) in alive]
        if not any((rank(o), monthly.index(o)) > (rank(each), monthly.index(each)) for o in rivals):
            best.append(each)
    return best


def rank(declaration: Block) -> tuple[int, dt.date]:
    return int(head(declaration, "004")), day(head(declaration, "007"))


def names(one: Block, other: Block, among: list[Block]) -> bool:
    """Tell whether a declaration cancels or replaces another: of its own fraction if there is one, else of any."""
    if head(one, "002") not in ("03", "04", "05"):
        return False
    called = [o for o in among if head(o, "007") + head(o, "004") == head(one, "006")]
    nearest = [o for o in called if head(o, "003") == head(one, "003")] or called
    return any(other is o for o in nearest)


def contracts(declarations: list[Block]) -> list[Held]:
    """Give the contracts of one month, those that others continue included; the last sent fraction is right."""
    found: list[Held] = []
    for declaration in sorted(declarations, key=rank, reverse=True):
        if head(declaration, "002") in ("02", "05"):
            continue
        for person in declaration.all("S21.G00.30"):
            for block in person.all("S21.G00.40"):
                one = Held(
                    aliases(person),
                    siret(declaration),
                    block.rubrics["009"],
                    day(block.rubrics["001"]),
                    block,
                    person,
                )
                for change in block.all("S21.G00.41"):
                    old_start = day(change.rubrics["021"]) if "021" in change.rubrics else one.start
                    one.old.append(
                        (change.rubrics.get("012", one.site), change.rubrics.get("014", one.number), old_start)
                    )
                found.append(one)
    return found


def aliases(person: Block) -> frozenset[str]:
    numbers = {person.rubrics.get("001"), person.rubrics.get("020")} - {None, *NOBODY_IN_PARTICULAR}
    by_name = "/".join(person.rubrics[n] for n in ("002", "004", "006"))
    known = numbers or {by_name}
    for change in person.all("S21.G00.31"):
        known |= {by_name if change.rubrics["008"] in NOBODY_IN_PARTICULAR else change.rubrics["008"]}
    return frozenset(known)


def recognise(months: Iterable[list[Held]]) -> None:
    """Give one number to each person, whatever the identifiers used over the months."""
    every = [held for month in months for held in month]
    people: list[set[str]] = []
    for held in every:
        mine = set(held.names).union(*(one for one in people if one & held.names))
        people = [one for one in people if not one & held.names] + [mine]
    for held in every:
        held.who = next(number for number, one in enumerate(people) if one & held.names)


def current(month: list[Held]) -> list[Held]:
    """Keep each contract once, and none that another continues."""
    continued = {(one.who, *old) for one in month for old in one.old}
    seen: dict[tuple[object, ...], Held] = {}
    for one in month:
        seen.setdefault((one.who, one.site, one.number, one.start), one)
    return [one for key, one in seen.items() if key not in continued]


def people_there(month: Iterable[Held], on: dt.date) -> dict[int, list[Held]]:
    found: dict[int, list[Held]] = {}
    for one in month:
        if one.is_there(on) and one.group():
            found.setdefault(one.who, []).append(one)
    return found


def main(held: list[Held]) -> Held:
    return min(held, key=lambda one: (-one.ratio(), one.start, one.number))


def counted(month: list[Held], on: dt.date) -> dict[str, object]:
    there = people_there(month, on)
    cells = Counter(main(held).cell(on) for held in there.values())
    return {
        "personnes": len(there),
        "contrats": sum(map(len, there.values())),
        "etp": round(sum(one.ratio() for held in there.values() for one in held), 4),
        "boeth": sum(any("072" in one.block.rubrics for one in held) for held in there.values()),
        "cellules": [
            dict(zip(("pcs", "age", "sexe", "contrat", "n"), (*cell, n), strict=True))
            for cell, n in sorted(cells.items())
        ],
    }


def flows(months: dict[dt.date, list[Held]], sites: dict[dt.date, set[str]]) -> list[dict[str, object]]:
    """Compare the ends of consecutive months by difference of sets."""
    found: Counter[tuple[str, ...]] = Counter()
    for before, after in zip(sorted(months), sorted(months)[1:], strict=False):
        if (before + dt.timedelta(days=1)).month != after.month or (after - before).days > 31:
            continue
        first, label = before + dt.timedelta(days=1), f"{after:%Y-%m}"
        then, now = people_there(months[before], before), people_there(months[after], after)
        for who in now.keys() - then.keys():
            hired = [one for one in months[after] if one.who == who and one.start >= first and not one.old]
            if hired or {one.site for one in now[who]} & sites[before]:
                found[label, "entree", *main(now[who]).cell(after), "embauche"] += 1
        for who in then.keys() - now.keys():
            ends = [one.end() for one in (*months[before], *months[after]) if one.who == who]
            dated = sorted(end for end in ends if end is not None and before <= end[0] <= after)
            if dated or {one.site for one in then[who]} & sites[after]:
                motive = MOTIVES[dated[-1][1] if dated else ""]
                found[label, "sortie", *main(then[who]).cell(before), motive] += 1
    keys = ("mois", "sens", "pcs", "age", "sexe", "contrat", "motif", "n")
    return [dict(zip(keys, (*flow, n), strict=True)) for flow, n in sorted(found.items())]


def figures(texts: Iterable[str], on: dt.date) -> dict[str, object]:
    """Give the companies of a deposit on the last day of a month, in the layout of `vivier read --json`."""
    kept = [each for each in standing(texts) if month_end(head(each, "005")) <= on]
    out = {}
    for company in sorted({siren(each) for each in kept}):
        months: dict[dt.date, list[Block]] = {}
        for each in kept:
            if siren(each) == company:
                months.setdefault(month_end(head(each, "005")), []).append(each)
        used = max(months)
        if (on.year - used.year) * 12 + on.month - used.month > 3:
            continue
        held = {end: contracts(each) for end, each in months.items()}
        recognise(held.values())
        held = {end: current(each) for end, each in held.items()}
        sites = {end: {siret(each) for each in declared} for end, declared in months.items()}
        out[company] = {**counted(held[used], used), "etablissements": {}, "flux": flows(held, sites)}
        for site in sorted(sites[used]):
            here = [one for one in held[used] if one.site == site]
            salaried = [one for one in here if one.group()]
            first = used.replace(day=1)
            ends = [end[0] for one in salaried if (end := one.end()) is not None]
            out[company]["etablissements"][site] = {
                **counted(here, used),
                "entrees_mois": sum(first <= one.start <= used and not one.old for one in salaried),
                "sorties_mois": sum(first <= end <= used for end in ends),
            }
    return out
