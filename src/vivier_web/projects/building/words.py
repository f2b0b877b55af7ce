"""The words that rules of aid take, with what the screen says: pages read them here and call no engine."""

from vivier.aid.data import AREAS, CATEGORIES, DECLARED, KINDS, METHODS, NATURES, SIZES, TERRITORIES
from vivier.aid.reading import known

__all__ = ["AREAS", "CATEGORIES", "DECLARED", "KINDS", "METHODS", "NATURES", "SIZES", "TERRITORIES", "regimes"]


def regimes() -> list[tuple[str, str]]:
    """Give the regimes that ship: name and title, by title.

    >>> ("fui-25", "Fonds unique interministériel (FUI), 25e appel") in regimes()
    True
    """
    return sorted(((name, each.title) for name, each in known().items()), key=lambda pair: pair[1])
