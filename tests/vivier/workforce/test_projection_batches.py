"""The same bytes however the work is cut and wherever it runs on this machine."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest

from factories.places import PEOPLE, elsewhere, told
from factories.workforce import stock, uncertain
from vivier.workforce import batches, forecast, stock_flow


@pytest.fixture(scope="module")
def here():
    return told()


@pytest.mark.parametrize(("batch", "few"), [(1024, 1), (7, 64), (1, 1), (1024, 3)])
def test_how_the_work_is_cut_changes_no_byte(batch, few, here, monkeypatch):
    monkeypatch.setattr(batches, "BATCH", batch)
    monkeypatch.setattr(stock_flow, "FEW", few)
    assert told() == here


def test_curves_kept_or_worked_out_again_change_no_byte(here, monkeypatch):
    monkeypatch.setattr(stock_flow, "KEPT", 0)
    assert told() == here


def test_adding_an_occupation_changes_no_other_small_or_large():
    alone = {name: PEOPLE[name] for name in ("grand",)}
    for more in ({"m03": PEOPLE["m03"]}, {**PEOPLE}):
        first, second = (
            forecast(stock(people), assumptions=uncertain(), horizon=4, draws=200, seed=5)
            for people in (alone, {**alone, **more})
        )
        place = second.occupations.index("grand")
        assert first.figures[1].tobytes() == second.figures[place].tobytes()


def test_two_processes_give_the_same_bytes(here, monkeypatch):
    monkeypatch.setattr(batches, "BATCH", 9)  # what is cut here is what travels
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as processes:
        assert told(processes) == here


def test_the_number_of_threads_of_linear_algebra_changes_no_byte(here):
    assert {elsewhere(OPENBLAS_NUM_THREADS=threads) for threads in ("1", "2")} == {here}
