"""Who is one contributor with whom: companies tied to a head, directly or not, are one group."""

from collections.abc import Iterable


def groups_of(ties: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Give the group of each company that a tie names, called by the least of its companies.

    A tie is a company and the head of its group; a head that has a head is of the same group, in any order.

    >>> groups_of([("b", "c"), ("c", "a"), ("x", "y")])
    {'b': 'a', 'c': 'a', 'a': 'a', 'x': 'x', 'y': 'x'}
    """
    found: dict[str, str] = {}
    for company, head in ties:
        mine, theirs = found.setdefault(company, company), found.setdefault(head, head)
        least, other = min(mine, theirs), max(mine, theirs)
        found.update({each: least for each, group in found.items() if group == other})
    return found
