"""One procedure as frozen data: read from one TOML file, written back canonically, hashed, compared.

The face: `read(text)` → `Procedure`, `write(procedure)` → text, `digest(procedure)` → sha256 of its content,
`compare(before, after)` → differences in French, `shipped()` → the procedures that come with the platform.
"""

from vivier_web.procedures.definition.comparing import Difference, compare
from vivier_web.procedures.definition.data import Procedure
from vivier_web.procedures.definition.library import shipped, shipped_text
from vivier_web.procedures.definition.reading import UnreadableProcedure, read
from vivier_web.procedures.definition.writing import digest, write

__all__ = [
    "Difference",
    "Procedure",
    "UnreadableProcedure",
    "compare",
    "digest",
    "read",
    "shipped",
    "shipped_text",
    "write",
]
