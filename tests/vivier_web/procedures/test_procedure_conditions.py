"""The language of rules says what is met, and nothing else: no code is ever executed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories.procedures import BEGUN, COMPANIES, filed, opinion, small
from vivier_web.procedures.definition.conditions import parse
from vivier_web.procedures.definition.flaws import Flaw
from vivier_web.procedures.definition.forms import Condition
from vivier_web.procedures.dossier import HeldCondition, Passed
from vivier_web.procedures.lifecycle.blocks import is_met

VALUES = {
    "title": "Moteur", "partners": COMPANIES, "secret": "",
    "budget": [{"label": "Salaires", "amount": "1200.50"}, {"label": "Essais", "amount": 800}], "funded": True, "people": "12",
}  # fmt: skip
DOSSIER = filed(
    values=VALUES,
    opinions=(opinion("A", 3), opinion("B", 2, 2), opinion("C", 1, content=1)),
    content=2,
    recused=("C",),
    conditions=(HeldCondition("Accord signé", BEGUN),),
    passed=(Passed("filing", BEGUN, BEGUN, "done"), Passed("filing", BEGUN, BEGUN, "done")),
)
MET = [
    ("count.partners >= 2", True), ("count.partners.company > 1", True), ("count.partners.research >= 1", False),
    ("count.partners.lead = 1", True), ("total.budget > 2000", True), ("total.budget <= 2000.49", False),
    ('field.title = "Moteur"', True), ('field.title != "Moteur"', False), ('field.title in ["Moteur", "Avion"]', True),
    ('field.title in ["Avion"]', False), ("field.people >= 12", True), ("field.funded = true", True),
    ("field.funded != true", False), ('field.secret = ""', False), ('field.absent != "x"', False),
    ("field.absent < 3", False), ("field.title >= 3", False), ("opinions.given = 2", True), ("opinions.stale = 2", True),
    ("quorum.present >= 3", True), ("proofs.missing = 0", False), ("passed.filing >= 2", True), ("passed.experts = 0", True),
    ("mark.innovation >= 2.5", True), ("mark.total > 0.6", True), ("mark.market > 1.5", False),
    ("field.absent = 1 or count.partners >= 2", True), ("field.absent = 1 or count.partners >= 9", False),
    ('field.title = "x or y" or field.people > 1', True),
]  # fmt: skip


@pytest.mark.parametrize(("when", "is_so"), MET, ids=[when for when, _ in MET])
def test_a_rule_is_met_or_not(when: str, *, is_so: bool) -> None:
    assert is_met(small(), DOSSIER, Condition(when, "Non."), grid="grid") is is_so


REFUSED = [
    "", "1 = 1", "field.a", "field.a ==", "field.a ~ 3", "fields.a = 3", "field.A = 3", "opinions.all = 1", "quorum.absent = 1",
    "field.a.b = 3", "total.a.b = 3", 'field.a >= "x"', "field.a in 3", 'field.a in ["x" "y"]', "field.a = deux", "field.a = nan",
    "field.a >= true", "().__class__ = 1", "field.a = 1; import os", "field.a = 1 and field.b = 2", "field.a = Infinity",
]  # fmt: skip


@pytest.mark.parametrize("when", REFUSED)
def test_what_is_not_a_rule_is_refused_with_a_sentence(when: str) -> None:
    with pytest.raises(Flaw) as refused:
        parse(when)
    assert refused.value.path == ("when",)
    assert str(refused.value).endswith(".")


@given(st.text(max_size=40))
def test_any_text_is_a_rule_or_is_refused(text: str) -> None:
    try:
        tests = parse(text)
    except Flaw:
        tests = ()
    assert all(test.operator in {">=", "<=", ">", "<", "=", "!=", "in"} for test in tests)


@given(st.integers(-5, 5), st.integers(-5, 5), st.sampled_from([">=", "<=", ">", "<", "=", "!="]))
def test_numbers_are_compared_as_python_does(held: int, aim: int, sign: str) -> None:
    asked = parse(f"field.n {sign} {aim}")[0]
    plain = {
        ">=": held >= aim,
        "<=": held <= aim,
        ">": held > aim,
        "<": held < aim,
        "=": held == aim,
        "!=": held != aim,
    }
    assert asked.is_met(lambda _: held) is plain[sign]
    assert asked.is_met(lambda _: str(Decimal(held))) is plain[sign]
