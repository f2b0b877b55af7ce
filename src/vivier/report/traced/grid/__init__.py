"""The fifteen points by which those who write GPEC studies judge one, checked by program on the document itself."""

from vivier.report.traced.grid.judging import Point, points

__all__ = ["Point", "points"]
