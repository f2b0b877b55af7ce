"""Aid against a naive second implementation, cent for cent, on consortia drawn from seeds."""

from fractions import Fraction

import pytest

from factories.aid import REGIMES, TODAY, drawn
from oracles import aid as oracle
from vivier.aid import compute, rules

DRAWS = 40  # for each regime


@pytest.mark.parametrize("regime", REGIMES)
def test_every_line_share_and_verdict_is_that_of_the_naive_computation(regime):
    for seed in range(DRAWS):
        project = drawn(seed, regime)
        award = compute(project, rules=rules(regime), today=TODAY)
        lines, split, is_eligible = oracle.award(project, regime, TODAY)
        found = [((x.partner, x.nature, x.category, Fraction(x.cost_eur)), Fraction(x.aid_eur)) for x in award.lines]
        assert found == lines, (regime, seed)
        assert {each.funder: Fraction(each.amount_eur) for each in award.shares} == split, (regime, seed)
        assert award.is_eligible is is_eligible, (regime, seed)


def test_the_draws_reach_every_branch_that_could_hide_a_fault():
    awards = [compute(drawn(seed, name), rules=rules(name), today=TODAY) for name in REGIMES for seed in range(DRAWS)]
    assert len(awards) >= 200
    assert {line.bound for each in awards for line in each.lines} == {"rate", "ceiling", "silent"}
    assert {each.is_eligible for each in awards} == {True, False, None}
    assert any(each.cuts for each in awards)
    assert any(share.funder == "non financé" for each in awards for share in each.shares)
