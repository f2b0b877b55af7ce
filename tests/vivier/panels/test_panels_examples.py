"""Assignments worked by hand, the explanation of each pair, alternates, and the sentences of what cannot be."""

import dataclasses
import json
import math

import numpy as np
import pytest

from factories.panels import crowded, named
from oracles.panels import violations
from vivier.panels import Panel, Terms, assign
from vivier.panels.data import Affinity, Expert, Quota
from vivier.panels.interests import Conflict
from vivier.panels.layout import Layout
from vivier.panels.words import Dossier, affinity
from vivier.vocabulary import InputError

NEAR = Affinity(("Blanc", "Petit", "Roux"), ("D1", "D2"), [[0.9, 0.8], [0.2, 0.3], [0.7, 0.1]])
ONE = Terms(per_dossier=1)


def pairs(panel):
    return {(seat.expert, seat.dossier) for seat in panel.seats}


def test_the_worst_served_comes_before_the_total() -> None:
    near = Affinity(("A", "B"), ("D1", "D2"), [[1.0, 0.4], [0.5, 0.0]])
    panel = assign(near, loads=(0, 1), terms=ONE)
    assert pairs(panel) == {("B", "D1"), ("A", "D2")}
    assert (panel.worst, panel.worst_dossier, panel.total) == (0.4, "D2", 0.9)
    assert panel.is_proven


def test_with_enough_for_the_worst_the_total_comes_first() -> None:
    near = Affinity(("A", "B"), ("D1", "D2"), [[1.0, 0.4], [0.5, 0.0]])
    panel = assign(near, loads=(0, 1), terms=Terms(per_dossier=1, enough=0.0))
    assert pairs(panel) == {("A", "D1"), ("B", "D2")}


def test_conflicts_of_both_kinds_and_frozen_pairs_are_held() -> None:
    tie = Conflict("Blanc", "D2", "company", "…")
    assert pairs(assign(NEAR, conflicts=[tie, ("Blanc", "D1")], terms=ONE)) == {("Roux", "D1"), ("Petit", "D2")}
    assert ("Petit", "D1") in pairs(assign(NEAR, frozen=[("Petit", "D1")], terms=ONE))


def test_loads_by_name_leave_the_others_free() -> None:
    panel = assign(NEAR, loads={"Blanc": (0, 0), "Petit": (2, None)}, terms=ONE)
    assert pairs(panel) == {("Petit", "D1"), ("Petit", "D2")}


def test_quotas_hold_on_every_dossier() -> None:
    panel = assign(NEAR, quotas=[Quota("finance", ("Petit",), least=1)], terms=Terms(per_dossier=2))
    assert {"Petit"} <= {seat.expert for seat in panel.of("D1")} & {seat.expert for seat in panel.of("D2")}
    panel = assign(NEAR, quotas=[Quota("grands", ("Blanc", "Roux"), most=1)], terms=Terms(per_dossier=2))
    assert [len({seat.expert for seat in panel.of(each)} & {"Blanc", "Roux"}) for each in ("D1", "D2")] == [1, 1]


@pytest.mark.parametrize("factor", [1e-6, 1.0, 1e6])
@pytest.mark.parametrize("shift", [-3.0, 0.0])
def test_the_unit_and_the_sign_of_affinities_are_free(factor, shift) -> None:
    near = Affinity(NEAR.experts, NEAR.dossiers, (NEAR.table + shift) * factor)
    panel = assign(near, loads=(0, 1), terms=ONE)
    assert pairs(panel) == {("Roux", "D1"), ("Blanc", "D2")}
    assert panel.worst == pytest.approx((0.7 + shift) * factor)


def test_each_pair_says_why_who_comes_next_and_what_a_change_costs() -> None:
    panel = assign(NEAR, loads=(0, 1), terms=ONE)
    seat = panel.of("D1")[0]
    assert (seat.expert, seat.rank, seat.next_best) == ("Roux", 2, "Petit")
    assert seat.cost == pytest.approx(0.5)
    assert panel.why("Roux", "D1") == "Roux : 2ᵉ par l’affinité de « D1 » ; Petit viendrait ensuite et coûterait 0,5."
    with pytest.raises(InputError, match="n’est pas dans le panel"):
        panel.why("Petit", "D1")


def test_a_pair_fixed_or_without_another_says_so() -> None:
    panel = assign(NEAR, frozen=[("Petit", "D1")], terms=ONE)
    assert panel.why("Petit", "D1") == "Petit : fixé d’avance pour « D1 »."
    alone = assign(Affinity(("A",), ("D",), [[0.5]]), terms=ONE)
    assert alone.why("A", "D").endswith("personne d’autre ne peut prendre cette place.")


def test_a_change_that_would_gain_says_who_would_lose() -> None:
    near = Affinity(("A", "B"), ("D1", "D2"), [[1.0, 0.4], [0.5, 0.0]])
    said = assign(near, loads=(0, 1), terms=ONE).why("B", "D1")
    assert "gagnerait 0,1, mais le dossier le moins bien servi y perdrait" in said


def test_shared_words_are_part_of_the_reason() -> None:
    near = affinity([Expert("A", "soudage laser"), Expert("B", "droit")], [Dossier("D", "soudage")])
    assert "(mots communs : soudage)" in assign(near, terms=ONE).why("A", "D")


def test_alternates_are_able_those_with_room_first() -> None:
    panel = assign(NEAR, loads=(0, 1), conflicts=[("Petit", "D1")], terms=Terms(per_dossier=1, alternates=2))
    named_for = {each: [seat.expert for seat in panel.alternates if seat.dossier == each] for each in ("D1", "D2")}
    assert named_for == {"D1": ["Blanc"], "D2": ["Petit", "Roux"]}


def test_the_order_of_rows_and_columns_is_irrelevant_and_inputs_are_untouched() -> None:
    values = crowded(30, 20, 4)
    near = named(values)
    panel = assign(near, loads=(1, 4), terms=Terms(per_dossier=2, seconds=60.0))
    turned = Affinity(near.experts[::-1], near.dossiers[::-1], values[::-1, ::-1])
    assert assign(turned, loads=(1, 4), terms=Terms(per_dossier=2, seconds=60.0)) == panel
    assert (near.table == crowded(30, 20, 4)).all()
    assert json.dumps(dataclasses.asdict(panel), allow_nan=False)


@pytest.mark.parametrize(("loads", "seed"), [((0, 4), 1), ((1, 3), 2), ((2, 4), 3)])
def test_a_call_of_a_pole_is_fair_within_what_is_proven(loads, seed) -> None:
    near = named(crowded(60, 44, seed))
    asked = {
        "affinity": near,
        "loads": loads,
        "conflicts": [("E0001", "D0001")],
        "quotas": [],
        "frozen": [("E0002", "D0003")],
    }
    terms = Terms(per_dossier=3, seconds=20.0)
    panel = assign(**asked, terms=terms)
    assert violations(panel, **asked, terms=terms) == []
    assert panel.worst >= 0.93 * panel.worst_bound
    assert panel.total >= 0.93 * panel.total_bound


def test_a_search_cut_short_still_gives_a_panel_and_its_bounds() -> None:
    near = named(crowded(80, 50, 9))
    terms = Terms(per_dossier=3, seconds=0.01)
    panel = assign(near, loads=(1, 4), terms=terms)
    assert violations(panel, affinity=near, loads=(1, 4), conflicts=[], quotas=[], frozen=[], terms=terms) == []
    assert panel.worst <= panel.worst_bound
    assert panel.total <= panel.total_bound
    assert math.isfinite(panel.total_bound)


def test_no_dossier_gives_an_empty_panel() -> None:
    assert assign(Affinity((), (), np.zeros((0, 0)))) == Panel()
    assert assign(Affinity(("A",), (), np.zeros((1, 0)))) == Panel()


def test_pairs_that_cannot_reach_a_floor_are_left_out_only_when_they_cannot() -> None:
    worth = np.array([[0.9], [0.6], [0.1]])
    nobody = np.zeros_like(worth, dtype=bool)
    layout = Layout(worth, ~nobody, nobody, np.zeros(3, int), np.ones(3, int), 2)
    assert layout.ceiling == pytest.approx(1.5)
    assert layout.within(1.0).ravel().tolist() == [True, True, True]
    assert layout.within(1.2).ravel().tolist() == [True, True, False]


IMPOSSIBLE = {
    "too few places": ({"loads": (0, 1)}, Terms(per_dossier=2), "n’en permettent que 3"),
    "too many places": ({"loads": (1, 2)}, ONE, "demandent 3 places"),
    "too few experts": ({}, Terms(per_dossier=4), "il n’y en a que 3"),
    "a dossier in conflict with all": (
        {"conflicts": [("Blanc", "D1"), ("Petit", "D1"), ("Roux", "D1")]}, ONE, "« D1 » demande 1 expert et ses conflits",
    ),
    "a quota nobody fills": (
        {"quotas": [Quota("finance", ("Petit",), least=1)], "loads": (0, 1)}, ONE, "le quota « finance » sur « D1 »",
    ),
    "two pairs fixed on one seat": ({"frozen": [("Blanc", "D1"), ("Petit", "D1")]}, ONE, "la paire fixée « Blanc » sur « D1 »"),
    "a load that conflicts forbid": (
        {"loads": {"Petit": (2, 2)}, "conflicts": [("Petit", "D2")]}, ONE, "la charge minimale .2 pour « Petit ».* ; le conflit",
    ),
    "a frozen pair in conflict": ({"frozen": [("Blanc", "D1")], "conflicts": [("Blanc", "D1")]}, ONE, "y est en conflit"),
    "an unknown expert": ({"conflicts": [("Noir", "D1")]}, ONE, "« Noir » .conflit. n’est pas dans"),
    "an unknown dossier": ({"frozen": [("Blanc", "D9")]}, ONE, "« D9 » .paire fixée. n’est pas dans"),
    "an unknown expert in a load": ({"loads": {"Noir": (0, 1)}}, ONE, "« Noir »"),
    "an unknown expert in a quota": ({"quotas": [Quota("x", ("Noir",))]}, ONE, "« Noir »"),
    "loads upside down": ({"loads": (3, 1)}, ONE, "le plus petit d’abord"),
    "loads that are not two": ({"loads": (3,)}, ONE, "deux nombres"),
}  # fmt: skip


@pytest.mark.parametrize("case", IMPOSSIBLE)
def test_what_cannot_be_is_said_in_one_sentence(case) -> None:
    asked, terms, said = IMPOSSIBLE[case]
    with pytest.raises(InputError, match=said) as refused:
        assign(NEAR, **asked, terms=terms)
    assert str(refused.value).endswith(".")
    assert str(refused.value).count(". ") == 0


@pytest.mark.parametrize(
    "slip",
    [
        lambda: Terms(per_dossier=0),
        lambda: Terms(alternates=-1),
        lambda: Terms(seconds=0),
        lambda: Terms(enough=math.nan),
        lambda: Quota("", ("A",)),
        lambda: Quota("x", ("A", "A")),
        lambda: Quota("x", ("A",), least=2, most=1),
        lambda: assign(Affinity(("A",), (), np.zeros((1, 0))), loads=(1, 1)),
    ],
)
def test_terms_that_make_no_sense_are_refused(slip) -> None:
    with pytest.raises(InputError):
        slip()
