"""The tiny language of rules: `count.consortium.company >= 2 or field.alone = true`; nothing is executed.

A rule is alternatives joined by `or`, each « subject operator value ». Subjects:
`field.KEY` what was answered; `count.KEY` how many rows (`count.consortium.company`: those that bear this word);
`total.KEY` the sum of the amounts of a budget; `mark.KEY` the consensus mark of a criterion, `mark.total` the total;
`opinions.given`, `opinions.stale`; `quorum.present`; `proofs.missing`; `passed.STAGE` how many times it was left.
What is unknown meets no rule.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from vivier_web.procedures.definition.flaws import Flaw

Value = Decimal | str | bool | tuple[str, ...]
FAMILIES = ("field", "count", "total", "mark", "opinions", "quorum", "proofs", "passed")
_NAMED = {
    "opinions": {"given", "stale"},
    "quorum": {"present"},
    "proofs": {"missing"},
}
_TEST = re.compile(r"^([a-z]+)\.([a-z][a-z0-9_-]*)(?:\.([a-z][a-z0-9_-]*))?\s*(>=|<=|!=|=|>|<| in )\s*(.+)$")
_WORDS = re.compile(r'"([^"]*)"')
_QUOTED_OR_CUT = re.compile(r'"[^"]*"|(\s+or\s+)(?=[a-z]+\.)')
_ORDERED: dict[str, Callable[[Decimal, Decimal], bool]] = {
    ">=": lambda left, right: left >= right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    "<": lambda left, right: left < right,
}
Subject = tuple[str, str, str]
Lookup = Callable[[Subject], object]


@dataclass(frozen=True, slots=True)
class Test:
    """Hold one comparison: what is looked at, how, against what."""

    subject: Subject
    operator: str
    value: Value

    def is_met(self, look: Lookup) -> bool:
        """Tell whether it holds, given a way to look at the subject (None: unknown)."""
        found = look(self.subject)
        if found is None:
            return False
        if isinstance(self.value, tuple):
            return str(found) in self.value
        if self.operator in _ORDERED:
            number = as_number(found)
            return (
                number is not None and isinstance(self.value, Decimal) and _ORDERED[self.operator](number, self.value)
            )
        same = as_number(found) == self.value if isinstance(self.value, Decimal) else found == self.value
        return same == (self.operator == "=")


def as_number(value: object) -> Decimal | None:
    """Read a number, or give None when it is not one.

    >>> as_number("12.5"), as_number("douze"), as_number(True)
    (Decimal('12.5'), None, None)
    """
    if isinstance(value, bool):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def parse(text: str) -> tuple[Test, ...]:
    """Read a rule: any of its tests is enough.

    >>> parse("count.consortium.company >= 2")[0].subject
    ('count', 'consortium', 'company')
    >>> [test.operator for test in parse('field.region in ["ARA", "BFC"] or total.budget > 4000000')]
    ['in', '>']
    """
    return tuple(_test(part.strip()) for part in _alternatives(text.strip()))


def _alternatives(text: str) -> list[str]:
    """Cut at each `or`, except inside quotes: what is quoted is a word of an answer."""
    cuts, start = [], 0
    for found in _QUOTED_OR_CUT.finditer(text):
        if found[1]:
            cuts.append(text[start : found.start()])
            start = found.end()
    return [*cuts, text[start:]]


def _test(text: str) -> Test:
    match = _TEST.match(text)
    if match is None:
        raise Flaw(f"« {text} » ne se comprend pas ; écrivez par exemple : count.consortium >= 2.", ("when",))
    family, key, sub, operator, value = match.groups()
    if family not in FAMILIES:
        raise Flaw(f"« {family} » n’est pas prévu ; choisissez parmi : {', '.join(FAMILIES)}.", ("when",))
    if key not in _NAMED.get(family, {key}):
        raise Flaw(f"« {family}.{key} » n’existe pas ; il y a : {', '.join(sorted(_NAMED[family]))}.", ("when",))
    if sub and family != "count":
        raise Flaw(f"« {family}.{key}.{sub} » : seul « count » regarde à l’intérieur d’une liste.", ("when",))
    return Test((family, key, sub or ""), operator.strip(), _value(value.strip(), operator.strip()))


def _value(text: str, operator: str) -> Value:
    if operator == "in":
        words = tuple(_WORDS.findall(text))
        if not re.fullmatch(r'\[\s*"[^"]*"(\s*,\s*"[^"]*")*\s*\]', text):
            raise Flaw(f'« {text} » n’est pas une liste ; écrivez : ["a", "b"].', ("when",))
        return words
    if text in {"true", "false"} and operator in {"=", "!="}:
        return text == "true"
    if re.fullmatch(r'"[^"]*"', text) and operator in {"=", "!="}:
        return text[1:-1]
    number = as_number(text)
    if number is None:
        raise Flaw(f"« {text} » n’est pas un nombre ; un mot s’écrit entre guillemets, avec = ou !=.", ("when",))
    return number
