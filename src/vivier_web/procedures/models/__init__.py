"""The tables of procedures, one file a subject."""

from vivier_web.procedures.models.colabelling import Colabel
from vivier_web.procedures.models.decisions import Attestation, Condition, Decision, Grant
from vivier_web.procedures.models.dossiers import Assignment, Content, Dossier, Opinion
from vivier_web.procedures.models.procedures import ProcedureVersion

__all__ = [
    "Assignment",
    "Attestation",
    "Colabel",
    "Condition",
    "Content",
    "Decision",
    "Dossier",
    "Grant",
    "Opinion",
    "ProcedureVersion",
]
