"""Returns on outcomes over their years: who owes which, what is corrected, frozen, exported; and files erased in time."""

import csv
import datetime as dt
import io
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from factories import cluster, followed
from factories.cluster import Cluster
from factories.followed import PDF, TODAY, ago
from vivier.vocabulary import InputError
from vivier_web.accounts.models import Act
from vivier_web.projects.actions.documents import Filed, erase_old_documents, file_document, withdraw_document
from vivier_web.projects.actions.outcomes import freeze_outcomes, reopen_outcomes
from vivier_web.projects.actions.reviews import Held, hold_review
from vivier_web.projects.declared import MEASURES, due_on
from vivier_web.projects.models import Document, DocumentPart, Opening, OutcomeReturn, OutcomeYear, Partner, Review
from vivier_web.projects.need_to_know import Reader
from vivier_web.projects.queries.documents import folder_of, live_documents
from vivier_web.projects.queries.due import member_duties, project_duties, projects_followed, projects_of
from vivier_web.projects.queries.outcomes import awaited_of, counted_totals, outcomes_csv, totals, years_declared

LAST = TODAY.year - 1


def test_each_carrier_owes_each_year_that_is_over_and_nobody_else_any(pole: Cluster) -> None:
    project = followed.ended(pole, years=3)
    Partner.objects.create(project=project, organisation=pole.members[2], state="declined")
    carriers = [pole.members[0].pk, pole.members[1].pk]
    expected = [(year, pk) for year in (LAST, LAST - 1, LAST - 2) for pk in carriers]
    found = awaited_of(project, TODAY)
    assert [(each.year, each.organisation.pk) for each in found] == expected
    assert {each.due_on for each in found} == {due_on(LAST), due_on(LAST - 1), due_on(LAST - 2)}
    assert [each.year for each in awaited_of(project, TODAY, only=carriers[1])] == [LAST, LAST - 1, LAST - 2]
    assert awaited_of(project, TODAY, only=pole.members[2].pk) == []
    assert len(awaited_of(project, TODAY + dt.timedelta(days=366 * 40))) == 10, "five years, no more"
    assert awaited_of(followed.running(pole), TODAY) == []


def test_what_is_sent_or_frozen_is_awaited_no_more_and_reopened_is_again(pole: Cluster) -> None:
    project = followed.ended(pole, years=2)
    waits = lambda: [(each.year, each.organisation.pk) for each in awaited_of(project, TODAY) if each.is_awaited]  # noqa: E731
    lead, other = pole.members[0].pk, pole.members[1].pk
    followed.declared(project, LAST, patents=1)
    assert waits() == [(LAST, other), (LAST - 1, lead), (LAST - 1, other)]
    freeze_outcomes(pole.pole, LAST, by=None)
    assert waits() == [(LAST - 1, lead), (LAST - 1, other)]
    assert member_duties(pole.pole, pole.members[0], TODAY).total == 1
    reopen_outcomes(pole.pole, LAST, by=None)
    reopen_outcomes(pole.pole, LAST, by=None)
    assert waits()[0] == (LAST, other)
    acts = list(Act.objects.order_by("number").values_list("verb", flat=True))
    assert acts.count("reopen_outcomes") == 1, "opened once"


def test_a_correction_is_the_next_version_and_those_before_are_never_changed(pole: Cluster) -> None:
    project = followed.ended(pole)
    for number in (1, 2, 3):
        assert followed.declared(project, LAST, patents=number).number == number
    followed.declared(project, LAST, rank=1, patents=10)
    assert counted_totals(pole.pole, LAST).patents == 13
    first = OutcomeReturn.objects.get(number=1, patents=1)
    first.patents = 99
    with pytest.raises(InputError, match="envoyez une correction"):
        first.save()
    first.refresh_from_db()
    assert first.patents == 1


def test_one_year_frozen_leaves_the_others_and_another_pole_open(pole: Cluster) -> None:
    from django_scopes import scope

    project = followed.ended(pole, years=2)
    for year in (LAST, LAST - 1):
        followed.declared(project, year, jobs_kept=4)
    freeze_outcomes(pole.pole, LAST, by=None)
    assert followed.declared(project, LAST - 1, jobs_kept=5).number == 2
    assert [totals(pole.pole, year).is_frozen for year in (LAST, LAST - 1)] == [True, False]
    assert years_declared(pole.pole) == [LAST, LAST - 1]
    second = cluster.founded("plasturgie", first=1)
    with scope(pole=second.pole):
        other = followed.ended(second)
        followed.declared(other, LAST, jobs_kept=100)
        assert (totals(second.pole, LAST).jobs_kept, totals(second.pole, LAST).is_frozen) == (100, False)
    assert totals(pole.pole, LAST).jobs_kept == 4, "of this pôle alone"


def test_what_is_frozen_is_kept_to_the_cent(pole: Cluster) -> None:
    project = followed.ended(pole)
    followed.declared(project, LAST, turnover_eur=Decimal("9999999999.99"), said="Série")
    followed.declared(project, LAST, rank=1, turnover_eur=Decimal("0.01"))
    before = counted_totals(pole.pole, LAST)
    row = freeze_outcomes(pole.pole, LAST, by=pole.people["team"])
    row = OutcomeYear.objects.get(pk=row.pk)
    assert row.totals["turnover_eur"] == "10000000000.00"
    frozen = totals(pole.pole, LAST)
    assert frozen.turnover_eur == before.turnover_eur == Decimal("10000000000.00")
    assert (frozen.returns, frozen.companies, frozen.projects, frozen.shown) == (2, 2, 1, ())


def test_the_export_is_read_back_return_by_return(pole: Cluster) -> None:
    project = followed.ended(pole, years=2)
    project.title = "=cmd|calc"
    project.save()
    said = {name: rank for rank, (name, _) in enumerate(MEASURES) if name != "turnover_eur"}
    followed.declared(project, LAST - 1, **said, turnover_eur=Decimal("1234.50"), said="Un ; deux\nlignes")
    followed.declared(project, LAST, rank=1, said='"guillemets"')
    late = dt.datetime(LAST + 1, 2, 3, 23, 30, tzinfo=dt.UTC)  # past midnight in Paris
    OutcomeReturn.objects.filter(year=LAST).update(at=late)
    head, *lines = csv.reader(io.StringIO(outcomes_csv(pole.pole)), delimiter=";")
    read = [dict(zip(head, line, strict=True)) for line in lines]
    assert [each["Année"] for each in read] == [str(LAST), str(LAST - 1)]
    assert [each["Partenaire"] for each in read] == [pole.members[1].name, pole.members[0].name]
    assert {each["Projet"] for each in read} == {"'=cmd|calc"}, "a text, which no spreadsheet computes"
    words = dict(MEASURES)
    assert {name: read[1][words[name]] for name in words} == {n: str(v) for n, v in said.items()} | {
        "turnover_eur": "1234,50"
    }
    assert read[1]["Commentaire (déclaré, non vérifié)"] == "Un ; deux lignes"
    assert read[0]["Commentaire (déclaré, non vérifié)"] == '"guillemets"'
    assert read[0]["Déclaré le"] == f"{LAST + 1}-02-04", "the day it was in Paris"
    assert len(outcomes_csv(cluster.founded("vide", first=1).pole).splitlines()) == 1


def test_the_board_puts_what_is_late_first_and_counts_no_row_twice(
    pole: Cluster, django_assert_num_queries: Any
) -> None:
    calm, late = followed.running(pole), followed.running(pole, lead=1)
    followed.due(calm, days=3)
    for days in (-1, -9, 40, 12):
        followed.due(late, days=days)
    gone = followed.filed(pole, lead=2)
    gone.state = "dropped"
    gone.save()
    rows = projects_followed(pole.pole, TODAY)
    assert [(each.pk, each.late, each.next_on) for each in rows] == [
        (late.pk, 2, ago(-12)),
        (calm.pk, 0, ago(-3)),
    ]
    with django_assert_num_queries(1):
        assert {each.lead.name for each in projects_followed(pole.pole, TODAY)} == {
            each.name for each in pole.members[:2]
        }
    assert list(projects_followed(pole.pole, TODAY, "ended")) == []
    assert list(projects_followed(pole.pole, TODAY, "dropped")) == [], "given up before any award"
    assert projects_followed(pole.pole, TODAY, "n’importe quoi").count() == 2
    assert project_duties(pole.pole, today=ago(9)).late.total == 0, "due that very day"
    assert project_duties(pole.pole, today=ago(8)).late.total == 1
    assert {each.pk for each in projects_of(pole.pole, pole.members[1])} == {calm.pk, late.pk}
    assert [each.pk for each in projects_of(pole.pole, pole.members[2])] == [late.pk]


def stopped(pole: Cluster, *, filed_days_ago: int) -> Document:
    """A document of a project that its financers stopped today."""
    project = followed.running(pole)
    row = followed.document(project)
    Document.objects.update(at=timezone.now() - dt.timedelta(days=filed_days_ago))
    hold_review(Review.objects.first(), Held(TODAY, "stop", "Marché perdu"), by=None)
    return row


def test_files_of_a_project_stopped_today_are_kept_however_old_they_are(pole: Cluster) -> None:
    row = stopped(pole, filed_days_ago=5 * 366)
    assert erase_old_documents(TODAY + dt.timedelta(days=1)) == 0, "another review may let it go on tomorrow"
    assert DocumentPart.objects.filter(document=row).exists()
    withdraw_document(row, by=None)
    assert erase_old_documents(TODAY + dt.timedelta(days=29)) == 0
    assert erase_old_documents(TODAY + dt.timedelta(days=31)) == 1


def test_files_of_a_project_stopped_long_ago_are_erased_with_all_that_told_of_them(pole: Cluster) -> None:
    row = stopped(pole, filed_days_ago=10)
    assert erase_old_documents(TODAY + dt.timedelta(days=3 * 366 - 1)) == 0
    assert erase_old_documents(TODAY + dt.timedelta(days=3 * 366 + 1)) == 1
    row.refresh_from_db()
    assert (row.title, row.name, row.by, row.document_class) == ("Document effacé", "efface", None, "minutes")
    assert (DocumentPart.objects.count(), Opening.objects.count(), live_documents(row.project).count()) == (0, 0, 0)
    assert not any(followed.marker("minutes") in act.detail for act in Act.objects.all())


@pytest.mark.parametrize(("title", "kept"), [("  Plan   d’essais ", "Plan d’essais"), ("x" * 300, "x" * 160)])
def test_titles_are_cleaned_and_cut(pole: Cluster, title: str, kept: str) -> None:
    filed = Filed("minutes", title, "a.pdf", PDF)
    row = file_document(followed.running(pole), filed, reader=Reader("team"), by=pole.people["team"])
    assert (Document.objects.get().title, row.organisation, row.size) == (kept, None, len(PDF))


@pytest.mark.parametrize(
    ("changed", "reader", "words"),
    [
        ({"document_class": "secret"}, Reader("team"), "Choisissez la nature"),
        ({"document_class": "technical_secret"}, Reader("team"), "par vous"),
        ({"title": "  "}, Reader("team"), "intitulé"),
        ({"name": "a.exe"}, Reader("team"), "Ce type de fichier"),
        ({"content": b""}, Reader("team"), "vide"),
        ({"content": b"MZ"}, Reader("team"), "PDF"),
        ({}, Reader("board"), "par vous"),
        ({}, Reader("network"), "par vous"),
        ({}, Reader("member", "invited"), "par vous"),
        ({}, Reader("member", "left"), "par vous"),
        ({}, Reader("member", "left", is_depositor=True), "par vous"),
    ],
)
def test_a_file_refused_leaves_no_row_no_part_and_no_line(
    pole: Cluster, changed: dict[str, Any], reader: Reader, words: str
) -> None:
    project = followed.running(pole)
    before = Act.objects.count()
    whole = {"document_class": "minutes", "title": "Compte rendu", "name": "a.pdf", "content": PDF}
    with pytest.raises(InputError, match=words):
        file_document(project, Filed(**(whole | changed)), reader=reader, by=None)
    assert (Document.objects.count(), DocumentPart.objects.count(), Act.objects.count()) == (0, 0, before)


def test_a_folder_says_how_many_are_hidden_and_nothing_of_them(pole: Cluster) -> None:
    from vivier_web.members.queries import actor_of, roles_of

    project = followed.running(pole)
    for each in ("technical_secret", "technical_secret", "budget", "minutes"):
        followed.document(project, each)
    withdraw_document(Document.objects.filter(document_class="budget").first(), by=None)
    folders = {
        kind: folder_of(project, actor_of(pole.people[kind], pole.pole, roles_of(pole.people[kind])))
        for kind in ("team", "board", "member", "network")
    }
    assert {kind: len(each.shown) for kind, each in folders.items()} == {
        "team": 1,
        "board": 1,
        "member": 3,
        "network": 0,
    }
    assert folders["team"].hidden == (("secret technique", 2),)
    assert folders["member"].hidden == ()
    assert [key for key, _ in folders["team"].may_file] == ["budget", "letter", "minutes", "public"]
    assert (folders["board"].may_file, folders["board"].may_see_log) == ((), False)
    assert all(each.is_own for each in folders["member"].shown)
    assert followed.marker("technical_secret") not in repr(folders["board"])
