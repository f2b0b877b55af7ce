"""The small language of formulas and edits: `rd_jobs <= jobs`, `jobs / previous.jobs`; read, never executed.

Arithmetic, comparisons, `and`, `or`, `not`, and the functions min, max, abs. A name is an indicator of this year,
`previous.NAME` the same one the year before. What is unknown makes the whole unknown, save where the rest decides:
`false and unknown` is false, `true or unknown` is true. Nothing else of Python is understood.
"""

import ast
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, DivisionByZero, InvalidOperation, Overflow
from math import isfinite

from vivier_web.procedures.definition.flaws import Flaw

Result = Decimal | bool | None
Values = Mapping[str, Decimal]
PREVIOUS = "previous"
LONGEST = 300
_ARITHMETIC: dict[type, Callable[[Decimal, Decimal], Decimal]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_ORDER: dict[type, Callable[[Decimal, Decimal], bool]] = {
    ast.LtE: operator.le,
    ast.GtE: operator.ge,
    ast.Lt: operator.lt,
    ast.Gt: operator.gt,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}
_FUNCTIONS: dict[str, Callable[..., Decimal]] = {
    "min": lambda *numbers: min(numbers),
    "max": lambda *numbers: max(numbers),
    "abs": abs,
}
NOT_NAMES = frozenset({PREVIOUS, *_FUNCTIONS})
_UNREADABLE = "« {} » ne se comprend pas ; écrivez par exemple : emplois_rd <= emplois."
_MIXED = (
    "« {} » mêle un nombre et un oui ou non : « and », « or » et « not » joignent des comparaisons, et rien d’autre."
)


@dataclass(frozen=True)
class Expression:
    """Hold one expression, read; `names` are the indicators of this year it looks at, `before` those of last year."""

    text: str
    names: frozenset[str] = field(init=False, default=frozenset())
    before: frozenset[str] = field(init=False, default=frozenset())
    _tree: ast.expr = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        tree = _parsed(self.text)
        _check(tree, self.text)
        found = [each for each in ast.walk(tree) if isinstance(each, ast.Name | ast.Attribute)]
        before = frozenset(each.attr for each in found if isinstance(each, ast.Attribute))
        names = frozenset(each.id for each in found if isinstance(each, ast.Name)) - {PREVIOUS} - set(_FUNCTIONS)
        object.__setattr__(self, "_tree", tree)
        object.__setattr__(self, "names", names)
        object.__setattr__(self, "before", before)

    @property
    def is_test(self) -> bool:
        """Whether it answers yes or no, rather than with a number."""
        return _is_test(self._tree)

    def value(self, now: Values, before: Values) -> Result:
        """Work it out; None when something it needs is unknown or cannot be divided.

        >>> Expression("jobs / previous.jobs").value({"jobs": Decimal(110)}, {"jobs": Decimal(100)})
        Decimal('1.1')
        >>> Expression("rd <= jobs").value({"jobs": Decimal(3)}, {}) is None
        True
        """
        return _worked_out(self._tree, now, before)


def _parsed(text: str) -> ast.expr:
    if len(text) > LONGEST:
        raise Flaw("Cette expression est trop longue : coupez-la en plusieurs.")
    try:
        return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as why:
        raise Flaw(_UNREADABLE.format(text)) from why


def _check(node: ast.expr, text: str) -> None:
    """Refuse whatever is not of the language."""
    if not _is_allowed(node):
        raise Flaw(_UNREADABLE.format(text))
    joins = isinstance(node, ast.BoolOp) or (isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not))
    for each in _parts(node):
        _check(each, text)
        if _is_test(each) != joins:
            raise Flaw(_MIXED.format(text))


def _is_test(node: ast.expr) -> bool:
    """Tell whether it answers yes or no."""
    return isinstance(node, ast.Compare | ast.BoolOp) or (
        isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)
    )


def _is_allowed(node: ast.expr) -> bool:
    found = False
    match node:
        case ast.BoolOp() | ast.UnaryOp(op=ast.Not() | ast.USub()):
            found = True
        case ast.BinOp(op=op):
            found = type(op) in _ARITHMETIC
        case ast.Compare(ops=ops):
            found = all(type(op) in _ORDER for op in ops)
        case ast.Call(func=ast.Name(id=name), args=given, keywords=[]):
            found = name in _FUNCTIONS and (len(given) == 1 if name == "abs" else bool(given))
        case ast.Attribute(value=ast.Name(id=name)):
            found = name == PREVIOUS
        case ast.Name(id=name):
            found = name != PREVIOUS and name not in _FUNCTIONS
        case ast.Constant(value=value):
            found = isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)
    return found


def _parts(node: ast.expr) -> list[ast.expr]:
    """Give the expressions inside one, those that are worked out before it."""
    match node:
        case ast.BoolOp(values=parts) | ast.Call(args=parts):
            return parts
        case ast.UnaryOp(operand=inner):
            return [inner]
        case ast.BinOp(left=left, right=right):
            return [left, right]
        case ast.Compare(left=left, comparators=others):
            return [left, *others]
    return []


def _worked_out(node: ast.expr, now: Values, before: Values) -> Result:
    found: Result = None
    parts = [_worked_out(each, now, before) for each in _parts(node)]
    match node:
        case ast.Constant(value=value):
            found = Decimal(str(value))
        case ast.Name(id=name):
            found = now.get(name)
        case ast.Attribute(attr=name):
            found = before.get(name)
        case ast.BoolOp(op=op):
            found = _joined(op, parts)
        case ast.UnaryOp(op=op):
            found = _turned(op, parts[0])
        case ast.Compare(ops=ops):
            found = _compared(ops, parts)
        case ast.BinOp(op=op):
            found = _applied(_ARITHMETIC[type(op)], parts)
        case ast.Call(func=ast.Name(id=name)):
            found = _applied(_FUNCTIONS[name], parts)
    return found


def _applied(how: Callable[..., Decimal], parts: list[Result]) -> Result:
    numbers = [each for each in parts if isinstance(each, Decimal)]
    if len(numbers) != len(parts):
        return None
    try:
        return how(*numbers)
    except (DivisionByZero, InvalidOperation, Overflow):
        return None


def _compared(ops: list[ast.cmpop], parts: list[Result]) -> Result:
    pairs = zip(ops, parts, parts[1:], strict=False)
    return _joined(ast.And(), [_one(op, left, right) for op, left, right in pairs])


def _one(op: ast.cmpop, left: Result, right: Result) -> Result:
    if not isinstance(left, Decimal) or not isinstance(right, Decimal):
        return None
    return _ORDER[type(op)](left, right)


def _joined(op: ast.boolop, parts: list[Result]) -> Result:
    decisive = isinstance(op, ast.Or)
    if any(each is decisive for each in parts):
        return decisive
    return None if any(each is None for each in parts) else not decisive


def _turned(op: ast.unaryop, inner: Result) -> Result:
    if inner is None:
        return None
    if isinstance(op, ast.Not):
        return not inner
    return -inner if isinstance(inner, Decimal) else None
