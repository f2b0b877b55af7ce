"""One calculation that is the same wherever it runs, and a way to run it in another process of Python."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from factories.workforce import stock, uncertain
from vivier.workforce.assumptions import Belief, Move
from vivier.workforce.projection import compare
from vivier.workforce.scenarios import shipped_scenarios, under

FOLDER = Path(__file__).resolve().parents[1]
LIFE = 60  # seconds after which whatever these tests start ends by itself
# Small and large occupations, three factors of the ends of careers: several batches whatever their size.
PEOPLE = {
    **{f"m{rank:02d}": {20 + rank: 3 + rank % 5, 60 - rank % 9: 1 + rank % 4} for rank in range(24)},
    "grand": {30: 400, 50: 300, 61: 90},
    "moyen": {25: 150, 58: 120},
}


def assumptions():
    sooner = {f"m{rank:02d}": Belief(career_end_factor=0.6 + rank % 3 / 2, starters=1.0) for rank in range(9)}
    moves = (Move("m01", "grand", 0.3), Move("grand", "m02", 0.05))
    return uncertain(beliefs=sooner, moves=moves, growth_rate=0.01, growth_sd=0.01)


def told(executor=None):
    """The bytes of three scenarios and their differences."""
    outlooks = compare(
        stock(PEOPLE), under(assumptions(), shipped_scenarios()), horizon=3, draws=250, seed=5, executor=executor
    )
    digest = hashlib.sha256()
    for name, outlook in outlooks.items():
        digest.update(repr((name, outlook.keys, outlook.occupations, outlook.people)).encode())
        digest.update(outlook.figures.tobytes())
    return digest.hexdigest()


PROGRAM = """
import sys
sys.path.insert(0, {tests!r})
from factories.places import told
from vivier.cli.workers import executor_of
from vivier.workforce import batches
batches.BATCH = 9
with executor_of({where!r}) as workers:
    if {where!r}.startswith("dask"):
        workers._client.wait_for_workers(2, timeout=30)  # both at work, not the first to be ready alone
    print(told(workers))
"""


def elsewhere(where="", **environment):
    """What another process of Python gives, with other settings or another place to work in."""
    program = PROGRAM.format(tests=str(FOLDER), where=where)
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        capture_output=True, text=True, check=False, timeout=LIFE, env={**os.environ, **environment},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout.strip()
