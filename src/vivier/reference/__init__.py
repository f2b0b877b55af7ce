"""Nomenclatures and dated legal parameters, read from files that say where they come from.

Standard library only: `vivier.intake`, which runs in the member's browser, reads PCS-ESE codes here.
"""

from vivier.reference.pcs import pcs_label, pcs_occupations, pcs_parent

__all__ = ["pcs_label", "pcs_occupations", "pcs_parent"]
