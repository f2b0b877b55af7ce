"""Any procedure, drawn at random: its graph agrees with a plain closure, and a trial loses and doubles no dossier."""

import math
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings

from factories.procedures import SMALL, chain_of, opinion, procedures, read, small
from vivier.vocabulary import InputError
from vivier_web.procedures.coordination import Agreement, Chain, agreement, asked, chain
from vivier_web.procedures.definition import Procedure
from vivier_web.procedures.definition.data import Body
from vivier_web.procedures.definition.forms import Exit
from vivier_web.procedures.definition.words import OUTCOMES, POSITIVE
from vivier_web.procedures.graph import edges, ending, reached
from vivier_web.procedures.marking import consensus
from vivier_web.procedures.simulation import Assumptions, StageTrial, simulate
from vivier_web.procedures.telling import path, trial_told

SLOW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def closure(procedure: Procedure) -> set[tuple[str, str]]:
    """Give every pair of stages of which one leads to the other, by Warshall's algorithm."""
    names = [*(each.key for each in procedure.stages), "end"]
    pairs = {(each.key, target) for each in procedure.stages for exit_ in each.exits for target in exit_.to}
    for middle in names:
        pairs |= {(a, b) for a in names for b in names if (a, middle) in pairs and (middle, b) in pairs}
    return pairs


@given(procedures())
@SLOW
def test_what_is_reached_and_what_ends_agree_with_a_plain_closure(procedure: Procedure) -> None:
    pairs, names = closure(procedure), {each.key for each in procedure.stages}
    first = procedure.first.key
    assert reached(procedure) == {first} | {each for each in names if (first, each) in pairs}
    assert ending(procedure) == {each for each in names if (each, "end") in pairs}
    assert reached(procedure, passes=lambda _stage, _outcome: False) == {first}


def test_only_the_outcomes_let_through_are_followed() -> None:
    assert list(edges(small().stages[0])) == [("done", "experts"), ("lapsed", "end")]
    assert reached(small(), passes=lambda _stage, outcome: outcome == "done") == {"filing", "experts", "committee"}
    assert reached(small(), passes=lambda stage, _outcome: stage.key != "experts") == {"filing", "experts"}
    turning = replace(small(), stages=tuple(replace(s, exits=(Exit("done", ("filing",)),)) for s in small().stages))
    assert (reached(turning), ending(turning)) == ({"filing"}, set())


@given(procedures())
@SLOW
def test_a_trial_of_any_procedure_loses_and_doubles_no_dossier(procedure: Procedure) -> None:
    assumed = Assumptions(dossiers=4)
    trial = simulate(procedure, assumed)
    ended, stuck = sum(n for _, n in trial.outcomes), sum(n for *_, n in trial.stuck)
    assert ended + stuck == 4
    assert simulate(procedure, assumed) == trial
    assert {outcome for outcome, _ in trial.outcomes} <= set(OUTCOMES)
    reachable = reached(procedure)
    for each in trial.stages:
        assert each.positive <= each.entered
        assert each.silent <= each.entered
        assert each.most_at_once <= min(each.entered, 4)
        assert each.stage in reachable or each.entered == 0
        assert each.median_days <= each.long_days
    told = trial_told(procedure, trial)
    assert (told.ended, told.blocked) == (ended, stuck)
    assert told.accepted == sum(n for outcome, n in trial.outcomes if outcome in POSITIVE)
    assert [each.title for each in told.stages] == [each.title for each in path(procedure)]


def test_a_row_of_forms_without_deadline_takes_each_dossier_through_each_stage() -> None:
    trial = simulate(chain_of(3), Assumptions(dossiers=7))
    assert trial.outcomes == (("done", 7),)
    assert [(each.entered, each.positive, each.silent) for each in trial.stages] == [(7, 7, 0)] * 3
    assert (trial.opinions, trial.stuck) == ((), ())


def test_dossiers_that_come_one_after_the_other_are_held_as_many_at_once_as_they_overlap() -> None:
    together = simulate(chain_of(1), Assumptions(dossiers=9, arrivals_days=1)).stages[0]
    assert together.most_at_once == 9
    spread = simulate(chain_of(1), Assumptions(dossiers=9, arrivals_days=3650, haste=0.01)).stages[0]
    assert spread.most_at_once == 1
    assert spread.median_days == 1


def test_a_stage_nobody_comes_to_has_a_rate_of_zero() -> None:
    assert StageTrial("s", "b", 0, 0, 0, 0.0, 0.0, 0).positive_rate == 0
    assert StageTrial("s", "b", 4, 1, 0, 0.0, 0.0, 0).positive_rate == 0.25


def test_an_endless_turn_is_told_and_not_run_for_ever() -> None:
    turning = chain_of(2)
    back = replace(turning.stages[1], exits=(Exit("done", ("s0",)),))
    trial = simulate(replace(turning, stages=(turning.stages[0], back)), Assumptions(dossiers=2))
    assert (trial.outcomes, [why for _, why, _ in trial.stuck]) == ((), ["Le dossier tourne sans fin."])
    assert sum(each.entered for each in trial.stages) == 400


@pytest.mark.parametrize("name", ["quality", "diversity", "discord", "accept_rate", "complete_rate", "haste"])
@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, -0.001])
def test_a_share_that_is_no_share_is_refused(name: str, value: float) -> None:
    with pytest.raises(InputError):
        Assumptions(**{name: value})


@pytest.mark.parametrize(
    "edge", [{"dossiers": 1}, {"dossiers": 2000}, {"quality": 0}, {"quality": 1}, {"discord": 1}]
)
def test_the_limits_of_the_assumptions_are_taken(edge: dict[str, float]) -> None:
    assert all(getattr(Assumptions(**edge), name) == value for name, value in edge.items())


@given(procedures(), procedures())
@SLOW
def test_what_sharing_removes_is_never_more_than_what_was_asked_twice(one: Procedure, other: Procedure) -> None:
    found = chain(one, other)
    names = [{(each.kind, each.key) for each in side} for side in (found.first, found.second, found.twice)]
    assert names[2] == names[0] & names[1]
    assert set(found.still) <= set(found.twice)
    assert 0 <= found.share_removed <= 1
    assert all(len({(each.kind, each.key) for each in side}) == len(side) for side in (found.first, found.second))
    assert {each.key for each in chain(one, one).still} == {each.key for each in asked(one) if each.again}


def test_the_side_of_a_form_is_that_of_whom_it_is_filed_for() -> None:
    to_state = replace(small(), stages=(replace(small().stages[0], addressed_to="state"), *small().stages[1:]))
    assert [each.key for each in asked(to_state, "authority")] == ["title", "partners", "secret"]
    assert [each.key for each in asked(to_state, "pole")] == ["innovation", "market"]
    paid = tuple(replace(each, side="authority") if each.key == "experts" else each for each in small().bodies)
    assert [each.key for each in asked(replace(small(), bodies=paid), "authority")] == ["innovation", "market"]
    found = chain(replace(small(), bodies=paid))  # pôle and paid experts mark the same two criteria
    assert [(each.kind, each.key) for each in found.twice] == [("criterion", "innovation"), ("criterion", "market")]
    assert (found.removed, found.share_removed) == (2, 1)
    assert Chain((), (), (), ()).share_removed == 0


@pytest.mark.parametrize(("role", "side", "organisation"), [
    ("state", "", "authority"), ("region", "", "authority"), ("expert", "", "pole"), ("expert", "authority", "authority"), ("state", "pole", "pole"),
])  # fmt: skip
def test_a_body_works_for_the_side_of_its_role_unless_it_says_otherwise(
    role: str, side: str, organisation: str
) -> None:
    assert Body("b", "Instance", role, side).organisation == organisation


def test_two_bodies_agree_up_to_a_quarter_of_the_scale_whatever_the_scale() -> None:
    grid = small().grid("grid")
    shifted = read(SMALL.replace('{ mark = 0, text = "Aucun" }, { mark = 1, text = "Possible" }, { mark = 2, text = "Acquis" }',
        '{ mark = 1, text = "a" }, { mark = 2, text = "b" }, { mark = 3, text = "c" }, { mark = 4, text = "d" }, { mark = 5, text = "e" }')).grid("grid")  # fmt: skip
    found = agreement(consensus(grid, [opinion("A", 4, 0)]), consensus(shifted, [opinion("B", 3, 2)]))
    assert found == (
        Agreement("innovation", "Innovation", Fraction(1), Fraction(3, 4)),
        Agreement("market", "Marché", Fraction(0), Fraction(1, 4)),
    )
    assert [each.is_close for each in found] == [True, True]
    assert not Agreement("k", "K", Fraction(0), Fraction(2501, 10000)).is_close
