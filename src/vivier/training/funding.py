"""Who pays what: the bill of each course shared among the funders who may pay for it."""

import numpy as np
from scipy import sparse

from vivier.training.linear import INFINITY, Program, solve
from vivier.training.request import Request


def share_out(request: Request, bills: dict[str, float]) -> tuple[tuple[str, str, float], ...]:
    """Share the bill of each course among its funders, within their caps; those named first pay first."""
    funders = request.terms.funders
    names = [name for name, _ in funders]
    owed = [course for course in request.courses if bills.get(course.course, 0) > 0]
    pairs = [(c, names.index(name)) for c, course in enumerate(owed) for name in (course.funders or names)]
    if not pairs:
        return ()
    n = len(pairs)
    ones, columns = np.ones(n), range(n)
    bill = sparse.coo_matrix((ones, ([c for c, _ in pairs], columns)), (len(owed), n))
    paid = sparse.coo_matrix((ones, ([f for _, f in pairs], columns)), (len(names), n))
    due = np.array([bills[course.course] for course in owed])
    program = Program(
        np.array([float(f) for _, f in pairs]), np.zeros(n), np.full(n, INFINITY),
        sparse.csr_matrix(sparse.vstack([bill, paid])),
        np.r_[due - 1e-3, np.full(len(names), -INFINITY)], np.r_[due, [cap for _, cap in funders]],
        np.zeros(n, bool),
    )  # fmt: skip
    found = solve(program)
    values = np.zeros(n) if found.values is None else found.values
    return tuple(
        (owed[c].course, names[f], round(float(v), 2)) for (c, f), v in zip(pairs, values, strict=True) if v > 5e-3
    )
