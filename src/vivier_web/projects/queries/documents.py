"""The documents of a project as one person may see them, their bytes part by part, and who opened which."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django_scopes import scope, scopes_disabled

from vivier_web.accounts.models import User
from vivier_web.members.rules import Actor
from vivier_web.projects.choices import DocumentClass
from vivier_web.projects.models import Document, DocumentPart, Opening, Project
from vivier_web.projects.need_to_know import CLASSES, Reader, may_file, may_open, may_see_log
from vivier_web.projects.queries.consortium import ties_of
from vivier_web.projects.rules import readers_of

WHO_READS = {
    "technical_secret": "son déposant, le porteur, puis les partenaires une fois l’aide annoncée ; jamais le pôle",
    "budget": "son déposant, le porteur, l’équipe du pôle",
    "letter": "son déposant, le porteur, l’équipe du pôle, puis les partenaires une fois l’aide annoncée",
    "minutes": "les partenaires et l’équipe du pôle, puis sa gouvernance une fois l’aide annoncée",
    "public": "les partenaires et l’équipe du pôle, puis sa gouvernance une fois l’aide annoncée",
}


def who_reads() -> list[tuple[str, str]]:
    """Say in words who opens each class of document."""
    return [(str(DocumentClass(key).label), words) for key, words in WHO_READS.items()]


@dataclass(frozen=True, slots=True)
class Shown:
    """Hold one document that somebody may open, and whether they may withdraw or replace it."""

    row: Document
    is_own: bool
    is_replaced: bool
    openings: int


@dataclass(frozen=True, slots=True)
class Folder:
    """Hold the documents somebody may open, how many they may not by class, and the classes they may file."""

    shown: tuple[Shown, ...]
    hidden: tuple[tuple[str, int], ...]
    may_file: tuple[tuple[str, str], ...]
    may_see_log: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """Hold one line of the log: when, who, for whom, which document (its class alone when not theirs to see)."""

    row: Opening
    words: str


def live_documents(project: Project) -> QuerySet[Document]:
    """Give the documents that may still be opened, the latest first."""
    rows = Document.objects.filter(project=project, withdrawn_at=None, erased_at=None)
    return rows.select_related("organisation", "by", "project")


def opened_as(document: Document, readers: Iterable[Reader]) -> Reader | None:
    """Give the way somebody may open a document, the first of theirs that may; None: none of them."""
    state = str(document.project.state)
    return next((each for each in readers if may_open(document.document_class, state, each)), None)


def readers_for(document: Document, actor: Actor, ties: dict[int, str]) -> list[Reader]:
    """Give each way somebody looks at a document."""
    return readers_of(actor, ties, document.organisation_id)


def folder_of(project: Project, actor: Actor) -> Folder:
    """Give the documents of a project as one person sees them."""
    ties, state = ties_of(project), str(project.state)
    rows = list(live_documents(project).prefetch_related("openings"))
    replaced = {each.replaces_id for each in rows}
    shown, hidden = [], dict.fromkeys(CLASSES, 0)
    for each in rows:
        readers = readers_for(each, actor, ties)
        if opened_as(each, readers) is None:
            hidden[each.document_class] += 1
            continue
        is_own = any(one.is_depositor for one in readers)
        shown.append(Shown(each, is_own, each.pk in replaced, len(each.openings.all())))
    own = readers_of(actor, ties, -1)
    return Folder(
        tuple(shown),
        tuple((DocumentClass(key).label, count) for key, count in hidden.items() if count),
        tuple((key, DocumentClass(key).label) for key in CLASSES if any(may_file(key, state, one) for one in own)),
        any(map(may_see_log, own)),
    )


def openings_of(project: Project) -> QuerySet[Opening]:
    """Give who opened what in a project, the latest first."""
    rows = Opening.objects.filter(document__project=project)
    return rows.select_related("document__project", "document__organisation", "by", "organisation").order_by(
        "-at", "-pk"
    )


def entries_of(rows: Iterable[Opening], project: Project, actor: Actor) -> list[Entry]:
    """Give lines of the log in words: the title only of what one may open oneself."""
    ties = ties_of(project)
    return [Entry(each, _words(each.document, actor, ties)) for each in rows]


def _words(document: Document, actor: Actor, ties: dict[int, str]) -> str:
    if opened_as(document, readers_for(document, actor, ties)) is not None:
        return document.title
    return f"un document ({document.get_document_class_display()})"


def parts_read(document: Document) -> Iterator[bytes]:
    """Give the bytes of a file, part by part: at most one is in memory; read once the page has been answered."""
    pole = document.project.pole
    with scope(pole=pole):
        ranks = list(DocumentPart.objects.filter(document=document).order_by("rank").values_list("pk", flat=True))
    for pk in ranks:
        with scope(pole=pole):
            content = DocumentPart.objects.values_list("content", flat=True).get(pk=pk)
        yield bytes(content)


def openings_known_of(user: User) -> dict[str, list[dict[str, str]]]:
    """Give what is known of what somebody filed and opened, in every pôle, as JSON values; no title."""
    with scopes_disabled():
        opened = list(Opening.objects.filter(by=user).order_by("pk").values_list("document_id", "at"))
        filed = list(Document.objects.filter(by=user).order_by("pk").values_list("pk", "at"))
    return {
        "documents_ouverts": [{"document": str(pk), "le": at.isoformat()} for pk, at in opened],
        "documents_deposes": [{"document": str(pk), "le": at.isoformat()} for pk, at in filed],
    }
