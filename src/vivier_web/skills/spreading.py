"""What humans decided about job titles, carried to the people of a company whose occupation no file gives."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from vivier.intake import Cell, Company
from vivier.intake.data import UNKNOWN

Key = TypeVar("Key")


def recoded(company: Company, decided: Mapping[str, int]) -> Company:
    """Move people of a company from `inconnu` to occupations, so many to each; its total is kept.

    A deposit does not say which of the cells of unknown occupation bear a title: each occupation, in the order of its
    code, takes its people from these cells in proportion to what is left in them, by largest remainder (ties: the
    first cell in their order). The same decisions give the same cells, whatever their order.
    """
    left = {cell.key: cell for cell in company.count.cells if cell.pcs == UNKNOWN}
    waiting = Counter({key: cell.n for key, cell in left.items()})
    cells = Counter({(c.pcs, c.age, c.sex, c.contract): c.n for c in company.count.cells if c.pcs != UNKNOWN})
    for code, wanted in sorted(decided.items()):
        for key, n in shared(min(wanted, waiting.total()), waiting).items():
            cell = left[key]
            cells[code, cell.age, cell.sex, cell.contract] += n
            waiting[key] -= n
    cells.update({(UNKNOWN, left[key].age, left[key].sex, left[key].contract): n for key, n in waiting.items()})
    moved = sorted((Cell(*key, n) for key, n in cells.items() if n), key=lambda cell: cell.key)
    return replace(company, count=replace(company.count, cells=tuple(moved)))


def shared(n: int, sizes: Mapping[Key, int]) -> dict[Key, int]:
    """Share people out in proportion to sizes, by largest remainder; nobody gets more than its size.

    >>> shared(3, {"a": 4, "b": 1, "c": 1})
    {'a': 2, 'b': 1, 'c': 0}
    """
    total = sum(sizes.values())
    if not n or not total:
        return dict.fromkeys(sizes, 0)
    whole = {key: n * size // total for key, size in sizes.items()}
    order = sorted(enumerate(sizes), key=lambda pair: (-(n * sizes[pair[1]] % total), pair[0]))
    for _, key in order[: n - sum(whole.values())]:
        whole[key] += 1
    return whole
