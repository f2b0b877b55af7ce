"""Saving the whole database in one file that either database gives back, with the seal of its journal."""

from vivier_web.ops.archive.reading import put_back
from vivier_web.ops.archive.writing import Kept, save

__all__ = ["Kept", "put_back", "save"]
