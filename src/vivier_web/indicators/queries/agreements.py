"""Reads about agreements: which cells concern which members, and which all of their contributors signed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from vivier_web.indicators.choices import Answer
from vivier_web.indicators.gate.frozen import document_of, summed
from vivier_web.indicators.gate.layout import cube_of
from vivier_web.indicators.gate.together import TOTAL
from vivier_web.indicators.gate.words import cell_name
from vivier_web.indicators.models import Agreement, Publication, PublicationWork
from vivier_web.indicators.queries.cube_rows import Gathered, unit_of
from vivier_web.members.models import Organisation, Pole

Codes = tuple[str, ...]


def cells_of(work: PublicationWork) -> dict[Codes, str]:
    """Give the cells that a rehearsal hides for their own sake, by all the codes of its cube, and their names."""
    document = document_of(bytes(work.preview or b"{}"))
    columns = document.get("columns", [])
    hidden = [tuple(each[: len(columns)]) for each in document.get("cells", []) if each[-1] == "primary"]
    every = cube_of(work.cube).columns
    return {summed(columns, codes, every): cell_name(columns, codes, document["labels"]) for codes in hidden}


def contributors(found: Gathered, codes: Codes) -> frozenset[str]:
    """Give the enterprises that a cell adds up."""
    columns = found.cube.columns
    given = [(name, code) for name, code in zip(columns, codes, strict=True) if code != TOTAL]
    return frozenset(row["unit"] for row in found.rows if all(row[name] == code for name, code in given))


def concerned(work: PublicationWork, found: Gathered) -> dict[int, list[dict[str, Any]]]:
    """Give, of each member concerned, the cells it contributes to."""
    units: dict[str, list[dict[str, Any]]] = {}
    for codes, name in cells_of(work).items():
        for unit in contributors(found, codes):
            units.setdefault(unit, []).append({"codes": list(codes), "name": name})
    named = Organisation.objects.filter(siren__in=units) | Organisation.objects.filter(
        pk__in=[unit[1:] for unit in units if unit.startswith("o")]
    )
    return {each.pk: units[unit_of(each)] for each in named if unit_of(each) in units}


def agreed_cells(work: PublicationWork, found: Gathered) -> frozenset[Codes]:
    """Give the cells that all of their contributors of today agreed to show."""
    signed: dict[Codes, set[str]] = {}
    rows = Agreement.objects.filter(work=work.rehearsal_id or work.pk, answer=Answer.SIGNED)
    for one in rows.select_related("organisation"):
        for cell in one.cells:
            signed.setdefault(tuple(cell["codes"]), set()).add(unit_of(one.organisation))
    return frozenset(
        codes for codes, units in signed.items() if (all_ := contributors(found, codes)) and all_ <= units
    )


@dataclass(frozen=True, slots=True)
class Asking:
    """Hold how far the agreements of a rehearsal are."""

    agreements: tuple[Agreement, ...]
    ready: int  # cells that all of their contributors signed
    cells: int

    def count(self, answer: str) -> int:
        """Count the members that answered so."""
        return sum(each.answer == answer for each in self.agreements)

    @property
    def signed(self) -> int:
        """How many signed."""
        return self.count(Answer.SIGNED)

    @property
    def declined(self) -> int:
        """How many declined."""
        return self.count(Answer.DECLINED)


def asking_of(work: PublicationWork) -> Asking | None:
    """Give how far the agreements of a rehearsal are; None where none was asked."""
    rows = tuple(Agreement.objects.filter(work=work.rehearsal_id or work.pk).select_related("organisation"))
    if not rows:
        return None
    waiting: dict[Codes, bool] = {}
    for one in rows:
        for cell in one.cells:
            codes = tuple(cell["codes"])
            waiting[codes] = waiting.get(codes, True) and one.answer == Answer.SIGNED
    return Asking(rows, sum(waiting.values()), len(waiting))


def agreements_of(pole: Pole, organisations: Iterable[int]) -> list[Agreement]:
    """Give what members were asked, the latest first."""
    rows = Agreement.objects.filter(pole=pole, organisation__in=list(organisations)).select_related(
        "work", "organisation"
    )
    return list(rows.defer("work__preview").order_by("-asked_at", "-pk"))


def agreements_waiting(pole: Pole, organisation: Organisation) -> int:
    """Count what a member was asked and has not answered."""
    rows = Agreement.objects.filter(pole=pole, organisation=organisation, answer=Answer.ASKED)
    return rows.count()


def published_from(works: Iterable[int]) -> Mapping[int, Publication]:
    """Give what was published with the agreements of rehearsals, by rehearsal."""
    rows = (
        Publication.objects.filter(work__rehearsal__in=list(works))
        .defer("content")
        .select_related("work")
        .order_by("pk")
    )
    return {each.work.rehearsal_id: each for each in rows if each.work is not None and each.work.rehearsal_id}
