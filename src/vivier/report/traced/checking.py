"""Recomputing each figure of a document from its sources, and saying which differ."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from vivier.report.traced.evidence import Evidence
from vivier.report.traced.formula import worked
from vivier.report.traced.marks import Mark, Traced, named, said
from vivier.vocabulary import InputError


@dataclass(frozen=True, slots=True)
class Verdict:
    """Hold what became of one figure: what the document shows, what its formula gives, or why it gives nothing."""

    mark: Mark
    expected: str
    trouble: str = ""

    @property
    def is_right(self) -> bool:
        """Whether the document shows what its sources say, spaces apart."""
        return not self.trouble and _plain(self.mark.shown) == _plain(self.expected)


def verdicts(document: Traced, *, files: Iterable[Evidence] = ()) -> tuple[Verdict, ...]:
    """Recompute each figure of a document from the files given, else from the sources it carries."""
    given = named(files)
    sources = named(document.sources) | given
    return tuple(_verdict(mark, sources) for mark in document.marks)


def strangers(document: Traced, files: Iterable[Evidence]) -> tuple[str, ...]:
    """Say which files given are not those the document was written from."""
    held = named(document.sources)
    return tuple(
        f"Le fichier donné pour « {one.name} » n’est pas celui dont le document est tiré : le calcul a été "
        "refait, ou le fichier changé."
        for one in files
        if one.name in held and one.sha256 != held[one.name].sha256
    )


def _verdict(mark: Mark, sources: Mapping[str, Evidence]) -> Verdict:
    try:
        return Verdict(mark, said(worked(mark.formula, sources)))
    except InputError as wrong:
        return Verdict(mark, "", str(wrong))


def _plain(words: str) -> str:
    return "".join(words.split())
