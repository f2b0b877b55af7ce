"""How traits are made and weighed: against an obvious oracle, and on moves that only one trait explains."""

import math
import tomllib
from dataclasses import replace

import numpy as np
import pytest

from vivier.occupations.nearness.counting import words
from vivier.occupations.nearness.evidence import CALLED, TRAITS, gather
from vivier.occupations.nearness.measuring import calibration_error, measures
from vivier.occupations.nearness.weighing import (
    as_toml,
    as_weights,
    by_folds,
    calibrated,
    learn,
    shipped,
    totals,
    units,
)
from vivier.reference import store
from vivier.vocabulary import InputError

DEMO = store().nomenclature("demo")
GATHERED = gather(DEMO)
EVERY = np.arange(len(GATHERED.codes))
ALL = GATHERED.traits(EVERY, EVERY)


def obvious_cosine(left, right):
    """The cosine of two occupations' skills, weighed by rarity, one loop a sum."""
    held = {code: {use.id for use in DEMO.skills(code)} for code in DEMO.codes()}

    def weight(skill):
        return math.log(len(held) / sum(skill in each for each in held.values()))

    def product(one, other):
        return sum(weight(skill) ** 2 for skill in held[one] & held[other])

    return product(left, right) / math.sqrt(product(left, left) * product(right, right))


def obvious_cover(source, target):
    held = {code: {use.id for use in DEMO.skills(code)} for code in DEMO.codes()}

    def mass(skills):
        return sum(math.log(len(held) / sum(skill in each for each in held.values())) for skill in skills)

    return mass(held[source] & held[target]) / mass(held[target])


def test_skills_are_compared_as_the_obvious_way_does():
    for left in range(0, 86, 9):
        for right in range(0, 86, 7):
            pair = GATHERED.codes[left], GATHERED.codes[right]
            assert ALL[left, right, TRAITS.index("uses")] == pytest.approx(obvious_cosine(*pair), abs=1e-5)
            assert ALL[left, right, TRAITS.index("skills_covered")] == pytest.approx(obvious_cover(*pair), abs=1e-5)


def test_most_traits_stay_between_0_and_1_and_what_is_covered_mirrors_what_is_used():
    free = [
        TRAITS.index(name) for name in TRAITS if name.endswith("_eased") or name.startswith(("latent_", "called_"))
    ]
    bounded = np.delete(ALL, free, axis=2)
    assert bounded.min() >= -1e-6
    assert bounded.max() <= 1 + 1e-6
    covered, used = (ALL[..., TRAITS.index(name)] for name in ("skills_covered", "skills_used"))
    np.testing.assert_allclose(covered, used.T, atol=1e-6)


def test_one_row_or_all_at_once_are_the_same():
    np.testing.assert_allclose(GATHERED.traits([7], EVERY)[0], ALL[7], atol=1e-5)


def test_totals_by_chunks_are_the_weighed_sum():
    weights = shipped("demo")
    np.testing.assert_allclose(totals(GATHERED, weights, EVERY, EVERY), weights.total(ALL), atol=1e-3)


def test_folds_never_see_the_moves_of_the_codes_they_judge():
    """Every published move to or from a fold is turned over: what judges that fold must not change."""
    drawn = np.random.default_rng(3).permutation(len(EVERY)) % 2
    other = np.flatnonzero(drawn != 0)
    before = learn(GATHERED, other)
    changed = GATHERED.official.tolil()
    for place in np.flatnonzero(drawn == 0):
        changed[place, :] = 0
        changed[:, place] = 0
    object.__setattr__(again := gather(DEMO), "official", changed.tocsr())
    assert as_toml("demo", before) == as_toml("demo", learn(again, other))


def test_learning_twice_gives_the_same_weights_and_finds_more_than_chance():
    one, two = (by_folds(GATHERED, folds=2, seed=1) for _ in range(2))
    np.testing.assert_array_equal(one, two)
    published = GATHERED.official.toarray() > 0
    assert measures(one, published)[1] > 0.5
    assert measures(np.random.default_rng(1).random(one.shape), published)[1] < 0.3


def test_calibration_keeps_the_order_and_brings_the_mean_to_the_share_published():
    published = GATHERED.official.toarray() > 0
    scores = by_folds(GATHERED, folds=2, seed=1)
    made = calibrated(shipped("demo"), scores, published)
    assert made.slope > 0
    apart = ~np.eye(len(scores), dtype=bool)
    assert made.probability(scores)[apart].mean() == pytest.approx(published[apart].mean(), abs=1e-3)
    assert calibration_error(made.probability(scores), published) < 0.02


def test_nothing_to_learn_from_and_weights_that_do_not_read_are_refused():
    with pytest.raises(InputError, match="rien à apprendre"):
        learn(GATHERED, [0])
    sound = shipped("demo")
    for wrong in (
        {"straight": np.zeros(2)},
        {"bias": np.zeros(1)},
        {"slope": math.nan},
        {"inner": sound.inner * np.nan},
    ):
        with pytest.raises(InputError, match="pour chaque critère"):
            replace(sound, **wrong)


def test_weights_are_the_obvious_network():
    weights = shipped("rome3")
    traits = ALL[3, 5].astype(float)
    hidden = [
        max(0.0, sum(trait * weights.inner[place, unit] for place, trait in enumerate(traits)) + weights.bias[unit])
        for unit in range(len(weights.bias))
    ]
    obvious = sum(map(math.prod, zip(hidden, weights.outer, strict=True))) + float(traits @ weights.straight)
    assert float(weights.total(ALL[3, 5])) == pytest.approx(obvious, abs=1e-3)


def test_weights_written_then_read_say_the_same_to_four_figures():
    weights = shipped("rome4")
    again = as_weights(tomllib.loads(as_toml("rome4", weights))["rome4"])
    np.testing.assert_array_equal(again.inner, weights.inner)
    assert (again.intercept, again.slope) == (weights.intercept, weights.slope)


def test_a_trait_without_a_line_counts_for_nothing():
    read = as_weights({"bias": [0.0], "outer": [1.0], "intercept": 0, "slope": 1, "traits": {"uses": [2.0, 1.0]}})
    assert read.straight.nonzero()[0].tolist() == read.inner[:, 0].nonzero()[0].tolist() == [TRAITS.index("uses")]


def test_a_trait_that_never_changes_where_it_is_learned_counts_for_nothing_elsewhere():
    learned = learn(GATHERED, EVERY)
    place = TRAITS.index("same_parent")  # the demonstration has no parents
    assert not learned.straight[place]
    assert not learned.inner[place].any()
    assert not shipped("rome3").inner[place].any()


def test_codes_of_one_parent_are_never_on_both_sides_of_a_fold():
    assert units(GATHERED).tolist() == EVERY.tolist()
    parents = np.arange(len(EVERY)) // 3
    moved = replace(GATHERED, groups={**GATHERED.groups, "parent": parents})
    assert units(moved).tolist() == parents.tolist()
    assert by_folds(moved, folds=2, seed=1).shape == (len(EVERY), len(EVERY))


def test_what_a_target_is_called_is_the_root_of_what_its_titles_say():
    code = next(code for code in DEMO.codes() if any("Chef " in title.text for title in DEMO.titles(code)))
    titles = [words(title.text) for title in DEMO.titles(code)]
    said = ALL[0, GATHERED.codes.index(code), TRAITS.index("called_chef")]
    assert CALLED[0] == "chef"
    assert said == pytest.approx(math.sqrt(sum(each.count("chef") for each in titles) / len(titles)))


def test_sources_without_a_published_move_are_left_out_of_the_measures():
    assert measures(np.zeros((2, 2)), np.zeros((2, 2), bool)) == (0.0,) * 5
