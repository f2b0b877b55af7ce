"""A table as one hands it over: dimensions with codes and words, measures with units, what each row may show."""

import dataclasses
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from vivier.disclosure import ProtectedTables
from vivier.disclosure.published import AGREED, HIDDEN, PUBLISHED, STATUSES, ZERO
from vivier.disclosure.spec import TOTAL
from vivier.vocabulary import InputError

Codes = tuple[str, ...]
Values = tuple[float | None, ...]

# SDMX, CL_OBS_STATUS: what a figure is worth. Q is never given: it is that of a hidden row.
QUALITY = {"A": "normale", "E": "estimée", "F": "prévue", "I": "imputée", "P": "provisoire", "O": "manquante"}
MISSING, SUPPRESSED = "O", "Q"
RESERVED = (
    "statut", "qualite", "structure", "structure_id", "action", "time_period", "obs_value", "unit_measure",
    "obs_status", "conf_status", "comment_obs",
)  # fmt: skip
TOTAL_OF_SDMX = "_T"

_MOST = 1e300  # neither infinite, nor a whole number that no decimal holds
_NAME = re.compile(r"[a-z][a-z0-9_]{0,49}")
_FILE = re.compile(r"[a-z][a-z0-9_-]{0,79}")
_CODE = re.compile(r"[^\W_]|[^\W_][^\x00-\x1f\x7f\ud800-\udfff]{0,98}[^\s\x00-\x1f\x7f\ud800-\udfff]|_[A-Z]{1,3}")


def _check(is_right: object, sentence: str) -> None:
    if not is_right:
        raise InputError(sentence)


@dataclass(frozen=True)
class Dimension:
    """Hold one column of codes: its name, its title in French, and the words of each code.

    `is_time` says that codes are years or months; `source` names the nomenclature. `total` is the code of the sum.

    >>> Dimension("region", "Région", {"T": "Ensemble", "84": "Auvergne-Rhône-Alpes"}).labels["84"]
    'Auvergne-Rhône-Alpes'
    """

    name: str
    title: str
    labels: Mapping[str, str]
    source: str = ""
    is_time: bool = False
    total: str = TOTAL

    def __post_init__(self) -> None:
        _check_name("dimension", self.name, self.title)
        for code in self.labels:
            _check(
                isinstance(code, str) and _CODE.fullmatch(code),
                f"Un code de la dimension « {self.name} » ne peut pas être écrit dans un fichier ouvert : il "
                "commence par une lettre ou un chiffre, et a cent caractères au plus.",
            )
        _check(
            self.total == TOTAL_OF_SDMX or not {self.total, TOTAL_OF_SDMX} <= set(self.labels),
            f"La dimension « {self.name} » a deux codes pour son total, « {self.total} » et « {TOTAL_OF_SDMX} » : "
            "gardez-en un seul.",
        )


@dataclass(frozen=True)
class Measure:
    """Hold one column of figures: its name, its title in French, its unit.

    `is_always_shown` is for what tells nothing of anybody, such as how many companies a hidden cell has.

    >>> Measure("chiffre_affaires", "Chiffre d’affaires", "EUR").unit
    'EUR'
    """

    name: str
    title: str
    unit: str
    is_always_shown: bool = False

    def __post_init__(self) -> None:
        _check_name("mesure", self.name, self.title)
        _check(isinstance(self.unit, str) and self.unit.strip(), f"Donnez l’unité de la mesure « {self.name} ».")


def _check_name(what: str, name: str, title: str) -> None:
    _check(
        isinstance(name, str) and _NAME.fullmatch(name) and name not in RESERVED,
        f"Le nom d’une {what} s’écrit en minuscules sans accent, chiffres et tirets bas, et n’est pas un nom réservé "
        f"({', '.join(RESERVED)}).",
    )
    _check(isinstance(title, str) and title.strip(), f"Donnez un titre à la {what} « {name} ».")


@dataclass(frozen=True)
class OpenTable:
    """Hold one tidy table: a row a cell, its codes, its figures, what may be shown of it and what it is worth.

    `codes` has a tuple of codes a row, in the order of `dimensions`; `values` a tuple of figures a row, in the order
    of `measures`, None where there is none; `status` one of published, agreed, primary, secondary, zero a row;
    `quality` one of `QUALITY` a row (none at all: A, or O where the figure is missing). A hidden row that still has a
    figure is refused: it is never written.
    `description`, `source`, `version` (three numbers) and `agency` (who answers for it) go with every file.
    """

    name: str
    title: str
    dimensions: tuple[Dimension, ...]
    measures: tuple[Measure, ...]
    codes: tuple[Codes, ...] = ()
    values: tuple[Values, ...] = ()
    status: tuple[str, ...] = ()
    quality: tuple[str, ...] = ()
    description: str = ""
    source: str = ""
    version: str = "1.0.0"
    agency: str = "VIVIER"

    def __post_init__(self) -> None:
        _check_identity(self)
        _check_columns(self)
        if not self.quality:
            object.__setattr__(self, "quality", tuple(_first_quality(self)))
        _check(
            len(self.codes) == len(self.values) == len(self.status) == len(self.quality),
            f"La table « {self.name} » donne à chaque ligne ses codes, ses valeurs et un statut.",
        )
        _check(
            len(set(self.codes)) == len(self.codes),
            f"La table « {self.name} » a deux lignes de mêmes codes : gardez-en une seule.",
        )
        for codes, values, status, quality in self.rows():
            _check_codes(self, codes)
            _check_values(self, codes, values, status)
            _check_worth(self, codes, values, status, quality)

    def rows(self) -> Iterator[tuple[Codes, Values, str, str]]:
        """Give each row: its codes, its figures, its status, its quality."""
        return zip(self.codes, self.values, self.status, self.quality, strict=True)

    def filled(self, protected: ProtectedTables) -> "OpenTable":
        """Give this table with the cells of protected tables, in their order.

        Dimensions are named as the columns of their specification; the first measure takes the value, the second, if
        any, the number of units.

        Raises:
            InputError: dimensions are not those of the tables, or a code has no words.
        """
        found = protected.published
        names = tuple(each.name for each in self.dimensions)
        _check(
            names == found.spec.columns,
            f"La table « {self.name} » décrit d’autres colonnes que celles qui sont publiées "
            f"({', '.join(found.spec.columns)}) : donnez les mêmes, dans le même ordre.",
        )
        columns = (found.values.tolist(), found.units.tolist())[: len(self.measures)]
        values = tuple(tuple(None if math.isnan(v) else v for v in row) for row in zip(*columns, strict=True))
        return dataclasses.replace(self, codes=found.codes, values=values, status=found.status, quality=())


def _check_identity(table: OpenTable) -> None:
    _check(
        isinstance(table.name, str) and _FILE.fullmatch(table.name),
        "Le nom d’une table ouverte s’écrit en minuscules sans accent, chiffres et tirets.",
    )
    _check(isinstance(table.title, str) and table.title.strip(), f"Donnez un titre à la table « {table.name} ».")
    _check(
        re.fullmatch(r"[0-9]+\.[0-9]+\.[0-9]+", table.version),
        f"La version de la table « {table.name} » s’écrit en trois nombres, par exemple 1.0.0.",
    )
    _check(
        re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", table.agency),
        f"L’organisme qui répond de la table « {table.name} » s’écrit en lettres sans accent, chiffres et tirets.",
    )


def _check_columns(table: OpenTable) -> None:
    names = [*(each.name for each in table.dimensions), *(each.name for each in table.measures)]
    names += [f"{each.name}_libelle" for each in table.dimensions]
    _check(len(set(names)) == len(names), f"La table « {table.name} » a deux colonnes du même nom.")
    _check(
        table.dimensions and table.measures, f"La table « {table.name} » a besoin d’une dimension et d’une mesure."
    )
    _check(
        sum(each.is_time for each in table.dimensions) <= 1,
        f"La table « {table.name} » a deux dimensions de temps : gardez-en une seule.",
    )


def _first_quality(table: OpenTable) -> Iterator[str]:
    for values, status in zip(table.values, table.status, strict=False):
        is_missing = bool(values) and values[0] is None and status not in HIDDEN
        yield SUPPRESSED if status in HIDDEN else MISSING if is_missing else "A"


def _check_codes(table: OpenTable, codes: Codes) -> None:
    _check(
        len(codes) == len(table.dimensions),
        f"Une ligne de la table « {table.name} » n’a pas un code par dimension.",
    )
    for code, dimension in zip(codes, table.dimensions, strict=True):
        _check(
            code in dimension.labels,
            f"Le code « {code} » de la dimension « {dimension.name} » n’a pas de libellé : ajoutez-le.",
        )


def _is_figure_or_nothing(value: object) -> bool:
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _MOST)


def _check_values(table: OpenTable, codes: Codes, values: Values, status: str) -> None:
    where = " × ".join(codes)
    _check(
        len(values) == len(table.measures) and all(map(_is_figure_or_nothing, values)),
        f"La ligne « {where} » de la table « {table.name} » n’a pas une valeur, ou rien, par mesure.",
    )
    _check(
        status in STATUSES,
        f"La ligne « {where} » a un statut inconnu ; statuts : {', '.join(STATUSES)}.",
    )
    if status in HIDDEN:
        leaks = [v for v, measure in zip(values, table.measures, strict=True) if not measure.is_always_shown]
        _check(
            all(each is None for each in leaks),
            f"La ligne « {where} » de la table « {table.name} » est secrète et porte une valeur : retirez-la.",
        )
    if status == ZERO:
        _check(values[0] == 0, f"La ligne « {where} » a le statut zéro : sa valeur doit être 0.")


def _check_worth(table: OpenTable, codes: Codes, values: Values, status: str, quality: str) -> None:
    allowed = (SUPPRESSED,) if status in HIDDEN else tuple(QUALITY)
    is_coherent = status not in {PUBLISHED, AGREED} or (values[0] is None) == (quality == MISSING)
    _check(
        quality in allowed and is_coherent,
        f"La ligne « {' × '.join(codes)} » de la table « {table.name} » a une qualité et une valeur qui ne vont pas "
        f"ensemble ; qualités : {', '.join(QUALITY)}, et {MISSING} pour une valeur manquante.",
    )
