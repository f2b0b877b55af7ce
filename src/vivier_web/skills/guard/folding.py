"""Before the study: occupations held by too few companies or people are folded into larger groups."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from vivier.intake import Cell, Company, Headcount
from vivier.intake.data import Count, Flow
from vivier.study.stock import PERMANENT
from vivier.vocabulary import InputError
from vivier_web.skills.guard.threshold import THRESHOLD, added, gathered

OTHERS = "autres"  # the last group: occupations that no larger one could hold
Held = dict[str, Counter[str]]  # occupation → company → people
Way = Mapping[str, str]  # occupation → the group that holds it

TOO_FEW = (
    "Une étude additionne au moins trois membres et cinq salariés en emploi durable, pour ne trahir personne : "
    "attendez d’autres dépôts, ou élargissez le périmètre."
)


@dataclass(frozen=True, slots=True)
class Folded:
    """Hold a headcount whose occupations may be shown, and how many occupations and people were regrouped or left.

    `headcount` has its companies only to be added up: no site, no title, no skill is left in it.
    """

    headcount: Headcount
    occupations: int
    people: int
    left: int
    has_flows: bool


def folded(headcount: Headcount) -> Folded:
    """Fold the rare occupations of a headcount: two digits of the PCS, one, then « autres métiers ».

    Durable contracts (those projected) and others are folded apart, so that the total of an occupation minus those
    projected is itself a sum that may be shown; other contracts that are too few all together are left out.

    Raises:
        InputError: fewer than three companies or five people in durable employment.
    """
    durable, other = _held(headcount, is_durable=True), _held(headcount, is_durable=False)
    if not sum(map(len, durable.values())) or not THRESHOLD.is_met(added(durable.values())):
        raise InputError(TOO_FEW)
    keeps_other = THRESHOLD.is_met(added(other.values()))
    main = ways_of(durable)
    ways = (main, ways_of(other, main) if keeps_other else {})
    has_flows = len({company.siren for company in headcount.companies if company.exposed}) >= THRESHOLD.companies
    companies = (_folded(company, *ways, has_flows=has_flows) for company in headcount.companies)
    kept = tuple(company for company in companies if company.count.people)
    moved = [
        (held, code) for held, way in zip((durable, other), ways, strict=True) for code in way if way[code] != code
    ]
    return Folded(
        replace(headcount, companies=kept),
        len({code for _, code in moved}),
        sum(held[code].total() for held, code in moved),
        headcount.people - sum(company.count.people for company in kept),
        has_flows,
    )


def ways_of(held: Held, before: Way | None = None) -> dict[str, str]:
    """Say which group holds each occupation, so that every group, and what the total leaves, may be shown.

    `before` says where those of durable contracts went: the others of the occupation go there, or further up.
    """
    way = {code: (before or {}).get(code, code) for code in held}
    for length in (4, 2, 1):
        sums = _sums(held, way)
        for code, group in way.items():
            if len(group) == length and not THRESHOLD.is_met(sums[group]):
                way[code] = _above(group)
    sums = _sums(held, way)
    last = gathered(sums, OTHERS)
    return {code: last[group] for code, group in way.items()}


def _above(group: str) -> str:
    return {4: group[:2], 2: group[:1]}.get(len(group), OTHERS)


def _sums(held: Held, way: Way) -> Held:
    sums: Held = {}
    for code, group in way.items():
        sums.setdefault(group, Counter()).update(held[code])
    return sums


def _held(headcount: Headcount, *, is_durable: bool) -> Held:
    held: Held = {}
    for company in headcount.companies:
        for cell in company.count.cells:
            if (cell.contract in PERMANENT) == is_durable:
                held.setdefault(cell.pcs, Counter())[company.siren] += cell.n
    return held


def _folded(company: Company, durable: Way, other: Way, *, has_flows: bool) -> Company:
    cells = _cells(company.count.cells, durable, other)
    count = Count(sum(cell.n for cell in cells), outside=company.count.outside, cells=cells)
    exposed = _cells(company.exposed, durable, other, absent="") if has_flows else ()
    flows = _flows(company.flows, durable, other) if has_flows else ()
    return replace(company, count=count, sites=(), titles=(), skills=(), exposed=exposed, flows=flows)


def _cells(cells: Iterable[Cell], durable: Way, other: Way, *, absent: str | None = None) -> tuple[Cell, ...]:
    """Write cells under their groups; those whose occupation nobody holds are left out, or go under `absent`."""
    counted: Counter[tuple[str, str | int, str, str]] = Counter()
    for cell in cells:
        group = (durable if cell.contract in PERMANENT else other).get(cell.pcs, absent)
        if group is not None:
            counted[group, cell.age, cell.sex, cell.contract] += cell.n
    return tuple(sorted((Cell(*key, n) for key, n in counted.items()), key=lambda cell: cell.key))


def _flows(flows: Iterable[Flow], durable: Way, other: Way) -> tuple[Flow, ...]:
    ways = ((durable if flow.contract in PERMANENT else other, flow) for flow in flows)
    return tuple(sorted((replace(flow, pcs=way.get(flow.pcs, "")) for way, flow in ways), key=lambda flow: flow.key))
