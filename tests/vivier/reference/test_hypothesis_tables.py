"""The tables of hypotheses by topic: complete, sourced, and refusing what they do not know."""

import math

import pytest

from vivier.reference.hypotheses import TOPICS, hypotheses, hypothesis
from vivier.vocabulary import InputError


@pytest.mark.parametrize("topic", TOPICS)
def test_every_table_says_where_it_comes_from_and_how_far_to_trust_it(topic):
    for table in hypotheses(topic).values():
        assert table.title
        assert table.source
        assert table.certainty.startswith(("[V]", "[S]", "[M]"))
        assert table.certainty in table.origin


def test_shares_make_one():
    retirement = hypothesis("careers", "retirement").values
    assert math.isclose(sum(value for name, value in retirement.items() if name.endswith("_share")), 1)
    assert math.isclose(
        sum(value for name, value in hypothesis("careers", "hires").values.items() if name != "weight"), 1
    )


def test_a_table_cannot_be_changed_by_who_reads_it():
    with pytest.raises(TypeError):
        hypothesis("owners", "pace").values["none"] = 2
    with pytest.raises(TypeError):
        hypotheses("owners")["pace"] = None


def test_a_topic_or_a_table_that_does_not_exist_is_said_in_one_sentence():
    with pytest.raises(InputError, match="sujets connus : careers, scenarios, owners, tension, skills, supply"):
        hypotheses("salaires")
    with pytest.raises(InputError, match="tables connues : career, declared"):
        hypothesis("owners", "salaires")
    with pytest.raises(InputError, match="tables connues : retirement, turnover"):
        hypothesis("careers", "salaires")
