"""The attacker: what it must find, beside plain linear programs, and what it must not cry over."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories.tabled import FLAT, LINKED, register, rows, tables
from oracles.disclosure import interval
from vivier.disclosure import Rules, Spec, audit
from vivier.disclosure.audit import Truth
from vivier.disclosure.cells import Tables
from vivier.disclosure.history import join
from vivier.disclosure.inference import Attacker, Target
from vivier.disclosure.primary import flag
from vivier.disclosure.published import Published
from vivier.disclosure.spec import Dimension
from vivier.disclosure.verdict import Breach
from vivier.vocabulary import InputError


def shown(made: Tables, *hidden: tuple[str, ...], primary: tuple[tuple[str, ...], ...] = ()) -> Published:
    """Publish all but some cells, told as primary or secondary whatever the rules say."""
    out = np.array([codes in (*hidden, *primary) for codes in made.codes])
    status = [
        "primary" if codes in primary else "secondary" if codes in hidden else "published" for codes in made.codes
    ]
    return Published(
        made.spec, made.codes, np.where(out, np.nan, made.values), made.units.astype(float), tuple(status)
    )


def grid(**more: int) -> Tables:
    """Two regions, two sections, four companies a cell; `more` are companies of 84 × A."""
    lines = [(f"{r}{s}{at}", "", r, s, 10 + at) for r in ("84", "11") for s in ("A", "C") for at in range(4)]
    lines += [(name, "", "84", "A", value) for name, value in more.items()]
    return tables(rows(*lines))


def kinds(found: object) -> set[tuple[str, str]]:
    return {(each.kind, each.cell) for each in found.breaches}  # type: ignore[attr-defined]


def test_a_cell_alone_in_its_row_is_found_exactly() -> None:
    found = audit(shown(grid(), primary=(("84", "A"),)))
    assert kinds(found) == {("exact", "region 84 × section A")}
    assert not found.is_passed
    assert found.sentence.startswith("1\xa0fuite")


def test_four_cells_in_a_rectangle_are_safe() -> None:
    found = audit(shown(grid(), ("84", "C"), ("11", "A"), ("11", "C"), primary=(("84", "A"),)))
    assert (found.is_passed, found.hidden, found.checked, found.cells) == (True, 4, 1, 9)


def test_three_cells_of_a_rectangle_are_not() -> None:
    assert kinds(audit(shown(grid(), ("84", "C"), ("11", "A"), primary=(("84", "A"),)))) == {
        ("exact", "region 84 × section A")
    }


def test_an_interval_narrower_than_needed_is_told_when_the_truth_is() -> None:
    made = grid()
    hidden = shown(made, ("84", "C"), ("11", "A"), ("11", "C"), primary=(("84", "A"),))
    wide = audit(hidden, truth=Truth(np.where(np.array(made.codes)[:, 0] == "84", 92.0, 0), np.full(9, -1)))
    narrow = audit(hidden, truth=Truth(np.full(9, 93.0), np.full(9, -1)))
    assert wide.is_passed
    assert kinds(narrow) == {("narrow", "region 84 × section A")}


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.1, 0.9))
def test_intervals_are_those_of_plain_linear_programs(seed: int, share: float) -> None:
    made = tables(register(seed, 25), LINKED)
    hidden = np.random.default_rng(seed).random(len(made)) < share
    attacker = Attacker(np.where(hidden, np.nan, made.values), made.relations)
    for cell in np.flatnonzero(hidden)[:6].tolist():
        low, high = interval(made.values, made.relations.toarray(), cell, hidden)
        found = attacker.infer(Target((cell,), (1.0,), width=1e12))
        if np.isfinite(high):
            assert (found.low, found.high) == pytest.approx((low, high), abs=1e-4)
        else:
            assert found.high > 10 * made.values.max()


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.1, 0.9))
def test_what_cannot_move_is_what_has_one_value(seed: int, share: float) -> None:
    made = tables(register(seed, 25), LINKED)
    hidden = (np.random.default_rng(seed).random(len(made)) < share) & (made.values > 0)
    attacker = Attacker(np.where(hidden, np.nan, made.values), made.relations)
    moves = attacker.freedom(3) if hidden.any() else np.zeros((0, 3))
    for cell in np.flatnonzero(hidden)[:6].tolist():
        low, high = interval(made.values, made.relations.toarray(), cell, hidden)
        assert (np.linalg.norm(moves[attacker.column_of(cell)]) < 1e-6) == (high - low < 1e-6)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000))
def test_sums_written_from_codes_are_those_of_the_records(seed: int) -> None:
    made = tables(register(seed), LINKED)
    joint = join([shown(made)], min_units=3)
    order = np.argsort(joint.place[0])
    again = joint.relations[:, joint.place[0]][:, :]
    assert sorted(map(tuple, again.toarray().tolist())) == sorted(map(tuple, made.relations.toarray().tolist()))
    assert len(order) == len(made)


def test_a_company_alone_in_its_cell_finds_its_neighbour() -> None:
    made = tables(
        rows((1, "", "84", "A", 40), (2, "", "84", "C", 46), *((9 + at, "", "84", "F", 9) for at in range(4)))
    )
    found = audit(shown(made, ("T", "A"), ("T", "C"), primary=(("84", "A"), ("84", "C"))))
    by = {(each.kind, each.cell, each.by) for each in found.breaches}
    assert ("coalition", "region 84 × section C", "region 84 × section A") in by
    assert "qui connaît la sienne" in found.breaches[0].sentence


def test_two_companies_hidden_with_a_third_cell_are_safe_from_one_another() -> None:
    lines = [(1, "", "84", "A", 40), (2, "", "84", "C", 46), *((9 + at, "", "84", "F", 9) for at in range(4))]
    made = tables(rows(*lines))
    hidden = (("T", "A"), ("T", "C"), ("T", "F"), ("84", "F"))
    assert audit(shown(made, *hidden, primary=(("84", "A"), ("84", "C")))).is_passed


def test_a_holding_alone_in_several_cells_uses_them_together() -> None:
    lines = [(1, "H", "84", "A", 40), (2, "H", "84", "C", 46), (3, "", "84", "F", 9)]
    made = tables(rows(*lines, *((9 + at, "", "84", "G", 9) for at in range(4))))
    hidden = shown(made, ("T", "A"), ("T", "C"), ("T", "F"), primary=(("84", "A"), ("84", "C"), ("84", "F")))
    owner = np.where(made.holdings == 1, made.owner, -1)
    truth = Truth(flag(made, Rules()).width * 0.1, owner)
    assert ("coalition", "region 84 × section F") in kinds(audit(hidden, truth=truth))
    assert audit(hidden).is_passed  # units alone do not say that A and C are of one holding


def test_a_table_published_again_with_one_member_more_is_refused() -> None:
    found = audit(shown(grid(X=333)), others=[shown(grid())])
    assert ("difference", "region 84 × section A") in kinds(found)
    assert ("difference", "ensemble") in kinds(found)


def test_one_member_more_is_found_through_the_total_when_its_own_cell_is_hidden() -> None:
    later = shown(grid(X=333), ("84", "C"), ("11", "A"), ("11", "C"), primary=(("84", "A"),))
    assert ("difference", "ensemble") in kinds(audit(later, others=[shown(grid())]))


def test_a_total_with_and_without_the_largest_employer_is_refused() -> None:
    spec = Spec("unit", "turnover", (Dimension("région", ("region",)),), holding="holding")
    with_largest = rows(*((at, "", "84", "A", 10) for at in range(6)), ("G", "", "84", "A", 4000))
    without = {name: column[:-1] for name, column in with_largest.items()}
    found = audit(shown(tables(with_largest, spec)), others=[shown(tables(without, spec))])
    assert kinds(found) == {("difference", "region 84"), ("difference", "ensemble")}
    assert "4000" not in "".join(each.sentence for each in found.breaches)


def test_three_members_more_are_no_difference() -> None:
    assert audit(shown(grid(X=333, Y=100, Z=80)), others=[shown(grid())]).is_passed


def test_a_hidden_cell_published_in_another_file_is_named() -> None:
    hidden = shown(grid(), ("84", "C"), ("11", "A"), ("11", "C"), primary=(("84", "A"),))
    assert kinds(audit(hidden, others=[shown(grid())])) == {("elsewhere", "region 84 × section A")}
    assert ("elsewhere", "region 84 × section A") in kinds(audit(shown(grid()), others=[hidden]))


def test_a_margin_published_elsewhere_opens_what_was_safe() -> None:
    made = grid()
    hidden = shown(made, ("84", "T"), ("11", "T"), ("84", "C"), ("11", "C"), ("11", "A"), primary=(("84", "A"),))
    margin = [at for at, codes in enumerate(made.codes) if codes in (("84", "T"), ("11", "T"), ("11", "A"))]
    alone = Published(
        FLAT, tuple(made.codes[at] for at in margin), made.values[margin], made.units[margin].astype(float),
        ("published",) * 3,
    )  # fmt: skip
    assert audit(hidden).is_passed
    assert kinds(audit(hidden, others=[alone])) == {("exact", "region 84 × section A")}


def test_a_revised_figure_of_the_same_units_is_not_mixed_up() -> None:
    made = grid()
    other = Published(FLAT, made.codes, made.values * 2, made.units.astype(float), ("published",) * 9)
    assert audit(shown(made), others=[other]).is_passed


def test_figures_that_cannot_be_are_refused() -> None:
    made = grid()
    hidden = shown(made, ("84", "C"), ("84", "A"), ("11", "A"), primary=(("11", "C"),))
    values = hidden.values.copy()
    values[made.codes.index(("84", "T"))] = 5.0
    wrong = Published(FLAT, made.codes, values, hidden.units, hidden.status)
    with pytest.raises(InputError, match="se contredit"):
        audit(wrong)


@pytest.mark.parametrize(
    ("codes", "said"), [(("84", "28.1", "T", "C"), "tous ses niveaux"), (("84", "T", "28", "C"), "aucun tableau")]
)
def test_a_row_that_is_no_cell_is_refused(codes: tuple[str, ...], said: str) -> None:
    naf = Dimension("activité", ("naf", "division", "section"))
    spec = Spec("unit", "", (Dimension("région", ("region",)), naf), (("activité",), ("région",)))
    one = Published(spec, (codes,), np.array([3.0]), np.array([3.0]), ("published",))
    with pytest.raises(InputError, match=said):
        audit(one)


@pytest.mark.parametrize(
    ("value", "status"), [(np.nan, "published"), (3.0, "primary"), (-1.0, "published"), (1.0, "secret")]
)
def test_a_value_must_go_with_its_status(value: float, status: str) -> None:
    with pytest.raises(InputError, match="ne vont pas"):
        Published(FLAT, (("84", "A"),), np.array([value]), np.array([3.0]), (status,))


def test_a_cell_published_twice_in_one_file_is_refused() -> None:
    with pytest.raises(InputError, match="deux fois"):
        Published(FLAT, (("84", "A"),) * 2, np.ones(2), np.ones(2), ("published",) * 2)


def test_an_audit_of_nothing_passes() -> None:
    assert audit(Published(FLAT, (), np.zeros(0), np.zeros(0), ())).is_passed


def test_each_kind_of_breach_is_one_sentence() -> None:
    for kind in ("exact", "narrow", "coalition", "elsewhere", "difference"):
        sentence = Breach(kind, "région 84", "région 11").sentence
        assert sentence.endswith(".")
        assert "région 84" in sentence
