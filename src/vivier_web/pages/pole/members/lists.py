"""The members of the pôle as a list, a file, a map."""

import csv
import io
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from vivier import french
from vivier_web.members import rules
from vivier_web.members.choices import OrganisationKind
from vivier_web.members.queries import lists
from vivier_web.members.queries.lists import Wanted
from vivier_web.members.territory import DEPARTMENTS
from vivier_web.pages.pole.members.here import pole_of
from vivier_web.pages.shared import france
from vivier_web.pages.shared.access import needs

_STATUSES = (
    ("", "Membres actuels"), (lists.FORMER, "Anciens membres"), (lists.TO_COME, "Membres à venir"),
    (lists.NOT_TODAY, "Anciens et à venir"), (lists.EVERYBODY, "Actuels, anciens et à venir"),
)  # fmt: skip
_HEADS = (("nom", "Membre"), ("lieu", "Lieu"), ("", "Activité"), ("", "Collège"), ("depuis", "Adhérent depuis"))
_EXPORTED = (
    "SIREN", "Raison sociale", "Type", "NAF", "Commune", "Département", "Collège", "Adhérent depuis", "Jusqu’au",
    "Dernier échange",
)  # fmt: skip


def _wanted(request: HttpRequest) -> Wanted:
    asked = request.GET
    page = asked.get("page", "1")
    return Wanted(
        asked.get("q", "").strip()[:100].replace("\x00", ""),
        asked.get("type", "") if asked.get("type") in OrganisationKind.values else "",
        asked.get("college", "")[:60].replace("\x00", ""),
        asked.get("departement", "") if asked.get("departement") in DEPARTMENTS else "",
        asked.get("statut", "") if asked.get("statut") in lists.STATUSES else "",
        asked.get("tri", "nom") if asked.get("tri") in lists.SORTS else "nom",
        int(page) if page.isdecimal() and len(page) < 7 else 1,
    )


def _query(wanted: Wanted) -> str:
    said = {
        "q": wanted.words, "type": wanted.kind, "college": wanted.college, "departement": wanted.department,
        "statut": wanted.status, "tri": wanted.sort if wanted.sort != "nom" else "",
        "page": wanted.page if wanted.page > 1 else "",
    }  # fmt: skip
    return "?" + urlencode({name: value for name, value in said.items() if value})


@dataclass(frozen=True, slots=True)
class _Head:
    words: str
    url: str  # empty when the column does not sort
    order: str  # ascending, descending, or nothing


def _heads(wanted: Wanted) -> list[_Head]:
    found = []
    for key, words in _HEADS:
        is_up, is_down = wanted.sort == key, wanted.sort == f"-{key}"
        turned = replace(wanted, sort=f"-{key}" if is_up else key, page=1)
        order = "ascending" if is_up else "descending" if is_down else ""
        found.append(_Head(words, _query(turned) if key else "", order))
    return found


@needs(rules.may_see_members)
def members(request: HttpRequest) -> HttpResponse:
    """Show the list of members, found, filtered and sorted."""
    pole, wanted, today = pole_of(request), _wanted(request), timezone.localdate()
    page = lists.members_page(pole, wanted, today=today)
    is_asking = wanted != Wanted(sort=wanted.sort, page=wanted.page)
    context: dict[str, Any] = {
        "page": page,
        "wanted": wanted,
        "today": today,
        "heads": _heads(wanted),
        "kinds": OrganisationKind.choices,
        "colleges": lists.colleges(pole),
        "departments": DEPARTMENTS.items(),
        "statuses": _STATUSES,
        "is_asking": is_asking,
        "export": reverse("members_csv") + _query(replace(wanted, page=1)),
        "previous": _query(replace(wanted, page=page.number - 1)) if page.number > 1 else "",
        "next": _query(replace(wanted, page=page.number + 1)) if page.number < page.pages else "",
        "may_change": rules.may_change_members(request.actor),  # type: ignore[attr-defined]
        "title": _title(page.total, is_asking=is_asking, status=wanted.status),
    }
    return render(request, "pole/members/list.html", context)


def _title(total: int, *, is_asking: bool, status: str) -> str:
    if status == lists.FORMER:
        return french.counted(total, "ancien membre", "anciens membres")
    if status == lists.TO_COME:
        return french.counted(total, "membre à venir", "membres à venir")
    if is_asking:
        return f"{french.counted(total, 'membre')} {'répond' if total < 2 else 'répondent'} à ces critères"
    return french.counted(total, "membre") if total else "Aucun membre pour l’instant"


@needs(rules.may_see_members)
def members_csv(request: HttpRequest) -> HttpResponse:
    """Give the list asked for as a file French spreadsheets open as it is."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(_EXPORTED)
    for row in lists.all_members(pole_of(request), _wanted(request), today=timezone.localdate()):
        said = (
            row.siren, row.name, row.kind, row.naf, row.town, row.department, row.college,
            *(f"{day:%d/%m/%Y}" if day else "" for day in (row.joined_on, row.left_on, row.seen_on)),
        )  # fmt: skip
        writer.writerow([french.harmless(each) for each in said])
    answer = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="membres-{pole_of(request).slug}.csv"'
    return answer


@needs(rules.may_see_members)
def members_map(request: HttpRequest) -> HttpResponse:
    """Show where members are, by département: the map, and its table."""
    counts = lists.by_department(pole_of(request), today=timezone.localdate())
    known = {code: count for code, count in counts.items() if code in DEPARTMENTS}
    rows = sorted(known.items(), key=lambda pair: (-pair[1], pair[0]))
    total = sum(counts.values())
    bounds = france.bounds_of(known)
    context = {
        "shapes": france.drawn(known),
        "rows": [(code, DEPARTMENTS[code], count, french.share(count / total, total)) for code, count in rows],
        "unknown": total - sum(known.values()),
        "total": total,
        "legend": _legend(bounds),
        "title": _map_title(rows, total),
    }
    return render(request, "pole/members/map.html", context)


def _legend(bounds: list[int]) -> list[tuple[int, str]]:
    words = []
    for rank, low in enumerate(bounds, 1):
        high = bounds[rank] - 1 if rank < len(bounds) else None
        said = french.number(low) if high == low else f"{french.number(low)} à {french.number(high or 0)}"
        words.append((rank, said if high is not None else f"{french.number(low)} et plus"))
    return words


def _map_title(rows: list[tuple[str, int]], total: int) -> str:
    if not rows:
        return "Où sont les membres"
    code, count = rows[0]
    if len(rows) == 1:
        return f"Tous les membres situés sont dans un département : {DEPARTMENTS[code]}"
    return f"{DEPARTMENTS[code]} réunit {french.counted(count, 'membre')} sur {french.number(total)}"
