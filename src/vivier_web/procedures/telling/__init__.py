"""A procedure told as a person reads it: frozen words, for any page.

The face: `path(procedure)` → its stages, `sights(procedure)` → who sees what and when, `grids(procedure)`,
`grants(procedure)`, `basis(procedure)` → what its figures rest on, `trial_told(procedure, trial)`.
"""

from vivier_web.procedures.telling.judged import basis, grants, grids
from vivier_web.procedures.telling.path import path
from vivier_web.procedures.telling.sights import sights
from vivier_web.procedures.telling.tried import trial_told

__all__ = ["basis", "grants", "grids", "path", "sights", "trial_told"]
