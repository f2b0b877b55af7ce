"""SCIP alone on a mixed program, in a process of its own: OR-Tools brings a HiGHS that clashes with ours.

Run as a script on an `.npz` (`cost`, `most`, `whole`, `data`, `indices`, `indptr`, `low`, `high`) and a number of
seconds, it prints the cost reached and the bound proved. OR-Tools is not in the lock: any Python that has it will do.
"""

import sys

import numpy as np


def solved(held: dict[str, np.ndarray], seconds: float) -> tuple[float, float]:
    """Give the cost and the bound that SCIP reaches."""
    from ortools.linear_solver import pywraplp

    solver = pywraplp.Solver.CreateSolver("SCIP")
    columns = [
        solver.IntVar(0, float(limit), "") if is_whole else solver.NumVar(0, float(limit), "")
        for limit, is_whole in zip(held["most"], held["whole"], strict=True)
    ]
    ends = held["indptr"]
    for rank in range(len(ends) - 1):
        row = solver.Constraint(*(float(np.clip(held[end][rank], -1e30, 1e30)) for end in ("low", "high")))
        part = slice(ends[rank], ends[rank + 1])
        for column, value in zip(held["indices"][part], held["data"][part], strict=True):
            row.SetCoefficient(columns[column], float(value))
    for column, price in zip(columns, held["cost"], strict=True):
        solver.Objective().SetCoefficient(column, float(price))
    solver.SetTimeLimit(int(seconds * 1000))
    solver.Solve()
    return solver.Objective().Value(), solver.Objective().BestBound()


if __name__ == "__main__":
    print(*solved(dict(np.load(sys.argv[1])), float(sys.argv[2])))  # noqa: T201 - what the bench reads
