"""Reads of procedures and of dossiers, one file a subject."""

from vivier_web.procedures.queries.delays import Delays, measured

__all__ = ["Delays", "measured"]
