"""A study as a page, a workbook and a data file: one chart definition for all."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vivier.report.writing import Written, write

__all__ = ["Written", "write"]


def __getattr__(name: str) -> object:
    """Load the writers when they are first asked for: `vivier read` only writes a JSON file, through `whole`."""
    if name in __all__:
        from vivier.report import writing

        return getattr(writing, name)
    raise AttributeError(name)
