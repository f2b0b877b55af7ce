"""When a sum may be shown, and which of several sums that add up to a known total may be."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

Given = Mapping[str, int]  # company → how many of its people


@dataclass(frozen=True, slots=True)
class Threshold:
    """Hold how many companies and people a sum needs before it is shown."""

    companies: int = 3
    people: int = 5

    def is_met(self, given: Given) -> bool:
        """Tell whether a sum may be shown; a sum of nobody may.

        >>> Threshold().is_met({"a": 3, "b": 1, "c": 1}), Threshold().is_met({"a": 40, "b": 30})
        (True, False)
        """
        held = [n for n in given.values() if n > 0]
        return not held or (len(held) >= self.companies and sum(held) >= self.people)


THRESHOLD = Threshold()


def added(several: Iterable[Given]) -> Counter[str]:
    """Add the people of several sums, company by company."""
    total: Counter[str] = Counter()
    for given in several:
        total.update(given)
    return total


def gathered(parts: Mapping[str, Given], rest: str, *, threshold: Threshold = THRESHOLD) -> dict[str, str]:
    """Say under which name each part may be shown: its own, or `rest`.

    Parts that may not be shown go to the rest; while the rest itself may not be, the smallest part left joins it, for
    what is neither shown nor in the rest is the total minus the others.

    >>> parts = {"a": {"x": 9, "y": 1, "z": 1}, "b": {"x": 1}, "c": {"x": 9, "y": 9, "z": 9}}
    >>> gathered(parts, "rest")
    {'a': 'rest', 'b': 'rest', 'c': 'c'}
    """
    shown = [name for name, given in parts.items() if name != rest and threshold.is_met(given)]
    hidden = [name for name in parts if name not in shown]
    by_size = sorted(shown, key=lambda name: (-sum(parts[name].values()), name))
    while by_size and not threshold.is_met(added(parts[name] for name in hidden)):
        hidden.append(by_size.pop())
    return {name: name if name in by_size else rest for name in parts}


def showable(
    cells: Mapping[str, Mapping[str, Given]],
    *,
    threshold: Threshold = THRESHOLD,
    is_said: Callable[[str], bool] = bool,
) -> frozenset[str]:
    """Give the items whose cells may all be shown, the cells of all the others together being showable too.

    `cells` are, by item, what each cell holds; `is_said` tells the cells that say something of somebody. When the
    items taken together may not show these cells, there is no total to subtract from, and each is judged alone.
    """
    alone = {item for item, held in cells.items() if _are_met(held, threshold, is_said)}
    if not _are_met(_together(cells, cells), threshold, is_said):
        return frozenset(alone)
    by_size = sorted(alone, key=lambda item: (-sum(added(cells[item].values()).values()), item))
    while by_size and not _are_met(_together(cells, set(cells) - set(by_size)), threshold, is_said):
        by_size.pop()
    return frozenset(by_size)


def _are_met(held: Mapping[str, Given], threshold: Threshold, is_said: Callable[[str], bool]) -> bool:
    return all(threshold.is_met(given) for cell, given in held.items() if is_said(cell))


def _together(cells: Mapping[str, Mapping[str, Given]], items: Iterable[str]) -> dict[str, Counter[str]]:
    total: dict[str, Counter[str]] = {}
    for item in items:
        for cell, given in cells[item].items():
            total.setdefault(cell, Counter()).update(given)
    return total
