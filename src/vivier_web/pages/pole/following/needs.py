"""The jobs that a running project needs, sent to the outlook of jobs and skills from its own page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from vivier_web.pages.pole.following.room import frame, project_or_404
from vivier_web.pages.pole.needs.projects import ProjectNeedForm, kept_need
from vivier_web.pages.shared.access import needs
from vivier_web.pages.shared.gestures import say
from vivier_web.skills.rules import may_declare_project_needs


@needs(may_declare_project_needs)
def declare(request: HttpRequest, pk: int) -> HttpResponse:
    """Declare what this project will need: the occupation is chosen among at most five."""
    project = project_or_404(request, pk)
    typed = request.POST.copy() if request.method == "POST" else None
    if typed is not None:
        typed["project"] = project.title
    form = ProjectNeedForm(typed, initial={"project": project.title})
    made, choices = kept_need(request, form, typed)
    if made is not None:
        undo = reverse("withdraw_project_need", args=[made.pk])
        said = f"{made.people} × {made.title} en {made.year} : la prochaine étude les comptera sous le nom du projet."
        say(request, said, undo=undo)
        return redirect("project_following", pk)
    context = {"form": form, "choices": choices} | frame(request, project, ("Besoin de postes", ""))
    return render(request, "pole/following/need.html", context, status=422 if form.is_bound else 200)
