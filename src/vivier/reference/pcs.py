"""PCS-ESE 2017: the occupation codes of payroll files (429 codes of four characters, four levels)."""

import csv
from functools import cache
from importlib.resources import files


@cache
def _labels() -> dict[str, str]:
    text = (files("vivier.reference") / "data" / "pcs_ese_2017.csv").read_text(encoding="utf-8")
    return {row["code"]: row["libelle"] for row in csv.DictReader(text.splitlines())}


@cache
def pcs_occupations() -> frozenset[str]:
    """Give every four-character occupation code.

    >>> "623f" in pcs_occupations(), len(pcs_occupations())
    (True, 429)
    """
    return frozenset(code for code in _labels() if len(code) == 4)


def pcs_codes() -> tuple[str, ...]:
    """Give the codes of every level, in the order of the published list.

    >>> len(pcs_codes())
    464
    """
    return tuple(_labels())


def pcs_label(code: str) -> str:
    """Give the official French label of a code of any level; the code itself when it has none.

    >>> pcs_label("6")
    'Ouvriers'
    """
    return _labels().get(code, code)


def pcs_parent(code: str) -> str | None:
    """Give the code one published level up (four characters, two digits, one digit), or None at the top.

    >>> pcs_parent("623f"), pcs_parent("62"), pcs_parent("6"), pcs_parent("inconnu")
    ('62', '6', None, None)
    """
    shorter = {4: code[:2], 2: code[:1]}.get(len(code))
    return shorter if shorter in _labels() else None
