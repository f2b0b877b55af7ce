"""Projects of a pôle: the pipeline by state, the list, the map of those who work in them, opening one."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from vivier import french
from vivier.vocabulary import InputError
from vivier_web.members.models import Membership, Organisation
from vivier_web.members.territory import DEPARTMENTS
from vivier_web.pages.pole.members.here import person, pole_of
from vivier_web.pages.pole.projects.forms import NewProjectForm
from vivier_web.pages.pole.projects.room import shown
from vivier_web.pages.shared import france
from vivier_web.pages.shared.access import needs
from vivier_web.projects import rules
from vivier_web.projects.actions.opening import NewProject, open_project
from vivier_web.projects.choices import ProjectState
from vivier_web.projects.queries.boards import (
    Column,
    Wanted,
    by_department,
    found_projects,
    lines_of,
    pipeline,
    procedures_aimed_at,
)

A_PAGE = 25
_ENDED = (ProjectState.ENDED, ProjectState.DROPPED)


def _wanted(request: HttpRequest) -> Wanted:
    asked = request.GET
    state = asked.get("etat", "")
    return Wanted(
        asked.get("q", "").strip()[:80],
        asked.get("procedure", "")[:80],
        state if state in ProjectState.values else "",
        asked.get("departement", "")[:3],
    )


def _query(wanted: Wanted) -> str:
    said = {"q": wanted.words, "procedure": wanted.procedure, "etat": wanted.state, "departement": wanted.department}
    return urlencode({name: value for name, value in said.items() if value})


def _filters(request: HttpRequest, wanted: Wanted) -> dict[str, Any]:
    return {
        "wanted": wanted,
        "procedures": procedures_aimed_at(pole_of(request)),
        "states": ProjectState.choices,
        "is_asking": wanted != Wanted(),
        "query": _query(wanted),
    }


@needs(rules.may_see_projects)
def projects(request: HttpRequest) -> HttpResponse:
    """Show the pipeline: a column a state, with its counts and sums."""
    wanted = _wanted(request)
    columns = pipeline(pole_of(request), wanted, timezone.localdate())
    context = {"columns": columns, "title": _title(columns), **_filters(request, wanted)}
    return shown(request, "board", here="projects", trail=[], **context)


def _title(columns: list[Column]) -> str:
    live = sum(each.count for each in columns if each.state not in _ENDED)
    if not live:
        return "Aucun projet en cours"
    late = sum(line.is_late for each in columns for line in each.lines)
    words = french.counted(live, "projet en cours", "projets en cours")
    return f"{words}, dont {late} en retard sur l’étape dite" if late else words


@needs(rules.may_see_projects)
def projects_list(request: HttpRequest) -> HttpResponse:
    """List projects, filtered and cut in pages."""
    wanted = _wanted(request)
    page = Paginator(found_projects(pole_of(request), wanted), A_PAGE).get_page(request.GET.get("page"))
    lines = lines_of(page.object_list, timezone.localdate())
    context = {"page": page, "lines": lines, **_filters(request, wanted)}
    return shown(request, "list", here="projects", trail=[("Tous", "")], **context)


@needs(rules.may_see_projects)
def projects_map(request: HttpRequest) -> HttpResponse:
    """Show where those who work in projects are, by département: the map, and its table."""
    found = by_department(pole_of(request))
    known = {code: pair for code, pair in found.items() if code in DEPARTMENTS}
    rows = sorted(known.items(), key=lambda each: (-each[1][0], each[0]))
    total = sum(members for members, _ in found.values())
    context = {
        "shapes": france.drawn({code: members for code, (members, _) in known.items()}),
        "rows": [(code, DEPARTMENTS[code], members, count) for code, (members, count) in rows],
        "total": total,
        "unknown": total - sum(members for members, _ in known.values()),
        "title": _map_title(rows, total),
    }
    return shown(request, "map", here="projects", trail=[("Carte", "")], **context)


def _map_title(rows: list[tuple[str, tuple[int, int]]], total: int) -> str:
    if not rows:
        return "Où sont les partenaires des projets"
    code, (members, _) = rows[0]
    return f"{DEPARTMENTS[code]} réunit {french.counted(members, 'partenaire')} sur {french.number(total)}"


@needs(rules.may_build_projects)
def new_project(request: HttpRequest) -> HttpResponse:
    """Open a project carried by a member."""
    members = Membership.objects.filter(pole=pole_of(request), left_on=None).order_by("sort_name", "pk")
    pairs = [(each.organisation_id, each.organisation.name) for each in members.select_related("organisation")[:5000]]
    form = NewProjectForm(pairs, request.POST or None)
    if form.is_valid():
        said = form.cleaned_data
        lead = Organisation.objects.get(pk=said["lead"])
        try:
            new = NewProject(said["title"], said["summary"], is_rd=said["is_rd"])
            made = open_project(pole_of(request), lead, new, by=person(request))
        except InputError as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, "Le projet est ouvert : composez maintenant son consortium.")
            return redirect("project", made.pk)
    context = {"form": form, "heading": "Ouvrir un projet", "back": "projects"}
    status = 422 if form.is_bound else 200
    return shown(request, "form", here="projects", trail=[("Ouvrir", "")], status=status, **context)
