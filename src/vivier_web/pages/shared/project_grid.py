"""The grid of costs between a page and its rules: what was typed, what a file says, what one downloads."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from vivier.vocabulary import InputError
from vivier_web.members.registers.tables import opened
from vivier_web.projects.building.files import as_csv, as_workbook, read_rows
from vivier_web.projects.building.grid import Cells, Looked, is_cell, parted, read_cents

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Typed:
    """Hold what was typed in a grid: cells that changed since the version one saw, the words, what is wrong."""

    changed: Mapping[str, int]
    said: Mapping[str, str]
    troubles: Mapping[str, str]


def typed_in(request: HttpRequest, seen: Cells, writes: frozenset[int]) -> Typed:
    """Read a grid that was sent: only what differs from what its author saw is a change, others' work stays."""
    said = {
        name[2:]: str(value)[:40]
        for name, value in request.POST.items()
        if name.startswith("c-") and is_cell(name[2:]) and parted(name[2:])[0] in writes
    }
    changed, troubles = {}, {}
    for key, words in said.items():
        try:
            cents = read_cents(words)
        except InputError as why:
            troubles[key] = str(why)
        else:
            if cents != seen.get(key, 0):
                changed[key] = cents
    return Typed(changed, said, troubles)


def number_seen(request: HttpRequest) -> int:
    """Give the number of the version that was on the page."""
    said = request.POST.get("version", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 9 else 0


def read_table(request: HttpRequest, looked: Looked) -> dict[str, int]:
    """Read a file, or a table that was pasted.

    Raises:
        InputError: it is no table, or lines of it are wrong.
    """
    given = request.FILES.get("fichier")
    content = given.read() if given is not None else str(request.POST.get("texte", "")).encode()
    table = opened(content)
    return read_rows(table.header, table.lines, looked)


def download(cells: Cells, looked: Looked, kind: str, name: str) -> HttpResponse:
    """Give the grid as a file, with what its reader may read."""
    kinds: dict[str, tuple[Any, str]] = {"csv": (as_csv, "text/csv; charset=utf-8"), "xlsx": (as_workbook, _XLSX)}
    if kind not in kinds or not looked.reads:
        raise Http404
    make, content_type = kinds[kind]
    answer = HttpResponse(make(cells, looked), content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    answer["Cache-Control"] = "private, no-store"
    return answer
