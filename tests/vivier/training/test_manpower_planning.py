"""H. P. Williams' « Manpower planning » (Model Building in Mathematical Programming), on the engine's own layer.

Three years, three skills: recruit, retrain, downgrade, dismiss, overman, work short time. Published: at least 841.80
redundancies; at least 498,677.29 of cost, with 1,423.7 redundancies.
"""

import time

import numpy as np
import pytest
from scipy import sparse

from vivier.training.linear import INFINITY, Program, solve

UNSKILLED, SEMI, SKILLED = range(3)
YEARS = SKILLS = range(3)
STRENGTH = (2000, 1500, 1000)
WANTED = ((1000, 1400, 1000), (500, 2000, 1500), (0, 2500, 2000))
LEAVE_FIRST, LEAVE = (0.25, 0.20, 0.10), (0.10, 0.05, 0.05)
RECRUITS = (500, 800, 500)
RETRAIN_EUR, REDUNDANT_EUR, SHORT_EUR, OVER_EUR = (400, 500), (200, 500, 500), (500, 400, 400), (1500, 2000, 3000)


class Names:
    """Number variables by name."""

    def __init__(self):
        self.rank, self.most = {}, []

    def __call__(self, kind, *key, most=INFINITY):
        if (kind, *key) not in self.rank:
            self.rank[kind, *key] = len(self.most)
            self.most.append(most)
        return self.rank[kind, *key]


def williams(kind_of_cost: str) -> tuple[Program, Names]:  # noqa: C901 - the book's own list
    """Write the problem; `redundancies` or `money` is what is kept low."""
    of, rows = Names(), []

    def row(least, most):
        rows.append(({}, least, most))
        return rows[-1][0]

    def add(one, value, *key, most=INFINITY):
        column = of(*key, most=most)
        one[column] = one.get(column, 0) + value

    for t in YEARS:
        for k in SKILLS:
            before = STRENGTH[k] * (1 - LEAVE[k]) if t == 0 else 0
            stay = row(before, before)
            add(stay, 1, "staff", t, k)
            if t:
                add(stay, -(1 - LEAVE[k]), "staff", t - 1, k)
            add(stay, -(1 - LEAVE_FIRST[k]), "recruit", t, k, most=RECRUITS[k])
            add(stay, 1, "redundant", t, k)
            if k < SKILLED:
                add(stay, 1, "retrain", t, k, most=200 if k == UNSKILLED else INFINITY)
            if k > UNSKILLED:
                add(stay, -(1 - LEAVE[k]), "retrain", t, k - 1)
            for lower in range(k):
                add(stay, 1, "downgrade", t, k, lower)
            for higher in range(k + 1, 3):
                add(stay, -0.5, "downgrade", t, higher, k)  # half of the downgraded leave
            need = row(WANTED[t][k], WANTED[t][k])
            add(need, 1, "staff", t, k)
            add(need, -1, "over", t, k)
            add(need, -0.5, "short", t, k, most=50)
        over = row(-INFINITY, 150)
        for k in SKILLS:
            add(over, 1, "over", t, k)
        limit = row(-INFINITY, 0)  # semi-skilled retrained: a quarter of the skilled at most
        add(limit, 1, "retrain", t, SEMI)
        add(limit, -0.25, "staff", t, SKILLED)
    prices = {"redundancies": {"redundant": (1, 1, 1)}, "money": {
        "redundant": REDUNDANT_EUR, "retrain": RETRAIN_EUR, "short": SHORT_EUR, "over": OVER_EUR,
    }}[kind_of_cost]  # fmt: skip
    cost = np.array([prices[key[0]][key[2]] if key[0] in prices else 0.0 for key in of.rank])
    cells = [(r, c, v) for r, (one, *_) in enumerate(rows) for c, v in one.items()]
    matrix = sparse.csr_matrix(([v for *_, v in cells], ([r for r, *_ in cells], [c for _, c, _ in cells])))
    n = len(of.most)
    program = Program(
        cost, np.zeros(n), np.array(of.most, float), matrix, np.array([r[1] for r in rows], float),
        np.array([r[2] for r in rows], float), np.zeros(n, bool),
    )  # fmt: skip
    return program, of


def test_the_fewest_redundancies_are_those_published() -> None:
    assert solve(williams("redundancies")[0]).value == pytest.approx(841.796875, rel=1e-6)


def test_the_least_cost_and_its_redundancies_are_those_published() -> None:
    program, of = williams("money")
    began = time.process_time()
    found = solve(program)
    assert time.process_time() - began < 0.2
    assert found.value == pytest.approx(498_677.2853, rel=1e-6)
    redundant = [rank for key, rank in of.rank.items() if key[0] == "redundant"]
    assert found.values[redundant].sum() == pytest.approx(1423.7188, abs=1e-4)
