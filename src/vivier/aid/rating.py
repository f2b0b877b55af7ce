"""The aid of one line of costs: the rate of the call, within the ceiling of State aid, rounded down to the cent."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from vivier.aid.conditions import all_hold, holds
from vivier.aid.data import CATEGORIES, DECLARED, KINDS, Consortium, Cost, Partner
from vivier.aid.measures import MEASURES
from vivier.aid.money import cents, part
from vivier.aid.result import Citation
from vivier.aid.ruling import CEILING, Bonus, Ceiling, Rate, Regime
from vivier.vocabulary import InputError

_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Rated:
    """Hold a line on its way: whose it is, its amounts in cents, its rates and the rules behind them."""

    partner: Partner
    cost: Cost
    base: int
    rate: Decimal
    rule: Citation
    limit: Decimal | None
    limit_rule: Citation | None
    aid: int
    bound: str

    @property
    def key(self) -> tuple[str, str, str, int]:
        """What lines are ordered by."""
        return self.partner.name, self.cost.nature, self.cost.category, self.base


def rated_lines(project: Consortium, regime: Regime) -> list[Rated]:
    """Rate every line of a project, in an order that is not that of its rows."""
    earned = _earned(project, regime.ceiling)
    found = [_line(partner, cost, regime, earned) for partner in project.partners for cost in partner.costs]
    return sorted(found, key=lambda each: each.key)


def _earned(project: Consortium, ceiling: Ceiling | None) -> list[Bonus]:
    """Keep the bonuses whose conditions the project meets."""
    return [each for each in (ceiling.bonuses if ceiling else ()) if all_hold(each.conditions, project)]


def _line(partner: Partner, cost: Cost, regime: Regime, earned: Sequence[Bonus]) -> Rated:
    limit, limit_rule = _limit(partner, cost, regime, earned)
    rate = _rate(partner, cost, regime.rates)
    base = cents(cost.amount_eur)
    if rate is None or (rate.rate == CEILING and limit is None):
        said = f"Aucun taux connu pour {KINDS[partner.kind]}, {CATEGORIES[cost.category]}"
        silence = Citation(f"{said} : rien n’est supposé", regime.validity.source, "[M]")
        return Rated(partner, cost, base, _NOTHING, silence, limit, limit_rule, 0, "silent")
    asked = limit if rate.rate == CEILING and limit is not None else rate.rate
    aid, bound = part(base, asked), "rate"
    if limit is not None and limit < asked:
        aid, bound = part(base, limit), "ceiling"
    return Rated(partner, cost, base, asked, rate.rule, limit, limit_rule, aid, bound)


def _rate(partner: Partner, cost: Cost, rates: Sequence[Rate]) -> Rate | None:
    given = (partner.kind, partner.size, partner.territory, partner.method, cost.category)
    for each in rates:
        asked = (each.kinds, each.sizes, each.territories, each.methods, each.categories)
        if all(not words or word in words for word, words in zip(given, asked, strict=True)):
            return each
    return None


def _limit(
    partner: Partner, cost: Cost, regime: Regime, earned: Sequence[Bonus]
) -> tuple[Decimal, Citation] | tuple[None, None]:
    """Give the ceiling of State aid on a line: its base, the greatest bonus of each family, the most they lead to."""
    ceiling = regime.ceiling
    if ceiling is None or partner.kind in ceiling.exempt:
        return None, None
    if cost.category not in ceiling.base:
        raise InputError(
            f"Partenaire « {partner.name} » : les règles « {regime.name} » ne disent rien de la catégorie "
            f"« {CATEGORIES[cost.category]} » ; classez autrement cette dépense, ou ôtez-la."
        )
    base, rule = ceiling.base[cost.category]
    best = _best(partner, cost, earned)
    if not best:
        return base, rule
    raised = base + sum((each.points for each in best), _NOTHING)
    limit = min(raised, max(base, ceiling.most))
    rules = [rule, *(each.rule for each in best), *([ceiling.most_rule] if limit < raised else [])]
    return limit, _together(rules)


def _best(partner: Partner, cost: Cost, earned: Sequence[Bonus]) -> list[Bonus]:
    best: dict[str, Bonus] = {}
    for each in earned:
        if _fits(each, partner, cost):
            held = best.get(each.family)
            best[each.family] = each if held is None or each.points > held.points else held
    return list(best.values())


def _fits(bonus: Bonus, partner: Partner, cost: Cost) -> bool:
    known = cost.category in bonus.categories and (not bonus.sizes or partner.size in bonus.sizes)
    return known and (not bonus.areas or partner.area in bonus.areas)


def undeclared(project: Consortium, ceiling: Ceiling | None, lines: Sequence[Rated]) -> list[str]:
    """Give what was not said and, said true, would raise a ceiling that decides the aid of a line (`DECLARED`)."""
    if ceiling is None:
        return []
    earned = _earned(project, ceiling)
    open_ones = [(each, keys) for each in ceiling.bonuses if (keys := _unsaid(each, project))]
    found: dict[str, None] = {}
    for line in lines:
        decides = line.base and line.limit is not None and line.limit <= line.rate and line.limit < ceiling.most
        held = {each.family: each.points for each in _best(line.partner, line.cost, earned)} if decides else {}
        for bonus, keys in open_ones if decides else ():
            if _fits(bonus, line.partner, line.cost) and bonus.points > held.get(bonus.family, 0):
                found |= dict.fromkeys(keys)
    return list(found)


def _unsaid(bonus: Bonus, project: Consortium) -> list[str]:
    """Give the declarations that alone keep a bonus away; none when something else does too."""
    states = {each.measure: holds(each, MEASURES[each.measure].take(project, {})) for each in bonus.conditions}
    missing = [key for key, state in states.items() if state is None and key in DECLARED]
    return missing if all(state or key in missing for key, state in states.items()) else []


def _together(rules: Sequence[Citation]) -> Citation:
    """Cite several rules as one, no surer than the least sure; when they differ, each says how sure it is."""
    marks = {each.certainty for each in rules}
    certainty = next(mark for mark in ("[M]", "[S]", "[V]") if mark in marks)
    told = (each.says if len(marks) == 1 else f"{each.says} {each.certainty}" for each in rules)
    says = " ; ".join(dict.fromkeys(told))
    return Citation(says, " ; ".join(dict.fromkeys(each.source for each in rules)), certainty)
