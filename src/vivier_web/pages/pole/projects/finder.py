"""Who could complete a consortium, with the reasons of each, line by line."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from vivier_web.members.territory import DEPARTMENTS, in_department
from vivier_web.pages.pole.members.here import person
from vivier_web.pages.pole.projects.forms import SeekForm
from vivier_web.pages.pole.projects.project import inside
from vivier_web.pages.pole.projects.room import project_or_404
from vivier_web.pages.pole.projects.sources import released_skills
from vivier_web.pages.shared.access import needs
from vivier_web.projects import rules
from vivier_web.projects.actions.opening import seek_partners
from vivier_web.projects.building.finding import find
from vivier_web.projects.queries.candidates import candidates_for, wanted_by

SHOWN = 30


@needs(rules.may_build_projects)
def finder(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what the consortium lacks, and see which members bring it."""
    row = project_or_404(request, pk)
    seeks = row.seeks
    initial = {
        "skills": "\n".join(seeks.get("skills", ())),
        "kinds": seeks.get("kinds", []),
        "naf": ", ".join(seeks.get("naf", ())),
        "departments": ", ".join(seeks.get("departments", ())),
    }
    form = SeekForm(request.POST or None, initial=initial)
    if form.is_valid():
        seek_partners(row, form.said(), by=person(request))
        messages.success(request, "Recherche enregistrée.")
        return redirect("project_finder", pk)
    wanted = wanted_by(row)
    found = find(
        wanted,
        candidates_for(row, wanted, released_skills(row.pole)),
        departments={code: in_department(code) for code in DEPARTMENTS},
    )
    context = {"form": form, "matches": found[:SHOWN], "count": len(found), "is_asked": not wanted.is_empty}
    return inside(request, "finder", row, "project_finder", **context, status=422 if form.is_bound else 200)
