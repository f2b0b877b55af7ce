"""Reading one value of a DSN: what it means, or the code of what is wrong with it."""

import datetime as dt
import re
from collections.abc import Callable
from functools import lru_cache

from vivier.intake.identity import is_siren, is_siret

_NIR = re.compile(
    rb"[12]\d\d(0[1-9]|1[0-2]|20|3\d|4[0-2]|[5-9]\d)"
    rb"(0[1-9]|[1-8]\d|9[0-9]|2[AB])(?!000)\d{3}(?!000)\d{3}"
)
_PLACEHOLDERS = (b"1999999999999", b"2999999999999")
_NUMBER = re.compile(rb"\d+(\.\d+)?")


class FaultError(Exception):
    """Tell which anomaly a value is; the value itself is not kept."""

    def __init__(self, code: str, meaning: object = None) -> None:
        super().__init__(code)
        self.code = code
        self.meaning = meaning  # what is kept all the same, for faults that are only warnings


def kept(value: bytes) -> bytes:
    """Give the value as it is: it only serves to recognise a person and is not checked."""
    return value


def text(limit: int) -> Callable[[bytes], str]:
    """Give the reader of a text of at most so many characters."""

    def read(value: bytes) -> str:
        # Bytes are at least as many as characters: only long values need decoding (ISO-8859-1 or UTF-8).
        if len(value) > limit and len(_decoded(value)) > limit:
            raise FaultError("E06")
        return value.decode("latin-1")

    return read


def _decoded(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


@lru_cache(maxsize=50_000)
def date(value: bytes) -> dt.date:
    """Read JJMMAAAA.

    >>> date(b"01032026")
    datetime.date(2026, 3, 1)
    """
    if len(value) != 8 or not value.isdigit():
        raise FaultError("E04")
    try:
        return dt.date(int(value[4:]), int(value[2:4]), int(value[:2]))
    except ValueError:
        raise FaultError("E04") from None


def birth(value: bytes) -> dt.date:
    """Read a birth date, where an unknown day (00, 99) is the 1st and an unknown month is July.

    >>> birth(b"28101968"), birth(b"00001970"), birth(b"99051970")
    (datetime.date(1968, 10, 28), datetime.date(1970, 7, 1), datetime.date(1970, 5, 1))
    """
    if value[:2] in (b"00", b"99"):
        value = b"01" + value[2:]
    if value[2:4] in (b"00", b"99"):
        value = value[:2] + b"07" + value[4:]
    return date(value)


@lru_cache(maxsize=5_000)
def number(value: bytes) -> float:
    """Read a number with a decimal point.

    >>> number(b"151.67")
    151.67
    """
    if not _NUMBER.fullmatch(value):
        raise FaultError("E07")
    return float(value)


def fraction(value: bytes) -> tuple[int, int]:
    """Read a fraction number: its rank, then how many there are.

    >>> fraction(b"12")
    (1, 2)
    """
    if len(value) != 2 or not value.isdigit() or b"0" in value or value[:1] > value[1:]:
        raise FaultError("E07", (1, 1))
    return int(value[:1]), int(value[1:])


def refused_code(_value: bytes) -> object:
    """Refuse a value that is not in the list of its rubric (the listed ones never come here)."""
    raise FaultError("E05")


def pcs(value: bytes) -> str:
    """Read an occupation code written in another case; refuse what is not in the nomenclature."""
    from vivier.reference import pcs_occupations

    code = value.decode("latin-1").strip().lower()
    if code not in pcs_occupations():
        raise FaultError("E10")
    return code


def nir(value: bytes) -> bytes:
    """Check the shape of a 13-character NIR; of placeholders and impossible ones only the sex is kept (1 or 2)."""
    if value in _PLACEHOLDERS or not _NIR.fullmatch(value):
        raise FaultError("E09", {b"1": 1, b"2": 2}.get(value[:1]))
    return value


def old_number(value: bytes) -> bytes:
    """Give the number a person had before: nothing when it was a placeholder, which many people may share.

    >>> old_number(b"1681001991001"), old_number(b"1999999999999")
    (b'1681001991001', b'')
    """
    return b"" if value in _PLACEHOLDERS else value


def temporary_number(value: bytes) -> bytes:
    """Check the shape of a temporary number (NTT): 11 to 40 letters and digits."""
    if len(value) > 40:
        raise FaultError("E06")
    if len(value) < 11 or not value.isalnum():
        raise FaultError("E05")
    return value


def siren(value: bytes) -> str:
    """Read a SIREN; a wrong key is told and the number kept as it is."""
    code = value.decode("latin-1").strip()
    if not is_siren(code):
        raise FaultError("E08", code)
    return code


@lru_cache(maxsize=5_000)
def workplace(value: bytes) -> str:
    """Read the identifier of a workplace: a SIRET, whose key is checked, or the company's own identifier."""
    code = value.decode("latin-1").strip()
    if len(code) == 14 and code.isdigit() and not is_siret(code):
        raise FaultError("E08", code)
    return code
