"""Links between nomenclatures: rows that add up to one, composed, weighed, refused when they make no sense."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from vivier.occupations.aggregation import UNMATCHED, Links, Weights
from vivier.occupations.aggregation.data import Key, Step
from vivier.occupations.aggregation.matrix import linked
from vivier.vocabulary import InputError

NAMES = st.sampled_from("ABCDE")
ROWS = st.dictionaries(
    NAMES, st.dictionaries(NAMES, st.floats(0, 1e6, allow_subnormal=False), max_size=4), min_size=1, max_size=5
)
ROOFERS = linked({Key("F1610"): {Key("peu"): 3, Key("qualifiés"): 4, Key("maîtrise"): 3}, Key("K1304"): {Key("domicile"): 1}})  # fmt: skip


def made(rows, path=()) -> Links:
    return linked(
        {Key(code): {Key(each): value for each, value in row.items()} for code, row in rows.items()}, path=path
    )


def dense(links: Links) -> np.ndarray:
    return links.matrix.toarray()


@settings(deadline=None)
@given(rows=ROWS)
def test_every_row_adds_up_to_one_and_what_leads_nowhere_is_unmatched(rows) -> None:
    links = made(rows)
    assert dense(links).sum(axis=1) == pytest.approx(np.ones(len(rows)), abs=1e-12)
    assert links.targets[-1] == Key(UNMATCHED)
    for code, row in rows.items():
        if not any(row.values()):
            assert links.shares(code) == {UNMATCHED: 1.0}


@settings(deadline=None)
@given(first=ROWS, second=ROWS, third=ROWS)
def test_steps_compose_in_any_grouping(first, second, third) -> None:
    one, two, three = made(first), made(second), made(third)
    left, right = one.then(two).then(three), one.then(two.then(three))
    assert left.targets == right.targets
    assert dense(left) == pytest.approx(dense(right), abs=1e-9)


def test_a_step_is_a_product_and_the_path_grows() -> None:
    first = made({"A": {"X": 1, "Y": 3}, "B": {"Y": 1}}, (Step("un", "Dares"),))
    second = made({"X": {"P": 1}, "Y": {"P": 1, "Q": 1}}, (Step("deux", "Insee"),))
    both = first.then(second)
    assert both.shares("A") == pytest.approx({"P": 0.625, "Q": 0.375})
    assert both.shares("B") == {"P": 0.5, "Q": 0.5}
    assert [step.name for step in both.path] == ["un", "deux"]


def test_what_the_next_step_does_not_know_is_unmatched() -> None:
    both = made({"A": {"X": 1, "Z": 3}, "B": {}}).then(made({"X": {"P": 1}}))
    assert both.shares("A") == {"P": 0.25, UNMATCHED: 0.75}
    assert both.shares("B") == {UNMATCHED: 1.0}


def test_a_qualification_goes_along_and_is_forgotten_at_the_end() -> None:
    couples = linked({Key("632e"): {Key("F1610", "3"): 1, Key("F1610", "4"): 1}, Key("681a"): {Key("F1610", "1"): 1}})
    families = linked({Key("F1610", q): {Key("qualifiés" if q in "34" else "peu"): 1} for q in "134"})
    assert couples.then(families).shares("632e") == {"qualifiés": 1.0}
    assert couples.then(families).shares("681a") == {"peu": 1.0}
    merged = couples.merged()
    assert (merged.shares("632e"), merged.targets) == ({"F1610": 1.0}, (Key("F1610"), Key(UNMATCHED)))
    assert families.uses_qualification
    assert not merged.uses_qualification


def test_weights_replace_default_shares_and_say_where_they_come_from() -> None:
    heavy = Weights({"peu": 10_000, "qualifiés": 30_000, "maîtrise": 0, "ailleurs": 5}, "Dares, emploi 2017-2019")
    weighed = ROOFERS.weighed(heavy)
    assert weighed.shares("F1610") == {"peu": 0.25, "qualifiés": 0.75}
    assert weighed.shares("K1304") == {"domicile": 1.0}
    assert weighed.path[-1].origin == "Dares, emploi 2017-2019"
    assert ROOFERS.shares("F1610") == {"maîtrise": 0.3, "peu": 0.3, "qualifiés": 0.4}


def test_a_target_of_unknown_weight_keeps_its_share() -> None:
    weighed = ROOFERS.weighed(Weights({"peu": 1, "qualifiés": 1}, "essai"))
    assert weighed.shares("F1610") == pytest.approx({"maîtrise": 0.3, "peu": 0.35, "qualifiés": 0.35})


def test_weights_that_weigh_nothing_change_nothing() -> None:
    for values in ({}, {"peu": 0, "qualifiés": 0, "maîtrise": 0}):
        weighed = ROOFERS.weighed(Weights(values, "essai"))
        assert weighed.shares("F1610") == pytest.approx(ROOFERS.shares("F1610"))


@settings(deadline=None)
@given(rows=ROWS, values=st.dictionaries(NAMES, st.floats(0, 1e300), max_size=5))
def test_weighed_links_still_add_up_to_one_and_reach_nothing_new(rows, values) -> None:
    links = made(rows)
    weighed = links.weighed(Weights(values, "essai"))
    assert dense(weighed).sum(axis=1) == pytest.approx(np.ones(len(rows)), abs=1e-9)
    assert not np.any((dense(weighed) > 0) & (dense(links) == 0))


@pytest.mark.parametrize(
    ("values", "source", "said"),
    [
        ({"peu": 1}, " ", "Des poids sans origine"),
        ({"peu": -1}, "Dares", "« peu » doit être un nombre positif"),
        ({"peu": float("nan")}, "Dares", "« peu » doit être un nombre positif"),
    ],
)
def test_weights_that_make_no_sense_are_refused(values, source: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        Weights(values, source)


@pytest.mark.parametrize(
    ("matrix", "targets"),
    [
        ([[1.0, 0.0]], (Key("X"), Key("Y"))),
        ([[1.0, 0.0], [0.0, 1.0]], (Key("X"), Key(UNMATCHED))),
        ([[0.5, 0.4]], (Key("X"), Key(UNMATCHED))),
        ([[1.5, -0.5]], (Key("X"), Key(UNMATCHED))),
        ([[float("nan"), 1.0]], (Key("X"), Key(UNMATCHED))),
    ],
)
def test_shares_that_are_not_a_whole_are_refused(matrix, targets) -> None:
    with pytest.raises(InputError, match=r"\.$"):
        Links("a", "b", (Key("A"),), targets, csr_array(np.array(matrix)))


def test_links_cannot_be_changed_by_those_who_hold_them() -> None:
    with pytest.raises(ValueError, match="read-only"):
        ROOFERS.matrix.data[0] = 2.0
