"""What holds of any award: ceilings, sums, order, and what may only go one way."""

import random
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from factories.aid import REGIMES, TODAY, drawn
from oracles import aid as oracle
from vivier.aid import Consortium, Cost, Partner, compute, rules
from vivier.aid.data import Prior
from vivier.aid.money import cut_down
from vivier.aid.splitting import split

VERSIONS = {
    "fui-14": 2008,
    "fui-15": 2008,
    "fui-18": 2008,
    "gber-2008": 2008,
    "gber-2023": 2023,
    "i-demo": 2023,
    "i-demo-regional-aura": 2023,
}
consortia = st.tuples(st.integers(1000, 10**9), st.sampled_from(REGIMES))


def awarded(project: Consortium, name: str):
    return compute(project, rules=rules(name), today=TODAY)


@settings(max_examples=150, deadline=None)
@given(consortia)
def test_no_line_is_above_its_ceiling_nor_its_cost_and_each_cites_a_rule(drawn_from):
    seed, name = drawn_from
    project = drawn(seed, name)
    held = {each.name: each for each in project.partners}
    for line in awarded(project, name).lines:
        assert 0 <= line.aid_eur <= line.cost_eur
        assert line.rule.says
        assert line.rule.source
        assert line.rule.certainty in {"[V]", "[S]", "[M]"}
        if name != "de-minimis-2831":  # whose aid is no aid that article 25 bounds
            limit = oracle.ceiling(VERSIONS.get(name, 2014), held[line.partner], line.category, project)
            assert limit is None or Fraction(line.aid_eur) <= Fraction(line.cost_eur) * limit


@settings(max_examples=100, deadline=None)
@given(consortia)
def test_aid_and_other_public_money_together_stay_under_the_costs(drawn_from):
    seed, name = drawn_from
    project = drawn(seed, name)
    award = awarded(project, name)
    for each in project.partners:
        costs = sum((Decimal(cost.amount_eur) for cost in each.costs), Decimal(0))
        assert award.of(each.name) == 0 or award.of(each.name) + each.other_public_eur <= costs


@settings(max_examples=100, deadline=None)
@given(consortia, st.randoms(use_true_random=False))
def test_the_order_of_partners_and_costs_changes_nothing(drawn_from, chance: random.Random):
    seed, name = drawn_from
    project = drawn(seed, name)
    shuffled = [replace(each, costs=tuple(chance.sample(each.costs, len(each.costs)))) for each in project.partners]
    chance.shuffle(shuffled)
    assert awarded(replace(project, partners=tuple(shuffled)), name) == awarded(project, name)


@settings(max_examples=100, deadline=None)
@given(consortia)
def test_shares_make_the_award_to_the_cent_and_respect_caps(drawn_from):
    seed, name = drawn_from
    project = drawn(seed, name)
    award = awarded(project, name)
    if award.shares:
        assert sum(each.amount_eur for each in award.shares) == award.total_eur
    assert all(each.amount_eur <= project.caps_eur.get(each.funder, each.amount_eur) for each in award.shares)


@given(st.lists(st.integers(0, 10**9), max_size=9), st.integers(0, 10**9))
def test_cutting_down_gives_the_total_asked_and_raises_nobody(amounts, most):
    kept = cut_down(amounts, most)
    assert sum(kept) == min(sum(amounts), most)
    assert all(0 <= after <= before for after, before in zip(kept, amounts, strict=True))


@given(st.integers(0, 10**11))
def test_a_split_two_to_one_is_within_a_cent_of_two_thirds(total):
    shares = {each.funder: int(each.amount_eur * 100) for each in split(total, rules("fui-25").funders, {})}
    assert abs(3 * shares["État"] - 2 * total) <= 3
    assert sum(shares.values()) == total


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from([each for each in REGIMES if each != "de-minimis-2831"]),
    st.integers(0, 10**8),
    st.sampled_from(("industrial", "experimental")),
)
def test_a_smaller_company_never_gets_less_for_the_same_costs(name, amount, category):
    found = []
    for size in ("small", "medium", "mid-cap", "large"):
        costs = (Cost("staff", category, Decimal(amount).scaleb(-2)),)
        one = Partner("A", "company", size, "lead", "lead", costs=costs)
        found.append(awarded(Consortium("P", (one,)), name).total_eur)
    assert found == sorted(found, reverse=True)


@settings(max_examples=80, deadline=None)
@given(consortia, st.integers(1, 10**7))
def test_more_public_money_elsewhere_never_gives_more(drawn_from, more):
    seed, name = drawn_from
    project = drawn(seed, name)
    first = project.partners[0]
    richer = replace(first, other_public_eur=first.other_public_eur + Decimal(more).scaleb(-2))
    after = awarded(replace(project, partners=(richer, *project.partners[1:])), name)
    assert after.total_eur <= awarded(project, name).total_eur


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 10**7))
def test_more_de_minimis_before_never_leaves_more_and_the_group_stays_under_the_allowance(seed, more):
    project = drawn(seed, "de-minimis-2831")
    first = project.partners[0]
    richer = replace(first, prior=(*first.prior, Prior(TODAY, Decimal(more).scaleb(-2))))
    before, after = (
        awarded(replace(project, partners=(one, *project.partners[1:])), "de-minimis-2831") for one in (first, richer)
    )
    assert after.total_eur <= before.total_eur
    for name in {each.undertaking for each in project.partners}:
        own = sum(before.of(each.name) for each in project.partners if each.undertaking == name)
        assert own <= 300_000


@settings(max_examples=60, deadline=None)
@given(consortia, st.integers(2, 5))
def test_costs_multiplied_never_give_less_where_nothing_else_is_told(drawn_from, times):
    seed, name = drawn_from
    project = drawn(seed, name)
    bare = [replace(each, other_public_eur=0, full_cost_eur=None) for each in project.partners]
    larger = [
        replace(each, costs=tuple(replace(cost, amount_eur=cost.amount_eur * times) for cost in each.costs))
        for each in bare
    ]
    small, large = (awarded(replace(project, partners=tuple(each)), name).total_eur for each in (bare, larger))
    assert small <= large
