"""The tables of procedures, one file a subject."""

from vivier_web.procedures.models.decisions import Attestation, Condition, Decision, Grant
from vivier_web.procedures.models.dossiers import Assignment, Content, Dossier, Opinion
from vivier_web.procedures.models.procedures import ProcedureVersion

__all__ = [
    "Assignment",
    "Attestation",
    "Condition",
    "Content",
    "Decision",
    "Dossier",
    "Grant",
    "Opinion",
    "ProcedureVersion",
]
