"""Which nomenclature of this machine a command works with."""

from pathlib import Path

from vivier.reference import Nomenclature, Store, store
from vivier.vocabulary import InputError

PREFERRED = ("rome4", "rome3", "demo")


def chosen(wanted: str | None, reference: str | None) -> Nomenclature:
    """Open the nomenclature a person asked for; else the first that is there of ROME 4, ROME 3, the demonstration.

    `wanted` may name a level: « fap2021:86 ».

    `reference` is the folder of a store, as VIVIER_REFERENCE would say; or, for those who read it so, the identifier
    of a nomenclature of the usual store.

    Raises:
        InputError: `reference` is neither, holds nothing, contradicts `wanted`, or the nomenclature is not installed.
    """
    usual = store()
    if reference is None:
        held = usual
    elif Path(reference).expanduser().is_dir():
        held = _filled(Path(reference).expanduser())
    elif reference in usual.ids:
        held, wanted = usual, _agreed(wanted, reference)
    else:
        raise InputError(
            f"« {reference} » n’est ni un dossier de nomenclatures ni l’une de celles qui sont installées "
            f"({', '.join(usual.ids)}) : vérifiez --reference."
        )
    key, _, level = (wanted or next(key for key in PREFERRED if key in held.ids)).partition(":")
    found = held.nomenclature(key)
    return found.at(level) if level else found


def stored(reference: object) -> Store:
    """Open the store of a folder that was named, else the usual one.

    Raises:
        InputError: the folder holds nothing.
    """
    return _filled(Path(str(reference)).expanduser()) if reference else store()


def _filled(folder: Path) -> Store:
    """Open a folder that was named: somebody who names one does not expect the demonstration."""
    held = store(folder)
    if held.is_demonstration:
        raise InputError(
            f"Le dossier « {folder} » ne contient aucune nomenclature installée : vérifiez --reference, ou "
            "remplissez-le avec « vivier reference add »."
        )
    return held


def _agreed(wanted: str | None, reference: str) -> str:
    if wanted not in (None, reference):
        raise InputError(
            f"--reference ({reference}) et --nomenclature ({wanted}) nomment deux nomenclatures : gardez-en une."
        )
    return reference
