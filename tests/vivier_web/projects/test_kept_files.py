"""What a file must be to be kept: its name, its first bytes, its weight, its macros; and how it is cut and sent."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vivier.vocabulary import InputError
from vivier_web.pages.shared.sent_files import attached
from vivier_web.projects.uploads import ACCEPTED, MOST, PART, SAID, TYPES, clean_name, media_type_of, parts_of

BEGINS = {
    "pdf": b"%PDF-1.4", "docx": b"PK\x03\x04", "xlsx": b"PK\x03\x04", "pptx": b"PK\x03\x04", "odt": b"PK\x03\x04",
    "ods": b"PK\x03\x04", "png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff\xe0", "jpeg": b"\xff\xd8\xff\xe0",
    "csv": b"a;b\r\n", "txt": b"Bonjour",
}  # fmt: skip


def test_each_type_that_is_kept_is_said_to_whoever_files_and_to_the_browser() -> None:
    assert set(BEGINS) == set(TYPES)
    assert ACCEPTED.split(",") == [f".{each}" for each in TYPES]
    assert {each for each in TYPES if each.upper() not in SAID} == {"jpeg"}, "said as JPG"
    media_types = [media_type for media_type, _ in TYPES.values()]
    assert not any(each in media_type for media_type in media_types for each in ("html", "svg", "xml;", "script"))


@pytest.mark.parametrize("claimed", sorted(TYPES))
@pytest.mark.parametrize("true", sorted(TYPES))
def test_a_file_is_kept_when_its_bytes_are_those_of_its_name(claimed: str, true: str) -> None:
    first = TYPES[claimed][1]  # empty for a text: these few bytes are one for all one can tell
    if BEGINS[true].startswith(first):
        assert media_type_of(f"a.{claimed}", BEGINS[true]) == TYPES[claimed][0]
    else:
        with pytest.raises(InputError, match=f"comme un {claimed.upper()}"):
            media_type_of(f"a.{claimed}", BEGINS[true])


@pytest.mark.parametrize(
    ("content", "is_kept"),
    [
        (b"simple", True),
        ("accentué".encode(), True),
        ("accentué".encode("cp1252"), True),
        ("\ufeffavec marque".encode(), True),
        (b"tab\tligne\r\n", True),
        (b"\xe9\x01", False),  # no text of any encoding
        (b"a\x00", False),
        ("a".encode("utf-16"), False),
        (b"MZ\x90\x00\x03", False),
        (b"\x7fELF\x02\x01\x01\x00", False),
    ],
)
def test_a_text_is_text(content: bytes, is_kept: bool) -> None:
    if is_kept:
        assert media_type_of("a.txt", content) == "text/plain"
    else:
        with pytest.raises(InputError, match="comme un TXT"):
            media_type_of("a.txt", content)


def zipped(*names: str) -> bytes:
    """Give a real archive, its members compressed as an office would."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, f"contenu de {name} " * 200)
    return kept.getvalue()


@pytest.mark.parametrize(
    ("name", "members"),
    [
        ("a.docx", ("word/document.xml", "word/vbaProject.bin")),
        ("a.xlsx", ("xl/workbook.xml", "xl/vbaProject.bin")),
        ("a.pptx", ("ppt/presentation.xml", "ppt/vbaProject.bin")),
        ("a.odt", ("content.xml", "Basic/script-lc.xml", "Basic/Standard/Module1.xml")),
        ("a.ods", ("content.xml", "Basic/script-lc.xml")),
        ("a.ods", ("content.xml", "Scripts/python/essai.py")),
    ],
)
def test_a_document_with_macros_is_refused_and_the_same_without_is_kept(name: str, members: tuple[str, ...]) -> None:
    with pytest.raises(InputError, match="macros"):
        media_type_of(name, zipped(*members))
    assert media_type_of(name, zipped(members[0])) == TYPES[name[2:]][0]


def test_a_file_weighs_at_most_what_is_said_to_the_byte() -> None:
    assert media_type_of("a.pdf", b"%PDF-" + bytes(MOST - 5)) == "application/pdf"
    with pytest.raises(InputError, match="15 Mo"):
        media_type_of("a.pdf", b"%PDF-" + bytes(MOST - 4))
    for name in TYPES:
        with pytest.raises(InputError, match="est vide"):
            media_type_of(f"a.{name}", b"")


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("a.PDF", "a.pdf"),
        ("a.b.c.pdf", "a.b.c.pdf"),
        ("a..pdf", "a.pdf"),
        ("  a  b  .pdf", "a b.pdf"),
        ("/etc/cron.d/a.txt", "a.txt"),
        ("\\\\serveur\\partage\\a.txt", "a.txt"),
        ("dossier/../a.txt", "a.txt"),
        ("..\\..\\a.txt", "a.txt"),
        ("-rf.txt", "rf.txt"),
        ("~root.txt", "root.txt"),
        ("a%2F..%2Fb.txt", "a 2F.. 2Fb.txt"),
        ("a\r\nSet-Cookie: x.txt", "a Set-Cookie x.txt"),
        ("$(reboot).txt", "(reboot).txt"),
        ("`id`.txt", "id.txt"),
        ("été à Noël.txt", "été à Noël.txt"),
        ("計画.txt", "計画.txt"),
        ("💥.txt", "document.txt"),
        ("___.txt", "___.txt"),
        ("pdf", "document.pdf"),
        ("a_(1)-b.txt", "a_(1)-b.txt"),
        ("a.pdf.txt", "a.pdf.txt"),
        ("virus.exe.pdf", "virus.exe.pdf"),  # its bytes are then asked to be a PDF
    ],
)
def test_a_name_is_made_clean(given_name: str, kept: str) -> None:
    assert clean_name(given_name) == kept


OTHERS = "a a. .htaccess a.pdf/ a.docm a.xlsm a.odb a.svg a.htm a.xml a.js a.zip a.lnk a.bat a.pdf.exe a.7z a.gif"


@pytest.mark.parametrize("name", [*OTHERS.split(), "a.pdf ", "a.p df", "a.pdf\u202e", "a.pdf\u202e.exe", "", " "])
def test_any_other_extension_is_refused_with_those_that_are_kept(name: str) -> None:
    with pytest.raises(InputError, match=SAID):
        clean_name(name)


@given(st.binary(max_size=3 * PART))
def test_a_file_is_cut_and_put_together_again(content: bytes) -> None:
    parts = parts_of(content)
    assert b"".join(parts) == content
    assert [len(each) for each in parts[:-1]] == [PART] * (len(parts) - 1 if parts else 0)


@pytest.mark.parametrize(
    ("size", "expected"),
    [(0, []), (1, [1]), (PART - 1, [PART - 1]), (PART, [PART]), (PART + 1, [PART, 1]), (2 * PART, [PART, PART])],
)
def test_parts_are_full_but_the_last(size: int, expected: list[int]) -> None:
    assert [len(each) for each in parts_of(bytes(size))] == expected


@given(st.text(max_size=60), st.sampled_from(sorted(TYPES)))
def test_a_file_is_sent_under_headers_that_its_name_cannot_break(stem: str, extension: str) -> None:
    name = clean_name(f"{stem}.{extension}")
    answer = attached(iter([b"a", b"b"]), name=name, media_type=TYPES[extension][0], size=2)
    said = answer["Content-Disposition"]
    assert said.startswith('attachment; filename="')
    assert said.count('"') == 2
    assert said.isascii()
    assert "\r" not in said
    assert "\n" not in said
    assert b"".join(answer.streaming_content) == b"ab"  # type: ignore[attr-defined]
    assert (answer["Content-Length"], answer["X-Content-Type-Options"]) == ("2", "nosniff")
