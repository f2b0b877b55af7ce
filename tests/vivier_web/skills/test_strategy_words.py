"""The words of a strategy: what may be cited and how it is found, what a sheet begins with, what a page says of it."""

import datetime as dt
import json
from dataclasses import replace
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories.study import study
from vivier.report.data_file import data_file
from vivier.report.traced import compose, evidence
from vivier.report.traced.formula import worked
from vivier.report.traced.marks import named
from vivier.strategy.data import KINDS, Figure
from vivier.strategy.result import Axes, Axis, Chain, Criterion, Evidence, LeftOut, Method, Stability
from vivier.vocabulary import InputError
from vivier_web.skills.needs.sums import Board, Sum, SumRow, SumTable
from vivier_web.skills.queries import strategy_told
from vivier_web.skills.queries.strategy_told import told
from vivier_web.skills.strategy import sheet as sheets
from vivier_web.skills.strategy.catalogue import LEFT, MOST, Entry, search, source_entries, study_entries
from vivier_web.skills.strategy.sheet import LINKS, LONGEST_LINK, OwnAxis
from vivier_web.skills.strategy.sources import (
    OTHERS,
    Shared,
    key_of,
    mobility_source,
    projects_source,
    returns_source,
)
from vivier_web.skills.strategy.starting import SAID, first_sheet
from vivier_web.skills.strategy.text import Frame, axis_lines, document_text

ON = dt.date(2026, 1, 31)
TABLE = SumTable(
    "metiers", "Embauches prévues", "…", ("Postes", "Jugés difficiles"),
    (
        SumRow("Tous les métiers", "", (Sum(30, "postes", 6), Sum(0.4, "part", 30))),
        SumRow("Soudeurs", "623e", (Sum(12, "postes", 4), None)),
        SumRow("Autres métiers, regroupés", "", (Sum(6, "membres", 5), Sum(0.5, "part", 6))),
    ),
)  # fmt: skip
BOARD = Board(6, (TABLE,))


def cited(source):
    """Read a source as a document cites it, and as its list of figures shows it."""
    held = json.loads(source.content)
    known = named([evidence(source.name, source.content, title=source.title)])
    return {entry.label: worked(entry.formula, known).figure for entry in source_entries(source.name, held)}


def test_each_figure_of_the_returns_is_found_and_cited_and_what_is_hidden_is_neither():
    found = cited(returns_source(BOARD, ON, "Retours"))
    assert {label: (figure.value, figure.unit, figure.n) for label, figure in found.items()} == {
        "Retours comptés · Retours comptés": (6, "retours", 6),
        "Embauches prévues · Tous les métiers · Postes": (30, "postes", 30),
        "Embauches prévues · Tous les métiers · Jugés difficiles": (0.4, "part", 30),
        "Embauches prévues · Soudeurs · Postes": (12, "postes", 12),
        "Embauches prévues · Autres métiers, regroupés · Postes": (6, "entreprises", 6),
        "Embauches prévues · Autres métiers, regroupés · Jugés difficiles": (0.5, "part", 6),
    }


def test_mobility_says_neither_none_nor_nobody():
    lines = [Shared("Soudage", 6, None, "623e"), Shared("Montage", 0, 5, "628c"), Shared("Autres", None, None)]
    found = cited(mobility_source(lines, ON, "Mobilité"))
    assert {label: figure.value for label, figure in found.items()} == {
        "Mobilité entre membres · Soudage · personnes proposées": 6,
        "Mobilité entre membres · Montage · personnes cherchées": 5,
    }
    assert lines[2].code == OTHERS


def test_projects_have_their_total():
    found = cited(projects_source({"623e": 4, "478b": 3}, {"623e": "Soudeurs", "478b": "Automaticiens"}, ON, "P"))
    assert {label.split(" · ")[1]: figure.value for label, figure in found.items()} == {
        "Soudeurs": 4,
        "Automaticiens": 3,
        "Tous les métiers": 7,
    }


def test_a_source_is_the_same_bytes_each_time():
    assert returns_source(BOARD, ON, "T").content == returns_source(BOARD, ON, "T").content
    assert projects_source({"a": 1, "b": 2}, {}, ON, "T") == projects_source({"b": 2, "a": 1}, {}, ON, "T")


@given(st.text(max_size=40))
def test_a_key_is_plain_and_stays_itself(words):
    key = key_of(words)
    assert set(key) <= set("abcdefghijklmnopqrstuvwxyz0123456789_")
    assert key_of(key) == key


def test_every_figure_of_a_study_offered_is_one_it_can_cite():
    content = data_file(study())
    known = named([evidence("etude", content, title="Étude")])
    entries = list(study_entries(study()))
    assert len(entries) > 100
    assert all(worked(entry.formula, known).figure is not None for entry in entries)
    assert not {entry.formula.split("[")[0].removeprefix("etude.") for entry in entries} & LEFT


ENTRIES = [Entry("Départs · Soudeurs", "a"), Entry("Départs · Soudeurs · 2031", "b"), Entry("Postes · Soudeurs", "c")]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", ""),
        ("   ", ""),
        ("…", ""),  # nothing is left of it once folded
        ("soudeurs", "cab"),
        ("DEPARTS", "ab"),
        ("2031 départs", "b"),
        ("soud", "cab"),
        ("soudeurs plombiers", ""),
    ],
)
def test_a_figure_is_found_by_all_its_words_the_shortest_first(words, found):
    assert "".join(entry.formula for entry in search(ENTRIES, words)) == found


def test_a_search_gives_a_dozen_at_most():
    assert len(search([Entry(f"Départs {n}", "f") for n in range(40)], "departs")) == MOST == 12


def proof(rank, subject, *, kind="departure", finding="", figure=12):
    said = None if figure is None else Figure(figure, "postes", 40, f"etude.t[{rank}]")
    return Evidence(finding or f"f{rank}", kind, subject, subject.title(), "…", said, 4)


def an_axis(*proofs, subjects=("soudeurs", "monteurs"), level="sure", members=5, ranks=(0.7, 0.3)):
    risk = "Des savoir-faire se perdent : Soudeurs et Monteurs."
    decision = "Décider pour Soudeurs et Monteurs ensemble."
    chain = Chain("…", proofs, risk, decision, "Agir.", "Postes. Point de départ : 12", ())
    stability = Stability(0.9, 0.9, level, "Se retrouve.")
    return Axis("Axe", subjects, (), chain, 1.0, (), ranks, stability, members)


def test_a_sheet_begins_with_the_strongest_figure_of_each_subject():
    axis = an_axis(
        proof(1, "soudeurs"), proof(2, "soudeurs"), proof(3, "monteurs"), proof(4, "monteurs", figure=None),
        proof(5, "soudeurs"), proof(6, "monteurs"), proof(7, "soudeurs"),
    )  # fmt: skip
    (own,) = first_sheet(axes_of(axis))
    assert [line.split("{{")[1].split("}}")[0] for line in own.link("evidence").splitlines()] == [
        "etude.t[1]", "etude.t[3]", "etude.t[2]", "etude.t[5]",
    ]  # fmt: skip
    assert (own.key, own.name, own.origin, own.verdict) == ("a1", "Soudeurs et Monteurs", (1,), "debate")
    assert own.link("observation") == "Soudeurs et Monteurs touchent ensemble les mêmes membres."
    assert own.link("risk") == "Des savoir-faire se perdent."
    assert own.link("decision") == "Décider pour ces sujets ensemble."
    assert own.link("indicator") == "Postes ; à relever chaque année."


def test_a_label_with_braces_opens_no_formula_anywhere_in_a_first_sheet():
    axis = an_axis(proof(1, "soudeurs"), proof(2, "monteurs"))
    label = "{{etude.secret[9]}} {{{"
    proofs = tuple(replace(each, label=label) if each.subject == "soudeurs" else each for each in axis.chain.evidence)
    spread = {name: f"{getattr(axis.chain, name)} {label}" for name in ("risk", "decision", "action", "indicator")}
    axis = replace(axis, chain=replace(axis.chain, evidence=proofs, **spread))
    (own,) = first_sheet(axes_of(axis))
    assert own.name == "etude.secret[9] et Monteurs"
    for name, text in own.links:
        opened = [part.split("}}")[0] for part in text.split("{{")[1:]]
        assert opened == (["etude.t[1]", "etude.t[2]"] if name == "evidence" else []), name
    assert sheets.added(own.name), "such a name is one that people may give"


def test_each_kind_of_finding_a_pole_gives_has_its_sentence_and_its_name():
    assert set(strategy_told.KINDS) == set(KINDS)
    assert set(SAID) == set(KINDS) - {"project"}  # no finding is drawn from projects
    for side, words in (("proposees", "proposent"), ("cherchees", "cherchent")):
        axis = an_axis(proof(1, "soudeurs", kind="mobility", finding=f"{side}-623e"), proof(2, "monteurs"))
        (own,) = first_sheet(axes_of(axis))
        assert own.link("evidence").splitlines()[0] == f"Soudeurs : {{{{etude.t[1]}}}} que des membres {words}."


def axes_of(*axes, left_out=(), same=0.7, p=0.001, weighting="critic"):
    method = Method(2, 18, 0.0, 3.0, 2.0, p, 1, weighting, same, ())
    weights = (Criterion("volume", 0.2), Criterion("shared", 0.8))
    return Axes(axes, left_out, weights, method, "…")


def said_of(axes, *, labels=None, gaps=(), shown=lambda _: "12 postes"):
    return told(SimpleNamespace(axes=axes, gaps=list(gaps), labels=labels or {}, shown=shown))


@pytest.mark.parametrize(
    ("count", "headline", "order"),
    [
        (0, "Rien ne se détache du hasard", ""),
        (1, "Un axe se détache", ""),
        (2, "2 axes se détachent", "L’ordre des axes tient pour 70"),
    ],
)
def test_what_was_found_is_said_in_a_line(count, headline, order):
    found = said_of(axes_of(*[an_axis(proof(1, "soudeurs"))] * count))
    assert (found.headline, len(found.axes)) == (headline, count)
    assert found.order.startswith(order)
    assert bool(found.order) == bool(order)


@pytest.mark.parametrize(
    ("same", "words"), [(0.6, "tient pour 60"), (0.599, "ne tient que pour 60"), (0, "ne tient que pour 0")]
)
def test_an_order_that_weights_upset_is_said_to_be_chosen(same, words):
    assert words in said_of(axes_of(*[an_axis(proof(1, "soudeurs"))] * 2, same=same)).order


@pytest.mark.parametrize(
    ("p", "words"), [(0.009, "moins d’une fois sur cent"), (0.01, "moins de deux fois sur cent")]
)
def test_the_chance_of_as_much_structure_is_said(p, words):
    assert words in said_of(axes_of(an_axis(proof(1, "soudeurs")), p=p)).chance
    assert "marc de café" in said_of(axes_of(p=p)).chance


def test_criteria_are_said_from_the_heaviest():
    found = said_of(axes_of())
    assert [(name, " ".join(weight.split())) for name, weight, _ in found.criteria] == [
        ("Partage", "80 %"),
        ("Volume", "20 %"),
    ]
    assert found.weighed.startswith("tirés des constats")
    assert said_of(axes_of(weighting="given")).weighed == "choisis par le pôle"


def test_what_is_left_out_is_said_by_reason_each_subject_once():
    left = [LeftOut(key, reason, "…") for key, reason in (("a", "noise"), ("b", "everyone"), ("c", "noise"))]
    found = said_of(axes_of(left_out=tuple(left)), labels={"a": "Soudeurs", "b": "Salaire", "c": "Soudeurs"})
    assert [(why.split()[0], which) for why, which in found.left_out] == [
        ("ne", "Soudeurs (2 constats)"),
        ("touchent", "Salaire"),
    ]
    assert set(strategy_told.WHY) == {"few", "everyone", "noise", "unstable", "beyond"}


def test_a_figure_that_one_member_makes_and_one_that_cannot_be_read_are_said():
    def broken(_formula):
        raise InputError("Non.")

    axis = an_axis(proof(1, "soudeurs", figure=None), proof(2, "monteurs"), members=None, ranks=())
    (found,) = said_of(axes_of(axis), shown=broken).axes
    assert [figure for _, _, figure, _ in found.evidence] == ["un membre en fait l’essentiel", "chiffre illisible"]
    assert (found.members, found.first_rate, found.level, found.tone) == ("", "", "sûr", "ok")


def test_a_gap_is_said_in_points_with_its_sign():
    side = {"college": "Grandes", "yes": 9, "n": 10}
    gap = {"label": "L.", "first": side, "second": side, "low": -0.05, "high": 0.4, "p": 0.031, "is_proven": True}
    (found,) = said_of(axes_of(), gaps=[gap]).gaps
    assert found == {
        "label": "L.", "sides": [("Grandes", 9, 10)] * 2, "interval": "de −5 à +40 points", "is_proven": True,
        "p": "0,03",
    }  # fmt: skip


def own(key="a1", **links):
    told_links = {name: links.get(name, "") for name in LINKS}
    return OwnAxis(key, "Former", verdict="kept", links=tuple(told_links.items()))


def test_two_axes_too_long_for_one_are_not_merged_so_that_no_formula_is_cut():
    formula = '{{etude.metiers["ensemble"]}}'
    lines = [f"{n:03d} {'x' * 60} {formula}" for n in range(40)]
    one, other = own(evidence="\n".join(lines[:20])), own("a2", evidence="\n".join(lines[20:]))
    assert max(len(axis.link("evidence")) for axis in (one, other)) <= LONGEST_LINK
    with pytest.raises(InputError, match="raccourcissez"):
        sheets.merged("a2", "a1")((one, other))
    (merged,) = sheets.merged("a2", "a1")((one, own("a2", evidence=lines[20])))
    assert merged.link("evidence").splitlines() == lines[:21]


@pytest.mark.parametrize("name", ["Axe {{x}}", "{{", '{{etude.metiers["ensemble"]}}'])
def test_an_axis_added_bears_no_figure_in_its_name(name):
    with pytest.raises(InputError, match="ne porte pas de chiffre"):
        sheets.added(name)


@given(st.text(max_size=60), st.text(max_size=60))
def test_whatever_is_typed_adds_no_line_of_another_kind(name, typed):
    words = typed.replace("{{", "")
    sheet = tuple(replace(own(f"a{n}", **dict.fromkeys(LINKS, words)), name="Former") for n in (1, 2))
    text = document_text(sheet, Frame(name.replace("{{", ""), "2026-01-31")).replace("{{", "").replace("}}", "")
    composed = compose(text, [])
    heads = [line.words for line in composed.lines if line.style == "## "]
    assert len(heads) == 4  # the perimeter, two axes, the limits
    assert [line.style for line in composed.lines if line.style in {"# ", "> ", "| "}] == ["# "]
    assert sum(line.style == "- " for line in composed.lines) == 2


def test_a_link_of_several_lines_is_one_but_for_proofs():
    axis = own(evidence="Un.\n\n  Deux.  ", risk="Un\nrisque\n", action=" \n ")
    assert axis_lines(axis) == ["Preuve : Un.", "Preuve : Deux.", "Risque : Un risque"]


def test_the_perimeter_says_only_what_was_read():
    bare = document_text((), Frame("pôle Essai", "2026-01-31"))
    assert "besoins.retours" not in bare
    assert "offres et les recherches" not in bare
    full = document_text((), Frame("pôle Essai", "2026-01-31", "2026-02-01", has_mobility=True), is_draft=True)
    assert '{{besoins.retours["comptes"]}}' in full
    assert "1er février 2026" in full.replace("\u00a0", " ")
    assert "offres et les recherches" in full
    assert [line[:2] for line in full.splitlines()[:2]] == ["# ", "> "]
