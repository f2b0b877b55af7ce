"""Files are served with what they need: a policy for the worker, a long life for Python, a hash once collected."""

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from vivier_web.ops.static_files import Hashed, StaticFiles

ROOT = Path(__file__).resolve().parents[4]


@pytest.fixture
def middleware() -> StaticFiles:
    return StaticFiles(lambda _request: None)


def test_python_for_browsers_is_kept_for_ever_because_its_folder_bears_its_version(middleware: StaticFiles) -> None:
    assert middleware.immutable_file_test("", "/static/vendor/pyodide-314.0.7/pyodide.asm.wasm")
    assert not middleware.immutable_file_test("", "/static/vivier/deposit/worker.mjs")


def test_before_anything_is_collected_files_have_their_plain_name() -> None:
    assert Hashed().stored_name("vivier/deposit/worker.mjs") == "vivier/deposit/worker.mjs"


def test_collected_files_bear_a_hash_and_the_worker_keeps_its_policy(settings, tmp_path: Path, client, db) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STATICFILES_DIRS = []
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "vivier_web.ops.static_files.Hashed"}}
    settings.STATICFILES_FINDERS = ["vivier_web_static.Few"]
    sys.modules["vivier_web_static"] = _few()
    call_command("collectstatic", verbosity=0, interactive=False)
    names = {path.name for path in tmp_path.rglob("worker*.mjs")}
    (hashed,) = names - {"worker.mjs"}
    assert not list(tmp_path.rglob("*.br"))
    settings.WHITENOISE_USE_FINDERS = False
    answer = client.get(f"/static/vivier/deposit/{hashed}")
    answer.close()
    assert answer["Content-Security-Policy"].startswith("default-src 'none'")
    assert "immutable" in answer["Cache-Control"]


def _few() -> object:
    """Give a finder of the deposit's own files only: collecting all of Python takes seconds."""
    from types import SimpleNamespace

    from django.contrib.staticfiles.finders import AppDirectoriesFinder

    class Few(AppDirectoriesFinder):
        def list(self, ignore_patterns: object) -> object:
            for path, storage in super().list(ignore_patterns):
                if path.startswith("vivier/deposit/"):
                    yield path, storage

    return SimpleNamespace(Few=Few)


def test_the_archive_for_browsers_is_the_same_bytes_twice_and_reads_a_file(tmp_path: Path) -> None:
    digests = set()
    for name in ("one", "two"):
        path = tmp_path / f"{name}.zip"
        subprocess.run(
            [sys.executable, str(ROOT / ".ci" / "browser_archive.py"), str(path)], check=True, capture_output=True
        )
        digests.add(hashlib.sha256(path.read_bytes()).hexdigest())
    assert len(digests) == 1
    folder = tmp_path / "inside"
    subprocess.run([sys.executable, "-m", "zipfile", "-e", str(path), str(folder)], check=True)
    from factories.sent import file

    program = (
        "import sys, datetime\n"
        f"sys.path.insert(0, {str(folder)!r})\n"
        "from vivier.intake.browser import prepared\n"
        f"found = prepared([sys.argv[1]], on=datetime.date(2026, 1, 31), siren='000100115')\n"
        "print(found['found']['people'], 'django' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", program, str(file(tmp_path, "000100115"))],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert done.stdout.split() == ["8", "False"]
