"""One set of yearly indicators as frozen data: read from one TOML file, refused with its line and one sentence.

The face: `read(text)` → `IndicatorSet`, `shipped()` → the sets that come with the platform, `shipped_text(key)`.
"""

from vivier_web.indicators.definition.data import Edit, Indicator, IndicatorSet, Section
from vivier_web.indicators.definition.library import read, shipped, shipped_set, shipped_text

__all__ = ["Edit", "Indicator", "IndicatorSet", "Section", "read", "shipped", "shipped_set", "shipped_text"]
