"""Reads of procedures, one file a subject."""

from vivier_web.procedures.queries.delays import Delays, measured

__all__ = ["Delays", "measured"]
