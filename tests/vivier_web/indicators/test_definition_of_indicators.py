"""Sets of indicators: what the small language understands, what a file is refused for and on which line."""

from decimal import Decimal

import pytest

from vivier_web.indicators.definition import read, shipped, shipped_set
from vivier_web.indicators.definition.expressions import Expression
from vivier_web.procedures.definition.flaws import Flaw
from vivier_web.procedures.definition.reading import UnreadableProcedure

NOW = {"a": Decimal(10), "b": Decimal(4), "zero": Decimal(0)}
BEFORE = {"a": Decimal(5)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a + b * 2", Decimal(18)),
        ("-(a - b) / 3", Decimal(-2)),
        ("max(a, b, 30) - min(a, b)", Decimal(26)),
        ("abs(b - a)", Decimal(6)),
        ("a / previous.a", Decimal(2)),
        ("b <= a", True),
        ("4 <= b < 4", False),
        ("a == 10 and not b > a", True),
        ("a / zero", None),  # nothing is divided by zero
        ("a + unknown", None),
        ("previous.b <= a", None),
        ("unknown <= a", None),
        ("unknown <= a or a > 1", True),  # the rest decides
        ("unknown <= a and a < 1", False),
        ("unknown <= a and a > 1", None),
    ],
)
def test_an_expression_is_worked_out_and_the_unknown_stays_unknown(text: str, expected: object) -> None:
    assert Expression(text).value(NOW, BEFORE) == expected


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os')", "a.b", "previous", "a[0]", "lambda: a", "a if b else a", "'a'", "True", "a ** 2", "a // b",
        "open(a)", "max()", "abs(a, b)", "max(a, key=b)", "[a]", "a is b", "a in b", "f'{a}'", "a := 2", "", "a +",
        "max", "previous.a.b", "~a", "a; b", "1j", "(" * 200 + "a" + ")" * 200, "a" * 301,
    ],
)  # fmt: skip
def test_nothing_but_the_small_language_is_understood(text: str) -> None:
    with pytest.raises(Flaw):
        Expression(text)


def test_the_three_shipped_sets_hold_what_poles_are_asked() -> None:
    found = {one.key: (one.kind, len(one.indicator), sum(each.usual for each in one.indicator)) for one in shipped()}
    assert found == {
        "artisanat": ("craft", 19, 6),
        "competitivite": ("competitivity", 54, 18),
        "ptce": ("ptce", 18, 5),
    }
    for one in shipped():
        assert all(each.source for each in one.indicator if each.certainty in {"V", "S"})
        assert all(each.who == "member" for each in one.indicator if each.is_opinion), "opinions are of members"


HEAD = 'key = "jeu"\ntitle = "Jeu"\nversion = "1"\nkind = "ptce"\nabout = ""\n'
SECTION = '[[section]]\nkey = "s"\ntitle = "Rubrique"\n'


def row(key: str, **more: str) -> str:
    said = {"label": "L", "definition": "D.", "section": "s", "kind": "count", "unit": "u"} | more
    return f'[[indicator]]\nkey = "{key}"\n' + "".join(f'{name} = "{value}"\n' for name, value in said.items())


def edit(check: str) -> str:
    return f'[[edit]]\nkey = "e"\nlevel = "hard"\ncheck = "{check}"\nsay = "Non."\n'


@pytest.mark.parametrize(
    ("rest", "line", "words"),
    [
        (row("a", kind="effect"), 14, "« effect » n’est pas prévu"),
        (row("a", formula="b + 1"), 16, "L’indicateur « b » n’existe pas"),
        (row("a", formula="1 +"), 16, "ne se comprend pas"),
        (row("a", formula="a > 1"), 16, "Une formule donne un nombre"),
        (row("o", kind="opinion", who="member") + row("a", formula="o * 2"), 24, "est une déclaration"),
        (row("o", kind="opinion", formula="1 + 1"), 16, "Une déclaration ne se calcule pas"),
        (row("a", formula="b") + row("b", formula="a"), 16, "tournent en rond"),
        (row("a") + row("a"), 17, "déjà pris"),
        (row("a", section="t"), 13, "La rubrique « t » n’existe pas"),
        (row("a", certainty="V"), 9, "cite sa source"),
        (row("a", known="secret"), 16, "n’est pas prévu"),
        (row("a") + edit("a + 1"), 19, "Un contrôle compare"),
        (row("a") + edit("z > 1"), 19, "« z » n’existe pas"),
        (row("a") + edit("1 > 2"), 19, "au moins un indicateur"),
        ("[[indicator]]\nkey = 1\n", 10, "un texte entre guillemets"),
        (row("a", colour="red"), 16, "« colour » n’est pas connu"),
    ],
)
def test_a_malformed_set_is_refused_with_its_line_and_one_sentence(rest: str, line: int, words: str) -> None:
    with pytest.raises(UnreadableProcedure) as refused:
        read(HEAD + SECTION + rest)
    assert words in refused.value.sentence
    assert refused.value.line == line, refused.value


def test_who_is_asked_what_follows_the_year_and_nobody_is_asked_what_is_worked_out() -> None:
    told = read(
        HEAD + SECTION + row("a") + "since = 2020\nuntil = 2022\n" + row("m", who="sum") + row("f", formula="a + m")
    )
    assert [one.key for one in told.asked(2021, of_members=False)] == ["a"]
    assert told.asked(2023, of_members=False) == ()
    assert [one.key for one in told.asked(2021, of_members=True)] == ["m"]
    assert [one.key for one in told.worked_out] == ["f"]


def test_a_set_is_found_by_its_key_or_a_sentence_says_there_is_none() -> None:
    assert shipped_set("ptce").kind == "ptce"
    with pytest.raises(ValueError, match="n’existe pas"):
        shipped_set("nul")
