"""A title that other members declare with one code is coded as they do; a human’s answer stays above them."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories.titled import ON, coder, company, person
from vivier.intake import Headcount
from vivier.occupations.coder.data import Coding, Title
from vivier.study import Parameters, run
from vivier.study.titles import answered
from vivier.study.witnesses import SURE, witnessed


def pole(*declared: Sequence[str], title: str = "Chef d’équipe") -> Headcount:
    """Make one company that gives no code, and one a list of codes, its people all with the same title."""
    others = [
        company([person(title.upper(), code) for code in codes], siren=f"00010{rank:04d}")
        for rank, codes in enumerate(declared)
    ]
    return Headcount(ON, (company([person(title)] * 2), *others))


def said(headcount: Headcount, title: str = "Chef d’équipe") -> Coding:
    return witnessed(headcount, answered(headcount, coder))[Title(title)]


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        ([["484a"], ["484a"]], Coding("484a", 0.8333, "coded")),  # (2 + ½) / (2 + 1), whatever the case of the title
        ([["484a", "484a", "484b"], ["484a"]], Coding("484a", 0.8333, "coded")),  # a company has one voice
        ([["484a"] * 40], None),  # one company, however large, is one habit
        ([["484a"], ["484b"]], None),
        ([["48"], ["48"], ["48"]], None),  # a category is no code
        ([["484a"]] * 9 + [["484b"]], Coding("484a", 0.8636, "coded", ("484b",))),
    ],
)
def test_companies_that_agree_are_believed(declared: list[list[str]], expected: Coding | None) -> None:
    asked = answered(pole(), coder)[Title("Chef d’équipe")]
    assert said(pole(*declared)) == (expected or asked)


def test_what_a_human_decided_is_above_what_others_declare() -> None:
    headcount = pole(["484a"], ["484a"])
    decided = {title: Coding("483a", 1.0, "coded") for title in answered(headcount, coder)}
    assert witnessed(headcount, decided) == decided


def test_the_study_counts_them_apart_and_checks_titles_alone() -> None:
    made = run(pole(["484a"], ["484a"]), parameters=Parameters(horizon=2, draws=100), coder=coder)
    told = {row.keys[0]: row.figure.value for row in made.table("codage").rows if row.figure}
    assert told == {"pcs_declaree": 2, "codee_membres": 2, "probabilite": 0.8333}
    assert {row.keys[0] for row in made.table("metiers").rows} == {"ensemble", "484a"}
    assert made.table("a_relire").rows == ()


@given(st.lists(st.lists(st.sampled_from(["484a", "484b", "623e"]), min_size=1, max_size=4), max_size=6))
def test_a_witness_is_never_surer_than_its_companies_and_order_does_not_matter(declared: list[list[str]]) -> None:
    found = said(pole(*declared))
    assert found == said(pole(*reversed(declared)))
    if found.decision == "coded":
        assert SURE <= found.probability <= (len(declared) + 0.5) / (len(declared) + 1) + 1e-4
