"""Which skill of a nomenclature a text of a company names (« TIG inox »), with a doubt one can trust."""

from vivier.occupations.skills.matching import Match, match

__all__ = ["Match", "match"]
