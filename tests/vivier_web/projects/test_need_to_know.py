"""Who may open which document: the whole matrix, against tables written apart; what a file must be to be kept."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vivier.vocabulary import InputError
from vivier_web.accounts.choices import RoleKind
from vivier_web.projects.choices import DocumentClass, PartnerState, ProjectState
from vivier_web.projects.need_to_know import CLASSES, STATES, TIES, Reader, may_file, may_open, may_see_log
from vivier_web.projects.queries.documents import WHO_READS
from vivier_web.projects.uploads import MOST, PART, TYPES, clean_name, media_type_of, parts_of

ROLES = tuple(RoleKind.values)
# Written apart, line by line: who opens what others deposited, before the award, after it, once dropped.
# t: the team and its director; s: governance and board; L: the lead; J: a partner that joined.
ORACLE = {
    "technical_secret": ("L", "LJ", ""),
    "budget": ("tL", "tL", "t"),
    "letter": ("tL", "tLJ", "t"),
    "minutes": ("tLJ", "tsLJ", "t"),
    "public": ("tLJ", "tsLJ", "t"),
}
TIME = {"granted": 1, "running": 1, "ended": 1, "dropped": 2}
LETTER = {"director": "t", "team": "t", "governance": "s", "board": "s"}
CELLS = list(product(CLASSES, STATES, ROLES, TIES, (False, True)))


def expected(document_class: str, state: str, role: str, tie: str, *, own: bool) -> bool:
    if own and role in {"member", "team", "director"}:
        return True
    letter = LETTER.get(role, "")
    if role == "member":
        letter = {"lead": "L", "joined": "J"}.get(tie, "")
    return letter != "" and letter in ORACLE[document_class][TIME.get(state, 0)]


def test_every_cell_of_the_matrix_is_what_the_tables_say() -> None:
    assert len(CELLS) >= 1_000, "5 classes × 7 states × 14 roles × 6 ties × one's own or not"
    wrong = [
        cell
        for cell in CELLS
        if may_open(cell[0], cell[1], Reader(cell[2], cell[3], is_depositor=cell[4]))
        is not expected(*cell[:4], own=cell[4])
    ]
    assert not wrong
    opened = sum(may_open(a, b, Reader(c, d, is_depositor=e)) for a, b, c, d, e in CELLS)
    assert 0 < opened < len(CELLS) / 3, "something is opened, most is not"


def test_the_pure_rule_knows_every_class_state_and_tie_of_the_tables() -> None:
    assert set(CLASSES) == set(DocumentClass.values) == set(WHO_READS)
    assert set(STATES) == set(ProjectState.values)
    assert set(TIES) == {"lead", "none", *PartnerState.values}


@pytest.mark.parametrize(("a_class", "state"), [("", "running"), ("secret", "running"), ("public", "unknown")])
def test_what_is_not_known_is_closed(a_class: str, state: str) -> None:
    assert not may_open(a_class, state, Reader("member", "lead", is_depositor=True))
    assert not may_file(a_class, state, Reader("member", "lead"))


def test_who_files_and_who_reads_the_log() -> None:
    files = {
        (a_class, role, tie)
        for a_class, role, tie in product(CLASSES, ROLES, TIES)
        if may_file(a_class, "running", Reader(role, tie))
    }
    consortium = {(each, "member", tie) for each in CLASSES for tie in ("lead", "joined")}
    team = {(each, role, tie) for each in CLASSES[1:] for role in ("team", "director") for tie in TIES}
    assert files == consortium | team
    assert not any(may_file(each, "dropped", Reader("member", "lead")) for each in CLASSES)
    readers = {(role, tie) for role, tie in product(ROLES, TIES) if may_see_log(Reader(role, tie))}
    assert readers == {("member", "lead"), ("member", "joined")} | set(product(("team", "director"), TIES))


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("plan.pdf", "plan.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\moi\\Budget v2.XLSX", "Budget v2.xlsx"),
        ("e\u0301tude\x00 2.csv", "étude 2.csv"),
        ('a"b;c<d>.png', "a b c d.png"),
        (".pdf", "document.pdf"),
        ("...odt", "document.odt"),
        ("x" * 300 + ".docx", "x" * 100 + ".docx"),
    ],
)
def test_names_are_made_clean(given_name: str, kept: str) -> None:
    assert clean_name(given_name) == kept


@given(st.text(max_size=200), st.sampled_from(sorted(TYPES)))
def test_no_name_can_leave_its_folder_nor_break_a_header(stem: str, extension: str) -> None:
    found = clean_name(f"{stem}.{extension}")
    assert found.endswith(f".{extension}")
    assert not set(found) & set('/\\"\r\n\x00<>|:*?;')
    assert not found.startswith(".")
    assert len(found) <= 110
    assert clean_name(found) == found


@pytest.mark.parametrize(
    "name", ["virus.exe", "page.html", "dessin.svg", "macro.xlsm", "sans-extension", "a.pdf.js", ""]
)
def test_what_a_browser_or_a_desk_could_run_is_refused_by_its_name(name: str) -> None:
    with pytest.raises(InputError, match="Ce type de fichier"):
        clean_name(name)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.pdf", b"", "vide"),
        ("a.pdf", b"MZ\x90", "PDF"),
        ("a.docx", b"%PDF-1.7", "DOCX"),
        ("a.xlsx", b"PK\x03\x04....xl/vbaProject.bin", "macros"),
        ("a.txt", b"a\x00b", "TXT"),
        ("a.csv", b"\x01\xff", "CSV"),
        ("a.pdf", b"%PDF-" + b"x" * MOST, "15 Mo"),
    ],
)
def test_a_file_is_what_its_name_says_and_no_heavier_than_said(name: str, content: bytes, words: str) -> None:
    with pytest.raises(InputError, match=words):
        media_type_of(name, content)


def test_files_that_hold_are_kept_with_their_type() -> None:
    assert media_type_of("a.pdf", b"%PDF-1.7") == "application/pdf"
    assert media_type_of("a.txt", "été\n".encode("latin-1")) == "text/plain"
    assert media_type_of("a.csv", "é;1\n".encode()) == "text/csv"


@given(st.integers(0, 3 * PART + 2))
def test_parts_put_together_are_the_file(size: int) -> None:
    content = b"x" * size
    parts = parts_of(content)
    assert b"".join(parts) == content
    assert all(0 < len(each) <= PART for each in parts)
