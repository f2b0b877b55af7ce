"""Measures of a project that conditions are about: counts, shares of costs and of aid, what was declared."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from vivier.aid.data import DECLARED, Consortium, Partner
from vivier.aid.money import cents

RESEARCH = ("laboratory", "training")  # institutes (IRT, ITE) do not make a project collaborative
SME = ("small", "medium")
Value = Fraction | int | None  # None: cannot be told


@dataclass(frozen=True, slots=True)
class Measure:
    """Hold one measure: how it is taken, and its unit (`count`, `eur`, `share`, `years`, `said`)."""

    take: Callable[[Consortium, Mapping[str, int]], Value]
    unit: str


def base_of(partner: Partner) -> int:
    """Give the costs of a partner, in cents."""
    return sum(cents(each.amount_eur) for each in partner.costs)


def _companies(project: Consortium) -> list[Partner]:
    return [each for each in project.partners if each.kind == "company"]


def _bases(partners: Iterable[Partner]) -> int:
    return sum(map(base_of, partners))


def _at_work(project: Consortium) -> list[Partner]:
    """Give the companies that bear costs: one that bears none does not collaborate."""
    return [each for each in _companies(project) if base_of(each)]


def _share(part: int, whole: int) -> Value:
    return Fraction(part, whole) if whole else None


def _of_base(keeps: Callable[[Partner], bool]) -> Callable[[Consortium, Mapping[str, int]], Value]:
    return lambda project, _: _share(_bases(filter(keeps, project.partners)), _bases(project.partners))


def _largest(project: Consortium, _: Mapping[str, int]) -> Value:
    """Give the share of costs of the undertaking that bears most: companies of one group count together."""
    by_undertaking: dict[str, int] = defaultdict(int)
    for each in _companies(project):
        by_undertaking[each.undertaking] += base_of(each)
    return _share(max(by_undertaking.values(), default=0), _bases(project.partners))


def _research_aid(project: Consortium, aid: Mapping[str, int]) -> Value:
    """Give the laboratories' share of the aid; no aid, no share to justify."""
    total = sum(aid.values())
    own = sum(aid.get(each.name, 0) for each in project.partners if each.kind in RESEARCH)
    return _share(own, total) if total else Fraction(0)


def _count(keeps: Callable[[Partner], bool]) -> Callable[[Consortium, Mapping[str, int]], Value]:
    return lambda project, _: sum(map(keeps, project.partners))


def _said(key: str) -> Callable[[Consortium, Mapping[str, int]], Value]:
    return lambda project, _: int(project.declared[key]) if key in project.declared else None


MEASURES: Mapping[str, Measure] = {
    "partners": Measure(_count(lambda _: True), "count"),
    "companies": Measure(_count(lambda each: each.kind == "company"), "count"),
    "undertakings": Measure(lambda project, _: len({each.undertaking for each in _at_work(project)}), "count"),
    "smes": Measure(lambda project, _: sum(each.size in SME for each in _at_work(project)), "count"),
    "smes_or_midcaps": Measure(_count(lambda each: each.kind == "company" and each.size != "large"), "count"),
    "research_bodies": Measure(_count(lambda each: each.kind in RESEARCH), "count"),
    "leading_companies": Measure(_count(lambda each: each.is_lead and each.kind == "company"), "count"),
    "lone_large": Measure(
        lambda project, _: int(len(project.partners) == 1 and all(each.size == "large" for each in project.partners)),
        "count",
    ),
    "base_eur": Measure(lambda project, _: _bases(project.partners), "eur"),
    "aid_eur": Measure(lambda _, aid: sum(aid.values()), "eur"),
    "other_public_eur": Measure(
        lambda project, _: sum(cents(each.other_public_eur) for each in project.partners), "eur"
    ),
    "lead_territory_share": Measure(_of_base(lambda each: each.territory == "lead"), "share"),
    "territories_share": Measure(_of_base(lambda each: each.territory != "outside"), "share"),
    "research_cost_share": Measure(_of_base(lambda each: each.kind in RESEARCH), "share"),
    "research_aid_share": Measure(_research_aid, "share"),
    "largest_cost_share": Measure(_largest, "share"),
    "market_years": Measure(lambda project, _: project.market_years, "years"),
    **{key: Measure(_said(key), "said") for key in DECLARED},
}  # fmt: skip
