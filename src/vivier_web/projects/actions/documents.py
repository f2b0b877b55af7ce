"""The files of a project: filed by class, replaced, withdrawn, opened (and said so), erased in their time."""

import datetime as dt
import hashlib
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from vivier.vocabulary import InputError
from vivier_web.accounts.actions import record
from vivier_web.accounts.models import Act, User
from vivier_web.projects.actions.awards import locked
from vivier_web.projects.choices import DocumentClass, ProjectState
from vivier_web.projects.models import Document, DocumentPart, Opening, Project
from vivier_web.projects.need_to_know import Reader, may_file, may_open
from vivier_web.projects.uploads import clean_name, media_type_of, parts_of

MOST_OF_A_PROJECT = 500
KEPT_ONCE_WITHDRAWN = dt.timedelta(days=30)  # one may change one's mind
KEPT_ONCE_ENDED = dt.timedelta(days=10 * 366)  # what justifies an aid is kept ten years
KEPT_ONCE_DROPPED = dt.timedelta(days=3 * 366)


@dataclass(frozen=True, slots=True)
class Filed:
    """Hold what somebody files: its class and title, the name of the file, its bytes."""

    document_class: str
    title: str
    name: str
    content: bytes


@transaction.atomic
def file_document(
    project: Project, filed: Filed, *, reader: Reader, by: User | None, replaces: Document | None = None
) -> Document:
    """Keep a file of a project, deposited by the organisation that `reader` stands for (none: by the team).

    Raises:
        InputError: its class is not for this person to file, its title is missing, or the file cannot be kept.
    """
    row = locked(project)
    _check(row, filed, reader, replaces)
    name = clean_name(filed.name)
    media_type = media_type_of(name, filed.content)
    made = Document.objects.create(
        project=row,
        document_class=filed.document_class,
        title=" ".join(filed.title.split())[:160],
        name=name,
        media_type=media_type,
        size=len(filed.content),
        sha256=hashlib.sha256(filed.content).hexdigest(),
        organisation_id=reader.organisation_id,
        by=by,
        replaces=replaces,
    )
    for rank, part in enumerate(parts_of(filed.content)):
        DocumentPart.objects.create(document=made, rank=rank, content=part)
    _told("file_document", made, by, size=made.size, kind=made.document_class)
    return made


def _check(project: Project, filed: Filed, reader: Reader, replaces: Document | None) -> None:
    if filed.document_class not in DocumentClass.values:
        raise InputError("Choisissez la nature du document : elle dit qui pourra l’ouvrir.")
    if not may_file(filed.document_class, str(project.state), reader):
        raise InputError("Ce document n’est pas à déposer par vous, ou ce projet n’en reçoit plus.")
    if not filed.title.strip():
        raise InputError("Donnez un intitulé au document.")
    if Document.objects.filter(project=project, erased_at=None).count() >= MOST_OF_A_PROJECT:
        raise InputError(f"Ce projet garde déjà {MOST_OF_A_PROJECT} documents : retirez ceux qui ne servent plus.")
    if replaces is None:
        return
    if replaces.project_id != project.pk or replaces.organisation_id != reader.organisation_id:
        raise InputError("On remplace un document que l’on a déposé soi-même.")
    if replaces.document_class != filed.document_class or Document.objects.filter(replaces=replaces).exists():
        raise InputError("Il a déjà été remplacé, ou n’est pas de la même nature : déposez-le à part.")


@transaction.atomic
def note_opening(document: Document, *, reader: Reader, by: User) -> Opening:
    """Note that somebody opens a document, before they are given its bytes; the rule is asked again here.

    Raises:
        InputError: it is not theirs to open, or there is nothing left to open.
    """
    row = Document.objects.select_related("project__pole").get(pk=document.pk)
    is_there = row.erased_at is None and row.withdrawn_at is None
    if not is_there or not may_open(row.document_class, str(row.project.state), reader):
        raise InputError("Ce document ne vous est pas ouvert.")
    made = Opening.objects.create(document=row, by=by, organisation_id=reader.organisation_id, role=reader.role)
    _told("open_document", row, by)
    return made


@transaction.atomic
def withdraw_document(document: Document, *, by: User | None) -> Document:
    """Withdraw a document: nobody opens it any more; its file is erased a month later, unless it is put back."""
    row = _row(document)
    if row.withdrawn_at is None:
        row.withdrawn_at = timezone.now()
        row.save(update_fields=["withdrawn_at"])
        _told("withdraw_document", row, by)
    return row


@transaction.atomic
def restore_document(document: Document, *, by: User | None) -> Document:
    """Put back a document that was withdrawn and not erased yet."""
    row = _row(document)
    if row.erased_at is not None:
        raise InputError("Ce fichier est effacé : déposez-le de nouveau.")
    if row.withdrawn_at is not None:
        row.withdrawn_at = None
        row.save(update_fields=["withdrawn_at"])
        _told("restore_document", row, by)
    return row


def _row(document: Document) -> Document:
    return Document.objects.select_for_update(of=("self",)).select_related("project__pole").get(pk=document.pk)


def erase_old_documents(today: dt.date | None = None) -> int:
    """Erase files withdrawn a month ago, and those of projects that ended or were dropped long ago; gives how many.

    What is left of one says that it was, its class and its day: no title, no name, no byte, nobody who opened it.
    """
    day = today or timezone.localdate()
    due = Q(withdrawn_at__date__lte=day - KEPT_ONCE_WITHDRAWN) | Q(
        project__state=ProjectState.ENDED, project__ends_on__lte=day - KEPT_ONCE_ENDED
    )
    with scopes_disabled():
        rows = Document.objects.filter(erased_at=None).select_related("project__pole")
        found = {each.pk: each for each in rows.filter(due)}
        found |= {each.pk: each for each in _dropped_long_ago(rows, day - KEPT_ONCE_DROPPED)}
    for each in found.values():
        with scope(pole=each.project.pole):
            _erase(each)
    return len(found)


def _dropped_long_ago(rows: QuerySet[Document], since: dt.date) -> list[Document]:
    """Give the files of dropped projects of which the journal says nothing since a day, the drop included."""
    found = list(rows.filter(project__state=ProjectState.DROPPED, at__date__lte=since))
    subjects = {f"project:{each.project_id}" for each in found}
    lately = set(Act.objects.filter(subject__in=subjects, at__date__gt=since).values_list("subject", flat=True))
    return [each for each in found if f"project:{each.project_id}" not in lately]


@transaction.atomic
def _erase(document: Document) -> None:
    DocumentPart.objects.filter(document=document).delete()
    Opening.objects.filter(document=document).delete()
    document.title, document.name = "Document effacé", "efface"
    document.by, document.erased_at = None, timezone.now()
    document.save(update_fields=["title", "name", "by", "erased_at"])
    _told("erase_document", document, None)


def _told(verb: str, row: Document, by: User | None, **detail: int | str) -> None:
    pole = row.project.pole.slug
    record(verb, by=by, subject=f"document:{row.pk}", pole=pole, project=row.project_id, **detail)
