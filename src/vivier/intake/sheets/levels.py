"""The level that a cell of a polyvalence matrix gives: 0 to 4, nobody assessed, or no level at all."""

import re

from vivier.intake.sheets.grid import Value, heading, text_of

NOT_ASSESSED = "non_evalue"
_UNSAID = frozenset(
    {"", "nc", "ne", "na", "n a", "neant", "non evalue", "non concerne", "non evaluee", "so", "sans objet"}
)
_LEVEL = re.compile(r"(?:n|niv|niveau)? ?([0-4])(?: 0+)?")
_EXPLAINED = re.compile(r"\s*(?:n|niv\.?|niveau)?\s*([0-4])\s*[-–—:=(]\s*[^\W\d].*", re.IGNORECASE)


def level_of(value: Value) -> str | None:
    """Give the level of a cell (`0`…`4`, `non_evalue`); None when it is no level.

    >>> level_of("3"), level_of("N2"), level_of("3 - autonome"), level_of("NC"), level_of("12/03/2025"), level_of("-")
    ('3', '2', '3', 'non_evalue', None, 'non_evalue')
    """
    if isinstance(value, bool) or not isinstance(value, str | int | None):
        return None
    words = heading(text_of(value)[:40])
    if words in _UNSAID and not re.match(r"\s*-\s*\d", text_of(value)):
        return NOT_ASSESSED
    if isinstance(value, int) or value is None:
        return str(value) if value is not None and 0 <= value <= 4 else None
    found = _EXPLAINED.fullmatch(value) or _LEVEL.fullmatch(words)
    return found[1] if found and not value.strip().startswith("-") else None
