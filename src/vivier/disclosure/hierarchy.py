"""The nodes of each dimension: which code is in which, checked on the records themselves."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from vivier.disclosure.overlaps import groups_of, left_by, rest_of
from vivier.disclosure.records import Coded, Records
from vivier.disclosure.spec import TOTAL, Dimension, Spec
from vivier.vocabulary import InputError

_MOST_CELLS = 2**62  # a cell is named by one whole number


@dataclass(frozen=True)
class Axis:
    """Hold the nodes of the dimensions that share columns: node 0 is the total, then (column, code) in order."""

    columns: tuple[str, ...]
    nodes: tuple[tuple[str, str], ...]
    shown: tuple[Mapping[str, str], ...]  # of each node: the codes it shows, by column


@dataclass(frozen=True)
class Tree:
    """Hold one dimension: the way from each code of its finest column up to the total, as nodes of its axis.

    Groups that overlap stand apart: `members` are pairs, a code and the node of a group that it is in.
    """

    axis: int
    paths: np.ndarray  # (codes, steps) int64; the last step is 0, the total; −1 where a way is shorter
    parents: np.ndarray  # (nodes,) int64; −1 outside the dimension and for the total
    level: np.ndarray  # (nodes,) int64; which column a node is of: the parts of one sum are of one level
    members: np.ndarray  # (k, 2) int64: none where nothing overlaps
    rests: np.ndarray  # (groups, 2) int64: the node of a group, and of what is left without it


def axes_of(records: Records, spec: Spec) -> tuple[tuple[Axis, ...], dict[str, Tree]]:
    """Find the axes of a specification and the tree of each of its dimensions.

    Raises:
        InputError: a level is not nested in the next, a code is not in its hierarchy, there are too many cells.
    """
    groups = tuple(dict.fromkeys(spec.axis(each) for each in spec.dimensions))
    ways = {each.name: _ways(each, records) for each in spec.dimensions}
    axes, trees = [], {}
    for at, columns in enumerate(groups):
        mine = [each for each in spec.dimensions if spec.axis(each) == columns]
        codes = {node for each in mine for way in ways[each.name] for node in way}
        nodes = sorted(codes.union(*(_overlapping(each, records) for each in mine)), key=_order(spec))
        numbers = {("", TOTAL): 0} | {node: 1 + rank for rank, node in enumerate(nodes)}
        shown = _shown(numbers, mine, ways)
        axes.append(Axis(columns, tuple(numbers), shown))
        for each in mine:
            trees[each.name] = _tree(at, each, ways[each.name], numbers, spec.columns)
    if np.prod([float(len(axis.nodes)) for axis in axes]) > _MOST_CELLS:
        raise InputError("Ces dimensions se croisent en trop de cases : gardez-en moins, ou des niveaux plus larges.")
    return tuple(axes), trees


def _order(spec: Spec) -> Callable[[tuple[str, str]], tuple[int, str]]:
    rank = {column: -at for at, column in enumerate(spec.columns)}
    return lambda node: (rank[node[0]], node[1])


Way = tuple[tuple[str, str], ...]


def _ways(dimension: Dimension, records: Records) -> list[Way]:
    """Give the way up of each code of the finest column, as (column, code)."""
    finest = records.columns[dimension.finest]
    if dimension.parents is not None:
        return [_climb(code, dimension, dimension.parents) for code in finest.labels]
    if dimension.only:
        return [((dimension.finest, code),) if dimension.only in groups_of(code) else () for code in finest.labels]
    ways: list[Way] = [((dimension.finest, code),) for code in finest.labels]
    below = dimension.finest
    for level in dimension.levels[1:]:
        above = _nested(records.columns[below], records.columns[level], (dimension.name, below, level))
        ways = [(*way, (level, above[way[-1][1]])) for way in ways]
        below = level
    return ways


def _overlapping(dimension: Dimension, records: Records) -> set[tuple[str, str]]:
    """Give the groups that overlap, and what is left without each, as (column, code)."""
    if not dimension.groups:
        return set()
    groups = {group for code in records.columns[dimension.finest].labels for group in groups_of(code)}
    if odd := next((group for group in groups if left_by(group)), ""):
        raise InputError(f"Un groupe ne peut pas se nommer « {odd} », qui dirait tout sauf un autre : renommez-le.")
    return {(dimension.groups, code) for group in groups for code in (group, rest_of(group))}


def _nested(fine: Coded, coarse: Coded, names: tuple[str, str, str]) -> dict[str, str]:
    """Give the coarse code of each fine one; each has one only, or the level is not nested."""
    pairs = np.unique(fine.codes.astype(np.int64) * max(len(coarse.labels), 1) + coarse.codes)
    low, high = np.divmod(pairs, max(len(coarse.labels), 1))
    twice = np.flatnonzero(low[1:] == low[:-1])
    if len(twice):
        code = fine.labels[low[twice[0]]]
        first, second = sorted(coarse.labels[high[twice[0] + each]] for each in (0, 1))
        raise InputError(
            f"La dimension « {names[0]} » n’est pas emboîtée : le code « {code} » de « {names[1]} » est dans "
            f"« {first} » et dans « {second} » de « {names[2]} »."
        )
    return {fine.labels[a]: coarse.labels[b] for a, b in zip(low, high, strict=True)}


def _climb(code: str, dimension: Dimension, parents: Mapping[str, str]) -> Way:
    if code not in parents:
        raise InputError(
            f"Le code « {code} » de « {dimension.finest} » n’est pas dans la hiérarchie de « {dimension.name} » : "
            "ajoutez-y sa ligne."
        )
    if code in parents.values():
        raise InputError(
            f"Le code « {code} » de « {dimension.finest} » en regroupe d’autres dans la hiérarchie de "
            f"« {dimension.name} » : donnez à ses enregistrements le code le plus fin."
        )
    way = []
    while code != TOTAL:
        way.append((dimension.finest, code))
        code = parents[code]
    return tuple(way)


def _shown(
    numbers: Mapping[tuple[str, str], int], mine: list[Dimension], ways: Mapping[str, list[Way]]
) -> tuple[Mapping[str, str], ...]:
    """Give the codes that each node shows: its own column, then those it is nested in."""
    shown: list[dict[str, str]] = [{node[0]: node[1]} if node[0] else {} for node in numbers]
    for _ in mine:  # a level of one dimension may be nested in another's: as many rounds as dimensions
        for each in mine:
            if each.parents is not None:
                continue
            for way in set(ways[each.name]):
                for below, above in reversed(list(pairwise(way))):
                    shown[numbers[below]] |= shown[numbers[above]]
    return tuple(shown)


def _tree(
    axis: int, dimension: Dimension, ways: list[Way], numbers: Mapping[tuple[str, str], int], columns: tuple[str, ...]
) -> Tree:
    steps = max((len(way) for way in ways), default=0) + (not dimension.only)
    paths = np.full((len(ways), steps), -1, np.int64)
    parents = np.full(len(numbers), -1, np.int64)
    for row, way in enumerate(ways):
        up = [numbers[node] for node in way]
        paths[row, : len(up)] = up
        if not dimension.only:
            paths[row, -1] = 0
            parents[up] = [*up[1:], 0]
    level = np.array([columns.index(column) if column else -1 for column, _ in numbers], np.int64)
    return Tree(axis, paths, parents, level, *_members(dimension, ways, numbers))


def _members(
    dimension: Dimension, ways: list[Way], numbers: Mapping[tuple[str, str], int]
) -> tuple[np.ndarray, np.ndarray]:
    """Give which codes are in which groups, and each group with what is left without it; both (k, 2)."""
    pairs, rests = [], set()
    for row, way in enumerate(ways if dimension.groups else ()):
        for group in groups_of(way[0][1]) if way else ():
            if dimension.only in ("", group):
                pairs.append((row, numbers[dimension.groups, group]))
                rests.add((pairs[-1][1], numbers[dimension.groups, rest_of(group)]))
    left = sorted(rests) if not dimension.only else []
    return np.array(pairs, np.int64).reshape(-1, 2), np.array(left, np.int64).reshape(-1, 2)
