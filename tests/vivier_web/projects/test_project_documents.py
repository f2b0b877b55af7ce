"""Files of a project: kept whole, opened by whom the rule says, each opening written, nothing leaking, erased in time."""

import datetime as dt
import hashlib
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from factories import followed
from factories.cluster import Cluster
from factories.followed import PDF, TODAY
from vivier.vocabulary import InputError
from vivier_web.accounts.actions import open_account
from vivier_web.accounts.choices import RoleKind
from vivier_web.accounts.models import Act
from vivier_web.members.actions import grant_role
from vivier_web.ops.archive import rows
from vivier_web.projects.actions.documents import (
    Filed,
    erase_old_documents,
    file_document,
    note_opening,
    restore_document,
    withdraw_document,
)
from vivier_web.projects.models import Document, DocumentPart, Opening, Partner
from vivier_web.projects.need_to_know import CLASSES, Reader
from vivier_web.projects.queries.documents import folder_of, openings_known_of, parts_read
from vivier_web.projects.uploads import PART

TEAM = Reader("team")


def everywhere(project: Any) -> list[str]:
    """Give every page where a document might show: its own, lists, searches, exports, the journal, one's own data."""
    pk = project.pk
    names = ("project_documents", "project_document_log", "project_following", "my_project_documents")
    found = [reverse(name, args=[pk]) for name in (*names, "my_project_following", "my_project_document_log")]
    found += [
        reverse(name, args=[pk, row.pk])
        for row in Document.objects.filter(project=project)
        for name in ("open_project_document", "open_my_project_document")
    ]
    more = ("home", "followed_projects", "my_followed_projects", "outcomes_csv", "journal", "members_csv", "company")
    return [*found, *map(reverse, more), reverse("account_export"), reverse("search") + "?q=MARQUE"]


def read(browser: Any, urls: list[str]) -> str:
    answers = [browser.get(url) for url in urls]
    return "".join(
        (b"".join(one.streaming_content) if one.streaming else one.content).decode("utf-8", "replace")
        for one in answers
        if one.status_code == 200
    )


def partner_browser(pole: Cluster, rank: int) -> Any:
    from django.test import Client

    user = open_account(f"partner-{rank}@pole.example", f"Dominique Partenaire{rank}", by=None)
    grant_role(user, RoleKind.MEMBER, by=None, pole=pole.pole, organisation=pole.members[rank])
    client = Client()
    client.force_login(user)
    return client


OPENED = {  # once the project runs: what each reads of the five documents its lead deposited
    "director": {"budget", "letter", "minutes", "public"},
    "team": {"budget", "letter", "minutes", "public"},
    "governance": {"minutes", "public"},
    "board": {"minutes", "public"},
    "member": set(CLASSES),  # the lead's own
    "partner": {"technical_secret", "letter", "minutes", "public"},
}


def test_no_page_search_export_nor_log_says_more_than_the_rule(pole: Cluster, signed_in: Any) -> None:
    project = followed.running(pole)
    for each in CLASSES:
        followed.document(project, each)
    browsers = {kind: signed_in(kind) for kind in RoleKind.values}
    browsers |= {"partner": partner_browser(pole, 1), "stranger": partner_browser(pole, 2)}
    urls = everywhere(project)
    seen = {
        kind: {each for each in CLASSES if followed.marker(each) in read(browser, urls)}
        for kind, browser in browsers.items()
    }
    assert {kind: found for kind, found in seen.items() if found} == OPENED
    assert not any(followed.marker(each) in str(letter.message()) for letter in mail.outbox for each in CLASSES)
    assert not any("MARQUE" in f"{act.detail}{act.subject}" for act in Act.objects.all())


def test_each_opening_is_written_and_the_consortium_reads_who(pole: Cluster, signed_in: Any) -> None:
    project = followed.running(pole)
    row = followed.document(project, "technical_secret")
    partner = partner_browser(pole, 1)
    answer = partner.get(reverse("open_my_project_document", args=[project.pk, row.pk]))
    assert b"".join(answer.streaming_content) == PDF + followed.marker("technical_secret").encode()
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "private, no-store"
    opening = Opening.objects.get()
    assert (opening.by.full_name, opening.organisation, opening.role) == (
        "Dominique Partenaire1",
        pole.members[1],
        "member",
    )
    assert list(Act.objects.filter(verb="open_document").values_list("subject", flat=True)) == [f"document:{row.pk}"]
    log = signed_in("member").get(reverse("my_project_document_log", args=[project.pk])).content.decode()
    assert "Dominique Partenaire1" in log
    assert row.title in log
    team = signed_in("team").get(reverse("project_document_log", args=[project.pk])).content.decode()
    assert "Dominique Partenaire1" in team
    assert row.title not in team, "the team may not open it: it reads its class alone"
    assert "un document (secret technique)" in team


def test_who_may_not_open_leaves_no_opening(pole: Cluster, signed_in: Any) -> None:
    project = followed.running(pole)
    row = followed.document(project, "technical_secret")
    for kind, name in (("team", "open_project_document"), ("board", "open_project_document")):
        assert signed_in(kind).get(reverse(name, args=[project.pk, row.pk])).status_code == 404
    with pytest.raises(InputError, match="pas ouvert"):
        note_opening(row, reader=TEAM, by=pole.people["team"])
    assert not Opening.objects.exists()


def test_a_partner_that_left_keeps_its_own_and_sees_nothing_else(pole: Cluster) -> None:
    project = followed.running(pole)
    own, other = followed.document(project, "budget", rank=1), followed.document(project, "minutes")
    Partner.objects.update(state="left")
    browser = partner_browser(pole, 1)
    page = browser.get(reverse("my_project_documents", args=[project.pk])).content.decode()
    assert own.title in page
    assert other.title not in page
    assert browser.get(reverse("my_project_following", args=[project.pk])).status_code == 404
    assert browser.get(reverse("my_project_document_log", args=[project.pk])).status_code == 404


def test_a_file_is_kept_whole_in_small_parts(pole: Cluster, signed_in: Any) -> None:
    project = followed.running(pole)
    content = PDF + bytes(range(256)) * 1024
    url = reverse("my_project_documents", args=[project.pk])
    said = {
        "document_class": "minutes",
        "title": "Plan d’essais",
        "file": SimpleUploadedFile("../Plan d’essais.PDF", content),
    }
    assert signed_in("member").post(url, said).status_code == 302
    row = Document.objects.get()
    assert (row.name, row.size, row.media_type) == ("Plan d essais.pdf", len(content), "application/pdf")
    assert row.sha256 == hashlib.sha256(content).hexdigest()
    assert (row.organisation, row.by) == (pole.members[0], pole.people["member"])
    assert b"".join(parts_read(row)) == content
    assert DocumentPart.objects.count() == -(-len(content) // PART)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"title": ""}, "Ce champ est obligatoire"),
        ({"document_class": "technical_secret"}, "Sélectionnez un choix valide"),
        ({"file": SimpleUploadedFile("page.html", b"<script>")}, "Ce type de fichier"),
        ({"file": SimpleUploadedFile("faux.pdf", b"MZ")}, "ne se lit pas comme un PDF"),
    ],
)
def test_what_is_refused_is_said_and_nothing_is_kept(pole: Cluster, signed_in: Any, said: Any, words: str) -> None:
    project = followed.running(pole)
    whole = {"document_class": "minutes", "title": "Compte rendu", "file": SimpleUploadedFile("a.pdf", PDF)} | said
    if hasattr(whole["file"], "seek"):
        whole["file"].seek(0)
    answer = signed_in("team").post(reverse("project_documents", args=[project.pk]), whole)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Document.objects.exists()


def test_a_document_is_replaced_by_whoever_filed_it_and_the_one_before_is_kept(pole: Cluster) -> None:
    project = followed.running(pole)
    first = followed.document(project, "minutes")
    lead = Reader("member", "lead", organisation_id=project.lead_id)
    filed = Filed("minutes", "Version 2", "v2.pdf", PDF)
    with pytest.raises(InputError, match="déposé soi-même"):
        file_document(project, filed, reader=TEAM, by=None, replaces=first)
    second = file_document(project, filed, reader=lead, by=None, replaces=first)
    with pytest.raises(InputError, match="déjà été remplacé"):
        file_document(project, filed, reader=lead, by=None, replaces=first)
    assert Document.objects.filter(withdrawn_at=None).count() == 2
    assert second.replaces == first


def test_withdrawn_it_is_opened_by_nobody_put_back_or_erased_after_a_month(pole: Cluster, signed_in: Any) -> None:
    project = followed.running(pole)
    row = followed.document(project, "minutes")
    url = reverse("withdraw_my_project_document", args=[project.pk, row.pk])
    assert partner_browser(pole, 1).post(url).status_code == 404, "not its own"
    signed_in("member").post(url)
    with pytest.raises(InputError, match="pas ouvert"):
        note_opening(row, reader=Reader("member", "lead", is_depositor=True), by=pole.people["member"])
    signed_in("member").post(reverse("restore_my_project_document", args=[project.pk, row.pk]))
    note_opening(row, reader=Reader("member", "lead"), by=pole.people["member"])
    withdraw_document(row, by=None)
    assert erase_old_documents(TODAY + dt.timedelta(days=29)) == 0
    assert erase_old_documents(TODAY + dt.timedelta(days=31)) == 1
    row.refresh_from_db()
    assert (row.title, row.name, row.by) == ("Document effacé", "efface", None)
    assert (DocumentPart.objects.count(), Opening.objects.count()) == (0, 0)
    with pytest.raises(InputError, match="est effacé"):
        restore_document(row, by=None)
    assert erase_old_documents(TODAY + dt.timedelta(days=99)) == 0


@pytest.mark.parametrize(
    ("state", "years", "erased"),
    [("ended", 9, 0), ("ended", 11, 1), ("dropped", 2, 0), ("dropped", 4, 1), ("running", 30, 0)],
)
def test_files_outlive_their_project_as_long_as_they_may_justify_an_aid(
    pole: Cluster, state: str, years: int, erased: int
) -> None:
    project = followed.running(pole)
    followed.document(project)
    project.state, project.ends_on = state, TODAY
    project.save()
    assert erase_old_documents(TODAY + dt.timedelta(days=366 * years)) == erased


def test_a_backup_carries_the_files_and_their_log(pole: Cluster) -> None:
    row = followed.document(followed.running(pole), "minutes")
    note_opening(row, reader=Reader("member", "lead"), by=pole.people["member"])
    assert {Document, DocumentPart, Opening} < set(rows.tables())
    for model in (Document, DocumentPart, Opening):
        (line,) = rows.lines(model, "default")
        again = rows.row(model, rows.columns(model), line.encode())
        kept = model.objects.get()
        assert [getattr(again, each.attname) for each in rows.columns(model)] == [
            getattr(kept, each.attname) for each in rows.columns(model)
        ]
    assert PDF in b"".join(parts_read(row))


def test_what_one_opened_is_given_back_with_ones_data_and_outlives_the_name(pole: Cluster) -> None:
    from vivier_web.accounts.actions import erase_person

    member = pole.people["member"]
    row = followed.document(followed.running(pole), "minutes")
    opening = note_opening(row, reader=Reader("member", "lead"), by=member)
    assert openings_known_of(member)["documents_ouverts"] == [{"document": str(row.pk), "le": opening.at.isoformat()}]
    erase_person(member, by=None)
    opening.refresh_from_db()
    assert opening.by.full_name == "Personne effacée"


def test_a_folder_asks_the_same_of_the_database_whatever_it_holds(
    pole: Cluster, django_assert_num_queries: Any
) -> None:
    from vivier_web.members.queries import actor_of, roles_of

    project = followed.running(pole)
    actor = actor_of(pole.people["team"], pole.pole, roles_of(pole.people["team"]))
    for _ in range(3):
        row = followed.document(project, "minutes")
        note_opening(row, reader=TEAM, by=pole.people["team"])
        with django_assert_num_queries(3):
            folder_of(project, actor)
    assert timezone.now() > row.at
