"""SIREN and SIRET numbers: read as people type them, checked by their key, La Poste's exception included."""

import re

from stdnum.exceptions import InvalidLength, ValidationError
from stdnum.fr import siren, siret

from vivier.vocabulary import InputError

_BETWEEN = re.compile(r"[\s.\-\u00a0\u202f]+")


def siren_of(text: str) -> str:
    """Give the nine digits of a SIREN.

    >>> siren_of("732 829 320")
    '732829320'
    """
    digits = _BETWEEN.sub("", text)
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
    try:
        return str(siret.validate(digits))
    except InvalidLength:
        raise InputError(f"Un SIRET a quatorze chiffres, celui-ci en a {len(digits)}.") from None
    except ValidationError:
        raise InputError(
            "Ce SIRET n’est pas valable : vérifiez ses quatorze chiffres, l’un d’eux est faux."
        ) from None
