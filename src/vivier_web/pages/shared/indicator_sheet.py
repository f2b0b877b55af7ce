"""How a sheet of indicators is laid out, for the team of a pôle and for a member alike: plain values, no table."""

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core import signing
from django.http import HttpRequest

from vivier_web.indicators.checks import Checked, Spoken
from vivier_web.indicators.definition import Indicator, IndicatorSet, Section
from vivier_web.indicators.definition.words import KINDS
from vivier_web.procedures.definition.words import CERTAINTIES

REVIEW = "relire"
_SALT = "vivier.indicators"


@dataclass(frozen=True, slots=True)
class Field:
    """Hold one indicator as the page asks it."""

    indicator: Indicator
    value: str
    before: Decimal | None
    source: str
    trouble: str
    number: Decimal | None = None  # what was typed, once read

    @property
    def whence(self) -> str:
        """What is said of where the definition comes from."""
        sure = CERTAINTIES[self.indicator.certainty]
        return f"{sure} : {self.indicator.source}" if self.indicator.source else sure

    @property
    def kind(self) -> str:
        """The kind, in French."""
        return KINDS[self.indicator.kind]


@dataclass(frozen=True, slots=True)
class Remark:
    """Hold one edit that speaks on this page, and what was said to it."""

    spoken: Spoken
    comment: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """Hold one rubric in the list of rubrics: how many fields are filled, out of how many."""

    section: Section
    filled: int
    asked: int
    troubles: int

    @property
    def state(self) -> str:
        """The class that says how far it is."""
        if self.troubles:
            return "incomplet"
        return "fait" if self.filled == self.asked else ""


@dataclass(frozen=True, slots=True)
class Laid:
    """Lay one sheet out."""

    told: IndicatorSet
    asked: tuple[Indicator, ...]
    typed: Mapping[str, str]
    sources: Mapping[str, str]
    comments: Mapping[str, str]
    before: Mapping[str, Decimal]
    checked: Checked
    words: Callable[[str], str]

    @property
    def sections(self) -> tuple[Section, ...]:
        """The rubrics that ask something."""
        used = {one.section for one in self.asked}
        return tuple(one for one in self.told.section if one.key in used)

    def section(self, key: str) -> Section:
        """Give the rubric asked for, else the first that lacks something, else the first."""
        found = self.sections
        named = next((one for one in found if one.key == key), None)
        return named or next((each.section for each in self.steps() if each.state != "fait"), found[0])

    def after(self, section: Section) -> str:
        """Give the rubric that follows, or the review."""
        rank = self.sections.index(section) + 1
        return self.sections[rank].key if rank < len(self.sections) else REVIEW

    def steps(self) -> list[Step]:
        """Give the rubrics, each with how far it is."""
        return [self._step(section) for section in self.sections]

    def _step(self, section: Section) -> Step:
        mine = [one for one in self.asked if one.section == section.key]
        hard = {name for each in self.checked.hard for name in each.fields}
        troubles = sum(one.key in self.checked.troubles or one.key in hard for one in mine)
        return Step(section, sum(bool(self.typed.get(one.key)) for one in mine), len(mine), troubles)

    def fields(self, section: Section | None = None, *, lacks: bool = True) -> list[Field]:
        """Give the fields of a rubric, or all; without `lacks`, what is blank is not yet a trouble."""
        return [
            Field(
                one, self.typed.get(one.key, ""), self.before.get(one.key), self._source(one.key),
                self.checked.troubles.get(one.key, "") if lacks or self.typed.get(one.key) else "",
                self.checked.numbers.get(one.key),
            )
            for one in self.asked
            if section is None or one.section == section.key
        ]  # fmt: skip

    def remarks(self, fields: Iterable[str] | None = None) -> list[Remark]:
        """Give the edits that speak about these fields, or all."""
        wanted = None if fields is None else set(fields)
        return [
            Remark(one, self.comments.get(one.key, ""), tuple(self.told.by_key[key].label for key in one.fields))
            for one in self.checked.spoken
            if wanted is None or wanted & set(one.fields)
        ]

    @property
    def is_ready(self) -> bool:
        """Whether it may be sent as it stands."""
        silent = any(not self.comments.get(one.key) for one in self.checked.soft)
        return not (self.checked.troubles or self.checked.hard or silent)

    def _source(self, key: str) -> str:
        return self.words(self.sources[key]) if key in self.sources else ""


def laid_out(laid: Laid, asked: str, *, is_begun: bool) -> dict[str, Any]:
    """Give what the page of a rubric, or of the review, shows."""
    steps = laid.steps()
    filled, whole = sum(each.filled for each in steps), sum(each.asked for each in steps)
    context: dict[str, Any] = {
        "steps": steps, "filled": filled, "whole": whole, "is_ready": laid.is_ready,
        "opened": signing.dumps(int(time.time()), salt=_SALT), "told": laid.told,
    }  # fmt: skip
    if asked == REVIEW:
        groups = [(each.section, laid.fields(each.section)) for each in steps]
        return context | {
            "section": None,
            "groups": groups,
            "remarks": laid.remarks(),
            "left": len(laid.checked.troubles),
        }
    section = laid.section(asked)
    fields = laid.fields(section, lacks=is_begun)
    rank = laid.sections.index(section)
    return context | {
        "section": section, "fields": fields, "remarks": laid.remarks(one.indicator.key for one in fields),
        "rank": rank + 1, "back": laid.sections[rank - 1] if rank else None,
    }  # fmt: skip


def seconds_of(request: HttpRequest) -> int:
    """Give how long the page was open, as it was signed when it was shown."""
    try:
        opened = signing.loads(request.POST.get("ouvert", ""), salt=_SALT, max_age=86400)
    except signing.BadSignature:
        return 0
    return int(time.time()) - int(opened)
