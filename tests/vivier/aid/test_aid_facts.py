"""The rules that ship against what is known of them: each number, and never a certainty above what was read."""

from decimal import Decimal

import pytest

from vivier.aid import rules
from vivier.aid.reading import known
from vivier.aid.ruling import CEILING

SURE = {"[M]": 0, "[S]": 1, "[V]": 2}
SMES = ("small", "medium")
HERE, AWAY = ("lead", "labelling"), ("outside",)

# Regime, sizes, territories → rate, and the most sure it may be said to be.
COMPANIES = [
    *((name, SMES, HERE, "0.45", most) for name, most in (("fui-14", "[M]"), ("fui-15", "[M]"), ("fui-18", "[S]"), ("fui-21", "[V]"))),
    *((name, SMES, AWAY, "0.30", most) for name, most in (("fui-14", "[M]"), ("fui-15", "[M]"), ("fui-18", "[S]"), ("fui-21", "[V]"))),
    *((name, ("mid-cap",), HERE, "0.30", most) for name, most in (("fui-14", "[M]"), ("fui-15", "[M]"), ("fui-18", "[S]"), ("fui-21", "[V]"))),
    *((name, ("mid-cap",), AWAY, "0.25", most) for name, most in (("fui-14", "[M]"), ("fui-15", "[M]"), ("fui-18", "[S]"), ("fui-21", "[V]"))),
    *((name, ("large",), HERE + AWAY, "0.25", most) for name, most in (("fui-14", "[M]"), ("fui-15", "[M]"), ("fui-18", "[S]"), ("fui-21", "[V]"))),
    ("fui-25", SMES, HERE, "0.50", "[V]"),
    ("fui-25", ("mid-cap",), HERE, "0.35", "[V]"),
    ("fui-25", SMES, AWAY, "0.35", "[V]"),
    ("fui-25", ("mid-cap",), AWAY, "0.30", "[V]"),
    ("fui-25", ("large",), HERE + AWAY, "0.30", "[V]"),
    ("pspc", ("small",), HERE + AWAY, "0.50", "[S]"),
    ("pspc", ("medium",), HERE + AWAY, "0.40", "[S]"),
    ("pspc", ("mid-cap", "large"), HERE + AWAY, "0.30", "[S]"),
    ("i-demo-regional-aura", ("small",), HERE + AWAY, "0.60", "[V]"),
    ("i-demo-regional-aura", ("medium",), HERE + AWAY, "0.50", "[V]"),
    ("i-demo-regional-aura", ("mid-cap",), HERE + AWAY, "0.35", "[V]"),
    ("i-demo-regional-aura", ("large",), HERE + AWAY, "0.25", "[V]"),
    ("i-demo", (*SMES, "mid-cap", "large"), HERE + AWAY, CEILING, "[S]"),
]  # fmt: skip
LABORATORIES = [("fui-14", "[M]"), ("fui-15", "[M]"), ("fui-18", "[S]"), ("fui-21", "[V]"), ("fui-25", "[M]"), ("pspc", "[M]")]  # fmt: skip

# Regime, measure → sign, bound, the most sure it may be said to be.
CONDITIONS = [
    *((name, "companies", "at_least", 2, "[V]") for name in ("fui-18", "fui-21", "fui-25")),
    *((name, "research_bodies", "at_least", 1, "[V]") for name in ("fui-18", "fui-21", "fui-25")),
    *((name, "leading_companies", "at_least", 1, "[V]") for name in ("fui-18", "fui-21", "fui-25")),
    *((name, "lead_territory_share", "at_least", "0.25", "[V]") for name in ("fui-18", "fui-21", "fui-25")),
    *((name, "territories_share", "above", "0.50", "[V]") for name in ("fui-18", "fui-21")),
    ("fui-25", "territories_share", "at_least", "0.50", "[V]"),
    *((name, "research_aid_share", "at_most", "0.40", "[V]") for name in ("fui-18", "fui-21", "fui-25")),
    *((name, "other_public_eur", "at_most", 0, "[V]") for name in ("fui-18", "fui-21", "fui-25")),
    *((name, "lead_territory_share", "at_least", "0.25", "[M]") for name in ("fui-14", "fui-15")),
    *((name, "aid_eur", "at_least", 750_000, most) for name, most in (("fui-18", "[V]"), ("fui-21", "[V]"), ("fui-25", "[M]"), ("fui-15", "[M]"))),
    *((name, "base_eur", "at_most", 6_000_000, "[S]") for name in ("fui-14", "fui-15", "fui-18", "fui-21", "fui-25")),
    ("fui-15", "market_years", "at_most", 5, "[V]"),
    ("fui-18", "market_years", "at_most", 3, "[V]"),
    ("fui-21", "market_years", "at_most", 5, "[M]"),
    ("fui-25", "market_years", "at_most", 5, "[V]"),
    ("i-demo", "base_eur", "above", 4_000_000, "[V]"),
    ("i-demo", "partners", "at_most", 6, "[V]"),
    ("i-demo-regional-aura", "partners", "at_most", 5, "[V]"),
    ("i-demo-regional-aura", "undertakings", "at_least", 2, "[V]"),
    ("pspc", "base_eur", "above", 4_000_000, "[S]"),
    ("pspc", "largest_cost_share", "at_most", "0.70", "[S]"),
    ("pspc", "research_cost_share", "at_most", "0.30", "[S]"),
]  # fmt: skip


def rate_of(name, kind, size, territory, method="full"):
    given = (kind, size, territory, method)
    for each in rules(name).rates:
        asked = (each.kinds, each.sizes, each.territories, each.methods)
        if all(not words or word in words for word, words in zip(given, asked, strict=True)):
            return each
    return None


@pytest.mark.parametrize(("name", "sizes", "territories", "rate", "most"), COMPANIES)
def test_the_rate_of_companies_is_the_one_known_and_no_surer(name, sizes, territories, rate, most):
    for size in sizes:
        for territory in territories:
            held = rate_of(name, "company", size, territory)
            assert held.rate == Decimal(rate), (size, territory)
            assert SURE[held.rule.certainty] <= SURE[most], (size, territory)


@pytest.mark.parametrize(("name", "most"), LABORATORIES)
def test_laboratories_have_40_of_full_or_100_of_additional_costs(name, most):
    for method, rate in (("full", "0.40"), ("additional", "1.00")):
        held = rate_of(name, "laboratory", "", "lead", method)
        assert held.rate == Decimal(rate)
        assert SURE[held.rule.certainty] <= SURE[most]


@pytest.mark.parametrize(("name", "measure", "sign", "bound", "most"), CONDITIONS)
def test_a_condition_is_the_one_known_and_no_surer(name, measure, sign, bound, most):
    found = [each for each in rules(name).conditions if each.measure == measure and each.sign == sign]
    assert [each.bound for each in found] == [Decimal(bound)]
    assert SURE[found[0].rule.certainty] <= SURE[most]


def test_the_sizes_of_a_project_only_orient_and_the_share_of_laboratories_may_be_justified():
    for name in ("fui-14", "fui-15", "fui-18", "fui-21", "fui-25"):
        held = {(each.measure, each.sign): each for each in rules(name).conditions}
        assert not held["aid_eur", "at_least"].is_required
        assert not held["base_eur", "at_most"].is_required
        assert held["research_aid_share", "at_most"].unless == "justified"


def test_the_call_of_late_2012_caps_laboratories_at_40_of_their_full_costs_and_only_it_is_sure():
    held = {name: [each for each in known()[name].caps if each.share] for name in known()}
    assert {name: (each[0].share, each[0].rule.certainty) for name, each in held.items() if each} == {
        "fui-14": (Decimal("0.40"), "[M]"),
        "fui-15": (Decimal("0.40"), "[V]"),
    }


@pytest.mark.parametrize("name", ["gber-2014", "gber-2023"])
def test_the_bonuses_of_size_and_the_dates_of_article_25_are_never_said_to_be_read(name):
    held = rules(name)
    assert {key: rate for key, (rate, _) in held.ceiling.base.items()} == {
        "fundamental": 1, "industrial": Decimal("0.5"), "experimental": Decimal("0.25"), "feasibility": Decimal("0.5"),
    }  # fmt: skip
    assert {each.rule.certainty for each in held.ceiling.bonuses if each.family == "size"} == {"[M]"}
    assert held.validity.certainty == "[M]"
    assert held.ceiling.most == Decimal("0.8")


def test_a_split_between_funders_of_the_fui_is_a_hypothesis_everywhere():
    for name in ("fui-14", "fui-15", "fui-18", "fui-21", "fui-25"):
        assert [(each.name, each.weight, each.rule.certainty) for each in rules(name).funders] == [
            ("État", 2, "[M]"),
            ("Régions", 1, "[M]"),
        ]


def test_de_minimis_is_300_000_euros_over_three_years():
    held = rules("de-minimis-2831").allowance
    assert (held.most_eur, held.years) == (300_000, 3)
