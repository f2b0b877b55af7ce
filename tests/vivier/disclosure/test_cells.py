"""Records summed into cells, beside dictionaries."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories.tabled import FLAT, LINKED, NAF, NESTED, REGION, register, rows, tables
from oracles.disclosure import cells, is_sensitive
from vivier.disclosure import Rules, Spec, tables_of
from vivier.disclosure.primary import flag
from vivier.disclosure.records import Gatherer, needed, records_of
from vivier.disclosure.spec import Dimension, parents_of
from vivier.vocabulary import InputError

DIMS = [["region"], ["naf", "division", "section"], ["size"]]


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 90))
def test_cells_and_their_flags_are_those_of_dictionaries(seed: int, n: int) -> None:
    texts = register(seed, n)
    made, flags = tables(texts, NESTED), flag(tables(texts, NESTED), Rules())
    expected = cells(texts, DIMS, value="turnover")
    assert set(made.codes) == set(expected)
    for at, codes in enumerate(made.codes):
        heads = expected[codes]["heads"]
        ordered = sorted(heads.values(), reverse=True)[:3]
        assert made.values[at] == sum(heads.values())
        assert (made.units[at], made.holdings[at]) == (len(expected[codes]["units"]), len(heads))
        assert made.largest[at].tolist() == ordered + [0.0] * (3 - len(ordered))
        assert flags.sensitive[at] == is_sensitive(heads)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_every_total_is_the_sum_of_its_parts(seed: int) -> None:
    made = tables(register(seed), LINKED)
    assert np.abs(made.relations @ made.values).max() == 0
    assert made.relations.sum(axis=1).max() <= 0
    assert (made.relations.max(axis=1).toarray() == 1).all()


def test_a_margin_of_two_tables_is_one_cell() -> None:
    made = tables(register(1), LINKED)
    assert len(set(made.codes)) == len(made.codes)
    shared = [codes for codes in made.codes if codes[3] == "C" and codes[0] == "84" and codes[2] == "T"]
    assert ("84", "T", "T", "C", "T") in shared
    assert not [codes for codes in made.codes if codes[4] != "T" and codes[1] != "T"]


def test_the_order_of_rows_and_their_chunks_are_irrelevant() -> None:
    texts = register(3)
    order = list(range(60))
    random.Random(2).shuffle(order)
    gatherer = Gatherer(NESTED)
    for start in range(0, 60, 7):
        gatherer.add({name: [texts[name][at] for at in order[start : start + 7]] for name in needed(NESTED)})
    once, again = tables(texts, NESTED), tables_of(gatherer.records(), NESTED)
    assert once.codes == again.codes
    assert once.values.tolist() == again.values.tolist()
    assert once.largest.tolist() == again.largest.tolist()
    assert (once.relations != again.relations).nnz == 0


def test_no_row_gives_no_cell() -> None:
    made = tables(register(1, 0), NESTED)
    assert (len(made), made.relations.shape) == (0, (0, 0))
    assert not flag(made, Rules()).sensitive.any()


def test_a_holding_is_summed_in_every_margin() -> None:
    made = tables(
        rows((1, "H", "84", "A", 40), (2, "H", "84", "C", 46), (3, "", "84", "A", 10), (4, "", "84", "C", 4))
    )
    total = made.codes.index(("T", "T"))
    assert made.largest[total].tolist() == [86.0, 10.0, 4.0]
    assert (made.units[total], made.holdings[total]) == (4, 3)
    assert flag(made, Rules()).sensitive[total]


def test_decimals_add_up_to_what_people_would_write() -> None:
    made = tables(rows(*((at, "", "84", "A", "0.1") for at in range(3))))
    assert made.values.tolist() == [0.3] * 4


def test_numbers_may_be_written_the_french_way() -> None:
    assert tables(rows((1, "", "84", "A", "1 204,5"))).values[0] == 1204.5


def test_a_unit_with_several_records_is_counted_once_in_each_cell() -> None:
    made = tables(rows((1, "", "84", "A", 3), (1, "", "84", "A", 4), (1, "", "84", "C", 5), (2, "", "84", "C", 6)))
    assert dict(zip(made.codes, made.units.tolist(), strict=True))[("84", "A")] == 1
    assert made.units[made.codes.index(("T", "T"))] == 2


def test_without_a_value_records_are_counted() -> None:
    made = tables(rows((1, "", "84", "A", 3), (2, "", "84", "C", 4)), Spec("unit", "", (REGION,)))
    assert made.values.tolist() == [2.0, 2.0]
    assert made.people.tolist() == [2.0, 2.0]


def test_the_section_named_t_is_not_taken_for_the_total() -> None:
    made = tables(rows((1, "", "84", "T", 3), (2, "", "84", "C", 4)))
    assert [codes for codes in made.codes if codes[0] == "84"] == [("84", "T"), ("84", "C"), ("84", "T_")]


def test_a_code_that_would_be_confused_with_another_is_refused() -> None:
    with pytest.raises(InputError, match="renommez l’un des deux"):
        tables(rows((1, "", "84", "T", 3), (2, "", "84", "T_", 4)))


def test_a_hierarchy_file_gives_the_cells_that_level_columns_give() -> None:
    texts = register(5)
    links = [(texts["naf"][at], texts["division"][at]) for at in range(60)]
    links += [(texts["division"][at], texts["section"][at]) for at in range(60)]
    tree = Dimension("activité", ("naf",), parents_of(links, "naf.csv"))
    by_file = tables(texts, Spec("unit", "turnover", (REGION, tree), holding="holding"))
    by_level = tables(texts, Spec("unit", "turnover", (REGION, NAF), holding="holding"))
    finest = [(codes[0], next((each for each in codes[1:] if each != "T"), "T")) for codes in by_level.codes]
    level = dict(zip(finest, by_level.values.tolist(), strict=True))
    assert dict(zip(by_file.codes, by_file.values.tolist(), strict=True)) == level
    assert np.abs(by_file.relations @ by_file.values).max() == 0


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("turnover", "-3", "Ligne 3 : « turnover »"),
        ("turnover", "nan", "Ligne 3 : « turnover »"),
        ("turnover", "inf", "Ligne 3 : « turnover »"),
        ("turnover", "beaucoup", "Ligne 3 : « turnover »"),
        ("turnover", "", "Ligne 3 : « turnover »"),
        ("region", "", "Ligne 3 : le code de « region » est absent"),
        ("unit", "", "Ligne 3 : l’unité"),
    ],
)
def test_a_row_that_cannot_be_taken_is_refused_with_its_line(column: str, value: str, said: str) -> None:
    texts = rows((1, "", "84", "A", 3), (2, "", "84", "C", 4))
    texts[column][1] = value
    with pytest.raises(InputError, match=said):
        tables(texts)


def test_a_missing_column_is_named() -> None:
    with pytest.raises(InputError, match="« turnover »"):
        records_of({"unit": [], "holding": [], "region": [], "section": []}, FLAT)


def test_a_level_that_is_not_nested_is_refused_with_its_code() -> None:
    texts = register(1, 4) | {"division": ["28", "28", "29", "29"], "section": ["C", "A", "C", "C"]}
    texts["naf"] = ["28.1", "28.2", "29.1", "29.1"]
    with pytest.raises(InputError, match="« 28 » de « division » est dans « A » et dans « C »"):
        tables(texts, NESTED)


@pytest.mark.parametrize(("code", "said"), [("30.1", "n’est pas dans la hiérarchie"), ("28", "regroupe d’autres")])
def test_a_code_that_is_no_leaf_of_its_hierarchy_is_refused(code: str, said: str) -> None:
    tree = Dimension("activité", ("section",), parents_of([("28.1", "28")], "naf.csv"))
    with pytest.raises(InputError, match=said):
        tables(rows((1, "", "84", code, 3)), Spec("unit", "turnover", (tree,)))
