"""The map of France by département, drawn by the server from the shapes that `make assets` brings."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders

from vivier_web.members.territory import DEPARTMENTS

MAP = "vendor/maps/france.departments.svg"
_SHAPE = re.compile(r'id="(\w+)"\s+aria-label="[^"]*"\s+d="([^"]+)"')
LEVELS = 4


@dataclass(frozen=True, slots=True)
class Shape:
    """Hold a département as it is drawn: its outline, how many members, how dark."""

    code: str
    name: str
    outline: str
    count: int
    level: int  # 0: nobody, up to LEVELS


@lru_cache(maxsize=1)
def outlines() -> dict[str, str]:
    """Read the outline of each département; nothing when the map was not installed."""
    found = finders.find(MAP)
    text = Path(found).read_text(encoding="utf-8") if isinstance(found, str) else ""
    return {code: " ".join(path.split()) for code, path in _SHAPE.findall(text)}


def bounds_of(counts: dict[str, int]) -> list[int]:
    """Give the least count of each level, so that levels hold about as many départements; fewer when counts are few.

    >>> bounds_of({"01": 1, "38": 2, "69": 4, "74": 12})
    [1, 2, 4, 12]
    """
    seen = sorted(count for code, count in counts.items() if count and code)
    return sorted({seen[len(seen) * rank // LEVELS] for rank in range(LEVELS)}) if seen else []


def drawn(counts: dict[str, int]) -> list[Shape]:
    """Give every département of the map with its count and level."""
    bounds = bounds_of(counts)
    return [
        Shape(code, DEPARTMENTS[code], path, count := counts.get(code, 0), sum(count >= bound for bound in bounds))
        for code, path in outlines().items()
        if code in DEPARTMENTS
    ]
