"""Shared training: which sessions to hold, where, and who goes, at the least cost, with a proven bound.

`plan` is the verb. Williams' problem of manpower planning and the search itself are built on
`vivier.training.linear`; what a request may say is in `data`, what a plan says in `result`.
"""

from vivier.training.data import Course, Need, Place, Terms
from vivier.training.planning import plan
from vivier.training.result import Plan

__all__ = ["Course", "Need", "Place", "Plan", "Terms", "plan"]
