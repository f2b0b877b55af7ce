"""Importing members from the command line: what it says, what it writes, the same on both databases."""

import datetime as dt
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import IntegrityError, connection, transaction

from factories.cluster import Cluster
from factories.registers import csv_of, siren, siret
from vivier.vocabulary import InputError
from vivier_web.accounts.models import Act
from vivier_web.members.actions.many import write_rows
from vivier_web.members.choices import ImportState
from vivier_web.members.models import ImportBatch, Membership, Organisation, Site
from vivier_web.ops.importing import import_members

NEW = [(siret(rank), f"Société {rank}", "Cluses", "74300", "Entreprises") for rank in (1, 2)]


def told(*arguments: object) -> str:
    """Run the command within the pôle of the test; gives what it says."""
    words = ["--pole", "mecatronique", *map(str, arguments)]
    return CliRunner().invoke(import_members, words, catch_exceptions=False).output.replace("\xa0", " ")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "stock.csv"
    path.write_bytes(csv_of(*NEW, ("123", "Fausse", "", "", "")))
    return path


def everything() -> tuple:
    return (
        sorted(Organisation.objects.values_list("siren", "name", "kind", "naf", "size", "words")),
        sorted(Site.objects.values_list("siret", "name", "address", "town", "department", "naf", "is_head_office")),
        sorted(Membership.objects.values_list("organisation__siren", "college", "joined_on", "words", "town")),
    )


def test_an_import_tells_its_number_and_what_it_did(pole: Cluster, file: Path) -> None:
    said = told(file)
    number = ImportBatch.objects.get().pk
    assert said.startswith(f"Import n° {number} : 2 organisations créées, 2 établissements, 2 membres admis, ")
    assert "0 fiche corrigée, 1 ligne laissée de côté, en " in said
    assert list(Act.objects.filter(verb__endswith="import").values_list("verb", "detail")) == [
        ("run_import", '{"organisations": 2}')
    ]


def test_what_was_imported_is_what_the_file_says(pole: Cluster, file: Path) -> None:
    told(file)
    one = Membership.objects.select_related("organisation", "batch").get(organisation__siren=siren(1))
    assert (one.organisation.name, one.organisation.kind, one.college) == ("Société 1", "sme", "Entreprises")
    assert (one.sort_name, one.town, one.department, one.left_on) == ("societe 1", "Cluses", "74", None)
    assert one.words == one.organisation.words == f"societe 1 {siren(1)} {siret(1)} cluses"
    site = one.organisation.sites.get()
    assert (site.siret, site.postcode, site.is_head_office, site.closed_on) == (siret(1), "74300", True, None)
    assert {one.batch, one.organisation.batch, site.batch} == {ImportBatch.objects.get()}


def test_an_import_is_undone_by_its_number(pole: Cluster, file: Path) -> None:
    before = everything()
    told(file)
    assert everything() != before
    assert told("--undo", ImportBatch.objects.get().pk) == "Import annulé, 0 organisation gardée.\n"
    assert everything() == before
    assert ImportBatch.objects.get().state == ImportState.UNDONE


def test_looking_says_the_same_and_writes_nothing(pole: Cluster, file: Path) -> None:
    before, acts = everything(), Act.objects.count()
    said = told(file, "--preview")
    assert said.startswith("Cet import donnerait : 2 organisations créées, 2 établissements, 2 membres admis")
    assert said.endswith("Rien n’a été écrit.\n")
    assert (everything(), Act.objects.count(), ImportBatch.objects.count()) == (before, acts, 0)


def test_a_register_admits_nobody(pole: Cluster, file: Path) -> None:
    assert "0 membre admis" in told(file, "--register-only")
    assert (Membership.objects.count(), Organisation.objects.count()) == (3, 5)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--pole", "inconnu"], "Aucun pôle ne s’appelle « inconnu »"),
        ([], "Donnez le fichier"),
        (["absent.csv"], "Donnez le fichier"),
        (["--undo", "77"], "n’existe pas dans ce pôle"),
        (["a.csv", "--undo", "1"], "rien d’autre"),
    ],
)
def test_what_is_missing_is_said_in_one_sentence(pole: Cluster, arguments: list[str], sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        told(*arguments)


def test_a_file_without_a_column_that_says_who_is_refused_whole(pole: Cluster, tmp_path: Path) -> None:
    path = tmp_path / "villes.csv"
    path.write_bytes(b"Ville;Humeur\r\nAnnecy;bonne\r\n")
    with pytest.raises(InputError, match="renommez-les"):
        told(path)
    assert not ImportBatch.objects.exists()


def test_a_long_file_is_imported_part_by_part_as_if_it_were_one(
    pole: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vivier_web.members.actions.imports.CHUNK", 4)
    path = tmp_path / "long.csv"
    companies = [(siret(rank), f"Société {rank}", "Cluses", "74300", "Entreprises") for rank in range(10)]
    path.write_bytes(csv_of(*companies, (siret(0, 2), "Société 0", "Gex", "01170", "Entreprises")))
    assert "10 organisations créées, 11 établissements, 10 membres admis" in told(path)
    assert Organisation.objects.get(siren=siren(0)).words.endswith("gex")  # known by then, of an earlier part


# Rows written at once, whatever the database.


def test_rows_written_at_once_are_those_that_one_by_one_would_be(pole: Cluster) -> None:
    odd = ["L’Œuvre\tdu\\Val\n«\u00a0é\u00a0»", "\\N", "", "a;b|c"]
    alone = [Organisation.objects.create(name=name, siren=None) for name in odd]
    together = [Organisation(name=name, siren=None) for name in odd]
    write_rows(together)
    assert len({row.pk for row in [*alone, *together]}) == 8
    values = ("name", "siren", "kind", "naf", "size", "words", "batch")
    read = {row.pk: row for row in Organisation.objects.all()}
    for one, other in zip(alone, together, strict=True):
        assert [getattr(read[one.pk], name) for name in values] == [getattr(read[other.pk], name) for name in values]
    again = Organisation.objects.create(name="Après")  # numbers go on after those taken at once
    assert again.pk > max(row.pk for row in together)


def test_days_and_truths_come_back_as_they_were_written(pole: Cluster) -> None:
    closed = dt.date(2024, 2, 29)
    site = Site(organisation=pole.members[0], siret=siret(1), is_head_office=True, closed_on=closed)
    write_rows([site])
    read = Site.objects.get(pk=site.pk)
    assert (read.is_head_office, read.closed_on, read.batch_id) == (True, closed, None)
    site.name = "Enseigne"
    site.save()  # it is known to be in the base: changed, not written twice
    assert Site.objects.filter(siret=siret(1)).count() == 1


def test_what_a_constraint_refuses_is_refused_whole(pole: Cluster) -> None:
    rows = [Organisation(name="Neuve", siren=siren(1)), Organisation(name="Double", siren=pole.members[0].siren)]
    with pytest.raises(IntegrityError), transaction.atomic():
        write_rows(rows)
    assert not Organisation.objects.filter(name="Neuve").exists()
    assert connection.is_usable()


def test_nothing_to_write_is_no_query(pole: Cluster, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):
        write_rows([])
