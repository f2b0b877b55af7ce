"""The documents of a project as the team and the steering see them: filed, opened, withdrawn, and who opened what."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from vivier.vocabulary import InputError
from vivier_web.accounts.choices import STAFF
from vivier_web.pages.pole.following.room import acted, actor_of, frame, project_or_404
from vivier_web.pages.pole.members.here import filled, person
from vivier_web.pages.shared.access import needs
from vivier_web.pages.shared.following_forms import DocumentForm
from vivier_web.pages.shared.gestures import say
from vivier_web.pages.shared.sent_files import attached
from vivier_web.projects import rules
from vivier_web.projects.actions import documents as acts
from vivier_web.projects.models import Document, Project
from vivier_web.projects.need_to_know import Reader
from vivier_web.projects.queries import documents as queries
from vivier_web.projects.queries.consortium import ties_of
from vivier_web.projects.rules import readers_of

A_PAGE = 50


@needs(rules.may_see_projects)
def documents(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the documents one may open; the team files some."""
    project = project_or_404(request, pk)
    folder = queries.folder_of(project, actor_of(request))
    if request.method != "POST":
        return _page(request, project, folder, DocumentForm(folder.may_file))
    form = DocumentForm(folder.may_file, request.POST, request.FILES)
    readers = [each for each in readers_of(actor_of(request), {}, -1) if each.role in STAFF]

    def act(said: dict[str, Any]) -> None:
        if not readers:
            raise InputError("La gouvernance lit, et ne dépose rien ici.")
        name, content = form.content()
        filed = acts.Filed(said["document_class"], said["title"], name, content)
        acts.file_document(project, filed, reader=readers[0], by=person(request))

    if filled(form, act):
        say(request, "Document déposé. Ceux qui peuvent l’ouvrir le voient dès maintenant.")
        return redirect("project_documents", pk)
    return _page(request, project, folder, form)


def _page(request: HttpRequest, project: Project, folder: queries.Folder, form: DocumentForm) -> HttpResponse:
    context = {"folder": folder, "form": form, "who_reads": queries.who_reads(), "prefix": "project"}
    context |= frame(request, project, ("Documents", ""))
    return render(request, "pole/following/documents.html", context, status=422 if form.is_bound else 200)


def _document(request: HttpRequest, pk: int, document: int) -> tuple[Document, Reader]:
    """Give a document with the way one opens it; what is not opened does not exist."""
    project = project_or_404(request, pk)
    row = get_object_or_404(queries.live_documents(project), pk=document)
    reader = queries.opened_as(row, queries.readers_for(row, actor_of(request), ties_of(project)))
    if reader is None:
        raise Http404
    return row, reader


@require_GET
@needs(rules.may_see_projects)
def open_one(request: HttpRequest, pk: int, document: int) -> HttpResponse:
    """Give a document, once it is written who opens it."""
    row, reader = _document(request, pk, document)
    acts.note_opening(row, reader=reader, by=person(request))
    return attached(queries.parts_read(row), name=row.name, media_type=row.media_type, size=row.size)


@require_POST
@needs(rules.may_build_projects)
def withdraw(request: HttpRequest, pk: int, document: int) -> HttpResponse:
    """Withdraw a document that the team filed."""
    row, reader = _document(request, pk, document)
    if not reader.is_depositor:
        raise Http404
    undo = reverse("restore_project_document", args=[pk, document])
    act = lambda: acts.withdraw_document(row, by=person(request))  # noqa: E731
    words = f"« {row.title} » retiré : le fichier sera effacé dans trente jours."
    return acted(request, row.project, act, words, undo=undo, to="project_documents")


@require_POST
@needs(rules.may_build_projects)
def restore(request: HttpRequest, pk: int, document: int) -> HttpResponse:
    """Put back a document that the team withdrew."""
    project = project_or_404(request, pk)
    row = get_object_or_404(Document, pk=document, project=project, organisation=None)
    act = lambda: acts.restore_document(row, by=person(request))  # noqa: E731
    return acted(request, project, act, f"« {row.title} » remis.", to="project_documents")


@needs(rules.may_build_projects)
def log(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who opened what, when."""
    project = project_or_404(request, pk)
    page = Paginator(queries.openings_of(project), A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "entries": queries.entries_of(page.object_list, project, actor_of(request))}
    trail = (("Documents", reverse("project_documents", args=[pk])), ("Consultations", ""))
    return render(request, "pole/following/log.html", context | frame(request, project, *trail))
