"""What an assignment is asked: experts, dossiers, how near they are, and the terms a panel must hold to."""

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from vivier.vocabulary import InputError

_LARGEST = 1e100  # of an affinity: sums and squares must stay numbers


def check_name(what: str, name: object) -> None:
    """Refuse a name that is not a text or is blank."""
    if not isinstance(name, str) or not name.strip():
        raise InputError(f"{what} doit porter un nom.")


def check_whole(what: str, value: object, low: int, high: int = 1_000_000) -> None:
    """Refuse what is not a whole number between two others."""
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise InputError(f"{what} doit être un nombre entier, de {low} à {high}.")


def check_once(what: str, names: Sequence[str]) -> None:
    """Refuse a name that is there twice."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise InputError(f"{what} « {name} » est là deux fois : gardez-en une seule mention.")
        seen.add(name)


@dataclass(frozen=True, slots=True)
class Expert:
    """Hold one expert: what was written or is known, and the ties that may be a conflict.

    `companies` are SIREN numbers or names of employers; `mandates` those where a board seat is held; `projects` are
    pairs of a partner and the last day of a common project.

    >>> Expert("A. Blanc", "soudage laser des alliages d’aluminium", companies=("000100115",)).name
    'A. Blanc'
    """

    name: str
    text: str = ""
    companies: tuple[str, ...] = ()
    mandates: tuple[str, ...] = ()
    projects: tuple[tuple[str, dt.date], ...] = ()

    def __post_init__(self) -> None:
        check_name("Un expert", self.name)
        for partner, day in self.projects:
            check_name(f"Le partenaire d’un projet de « {self.name} »", partner)
            if not isinstance(day, dt.date):
                raise InputError(f"Un projet de « {self.name} » doit avoir une date de fin.")


@dataclass(frozen=True, slots=True)
class Dossier:
    """Hold one dossier: its text, and the partners of its consortium.

    >>> Dossier("FUI-12", "Soudage laser de pièces minces", partners=("000100115",)).partners
    ('000100115',)
    """

    name: str
    text: str = ""
    partners: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check_name("Un dossier", self.name)


@dataclass(frozen=True)
class Affinity:
    """Hold how near each expert (row) is to each dossier (column): any real numbers.

    `words` gives, where the affinity was worked out from texts, the shared words of a pair by weight.

    >>> Affinity(("A. Blanc",), ("FUI-12",), [[0.4]]).of("A. Blanc", "FUI-12")
    0.4
    """

    experts: tuple[str, ...]
    dossiers: tuple[str, ...]
    values: Sequence[Sequence[float]] | np.ndarray
    words: Mapping[tuple[str, str], tuple[tuple[str, float], ...]] | None = None

    def __post_init__(self) -> None:
        for what, names in (("L’expert", self.experts), ("Le dossier", self.dossiers)):
            for name in names:
                check_name(what, name)
            check_once(what, names)
        table = self.table
        if table.shape != (len(self.experts), len(self.dossiers)):
            raise InputError("Le tableau des affinités doit avoir une ligne par expert et une colonne par dossier.")
        if not np.isfinite(table).all():
            raise InputError("Chaque affinité doit être un nombre : ni vide, ni infini.")
        if np.abs(table).max(initial=0.0) > _LARGEST:
            raise InputError(
                "Une affinité est trop grande pour être comptée : divisez-les toutes par un même nombre."
            )

    @property
    def table(self) -> np.ndarray:
        """The affinities, experts in rows."""
        try:
            given = np.array(self.values, dtype=float)
        except (TypeError, ValueError):
            raise InputError("Chaque affinité doit être un nombre, et chaque ligne de même longueur.") from None
        return given.reshape(len(self.experts), len(self.dossiers)) if given.size == 0 else given

    def of(self, expert: str, dossier: str) -> float:
        """Give one affinity by its names."""
        return float(self.table[self.experts.index(expert), self.dossiers.index(dossier)])


@dataclass(frozen=True, slots=True)
class Quota:
    """Hold how many experts of one college, or of one region, each dossier takes: at least, at most.

    >>> Quota("recherche", ("A. Blanc", "C. Roux"), least=1).least
    1
    """

    name: str
    experts: tuple[str, ...]
    least: int = 0
    most: int = 1_000

    def __post_init__(self) -> None:
        check_name("Un quota", self.name)
        check_once(f"Dans le quota « {self.name} », l’expert", self.experts)
        check_whole(f"Le minimum du quota « {self.name} »", self.least, 0)
        check_whole(f"Le maximum du quota « {self.name} »", self.most, 0)
        if self.least > self.most:
            raise InputError(f"Le quota « {self.name} » demande plus au minimum qu’il ne permet au maximum.")


@dataclass(frozen=True, slots=True)
class Terms:
    """Hold how an assignment is worked out.

    `per_dossier` experts a dossier; `alternates` more, in order, for each; the search stops after `seconds` (none: by
    the size of the request), or once the worst-served dossier has `enough`.

    >>> Terms(per_dossier=3, alternates=2).per_dossier
    3
    """

    per_dossier: int = 3
    alternates: int = 0
    seconds: float | None = None
    enough: float = math.inf

    def __post_init__(self) -> None:
        check_whole("Le nombre d’experts par dossier", self.per_dossier, 1)
        check_whole("Le nombre de suppléants par dossier", self.alternates, 0)
        if self.seconds is not None and not 0 < self.seconds <= 1e6:
            raise InputError(
                "Le temps de recherche doit être un nombre de secondes, plus grand que zéro, un million au plus."
            )
        if math.isnan(self.enough):
            raise InputError("L’affinité jugée suffisante doit être un nombre.")
