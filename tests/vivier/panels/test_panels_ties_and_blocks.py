"""Ties beside a slow judge, conditions that cannot hold beside trying all of them, and a few marks by hand."""

import dataclasses
import datetime as dt
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories.panels import named
from oracles.panels import best
from vivier.panels import assign, conflicts, honesty
from vivier.panels.data import Dossier, Expert, Quota, Terms
from vivier.panels.honesty import Mark
from vivier.panels.interests import KINDS, Declared
from vivier.vocabulary import InputError

TODAY = dt.date(2026, 3, 15)
COMPANIES = tuple("ABCDEF")


def related(one: str, other: str, groups: dict[str, str]) -> bool:
    """Tell whether two companies are of one group: whether climbing from both ever leads to the same one."""

    def climbed(company: str) -> set[str]:
        found = {company}
        for _ in range(10):
            found |= {groups[each] for each in found if each in groups}
        return found

    return bool(climbed(one) & climbed(other))


def judged(expert: Expert, dossier: Dossier, groups: dict[str, str]) -> str | None:
    """Give the first kind of tie that holds, one question after the other."""
    if set(expert.companies) & set(dossier.partners):
        return "company"
    for kind, own in (("group", expert.companies), ("mandate", expert.mandates)):
        if any(related(one, partner, groups) for one in own for partner in dossier.partners):
            return kind
    recent = {partner for partner, day in expert.projects if day >= dt.date(2023, 3, 15)}
    return "project" if recent & set(dossier.partners) else None


some = st.lists(st.sampled_from(COMPANIES), max_size=2).map(tuple)
days = st.sampled_from([dt.date(2023, 3, 14), dt.date(2023, 3, 15), TODAY])
projects = st.lists(st.tuples(st.sampled_from(COMPANIES), days), max_size=2).map(tuple)


@settings(max_examples=150, deadline=None)
@given(
    some, some, projects, some, st.dictionaries(st.sampled_from(COMPANIES), st.sampled_from(COMPANIES), max_size=4)
)
def test_ties_are_those_of_one_question_after_the_other(companies, mandates, projects, partners, groups) -> None:
    expert = Expert("Ada", companies=companies, mandates=mandates, projects=projects)
    dossier = Dossier("D", partners=partners)
    found = conflicts([expert], [dossier], today=TODAY, groups=groups)
    kind = judged(expert, dossier, groups)
    assert [each.kind for each in found] == ([kind] if kind else [])


@pytest.mark.parametrize(
    ("own", "partner"), [("X", "Y"), ("Y", "X"), ("X", "Z"), ("Z", "Y"), ("W", "X"), ("W", "Z"), ("V", "W")]
)
def test_companies_that_hold_one_another_in_a_circle_are_one_group(own, partner) -> None:
    circle = {"X": "Y", "Y": "Z", "Z": "X", "W": "Y", "V": "V"}
    found = conflicts(
        [Expert("Ada", companies=(own,))], [Dossier("D", partners=(partner,))], today=TODAY, groups=circle
    )
    assert [each.kind for each in found] == ([] if own == "V" else ["group"])


SENTENCES = {
    "company": ({"companies": ("B", "A")}, "Ada travaille pour A, partenaire de « D »."),
    "group": ({"companies": ("F",)}, "Ada travaille pour F, du même groupe que A, partenaire de « D »."),
    "mandate": ({"mandates": ("C",)}, "Ada a un mandat chez C, partenaire de « D »."),
    "mandate in a group": ({"mandates": ("F",)}, "Ada a un mandat chez F, lié à A, partenaire de « D »."),
    "project": (
        {"projects": (("C", TODAY),)},
        "Ada a mené avec C, partenaire de « D », un projet fini depuis moins de trois ans.",
    ),
}


@pytest.mark.parametrize("case", SENTENCES)
def test_each_tie_is_said_with_the_two_companies_that_make_it(case) -> None:
    ties, sentence = SENTENCES[case]
    (found,) = conflicts(
        [Expert("Ada", **ties)], [Dossier("D", partners=("C", "A"))], today=TODAY, groups={"A": "H", "F": "H"}
    )
    assert (found.kind, found.sentence) == (case.split()[0], sentence)
    assert found.kind in KINDS


@pytest.mark.parametrize(
    ("said", "kind", "sentence"),
    [
        ([Declared("Ada", "D")], "declared", "Ada a déclaré un conflit avec « D »."),
        ([Declared("Ada", "D", is_pinned=True)], "declared", "L’administrateur a retenu un conflit avec « D »."),
        (
            [Declared("Ada", "D", is_pinned=True, reason="ami")],
            "declared",
            "L’administrateur a retenu un conflit avec « D » : ami.",
        ),
        # Pinned both ways: the conflict is kept.
        (
            [Declared("Ada", "D", is_pinned=True), Declared("Ada", "D", is_conflict=False, is_pinned=True)],
            "declared",
            "",
        ),
        # The expert says both yes and no: the conflict is kept.
        ([Declared("Ada", "D"), Declared("Ada", "D", is_conflict=False)], "declared", ""),
        # Somebody else's declaration, or another dossier's, lifts nothing.
        ([Declared("Bob", "D", is_conflict=False, is_pinned=True)], "company", ""),
        ([Declared("Ada", "E", is_conflict=False, is_pinned=True)], "company", ""),
        ([Declared("Ada", "D", is_conflict=False, is_pinned=True)], None, ""),
    ],
)
def test_what_is_declared_wins_or_not(said, kind, sentence) -> None:
    for order in (said, said[::-1]):
        found = conflicts(
            [Expert("Ada", companies=("A",))], [Dossier("D", partners=("A",))], today=TODAY, declared=order
        )
        assert [each.kind for each in found] == ([kind] if kind else [])
        assert not sentence or found[0].sentence == sentence


def test_pairs_come_in_the_order_of_names_and_each_once() -> None:
    experts = [Expert(name, companies=("A", "B")) for name in ("Zoé", "Ada")]
    dossiers = [Dossier(name, partners=("A", "B")) for name in ("D2", "D1")]
    found = conflicts(experts, dossiers, today=TODAY)
    assert [(each.expert, each.dossier) for each in found] == [
        ("Ada", "D1"), ("Ada", "D2"), ("Zoé", "D1"), ("Zoé", "D2"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "make", [lambda: Expert(" "), lambda: Dossier(""), lambda: Declared("", "D"), lambda: Declared("Ada", " ")]
)
def test_nobody_is_without_a_name(make) -> None:
    with pytest.raises(InputError, match="doit porter un nom"):
        make()


def refusal(values, **terms) -> str:
    per = terms.pop("per_dossier", 1)
    try:
        assign(named(values), terms=Terms(per_dossier=per, seconds=5.0), **{"loads": (0, None)} | terms)
    except InputError as refused:
        return str(refused)
    return ""


ONES = np.ones((3, 2))


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ({"per_dossier": 4}, "Chaque dossier demande 4 experts et il n’y en a que 3"),
        ({"per_dossier": 3, "loads": (0, 1)}, "demandent 6 places et les charges maximales n’en permettent que 3"),
        ({"loads": (1, 2)}, "Les charges minimales demandent 3 places et les 2 dossiers n’en ont que 2"),
        (
            {"per_dossier": 2, "conflicts": [("E0000", "D0001"), ("E0002", "D0001")]},
            "Le dossier « D0001 » demande 2 experts et ses conflits n’en laissent que 1",
        ),
        (
            {"conflicts": [(f"E000{at}", "D0000") for at in range(3)]},
            "Le dossier « D0000 » demande 1 expert et ses conflits n’en laissent que 0",
        ),
    ],
)
def test_a_count_is_enough_to_say_why_no_panel_holds(terms, said) -> None:
    assert said in refusal(ONES, **terms)


@pytest.mark.parametrize(
    ("terms", "named_"),
    [
        # The quota asks for one of two who are both in conflict.
        (
            {
                "quotas": [Quota("recherche", ("E0000", "E0001"), least=1)],
                "conflicts": [("E0000", "D0000"), ("E0001", "D0000")],
            },
            {"le quota « recherche » sur « D0000 »", "« E0000 » pour « D0000 »", "« E0001 » pour « D0000 »"},
        ),
        # Frozen on both dossiers, and one at most.
        (
            {"frozen": [("E0000", "D0000"), ("E0000", "D0001")], "loads": (0, 1)},
            {"la charge maximale (1 pour « E0000 »)", "« E0000 » sur « D0000 »", "« E0000 » sur « D0001 »"},
        ),
        # Two must sit on a dossier that has one seat.
        (
            {"frozen": [("E0000", "D0000"), ("E0001", "D0000")]},
            {"les places de « D0000 »", "« E0000 » sur « D0000 »", "« E0001 » sur « D0000 »"},
        ),
        # One seat, two quotas that ask for one each.
        (
            {"quotas": [Quota("recherche", ("E0000",), least=1), Quota("région", ("E0001",), least=1)]},
            {"« recherche » sur « D000", "« région » sur « D000", "les places de « D000"},
        ),
    ],
)
def test_the_conditions_that_cannot_hold_together_are_named_and_no_other(terms, named_) -> None:
    said = refusal(ONES, **terms)
    assert said.startswith("Aucune affectation ne tient à la fois ")
    assert all(each in said for each in named_)
    assert "charge minimale" not in said
    assert said.count(". ") == 0


@pytest.mark.parametrize("seed", range(12))
def test_a_refusal_is_right_and_what_it_names_is_enough_for_it(seed) -> None:
    """Small requests of conflicts and frozen pairs: with those that are named alone, still no panel holds."""
    random = np.random.default_rng(seed)
    near = named(random.random((4, 2)).round(3))
    pairs = [(e, d) for e in near.experts for d in near.dossiers]
    drawn = [pairs[at] for at in random.permutation(8)[:5]]
    asked = {
        "affinity": near, "loads": (0, 1), "conflicts": drawn[:3], "frozen": drawn[3:],
        "quotas": [], "terms": Terms(per_dossier=2, seconds=5.0),
    }  # fmt: skip
    terms = {name: asked[name] for name in ("loads", "conflicts", "frozen")}
    said = refusal(near.table, per_dossier=2, **terms)
    assert (best(**asked) is None) == bool(said)
    if "à la fois" in said:
        only = {
            kind: [pair for pair in asked[kind] if f"« {pair[0]} » {way} « {pair[1]} »" in said]
            for kind, way in (("conflicts", "pour"), ("frozen", "sur"))
        }
        assert best(**asked | only) is None


def marks(table: dict[str, dict[str, float]]) -> list[Mark]:
    return [Mark(expert, dossier, mark) for dossier, row in table.items() for expert, mark in row.items()]


CALL = {
    "D1": {"A": 16, "B": 14, "C": 15}, "D2": {"A": 8, "B": 6}, "D3": {"A": 12, "C": 11},
    "D4": {"B": 10, "C": 12}, "D5": {"A": 4, "B": 2, "C": 3},
}  # fmt: skip


@pytest.fixture(scope="module")
def told():
    return honesty(marks(CALL), kept=2)


def test_means_ranks_and_who_is_kept_are_those_one_counts_by_hand(told) -> None:
    means = {name: sum(row.values()) / len(row) for name, row in CALL.items()}
    order = sorted(means, key=lambda name: (-means[name], name))
    assert {each.dossier: (each.mean, each.rank, each.is_kept, each.marks) for each in told.dossiers} == {
        name: (means[name], order.index(name) + 1, order.index(name) < 2, len(CALL[name])) for name in CALL
    }
    assert sorted(each.corrected_rank for each in told.dossiers) == [1, 2, 3, 4, 5]
    assert [(each.expert, each.marks) for each in told.experts] == [("A", 4), ("B", 4), ("C", 4)]


def test_every_probability_and_interval_is_one(told) -> None:
    for each in told.dossiers:
        assert 0 <= each.flip_within.low <= each.flip_within.high <= 1
        assert 0 <= each.flip <= 1
        assert each.within.low <= each.quality <= each.within.high
    assert told.flips == pytest.approx(sum(each.flip for each in told.dossiers))
    for within in (told.agreement_within, told.agreement_of_panel_within):
        assert 0 <= within.low <= within.high <= 1
    assert told.agreement < told.agreement_of_panel


def test_a_constant_added_moves_qualities_and_nothing_else_and_a_scale_scales_severities(told) -> None:
    moved = honesty([dataclasses.replace(each, mark=3 * each.mark + 100) for each in marks(CALL)], kept=2)
    for one, other in zip(told.dossiers, moved.dossiers, strict=True):
        assert other.quality == pytest.approx(3 * one.quality + 100)
        assert (other.rank, other.corrected_rank, other.is_kept) == (one.rank, one.corrected_rank, one.is_kept)
        assert other.flip == pytest.approx(one.flip, abs=1e-6)
    for one, other in zip(told.experts, moved.experts, strict=True):
        assert other.severity == pytest.approx(3 * one.severity, abs=1e-6)
    assert moved.agreement == pytest.approx(told.agreement)


def test_the_same_marks_by_other_names_are_judged_the_same(told) -> None:
    """Names that keep their order: only the names change."""
    other = honesty([Mark(f"x{each.expert}", f"y{each.dossier}", each.mark) for each in marks(CALL)], kept=2)
    assert [dataclasses.replace(each, dossier=each.dossier[1:]) for each in other.dossiers] == list(told.dossiers)


def test_more_places_never_drop_a_dossier_that_was_kept() -> None:
    kept = [{each.dossier for each in honesty(marks(CALL), kept=n).dossiers if each.is_kept} for n in range(6)]
    assert [len(each) for each in kept] == [0, 1, 2, 3, 4, 5]
    assert all(fewer < more for fewer, more in combinations(kept, 2))


@pytest.mark.parametrize("mark", ["12", None, float("inf"), float("-inf"), 1e9, -1e9, 1j])
def test_what_is_no_mark_is_refused_with_its_place(mark) -> None:
    with pytest.raises(InputError, match="« A » sur « D1 » doit être un nombre"):
        Mark("A", "D1", mark)


@pytest.mark.parametrize("kept", [-1, 6, True, 2.0, "2"])
def test_how_many_are_kept_is_a_number_of_dossiers(kept) -> None:
    with pytest.raises(InputError, match="Le nombre de dossiers retenus"):
        honesty(marks(CALL), kept=kept)
