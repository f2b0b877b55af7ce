"""Beside the pôle: a sum is shown only when it hides every company in it."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from vivier_web.skills.queries.beside import LEAST_COMPANIES, LEAST_PEOPLE, shown

counts = st.dictionaries(st.sampled_from("abc"), st.integers(1, 60), max_size=3).map(Counter)


@given(st.lists(counts, max_size=7))
def test_whatever_is_shown_holds_three_companies_five_people_and_no_giant(by_company: list[Counter[str]]) -> None:
    found = shown(by_company)
    for key, n in (found or {}).items():
        parts = [one[key] for one in by_company if one[key]]
        assert n == sum(parts) >= LEAST_PEOPLE
        assert len(parts) >= LEAST_COMPANIES
        assert max(parts) <= 0.85 * n


def test_one_cell_too_small_withholds_the_whole_table() -> None:
    fine = [Counter(a=9, b=4), Counter(a=8, b=4), Counter(a=7, b=4)]
    assert shown(fine) == Counter(a=24, b=12)
    assert shown([*fine, Counter(c=2)]) is None


def test_nobody_gives_nothing() -> None:
    assert shown([]) is None
    assert shown([Counter(), Counter(), Counter()]) is None
