"""With numba (the extra « fast ») large forecasts run compiled loops, to the last byte those of NumPy."""

import importlib.util
import subprocess
import sys
import time

import numpy as np
import pytest

from factories.workforce import stock, uncertain
from vivier.workforce import accelerated, forecast, projection, stock_flow
from vivier.workforce.assumptions import Belief
from vivier.workforce.chance import Flows
from vivier.workforce.projection import compare
from vivier.workforce.quantiles import figures, figures_of, lines
from vivier.workforce.streams import Luck

needs_numba = pytest.mark.skipif(
    importlib.util.find_spec("numba") is None, reason="numba (l’extra « fast ») n’est pas installé"
)
pytestmark = pytest.mark.xdist_group("numba")  # compiled once, not in every process of the tests
SIZES = {f"m{rank:02d}": {24 + rank: 40 + 9 * rank, 45: 60, 60 - rank: 15 * rank} for rank in range(12)}
GROWTHS = {"at rest": {}, "moving": {"growth_rate": 0.01, "growth_sd": 0.02}, "shrinking": {"growth_rate": -0.2}}


@pytest.fixture
def compiled(monkeypatch):
    monkeypatch.setattr(accelerated, "HEAVY", 0)
    assert accelerated.loops_for(1) is not None


def flows_of(seed):
    rng = np.random.default_rng(seed)
    retired, left, more_retired, more_left = rng.random((4, 3, 5, 120), dtype=np.float32)
    headcount = 90 + rng.random((3, 6, 120), dtype=np.float32)
    return Flows(retired, left, retired + more_retired, left + more_left, headcount)


@needs_numba
@pytest.mark.parametrize("growth", GROWTHS)
def test_the_figures_are_the_same_bytes_with_and_without_numba(growth, monkeypatch):
    told = []
    for least in (0, 10**12):
        monkeypatch.setattr(accelerated, "HEAVY", least)
        beliefs = {"m03": Belief(career_end_factor=2.0), "m04": Belief(exit_factor=0.5)}
        scenarios = {"a": uncertain(**GROWTHS[growth]), "b": uncertain(beliefs=beliefs, **GROWTHS[growth])}
        outlooks = compare(stock(SIZES), scenarios, horizon=4, draws=250, seed=3)
        told.append({name: outlook.figures.tobytes() for name, outlook in outlooks.items()})
    assert told[0] == told[1]


@needs_numba
@pytest.mark.usefixtures("compiled")
def test_normals_are_the_same_bytes():
    luck = Luck(1, ["a", "b", "c"], first=40)
    assert luck.normals(8, 33, accelerated.loops_for(1)).tobytes() == luck.normals(8, 33).tobytes()


@needs_numba
@pytest.mark.usefixtures("compiled")
def test_lines_are_the_same_bytes():
    flows = flows_of(1)
    keys, rows = lines(flows, [90, 91, 92], 2026)
    assert lines(flows, [90, 91, 92], 2026, accelerated.loops_for(1))[0] == keys
    assert lines(flows, [90, 91, 92], 2026, accelerated.loops_for(1))[1].tobytes() == rows.tobytes()


@needs_numba
@pytest.mark.usefixtures("compiled")
def test_the_sum_of_units_is_the_same_bytes():
    flows = flows_of(3)
    mine, theirs = flows.together(accelerated.loops_for(1)), flows.together()
    assert [each.tobytes() for each in mine.arrays] == [each.tobytes() for each in theirs.arrays]
    assert {each.dtype for each in mine.arrays} == {np.dtype(np.float64)}


@needs_numba
@pytest.mark.usefixtures("compiled")
@pytest.mark.parametrize("draws", [100, 120, 121, 250])
@pytest.mark.parametrize("values", [1, 2, 3, 7, 100])
def test_ends_of_intervals_are_the_same_bytes_however_many_paths_tie(values, draws):
    rows = np.random.default_rng(draws + values).integers(0, values, (3, 40, draws)).astype(np.float32)
    wanted = figures(rows)
    assert figures_of(rows.copy(), loops=accelerated.loops_for(1)).tobytes() == wanted.tobytes()
    assert figures_of(rows).tobytes() == wanted.tobytes()


@needs_numba
@pytest.mark.usefixtures("compiled")
@pytest.mark.parametrize("threads", [1, 2, 3])
def test_the_number_of_threads_changes_no_byte(threads, monkeypatch):
    beliefs = {f"m{rank:02d}": Belief(career_end_factor=2.0) for rank in range(5)}
    told = []
    for spread_over in (1, threads):
        monkeypatch.setattr(projection, "cores", lambda count=spread_over: count)
        monkeypatch.setattr(stock_flow, "FEW", 2)  # a dozen lots
        outlook = forecast(stock(SIZES), assumptions=uncertain(beliefs=beliefs), horizon=4, draws=450, seed=3)
        told.append((outlook.occupations, outlook.people, outlook.figures.tobytes()))
    assert told[0] == told[1]


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_lots_come_back_in_order_whichever_ends_first(threads):
    slower_first = accelerated.spread(lambda lot: time.sleep(0.02 * (lot == 0)) or 10 * lot, range(4), threads)
    assert [*slower_first] == [0, 10, 20, 30]


@pytest.mark.parametrize("threads", [1, 2])
def test_what_fails_in_a_thread_is_said_to_the_caller(threads):
    with pytest.raises(ZeroDivisionError):
        [*accelerated.spread(lambda lot: 1 // lot, [1, 0, 2], threads)]


def test_threads_are_those_of_the_processors_given_and_never_many(monkeypatch):
    monkeypatch.setattr(accelerated.os, "sched_getaffinity", lambda _: {0, 1}, raising=False)
    assert accelerated.cores() == 2
    monkeypatch.setattr(accelerated.os, "sched_getaffinity", lambda _: set(range(64)), raising=False)
    assert accelerated.cores() == accelerated.MOST_THREADS
    monkeypatch.delattr(accelerated.os, "sched_getaffinity")
    monkeypatch.setattr(accelerated.os, "cpu_count", lambda: None)
    assert accelerated.cores() == 1


def test_a_light_forecast_loads_no_compiled_loop():
    assert accelerated.loops_for(accelerated.HEAVY - 1) is None


def test_without_numba_a_heavy_forecast_runs_all_the_same():
    program = """
import sys
sys.modules["numba"] = None  # as if it were not installed
from factories.workforce import stock, uncertain
from vivier.workforce import accelerated, forecast, projection, stock_flow
accelerated.HEAVY = 0
outlook = forecast(stock({"a": {30: 200}}), assumptions=uncertain(), horizon=2, draws=100)
print(outlook.figures.tobytes().hex())
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, cwd="tests")
    assert done.returncode == 0, done.stderr
    here = forecast(stock({"a": {30: 200}}), assumptions=uncertain(), horizon=2, draws=100)
    assert done.stdout.strip() == here.figures.tobytes().hex()


def test_figures_of_headcounts_at_rest_are_those_worked_out_in_full():
    flows = flows_of(2)
    flows.headcount[:] = 90
    _, rows = lines(flows, [90, 90, 90], 2026)
    wanted = figures(rows).tobytes()
    assert figures_of(rows, at_rest=5).tobytes() == wanted


def test_figures_leave_the_paths_they_are_given_as_they_were():
    rows = np.random.default_rng(4).random((2, 3, 100), dtype=np.float32)
    before = rows.tobytes()
    figures(rows)
    assert rows.tobytes() == before
