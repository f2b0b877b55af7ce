"""Rows written at once are those that were given, whatever they hold; and imports told, looked at and undone where they belong."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import IntegrityError, transaction
from django_scopes import scope
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from factories import cluster
from factories.cluster import Cluster
from factories.registers import csv_of, siren, siret, xlsx_of
from vivier.vocabulary import InputError
from vivier_web.members.actions import note_dealing
from vivier_web.members.actions.many import CHUNK, write_rows
from vivier_web.members.choices import ImportState
from vivier_web.members.models import Dealing, ImportBatch, Membership, Network, Organisation, Site
from vivier_web.ops.importing import _counted, import_members

LINES = [(siret(rank), f"Société {rank}", "Cluses", "74300", "Entreprises") for rank in range(1, 4)]
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=60)


class TestAnything(TestCase):
    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(WORDS, max_size=6))
    def test_any_text_comes_back_as_it_was_written(self, names: list[str]) -> None:
        before = set(Organisation.objects.values_list("pk", flat=True))
        rows = [Organisation(name=name, words=f"{name}\t{name}") for name in names]
        write_rows(rows)
        assert [row.pk for row in rows] == sorted({row.pk for row in rows})  # numbered in their order
        read = Organisation.objects.exclude(pk__in=before).order_by("pk").values_list("pk", "name", "words")
        assert list(read) == [(row.pk, row.name, row.words) for row in rows]


def test_rows_may_point_to_those_written_just_before(pole: Cluster) -> None:
    made = [Organisation(name=f"N{rank}", siren=siren(rank)) for rank in range(3)]
    write_rows(made)
    write_rows([Site(organisation=one, siret=siret(rank), town="Gex") for rank, one in enumerate(made)])
    read = Site.objects.filter(town="Gex").order_by("siret").values_list("organisation__name", "siret")
    assert list(read) == [(f"N{rank}", siret(rank)) for rank in range(3)]


def test_rows_of_any_pole_are_written_whatever_the_scope(pole: Cluster) -> None:
    other = cluster.founded("autre", first=1)
    on = "2026-01-31"
    write_rows([Dealing(pole=other.pole, organisation=other.members[0], kind="call", on=on, summary="Là-bas")])
    assert not Dealing.objects.exists()
    with scope(pole=other.pole):
        assert Dealing.objects.get().summary == "Là-bas"


def test_more_rows_than_are_written_at_once_are_all_written(db: None) -> None:
    rows = [Network(slug=f"n{rank}", name="N") for rank in range(CHUNK + 1)]
    write_rows(rows)
    assert Network.objects.count() == CHUNK + 1
    assert len({row.pk for row in rows}) == CHUNK + 1


def test_the_same_number_twice_in_one_batch_writes_none(db: None) -> None:
    rows = [Organisation(name=name, siren=siren(1)) for name in ("Une", "Autre")]
    with pytest.raises(IntegrityError), transaction.atomic():
        write_rows(rows)
    assert not Organisation.objects.exists()


# The command.


def told(*arguments: object, pole: str = "mecatronique") -> str:
    words = ["--pole", pole, *map(str, arguments)]
    return CliRunner().invoke(import_members, words, catch_exceptions=False).output.replace("\xa0", " ")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "membres.csv"
    path.write_bytes(csv_of(*LINES))
    return path


def test_a_workbook_is_imported_as_a_delimited_file_is(pole: Cluster, tmp_path: Path) -> None:
    path = tmp_path / "membres.xlsx"
    path.write_bytes(xlsx_of(("SIRET", "Raison sociale", "Commune", "Code postal", "Collège"), *LINES))
    assert "3 organisations créées, 3 établissements, 3 membres admis, 0 fiche corrigée" in told(path)
    assert Membership.objects.count() == 6


def test_a_file_imported_twice_creates_nothing_more(pole: Cluster, file: Path) -> None:
    told(file)
    assert "0 organisation créée, 0 établissement, 0 membre admis, 0 fiche corrigée" in told(file)
    assert (Organisation.objects.count(), Membership.objects.count()) == (6, 6)


def test_what_was_looked_at_may_then_be_imported_with_the_same_counts(pole: Cluster, file: Path) -> None:
    looked = told(file, "--preview").removeprefix("Cet import donnerait : ").removesuffix(". Rien n’a été écrit.\n")
    assert f" : {looked}, en " in told(file)


def test_an_import_is_undone_once(pole: Cluster, file: Path) -> None:
    told(file)
    number = ImportBatch.objects.get().pk
    told("--undo", number)
    with pytest.raises(InputError, match="n’est plus à annuler"):
        told("--undo", number)
    assert Organisation.objects.count() == 3


def test_an_organisation_that_served_since_is_kept_and_counted(pole: Cluster, file: Path) -> None:
    told(file)
    served = Organisation.objects.get(siren=siren(2))
    note_dealing(pole.pole, served, by=None, kind="call", on="2026-02-01", summary="Appelée")
    assert told("--undo", ImportBatch.objects.get().pk) == "Import annulé, 1 organisation gardée.\n"
    assert set(Organisation.objects.values_list("name", flat=True)) == {
        "Société 2",
        *(one.name for one in pole.members),
    }


def test_the_import_of_another_pole_is_not_undone_from_here(pole: Cluster, file: Path) -> None:
    cluster.founded("autre", first=1)
    told(file)
    number = ImportBatch.objects.get().pk
    with pytest.raises(InputError, match="n’existe pas dans ce pôle"):
        told("--undo", number, pole="autre")
    assert ImportBatch.objects.get().state == ImportState.DONE
    assert told("--undo", number).startswith("Import annulé")  # it could be undone


@pytest.mark.parametrize("options", [("--preview",), ("--register-only",), ("--preview", "--register-only")])
def test_undoing_takes_a_number_and_nothing_else(pole: Cluster, options: tuple[str, ...]) -> None:
    with pytest.raises(InputError, match="rien d’autre"):
        told("--undo", 1, *options)


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"PK\x03\x04abc", b"\xff\xfe\xfd"])
def test_what_is_no_register_is_refused_and_writes_nothing(pole: Cluster, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "membres.csv"
    path.write_bytes(content)
    with pytest.raises(InputError):
        told(path)
    assert (ImportBatch.objects.count(), Organisation.objects.count()) == (0, 3)


def test_a_folder_is_not_a_file_to_read(pole: Cluster, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Donnez le fichier"):
        told(tmp_path)


@given(st.integers(0, 1200), st.integers(0, 3))
@settings(max_examples=20, deadline=None)
def test_lines_are_counted_as_they_pass_and_none_is_lost(count: int, cells: int) -> None:
    lines = [(rank, ["é"] * cells) for rank in range(count)]
    heard: list[tuple[int, int]] = []
    passed = list(_counted(iter(lines), lambda rank, letters: heard.append((rank, letters))))
    assert passed == lines
    assert heard == [(rank, rank * cells * 2) for rank in range(500, count + 1, 500)]  # a letter and its mark a cell
