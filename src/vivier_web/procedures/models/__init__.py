"""The tables of procedures, one file a subject."""

from vivier_web.procedures.models.procedures import ProcedureVersion

__all__ = ["ProcedureVersion"]
