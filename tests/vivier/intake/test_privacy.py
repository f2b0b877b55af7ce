"""No identifier leaves a read: not in its results, its messages, its errors, its logs or its temporary files."""

import io
import json
import logging
import re
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

import pytest

from factories.dsn import Contract, Declaration, Person, Sending, people
from vivier.intake import read
from vivier.intake.layout import as_json

_PERSONAL = re.compile(
    rb"^S21\.G00\.(?:30\.(?:001|002|003|004|006|007|008|009|010|018|019|020)|31\.008|40\.009|50\.\d{3}|51\.013),'(.+)'",
    re.MULTILINE,
)
_COMMON = {b"GRENOBLE", b"38000", b"VILLE FICTIVE", b"3 RUE DES TESTS"}


def personal_values(content: bytes) -> set[bytes]:
    """Every identifier, name, address and pay of a file, long enough not to be found by chance."""
    return {value for value in _PERSONAL.findall(content) if len(value) >= 5} - _COMMON


def leaked(secrets: set[bytes], everything: bytes) -> set[bytes]:
    """The secrets that stand somewhere as a word of their own (00010 inside a SIRET is not contract 00010)."""
    return {secret for secret in secrets if re.search(rb"(?<!\w)" + re.escape(secret) + rb"(?!\w)", everything)}


def test_the_search_finds_what_leaks() -> None:
    assert leaked({b"SECRET", b"00010"}, b"un SECRET dans 00010011500013") == {b"SECRET"}


def faulty() -> bytes:
    """A file whose every personal rubric is wrong in some way: the worst case for messages."""
    staff = (
        Person(nir="9999999999999", name="SECRETNOM", first="SECRETPRENOM", born="31021980"),
        Person(nir="", ntt="NTTSECRET/", name="SECRETNOM2", born="15032019"),
        Person(
            nir="1851338990001", contracts=(Contract("NUMEROSECRET" * 3), Contract("NUM12345"), Contract("NUM12345"))
        ),
        *people(3),
    )
    text = Sending((Declaration(staff),)).text().replace("S21.G00.30.019,'M00042'", "S21.G00.30.019,M00042", 1)
    return text.encode("iso-8859-1")


def check_nothing_leaks(path: Path, on: date, caplog: pytest.LogCaptureFixture) -> None:
    content = path.read_bytes()
    secrets = personal_values(content)
    assert secrets  # something could leak
    before = set(Path(tempfile.gettempdir()).iterdir())
    with caplog.at_level(logging.DEBUG):
        headcount = read([path], on=on)
    after = set(Path(tempfile.gettempdir()).iterdir())
    written = json.dumps(as_json(headcount), ensure_ascii=False) + repr(headcount) + caplog.text
    everything = written.encode() + written.encode("iso-8859-1", errors="replace")
    assert leaked(secrets, everything) == set()
    assert {path for path in after - before if path.name.startswith(("vivier", "tmp")) and path.is_file()} == set()


@pytest.mark.parametrize("number", range(1, 6))
def test_no_identifier_of_a_sample_leaves_the_read(
    samples: Path, number: int, caplog: pytest.LogCaptureFixture
) -> None:
    (path,) = samples.glob(f"0{number}_*.dsn")
    year, month = map(int, path.stem.rsplit("_", 1)[1].split("-"))
    check_nothing_leaks(path, date(year, month, 28), caplog)


def test_no_identifier_of_a_file_full_of_faults_leaves_the_read(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "fautes.dsn").write_bytes(faulty())
    check_nothing_leaks(tmp_path / "fautes.dsn", date(2026, 1, 31), caplog)


def test_the_command_prints_and_writes_no_identifier(tmp_path: Path) -> None:
    (tmp_path / "fautes.dsn").write_bytes(faulty())
    out = tmp_path / "sortie.json"
    command = [sys.executable, "-c", "from vivier.cli import main; main()", "read"]
    done = subprocess.run(
        [*command, str(tmp_path / "fautes.dsn"), "--on", "2026-01-31", "--json", str(out)],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0
    everything = done.stdout + done.stderr + out.read_bytes()
    assert leaked(personal_values(faulty()), everything) == set()


def test_an_error_in_the_middle_of_a_read_quotes_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from vivier.intake.dsn import people as module

    def broken(*_: object) -> None:
        raise RuntimeError("panne")

    monkeypatch.setattr(module.DeclarationReader, "_position", broken)
    (tmp_path / "a.dsn").write_bytes(faulty())
    import traceback

    try:
        read([tmp_path / "a.dsn"], on=date(2026, 1, 31))
    except RuntimeError:
        told = io.StringIO()
        traceback.print_exc(file=told)
    assert leaked(personal_values(faulty()), told.getvalue().encode("iso-8859-1")) == set()


def test_two_reads_share_no_pseudonym() -> None:
    from vivier.intake.identity import Pseudonyms

    one, other = Pseudonyms(), Pseudonyms()
    assert one.of("000100115", b"nir", b"1681001991001") != other.of("000100115", b"nir", b"1681001991001")
    assert one.of("000100115", b"nir", b"1681001991001") != one.of("000100222", b"nir", b"1681001991001")
