"""The stages of a procedure as a graph: what leads where, what is reached, what ends."""

from collections.abc import Callable, Iterator

from vivier_web.procedures.definition.data import Procedure, Stage
from vivier_web.procedures.definition.words import END

Edge = tuple[str, str]  # outcome, target


def edges(stage: Stage) -> Iterator[Edge]:
    """Give every way out of a stage that its file states."""
    return ((each.on, target) for each in stage.exits for target in each.to)


def reached(procedure: Procedure, *, passes: Callable[[Stage, str], bool] | None = None) -> set[str]:
    """Give the stages that may be reached from the first, by the outcomes that `passes` lets through."""
    found, waiting = set[str](), [procedure.first.key]
    while waiting:
        key = waiting.pop()
        if key in found or key == END:
            continue
        found.add(key)
        stage = procedure.stage(key)
        waiting += [target for outcome, target in edges(stage) if passes is None or passes(stage, outcome)]
    return found


def ending(procedure: Procedure) -> set[str]:
    """Give the stages from which a dossier may end, by the outcomes its file states."""
    found: set[str] = set()
    while True:
        more = {
            stage.key
            for stage in procedure.stages
            if stage.key not in found and any(target == END or target in found for _, target in edges(stage))
        }
        if not more:
            return found
        found |= more
