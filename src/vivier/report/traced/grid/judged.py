"""A document with all that is needed to judge it: each figure worked out, each line with its figures."""

from collections.abc import Iterator
from dataclasses import dataclass

from vivier.report.traced.checking import Verdict, strangers
from vivier.report.traced.evidence import Evidence
from vivier.report.traced.formula import Worked, worked
from vivier.report.traced.marks import Line, Mark, Traced, named
from vivier.vocabulary import InputError


@dataclass(frozen=True, slots=True)
class Judged:
    """Hold a document, the verdict on each of its figures, and the files it is held against."""

    document: Traced
    verdicts: tuple[Verdict, ...]
    files: tuple[Evidence, ...] = ()

    @property
    def strangers(self) -> tuple[str, ...]:
        """What is said of files that are not those of the document."""
        return strangers(self.document, self.files)

    def figures(self) -> Iterator[tuple[Line, int, Mark, Worked]]:
        """Give each figure that can be worked out: its line, its rank in it, its mark, what it gives."""
        sources = named(self.document.sources) | named(self.files)
        for line in self.document.lines:
            for rank, mark in enumerate(line.marks):
                try:
                    yield line, rank, mark, worked(mark.formula, sources)
                except InputError:
                    continue  # said by the point on recomputing

    def section(self, *titles: str) -> list[Line]:
        """Give the lines under the first heading that begins with one of these words."""
        lines = self.document.lines
        for rank, line in enumerate(lines):
            if line.style == "## " and line.words.strip().lower().startswith(titles):
                rest = lines[rank + 1 :]
                end = next((place for place, other in enumerate(rest) if other.style in {"# ", "## "}), len(rest))
                return list(rest[:end])
        return []
