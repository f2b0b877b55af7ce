"""Planted axes are found, noise gives none, and what is said to be sure is right."""

import numpy as np
import pytest

from factories.strategy import Planted, findings, found_labels, noise, planted
from oracles.strategy import adjusted_rand
from vivier.strategy import Rules, emerge

SEEDS = range(1000, 1006)  # those below 16 tuned the engine
QUICK = Rules(flips=99, resamples=25)


def scores(members, subjects, how, rules=QUICK):
    found = []
    for seed in SEEDS:
        amounts, truth = planted(members, subjects, seed, how)
        axes = emerge(findings(amounts), rules=rules, seed=seed)
        found.append(adjusted_rand(truth, found_labels(axes, subjects)))
    return np.array(found)


@pytest.mark.parametrize(
    "how",
    [
        Planted(),
        Planted(kind="count"),
        Planted(kind="amount"),
        Planted(overlap=0.4),
        Planted(missing=0.2),
        Planted(noise=0.0, is_unequal=False),
        Planted(axes=2),
        Planted(axes=4, noise=0.1),
    ],
    ids=lambda how: f"{how.kind}-{how.axes}-overlap{how.overlap}-missing{how.missing}-noise{how.noise}",
)
def test_planted_axes_are_found_in_a_pole_of_a_hundred_members(how):
    found = scores(100, 40, how)
    assert np.median(found) >= 0.8
    assert (found >= 0.8).mean() >= 0.8


def test_clear_axes_are_found_in_a_pole_of_twenty_members_and_fifteen_subjects():
    found = scores(20, 15, Planted(noise=0.0, is_unequal=False))
    assert np.median(found) >= 0.8


def test_members_of_several_axes_do_not_blur_them_in_a_small_pole():
    assert np.median(scores(20, 15, Planted(overlap=0.4))) >= 0.75


def test_faint_axes_are_found_where_members_are_many():
    found = scores(300, 60, Planted(within=0.55, outside=0.15))
    assert np.median(found) >= 0.8


@pytest.mark.parametrize("kind", ["binary", "sized", "count", "amount", "missing"])
def test_on_noise_alone_nothing_stands_out(kind):
    alarms = [bool(emerge(findings(noise(40, 20, seed, kind)), rules=QUICK, seed=seed).axes) for seed in range(40)]
    assert np.mean(alarms) <= 0.05


def test_members_of_very_unequal_sizes_are_not_an_axis():
    rng = np.random.default_rng(3)
    amounts = rng.poisson(np.outer(rng.uniform(1, 4, 30), rng.lognormal(0, 1.2, 80))).astype(float)
    found = emerge(findings(amounts), seed=1)
    assert found.axes == ()
    assert found.sentence.startswith("Rien ne se détache : sur 30")


def test_axes_said_sure_are_right():
    right = []
    for seed in SEEDS:
        for how in (Planted(within=0.5, outside=0.15), Planted(within=0.65, outside=0.15), Planted()):
            amounts, truth = planted(80, 30, seed, how)
            axes = emerge(findings(amounts), rules=Rules(flips=99, resamples=40), seed=seed)
            real = [set(np.flatnonzero(truth == axis)) for axis in range(3)]
            for axis in axes.axes:
                held = {int(subject[1:]) for subject in axis.subjects}
                best = max(len(held & each) / len(held | each) for each in real)
                if axis.stability.level == "sure":
                    right.append(best >= 0.75)
    assert len(right) > 15
    assert np.mean(right) >= 0.9


def test_links_between_neighbours_settle_what_members_leave_in_doubt():
    how, gains = Planted(within=0.5, outside=0.15, noise=0.0), []
    for seed in SEEDS:
        amounts, truth = planted(60, 30, seed, how)
        near = [(f"s{a:03d}", f"s{b:03d}", 1.0) for a in range(30) for b in range(a) if truth[a] == truth[b]]
        told = found_labels(emerge(findings(amounts), links=near, rules=QUICK, seed=seed), 30)
        plain = found_labels(emerge(findings(amounts), rules=QUICK, seed=seed), 30)
        gains.append(adjusted_rand(truth, told) - adjusted_rand(truth, plain))
    assert np.mean(gains) > 0


def test_links_alone_make_no_axis():
    near = [(f"s{a:03d}", f"s{b:03d}", 1.0) for a in range(20) for b in range(a) if a // 5 == b // 5]
    alarms = [
        bool(emerge(findings(noise(40, 20, seed)), links=near, rules=QUICK, seed=seed).axes) for seed in range(40)
    ]
    assert np.mean(alarms) <= 0.05
