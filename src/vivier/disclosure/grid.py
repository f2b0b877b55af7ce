"""Where the cells of a table stand: a node on each axis, and the tree of every axis."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Grid:
    """Hold the place of the cells of one table, and what is above each node of its axes.

    Every sum of the table is the one of a node over its children on one axis, the other nodes staying the same.
    """

    cells: np.ndarray  # (k,) int: which cells of the system
    nodes: tuple[np.ndarray, ...]  # of each axis: (k,) int
    parents: tuple[np.ndarray, ...]  # of each axis: (nodes,) int; 0 is the total, −1 outside the tree


@dataclass(frozen=True)
class Branches:
    """Hold a tree level by level, the children of a node side by side: positions, not nodes."""

    order: np.ndarray  # (k,) the node at each position; the total first
    place: np.ndarray  # (nodes,) the position of each node; −1 outside the tree
    above: np.ndarray  # (k,) the position of the parent; −1 for the total
    below: np.ndarray  # (k, 2) where the children start and end
    levels: tuple[tuple[int, int], ...]  # where each level starts and ends, the total's first


def branches(parents: np.ndarray) -> Branches:
    """Lay a tree out.

    >>> branches(np.array([-1, 0, 0, 1, 1])).levels
    ((0, 1), (1, 3), (3, 5))
    """
    order, above, levels = [0], [-1], [(0, 1)]
    below = np.zeros((int((parents >= 0).sum()) + 1, 2), np.int64)
    children = {node: np.flatnonzero(parents == node).tolist() for node in {0, *parents[parents >= 0].tolist()}}
    while levels[-1][0] < levels[-1][1]:
        start = len(order)
        for at in range(*levels[-1]):
            below[at] = len(order), len(order) + len(children.get(order[at], ()))
            above += [at] * len(children.get(order[at], ()))
            order += children.get(order[at], ())
        levels.append((start, len(order)))
    place = np.full(len(parents), -1, np.int64)
    place[order] = np.arange(len(order))
    return Branches(np.array(order), place, np.array(above), below, tuple(levels[:-1]))


def ways(tree: Branches, at: int, most: int) -> tuple[np.ndarray, np.ndarray]:
    """Give the ways along one axis on which a node moves while every sum holds: positions and signs, (ways, steps).

    A way goes from a leaf under the node up to the total, or over to a leaf that is not under it, whose side moves
    against the node's. Shorter ways are filled with the position −1; of more than `most`, the shortest are kept.

    >>> ways(branches(np.array([-1, 0, 0])), 1, 9)[0].tolist()
    [[1, 0], [1, 2]]
    """
    climbs = {leaf: _climb(tree, leaf) for leaf in np.flatnonzero(tree.below[:, 0] == tree.below[:, 1]).tolist()}
    found: list[tuple[list[int], list[int]]] = []
    for climb in climbs.values():
        if at not in climb:
            continue
        found.append((climb, []))
        for other in climbs.values() if at else ():
            if at not in other:
                top = next(each for each in climb if each in other)
                found.append((climb[: climb.index(top)], other[: other.index(top)]))
    kept = sorted(found, key=lambda way: len(way[0]) + len(way[1]))[:most]
    steps = max(len(with_it) + len(against) for with_it, against in kept)
    positions = np.full((len(kept), steps), -1, np.int64)
    signs = np.ones((len(kept), steps), np.int64)
    for row, (with_it, against) in enumerate(kept):
        positions[row, : len(with_it) + len(against)] = with_it + against
        signs[row, len(with_it) : len(with_it) + len(against)] = -1
    return positions, signs


def _climb(tree: Branches, at: int) -> list[int]:
    found = [at]
    while tree.above[found[-1]] >= 0:
        found.append(int(tree.above[found[-1]]))
    return found
