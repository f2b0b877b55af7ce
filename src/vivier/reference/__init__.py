"""Nomenclatures and dated legal parameters, read from files that say where they come from.

Standard library only: `vivier.intake`, which runs in the member's browser, reads PCS-ESE codes here.
"""

from vivier.reference.careers import CareerTable, career_table, career_tables
from vivier.reference.pcs import pcs_label, pcs_occupations, pcs_parent
from vivier.reference.retirement import Generation, RetirementLaw, law_on, retirement_law, retirement_laws

__all__ = [
    "CareerTable",
    "Generation",
    "RetirementLaw",
    "career_table",
    "career_tables",
    "law_on",
    "pcs_label",
    "pcs_occupations",
    "pcs_parent",
    "retirement_law",
    "retirement_laws",
]
