"""The jobs that a running project needs, sent to the outlook of jobs and skills from its own page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from vivier.vocabulary import InputError
from vivier_web.pages.pole.following.room import frame, project_or_404
from vivier_web.pages.pole.members.here import person, pole_of, say
from vivier_web.pages.pole.needs.projects import ProjectNeedForm
from vivier_web.pages.shared.access import needs
from vivier_web.skills.actions.needs_asking import declare_project_need
from vivier_web.skills.needs.answers import ProjectNeed as Declared
from vivier_web.skills.queries.needs_filling import Choice, occupation_choices
from vivier_web.skills.rules import may_declare_project_needs


@needs(may_declare_project_needs)
def declare(request: HttpRequest, pk: int) -> HttpResponse:
    """Declare what this project will need: the occupation is chosen among at most five."""
    project = project_or_404(request, pk)
    typed = request.POST.copy() if request.method == "POST" else None
    if typed is not None:
        typed["project"] = project.title
    form = ProjectNeedForm(typed, initial={"project": project.title})
    choices: list[Choice] = []
    if typed is not None and form.is_valid():
        said, code = form.cleaned_data, typed.get("pcs", "")
        choices = occupation_choices(said["title"], [])
        if code and typed.get("pour") == said["title"]:
            need = Declared(said["project"], said["title"], code, "", said["year"], said["people"])
            try:
                made = declare_project_need(pole_of(request), need, by=person(request))
            except InputError as why:
                form.add_error(None, str(why))
            else:
                undo = reverse("withdraw_project_need", args=[made.pk])
                say(
                    request,
                    f"{made.people} × {made.title} en {made.year} : la prochaine étude pourra les compter.",
                    undo=undo,
                )
                return redirect("project_following", pk)
        elif not choices:
            form.add_error("title", "Aucun métier ne ressemble à cet intitulé : essayez un autre mot.")
    context = {"form": form, "choices": choices} | frame(request, project, ("Besoin de postes", ""))
    return render(request, "pole/following/need.html", context, status=422 if form.is_bound else 200)
