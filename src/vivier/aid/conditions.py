"""Conditions judged on a project: met, not met or to be checked, always with the measure that says so."""

import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from vivier.aid.data import DECLARED, Consortium
from vivier.aid.measures import MEASURES, Value
from vivier.aid.money import cents, rated, written
from vivier.aid.result import Verdict
from vivier.aid.ruling import Condition
from vivier.french import FIXED

_BOUNDS = {"at_least": "au moins", "above": "plus de", "at_most": "au plus"}


def judge(condition: Condition, project: Consortium, aid: Mapping[str, int]) -> Verdict:
    """Judge one condition, with the aid of each partner in cents."""
    unit = MEASURES[condition.measure].unit
    value = MEASURES[condition.measure].take(project, aid)
    is_met = holds(condition, value)
    if is_met is False and condition.unless:
        is_met = True if project.declared.get(condition.unless) else is_met
    return Verdict(is_met, _reason(condition, value, unit, project), condition.rule, condition.is_required)


def all_hold(conditions: Sequence[Condition], project: Consortium) -> bool:
    """Tell whether conditions that do not look at the aid all hold; what cannot be told does not."""
    return all(holds(each, MEASURES[each.measure].take(project, {})) for each in conditions)


def holds(condition: Condition, value: Value) -> bool | None:
    """Compare a measure with its bound, exactly; amounts are in cents, their bounds in euros."""
    if value is None:
        return None
    bound = Fraction(condition.bound) * (100 if MEASURES[condition.measure].unit == "eur" else 1)
    if condition.sign == "at_least":
        return value >= bound
    return value > bound if condition.sign == "above" else value <= bound


def _reason(condition: Condition, value: Value, unit: str, project: Consortium) -> str:
    if unit == "said":
        words = DECLARED[condition.measure]
        return f"Non déclaré : {words}." if value is None else f"Déclaré {'vrai' if value else 'faux'} : {words}."
    if value is None:
        return "Le consortium ne le dit pas." if unit == "years" else "Sans dépense, cela ne se mesure pas."
    asked = f"{_BOUNDS[condition.sign]} {_told(Fraction(condition.bound), unit, is_bound=True)}"
    excuse = ""
    if condition.unless and not holds(condition, value):
        said = project.declared.get(condition.unless)
        excuse = f" ; {DECLARED[condition.unless]} : {'oui' if said else 'non déclaré' if said is None else 'non'}"
    return f"Mesuré {_told(value, unit, sign=condition.sign)} ; il faut {asked}{excuse}."


def _told(value: Fraction | int, unit: str, *, sign: str = "at_least", is_bound: bool = False) -> str:
    """Write a measure; a share is rounded away from its bound's side, never to a bound it does not reach."""
    if unit == "eur":
        return written(cents(Decimal(int(value)))) if is_bound else written(int(value))
    if unit == "years":
        return f"{int(value)}{FIXED}an{'s' if value > 1 else ''}"
    if unit == "share":
        points = value * 10_000
        return rated(Decimal(math.floor(points) if sign == "at_least" else math.ceil(points)) / 10_000)
    return str(int(value))
