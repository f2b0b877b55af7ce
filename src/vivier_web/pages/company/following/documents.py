"""The documents of a project as its partners see them: filed, opened, withdrawn, and who opened what."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from vivier.vocabulary import InputError
from vivier_web.pages.company.following.here import Part, actor_of, at, frame, part_or_404
from vivier_web.pages.company.who import user_of
from vivier_web.pages.shared.access import needs
from vivier_web.pages.shared.following_forms import DocumentForm
from vivier_web.pages.shared.sent_files import attached
from vivier_web.projects import rules
from vivier_web.projects.actions import documents as acts
from vivier_web.projects.models import Document
from vivier_web.projects.need_to_know import Reader
from vivier_web.projects.queries import documents as queries
from vivier_web.projects.queries.consortium import ties_of

A_PAGE = 50
WHOEVER_FILED = ("lead", "joined", "left")  # whoever left keeps what it brought, and sees nothing else


@needs(rules.may_share_ideas)
def documents(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the documents one may open, and file one."""
    part = part_or_404(request, pk, ties=WHOEVER_FILED)
    folder = queries.folder_of(part.project, actor_of(request))
    if request.method != "POST":
        return _page(request, part, folder, DocumentForm(folder.may_file))
    form = DocumentForm(folder.may_file, request.POST, request.FILES)
    if form.is_valid():
        name, content = form.content()
        filed = acts.Filed(form.cleaned_data["document_class"], form.cleaned_data["title"], name, content)
        reader = Reader("member", part.tie, organisation_id=part.member.pk)
        try:
            acts.file_document(part.project, filed, reader=reader, by=user_of(request))
        except InputError as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, "Document déposé. Ceux qui peuvent l’ouvrir le voient dès maintenant.")
            return redirect(at("my_project_documents", part))
    return _page(request, part, folder, form)


def _page(request: HttpRequest, part: Part, folder: queries.Folder, form: DocumentForm) -> HttpResponse:
    context = {"folder": folder, "form": form, "who_reads": queries.who_reads(), "prefix": "my_project"}
    context |= frame(part, ("Documents", ""))
    return render(request, "company/following/documents.html", context, status=422 if form.is_bound else 200)


def _document(request: HttpRequest, part: Part, document: int) -> tuple[Document, Reader]:
    row = get_object_or_404(queries.live_documents(part.project), pk=document)
    reader = queries.opened_as(row, queries.readers_for(row, actor_of(request), ties_of(part.project)))
    if reader is None:
        raise Http404
    return row, reader


@require_GET
@needs(rules.may_share_ideas)
def open_one(request: HttpRequest, pk: int, document: int) -> HttpResponse:
    """Give a document, once it is written who opens it."""
    row, reader = _document(request, part_or_404(request, pk, ties=WHOEVER_FILED), document)
    acts.note_opening(row, reader=reader, by=user_of(request))
    return attached(queries.parts_read(row), name=row.name, media_type=row.media_type, size=row.size)


@require_POST
@needs(rules.may_share_ideas)
def withdraw(request: HttpRequest, pk: int, document: int) -> HttpResponse:
    """Withdraw a document one filed; it may be put back for a month."""
    part = part_or_404(request, pk, ties=WHOEVER_FILED)
    row, reader = _document(request, part, document)
    if not reader.is_depositor and row.organisation_id not in actor_of(request).organisations("member"):
        raise Http404
    acts.withdraw_document(row, by=user_of(request))
    messages.success(request, f"« {row.title} » retiré : le fichier sera effacé dans trente jours.")
    return redirect(at("my_project_documents", part))


@require_POST
@needs(rules.may_share_ideas)
def restore(request: HttpRequest, pk: int, document: int) -> HttpResponse:
    """Put back a document one withdrew."""
    part = part_or_404(request, pk, ties=WHOEVER_FILED)
    own = actor_of(request).organisations("member")
    row = get_object_or_404(Document, pk=document, project=part.project, organisation_id__in=own)
    try:
        acts.restore_document(row, by=user_of(request))
        messages.success(request, f"« {row.title} » remis.")
    except InputError as why:
        messages.error(request, str(why))
    return redirect(at("my_project_documents", part))


@needs(rules.may_share_ideas)
def log(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who opened what, when, to anyone of the consortium."""
    part = part_or_404(request, pk)
    page = Paginator(queries.openings_of(part.project), A_PAGE).get_page(request.GET.get("page"))
    entries = queries.entries_of(page.object_list, part.project, actor_of(request))
    trail = (("Documents", at("my_project_documents", part)), ("Consultations", ""))
    return render(request, "company/following/log.html", {"page": page, "entries": entries} | frame(part, *trail))
