"""Trees of axes, ways along them, boxes across them: every one beside a slow count, and a table worked out by hand."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories.tabled import FLAT, register, rows, tables
from oracles.disclosure import cells, is_sensitive
from vivier.disclosure import Rules
from vivier.disclosure.boxes import Boxes
from vivier.disclosure.changes import changes_of
from vivier.disclosure.goals import Goal
from vivier.disclosure.grid import branches, ways
from vivier.disclosure.merging import merge
from vivier.disclosure.pattern import Pattern
from vivier.disclosure.records import records_of
from vivier.disclosure.sweep import sweep

NAF = np.array([-1, 0, 0, 1, 1, 2, -1, 5])  # total, two sections, their divisions; node 6 is of another axis


@st.composite
def trees(draw) -> np.ndarray:
    """Draw parents: each node hangs from one before it, or stands outside the tree."""
    size = draw(st.integers(1, 9))
    parents = [-1]
    for at in range(1, size):
        inside = [each for each in range(at) if each == 0 or parents[each] >= 0]
        parents.append(draw(st.sampled_from([-1, *inside])))
    return np.array(parents)


def under(parents: np.ndarray, node: int) -> set[int]:
    """Give a node and all that hangs from it, by asking each node for its ancestors."""
    found = set()
    for each in range(len(parents)):
        at = each
        while at >= 0:
            if at == node:
                found.add(each)
            at = int(parents[at])
    return found


def leaves(parents: np.ndarray, node: int) -> set[int]:
    inside = set(parents.tolist())
    return {each for each in under(parents, node) if each not in inside}


def test_a_tree_is_laid_out_level_by_level_with_children_side_by_side() -> None:
    tree = branches(NAF)
    assert tree.order.tolist() == [0, 1, 2, 3, 4, 5, 7]
    assert tree.place.tolist() == [0, 1, 2, 3, 4, 5, -1, 6]
    assert tree.above.tolist() == [-1, 0, 0, 1, 1, 2, 5]
    assert tree.below.tolist() == [[1, 3], [3, 5], [5, 6], [6, 6], [6, 6], [6, 7], [7, 7]]
    assert tree.levels == ((0, 1), (1, 3), (3, 6), (6, 7))


def test_a_total_alone_is_a_tree() -> None:
    tree = branches(np.array([-1]))
    assert (tree.order.tolist(), tree.above.tolist(), tree.levels) == ([0], [-1], ((0, 1),))
    assert [each.tolist() for each in ways(tree, 0, 5)] == [[[0]], [[1]]]


@settings(max_examples=40, deadline=None)
@given(trees())
def test_positions_say_of_each_node_what_its_parents_do(parents) -> None:
    tree = branches(parents)
    inside = under(parents, 0)
    assert sorted(tree.order.tolist()) == sorted(inside)
    assert [end - start for start, end in tree.levels if end > start] == [
        end - start for start, end in tree.levels
    ], "no level is empty"
    for at, node in enumerate(tree.order.tolist()):
        assert tree.place[node] == at
        assert (tree.order[tree.above[at]] if tree.above[at] >= 0 else -1) == parents[node]
        assert tree.order[slice(*tree.below[at])].tolist() == np.flatnonzero(parents == node).tolist()
    assert all(tree.place[node] == -1 for node in range(len(parents)) if node not in inside)


@settings(max_examples=40, deadline=None)
@given(trees(), st.integers(0, 8))
def test_along_a_way_every_sum_holds_the_node_moves_up_and_none_is_forgotten(parents, rank) -> None:
    tree = branches(parents)
    at = rank % len(tree.order)
    node = int(tree.order[at])
    positions, signs = ways(tree, at, 10**6)
    mine, others = leaves(parents, node), leaves(parents, 0) - leaves(parents, node)
    assert len(positions) == len(mine) * (1 + (len(others) if node else 0))
    seen = set()
    for way, marks in zip(positions, signs, strict=True):
        move = np.zeros(len(tree.order))
        move[way[way >= 0]] = marks[way >= 0]
        assert move[at] == 1
        for above, (start, end) in enumerate(tree.below):
            assert start == end or move[above] == move[start:end].sum()
        seen.add(tuple(move))
    assert len(seen) == len(positions)


@pytest.mark.parametrize(("most", "lengths"), [(1, [2]), (2, [2, 3]), (3, [2, 3, 4]), (9, [2, 3, 4])])
def test_of_too_many_ways_the_shortest_are_kept(most, lengths) -> None:
    positions, _ = ways(branches(np.array([-1, 0, 0, 1, 1, 2])), 3, most)
    assert [(row >= 0).sum() for row in positions] == lengths


# Two regions, two sections. 84×A 40, 84×C 30, 11×A 20, 11×C 10; every company weighs little in its cell.
SHARES = {("84", "A"): 40, ("84", "C"): 30, ("11", "A"): 20, ("11", "C"): 10}
MADE = tables(rows(*((f"{r}{s}{at}", "", r, s, value / 4) for (r, s), value in SHARES.items() for at in range(4))))
MERGED = merge(MADE.system)
BOXES = Boxes(MADE.grids, MERGED)


def at(code: str) -> int:
    """Give the place of « 84 A » among merged cells."""
    return int(MERGED.place[MADE.codes.index(tuple(code.split()))])


def mask(*codes: str) -> np.ndarray:
    found = np.zeros(MERGED.system.size, bool)
    found[[at(code) for code in codes]] = True
    return found


def names(places: np.ndarray) -> set[str]:
    return {" ".join(codes) for codes, place in zip(MADE.codes, MERGED.place, strict=True) if place in places}


CORNERS = {
    "inside": {"84 A", "11 A", "84 C", "11 C"},
    "up to the total of regions": {"84 A", "T A", "84 C", "T C"},
    "up to the total of sections": {"84 A", "11 A", "84 T", "11 T"},
    "up to both totals": {"84 A", "T A", "84 T", "T T"},
}


@pytest.mark.parametrize(
    ("dear", "box"),
    [
        (("T A", "84 T"), "inside"),
        (("11 A", "84 T"), "up to the total of regions"),
        (("T A", "84 C"), "up to the total of sections"),
        (("11 A", "84 C"), "up to both totals"),
    ],
)
def test_the_box_is_the_one_whose_corners_are_not_dear(dear, box) -> None:
    cost = np.where(mask(*dear), 100.0, 1.0)
    found = BOXES.cheapest(Goal(at("84 A"), 5.0), mask("84 A"), cost)
    assert found is not None
    assert names(found.cells) == CORNERS[box]
    assert found.cost == 3
    assert np.abs(MERGED.system.relations @ moved(found)).max() < 1e-9


def moved(found) -> np.ndarray:
    moves = np.zeros(MERGED.system.size)
    moves[found.cells] = found.moves
    return moves


@pytest.mark.parametrize(
    ("goal", "free", "box", "cost"),
    [
        # All the corners are hidden already: nothing to pay.
        (Goal(at("84 A"), 5.0), ("84 A", "11 A", "84 C", "11 C"), "inside", 0),
        # Upwards by 25: 11×A has only 20, so that the ways through it are closed.
        (Goal(at("84 A"), 25.0, 1), ("84 A", "11 A", "11 C"), "up to the total of regions", 3),
        # Upwards by 35: neither 11×A nor 84×C holds as much; both totals move up.
        (Goal(at("84 A"), 35.0, 1), ("84 A", "84 C", "11 C"), "up to both totals", 3),
        # Who knows 11×A and 84×C is not met by a box through them.
        (Goal(at("84 A"), 5.0, known=at("11 A")), ("84 A", "11 A", "11 C"), "up to the total of regions", 3),
        (Goal(at("84 A"), 5.0, known=at("84 C")), ("84 A", "11 A", "84 C"), "up to the total of sections", 2),
    ],
)
def test_what_is_hidden_is_free_and_what_falls_must_hold_as_much(goal, free, box, cost) -> None:
    price = np.ones(MERGED.system.size)
    if box != "up to both totals":  # which would do too, and is made dear
        price[at("T T")] = 9
    found = BOXES.cheapest(goal, mask(*free), price)
    assert found is not None
    assert names(found.cells) == CORNERS[box]
    assert found.cost == cost
    assert found.meets(goal)
    assert (MERGED.system.values + moved(found) >= 0).all()


@pytest.mark.parametrize(
    ("goal", "most"),
    [
        (Goal(at("84 A"), 41.0, -1), np.inf),  # it cannot fall by more than it is
        (Goal(at("84 A"), 5.0), 3.0),  # the cheapest costs three: not less than three
        (Goal(at("84 A"), 5.0), 0.0),
        (Goal(at("84 A"), 5.0, known=at("84 A")), np.inf),  # whoever knows the cell itself
    ],
)
def test_where_no_box_will_do_there_is_none(goal, most) -> None:
    assert BOXES.cheapest(goal, mask("84 A"), np.ones(MERGED.system.size), most=most) is None


def test_a_cell_that_may_not_be_hidden_is_gone_round() -> None:
    cost = np.where(mask("11 A", "T A"), np.inf, 1.0)
    assert BOXES.cheapest(Goal(at("84 A"), 5.0), mask("84 A"), cost) is None
    cost[at("T A")] = 1.0
    found = BOXES.cheapest(Goal(at("84 A"), 5.0), mask("84 A"), cost)
    assert found is not None
    assert "11 A" not in names(found.cells)


def dearly_met() -> Pattern:
    """Meet one goal by the inner box, where both totals would have cost three times less."""
    pattern = Pattern(mask("84 A"), np.where(mask("11 A", "84 C", "11 C"), 3.0, 1.0))
    goal = Goal(at("84 A"), 5.0)
    inner = BOXES.cheapest(goal, pattern.hidden, np.where(mask("T A", "84 T"), 100.0, 1.0))
    assert inner is not None
    pattern.meet(goal, inner)
    assert (pattern.spent, names(pattern.secondary)) == (9, {"11 A", "84 C", "11 C"})
    return pattern


def test_a_sweep_gives_up_the_dear_box_for_the_cheap_one_and_then_nothing_more() -> None:
    pattern = dearly_met()
    for _ in range(2):
        sweep(pattern, BOXES, tried=5, stop=lambda: False)
        assert (pattern.spent, names(pattern.secondary)) == (3, {"T A", "84 T", "T T"})
    assert names(np.flatnonzero(pattern.hidden)) == CORNERS["up to both totals"]


def test_a_sweep_that_is_stopped_or_tries_nothing_leaves_the_pattern_as_it_was() -> None:
    for tried, stop in ((5, lambda: True), (0, lambda: False)):
        pattern = dearly_met()
        sweep(pattern, BOXES, tried=tried, stop=stop)
        assert (pattern.spent, len(pattern.circuits)) == (9, 1)


def test_a_goal_let_go_publishes_again_what_no_other_needs() -> None:
    pattern = dearly_met()
    (goal,) = pattern.circuits
    other = Goal(at("84 A"), 4.0)
    pattern.share(pattern.circuits[goal], {at("84 A"): [other]})
    assert set(pattern.circuits) == {goal, other} == set(pattern.through(at("11 A")))
    pattern.release([goal])
    assert pattern.spent == 9
    pattern.release([other, goal])
    assert (pattern.spent, names(np.flatnonzero(pattern.hidden))) == (0, {"84 A"})


def vintages(seed: int) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Draw two vintages of one register: some left, some came, some were revised, some moved to another region."""
    past, chance = register(seed, 40), np.random.default_rng(seed)
    stay, come = chance.random(40) < 0.8, chance.random(40) < 0.9
    now = {
        name: [text for text, is_here in zip(column, come, strict=True) if is_here] for name, column in past.items()
    }
    then = {name: [text for text, is_in in zip(column, stay, strict=True) if is_in] for name, column in past.items()}
    for at_ in range(0, len(now["unit"]), 9):
        now["turnover"][at_] = str(2 * int(now["turnover"][at_]) + 7)
    for at_ in range(3, len(now["unit"]), 11):
        now["region"][at_] = "11" if now["region"][at_] == "84" else "84"
    return now, then


def moves_of(now: dict[str, list[str]], then: dict[str, list[str]]) -> dict[str, list[str]]:
    """Write, as a register of its own, by how much each unit changed in each finest cell."""
    columns = ("unit", "holding", "region", "section")
    sums: dict[tuple[str, ...], int] = {}
    for sign, texts in ((1, now), (-1, then)):
        for row, value in zip(zip(*(texts[name] for name in columns), strict=True), texts["turnover"], strict=True):
            sums[row] = sums.get(row, 0) + sign * int(value)
    moved_ = [(*row, abs(value)) for row, value in sums.items() if value]
    return rows(*moved_)


@pytest.mark.parametrize("seed", range(6))
def test_what_changed_is_flagged_as_a_register_of_the_changes_would_be(seed) -> None:
    now, then = vintages(seed)
    both = {name: now[name] + then[name] for name in now}
    found = changes_of(records_of(both, FLAT), len(now["unit"]), FLAT, Rules())
    judged = cells(moves_of(now, then), [["region"], ["section"]], value="turnover")
    assert set(found.width) == {codes for codes, cell in judged.items() if is_sensitive(cell["heads"])}
    assert all(width > 0 for width in found.width.values())


def test_a_unit_that_moved_from_a_region_to_another_is_a_change_of_both_and_of_nothing_else() -> None:
    past = rows(*((f"{r}{s}{n}", "", r, s, 100) for r, s, n in product(("84", "11", "93"), "AC", range(4))))
    now = {name: list(column) for name, column in past.items()}
    now["region"][0] = "11"
    both = {name: now[name] + past[name] for name in now}
    found = changes_of(records_of(both, FLAT), len(now["unit"]), FLAT, Rules())
    assert set(found.width) == {
        ("84", "A"), ("11", "A"), ("84", "T"), ("11", "T"), ("T", "A"), ("T", "T"),
    }  # fmt: skip
