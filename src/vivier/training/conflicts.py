"""Why no plan trains everybody: the smallest set of constraints that cannot hold together.

Each constraint is given a way out that costs one. The cheapest ways out of what was found so far make a set to give
up (a correction); the smallest set that meets every correction, and that still has no plan by itself, is the smallest
conflict (Ignatiev, Previti, Liffiton, Marques-Silva, 2015).
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from scipy import sparse

from vivier.french import listed
from vivier.training.blocks import Whole
from vivier.training.elastic import Elastic, elastic_of
from vivier.training.errors import ConflictError
from vivier.training.linear import INFINITY, Limits, Program, solve

_MOST_STEPS = 200


def explain(whole: Whole, *, is_late: Callable[[], bool]) -> ConflictError:
    """Find the smallest conflict, course by course first: most conflicts are inside one course."""
    for rank, block in enumerate(whole.blocks):
        alone = elastic_of(replace(whole, blocks=(block,)))
        if not _can_hold(alone, range(len(alone.names))):
            names, is_smallest = _smallest(alone, is_late)
            return _error(names, f"« {whole.blocks[rank].course.course} »", is_smallest=is_smallest)
    names, is_smallest = _smallest(elastic_of(whole), is_late)
    return _error(names, "", is_smallest=is_smallest)


def _error(names: tuple[str, ...], course: str, *, is_smallest: bool) -> ConflictError:
    about = f" de la formation {course}" if course else ""
    if not names:
        sentence = (
            f"Aucun plan ne forme toutes les personnes{about} : aucun lieu n’est accessible à l’une d’elles, quelles "
            "que soient les limites. Ajoutez un lieu ou une période, ou posez la question sans exiger tout le monde."
        )
    elif len(names) == 1:
        verb = "ne le permettent pas" if names[0].startswith("les ") else "ne le permet pas"
        sentence = f"Aucun plan ne forme toutes les personnes{about} : {names[0]} {verb}. Desserrez cette limite."
    else:
        sentence = (
            f"Aucun plan ne forme toutes les personnes{about} : {listed(list(names))} ne tiennent pas ensemble. "
            "Desserrez l’une de ces limites."
        )
    return ConflictError(sentence, names, is_smallest=is_smallest)


def _smallest(elastic: Elastic, is_late: Callable[[], bool]) -> tuple[tuple[str, ...], bool]:
    corrections: list[set[int]] = []
    for _ in range(_MOST_STEPS):
        held = _hitting(corrections, len(elastic.names))
        if not _can_hold(elastic, held):
            return tuple(elastic.names[each] for each in held), True
        if is_late():
            break
        corrections.append(_correction(elastic, held))
    return _reduced(elastic), False


def _reduced(elastic: Elastic) -> tuple[str, ...]:
    """Drop constraints one after another as long as the rest still conflicts."""
    held = list(range(len(elastic.names)))
    for each in list(held):
        rest = [other for other in held if other != each]
        if not _can_hold(elastic, rest):
            held = rest
    return tuple(elastic.names[each] for each in held)


def _hitting(corrections: list[set[int]], n: int) -> list[int]:
    """Give the smallest set that meets every correction."""
    if not corrections:
        return []
    rows = sparse.csr_matrix(np.array([[float(each in one) for each in range(n)] for one in corrections]))
    m = len(corrections)
    program = Program(np.ones(n), np.zeros(n), np.ones(n), rows, np.ones(m), np.full(m, INFINITY), np.ones(n, bool))
    values = solve(program).values
    return [] if values is None else [each for each in range(n) if values[each] > 0.5]


def _held(elastic: Elastic, held: list[int] | range) -> Program:
    high = elastic.program.high.copy()
    first = len(high) - len(elastic.names)
    high[[first + each for each in held]] = 0
    return replace(elastic.program, high=high)


def _can_hold(elastic: Elastic, held: list[int] | range) -> bool:
    program = _held(elastic, held)
    found = solve(replace(program, cost=np.zeros(program.size)), Limits(nodes=20_000))
    return not found.is_infeasible


def _correction(elastic: Elastic, held: list[int]) -> set[int]:
    """Give the fewest constraints to give up when those held are kept."""
    found = solve(_held(elastic, held), Limits(nodes=20_000))
    first = elastic.program.size - len(elastic.names)
    given = found.values if found.values is not None else np.ones(elastic.program.size)
    return {each for each in range(len(elastic.names)) if given[first + each] > 0.5 and each not in held}
