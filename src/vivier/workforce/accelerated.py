"""Whether large forecasts run compiled loops, where numba (the extra « fast ») is installed: the same bytes."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.util import find_spec
from types import ModuleType
from typing import TypeVar

Given = TypeVar("Given")
Wanted = TypeVar("Wanted")
MOST_THREADS = 4  # beyond, what Python does between two loops is what one waits for, and memory follows threads

HEAVY = 10_000_000  # units × years × paths under which loading the compiled loops would take longer than it saves


def loops_for(work: int) -> ModuleType | None:
    """Give the compiled loops for so many units × years × paths; none where NumPy alone does as well.

    >>> loops_for(40 * 10 * 1000) is None
    True
    """
    return _loops() if work >= HEAVY else None


@cache
def _loops() -> ModuleType | None:
    if find_spec("numba") is None:
        return None
    from vivier.workforce import loops

    return loops


def cores() -> int:
    """Give how many threads compiled loops may run on: the processors that this process may use, a few at most."""
    return min(
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1, MOST_THREADS
    )


def spread(work: Callable[[Given], Wanted], lots: Sequence[Given], threads: int) -> Iterator[Wanted]:
    """Give what work makes of each lot, in their order, whatever number of threads they are spread over.

    >>> [*spread(abs, [-3, -1, 2], 2)]
    [3, 1, 2]
    """
    if min(threads, len(lots)) <= 1:
        yield from map(work, lots)
        return
    with ThreadPoolExecutor(threads) as pool:
        yield from pool.map(work, lots)
