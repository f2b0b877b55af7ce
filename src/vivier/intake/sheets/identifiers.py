"""Read the numbers of companies, establishments and people, without ever repairing one by guess."""

import re

from vivier.intake.data import UNKNOWN
from vivier.intake.identity import is_siren, is_siret
from vivier.intake.sheets.dates import UnreadableError
from vivier.intake.sheets.grid import Value, text_of

_SCIENTIFIC = re.compile(r"\d[.,]?\d*\s*[eE]\s*\+?\s*\d{1,2}(?!\d)")
_NIR = re.compile(r"[12]\d{2}(0[1-9]|1[0-2]|20|3\d|4[0-2]|[5-9]\d)((?!00)\d{2}|2[AB])(?!000)\d{3}(?!000)\d{3}")


def is_destroyed(text: str) -> bool:
    """Tell whether a spreadsheet has turned a long number into powers of ten.

    >>> is_destroyed("1,00107E+09"), is_destroyed("00010011500013")
    (True, False)
    """
    return _SCIENTIFIC.search(text) is not None


def padded_siret(digits: str) -> str:
    """Give a SIRET its leading zeros back, when both keys then say that only zeros were lost.

    >>> padded_siret("10011500013"), padded_siret("10011500014")
    ('00010011500013', '10011500014')
    """
    whole = digits.zfill(14)
    return whole if 10 <= len(digits) <= 13 and is_siret(whole) and not whole.endswith("00000") else digits


def read_siret(value: Value) -> tuple[str, bool]:
    """Read a SIRET and whether its keys are right; `UnreadableError` (E08) when it is no SIRET at all.

    As in payroll files, fourteen digits with a wrong key are kept as written.

    >>> read_siret("000 100 115 00013"), read_siret("00010011500014")
    (('00010011500013', True), ('00010011500014', False))
    """
    digits = _digits(value)
    siret = padded_siret(digits)
    if is_siret(siret):
        return siret, True
    # A NIC of zeros does not exist: it is what rounding leaves.
    if len(siret) != 14 or siret.endswith("00000"):
        raise UnreadableError("E08")
    return siret, False


def read_siren(value: Value) -> str:
    """Read a SIREN, its leading zeros back; `UnreadableError` (E08) when its key is wrong.

    >>> read_siren(100115)
    '000100115'
    """
    digits = _digits(value)
    if len(digits) == 14 and is_siret(digits):
        return digits[:9]
    if 5 <= len(digits) <= 9 and is_siren(digits.zfill(9)):
        return digits.zfill(9)
    raise UnreadableError("E08")


def read_company(siret: Value, siren: Value) -> str | None:
    """Read the company that a row says, by its SIRET else its SIREN; None when it says none.

    `UnreadableError` (E08) when what it says is no such number.

    >>> read_company("000 100 115 00013", None), read_company(None, 100115), read_company(None, " ")
    ('000100115', '000100115', None)
    """
    if text_of(siret).strip():
        found, _ = read_siret(siret)
        return read_siren(found[:9])
    return read_siren(siren) if text_of(siren).strip() else None


def read_nic(value: Value, siren: str) -> str:
    """Join a NIC to its SIREN; `UnreadableError` (E08) when the key of the SIRET is then wrong.

    >>> read_nic(13, "000100115"), read_nic("00013", "inconnu")
    ('00010011500013', 'inconnu')
    """
    digits = _digits(value)
    if siren == UNKNOWN:
        return UNKNOWN
    siret = siren + digits.zfill(5)
    if len(digits) > 5 or not is_siret(siret):
        raise UnreadableError("E08")
    return siret


def _digits(value: Value) -> str:
    text = text_of(value)
    digits = re.sub(r"[\s.\-_/'\u00a0\u202f]", "", text)
    if is_destroyed(text) or not (digits.isascii() and digits.isdigit()):
        raise UnreadableError("E08")
    return digits


def read_nir(value: Value) -> bytes:
    """Read a NIR and give its 13 characters without key; `UnreadableError` (E09) when it cannot be one.

    >>> read_nir("1 68 10 01 991 001 97"), read_nir("2 85 03 2a 004 123")
    (b'1681001991001', b'285032A004123')
    """
    text = re.sub(r"[\s.\-_/'\u00a0\u202f]", "", text_of(value)).upper()
    nir, key = text[:13], text[13:]
    if not text.isascii() or _NIR.fullmatch(nir) is None or nir[1:] == "999999999999":
        raise UnreadableError("E09")
    if key and not (re.fullmatch(r"\d{1,2}", key) and int(key) == nir_key(nir)):
        raise UnreadableError("E09")
    return nir.encode("ascii")


def nir_key(nir: str) -> int:
    """Compute the key of a NIR of 13 characters (Corsica: 2A counts as 19, 2B as 18).

    >>> nir_key("1681001991001"), nir_key("285032A004123")
    (97, 71)
    """
    return 97 - int(nir.replace("2A", "19").replace("2B", "18")) % 97
