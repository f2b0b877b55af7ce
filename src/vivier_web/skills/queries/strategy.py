"""Reads about strategies: what was proposed, what may be cited, the document and its fifteen points."""

import gzip
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from vivier.study import Study
from vivier.vocabulary import InputError
from vivier_web.members.models import Pole
from vivier_web.skills.choices import RunState
from vivier_web.skills.kept import unpacked
from vivier_web.skills.models import Run, StrategyProposal, StrategySheet
from vivier_web.skills.strategy.catalogue import Entry, source_entries, study_entries
from vivier_web.skills.strategy.sheet import Sheet, from_json, kept_axes
from vivier_web.skills.strategy.text import Frame, axis_lines, document_text

if TYPE_CHECKING:
    from vivier.report.traced import Evidence, Traced
    from vivier.report.traced.grid import Point
    from vivier.strategy import Axes

Json = dict[str, Any]
_MARK = re.compile(r"\{\{(.*?)\}\}")


@dataclass(frozen=True)
class Opened:
    """Hold a proposal that is done: its axes, what its document may cite."""

    proposal: StrategyProposal
    axes: "Axes"
    gaps: list[Json]
    labels: dict[str, str]
    held: list[Json]  # the sources beside the run

    @cached_property
    def study(self) -> Study:
        """The study of its run, guarded."""
        return unpacked(bytes(self.proposal.run.result or b""))

    @cached_property
    def sources(self) -> tuple["Evidence", ...]:
        """All that its document may cite."""
        from vivier.report.traced import evidence

        return tuple(evidence(name, content, title=title) for name, title, content in self.files)

    @cached_property
    def files(self) -> tuple[tuple[str, str, bytes], ...]:
        """Its sources as files: name, title, bytes; the first is what `export_run` gives."""
        run = self.proposal.run
        first = ("etude", f"{run.study.name}, {run}", gzip.decompress(bytes(run.result or b"")))
        return (first, *((one["name"], one["title"], one["content"].encode()) for one in self.held))

    def entries(self) -> Iterator[Entry]:
        """Give every figure a person may insert."""
        yield from study_entries(self.study)
        for one in self.held:
            yield from source_entries(one["name"], json.loads(one["content"]))

    def shown(self, formula: str) -> str:
        """Write the figure of a formula."""
        from vivier.report.traced.formula import worked
        from vivier.report.traced.marks import named, said

        return said(worked(formula, named(self.sources)))


@dataclass(frozen=True, slots=True)
class Fault:
    """Hold one fault of a document, and the axis where to mend it (empty: elsewhere)."""

    words: str
    axis: str


@dataclass(frozen=True, slots=True)
class Judged:
    """Hold one point of the grid, and its faults."""

    number: int
    name: str
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """Hold a strategy document: its text, its figures worked out, its points."""

    text: str
    traced: "Traced"
    points: tuple[Judged, ...]
    axes: Sheet

    @property
    def met(self) -> int:
        """How many points are met."""
        return sum(not point.faults for point in self.points)

    @property
    def is_met(self) -> bool:
        """Whether all are."""
        return self.met == len(self.points)

    @property
    def text_sha256(self) -> str:
        """The print of its text."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def proposals_of(pole: Pole) -> list[StrategyProposal]:
    """Give the proposals of a pôle, the latest first, their results left in the base."""
    found = StrategyProposal.objects.filter(pole=pole).select_related("run__study", "sheet")
    return list(found.defer(*StrategyProposal.HEAVY, "run__result"))


def runs_to_read(pole: Pole) -> list[Run]:
    """Give the done runs a strategy may be drawn from, the latest first."""
    done = Run.objects.filter(pole=pole, state=RunState.DONE, study__wave__erased_at=None)
    return list(done.select_related("study__wave", "pole").defer("result").order_by("-finished_at", "-pk"))


def opened(proposal: StrategyProposal) -> Opened:
    """Read a proposal that is done."""
    from vivier.strategy.layout import from_json as axes_from_json

    said = json.loads(gzip.decompress(bytes(proposal.result or b"")))
    held = json.loads(gzip.decompress(bytes(proposal.sources or b"")))
    return Opened(proposal, axes_from_json(said["axes"]), said["gaps"], said["labels"], held)


def trouble_with(held: Opened, text: str) -> str:
    """Say in one sentence why a text cannot be composed; nothing when it can."""
    from vivier.report.traced.formula import worked
    from vivier.report.traced.marks import named

    bare = _MARK.sub("", text)
    if "{{" in bare or "}}" in bare:
        return "Un chiffre est mal fermé : effacez-le, puis insérez-le de nouveau depuis la liste."
    try:
        for formula in _MARK.findall(text):
            worked(formula.strip(), named(held.sources))
    except InputError as why:
        return str(why)
    return ""


def preview(held: Opened, text: str) -> str:
    """Give a text with its figures worked out; a figure that fails is said between brackets."""

    def one(match: re.Match[str]) -> str:
        try:
            return held.shown(match[1].strip())
        except InputError:
            return "[chiffre à reprendre]"

    return _MARK.sub(one, text)


def frame_of(held: Opened) -> Frame:
    """Give what a document says around its axes."""
    dates = {one["name"]: json.loads(one["content"])["date_reference"] for one in held.held}
    pole = held.proposal.pole.name
    named_pole = pole[0].lower() + pole[1:] if pole.startswith("Pôle") else f"pôle {pole}"
    return Frame(named_pole, held.study.on, dates.get("besoins", ""), "mobilite" in dates)


def document_of(held: Opened, sheet: StrategySheet) -> Document:
    """Compose the document of a sheet and judge it; it says that it is a draft while a point is missing."""
    from vivier.report.traced import compose, points

    axes, frame = from_json(sheet.axes), frame_of(held)
    text = document_text(axes, frame)
    traced = compose(text, held.sources)
    found = tuple(_judged(point, held, axes) for point in points(traced))
    if any(point.faults for point in found):
        text = document_text(axes, frame, is_draft=True)
        traced = compose(text, held.sources)
    return Document(text, traced, found, kept_axes(axes))


def composed(held: Opened, text: str) -> "Traced":
    """Compose a text that was kept."""
    from vivier.report.traced import compose

    return compose(text, held.sources)


def _judged(point: "Point", held: Opened, axes: Sheet) -> Judged:
    return Judged(point.number, point.name, tuple(Fault(words, _where(words, held, axes)) for words in point.faults))


def _where(words: str, held: Opened, axes: Sheet) -> str:
    """Give the axis that a fault is about: by its number, otherwise by the words it quotes."""
    kept = kept_axes(axes)
    number = re.search(r"\bAxe\s(\d+)", words)
    if number and 0 < int(number[1]) <= len(kept):
        return kept[int(number[1]) - 1].key
    quotes = [_bare(quote) for quote in re.findall(r"«\s*(.+?)\s*»", words)]
    for axis in kept:
        told = _bare(preview(held, " ".join([axis.name, *axis_lines(axis)])))
        if any(len(quote) > 3 and quote in told for quote in quotes):
            return axis.key
    return ""


def _bare(words: str) -> str:
    return re.sub(r"\W+", "", words).lower()
