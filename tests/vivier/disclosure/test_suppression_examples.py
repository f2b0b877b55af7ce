"""Secondary suppression on tables small enough to check by hand."""

import numpy as np
import pytest

from factories.secret import crossed, drawn
from vivier.disclosure.suppression import suppress
from vivier.disclosure.system import System
from vivier.vocabulary import InputError

# Turnover in k€ of three sectors (rows) in three regions (columns), margins last.
SECTORS = np.array([[20.0, 50, 10], [8, 19, 22], [17, 32, 12]])


def mask_of(system: System, *cells: int) -> np.ndarray:
    mask = np.zeros(system.size, dtype=bool)
    mask[list(cells)] = True
    return mask


def hidden_by(system: System, sensitive: np.ndarray, width: np.ndarray, **more: object) -> np.ndarray:
    none = np.zeros(system.size)
    given = {"cost": np.ones(system.size), **more}
    return suppress(system, sensitive=sensitive, lower=none, upper=none, width=width, **given)


def test_one_sensitive_cell_inside_a_table_takes_three_more_at_the_corners_of_a_rectangle():
    system = crossed(SECTORS)
    hidden = hidden_by(system, mask_of(system, 5), 0.15 * system.values, cost=system.values)
    assert np.flatnonzero(hidden).tolist() == [4, 5, 8, 9]  # 8 + 17 + 32 k€: no other rectangle is cheaper


def test_cells_by_number_and_cells_by_value_give_different_masks():
    row = System(np.array([100.0, 10, 5, 5, 80]), crossed(np.array([10.0, 5, 5, 80])).relations[:, [4, 0, 1, 2, 3]])
    sensitive, width = mask_of(row, 1), np.array([0, 8.0, 0, 0, 0])
    by_number = hidden_by(row, sensitive, width)
    by_value = hidden_by(row, sensitive, width, cost=row.values)
    assert by_number.sum() == 2
    assert np.flatnonzero(by_value).tolist() == [1, 2, 3] or row.values[by_value & ~sensitive].sum() <= 10


def test_a_table_without_sensitive_cells_hides_nothing():
    system = crossed(SECTORS)
    nothing = np.zeros(system.size, dtype=bool)
    assert not hidden_by(system, nothing, np.zeros(system.size)).any()


def test_an_empty_table_gives_an_empty_mask():
    empty = crossed(np.zeros((0,)))
    none = np.zeros(empty.size, dtype=bool)
    assert not hidden_by(empty, none, np.zeros(empty.size)).any()


def test_a_known_zero_is_never_hidden_even_where_it_is_called_sensitive():
    system = crossed(np.array([[0.0, 5, 6], [7, 8, 9], [4, 3, 2]]))
    hidden = hidden_by(system, mask_of(system, 0, 1), 0.15 * system.values)
    assert not hidden[0]
    assert hidden[1]


def test_cells_equal_by_construction_are_hidden_together():
    system = crossed(np.array([[30.0, 0], [20, 25], [15, 45]]))  # the first row has one part: its total tells it
    hidden = hidden_by(system, mask_of(system, 0), 0.15 * system.values)
    assert hidden[0]
    assert hidden[2]


def test_a_cell_that_must_stay_published_stays():
    system = crossed(SECTORS)
    cost = np.where(np.arange(system.size) == 4, np.inf, system.values)
    hidden = hidden_by(system, mask_of(system, 5), 0.15 * system.values, cost=cost)
    assert hidden[5]
    assert not hidden[4]


def test_a_cell_that_nothing_may_protect_is_refused_with_a_sentence():
    system = crossed(SECTORS)
    with pytest.raises(InputError, match="ne peut pas être protégée"):
        hidden_by(system, mask_of(system, 5), system.values, cost=np.full(system.size, np.inf))


def test_a_sensitive_cell_told_by_a_total_that_must_stay_is_refused():
    system = crossed(np.array([[30.0, 0], [20, 25], [15, 45]]))
    cost = np.where(np.arange(system.size) == 2, np.inf, 1.0)
    with pytest.raises(InputError, match="ne peut pas être protégée"):
        hidden_by(system, mask_of(system, 0), 0.15 * system.values, cost=cost)


def test_seconds_that_end_too_soon_refuse_rather_than_publish_half_protected():
    system = crossed(SECTORS)
    with pytest.raises(InputError, match="temps accordé"):
        hidden_by(system, mask_of(system, 5), 0.15 * system.values, seconds=-1.0)


def test_progress_is_told_step_by_step():
    system, sensitive, width = drawn(3, (4, 4))
    told: list[tuple[str, int, int]] = []
    hidden_by(system, sensitive, width, progress=lambda *step: told.append(step))
    assert told[0][:2] == ("masquage secondaire", 0)
    assert "allègement du masque" in {what for what, _, _ in told}
    assert all(done < steps for _, done, steps in told)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"cost": np.ones(3)}, "une valeur par case"),
        ({"cost": np.full(16, np.nan)}, "négatif ou manquant"),
        ({"cost": np.zeros(16)}, "coût positif"),
    ],
)
def test_settings_that_make_no_sense_are_refused_with_a_sentence(wrong, sentence):
    system = crossed(SECTORS)
    with pytest.raises(InputError, match=sentence):
        hidden_by(system, mask_of(system, 5), 0.15 * system.values, **wrong)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ([np.nan, 1, 2], "vide, négative ou infinie"),
        ([-3.0, -1, -2], "vide, négative ou infinie"),
        ([4.0, 1, 2], "somme de ses parties"),
        ([3.0, 1], "ne décrivent pas les mêmes cases"),
    ],
)
def test_a_system_that_does_not_hold_is_refused_with_a_sentence(values, sentence):
    relations = crossed(np.array([1.0, 2])).relations[:, [2, 0, 1]]
    with pytest.raises(InputError, match=sentence):
        System(np.array(values, dtype=float), relations)
