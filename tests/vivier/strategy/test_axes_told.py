"""How axes are told: chains built from findings, small numbers kept silent, weights and their doubts, refusals."""

import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories.strategy import findings, planted
from vivier.strategy import Finding, Rules, emerge
from vivier.strategy.data import KINDS, Figure
from vivier.strategy.layout import as_json, from_json
from vivier.strategy.profiles import centred, profiles, standardised
from vivier.strategy.resampling import jaccard
from vivier.strategy.responses import Response, complete, shipped
from vivier.strategy.weighing import derived, ranked, table
from vivier.strategy.weighing import given as given_weights
from vivier.strategy.wording import evidence, figure_text
from vivier.vocabulary import InputError, Interval

QUICK = Rules(flips=99, resamples=10)
AMOUNTS = planted(60, 20, 1003)[0]


def blocks(width=8, **more):
    """Three groups of five subjects, each touching its own eight members: worked by hand in the note of method."""
    return [
        Finding(
            f"f{n:02d}",
            "departure",
            f"s{n:02d}",
            f"Métier {n}",
            tuple((f"m{at:02d}", float(width * (n // 5) <= at < width * (n // 5 + 1))) for at in range(3 * width)),
            Figure(4 + n, "départs", 60, "Étude 2026, calcul 3", Interval(2, 9 + n)),
            **more,
        )
        for n in range(15)
    ]


def few(members):
    return Finding("z", "need", "rare", "Métier rare", members, Figure(5, "personnes", 30, "Étude 2026"))


def test_three_blocks_worked_by_hand_are_three_sure_axes():
    found = emerge(blocks(), rules=QUICK)
    assert sorted(sorted(axis.subjects) for axis in found.axes) == [
        [f"s{n:02d}" for n in range(start, start + 5)] for start in (0, 5, 10)
    ]
    assert {axis.stability.level for axis in found.axes} == {"sure"}
    assert {axis.members for axis in found.axes} == {8}
    assert found.left_out == ()


def test_the_chain_is_built_from_findings_alone():
    (axis, *_) = emerge(blocks(), rules=QUICK).axes
    chain = axis.chain
    assert "départs (5) ; 8 sur 24 sont touchés par la moitié au moins de ces sujets." in chain.observation
    assert len(chain.evidence) == 5
    assert chain.evidence[0].figure.provenance == "Étude 2026, calcul 3"
    assert "n = 60 ; Étude 2026, calcul 3" in chain.evidence[0].sentence
    assert chain.evidence[0].label in chain.indicator
    assert chain.sources == (shipped()["departure"].origin,)
    assert all(subject_label in " ".join(each.label for each in chain.evidence) for subject_label in ("Métier",))
    assert "{sujets}" not in f"{chain.risk} {chain.decision} {chain.action} {chain.indicator}"


def test_axes_survive_json():
    found = emerge(blocks(), rules=Rules(flips=99, resamples=10, name_members=True))
    assert from_json(json.loads(json.dumps(as_json(found), allow_nan=False))) == found


def test_what_is_not_axes_is_refused_when_read():
    with pytest.raises(InputError, match="ne contient pas des axes"):
        from_json({"axes": [{}]})


def test_members_are_never_named_unless_told():
    rows = findings(AMOUNTS)
    assert all(f"m{at:03d}" not in json.dumps(as_json(emerge(rows, rules=QUICK))) for at in range(60))
    told = emerge(rows, rules=Rules(flips=99, resamples=10, name_members=True))
    assert all(len(axis.member_ids) == axis.members for axis in told.axes)


def test_a_finding_of_two_members_is_refused_as_evidence_and_said_so():
    found = emerge([*blocks(), few((("m00", 1.0), ("m01", 1.0)))], rules=QUICK)
    assert [(each.finding, each.reason) for each in found.left_out] == [("z", "few")]
    assert "Métier rare" not in json.dumps(as_json(found), ensure_ascii=False)


def test_a_finding_of_two_members_may_be_shown_without_its_figure():
    told = evidence(few((("m00", 1.0), ("m01", 1.0))), Rules(few="hide"))
    assert told.figure is None
    assert told.members is None
    assert told.sentence == "Besoin de formation — Métier rare : chiffre non montré : trop peu de membres."


def test_a_finding_that_one_member_makes_alone_is_shown_without_its_figure():
    assert evidence(few((("a", 90.0), ("b", 6.0), ("c", 4.0))), Rules()).figure is None
    assert evidence(few((("a", 40.0), ("b", 35.0), ("c", 30.0))), Rules()).figure is not None


def test_a_subject_that_touches_everybody_alike_is_a_theme_not_an_axis():
    everyone = few(tuple((f"m{at:02d}", 1.0) for at in range(24)))
    found = emerge([*blocks(), everyone], rules=QUICK)
    assert [(each.finding, each.reason) for each in found.left_out] == [("z", "everyone")]


def test_every_finding_is_in_one_axis_or_left_out_with_a_reason():
    rows = findings(AMOUNTS)
    found = emerge(rows, rules=QUICK)
    held = [key for axis in found.axes for key in axis.findings] + [each.finding for each in found.left_out]
    assert sorted(held) == [each.key for each in rows]


def test_fewer_axes_may_be_asked_and_the_others_are_said_to_come_after():
    found = emerge(blocks(), rules=Rules(most_axes=2, flips=99, resamples=10))
    assert len(found.axes) == 2
    assert {each.reason for each in found.left_out} == {"beyond"}


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        (Figure(0.5, "part", 6, "S"), "3 sur 6 (S)"),
        (Figure(0.5, "part", 6, "S", Interval(0.1, 0.9)), "3 sur 6 (S)"),
        (Figure(0.25, "part", 400, "S"), "25\u00a0% (n = 400 ; S)"),
        (Figure(12.4, "personnes", 80, "S"), "12 personnes (n = 80 ; S)"),
    ],
)
def test_figures_have_no_decimals_and_no_per_cent_on_small_n(figure, said):
    assert figure_text(figure) == said


def test_given_weights_decide_the_order_and_their_doubt_is_told():
    urgent = [(each, 0.9 if rank < 5 else 0.1) for rank, each in enumerate(blocks())]
    rows = [
        Finding(
            each.key, each.kind, each.subject, each.label, each.members, each.figure,
            (("urgency", score), ("gravity", 1 - score)),
        )
        for each, score in urgent
    ]  # fmt: skip
    first = emerge(rows, weights={"urgency": 1.0}, rules=QUICK).axes[0]
    assert set(first.subjects) == {f"s{n:02d}" for n in range(5)}
    last = emerge(rows, weights={"gravity": 1.0}, rules=QUICK).axes[-1]
    assert set(last.subjects) == {f"s{n:02d}" for n in range(5)}
    assert first.ranks[0] == pytest.approx(0.5, abs=0.05)


def test_an_axis_best_on_every_criterion_is_first_whatever_the_weights():
    ranks, order = ranked(np.array([[0.2, 0.1], [0.9, 0.8]]), np.random.default_rng(1))
    assert ranks.tolist() == [[0.0, 1.0], [1.0, 0.0]]
    assert (order[:, 0] == 1).all()


@given(st.lists(st.lists(st.floats(0, 1), min_size=3, max_size=3), min_size=3, max_size=12))
@settings(deadline=None, max_examples=40)
@pytest.mark.parametrize("weighting", ["equal", "critic", "entropy"])
def test_derived_weights_are_shares(weighting, rows):
    weights = derived(np.array(rows), Rules(weighting=weighting))
    assert weights.sum() == pytest.approx(1)
    assert (weights >= 0).all()


def test_a_missing_score_changes_no_weight_of_others_to_nan():
    names, scores = table(blocks(criteria=(("urgency", 0.5),))[:4] + findings(AMOUNTS)[:4], 60)
    assert names == ("shared", "urgency", "volume")
    assert np.isfinite(derived(scores, Rules())).all()
    assert given_weights(names, {"volume": 2}).tolist() == [0, 0, 1]


@given(st.integers(0, 1000))
@settings(deadline=None, max_examples=25)
def test_centring_leaves_nothing_of_members_nor_of_subjects(seed):
    values = np.random.default_rng(seed).random((6, 9)) + np.arange(9)
    found = centred(values, np.ones((6, 9)), rounds=30)
    assert np.abs(found.mean(0)).max() < 0.05
    assert np.abs(found.mean(1)).max() < 1e-9


def test_findings_of_one_subject_go_together():
    pair = [few((("a", 1.0), ("b", 2.0), ("c", None))), few((("a", 3.0), ("b", None), ("c", None)))]
    (one, other) = (pair[0], Finding("y", "gap", "rare", "Métier rare", pair[1].members))
    found = profiles([one, other])
    assert found.subjects == ("rare",)
    assert found.known.tolist() == [[1, 1, 0]]


def test_an_unknown_answer_weighs_nothing():
    assert standardised(np.array([[1.0, 3.0, 7.0]]), np.array([[1.0, 1.0, 0.0]])).tolist() == [[-1, 1, 0]]


def test_jaccard_with_no_group_is_nothing():
    assert jaccard(np.array([0, 0, 1]), np.array([-1, -1, -1])).tolist() == [0, 0]


def test_every_kind_has_an_answer_that_the_pole_may_replace():
    own = Response("Risque.", "Décision sur {sujets}.", "Action.", "Indicateur", "Comité du pôle", "[V]")
    assert set(shipped()) == set(KINDS)
    assert complete({"need": own})["need"] is own
    chain = emerge(blocks(), rules=QUICK, responses={"departure": own}).axes[0].chain
    assert chain.decision.startswith("Décision sur Métier")
    assert chain.sources == ("Comité du pôle [V]",)


@pytest.mark.parametrize(
    "nonsense",
    [
        lambda: Finding("", "need", "s", "S", ()),
        lambda: Finding("k", "souhait", "s", "S", ()),
        lambda: Finding("k", "need", "s", "S", (("a", math.nan),)),
        lambda: Finding("k", "need", "s", "S", (("a", -1.0),)),
        lambda: Finding("k", "need", "s", "S", (("a", 1.0), ("a", 2.0))),
        lambda: Finding("k", "need", "s", "S", (), None, (("urgency", 2.0),)),
        lambda: Finding("k", "need", "s", "S", (), None, (("shared", 0.5),)),
        lambda: Figure(math.nan, "départs", 3, "S"),
        lambda: Figure(1.4, "part", 3, "S"),
        lambda: Figure(1.0, "départs", 3, " "),
        lambda: Figure(1.0, "départs", -3, "S"),
        lambda: Rules(most_axes=5),
        lambda: Rules(few="cacher"),
        lambda: Rules(weighting="topsis"),
        lambda: Rules(flips=20),
        lambda: Response("", "b", "c", "d", "e", "f"),
        lambda: complete({"souhait": shipped()["need"]}),
        lambda: emerge([*blocks(), *blocks()]),
        lambda: emerge(blocks(), links=[("s00", "ailleurs", 1.0)]),
        lambda: emerge(blocks(), links=[("s00", "s01", math.nan)]),
        lambda: emerge(blocks(), weights={"beauté": 1.0}, rules=QUICK),
        lambda: emerge(blocks(), weights={"shared": 0.0}, rules=QUICK),
        lambda: emerge(blocks(), weights={"shared": math.nan}, rules=QUICK),
        lambda: emerge([], seed=-1),
    ],
)
def test_nonsense_about_strategy_is_refused_with_one_sentence(nonsense):
    with pytest.raises(InputError) as refused:
        nonsense()
    assert str(refused.value).endswith(".")
    assert ". " not in str(refused.value)
