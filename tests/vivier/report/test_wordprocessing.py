"""A text becomes a document that word processors open."""

import io
import shutil
import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from vivier.report.wordprocessing import docx

TEXT = "# Titre\n> Un modèle\n## Partie\nUn <paragraphe> & l'autre\n- un\n- deux\n| A | B |\n| 1 | 2 |\nFin"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def body(text: str) -> ET.Element:
    with zipfile.ZipFile(io.BytesIO(docx(text))) as archive:
        return ET.fromstring(archive.read("word/document.xml"))  # noqa: S314 (our own)


def test_every_line_finds_its_shape() -> None:
    styles = [one.get(f"{W}val") for one in body(TEXT).iter(f"{W}pStyle")]
    assert styles == ["Title", "Note", "Heading1", "ListBullet", "ListBullet"]
    assert len(list(body(TEXT).iter(f"{W}tr"))) == 2
    assert "Un <paragraphe> & l’autre" in [one.text for one in body(TEXT).iter(f"{W}t")]


def test_the_same_text_gives_the_same_bytes() -> None:
    assert docx(TEXT) == docx(TEXT)


def test_every_part_is_well_formed_and_declared() -> None:
    with zipfile.ZipFile(io.BytesIO(docx(TEXT))) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            ET.fromstring(archive.read(name))  # noqa: S314 (our own)
        declared = archive.read("[Content_Types].xml").decode()
        assert all(
            f"/{name}" in declared or name.endswith((".rels", "[Content_Types].xml")) for name in archive.namelist()
        )


def test_libreoffice_opens_it(tmp_path: Path) -> None:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("LibreOffice n’est pas sur cette machine")
    (tmp_path / "a.docx").write_bytes(docx(TEXT))
    subprocess.run(
        [office, "--headless", "--convert-to", "txt:Text", "--outdir", str(tmp_path), str(tmp_path / "a.docx")],
        check=True,
        capture_output=True,
        timeout=120,
    )
    assert "Partie" in (tmp_path / "a.txt").read_text(encoding="utf-8-sig")
