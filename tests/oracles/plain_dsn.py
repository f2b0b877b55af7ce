"""Reading a payroll file the slow, obvious way: every line kept, everything in memory, no anomaly, no privacy.

It shares no code with `vivier.intake` nor with `vivier.demo`: it judges both. It expects sound files.
"""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

_LINE = re.compile(r"^(S\d\d\.G\d\d\.\d\d)\.(\d\d\d),'(.*)'$")


@dataclass
class Block:
    """One occurrence of a block: its rubrics by number, and the blocks found under it."""

    name: str
    rubrics: dict[str, str] = field(default_factory=dict)
    under: list["Block"] = field(default_factory=list)

    def all(self, name: str) -> list["Block"]:
        return [block for block in self.under if block.name == name]


def blocks_of(text: str) -> list[Block]:
    """Cut a text into occurrences: a new block name, or a rubric number that does not grow, opens another."""
    found: list[Block] = []
    last = "999"
    for line in text.splitlines():
        name, number, value = _LINE.match(line).groups()
        if not found or found[-1].name != name or number <= last:
            found.append(Block(name))
        found[-1].rubrics[number] = value
        last = number
    return found


def declarations_of(text: str) -> list[Block]:
    """Give the declarations of a text; each holds its company, its site and its people, who hold their contracts."""
    declarations: list[Block] = []
    parent = {"S21.G00.30": "S20.G00.05", "S21.G00.06": "S20.G00.05", "S21.G00.11": "S20.G00.05"}
    parent |= {"S21.G00.31": "S21.G00.30", "S21.G00.40": "S21.G00.30", "S21.G00.50": "S21.G00.30"}
    parent |= {"S21.G00.41": "S21.G00.40", "S21.G00.62": "S21.G00.40", "S21.G00.51": "S21.G00.50"}
    parent |= {"S21.G00.85": "S20.G00.05"}
    latest: dict[str, Block] = {}
    for block in blocks_of(text):
        latest[block.name] = block
        if block.name == "S20.G00.05":
            declarations.append(block)
        elif block.name in parent:
            latest[parent[block.name]].under.append(block)
    return declarations


def envelopes_of(text: str) -> list[list[str]]:
    """Give the lines of each envelope, from its first S10 line to its second S90 line."""
    found: list[list[str]] = []
    for line in text.splitlines():
        if line.startswith("S10.G00.00.001"):
            found.append([])
        if line[:3] not in {"S05", "S06", "S95", "S96"}:
            found[-1].append(line)
    return found


def retained(declarations: Iterable[Block]) -> list[Block]:
    """Keep the declarations that count for each establishment, month and fraction."""
    declarations = list(declarations)
    named = {(_company(each), each.rubrics["006"]) for each in declarations if "006" in each.rubrics}
    best: dict[tuple[str, ...], Block] = {}
    for each in declarations:
        own = each.rubrics["007"] + each.rubrics["004"]
        if each.rubrics["002"] == "04" or (_company(each), own) in named:
            continue
        key = (_company(each), _site(each), each.rubrics["005"], each.rubrics["003"])
        if key not in best or int(best[key].rubrics["004"]) < int(each.rubrics["004"]):
            best[key] = each
    return list(best.values())


def cells_of(declarations: Iterable[Block], on: dt.date) -> Counter[tuple[str, int, str, str]]:
    """Count the people present on a day, one head each: occupation, age in years, sex, contract group."""
    heads: dict[str, list[tuple[tuple[float, dt.date, str], tuple[str, int, str, str]]]] = {}
    for declaration in declarations:
        for person in declaration.all("S21.G00.30"):
            key = person.rubrics.get("001") or person.rubrics["020"]
            for contract in person.all("S21.G00.40"):
                group = _group(contract)
                if group and _is_present(contract, on):
                    rank = (-ratio_of(contract), _date(contract.rubrics["001"]), contract.rubrics["009"])
                    cell = (contract.rubrics["004"], _age(person, on), _sex(person), group)
                    heads.setdefault(key, []).append((rank, cell))
    return Counter(min(found)[1] for found in heads.values())


def ratio_of(contract: Block) -> float:
    """Give the working-time ratio."""
    return min(1.0, float(contract.rubrics["013"]) / float(contract.rubrics["012"]))


def _company(declaration: Block) -> str:
    return declaration.all("S21.G00.06")[0].rubrics["001"]


def _site(declaration: Block) -> str:
    return declaration.all("S21.G00.11")[0].rubrics["001"]


def _group(contract: Block) -> str:
    scheme = {"64": "APPRENTISSAGE", "61": "PROFESSIONNALISATION", "71": "INSERTION"}
    return scheme.get(contract.rubrics["008"]) or {"01": "CDI", "02": "CDD"}.get(contract.rubrics["007"], "")


def _is_present(contract: Block, on: dt.date) -> bool:
    ends = [_date(end.rubrics["001"]) for end in contract.all("S21.G00.62") if end.rubrics["002"] != "099"]
    return _date(contract.rubrics["001"]) <= on and all(end >= on for end in ends)


def _age(person: Block, on: dt.date) -> int:
    born = _date(person.rubrics["006"])
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _sex(person: Block) -> str:
    return {"01": "H", "02": "F"}[person.rubrics["005"]]


def _date(text: str) -> dt.date:
    return dt.date(int(text[4:]), int(text[2:4]), int(text[:2]))
