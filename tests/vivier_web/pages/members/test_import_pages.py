"""Importing through the browser: what is shown of a file, what is refused, what is kept from others."""

import re
from html import unescape

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from factories import cluster
from factories.cluster import Cluster
from factories.registers import csv_of, siren, siret, xlsx_of
from vivier_web.accounts.models import Act
from vivier_web.members.actions import describe_organisation, note_dealing, prepare_import
from vivier_web.members.choices import ImportState
from vivier_web.members.models import ImportBatch, Membership, Organisation
from vivier_web.members.registers import opened
from vivier_web.pages.pole.members.imports import SHOWN, _examples, _shown

NEW = (siret(1), "Société 1", "Cluses", "74300", "Entreprises")


@pytest.fixture
def team(signed_in: object) -> Client:
    return signed_in("team")


def words(answer: object) -> str:
    bare = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return re.sub(r"\s+", " ", unescape(bare))


def told(answer: object) -> list[str]:
    return [str(each).replace("\u00a0", " ") for each in get_messages(answer.wsgi_request)]


def waiting(pole: Cluster, *rows: tuple, name: str = "membres.csv") -> ImportBatch:
    return prepare_import(pole.pole, name, opened(csv_of(*rows)), by=pole.people["team"])


def address(name: str, batch: ImportBatch) -> str:
    return reverse(name, args=[batch.pk])


def test_a_workbook_is_read_as_well_as_a_delimited_file(pole: Cluster, team: Client) -> None:
    content = xlsx_of(("SIREN", "Raison sociale"), (int(siren(1)), "Société 1"))
    page = team.post(reverse("imports"), {"file": SimpleUploadedFile("à nous.xlsx", content)})
    batch = ImportBatch.objects.get()
    assert page["Location"] == address("import", batch)
    assert (batch.source, batch.columns, batch.state, batch.by) == (
        "à nous.xlsx", ["siren", "name"], ImportState.WAITING, pole.people["team"],
    )  # fmt: skip
    assert batch.table == {"header": ["SIREN", "Raison sociale"], "lines": [[2, [siren(1), "Société 1"]]]}


def test_the_name_of_a_file_is_shown_as_text(pole: Cluster, team: Client) -> None:
    batch = waiting(pole, ("x", "<script>alert(1)</script>", "", "", ""), NEW, name="<b>à nous</b>.csv")
    page = team.get(address("import", batch)).content.decode()
    assert "&lt;b&gt;à nous" in page
    assert "<script>alert" not in page


def test_looking_twice_at_a_file_changes_nothing(pole: Cluster, team: Client) -> None:
    batch = waiting(pole, NEW)
    acts = Act.objects.count()
    first, second = (words(team.get(address("import", batch))) for _ in range(2))
    assert "Société 1" in first
    assert first == second
    assert (Act.objects.count(), Organisation.objects.count()) == (acts, 3)


def test_a_long_file_shows_its_first_lines_and_counts_them_all(pole: Cluster, team: Client) -> None:
    rows = [(siret(rank), f"Atelier-{rank:03}", "Cluses", "74300", "") for rank in range(SHOWN + 15)]
    page = words(team.get(address("import", waiting(pole, *rows))))
    preview = page[page.rindex("Atelier-000") :]
    assert f"Atelier-{SHOWN - 1:03}" in preview
    assert f"Atelier-{SHOWN:03}" not in preview
    assert str(SHOWN + 15) in page


@pytest.mark.parametrize("lines", [1, 3])
def test_a_preview_costs_as_many_queries_whatever_the_lines(
    pole: Cluster, team: Client, django_assert_num_queries: object, lines: int
) -> None:
    rows = [(pole.members[rank].sites.get().siret, "Autre", "Gex", "01170", "") for rank in range(lines)]
    url = address("import", waiting(pole, *rows))
    team.get(url)
    with django_assert_num_queries(9):
        team.get(url)


@pytest.mark.parametrize(
    ("columns", "status"),
    [
        ({"c0": "siret", "c1": "name"}, 302),
        ({"c1": "name"}, 302),
        ({"c2": "town", "c3": "postcode"}, 422),
        ({"c0": "licorne", "c1": "name"}, 422),
    ],
)
def test_columns_are_kept_when_they_say_who_lines_are_about(
    pole: Cluster, team: Client, columns: dict[str, str], status: int
) -> None:
    batch = waiting(pole, NEW)
    guessed = batch.columns
    answer = team.post(address("import", batch), columns)
    batch.refresh_from_db()
    assert answer.status_code == status
    kept = [columns.get(f"c{rank}", "") for rank in range(5)] if status == 302 else guessed
    assert batch.columns == kept


def test_the_message_counts_what_was_done_and_the_list_of_imports_says_it(pole: Cluster, team: Client) -> None:
    place = pole.members[0].sites.get().siret
    batch = waiting(pole, NEW, (siret(2), "Société 2", "", "", ""), (place, "Mécanique du Val", "Gex", "01170", ""))
    done = team.post(address("run_import", batch))
    assert done["Location"] == reverse("members")
    assert told(done)[0].count("2 membres admis, 1 fiche corrigée.") == 1
    again = team.post(address("run_import", batch))
    assert (again["Location"], told(again)[-1]) == (
        reverse("imports"), "Cet import a déjà été fait : il n’a pas été refait.",
    )  # fmt: skip
    page = words(team.get(reverse("imports")))
    assert "membres.csv" in page
    assert "Camille Team" in page


def test_undoing_tells_what_stays_because_it_served(pole: Cluster, team: Client) -> None:
    batch = waiting(pole, NEW, (siret(2), "Société 2", "", "", ""))
    team.post(address("run_import", batch))
    used = Organisation.objects.get(siren=siren(1))
    note_dealing(pole.pole, used, by=None, kind="call", on="2026-11-22", summary="Bonjour.")
    undone = team.post(address("undo_import", batch))
    assert told(undone)[-1] == (
        "L’import est annulé. 1 organisation dont on s’est servi depuis, ici ou ailleurs : gardé."
    )
    assert list(Organisation.objects.filter(siren__in=[siren(1), siren(2)])) == [used]


@pytest.mark.parametrize("name", ["import", "drop_import"])
def test_an_import_that_is_done_waits_no_more(pole: Cluster, team: Client, name: str) -> None:
    batch = waiting(pole, NEW)
    team.post(address("run_import", batch))
    assert (team.post if name == "drop_import" else team.get)(address(name, batch)).status_code == 404
    assert ImportBatch.objects.get().state == ImportState.DONE


@pytest.mark.parametrize("name", ["run_import", "undo_import", "drop_import"])
def test_what_changes_members_is_never_done_by_following_a_link(pole: Cluster, team: Client, name: str) -> None:
    batch = waiting(pole, NEW)
    assert team.get(address(name, batch)).status_code == 405
    batch.refresh_from_db()
    assert (batch.state, Membership.objects.count()) == (ImportState.WAITING, 3)


@pytest.mark.parametrize("name", ["import", "run_import", "undo_import", "drop_import"])
def test_the_file_of_another_pole_is_neither_seen_nor_touched(pole: Cluster, team: Client, name: str) -> None:
    other = cluster.founded("autre", first=1)
    with scope(pole=other.pole):
        batch = waiting(other, NEW, name="secret.csv")
        assert ImportBatch.objects.count() == 1  # it could leak
    send = team.get if name == "import" else team.post
    assert send(address(name, batch)).status_code == 404
    assert "secret.csv" not in words(team.get(reverse("imports")))
    with scope(pole=other.pole):
        assert ImportBatch.objects.get().state == ImportState.WAITING


def test_a_correction_is_shown_in_the_words_of_the_screen(pole: Cluster, team: Client) -> None:
    who = pole.members[0]
    describe_organisation(who, by=None, size="11")
    table = opened(csv_of((who.siren, "ETI", "21"), header="SIREN;Type;Tranche"))
    page = words(team.get(address("import", prepare_import(pole.pole, "a.csv", table, by=None))))
    assert "Petite ou moyenne entreprise (PME) Entreprise de taille intermédiaire (ETI)" in page
    assert "10 à 19 salariés 50 à 99 salariés" in page
    assert Organisation.objects.get(pk=who.pk).size == "11"


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("kind", "sme", "Petite ou moyenne entreprise (PME)"),
        ("size", "21", "50 à 99 salariés"),
        ("size", "", "vide"),
        ("town", "", "vide"),
        ("closed_on", None, "vide"),
        ("town", "Gex", "Gex"),
        ("kind", "inconnu", "inconnu"),
    ],
)
def test_a_value_is_said_as_the_screen_does(name: str, value: object, shown: str) -> None:
    assert _shown(name, value) == shown


def test_examples_of_a_column_are_three_short_and_different_words() -> None:
    lines = [[2, ["A", ""]], [3, ["A", "x"]], [4, ["B"]], [5, ["C" * 40, ""]], [6, ["D", ""]]]
    assert _examples(lines, 0).split(" · ")[:2] == ["A", "B"]
    assert len(_examples(lines, 0).split(" · ")) == 3
    assert "C" * 29 not in _examples(lines, 0)
    assert (_examples(lines, 1), _examples(lines, 2), _examples([], 0)) == ("x", "", "")
