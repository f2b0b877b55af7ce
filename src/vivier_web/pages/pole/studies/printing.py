"""The PDF of a run: its page while it is made, the worker's task that makes it, its download."""

from typing import cast

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django_tasks import task

from vivier_web.accounts.models import User
from vivier_web.pages.pole.studies.paper import paper
from vivier_web.pages.pole.studies.room import shown
from vivier_web.pages.pole.studies.runs import found
from vivier_web.pages.shared.access import needs
from vivier_web.skills import rules
from vivier_web.skills.actions.papers import NOUN, ask_paper, work_out_paper
from vivier_web.skills.actions.works import requeue_lost
from vivier_web.skills.models import Run, RunPaper


@task(priority=10)  # somebody waits for it: before the reports of a whole wave
def print_run(paper_pk: int) -> None:
    """Make the PDF of a run, in the worker."""
    work_out_paper(paper_pk, paper)


def enqueue(waiting: RunPaper) -> None:
    """Ask the worker for a PDF, once what it reads is safely written."""
    transaction.on_commit(lambda: print_run.enqueue(waiting.pk))


def requeue_lost_papers() -> int:
    """Queue again the PDFs lost with their worker; give how many were found."""
    return requeue_lost(RunPaper, NOUN, enqueue)


@needs(rules.may_read_studies)
def run_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far the PDF of a run is; asked for by a button, and never made while somebody waits for a page."""
    run = found(pk)
    if run.state != "done":
        return redirect("run", pk)
    if request.method == "POST":
        ask_paper(run, by=cast("User", request.user), enqueue=enqueue)
        return redirect("run_paper", pk)
    study = run.study
    trail = [
        ("Études", reverse("studies")),
        (study.name, reverse("study", args=[study.pk])),
        (str(run), reverse("run", args=[pk])),
        ("PDF", ""),
    ]
    return shown(request, "printing", here="studies", trail=trail, run=run, study=study, paper=paper_of(run))


@needs(rules.may_read_studies)
def run_paper_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Give how far a PDF is, for the page that asks every two seconds; once made, ask it to show itself again."""
    run = found(pk)
    made = paper_of(run)
    answer = render(request, "pole/studies/printing_progress.html", {"run": run, "paper": made})
    if made is None or not made.is_waiting:
        answer["HX-Refresh"] = "true"
    return answer


def paper_of(run: Run) -> RunPaper | None:
    """Give the PDF of a run, its bytes left in the base; None while nobody asked for it."""
    asked: RunPaper | None = RunPaper.objects.filter(run=run).defer(*RunPaper.HEAVY).first()
    return asked
