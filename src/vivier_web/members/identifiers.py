"""SIREN and SIRET numbers: read as people type them, checked by their key, La Poste's exception included."""

import re

from stdnum.exceptions import InvalidLength, ValidationError
from stdnum.fr import siren, siret

from vivier.vocabulary import InputError

_BETWEEN = re.compile(r"[\s.\-\u00a0\u202f]+")


_LA_POSTE = "356000000"  # its sites have a key of their own
_VALUES = bytes.maketrans(b"0123456789", bytes(range(10)))
_DOUBLED = bytes.maketrans(bytes(range(10)), bytes([0, 2, 4, 6, 8, 1, 3, 5, 7, 9]))


def _has_key(digits: str, length: int) -> bool:
    """Tell at once what nearly every number of a register is: so many digits, the last being Luhn's key."""
    if len(digits) != length or not (digits.isascii() and digits.isdigit()):
        return False
    values = digits.encode().translate(_VALUES)
    return (sum(values[-1::-2]) + sum(values[-2::-2].translate(_DOUBLED))) % 10 == 0


def siren_of(text: str) -> str:
    """Give the nine digits of a SIREN.

    >>> siren_of("732 829 320")
    '732829320'
    """
    digits = _BETWEEN.sub("", text)
    if _has_key(digits, 9):
        return digits
    try:
        return str(siren.validate(digits))
    except InvalidLength:
        raise InputError(f"Un SIREN a neuf chiffres, celui-ci en a {len(digits)}.") from None
    except ValidationError:
        raise InputError("Ce SIREN n’est pas valable : vérifiez ses neuf chiffres, l’un d’eux est faux.") from None


def siret_of(text: str) -> str:
    """Give the fourteen digits of a SIRET; those of La Poste follow a rule of their own.

    >>> siret_of("356 000 000 49837")
    '35600000049837'
    """
    digits = _BETWEEN.sub("", text)
    if _has_key(digits, 14) and _has_key(digits[:9], 9) and not digits.startswith(_LA_POSTE):
        return digits
    try:
        return str(siret.validate(digits))
    except InvalidLength:
        raise InputError(f"Un SIRET a quatorze chiffres, celui-ci en a {len(digits)}.") from None
    except ValidationError:
        raise InputError(
            "Ce SIRET n’est pas valable : vérifiez ses quatorze chiffres, l’un d’eux est faux."
        ) from None
