"""Random numbers keyed by unit: nobody's depend on the company they keep, and they follow the laws they say."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import kstest, norm

from vivier.workforce.risks import STEPS, gamma_levels, unseen_factors
from vivier.workforce.streams import LEVELS, Luck, keys, levels, normal_levels

NAMES = [f"u{rank}" for rank in range(50)]


def splitmix(key, rank):
    """Number `rank` of SplitMix64, as its authors write it, on whole numbers of Python."""
    mask = 2**64 - 1
    z = (key + rank * 0x9E3779B97F4A7C15) & mask
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & mask
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
    return z ^ (z >> 31)


@given(st.integers(0, 2**64 - 1), st.integers(0, 10**6), st.integers(1, 5))
def test_numbers_are_the_four_quarters_of_splitmix(key, first, count):
    drawn = levels(np.array([key], np.uint64), 4 * first, 4 * count)[0].tolist()
    expected = [(splitmix(key, first + rank) >> 16 * lane) & 0xFFFF for rank in range(count) for lane in range(4)]
    assert drawn == expected


def test_the_published_first_number_of_splitmix_is_found_again():
    # The generator of seed 0 gives 0xE220A8397B1DCDAF first: its counter is stepped before it is mixed.
    assert splitmix(0, 1) == 0xE220A8397B1DCDAF
    assert levels(np.array([0], np.uint64), 4, 4)[0].tolist() == [0xCDAF, 0x7B1D, 0xA839, 0xE220]


def test_each_unit_has_a_key_of_its_own_that_the_seed_changes():
    assert len({*keys(1, NAMES).tolist(), *keys(2, NAMES).tolist()}) == 2 * len(NAMES)
    assert keys(1, NAMES)[7:9].tolist() == keys(1, NAMES[7:9]).tolist()
    assert keys(2**63, ["a"]).shape == (1,)


def test_numbers_are_even_and_tell_nothing_of_one_another():
    drawn = levels(keys(3, NAMES), 0, 40_000) / LEVELS
    assert kstest(drawn.ravel()[::7], "uniform").pvalue > 1e-4
    for one, other in ((drawn[:, 1:], drawn[:, :-1]), (drawn[:, 4:], drawn[:, :-4]), (drawn[1:], drawn[:-1])):
        assert abs(np.corrcoef(one.ravel(), other.ravel())[0, 1]) < 5 / one.size**0.5


def test_normal_levels_are_the_normal_law():
    values = normal_levels()
    assert (values.size, values.dtype) == (LEVELS, np.float32)
    assert (np.diff(values) > 0).all()
    assert [values.mean(), values.std(), (values**4).mean()] == pytest.approx([0, 1, 3], abs=2e-3)
    shares = np.array([0.001, 0.025, 0.1, 0.5, 0.9, 0.999])
    assert np.quantile(values, shares) == pytest.approx(norm.ppf(shares), abs=3e-3)


def test_normals_of_a_path_do_not_depend_on_how_paths_are_cut_nor_on_other_units():
    luck = Luck(4, NAMES)
    assert luck.normals(8, 20).shape == (50, 8, 20)
    assert (Luck(4, NAMES[9:]).normals(8, 20) == luck.normals(8, 20)[9:]).all()
    whole = Luck(4, NAMES).cut(20).normals(8, 10)
    assert not (whole == luck.normals(8, 10)).any(axis=(1, 2)).all()
    assert (whole == luck.cut(20).normals(8, 10)).all()


def test_the_stream_of_a_unit_goes_on_from_one_block_of_paths_to_the_next():
    luck, again = Luck(4, NAMES), Luck(4, NAMES)
    first, second = luck.stream(3).random(), luck.cut(200).stream(3).random()
    assert [first, second] == again.stream(3).random(2).tolist()


@pytest.mark.parametrize("spread", [0.05, 0.3, 1.4])
def test_unseen_factors_are_a_gamma_law_of_mean_one(spread):
    values = gamma_levels(spread)
    assert (values.shape, values.mean()) == ((STEPS,), pytest.approx(1))
    assert values.std() == pytest.approx(spread, rel=0.005)
    drawn = unseen_factors(np.full(4001, spread), keys(1, NAMES))
    assert drawn.shape == (50, 4001)
    assert drawn.mean() == pytest.approx(1, abs=5 * spread / drawn.size**0.5)
    assert drawn.mean(axis=1).std() == pytest.approx(spread / 4001**0.5, rel=0.5)


def test_factors_follow_the_spread_of_their_path_and_are_one_without_spread():
    spreads = np.tile([0.0, 0.2, 1.0], 700)
    drawn = unseen_factors(spreads, keys(1, NAMES))
    assert (drawn[:, ::3] == 1).all()
    assert [drawn[:, rank::3].std() for rank in (1, 2)] == pytest.approx([0.2, 1.0], rel=0.03)
