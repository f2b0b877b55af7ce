"""Whether large forecasts run compiled loops, where numba (the extra « fast ») is installed: the same bytes."""

from functools import cache
from importlib.util import find_spec
from types import ModuleType

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
