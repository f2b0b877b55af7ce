"""A formula gives a figure and what it cites, or one sentence."""

import dataclasses
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vivier.report.traced.evidence import Evidence, packed, unpacked
from vivier.report.traced.formula import worked
from vivier.report.traced.marks import said
from vivier.study import Figure
from vivier.vocabulary import InputError, Interval

FIGURES = {
    ("retours", ("recus",)): Figure(12, "entreprises", 12),
    ("retours", ("attendus",)): Figure(40, "entreprises", 40),
    ("retours", ("rien",)): Figure(0, "entreprises", 40),
    ("salaries", ("ensemble",)): Figure(3654, "personnes", 3654),
    ("salaries", ('dits "anciens"',)): Figure(530, "personnes", 3654),
    ("salaries", ("femmes",)): Figure(1200, "personnes", 3654),
    ("departs", ("2031", "retraite")): Figure(41, "personnes", 3310, Interval(30, 53), Interval(25, 62)),
    ("departs", ("2031", "autre")): Figure(99, "personnes", 3310, Interval(80, 120), Interval(70, 131)),
    ("notes", ("recruter",)): Figure(3.3, "note", 21),
    ("parts", ("a",)): Figure(0.5, "part", 40),
}
SOURCES = {"p": Evidence("p", "Pôle", "2026-01-31", "0" * 64, FIGURES)}


@pytest.mark.parametrize(
    ("formula", "figure", "base"),
    [
        ('p.retours["recus"]', Figure(12, "entreprises", 12), ""),
        (' p . retours [ "recus" ] ', Figure(12, "entreprises", 12), ""),
        ('p.salaries["dits \\"anciens\\""]', Figure(530, "personnes", 3654), ""),
        ('part(p.retours["recus"], p.retours["attendus"])', Figure(0.3, "part", 40), "entreprises"),
        ('somme(p.salaries["ensemble"], p.salaries["femmes"])', Figure(4854, "personnes", 7308), ""),
        ('ecart(p.retours["attendus"], p.retours["recus"])', Figure(28, "entreprises", 12), ""),
        (
            'part(p.departs["2031", "retraite"], p.salaries["ensemble"])',
            Figure(41 / 3654, "part", 3654, Interval(30 / 3654, 53 / 3654)),
            "personnes",
        ),
        (
            'part(ecart(p.retours["attendus"],p.retours["recus"]),p.retours["attendus"])',
            Figure(0.7, "part", 40),
            "entreprises",
        ),
    ],
)
def test_a_formula_gives_its_figure(formula, figure, base):
    found = worked(formula, SOURCES)
    assert (found.figure, found.base) == (figure, base)


def test_a_formula_says_what_it_cites_once():
    found = worked('part(p.retours["recus"], p.retours["recus"])', SOURCES)
    assert found.cites == (("p", ("retours", ("recus",))),)


@pytest.mark.parametrize(
    ("formula", "said_of_it"),
    [
        ("", "ne se lit pas"),
        ("p", "ne se lit pas"),
        ("p.retours", "ne se lit pas"),
        ("p.retours[recus]", "ne se lit pas"),
        ('p.retours["recus"', "ne se lit pas"),
        ('p.retours["recus"] + 1', "ne se lit pas"),
        ('p.retours["recus"] p', "ne se lit pas"),
        ('p.retours["\\x"]', "ne se lit pas"),
        ("p.retours[]", "ne se lit pas"),
        ("__import__('os')", "ne se lit pas"),
        ("part(" * 20 + 'p.retours["recus"]' + ")" * 20, "ne se lit pas"),
        ('q.retours["recus"]', "cite une source « q »"),
        ('p.retours["perdus"]', "n’a pas de chiffre retours[perdus]"),
        ('moyenne(p.retours["recus"])', "on sait somme, ecart, part"),
        ('part(p.retours["recus"])', "il faut deux chiffres, et non 1"),
        ('part(p.retours["attendus"], p.retours["recus"])', "une part va de rien à sa base"),
        ('part(p.retours["recus"], p.retours["rien"])', "une part va de rien à sa base"),
        ('part(p.retours["recus"], p.salaries["ensemble"])', "mêle des unités (entreprises, personnes)"),
        ('part(p.departs["2031","retraite"], p.departs["2031","autre"])', "comptée, non projetée"),
        ('somme(p.departs["2031","retraite"], p.departs["2031","autre"])', "ne s’additionnent pas"),
        ('somme(p.notes["recruter"], p.notes["recruter"])', "des parts ou des notes"),
        ('ecart(p.parts["a"], p.parts["a"])', "des parts ou des notes"),
    ],
)
def test_a_formula_that_cannot_be_worked_out_says_why(formula, said_of_it):
    with pytest.raises(InputError, match=re.escape(said_of_it)):
        worked(formula, SOURCES)


@given(st.text(max_size=60))
def test_no_text_ever_breaks_the_reader_of_formulas(text):
    with pytest.raises(InputError, match=r"[.»\]]$"):
        worked(text, SOURCES)


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        ('p.retours["recus"]', "12 entreprises"),
        ('part(p.retours["recus"], p.retours["attendus"])', "30 % (n = 40)"),
        ('part(p.retours["recus"], p.retours["recus"])', "12 sur 12"),
        ('p.departs["2031","retraite"]', "41 personnes (8 chances sur 10 d’être entre 30 et 53)"),
        ('p.notes["recruter"]', "3,3 sur 5 (n = 21)"),
        ('part(p.departs["2031","autre"],p.salaries["ensemble"])',
         "3 % (8 chances sur 10 d’être entre 2 et 3 % ; n = 3 654)"),
    ],
)  # fmt: skip
def test_a_figure_is_shown_as_the_grid_wants_it(formula, shown):
    assert " ".join(said(worked(formula, SOURCES)).split()) == shown


def test_few_people_get_neither_decimals_nor_per_cents():
    few = {("notes", ("a",)): Figure(3.4, "note", 7), ("parts", ("b",)): Figure(3 / 7, "part", 7)}
    held = {"q": Evidence("q", "Sept réponses", "2026-01-31", "1" * 64, few)}
    assert said(worked('q.parts["b"]', held)) == "3 sur 7"
    assert " ".join(said(worked('q.notes["a"]', held)).split()) == "3 sur 5 (n = 7)"


def test_sources_survive_their_packing():
    assert unpacked(packed(SOURCES.values())) == tuple(SOURCES.values())


@pytest.mark.parametrize("text", ["", "{}", "[1]", '[{"nom": "p"}]', packed(SOURCES.values()).replace("12,", '"x",')])
def test_a_damaged_packing_is_said(text):
    if text == "{}":
        assert unpacked(text) == ()
        return
    with pytest.raises(InputError, match="ont été abîmées"):
        unpacked(text)


def test_a_source_keeps_only_what_is_cited():
    kept = SOURCES["p"].only([("retours", ("recus",)), ("retours", ("absents",))])
    assert dict(kept.figures) == {("retours", ("recus",)): Figure(12, "entreprises", 12)}
    assert dataclasses.replace(kept, figures=FIGURES) == SOURCES["p"]


@pytest.mark.parametrize("name", ["étude", "une source", "", "2026"])
def test_a_source_has_a_plain_name(name):
    with pytest.raises(InputError, match="d’un mot sans accent"):
        Evidence(name, "Pôle", "2026-01-31", "0" * 64, {})
