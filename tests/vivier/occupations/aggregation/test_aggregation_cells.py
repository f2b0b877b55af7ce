"""Cells carried over: worked examples, what must always hold, agreement with plain loops, refusals."""

import copy
import dataclasses
import json
import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oracles import shares as oracle
from vivier import occupations
from vivier.occupations.aggregation import UNMATCHED, Aggregated, CodeCell, aggregate
from vivier.occupations.aggregation.data import Doubt, Key, Unmatched
from vivier.occupations.aggregation.matrix import linked
from vivier.vocabulary import InputError

CODES, TARGETS = [f"S{n}" for n in range(6)], [f"T{n}" for n in range(5)]
QUALIFICATIONS = ["", "3", "9"]
ROOFERS = linked(
    {
        Key("F1610"): {Key("peu"): 3, Key("qualifiés"): 4, Key("maîtrise"): 3},
        Key("F1610", "3"): {Key("qualifiés"): 1},
        Key("K1304"): {Key("domicile"): 1},
        Key("L1510"): {},
    }
)

tables = st.dictionaries(
    st.tuples(st.sampled_from(CODES), st.sampled_from(QUALIFICATIONS)),
    st.dictionaries(st.sampled_from(TARGETS), st.integers(0, 9), max_size=4),
    min_size=1,
    max_size=12,
)
values = st.one_of(st.integers(0, 10**9), st.floats(0, 1e9, allow_subnormal=False))
cells = st.lists(
    st.tuples(st.sampled_from([*CODES, "ailleurs"]), st.sampled_from(QUALIFICATIONS), values), max_size=15
)


def links_of(table):
    return linked({Key(*key): {Key(code): each for code, each in row.items()} for key, row in table.items()})


def exact(table):
    return {key: {code: Fraction(each) for code, each in row.items()} for key, row in table.items()}


def carry(rows, table) -> Aggregated:
    return aggregate([CodeCell(code, value, q) for code, q, value in rows], links=links_of(table))


def test_people_are_shared_and_a_qualification_settles_a_doubt() -> None:
    given_cells = [CodeCell("F1610", 10), CodeCell("F1610", 5, "3"), CodeCell("K1304", 4), CodeCell("F1610", 20)]
    found = aggregate(given_cells, links=ROOFERS)
    assert found.values == pytest.approx({"domicile": 4, "maîtrise": 9, "peu": 9, "qualifiés": 17})
    assert (found.total, found.ambiguous) == (39, pytest.approx(30 / 39))
    (doubt,) = found.doubts
    assert (doubt.code, doubt.qualification, doubt.value) == ("F1610", "", 30)
    assert [code for code, _ in doubt.shares] == ["qualifiés", "maîtrise", "peu"]
    assert (found.unmatched, found.lost) == ((), 0)


def test_nobody_is_lost_whether_the_code_is_unknown_empty_or_an_orphan() -> None:
    given_cells = [
        CodeCell("Z9999", 2),
        CodeCell("", 1),
        CodeCell("L1510", 7),
        CodeCell("Z9999", 1),
        CodeCell("X", 0),
    ]
    found = aggregate(given_cells, links=ROOFERS)
    assert found.values == {UNMATCHED: 11.0}
    assert (found.lost, found.total, found.ambiguous) == (11, 11, 0)
    assert found.unmatched == (
        Unmatched("L1510", "", 7.0, "orphan"),
        Unmatched("Z9999", "", 3.0, "unknown"),
        Unmatched("", "", 1.0, "unknown"),
    )


def test_a_code_that_is_lost_in_part_says_so_and_is_a_doubt() -> None:
    half = linked({Key("A"): {Key("X"): 1, Key(UNMATCHED): 1}})
    found = aggregate([CodeCell("A", 8)], links=half)
    assert found.values == {"X": 4.0, UNMATCHED: 4.0}
    assert found.doubts == (Doubt("A", "", 8.0, (("X", 0.5), (UNMATCHED, 0.5))),)
    assert found.unmatched == (Unmatched("A", "", 4.0, "orphan"),)


def test_doubts_come_most_people_first() -> None:
    doubtful = {Key(code): {Key("X"): 1, Key("Y"): 1} for code in "ABC"}
    found = aggregate([CodeCell("A", 1), CodeCell("B", 3), CodeCell("C", 3)], links=linked(doubtful))
    assert [doubt.code for doubt in found.doubts] == ["B", "C", "A"]
    assert found.ambiguous == 1


@pytest.mark.parametrize("typed", ["f1610", "F 1610", "F-1610", "F1610"])
def test_a_code_is_known_as_people_type_it(typed: str) -> None:
    assert aggregate([CodeCell(typed, 5, "3")], links=ROOFERS).values == {"qualifiés": 5.0}


def test_a_spelling_that_two_codes_share_is_not_guessed() -> None:
    two = linked({Key("a1"): {Key("X"): 1}, Key("A1"): {Key("Y"): 1}})
    assert aggregate([CodeCell("A1", 1)], links=two).values == {"Y": 1.0}
    assert aggregate([CodeCell("A 1", 1)], links=two).values == {UNMATCHED: 1.0}


def test_nothing_in_gives_nothing_out() -> None:
    found = aggregate([], links=ROOFERS)
    assert (found.values, found.total, found.ambiguous, found.doubts, found.unmatched) == ({}, 0, 0, (), ())


@settings(deadline=None)
@given(rows=cells, table=tables)
def test_every_total_is_conserved(rows, table) -> None:
    found = carry(rows, table)
    whole = math.fsum(value for _, _, value in rows)
    assert math.fsum(found.values.values()) == pytest.approx(whole, rel=1e-9, abs=0)
    assert found.total == pytest.approx(whole, rel=1e-12, abs=0)
    assert 0 <= found.ambiguous <= 1 + 1e-12
    assert all(value > 0 for value in found.values.values())
    assert math.fsum(each.value for each in found.unmatched) == pytest.approx(found.lost, rel=1e-9, abs=1e-300)


@settings(deadline=None)
@given(rows=cells, table=tables)
def test_plain_loops_give_the_same(rows, table) -> None:
    found, expected = carry(rows, table), oracle.carried(rows, exact(table))
    assert found.values == pytest.approx({code: float(value) for code, value in expected.items()}, rel=1e-9, abs=0)
    people = oracle.ambiguous(rows, exact(table))
    assert found.ambiguous * found.total == pytest.approx(float(people), rel=1e-9, abs=1e-9)


@settings(deadline=None)
@given(rows=cells, table=tables, seed=st.randoms(use_true_random=False))
def test_the_order_of_cells_and_of_rows_changes_no_byte(rows, table, seed) -> None:
    shuffled, pairs = list(rows), list(table.items())
    seed.shuffle(shuffled)
    seed.shuffle(pairs)
    assert carry(shuffled, dict(pairs)) == carry(rows, table)


@settings(deadline=None)
@given(rows=cells, table=tables)
def test_one_cell_or_its_two_halves_are_the_same_people(rows, table) -> None:
    halves = [(code, q, value / 2) for code, q, value in rows] * 2
    assert carry(halves, table).values == pytest.approx(carry(rows, table).values, rel=1e-9)


@settings(deadline=None)
@given(rows=cells)
def test_from_a_nomenclature_to_itself_nothing_moves(rows) -> None:
    same = linked({Key(code): {Key(code): 1} for code in CODES})
    found = aggregate([CodeCell(code, value, q) for code, q, value in rows], links=same)
    expected = oracle.carried(rows, {(code, ""): {code: Fraction(1)} for code in CODES})
    assert found.values == pytest.approx({code: float(value) for code, value in expected.items()}, rel=1e-12)
    assert found.ambiguous == 0


@settings(max_examples=50, deadline=None)
@given(rows=cells, table=tables, above=st.dictionaries(st.sampled_from(TARGETS), st.sampled_from("UVW")))
def test_going_up_in_two_steps_or_in_one_is_the_same(rows, table, above) -> None:
    low, up = links_of(table), linked({Key(code): {Key(above[code]): 1} if code in above else {} for code in TARGETS})
    first = aggregate([CodeCell(code, value, q) for code, q, value in rows], links=low)
    twice = aggregate([CodeCell(code, value) for code, value in first.values.items()], links=up)
    once = aggregate([CodeCell(code, value, q) for code, q, value in rows], links=low.then(up))
    assert once.values == pytest.approx(twice.values, rel=1e-9)
    assert once.total == pytest.approx(twice.total, rel=1e-9)


@pytest.mark.parametrize("value", [-1, -1e-9, math.nan, math.inf, -math.inf, 1e16])
def test_a_value_that_counts_nobody_is_refused_with_a_sentence(value: float) -> None:
    with pytest.raises(InputError, match=r"^L’effectif du code « F1610 » doit être un nombre positif ou nul.*\.$"):
        CodeCell("F1610", value)


@pytest.mark.parametrize("qualification", ["10", "ouvrier", "-1", " "])
def test_a_qualification_that_is_not_a_digit_is_refused(qualification: str) -> None:
    with pytest.raises(InputError, match="n’est pas une qualification"):
        CodeCell("F1610", 1, qualification)


def test_inputs_are_untouched_and_the_result_survives_json() -> None:
    given_cells = [CodeCell("F1610", 10), CodeCell("F9999", 1, "3")]
    before = copy.deepcopy(given_cells)
    found = aggregate(given_cells, links=ROOFERS)
    assert given_cells == before
    assert json.loads(json.dumps(dataclasses.asdict(found), allow_nan=False))["total"] == 11
    assert found == aggregate(iter(given_cells), links=ROOFERS)


def test_distributions_are_carried_like_people() -> None:
    doubt = np.zeros((2, len(ROOFERS.sources)))
    doubt[:, ROOFERS.place("F1610")] = (0.5, 0)
    doubt[:, ROOFERS.place("K1304")] = (0.5, 1)
    carried = ROOFERS.spread(doubt)
    named = [dict(zip((key.code for key in ROOFERS.targets), row, strict=True)) for row in carried.tolist()]
    assert named[0] == pytest.approx({"domicile": 0.5, "maîtrise": 0.15, "peu": 0.15, "qualifiés": 0.2, UNMATCHED: 0})
    assert named[1]["domicile"] == 1
    assert carried.sum(axis=1) == pytest.approx([1, 1])
    assert ROOFERS.spread(doubt[0]).shape == (len(ROOFERS.targets),)
    assert ROOFERS.spread(doubt[:0]).shape == (0, len(ROOFERS.targets))


@pytest.mark.parametrize("wrong", [np.ones(3), np.array(1.0), np.full(4, np.nan), np.full(4, -1.0)])
def test_what_cannot_be_spread_is_refused_with_a_sentence(wrong) -> None:
    with pytest.raises(InputError, match=r"\.$"):
        ROOFERS.spread(wrong)


def test_the_face_of_occupations_gives_the_verb() -> None:
    assert occupations.aggregate is aggregate
    with pytest.raises(AttributeError):
        occupations.nothing  # noqa: B018
