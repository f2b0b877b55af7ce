"""What may be filed as a document: its name made clean, its kind told by its bytes, its size within bounds."""

import re
import unicodedata

from vivier.french import printable
from vivier.vocabulary import InputError

MOST_MB = 15
MOST = MOST_MB * 2**20
PART = 64 * 1024  # bytes: what a backup writes and a reader is sent at once
LONGEST_NAME = 100

_OPEN = "application/vnd.oasis.opendocument."
_OFFICE = "application/vnd.openxmlformats-officedocument."
_ZIP, _TEXT = b"PK\x03\x04", b""
# The extensions that are kept, each with the type it is sent back as and how its bytes begin.
TYPES = {
    "pdf": ("application/pdf", b"%PDF-"),
    "docx": (f"{_OFFICE}wordprocessingml.document", _ZIP),
    "xlsx": (f"{_OFFICE}spreadsheetml.sheet", _ZIP),
    "pptx": (f"{_OFFICE}presentationml.presentation", _ZIP),
    "odt": (f"{_OPEN}text", _ZIP),
    "ods": (f"{_OPEN}spreadsheet", _ZIP),
    "png": ("image/png", b"\x89PNG\r\n\x1a\n"),
    "jpg": ("image/jpeg", b"\xff\xd8\xff"),
    "jpeg": ("image/jpeg", b"\xff\xd8\xff"),
    "csv": ("text/csv", _TEXT),
    "txt": ("text/plain", _TEXT),
}
# The names that a folder of macros writes in the clear: Microsoft's own, then the Basic and scripts of OpenDocument.
MACROS = (b"vbaProject.bin", b"Basic/script-lc.xml", b"Scripts/python/")
ACCEPTED = ",".join(f".{each}" for each in TYPES)
SAID = "PDF, DOCX, XLSX, PPTX, ODT, ODS, PNG, JPG, CSV ou TXT"


def clean_name(given: str) -> str:
    r"""Give a file name that no system can misread: no path, no control character, one extension of ours.

    >>> clean_name("../../etc/Plan de\x00 travail : v3.PDF")
    'Plan de travail v3.pdf'

    Raises:
        InputError: it has no extension of those that are kept.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", printable(given)))[-1]
    stem, _, extension = last.rpartition(".")
    if extension.lower() not in TYPES:
        raise InputError(f"Ce type de fichier n’est pas gardé : déposez {SAID}.")
    kept = re.sub(r"[^\w ().-]", " ", stem)
    kept = " ".join(kept.split()).strip(" .-")[:LONGEST_NAME].strip(" .-")
    return f"{kept or 'document'}.{extension.lower()}"


def media_type_of(name: str, content: bytes) -> str:
    """Give the type of a file, once its bytes begin as its name says and its size holds.

    Raises:
        InputError: it is empty, too heavy, or not what its name says.
    """
    if not content:
        raise InputError("Ce fichier est vide : vérifiez qu’il s’ouvre sur votre ordinateur.")
    if len(content) > MOST:
        raise InputError(f"Ce fichier dépasse {MOST_MB} Mo : allégez-le, ou déposez-le en plusieurs parties.")
    extension = name.rpartition(".")[2]
    media_type, begins = TYPES[extension]
    if not content.startswith(begins) or (begins == _TEXT and not _is_text(content)):
        raise InputError(f"Ce fichier ne se lit pas comme un {extension.upper()} : enregistrez-le de nouveau.")
    if begins == _ZIP and any(each in content for each in MACROS):
        raise InputError("Ce fichier contient des macros : enregistrez-le sans elles.")
    return media_type


def _is_text(content: bytes) -> bool:
    if b"\x00" in content:
        return False
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return not any(byte < 9 for byte in content[:4096])  # an older encoding: kept as it is, never shown
    return True


def parts_of(content: bytes) -> list[bytes]:
    """Cut a file into its parts, in order.

    >>> [len(each) for each in parts_of(b"x" * (PART + 1))]
    [65536, 1]
    """
    return [content[start : start + PART] for start in range(0, len(content), PART)]
