"""The small language of formulas and edits, held against three-valued logic, exact arithmetic and a slow oracle."""

import itertools
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vivier_web.indicators.definition.expressions import LONGEST, Expression
from vivier_web.procedures.definition.flaws import Flaw

D = Decimal
# A comparison whose value is known: over x = 1, and `unknown` that nobody gave.
SAID = {True: "x >= 1", False: "x > 1", None: "unknown > 1"}
X = {"x": D(1)}
KLEENE_AND = {
    (True, True): True, (True, False): False, (True, None): None,
    (False, True): False, (False, False): False, (False, None): False,
    (None, True): None, (None, False): False, (None, None): None,
}  # fmt: skip
KLEENE_OR = {
    (True, True): True, (True, False): True, (True, None): True,
    (False, True): True, (False, False): False, (False, None): None,
    (None, True): True, (None, False): None, (None, None): None,
}  # fmt: skip


@pytest.mark.parametrize(("pair", "expected"), KLEENE_AND.items())
def test_and_follows_three_valued_logic(pair: tuple[bool | None, bool | None], expected: bool | None) -> None:
    left, right = pair
    assert Expression(f"{SAID[left]} and {SAID[right]}").value(X, {}) is expected


@pytest.mark.parametrize(("pair", "expected"), KLEENE_OR.items())
def test_or_follows_three_valued_logic(pair: tuple[bool | None, bool | None], expected: bool | None) -> None:
    left, right = pair
    assert Expression(f"{SAID[left]} or {SAID[right]}").value(X, {}) is expected


@pytest.mark.parametrize(("said", "expected"), [(True, False), (False, True), (None, None)])
def test_not_turns_what_is_known_and_leaves_the_unknown(said: bool | None, expected: bool | None) -> None:
    assert Expression(f"not {SAID[said]}").value(X, {}) is expected


def test_de_morgan_holds_for_every_pair() -> None:
    for left, right in itertools.product(SAID, repeat=2):
        one = Expression(f"not ({SAID[left]} and {SAID[right]})").value(X, {})
        other = Expression(f"not ({SAID[left]}) or not ({SAID[right]})").value(X, {})
        assert one is other, (left, right)


def test_a_joint_of_three_is_decided_by_any_of_them() -> None:
    for parts in itertools.product(SAID, repeat=3):
        joined = Expression(" and ".join(SAID[each] for each in parts)).value(X, {})
        assert joined is (False if False in parts else None if None in parts else True), parts
        either = Expression(" or ".join(SAID[each] for each in parts)).value(X, {})
        assert either is (True if True in parts else None if None in parts else False), parts


@pytest.mark.parametrize(
    ("text", "now", "expected"),
    [
        ("a < b", (1, 2), True),
        ("a < b", (2, 2), False),
        ("a <= b", (2, 2), True),
        ("a <= b", (3, 2), False),
        ("a > b", (2, 2), False),
        ("a >= b", (2, 2), True),
        ("a == b", ("2.0", 2), True),
        ("a != b", ("2.0", 2), False),
        ("a != b", (1, 2), True),
        ("1 < a < b", (2, 3), True),
        ("1 < a < b", (2, 2), False),
        ("1 < a < b", (0, 9), False),
        ("a == b == 2", (2, 2), True),
        ("a + b - 1", (1, 2), D(2)),
        ("a - b - 1", (9, 2), D(6)),
        ("a / b / 2", (12, 3), D(2)),
        ("a - (b - 1)", (9, 2), D(8)),
        ("a + b * 2", (1, 2), D(5)),
        ("(a + b) * 2", (1, 2), D(6)),
        ("-a + b", (1, 2), D(1)),
        ("--a", (1, 2), D(1)),
        ("a * 0.1", (3, 0), D("0.3")),  # exact: 0.1 is a tenth
        ("a + 0.2 == 0.3", ("0.1", 0), True),
        ("min(a, b)", (3, 2), D(2)),
        ("max(a, b)", (3, 2), D(3)),
        ("min(a)", (3, 2), D(3)),
        ("max(min(a, b), 7)", (3, 2), D(7)),
        ("abs(a - b)", (2, 5), D(3)),
        ("abs(a - b)", (5, 2), D(3)),
        ("a / b", (0, 0), None),
        ("a / b", (1, 0), None),
        ("a / b <= 1 or a > 0", (1, 0), True),  # what cannot be divided is unknown, and the rest decides
        ("a / b <= 1 and a < 0", (1, 0), False),
        ("a / b <= 1 or a < 0", (1, 0), None),
        ("max(a, c)", (1, 2), None),
        ("min(a, c) <= 9", (1, 2), None),
        ("abs(c)", (1, 2), None),
        ("-c", (1, 2), None),
        ("1 < c < 0", (1, 2), None),
        ("b < a < c", (1, 2), False),  # the first half decides
        ("  a  ", (4, 0), D(4)),
    ],
)
def test_a_worked_example_gives_its_exact_value(text: str, now: tuple[object, object], expected: object) -> None:
    values = {"a": D(str(now[0])), "b": D(str(now[1]))}
    assert Expression(text).value(values, {}) == expected


@pytest.mark.parametrize(
    ("text", "names", "before", "is_test"),
    [
        ("1", set(), set(), False),
        ("a", {"a"}, set(), False),
        ("previous.a", set(), {"a"}, False),
        ("a - previous.a", {"a"}, {"a"}, False),
        ("abs(a - previous.b) <= max(c, 3)", {"a", "c"}, {"b"}, True),
        ("not a > b", {"a", "b"}, set(), True),
        ("a > 1 or b > 1", {"a", "b"}, set(), True),
        ("min(minimum, maxi)", {"minimum", "maxi"}, set(), False),
        ("a + a + a", {"a"}, set(), False),
    ],
)
def test_an_expression_says_what_it_looks_at(text: str, names: set[str], before: set[str], is_test: bool) -> None:
    read = Expression(text)
    assert (set(read.names), set(read.before), read.is_test) == (names, before, is_test)


@pytest.mark.parametrize(
    "text",
    [
        "a and b", "a or b", "not a", "not (a + 1)", "a > 1 and b", "a or b > 1", "(a > 1) + 2", "-(a > 1)",
        "(a > 1) <= 2", "(a > 1) == (b > 1)", "max(a > 1, 2)", "abs(not a > 1)", "a < (b and c)", "1 and a > 1",
    ],
)  # fmt: skip
def test_a_number_where_a_yes_or_no_is_due_is_refused_rather_than_silent(text: str) -> None:
    with pytest.raises(Flaw, match="mêle un nombre"):
        Expression(text)


@pytest.mark.parametrize(
    "text",
    [
        "1e400", "-1e999", "a % 2", "a @ b", "a & b", "a | b", "a ^ b", "a << 2", "+a", "{a}", "{a: 1}", "(a, b)",
        "a not in b", "a is not b", "None", "...", "b'a'", "a.previous", "previous['a']", "previous.a()", "min",
        "min(*a)", "abs()", "sum(a, b)", "max(previous, 1)", "previous", "[a for a in b]", "yield a", "await a",
        "a = 1", "a\nb", "print(1)", "a!", "é è", "\x00",
    ],
)  # fmt: skip
def test_whatever_is_not_of_the_language_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(Flaw, match="écrivez par exemple"):
        Expression(text)


def test_an_expression_is_as_long_as_allowed_and_no_longer() -> None:
    whole = "a" + "+a" * ((LONGEST - 1) // 2)
    assert Expression(whole).value({"a": D(1)}, {}) == (LONGEST - 1) // 2 + 1
    with pytest.raises(Flaw, match="trop longue"):
        Expression(whole + "+a+a")


def test_what_overflows_is_unknown_and_never_an_error() -> None:
    huge = {"a": D("1e999999"), "b": D("1e-999999")}
    assert Expression("a * a * a * a").value(huge, {}) is None
    assert Expression("a / b <= 1").value(huge, {}) is None


def test_working_out_changes_nothing_it_was_given() -> None:
    now, before = {"a": D(1)}, {"a": D(2)}
    read = Expression("a / previous.a")
    assert [read.value(now, before) for _ in range(2)] == [D("0.5")] * 2
    assert (now, before) == ({"a": D(1)}, {"a": D(2)})


NUMBERS = st.recursive(
    st.sampled_from(["a", "b", "c", "previous.a", "0", "2", "0.5"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda made: f"({made[0]} {made[1]} {made[2]})"),
        inner.map(lambda made: f"-({made})"),
        inner.map(lambda made: f"abs({made})"),
        st.tuples(inner, inner).map(lambda made: f"max({made[0]}, {made[1]})"),
    ),
    max_leaves=6,
)


class Before:
    """What the oracle reads `previous.a` from."""

    def __init__(self, a: Decimal) -> None:
        self.a = a


def oracle(text: str, values: dict[str, Decimal], before: Decimal) -> Decimal | None:
    """Let Python itself work out a text of the language, every constant a Decimal."""
    for digits in ("0.5", "2", "0"):
        text = text.replace(f" {digits}", f" D('{digits}')").replace(f"({digits}", f"(D('{digits}')")
    text = f"D('{text}')" if text in {"0", "2", "0.5"} else text
    try:
        return eval(text, {"D": D, "max": max, "abs": abs, "previous": Before(before)}, dict(values))  # noqa: S307
    except ArithmeticError:
        return None


@given(NUMBERS, st.tuples(*[st.integers(-5, 5)] * 4))
def test_the_language_agrees_with_python_on_everything_known(text: str, drawn: tuple[int, int, int, int]) -> None:
    values = {name: D(value) for name, value in zip("abc", drawn, strict=False)}
    before = D(drawn[3])
    assert Expression(text).value(values, {"a": before}) == oracle(text, values, before)


@given(NUMBERS, st.tuples(*[st.integers(-5, 5)] * 4), st.sampled_from(["a", "b", "c"]))
def test_a_number_that_needs_the_unknown_is_unknown(text: str, drawn: tuple[int, ...], lacking: str) -> None:
    values = {name: D(value) for name, value in zip("abc", drawn, strict=False) if name != lacking}
    read = Expression(text)
    found = read.value(values, {"a": D(drawn[3])})
    assert (found is None) or (lacking not in read.names)
    assert isinstance(found, Decimal | None)
