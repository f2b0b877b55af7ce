"""How a figure of a traced document is composed, worded and judged: units, bars, shares, files given beside."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories.traced import document, source
from vivier.report.traced import Evidence, compose, verdicts
from vivier.report.traced.checking import strangers
from vivier.report.traced.formula import worked
from vivier.report.traced.marks import Line, Mark, Traced, named, said, unit_words
from vivier.report.traced.page import page, provenance
from vivier.study import Figure
from vivier.vocabulary import InputError, Interval

FIGURES = {
    ("postes", ("un",)): Figure(1, "postes", 40),
    ("postes", ("deux",)): Figure(2, "postes", 40),
    ("postes", ("a|b",)): Figure(7, "postes", 40),
    ("postes", ("mille",)): Figure(1204, "postes", 3654),
    ("postes", ("sûr",)): Figure(9, "postes", 40, Interval(9, 9)),
    ("postes", ("projetés",)): Figure(9, "postes", 40, Interval(6, 12)),
    ("parts", ("a",)): Figure(0.5, "part", 40),
    ("parts", ("b",)): Figure(0.25, "part", 40),
    ("notes", ("a",)): Figure(3.25, "note", 21),
    ("notes", ("b",)): Figure(4.0, "note", 19),
}
POLE = Evidence("p", "Pôle", "2026-01-31", "ab" * 32, FIGURES)
SOURCES = {"p": POLE}


def plain(words):
    return " ".join(words.split())


def shown(formula):
    return plain(said(worked(formula, SOURCES)))


@pytest.mark.parametrize(
    ("unit", "value", "words"),
    [
        ("postes", 0, "poste"),
        ("postes", 1.9, "poste"),
        ("postes", -1, "poste"),
        ("postes", -2, "postes"),
        ("metiers", 1, "métier"),
        ("metiers", 2, "métiers"),
        ("mois", 2, "mois"),
        ("retours", 1, "retour"),
        ("tonnes", 1, "tonnes"),  # an unknown unit is left as it is
    ],
)
def test_a_unit_is_said_in_the_number_of_its_figure(unit, value, words):
    assert unit_words(Figure(value, unit, 10)) == words


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ('p.postes["un"]', "1 poste"),
        ('p.postes["mille"]', "1 204 postes"),
        ('ecart(p.postes["un"],p.postes["deux"])', "−1 poste"),
        ('somme(p.postes["un"])', "1 poste"),
        ('somme(p.postes["un"],p.postes["deux"],p.postes["deux"])', "5 postes"),
        ('p.notes["a"]', "3,3 sur 5 (n = 21)"),
        ('p.notes["b"]', "4 sur 5 (n = 19)"),
        ('part(p.postes["un"],p.postes["deux"])', "1 sur 2"),
        ('part(p.postes["un"],p.postes["mille"])', "moins de 1 % (n = 1 204)"),
        ('p.postes["projetés"]', "9 postes (8 chances sur 10 d’être entre 6 et 12)"),
    ],
)
def test_each_kind_of_figure_has_its_words(formula, words):
    assert shown(formula) == words


@pytest.mark.parametrize("name", ["parts", "notes"])
def test_a_part_is_never_taken_of_parts_nor_of_notes(name):
    with pytest.raises(InputError, match="non sur des parts ou des notes"):
        worked(f'part(p.{name}["a"], p.{name}["a"])', SOURCES)


def test_a_part_of_a_part_is_not_a_sum_of_anything_either():
    part = 'part(p.postes["un"],p.postes["deux"])'
    with pytest.raises(InputError, match="non sur des parts"):
        worked(f"part({part},{part})", SOURCES)
    with pytest.raises(InputError, match="ne s’additionnent pas"):
        worked(f"somme({part},{part})", SOURCES)


def test_a_projection_given_as_certain_is_still_not_added_up():
    with pytest.raises(InputError, match="projections"):
        worked('somme(p.postes["sûr"],p.postes["un"])', SOURCES)


@given(st.lists(st.sampled_from(["un", "deux", "mille", "a|b"]), min_size=1, max_size=6))
def test_a_sum_is_that_of_its_terms_and_cites_each_once(keys):
    found = worked("somme(" + ",".join(f'p.postes["{key}"]' for key in keys) + ")", SOURCES)
    terms = [FIGURES["postes", (key,)] for key in keys]
    assert found.figure == Figure(sum(t.value for t in terms), "postes", sum(t.n for t in terms))
    assert found.cites == tuple(("p", ("postes", (key,))) for key in dict.fromkeys(keys))


@given(st.sampled_from(["un", "deux", "mille"]), st.sampled_from(["un", "deux", "mille"]))
def test_a_difference_turned_round_is_its_opposite(one, other):
    there = worked(f'ecart(p.postes["{one}"],p.postes["{other}"])', SOURCES).figure
    back = worked(f'ecart(p.postes["{other}"],p.postes["{one}"])', SOURCES).figure
    assert (there.value, there.n, there.unit) == (-back.value, back.n, back.unit)


def test_a_bar_within_a_formula_cuts_no_cell():
    (line,) = compose('| Ici | {{p.postes["a|b"]}} | fin |', [POLE]).lines
    assert line == Line("| ", (("Ici",), (Mark('p.postes["a|b"]', "7 postes"),), ("fin",)))


@pytest.mark.parametrize(
    ("text", "style", "words"),
    [
        ("# Titre", "# ", "Titre"),
        ("## Partie", "## ", "Partie"),
        ("### Trop", "", "### Trop"),
        ("#Collé", "", "#Collé"),
        ("> Note", "> ", "Note"),
        ("- Point", "- ", "Point"),
        ("   - Point   ", "- ", "Point"),
        ("| a | b |", "| ", "a b"),
        ("Il manque 3 % d'eux", "", "Il manque 3\u00a0% d’eux"),
    ],
)
def test_a_line_has_the_style_of_its_first_signs(text, style, words):
    (line,) = compose(text, []).lines
    assert (line.style, line.words) == (style, words)


def test_blank_lines_are_no_lines_and_a_text_without_figures_has_no_source():
    assert compose("\n  \n\t\n", [POLE]) == Traced((), ())
    assert compose("Rien.", [POLE]).sources == ()
    assert compose("Rien.", [POLE]).title == ""


def test_a_document_keeps_the_sources_it_cites_in_the_order_of_their_names():
    first = dataclasses.replace(POLE, name="b")
    text = '{{p.postes["un"]}} {{b.postes["deux"]}} {{p.postes["un"]}}'
    found = compose(text, [POLE, first, dataclasses.replace(POLE, name="z")])
    assert [(one.name, list(one.figures)) for one in found.sources] == [
        ("b", [("postes", ("deux",))]),
        ("p", [("postes", ("un",))]),
    ]
    assert len(found.marks) == 3


def test_a_source_is_said_with_its_day_and_the_beginning_of_its_print():
    (words,) = provenance(compose('{{p.postes["un"]}}', [POLE]))
    assert plain(words) == f"p : Pôle, au 31 janvier 2026, empreinte {'ab' * 8}…"


def test_the_same_figure_cited_twice_has_two_rows_that_lead_to_each():
    written = page(compose('{{p.postes["un"]}} et {{p.postes["un"]}}', [POLE]))
    for rank in (1, 2):
        assert f'href="#f{rank}" id="r{rank}"' in written
        assert f'<tr id="f{rank}"><th scope="row"><a href="#r{rank}">' in written
    assert 'id="f3"' not in written


@pytest.mark.parametrize(
    ("words", "is_right"),
    [("1\u202f204 postes", True), ("1 204postes", True), ("1 205 postes", False), ("1 204 poste", False)],
)
def test_spaces_alone_never_make_a_figure_wrong(words, is_right):
    traced = Traced((Line("", ((Mark('p.postes["mille"]', words),),)),), (POLE,))
    (verdict,) = verdicts(traced)
    assert (verdict.is_right, plain(verdict.expected), verdict.trouble) == (is_right, "1 204 postes", "")


def test_a_figure_that_no_source_gives_is_wrong_and_says_why():
    traced = Traced((Line("", ((Mark('p.postes["rien"]', ""),),)),), (POLE,))
    (verdict,) = verdicts(traced)
    assert (verdict.is_right, verdict.expected) == (False, "")
    assert "n’a pas de chiffre postes[rien]" in verdict.trouble


def test_the_files_given_come_before_the_sources_carried():
    traced = compose('{{p.postes["un"]}}', [POLE])
    other = dataclasses.replace(POLE, figures={("postes", ("un",)): Figure(2, "postes", 40)}, sha256="0" * 64)
    assert [one.is_right for one in verdicts(traced)] == [True]
    assert [one.is_right for one in verdicts(traced, files=[other])] == [False]
    assert len(strangers(traced, [other])) == 1
    assert strangers(traced, [POLE, dataclasses.replace(other, name="q")]) == ()


def test_two_files_of_one_name_are_refused_when_checking_too():
    with pytest.raises(InputError, match="le même nom"):
        verdicts(document(), files=[source(), source()])
    assert list(named([source()])) == ["etude"]
