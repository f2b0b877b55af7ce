"""How many businesses change hands or close when their owners stop, from ages and plans that owners declare."""

from vivier.workforce.transmission.data import Owner, Transmission, Transmissions
from vivier.workforce.transmission.hypotheses import OwnerAssumptions
from vivier.workforce.transmission.paths import transmissions

__all__ = ["Owner", "OwnerAssumptions", "Transmission", "Transmissions", "transmissions"]
