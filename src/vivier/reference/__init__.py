"""Nomenclatures, official statistics and dated legal parameters, read from files that say where they come from.

Standard library only: `vivier.intake`, which runs in the member's browser, reads PCS-ESE codes here.
"""

from vivier.reference.hypotheses import HypothesisTable, hypotheses, hypothesis
from vivier.reference.manifest import Entry
from vivier.reference.nomenclature import Nomenclature, Passage
from vivier.reference.pcs import pcs_label, pcs_occupations, pcs_parent
from vivier.reference.regions import FRANCE, region_code, region_name
from vivier.reference.retirement import Generation, RetirementLaw, law_on, retirement_law, retirement_laws
from vivier.reference.statistic import Measure, Observation, Statistic
from vivier.reference.store import Store, store, store_folder

__all__ = [
    "FRANCE",
    "Entry",
    "Generation",
    "HypothesisTable",
    "Measure",
    "Nomenclature",
    "Observation",
    "Passage",
    "RetirementLaw",
    "Statistic",
    "Store",
    "hypotheses",
    "hypothesis",
    "law_on",
    "pcs_label",
    "pcs_occupations",
    "pcs_parent",
    "region_code",
    "region_name",
    "retirement_law",
    "retirement_laws",
    "store",
    "store_folder",
]
