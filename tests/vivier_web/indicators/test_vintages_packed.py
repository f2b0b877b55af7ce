"""A vintage packed as canonical JSON and read back: nothing is lost, the same values give the same bytes."""

import json
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, cast

from hypothesis import given, settings
from hypothesis import strategies as st

from vivier_web.indicators.models import Vintage
from vivier_web.indicators.queries.vintages import Doubt, Frozen, Record, Total, packed, unpacked

NUMBER = st.decimals(0, 10**9, places=2)
RECORDS = st.builds(
    Record, st.integers(1, 99), st.one_of(st.none(), st.integers(1, 10**9)), st.text(max_size=9), st.text(max_size=9), NUMBER,
    st.text(max_size=5), NUMBER, st.lists(st.text(max_size=9), max_size=3).map(tuple), st.text(max_size=2),
)  # fmt: skip
TOTALS = st.builds(
    Total, st.text(max_size=9), st.one_of(st.none(), NUMBER), st.integers(0, 99),
    st.lists(st.text(max_size=9), max_size=3).map(tuple), st.text(max_size=30),
)  # fmt: skip
DOUBTS = st.builds(
    Doubt,
    st.one_of(st.none(), st.integers(1, 9)),
    st.text(max_size=9),
    st.text(max_size=9),
    st.booleans(),
    st.booleans(),
)


@settings(max_examples=60)
@given(st.lists(RECORDS, max_size=3), st.lists(TOTALS, max_size=3), st.lists(DOUBTS, max_size=3))
def test_a_vintage_is_read_back_as_it_was_packed(
    rows: list[Record], totals: list[Total], doubts: list[Doubt]
) -> None:
    text = packed(tuple(rows), tuple(totals), tuple(doubts))
    kept = cast("Vintage", SimpleNamespace(pk=4, number=2, sha256="e", text=text))
    assert unpacked(kept) == Frozen(4, 2, "e", tuple(rows), tuple(totals), tuple(doubts))
    assert packed(tuple(rows), tuple(totals), tuple(doubts)) == text, "the same bytes twice"


def test_a_packed_vintage_is_plain_json_with_numbers_as_text() -> None:
    said: dict[str, Any] = json.loads(
        packed(
            (Record(1, 1, "h1", "jobs", Decimal("1E+3"), "u"),),
            (Total("jobs", None, 1, (), "Trop peu."),),
            (Doubt(1, "jobs", "Saut."),),
        )
    )
    assert (said["records"][0]["value"], said["totals"][0]["value"]) == ("1000", None)
    assert set(said["doubts"][0]) == {"organisation", "indicator", "why", "comment", "first"}, "never the value"
