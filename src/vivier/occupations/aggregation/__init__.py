"""Cells counted in one nomenclature carried into another, or up its levels: totals kept, doubts shown.

`links` builds from the reference store the shares that lead from each code to others, with the path they come from;
`aggregate` is the verb: cells in, values by target code out, with the share of people whose code leads to several.
"""

from vivier.occupations.aggregation.aggregating import aggregate
from vivier.occupations.aggregation.building import links
from vivier.occupations.aggregation.data import UNMATCHED, Aggregated, CodeCell, Weights
from vivier.occupations.aggregation.matrix import Links

__all__ = ["UNMATCHED", "Aggregated", "CodeCell", "Links", "Weights", "aggregate", "links"]
