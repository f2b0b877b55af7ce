"""What is there before the product serves: a private folder, one secret, files named by their content."""

import os
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.core.files.base import ContentFile

from vivier.vocabulary import InputError
from vivier_web.ops.__main__ import vivier
from vivier_web.ops.preparing import home_folder, write_secret
from vivier_web.ops.serving import commands_of
from vivier_web.ops.static_files import Hashed


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("VIVIER_HOME", raising=False)
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    return tmp_path


@pytest.mark.parametrize(("demo", "name"), [(False, "vivier"), (True, "vivier-demo")])
def test_a_demonstration_never_shares_the_folder_of_real_data(nowhere: Path, demo: bool, name: str) -> None:
    home = home_folder(demo=demo)
    assert home == nowhere / ".local" / "share" / name
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert os.environ["VIVIER_HOME"] == str(home)


def test_a_folder_that_cannot_be_made_is_named(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (nowhere / "file").write_text("")
    monkeypatch.setenv("VIVIER_HOME", str(nowhere / "file" / "home"))
    with pytest.raises(InputError, match="VIVIER_HOME"):
        home_folder()


def test_the_secret_is_written_once_for_its_owner_alone(tmp_path: Path) -> None:
    kept = write_secret(tmp_path)
    said = kept.read_text()
    assert len(said) >= 50
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert write_secret(tmp_path).read_text() == said
    other = tmp_path / "other"
    other.mkdir()
    assert write_secret(other).read_text() != said


def test_a_secret_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="n’accepte pas d’écriture"):
        write_secret(tmp_path / "absent")


def test_files_for_browsers_are_named_by_their_content_and_need_no_map(tmp_path: Path) -> None:
    storage = Hashed(location=tmp_path, base_url="/static/")
    storage.save("a.woff2", ContentFile(b"font"))
    storage.save(
        "page.css", ContentFile(b"@font-face { src: url(a.woff2) }\n/*# sourceMappingURL=absent.css.map */\n" * 40)
    )
    found = {"a.woff2": (storage, "a.woff2"), "page.css": (storage, "page.css")}
    assert not [done for _, _, done in storage.post_process(found) if isinstance(done, Exception)]
    (sheet,), (font,) = tmp_path.glob("page.*.css"), tmp_path.glob("a.*.woff2")
    assert font.name in sheet.read_text()
    assert (tmp_path / f"{sheet.name}.gz").exists()
    assert not list(tmp_path.glob("*.br"))


def test_the_web_server_listens_where_it_was_told_and_opens_no_other_door() -> None:
    web, worker = commands_of("127.0.0.1", 8123, 3)
    assert web[web.index("--bind") + 1] == "127.0.0.1:8123"
    assert web[web.index("--workers") + 1] == "3"
    assert "--no-control-socket" in web
    assert worker[-2:] == ["vivier_web.ops", "worker"]


def test_help_is_in_french_and_lists_every_command() -> None:
    said = CliRunner().invoke(vivier, ["--help"]).output
    assert all(
        name in said
        for name in ("serve", "worker", "doctor", "backup", "restore", "verify-journal", "import-members")
    )
    assert "Show this message" not in said
    for name in vivier.commands:
        page = CliRunner().invoke(vivier, [name, "--help"]).output
        assert page.startswith("Usage : ")
        assert "Afficher cette aide." in page
