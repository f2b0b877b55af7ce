"""On a real Dask cluster: a scheduler and two worker processes, on this machine only, for the time of the tests."""

import importlib.util
import json
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager

import pytest

from factories.places import LIFE, elsewhere, told

pytestmark = [
    pytest.mark.xdist_group("dask"),
    pytest.mark.skipif(
        importlib.util.find_spec("distributed") is None, reason="distributed (l’extra « cluster ») n’est pas installé"
    ),
]


# Whatever happens to the tests, what they start ends: an alarm that nobody answers ends a program.
ALARM = f"import runpy, signal, sys; signal.alarm({LIFE}); sys.argv.pop(0); runpy.run_module(sys.argv[0], run_name='__main__')"


@contextmanager
def running(*words):
    """A command of Dask for as long as the block lasts, ended by its own process id."""
    command = [sys.executable, "-c", ALARM, f"distributed.cli.{words[0]}", *map(str, words[1:])]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """The address of a real Dask scheduler with two worker processes, on this machine only."""
    folder = tmp_path_factory.mktemp("dask")
    file = folder / "scheduler.json"
    with ExitStack() as stack:
        scheduler = stack.enter_context(
            running("dask_scheduler", "--host", "127.0.0.1", "--port", 0, "--no-dashboard", "--no-show",
                    "--idle-timeout", LIFE, "--scheduler-file", file)
        )  # fmt: skip
        for rank in range(2):
            stack.enter_context(
                running("dask_worker", "--scheduler-file", file, "--no-nanny", "--nthreads", 1, "--no-dashboard",
                        "--host", "127.0.0.1", "--name", f"ouvrier-{rank}", "--death-timeout", LIFE,
                        "--lifetime", LIFE, "--local-directory", folder)
            )  # fmt: skip
        for _ in range(10 * LIFE):
            if file.exists() and file.read_text(encoding="utf-8").endswith("}"):
                break
            assert scheduler.poll() is None, "the scheduler ended before it was ready"
            time.sleep(0.1)
        yield json.loads(file.read_text(encoding="utf-8"))["address"].replace("tcp://", "dask://")


def test_a_real_dask_scheduler_with_two_workers_gives_the_same_bytes(cluster):
    assert elsewhere(cluster) == told()
