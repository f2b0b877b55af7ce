"""Marks and what they are worth: simulated calls where the truth is known, and slips."""

import dataclasses
import json

import numpy as np
import pytest

from factories.panels import call
from vivier.panels import honesty
from vivier.panels.flips import kept_chances
from vivier.panels.honesty import Honesty, Mark
from vivier.panels.mixed import Marks, _fit
from vivier.vocabulary import InputError

CALLS = 6


@pytest.fixture(scope="module")
def calls():
    """Calls of 154 dossiers, each judged by two independent panels: true qualities, what both panels say."""
    simulated = []
    for seed in range(CALLS):
        quality, marked = call(seed)
        simulated.append((quality, *(honesty(marked(key), kept=77, seed=seed) for key in (1, 2))))
    return simulated


def true_flips(quality, told):
    kept = np.array([each.is_kept for each in told.dossiers])
    chances = kept_chances(quality[None, :], np.array([[np.sqrt(0.5 / 3)]]), 77)[0]
    return np.where(kept, 1 - chances, chances)


def test_the_intervals_of_flips_hold_the_truth_nine_times_in_ten(calls) -> None:
    held = [
        each.flip_within.low <= truth <= each.flip_within.high
        for quality, *told in calls
        for one in told
        for each, truth in zip(one.dossiers, true_flips(quality, one), strict=True)
    ]
    assert 0.84 <= np.mean(held) <= 0.96  # `bench/panels.py` measures it over many calls


def test_as_many_decisions_flip_as_was_said(calls) -> None:
    said = np.mean([told.flips for _, *both in calls for told in both])
    seen = np.mean(
        [
            sum(a.is_kept != b.is_kept for a, b in zip(one.dossiers, other.dossiers, strict=True))
            for _, one, other in calls
        ]
    )
    assert said == pytest.approx(seen, rel=0.2)


def test_taking_severity_off_brings_two_panels_nearer(calls) -> None:
    def overlap(one, other, rank):
        kept = [{each.dossier for each in told.dossiers if getattr(each, rank) <= 77} for told in (one, other)]
        return len(kept[0] & kept[1]) / 77

    gains = [overlap(one, other, "corrected_rank") - overlap(one, other, "rank") for _, one, other in calls]
    assert np.mean(gains) >= 0.015


def test_agreement_is_found_again_within_its_interval(calls) -> None:
    told = [each for _, *both in calls for each in both]
    assert np.mean([each.agreement for each in told]) == pytest.approx(0.5, abs=0.05)
    assert sum(each.agreement_within.low <= 0.5 <= each.agreement_within.high for each in told) >= len(told) - 4
    assert all(each.agreement_of_panel > each.agreement for each in told)


def test_the_severe_expert_is_named_with_an_interval_that_leaves_out_zero() -> None:
    marks = [
        Mark(f"E{e}", f"D{d}", 10 + (d * 7) % 9 - 4 * (e == 2) + ((e * d) % 3) / 4)
        for d in range(12)
        for e in range(4)
    ]
    told = honesty(marks, kept=6)
    severe = max(told.experts, key=lambda each: each.severity)
    assert severe.expert == "E2"
    assert severe.within.low > 0
    assert severe.marks == 12


def test_severities_are_drawn_towards_zero_as_marks_are_few() -> None:
    marks = [Mark(f"E{e}", f"D{d}", 10 + (d * 7) % 9 + ((e * d) % 5) / 2) for d in range(12) for e in range(3)]
    alone = honesty([*marks, Mark("E9", "D3", 2.0)], kept=6)
    severity = next(each for each in alone.experts if each.expert == "E9").severity
    mean = np.mean([each.mark for each in marks if each.dossier == "D3"])
    assert 0 < severity < mean - 2.0


def test_the_normal_equations_agree_with_a_plain_solve() -> None:
    random = np.random.default_rng(4)
    dossier, expert = np.repeat(np.arange(6), 2), random.integers(0, 4, 12)
    marks = Marks(dossier, expert, random.normal(size=12), 6, 4)
    design = np.hstack([np.ones((12, 1)), np.eye(4)[expert], np.eye(6)[dossier]])
    penalty = np.diag([0.0, *[1 / 0.7**2] * 4, *[1 / 1.3**2] * 6])
    fit = _fit(marks, 1.3, 0.7)
    plain = np.linalg.solve(design.T @ design + penalty, design.T @ marks.mark)
    assert fit.solution == pytest.approx(plain)
    residual = marks.mark - design @ plain
    assert fit.squares == pytest.approx(residual @ residual + plain @ penalty @ plain)


def test_expected_places_are_those_that_there_are() -> None:
    quality = np.random.default_rng(2).normal(size=(3, 20))
    chances = kept_chances(quality, np.full((3, 1), 0.4), 8)
    assert chances.sum(axis=1) == pytest.approx(8)
    assert (np.argsort(chances, axis=1) == np.argsort(quality, axis=1)).all()


def test_missing_marks_are_allowed_and_a_dossier_with_more_is_surer() -> None:
    marks = [
        Mark(f"E{e}", f"D{d}", 10 + d + ((e * 5 + d * 3) % 4)) for d in range(8) for e in range(6 if d == 3 else 2)
    ]
    told = {each.dossier: each for each in honesty(marks, kept=4).dossiers}
    assert told["D3"].marks == 6
    assert told["D3"].within.width < told["D2"].within.width


def test_a_call_that_keeps_all_or_nothing_flips_nothing() -> None:
    marks = [Mark(f"E{e}", f"D{d}", 10 + d + e % 2) for d in range(4) for e in range(3)]
    assert honesty(marks, kept=0).flips == pytest.approx(0, abs=1e-6)
    assert honesty(marks, kept=4).flips == pytest.approx(0, abs=1e-6)


def test_the_order_of_marks_is_irrelevant_and_the_result_survives_json() -> None:
    marks = [Mark(f"E{e}", f"D{d}", 10 + (d * 5) % 7 + e) for d in range(6) for e in range(3)]
    told = honesty(marks, kept=3)
    assert honesty(marks[::-1], kept=3) == told
    assert honesty(marks, kept=3, seed=2) != told
    assert json.dumps(dataclasses.asdict(told), allow_nan=False)


def test_equal_marks_everywhere_are_told_without_failure() -> None:
    told = honesty([Mark(f"E{e}", f"D{d}", 12) for d in range(4) for e in range(2)], kept=2)
    assert [each.dossier for each in told.dossiers if each.is_kept] == ["D0", "D1"]


@pytest.mark.parametrize(
    ("slip", "said"),
    [
        (lambda: Mark("A", "D", float("nan")), "doit être un nombre"),
        (lambda: Mark("A", "D", True), "doit être un nombre"),
        (lambda: Mark(" ", "D", 1), "doit porter un nom"),
        (lambda: honesty([Mark("A", "D", 1), Mark("A", "D", 2), Mark("B", "D", 1)], kept=1), "deux notes"),
        (lambda: honesty([Mark("A", "D", 1)], kept=1), "trois notes"),
        (lambda: honesty([Mark(e, "D", 1) for e in "ABC"], kept=2), "de 0 à 1"),
        (lambda: honesty([Mark(e, "D", 1) for e in "ABC"], kept=1, seed=-1), "graine"),
    ],
)
def test_slips_are_said_in_one_sentence(slip, said) -> None:
    with pytest.raises(InputError, match=said):
        slip()


def test_no_mark_gives_nothing() -> None:
    assert honesty([], kept=0) == Honesty()
