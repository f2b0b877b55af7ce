"""A backup gives everything back, in either database, with the same journal seal; or changes nothing."""

import io
import json
import re
import stat
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from factories.machine import Machine
from vivier.vocabulary import InputError
from vivier_web.accounts.models import Act, User
from vivier_web.ops.archive import put_back

ADD = """
from vivier_web.accounts.actions import open_account
print("numéro", open_account("nouveau@exemple.example", "Dominique Nouveau", by=None).pk)
"""
Making = Callable[[], Machine]


def sealed(said: str) -> str:
    return re.search(r"sceau ([0-9a-f]{64})", said).group(1)


def content(file: Path) -> dict[str, object]:
    with tarfile.open(file) as archive:
        read = {one.name: archive.extractfile(one).read() for one in archive.getmembers()}
    said = json.loads(read.pop("manifest.json"))
    return read | {"said": {name: said[name] for name in ("rows_of", "acts", "sealed")}}


def test_a_backup_gives_everything_back_in_either_database(founded: Machine, another: Making, tmp_path: Path) -> None:
    kept, again, back = tmp_path / "a.tar.gz", tmp_path / "b.tar.gz", tmp_path / "c.tar.gz"
    seal = sealed(founded.vivier("backup", kept))
    other = another()
    assert sealed(other.vivier("restore", kept)) == seal
    assert sealed(other.vivier("verify-journal")) == seal
    other.vivier("backup", again)
    founded.vivier("restore", "--replace", again)
    founded.vivier("backup", back)
    assert content(kept) == content(again) == content(back)
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    # What is written next takes its place after what was put back.
    assert int(other.python(ADD).split()[-1]) > 14
    assert sealed(other.vivier("verify-journal")) != seal


def test_data_are_replaced_only_when_asked(founded: Machine, tmp_path: Path) -> None:
    kept = tmp_path / "a.tar.gz"
    seal = sealed(founded.vivier("backup", kept))
    founded.python(ADD)
    assert "ajoutez --replace" in founded.vivier("restore", kept, status=2)
    assert sealed(founded.vivier("restore", kept, "--replace")) == seal
    assert "append-only" in founded.python(
        "from vivier_web.accounts.models import Act; Act.objects.all().delete()", status=1
    )
    assert "existe déjà" in founded.vivier("backup", kept, status=2)


def changed(file: Path, to: Path, name: str, change: Callable[[bytes], bytes]) -> Path:
    with tarfile.open(file) as archive, tarfile.open(to, "w:gz") as out:
        for one in archive.getmembers():
            held = archive.extractfile(one).read()
            held = change(held) if one.name == name else held
            one.size = len(held)
            out.addfile(one, io.BytesIO(held))
    return to


def test_a_damaged_or_forged_backup_changes_nothing(founded: Machine, db: None, tmp_path: Path) -> None:
    kept = tmp_path / "a.tar.gz"
    founded.vivier("backup", kept)
    acts = "tables/accounts_act.jsonl"
    half = tmp_path / "half.tar.gz"
    half.write_bytes(kept.read_bytes()[: kept.stat().st_size // 2])
    for bad, said in (
        (half, "abîmée"),
        (changed(kept, tmp_path / "b.tar.gz", acts, lambda held: held.replace(b"grant_role", b"grant_rule", 1)), "altéré"),
        (changed(kept, tmp_path / "c.tar.gz", acts, lambda held: held[: held[:-1].rindex(b"\n") + 1]), "incomplète"),
        (changed(kept, tmp_path / "d.tar.gz", "manifest.json", lambda held: held.replace(b'"migrations": [', b'"migrations": ["x",')), "installez"),
        (tmp_path / "absent.tar.gz", "n’existe pas"),
    ):  # fmt: skip
        with pytest.raises(InputError, match=said):
            put_back(bad)
        assert (User.objects.count(), Act.objects.count()) == (0, 0)
    assert put_back(kept).acts == Act.objects.count() > 0


def test_a_journal_that_was_tampered_with_is_not_saved(founded: Machine, tmp_path: Path) -> None:
    founded.python(
        "from django.db import connection as c\n"
        "k = c.cursor()\n"
        "k.execute('DROP TRIGGER journal_keeps_update')\n"
        "k.execute(\"UPDATE accounts_act SET verb = 'x' WHERE number = 5\")"
    )
    assert "l’acte n° 5" in founded.vivier("backup", tmp_path / "a.tar.gz", status=2)
    assert "l’acte n° 5" in founded.vivier("verify-journal", status=2)
    assert list(tmp_path.glob("*.tar.gz")) == list(tmp_path.glob(".vivier-*")) == []
