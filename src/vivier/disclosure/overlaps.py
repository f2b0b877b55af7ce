"""Groups that overlap: the finest code says all the groups of a record, and no group is nested in another.

Code « a+b » is in a and in b. What is left of the whole without a group is a cell as well, « hors a »: nobody
publishes it, but whoever subtracts has it. So it is kept where it would betray somebody, and there only.
"""

from collections.abc import Collection

import numpy as np

from vivier.disclosure.spec import TOTAL, written

SEVERAL = "+"
_REST = "hors "


def groups_of(code: str) -> tuple[str, ...]:
    """Give the groups that a finest code is in.

    >>> groups_of("bois+plasturgie")
    ('bois', 'plasturgie')
    """
    return tuple(map(written, code.split(SEVERAL)))


def rest_of(group: str) -> str:
    """Give the code of what is left without a group.

    >>> rest_of("bois")
    'hors bois'
    """
    return f"{_REST}{group}"


def left_by(code: str) -> str:
    """Give the group that a code is the rest of; nothing where it is none.

    >>> left_by("hors bois"), left_by("bois")
    ('bois', '')
    """
    return code[len(_REST) :] if code.startswith(_REST) else ""


def parted(codes: tuple[str, ...], grouped: Collection[int]) -> tuple[tuple[str, ...], ...]:
    """Give the two cells that what is left without a group is the difference of; none for any other cell.

    `grouped` says which codes are of groups that overlap.

    >>> parted(("84", "hors bois"), (1,))
    (('84', 'T'), ('84', 'bois'))
    """
    at = next((at for at in grouped if left_by(codes[at])), None)
    if at is None:
        return ()
    return (*codes[:at], TOTAL, *codes[at + 1 :]), (*codes[:at], left_by(codes[at]), *codes[at + 1 :])


def paired(codes: np.ndarray, pairs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give each row once for each node that its code is paired with: which row, (k,), which node, (k,).

    >>> paired(np.array([5, 3, 5]), np.array([[5, 1], [5, 2]]))[0].tolist()
    [0, 0, 2, 2]
    """
    order = pairs[np.argsort(pairs[:, 0], kind="stable")]
    starts = np.searchsorted(order[:, 0], codes)
    counts = np.searchsorted(order[:, 0], codes, side="right") - starts
    rows = np.repeat(np.arange(len(codes)), counts)
    rank = np.arange(len(rows)) - np.repeat(np.cumsum(counts) - counts, counts)
    return rows, order[starts[rows] + rank, 1]
