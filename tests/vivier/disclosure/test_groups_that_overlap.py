"""Groups that overlap: their cells beside plain sums, what is left without one of them, and attacks by programs."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories.overlapping import (
    COLUMNS,
    EACH,
    REGION,
    companies,
    ends,
    every_code,
    is_in,
    owed,
    shown_in,
    spec,
    tables,
)
from vivier.disclosure import Rules, protect
from vivier.disclosure.ladder import Ladder
from vivier.disclosure.primary import flag
from vivier.disclosure.spec import Dimension, Spec
from vivier.vocabulary import InputError

SEEDS = st.integers(0, 10_000)
ALONE = (("région",), ("pôle a", "région"), ("pôle a",))


@settings(max_examples=25, deadline=None)
@given(SEEDS)
def test_cells_are_the_sums_of_the_companies_they_name(seed):
    rows = companies(seed)
    made = tables(rows)
    assert made.columns == COLUMNS
    assert set(made.codes) == set(every_code(rows))
    for at, codes in enumerate(made.codes):
        inside = sorted((row[3] for row in rows if is_in(row, codes)), reverse=True)
        assert (made.values[at], made.units[at], made.holdings[at]) == (sum(inside), len(inside), len(inside))
        assert made.largest[at].tolist() == [*inside, 0, 0, 0][:3]


@settings(max_examples=25, deadline=None)
@given(SEEDS)
def test_tables_of_one_group_have_its_companies_only_and_say_nothing_of_the_whole(seed):
    rows = companies(seed)
    made = tables(rows, ALONE)
    wanted = {codes for codes in every_code(rows) if "hors" not in codes[2]}
    mine = {codes for codes in wanted if codes[2] == "a" or "a" in codes[1].split("+")}
    assert set(made.codes) == mine | {codes for codes in wanted if codes[1:] == ("T", "T")}
    assert np.abs(made.relations @ made.values).max(initial=0) == 0
    assert all(
        value == sum(row[3] for row in rows if is_in(row, codes))
        for codes, value in zip(made.codes, made.values, strict=True)
    )


@settings(max_examples=25, deadline=None)
@given(SEEDS)
def test_every_sum_holds_and_the_codes_alone_say_them_too(seed):
    rows = companies(seed)
    made = tables(rows)
    assert np.abs(made.relations @ made.values).max() == 0
    value = dict(zip(made.codes, made.values.tolist(), strict=True))
    sums = Ladder(made.spec).sums(made.codes)
    assert all(value[total] == sum(value[each] for each in parts) for total, parts in sums)
    whole = ("T", "T", "T")
    inside = {row[2] for row in rows}
    assert (whole, sorted(("T", mine, "T") for mine in inside)) in [(total, sorted(parts)) for total, parts in sums]


def test_a_sum_with_what_is_left_is_one_of_two_cells():
    rows = [("u0", "r0", "a", 5), ("u1", "r0", "b", 7), ("u2", "r0", "a+b", 9)]
    sums = Ladder(spec()).sums(tables(rows).codes)
    assert (("T", "T", "T"), [("T", "T", "a"), ("T", "T", "hors a")]) in sums
    assert not Ladder(spec(ALONE)).holds(("T", "b", "T")), "a table of one group has no cell of another"
    assert Ladder(spec(ALONE)).holds(("r0", "a+b", "T"))
    with pytest.raises(InputError, match="dans aucun tableau"):
        Ladder(spec(ALONE)).sums([("r0", "b", "T")])


@settings(max_examples=20, deadline=None)
@given(SEEDS)
def test_no_sum_of_few_comes_out_not_even_what_is_left_without_a_group(seed):
    rows = companies(seed, number=6 + seed % 12)
    try:
        found = protect(tables(rows)).published
    except InputError:
        return  # so few companies that nothing may be shown
    shown = shown_in(found)
    for codes, width in owed(rows).items():
        low, high = ends(rows, shown, codes)
        assert high - low >= width * (1 - 1e-5), codes


def test_what_is_left_is_there_only_where_it_would_betray():
    many = [(f"u{rank}", "r0", "ab"[rank % 2], 10 + rank) for rank in range(12)]
    found = protect(tables(many)).published
    assert not [codes for codes in found.codes if "hors" in codes[2]]
    two = [row for row in many if row[2] == "a"] + [("w0", "r0", "b", 12), ("w1", "r0", "c", 13)]
    found = protect(tables(two)).published
    left = [at for at, codes in enumerate(found.codes) if codes[2] == "hors a"]
    assert left
    assert found.hidden[left].all(), "all but a is two companies: it stays hidden, and with it a or the whole"
    assert "hors b" not in {codes[2] for codes in found.codes}


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (lambda: Dimension("pôles", ("mine", "other"), groups="dans"), "une colonne, sans niveau"),
        (lambda: Dimension("pôles", ("mine",), {"a": "T"}, groups="dans"), "une colonne, sans niveau"),
        (lambda: Dimension("pôles", ("mine",), groups="mine"), "deux fois la même colonne"),
        (lambda: Dimension("pôles", ("mine",), groups="value"), "renommez la vôtre"),
        (lambda: Spec("unit", "value", (REGION, EACH), (("pôles", "absent"),)), "n’est pas décrite"),
        (lambda: tables([("u0", "r0", "hors a", 5)]), "ne peut pas se nommer"),
    ],
)
def test_groups_that_cannot_be_are_refused(broken, said):
    with pytest.raises(InputError, match=said):
        broken()


def test_cells_left_out_take_their_sums_with_them():
    made = tables(companies(3))
    left = np.array(["hors" in codes[2] for codes in made.codes])
    kept = made.without(left)
    assert kept.codes == tuple(codes for codes in made.codes if "hors" not in codes[2])
    assert np.abs(kept.relations @ kept.values).max() == 0
    assert kept.relations.shape[0] == sum(
        not left[made.relations.indices[start:end]].any()
        for start, end in zip(made.relations.indptr, made.relations.indptr[1:], strict=False)
    )
    assert flag(kept, Rules()).sensitive.tolist() == flag(made, Rules()).sensitive[~left].tolist()
