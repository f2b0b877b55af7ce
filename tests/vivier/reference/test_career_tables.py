"""The national orders of magnitude: complete, sourced, and adding up."""

import math

import pytest

from vivier.reference import career_table, career_tables
from vivier.vocabulary import InputError


def test_every_table_says_where_it_comes_from_and_how_far_to_trust_it():
    for name in career_tables():
        table = career_table(name)
        assert table.source
        assert table.certainty.startswith(("[V]", "[S]", "[M]"))
        assert table.certainty in table.origin


def test_shares_make_one():
    retirement = career_table("retirement").values
    assert math.isclose(sum(value for name, value in retirement.items() if name.endswith("_share")), 1)
    assert math.isclose(sum(value for name, value in career_table("hires").values.items() if name != "weight"), 1)


def test_a_table_cannot_be_changed_by_who_reads_it():
    with pytest.raises(TypeError):
        career_table("hires").values["weight"] = 0


def test_an_unknown_table_is_said_in_one_sentence():
    with pytest.raises(InputError, match="tables connues : retirement, turnover"):
        career_table("salaires")
