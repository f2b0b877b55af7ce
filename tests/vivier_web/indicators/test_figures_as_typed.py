"""Reading what people type, running the edits of a sheet, laying it out: plain values, no table, no page."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vivier_web.indicators.checks import Checked, Spoken, check, read_number, worked_out
from vivier_web.indicators.definition import Indicator, IndicatorSet, read
from vivier_web.indicators.queries.sheets import written
from vivier_web.procedures.definition.flaws import Flaw
from vivier_web.procedures.definition.reading import UnreadableProcedure

D = Decimal
HEAD = 'key = "jeu"\ntitle = "Jeu"\nversion = "1"\nkind = "ptce"\nabout = ""\n'
SECTIONS = "".join(f'[[section]]\nkey = "{key}"\ntitle = "Rubrique {key}"\n' for key in "st")


def row(key: str, section: str = "s", **more: object) -> str:
    said = {"label": f"L {key}", "definition": "D.", "kind": "count", "unit": "u"} | more
    lines = [
        f"{name} = {str(value).lower() if isinstance(value, bool | int) else repr(value)}"
        for name, value in said.items()
    ]
    return f'[[indicator]]\nkey = "{key}"\nsection = "{section}"\n' + "\n".join(lines).replace('"', "'") + "\n"


def edit(key: str, check: str, level: str = "hard") -> str:
    return f'[[edit]]\nkey = "{key}"\nlevel = "{level}"\ncheck = "{check}"\nsay = "Non {key}."\n'


def a_set(*parts: str) -> IndicatorSet:
    return read(HEAD + SECTIONS + "".join(parts))


def indicator(decimals: int = 0, unit: str = "k€") -> Indicator:
    return Indicator("a", "A", "D.", "s", "money", unit, decimals=decimals)


@pytest.mark.parametrize(
    ("said", "decimals", "expected"),
    [
        ("0", 0, "0"),
        ("-0", 0, "0"),
        ("007", 0, "7"),
        ("12", 0, "12"),
        (" 12 ", 0, "12"),
        ("+12", 0, "12"),
        ("1 204", 0, "1204"),
        ("1\u00a0204", 0, "1204"),
        ("1\u202f204", 0, "1204"),
        ("1\t204", 0, "1204"),
        ("1 204,5", 1, "1204.5"),
        ("1.204,5", 1, "1204.5"),
        ("1204.5", 1, "1204.5"),
        ("1204,50", 1, "1204.5"),
        (",5", 1, "0.5"),
        ("5,", 0, "5"),
        ("12,00", 0, "12"),
        ("12 k€", 0, "12"),
        ("12K€", 0, "12"),
        ("1 000 000 000 000", 0, "1000000000000"),
        ("3,14", 2, "3.14"),
    ],
)
def test_a_number_is_read_as_people_type_it(said: str, decimals: int, expected: str) -> None:
    found = read_number(said, indicator(decimals))
    assert (f"{found:f}", found.is_signed()) == (expected, False)


@pytest.mark.parametrize(
    ("said", "decimals", "words"),
    [
        ("vingt", 0, "n’est pas un nombre"),
        ("", 0, "n’est pas un nombre"),
        ("k€", 0, "n’est pas un nombre"),
        ("12 ou 13", 0, "n’est pas un nombre"),
        ("12-13", 0, "n’est pas un nombre"),
        ("1,204,5", 1, "n’est pas un nombre"),
        ("1,2 M€", 1, "« k€ », et non « € »"),
        ("0x10", 0, "n’est pas un nombre"),
        ("1/2", 2, "n’est pas un nombre"),
        ("<script>alert(1)</script>", 0, "n’est pas un nombre"),
        ("-1", 0, "négatif"),
        ("−1", 0, "négatif"),
        ("-0,1", 1, "négatif"),
        ("1,5", 0, "un nombre entier"),
        ("1,55", 1, "1\xa0décimale au plus"),
        ("1,555", 2, "2\xa0décimales au plus"),
        ("1e-9", 2, "n’est pas un nombre"),
        ("1 000 000 000 001", 0, "hors de toute mesure"),
        ("1e999999", 0, "n’est pas un nombre"),
        ("NaN", 0, "n’est pas un nombre"),
        ("sNaN", 0, "n’est pas un nombre"),
        ("Infinity", 0, "n’est pas un nombre"),
        ("-Infinity", 0, "n’est pas un nombre"),
        ("5200000 €", 0, "« k€ », et non « € »"),  # a thousand times too much, else
        ("12 %", 0, "« k€ », et non « % »"),
        ("3 ETP", 0, "« k€ », et non « ETP »"),
    ],
)
def test_what_is_no_number_of_this_field_is_refused_with_a_sentence(said: str, decimals: int, words: str) -> None:
    with pytest.raises(ValueError, match=re.escape(words)) as refused:
        read_number(said, indicator(decimals))
    assert len(str(refused.value)) < 100, "what was typed is not shown at length"


@pytest.mark.parametrize(
    ("unit", "said"),
    [("€", "12 €"), ("€", "12€"), ("%", "12 %"), ("ETP", "12 etp"), ("emplois", "12"), ("k€", "12 k€")],
)
def test_the_unit_of_the_field_may_be_typed(unit: str, said: str) -> None:
    assert read_number(said, indicator(unit=unit)) == 12


@given(st.decimals(0, 10**12, places=2))
def test_what_is_written_is_read_back(number: Decimal) -> None:
    assert read_number(written(number), indicator(2)) == number


@given(st.text(max_size=40))
def test_no_text_does_anything_but_a_number_or_a_sentence(said: str) -> None:
    found, sentence = Decimal(0), "."
    try:
        found = read_number(said, indicator(2))
    except ValueError as why:
        sentence = str(why)
    assert (sentence[-1], 0 <= found <= 10**12) == (".", True), said


TOLD = a_set(
    row("a", required=True), row("b", decimals=1), row("c", "t"), row("m", "t", who="sum", required=True),
    row("f", formula="a + b", decimals=1), row("g", "t", formula="f * 2"), row("r", formula="a / c", decimals=2),
    edit("moins", "a <= b"), edit("somme", "f <= 10", "soft"), edit("avant", "abs(f - previous.f) <= 1", "soft"),
    edit("membre", "m <= 5"),
)  # fmt: skip
TEAM = TOLD.asked(2026, of_members=False)


def checked(typed: dict[str, str], before: dict[str, Decimal] | None = None, *, whole: bool = False) -> Checked:
    return check(TOLD, TEAM, typed, before or {}, whole=whole)


def test_a_whole_sheet_is_told_as_one_value() -> None:
    found = checked({"a": "9", "b": "8,5", "c": "x", "m": "99", "nothing": "1"}, whole=True)
    assert found == Checked(
        {"a": D(9), "b": D("8.5")},
        {"c": "« x » n’est pas un nombre : écrivez par exemple 1 204,5."},
        (Spoken("moins", True, "Non moins.", ("a", "b")), Spoken("somme", False, "Non somme.", ("f",))),
    )
    assert ([one.key for one in found.hard], [one.key for one in found.soft]) == (["moins"], ["somme"])


@pytest.mark.parametrize("blank", ["", "   ", "\u202f", "\t\n"])
def test_a_blank_lacks_only_where_it_is_required_and_the_whole_is_looked_at(blank: str) -> None:
    assert checked({"a": blank}).troubles == {}
    assert checked({"a": blank}, whole=True).troubles == {
        "a": "Ce chiffre est attendu ; s’il n’y en a pas, écrivez 0."
    }
    assert checked({"a": "0"}, whole=True).troubles == {}


@pytest.mark.parametrize(
    ("before", "speaks"),
    [
        ({}, False),
        ({"a": 1}, False),  # what is worked out needs both
        ({"a": 1, "b": 2}, False),
        ({"a": 1, "b": 3}, False),
        ({"a": 1, "b": 4}, True),
        ({"a": 0, "b": 0}, True),
    ],
)
def test_an_edit_compares_what_is_worked_out_with_that_of_last_year(before: dict[str, int], speaks: bool) -> None:
    found = checked({"a": "1", "b": "2"}, {key: D(value) for key, value in before.items()})
    assert ("avant" in {one.key for one in found.spoken}) is speaks


def test_the_edits_of_a_member_are_not_run_on_the_team_nor_the_other_way_round() -> None:
    members = TOLD.asked(2026, of_members=True)
    assert [one.key for one in check(TOLD, members, {"m": "6", "a": "9", "b": "1"}, {}).spoken] == ["membre"]
    assert [one.key for one in checked({"m": "6", "a": "9", "b": "1"}).spoken] == ["moins"]


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ({}, {}),
        ({"a": 1}, {}),
        ({"a": 1, "b": 2}, {"f": 3, "g": 6}),
        ({"a": 1, "b": 2, "c": 3}, {"f": 3, "g": 6, "r": D("0.33")}),
        ({"a": 1, "c": 0}, {}),
        ({"a": 0, "c": 5}, {"r": 0}),
        ({"f": 5}, {"g": 10}),
    ],
)
def test_formulas_are_worked_out_each_after_those_it_needs(
    numbers: dict[str, int], expected: dict[str, Decimal]
) -> None:
    assert worked_out(TOLD, {key: D(value) for key, value in numbers.items()}) == expected


def test_a_formula_beyond_all_measure_is_left_out_rather_than_an_error() -> None:
    told = a_set(row("a"), row("f", formula="a * a * a"), row("g", formula="f + 1"))
    assert worked_out(told, {"a": D(10) ** 12}) == {}
    assert worked_out(told, {"a": D(10)}) == {"f": 1000, "g": 1001}


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ((row("a"), row("f", formula="a / previous.a")), "Une formule ne regarde que l’année"),
        ((row("a"), row("f", formula="a + previous.f")), "Une formule ne regarde que l’année"),
        ((row("a"), row("m", who="sum"), edit("e", "m <= a")), "personne ne le verrait"),
        ((row("a"), row("m", who="sum"), edit("e", "a <= previous.m")), "personne ne le verrait"),
        ((row("a"), row("m", who="sum"), row("f", formula="a + m"), edit("e", "f <= 9")), "personne ne le verrait"),
        ((row("a"), edit("e", "a and a > 1")), "mêle un nombre"),
        ((row("a"), row("m", who="member"), row("f", formula="a + m")), "n’entre pas dans un calcul"),
        ((row("a", since=2024, until=2023),), "vient avant celle du début"),
        ((row("a", decimals=3),), "De 0 à 2 décimales"),
        ((row("a", formula="1 + 1", required=True),), "n’est pas demandé"),
        ((row("a", formula="1 + 1", carried=True),), "n’est pas demandé"),
        ((row("a", formula="1 + 1", known="members"),), "n’est pas demandé"),
        ((row("a", periodicity="month"),), "« month » n’est pas prévu"),
        ((row("a", who="team"),), "« team » n’est pas prévu"),
        ((row("a", label=" "),), "Écrivez un texte"),
        ((row("a"), edit("e", "a > 1", "strong")), "« strong » n’est pas prévu"),
    ],
)  # fmt: skip
def test_a_set_that_would_fail_in_silence_is_refused(parts: tuple[str, ...], words: str) -> None:
    with pytest.raises(UnreadableProcedure) as refused:
        a_set(*parts)
    assert words in refused.value.sentence
    assert refused.value.line > 5


@pytest.mark.parametrize(
    "key", ["a-b", "min", "max", "abs", "previous", "and", "or", "not", "in", "is", "É", "1a", ""]
)
def test_a_key_that_no_formula_could_name_is_refused(key: str) -> None:
    with pytest.raises(Flaw):
        Indicator(key, "L", "D.", "s", "count", "u")
