"""The page of a study: one self-contained French document, readable on a screen, a phone and paper."""

from vivier.report.page.document import document

__all__ = ["document"]
