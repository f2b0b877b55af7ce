"""A file that is no backup, or a spoiled one, is refused in a sentence and changes nothing."""

import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import DEFAULT_DB_ALIAS
from django.utils import timezone

from factories.cluster import Cluster
from vivier.vocabulary import InputError
from vivier_web.accounts.actions import record
from vivier_web.accounts.journal import GENESIS, Entry, seal
from vivier_web.accounts.models import Act, User
from vivier_web.ops.archive import Kept, put_back, save
from vivier_web.ops.archive.rows import applied_migrations, columns, line_of, tables
from vivier_web.ops.archive.writing import FORMAT, seal_of

PERSON = {"id": 7, "email": "nora@val.example", "full_name": "Nora Petit", "password": "!x", "is_active": True}
Values = dict[str, Any]


def line(model: Any, values: Values) -> str:
    return line_of([values.get(field.attname) for field in columns(model)])


def person(**over: Any) -> str:
    return line(User, PERSON | {"joined_at": timezone.now()} | over)


def act(**over: Any) -> tuple[str, str]:
    """Write the first act of a journal as a line, beside its seal."""
    entry = Entry(timezone.now(), None, "open_account", "", "user:7", "")
    sealed = seal(entry, GENESIS)
    said = {
        "number": 1,
        "at": entry.at,
        "verb": "open_account",
        "pole": "",
        "subject": "user:7",
        "detail": "",
        "sealed": sealed,
    }
    return line(Act, said | over), sealed


@pytest.fixture
def write(tmp_path: Path, db: None) -> Callable[..., Path]:
    """Write a backup by hand: lines by table, then what its manifest says otherwise."""

    def written(rows: dict[Any, list[str]] | None = None, **said: Any) -> Path:
        held = {model._meta.db_table: list((rows or {}).get(model, ())) for model in tables()}
        counts = {name: len(lines) for name, lines in held.items()}
        manifest: Values = {
            "format": FORMAT, "version": "1.0", "tables": len(held), "rows": sum(counts.values()), "rows_of": counts,
            "acts": 0, "sealed": GENESIS, "migrations": applied_migrations(DEFAULT_DB_ALIAS),
        }  # fmt: skip
        parts = {f"tables/{name}.jsonl": "".join(f"{one}\n" for one in lines) for name, lines in held.items()}
        return tar(tmp_path / "kept.tar.gz", parts | {"manifest.json": json.dumps(manifest | said)})

    return written


def tar(path: Path, parts: dict[str, str | bytes]) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        for name, text in parts.items():
            content = text if isinstance(text, bytes) else text.encode()
            card = tarfile.TarInfo(name)
            card.size = len(content)
            archive.addfile(card, io.BytesIO(content))
    return path


def test_a_backup_written_by_hand_is_put_back_with_the_seal_of_its_journal(write: Callable[..., Path]) -> None:
    said, sealed = act()
    kept = put_back(write({User: [person()], Act: [said]}, acts=1, sealed=sealed))
    assert kept == Kept(len(tables()), 2, 1, sealed)
    assert seal_of(DEFAULT_DB_ALIAS) == (1, sealed)
    assert [(one.pk, one.email, one.full_name) for one in User.objects.all()] == [
        (7, "nora@val.example", "Nora Petit")
    ]
    assert record("grant_role", by=None).number == 2


def test_an_empty_backup_empties_nothing_that_is_used(write: Callable[..., Path]) -> None:
    file = write()
    User.objects.create_user("paul@exemple.example", full_name="Paul")
    with pytest.raises(InputError, match="ajoutez --replace"):
        put_back(file)
    assert User.objects.count() == 1
    assert put_back(file, replace=True) == Kept(len(tables()), 0, 0, GENESIS)
    assert User.objects.count() == 0


TAMPERED, _ = act(verb="erase_person")
SPOILED: dict[str, tuple[dict[Any, list[str]], Values]] = {
    "a date that is none": ({User: [person(joined_at="hier")]}, {}),
    "a number that is none": ({User: [person(id="sept")]}, {}),
    "a truth that is none": ({User: [person(is_active="peut-être")]}, {}),
    "a column that may not be empty": ({User: [person(email=None)]}, {}),
    "the same address twice": ({User: [person(), person(id=8)]}, {}),
    "the same number twice": ({User: [person(), person(email="autre@val.example")]}, {}),
    "a line that is no JSON": ({User: ["{"]}, {}),
    "a line of another table": ({User: [line_of([1, 2])]}, {}),
    "a line that is no list": ({User: ['{"id": 7}']}, {}),
    "an act that was changed": ({Act: [TAMPERED]}, {"acts": 1}),
    "more acts than there are": ({}, {"acts": 3}),
    "another seal": ({}, {"sealed": "f" * 64}),
    "counts that are no table": ({}, {"rows_of": [1, 2]}),
    "counts of no table": ({}, {"rows_of": {}}),
    "no counts": ({}, {"rows_of": None}),
    "a format to come": ({}, {"format": FORMAT + 1}),
    "migrations of another version": ({}, {"migrations": ["accounts.0099_later"]}),
    "no migrations": ({}, {"migrations": None}),
}


@pytest.mark.parametrize(("rows", "said"), SPOILED.values(), ids=SPOILED)
def test_a_spoiled_backup_is_refused_and_what_was_there_stays(
    write: Callable[..., Path], rows: dict[Any, list[str]], said: Values
) -> None:
    file = write(rows, **said)
    record("found_pole", by=User.objects.create_user("paul@exemple.example", full_name="Paul"))
    before = seal_of(DEFAULT_DB_ALIAS)
    with pytest.raises(InputError) as refused:
        put_back(file, replace=True)
    assert "\n" not in str(refused.value)
    assert seal_of(DEFAULT_DB_ALIAS) == before
    assert [one.email for one in User.objects.all()] == ["paul@exemple.example"]


@pytest.mark.parametrize(
    "parts",
    [{}, {"manifest.json": "[]"}, {"manifest.json": "{"}, {"manifest.json": b"\xff\xfe"}, {"manifest.json": "{}"},
     {"manifest.json": '{"format": 1}'}, {"autre.json": "{}"}],
)  # fmt: skip
def test_an_archive_that_is_no_backup_is_said_to_be_none(db: None, tmp_path: Path, parts: Values) -> None:
    with pytest.raises(InputError, match="n’est pas une sauvegarde de Vivier, ou elle est abîmée"):
        put_back(tar(tmp_path / "x.tar.gz", parts))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\x1f\x8b", b"SIREN;Nom\n", b"\x00" * 2000])
def test_a_file_that_is_no_archive_is_said_to_be_no_backup(db: None, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.tar.gz"
    file.write_bytes(content)
    with pytest.raises(InputError, match="abîmée"):
        put_back(file)


def test_a_backup_never_replaces_a_file_nor_makes_a_folder(pole: Cluster, tmp_path: Path) -> None:
    there = tmp_path / "kept.tar.gz"
    there.write_text("hier")
    with pytest.raises(InputError, match="existe déjà"):
        save(there)
    with pytest.raises(InputError, match="n’existe pas : créez-le"):
        save(tmp_path / "absent" / "kept.tar.gz")
    assert [(one.name, one.read_text()) for one in tmp_path.iterdir()] == [("kept.tar.gz", "hier")]


@pytest.mark.parametrize("name", ["absent.tar.gz", "."])
def test_a_backup_that_is_not_there_is_asked_for(db: None, tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="donnez le fichier que « vivier backup » a écrit"):
        put_back(tmp_path / name)
