"""The tension of an occupation: fixed points, a composite that knows what it ignores, declared against official."""

import copy
import json
import math
import random
from dataclasses import asdict, replace
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oracles.jeffreys import jeffreys
from vivier.reference.hypotheses import hypothesis
from vivier.vocabulary import InputError
from vivier.workforce.tension import SIGNALS, Signals, composite, level, listed, score, tensions

ROOFER = Signals("B2Z40", 0.82, 0.12, 0.11, 0.05, declared_hard=10, declared_hires=10, n=8)
CLERK = Signals("L0Z60", 0.36, 0.06, 0.24, 0.35, declared_hard=1, declared_hires=9, n=9)
BAKER = Signals("S0Z20", difficulty=0.55)


def one(signals):
    return tensions([signals])[0]


@pytest.mark.parametrize("name", SIGNALS)
def test_the_published_quantiles_have_the_scores_of_a_normal_law(name):
    points, sign = hypothesis("tension", name).values, -1 if name == "supply" else 1
    for key, rank in (("p05", 0.05), ("p25", 0.25), ("p50", 0.5), ("p75", 0.75), ("p95", 0.95)):
        assert score(name, points[key]) == pytest.approx(sign * NormalDist().inv_cdf(rank), abs=1e-12)


def test_between_two_points_a_score_is_linear():
    low, high = score("ageing", 0.1135), score("ageing", 0.1504)
    assert score("ageing", (0.1135 + 0.1504) / 2) == pytest.approx((low + high) / 2)


def test_no_signal_alone_says_more_than_two_and_a_half_deviations():
    assert score("supply", 0.0) <= 2.5
    assert score("supply", 900) == -2.5
    assert score("exit_rate", 9) == 2.5


@given(st.sampled_from(SIGNALS), st.floats(0, 1), st.floats(0, 1))
def test_a_score_never_goes_against_its_signal(name, a, b):
    low, high = sorted((a, b))
    gap = score(name, high) - score(name, low)
    assert gap <= 0 if name == "supply" else gap >= 0


def test_levels_are_fifths_of_a_normal_law():
    rng = np.random.default_rng(3)
    counts = np.bincount([level(each) for each in rng.standard_normal(20_000)], minlength=6)[1:]
    assert counts / 20_000 == pytest.approx(np.full(5, 0.2), abs=0.012)


@pytest.mark.parametrize("known", [("difficulty",), ("difficulty", "ageing"), ("supply", "exit_rate"), SIGNALS])
def test_the_composite_has_the_same_spread_whatever_is_known(known):
    # Families drawn with the published correlations: the composite keeps a standard deviation of 1.
    table = hypothesis("tension", "correlation").values
    matrix = np.eye(4)
    for i, a in enumerate(SIGNALS):
        for j, b in enumerate(SIGNALS[i + 1 :], i + 1):
            matrix[i, j] = matrix[j, i] = table[f"{a}_{b}"]
    drawn = np.random.default_rng(1).multivariate_normal(np.zeros(4), matrix, 6000)
    found = [composite({name: row[SIGNALS.index(name)] for name in known}) for row in drawn]
    assert np.std(found) == pytest.approx(1, abs=0.03)


def test_by_hand_two_signals_are_weighed_and_put_back_on_scale():
    # (0.4 × 1 + 0.3 × 2) over the root of 0.4² + 0.3² + 2 × 0.4 × 0.3 × 0.20.
    assert composite({"difficulty": 1.0, "supply": 2.0}) == pytest.approx(1.0 / math.sqrt(0.16 + 0.09 + 0.048))


def test_weights_make_one():
    assert sum(hypothesis("tension", name).values["weight"] for name in SIGNALS) == pytest.approx(1)


def test_a_roofer_is_tense_and_a_clerk_is_not():
    assert one(ROOFER).level == 5
    assert one(CLERK).level == 1
    assert one(BAKER).level == 3


def test_the_other_occupations_of_the_pole_change_nothing():
    alone = [one(each) for each in (ROOFER, CLERK, BAKER)]
    assert sorted(alone, key=lambda each: each.occupation) == list(tensions([ROOFER, CLERK, BAKER]))
    calm = [replace(CLERK, occupation=f"métier {rank}") for rank in range(2)]
    assert {each.level for each in tensions(calm)} == {1}


def test_what_is_missing_is_said_and_moves_nothing_else():
    found = one(BAKER)
    assert [each.name for each in found.components] == ["difficulty"]
    assert found.missing == ("supply", "exit_rate", "ageing")
    assert found.score == found.components[0].score
    assert "non connus : demandeurs d’emploi, départs, âges" in found.reason


@pytest.mark.parametrize("signals", [Signals("x"), Signals("x", ageing=0.4), Signals("x", ageing=0.4, exit_rate=0.3)])
def test_ages_and_exits_alone_say_nothing_of_the_market(signals):
    found = one(signals)
    assert (found.level, found.score) == (None, None)
    assert found.reason.startswith("Tension inconnue, faute de difficulté de recrutement")


def test_the_reason_is_one_french_sentence_with_its_figures():
    assert one(ROOFER).reason == (
        "Tension 5 sur 5 : beaucoup de projets de recrutement jugés difficiles (82\u00a0%, médiane des métiers "
        "59\u00a0%), plutôt peu de demandeurs d’emploi pour un poste (0,05, médiane des métiers 0,11), plutôt "
        "beaucoup de départs hors fin de carrière (12\u00a0%, médiane des métiers 8\u00a0%), plutôt peu de personnes "
        "de 55 ans ou plus (11\u00a0%, médiane des métiers 15\u00a0%) ; les adhérents le jugent à peu près comme "
        "l’enquête officielle (100\u00a0% contre 82\u00a0%, 8 réponses)."
    )
    for found in tensions([ROOFER, CLERK, BAKER, Signals("x")]):
        assert found.reason.endswith(".")
        assert found.reason.count(". ") == 0


def test_the_gap_is_declared_minus_official_with_its_interval():
    found = one(CLERK).declared
    assert found.gap == pytest.approx(1 / 9 - 0.36)
    assert found.gap_interval.low == pytest.approx(found.interval.low - 0.36)
    assert (found.hires, found.n) == (9, 9)


@pytest.mark.parametrize(("hard", "hires"), [(1, 9), (7, 12), (30, 40)])
def test_the_interval_is_that_of_jeffreys_when_each_member_has_one_project(hard, hires):
    found = one(Signals("x", difficulty=0.5, declared_hard=hard, declared_hires=hires, n=hires)).declared
    assert (found.interval.low, found.interval.high) == pytest.approx(jeffreys(hard, hires), abs=1e-4)


def test_the_projects_of_one_member_count_for_less_than_those_of_many():
    many = one(Signals("x", difficulty=0.5, declared_hard=30, declared_hires=40, n=40)).declared
    few = one(Signals("x", difficulty=0.5, declared_hard=30, declared_hires=40, n=5)).declared
    # Eight projects a member: 40 / (1 + 7 × 0.5) = 8.9 projects' worth.
    assert few.interval.width == pytest.approx(np.diff(jeffreys(30 * 8.889 / 40, 8.889))[0], abs=1e-3)
    assert few.interval.width > 1.7 * many.interval.width
    assert (many.verdict, few.verdict) == ("harder", "alike")


def test_all_or_none_difficult_reaches_the_end_of_the_scale():
    assert one(Signals("x", 0.5, declared_hard=6, declared_hires=6, n=6)).declared.interval.high == 1
    assert one(Signals("x", 0.5, declared_hard=0, declared_hires=6, n=6)).declared.interval.low == 0


@pytest.mark.parametrize(
    ("declared", "verdict"),
    [
        ((20, 20, 20), "harder"), ((0, 20, 20), "easier"), ((12, 20, 20), "alike"), ((4, 4, 4), "too_few"),
        ((50, 50, 4), "too_few"), ((5, 5, 5), "harder"),
    ],
)  # fmt: skip
def test_there_is_never_a_verdict_under_five_answers(declared, verdict):
    hard, hires, n = declared
    found = one(Signals("x", difficulty=0.6, declared_hard=hard, declared_hires=hires, n=n))
    assert found.declared.verdict == verdict
    assert ("trop peu de réponses" in found.reason) == (verdict == "too_few")
    assert str(n) in found.reason


def test_without_official_figure_the_declared_share_is_shown_alone():
    found = one(Signals("x", supply=0.1, declared_hard=6, declared_hires=10, n=6))
    assert (found.declared.gap, found.declared.gap_interval, found.declared.verdict) == (None, None, "unknown")
    assert "60\u00a0% de leurs projets (6 réponses), sans chiffre officiel" in found.reason
    assert one(Signals("x", declared_hard=1, declared_hires=1, n=1)).declared.verdict == "too_few"


@pytest.mark.parametrize("none", [Signals("x"), Signals("x", declared_hard=0, declared_hires=0, n=7)])
def test_no_project_declared_is_nothing_to_compare(none):
    assert one(none).declared is None


def test_intervals_cover_the_shares_that_members_really_have():
    # 600 pôles of 12 members with 3 projects each; every member leans its own way, with correlation ½ between its
    # projects: a Beta-binomial whose Beta has a + b = 1. The 95 % interval covers at least 90 % of true shares.
    rng, inside = np.random.default_rng(8), 0
    for _ in range(600):
        share = rng.uniform(0.2, 0.8)
        hard = int(rng.binomial(3, rng.beta(share, 1 - share, 12)).sum())
        ends = one(Signals("x", 0.5, declared_hard=hard, declared_hires=36, n=12)).declared.interval
        inside += ends.low <= share <= ends.high
    assert 0.90 < inside / 600 < 0.99


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"occupation": ""}, "nommer son métier"),
        ({"difficulty": math.nan}, "difficulté de recruter"),
        ({"difficulty": 1.2}, "entre 0 et 1"),
        ({"ageing": -0.1}, "âges"),
        ({"exit_rate": math.inf}, "entre 0 et 10"),
        ({"supply": -1}, "demandeurs d’emploi"),
        ({"declared_hard": None}, "Donnez ensemble"),
        ({"declared_hard": 11}, "plus de projets jugés difficiles"),
        ({"declared_hires": 10.0}, "nombres entiers"),
        ({"n": math.nan}, "nombres entiers"),
        ({"n": 0}, "combien d’adhérents ont répondu"),
    ],
)
def test_a_signal_that_means_nothing_is_refused_with_a_sentence(given, sentence):
    with pytest.raises(InputError, match=sentence) as refused:
        replace(ROOFER, **given)
    assert str(refused.value).endswith(".")


def test_an_occupation_given_twice_is_refused():
    with pytest.raises(InputError, match="une par métier"):
        tensions([BAKER, replace(BAKER, difficulty=0.9)])


def test_nothing_gives_nothing_and_the_order_of_rows_is_irrelevant():
    rows = [ROOFER, CLERK, BAKER]
    before = copy.deepcopy(rows)
    random.Random(2).shuffle(rows)
    assert tensions([]) == ()
    assert list(map(asdict, tensions(rows))) == list(map(asdict, tensions(before)))
    assert sorted(rows, key=by_name) == sorted(before, key=by_name)


def by_name(signals):
    return signals.occupation


def test_every_fixed_point_is_listed_with_its_source():
    lines = {name: (value, source) for name, _, value, source in listed()}
    assert lines["tension.difficulty.p50"][0] == "0,5923"
    assert "BMO 2024" in lines["tension.difficulty.p50"][1]
    assert len(lines) == 4 * 6 + 6 + 2


def test_a_result_survives_json():
    found = [asdict(each) for each in tensions([ROOFER, CLERK, BAKER, Signals("x")])]
    again = json.loads(json.dumps(found, allow_nan=False))
    assert [each["reason"] for each in again] == [each["reason"] for each in found]
