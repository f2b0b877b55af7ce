"""Bad files of every kind: a French sentence, nothing lost of the good ones beside them."""

import io
import os
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from factories.dsn import SIREN, Declaration, Sending, people

Read = Callable[..., dict[str, Any]]
GOOD = Sending((Declaration(people(3)),)).encoded()


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def encrypted_zip() -> bytes:
    raw = bytearray(zipped(**{"a.dsn": GOOD}))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = raw.find(signature) + flags
        raw[at : at + 2] = struct.pack("<H", 1)
    return bytes(raw)


OLE = bytes.fromhex("D0CF11E0A1B11AE1") + b"\x00" * 600
HOSTILE = {
    "R01": [b"", b"\n\n  \n", b"\xef\xbb\xbf", zipped()],
    "R02": [
        b"%PDF-1.7\n%\xe2\xe3\n",
        bytes(range(256)) * 40,
        b"\x89PNG\r\n\x1a\n" + os.urandom(500),
        zipped(**{"word__document.xml": b"<x/>", "[Content_Types].xml": b"<x/>"}),
        zipped(),
    ][:4],
    "R04": [zipped(**{"a.dsn": b"\x00" * 30_000_000})],
    "R05": [OLE + "EncryptedPackage".encode("utf-16-le"), encrypted_zip()],
    "R06": [OLE, zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet")],
    "R07": [GOOD[: len(GOOD) // 2], GOOD[:-40], GOOD[: GOOD.rfind(b"S90.G00.90.001")]],
    "R08": [GOOD and zipped(**{"a.dsn": GOOD})[:-30], b"PK\x03\x04" + os.urandom(400)],
    "E17": [Sending(real="01").encoded()],
}


@pytest.mark.parametrize(
    ("code", "content"), [(code, content) for code, contents in HOSTILE.items() for content in contents]
)
@pytest.mark.parametrize("extension", ["dsn", "xlsx", "csv"])
def test_a_bad_file_is_told_and_the_good_one_beside_it_is_counted(
    read_bytes: Read, code: str, content: bytes, extension: str
) -> None:
    found = read_bytes({f"mauvais.{extension}": content, "bon.dsn": GOOD})
    assert found["entreprises"][SIREN]["personnes"] == 3
    told = [(anomaly["fichier"], anomaly["code"]) for anomaly in found["anomalies"]]
    assert told == [(f"mauvais.{extension}", code)]


def test_a_file_over_the_limit_is_refused_without_being_read(read_bytes: Read, tmp_path: Path) -> None:
    with (tmp_path / "enorme.dsn").open("wb") as stream:
        stream.truncate(300_000_000)  # sparse: takes no room
    from datetime import date

    from vivier.intake import read

    found = read([tmp_path], on=date(2026, 1, 31))
    assert [anomaly.code for anomaly in found.anomalies] == ["R03"]
    small = read_bytes({"a.dsn": GOOD + b"\n" * 1_000_000}, limit_mb=1)
    assert [anomaly["code"] for anomaly in small["anomalies"]] == ["R03"]


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    from datetime import date

    from vivier.intake import read

    found = read([tmp_path / "absent.dsn"], on=date(2026, 1, 31))
    assert [(anomaly.file, anomaly.code) for anomaly in found.anomalies] == [("absent.dsn", "R10")]


def test_a_zipped_payroll_file_is_read(read_bytes: Read) -> None:
    found = read_bytes({"depot.zip": zipped(**{"janvier.dsn": GOOD, "LISEZMOI.txt": b"bonjour"})})
    assert found["entreprises"][SIREN]["personnes"] == 3
    assert found["anomalies"] == []


def test_an_archive_inside_an_archive_is_not_opened(read_bytes: Read) -> None:
    found = read_bytes({"depot.zip": zipped(**{"encore.zip": zipped(**{"janvier.dsn": GOOD})})})
    assert [anomaly["code"] for anomaly in found["anomalies"]] == ["R02"]


def test_the_extension_never_decides(read_bytes: Read) -> None:
    assert read_bytes({"paie.xlsx": GOOD})["entreprises"][SIREN]["personnes"] == 3


def test_hidden_files_and_notes_of_a_folder_are_passed_over(tmp_path: Path) -> None:
    from datetime import date

    from vivier.intake import read

    (tmp_path / "LISEZMOI.txt").write_text("Pôle fictif")
    (tmp_path / ".DS_Store").write_bytes(b"\x00\x00")
    (tmp_path / "~$registre.xlsx").write_bytes(b"verrou")
    (tmp_path / "membre").mkdir()
    (tmp_path / "membre" / "janvier.dsn").write_bytes(GOOD)
    found = read([tmp_path], on=date(2026, 1, 31))
    assert [source.file for source in found.sources] == ["membre/janvier.dsn"]
    assert found.people == 3


def test_every_cut_of_a_file_is_refused_or_read_but_never_crashes(read_bytes: Read) -> None:
    for cut in range(0, len(GOOD), 97):
        found = read_bytes({"a.dsn": GOOD[:cut]})
        assert found["entreprises"] == {}
        assert len(found["anomalies"]) == 1
