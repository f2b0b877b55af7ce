"""What a page needs to show one procedure, whoever reads it."""

from typing import Any

from vivier_web.procedures.coordination import chain
from vivier_web.procedures.definition import Procedure
from vivier_web.procedures.definition.words import DOCUMENTS, KINDS, RELABELS
from vivier_web.procedures.telling import basis, grants, grids, path, sights


def sheet(procedure: Procedure) -> dict[str, Any]:
    """Give the parts of a procedure, told: path, sights, grids, grants, figures."""
    steps = path(procedure)
    return {
        "procedure": procedure,
        "kind": KINDS[procedure.kind],
        "relabel": RELABELS[procedure.relabel],
        "steps": steps,
        "asked": len({each.key for each in procedure.fields()}),
        "criteria": sum(len(each.criteria) for each in procedure.grids),
        "silent": sum(each.delay is not None for each in steps),
        "chain": chain(procedure),
        "documents": list(DOCUMENTS.values()),
        "sights": sights(procedure),
        "grids": grids(procedure),
        "grants": grants(procedure),
        "basis": basis(procedure),
    }
