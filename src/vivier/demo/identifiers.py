"""Identifiers that look right and belong to nobody.

SIREN: numbers 0001xxxxx, a range that was never attributed. NIR: communes 990 to 999, which no department has.
"""

import datetime as dt

from vivier.intake.identity import has_luhn_key

PAYROLL_OFFICE = 1999  # the number of the fictional accountant that sends the files
_DEPARTMENTS = ("01", "26", "38", "69", "73", "74")


def siren_of(number: int) -> str:
    """Give the fictional SIREN of a number between 0 and 9999.

    >>> siren_of(2001)
    '000120014'
    """
    return _keyed(f"0001{number:04d}")


def siret_of(siren: str, rank: int) -> str:
    """Give the SIRET of the establishment of that rank.

    >>> siret_of(siren_of(2001), 1)
    '00012001400014'
    """
    return _keyed(f"{siren}{rank:04d}")


def member_siren(rank: int) -> str:
    """Give the SIREN of the member of that rank in the fictional pôle."""
    return siren_of(2000 + rank)


def nir_of(sex: str, born: dt.date, serial: int) -> str:
    """Give a fictional NIR of 13 characters; serials under 9990 give different numbers.

    >>> nir_of("F", dt.date(1968, 10, 28), 41)
    '2681074990042'
    """
    department = _DEPARTMENTS[serial % len(_DEPARTMENTS)]
    return f"{'1' if sex == 'H' else '2'}{born:%y%m}{department}{990 + serial // 999:03d}{1 + serial % 999:03d}"


def nir_key(nir: str) -> str:
    """Give the two digits of control that staff lists write after a NIR.

    >>> nir_key("2681074990042")
    '05'
    """
    return f"{97 - int(nir) % 97:02d}"


def _keyed(digits: str) -> str:
    return next(digits + key for key in "0123456789" if has_luhn_key(digits + key))
