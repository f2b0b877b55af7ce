"""One run: how far it is, then its results, tab by tab."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from vivier_web.pages.pole.studies.room import shown
from vivier_web.pages.pole.studies.sections import BY_SLUG, TABS, cards, headlines
from vivier_web.pages.shared.access import needs
from vivier_web.skills import rules
from vivier_web.skills.models import Run, RunPaper
from vivier_web.skills.published import published_run


def found(pk: int) -> Run:
    """Give a run of the pôle, or a page that says there is none."""
    return get_object_or_404(Run.objects.select_related("study__wave"), pk=pk)


@needs(rules.may_read_studies)
def run(request: HttpRequest, pk: int, tab: str = "synthese") -> HttpResponse:
    """Show a tab of the results of a run, or its progress while it has none."""
    looked_at = found(pk)
    study = looked_at.study
    trail = [("Études", reverse("studies")), (study.name, reverse("study", args=[study.pk])), (str(looked_at), "")]
    if looked_at.state != "done":
        return shown(request, "waiting", here="studies", trail=trail, run=looked_at, study=study)
    if tab not in BY_SLUG:
        raise Http404
    told, chosen = published_run(looked_at), BY_SLUG[tab]
    return shown(
        request,
        "run",
        here="studies",
        trail=trail,
        run=told,
        tab=chosen,
        tabs=TABS,
        cards=cards(told, chosen),
        headlines=headlines(told) if tab == "synthese" else (),
        last=told.last_year,
        has_paper=RunPaper.objects.filter(run=looked_at, state="done").exists(),
    )


@needs(rules.may_read_studies)
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Give how far a run is, for the page that asks every two seconds; once done, ask it to open the results."""
    looked_at = found(pk)
    answer = render(request, "pole/studies/progress.html", {"run": looked_at})
    if not looked_at.is_waiting:
        answer["HX-Refresh"] = "true"
    return answer
