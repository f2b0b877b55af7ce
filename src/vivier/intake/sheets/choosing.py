"""The columns of a staff list as its sender corrected them, in the place of those that were guessed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from vivier.intake.sheets.fields import LABELS
from vivier.intake.sheets.grid import Row
from vivier.intake.sheets.headers import Header, header_at
from vivier.vocabulary import InputError

FIELDS = tuple(name for name in LABELS if name not in ("effectif", "niveau"))  # these two are of other tables


@dataclass(frozen=True, slots=True)
class Chosen:
    """Hold, for one sheet of one file, the line of its titles and the column (0 is the first) of each field."""

    file: str
    sheet: str
    line: int
    columns: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if unknown := set(self.columns) - {*FIELDS}:
            raise InputError(f"« {min(unknown)} » n’est pas une donnée que Vivier lit dans une liste du personnel.")
        seen: dict[int, str] = {}
        for name, column in self.columns.items():
            if column in seen:
                raise InputError(
                    f"Une même colonne ne peut donner à la fois « {LABELS[seen[column]]} » et « {LABELS[name]} » : "
                    "choisissez-en une autre pour l’une des deux."
                )
            seen[column] = name


def chosen_header(rows: Sequence[Row], chosen: Chosen) -> Header:
    """Give the titles of a sheet with the columns that were chosen; what is never read stays unread.

    Raises:
        InputError: the line is not there, a column is not one of the sheet's or is never read, or nothing said what
            people do nor when they came.
    """
    index = next((rank for rank, row in enumerate(rows) if row.line == chosen.line), None)
    if index is None:
        raise InputError("La ligne de titres de ce tableau n’est plus là : choisissez votre fichier de nouveau.")
    header = header_at(rows, index)
    if any(not 0 <= column < len(header.titles) or column in header.never for column in chosen.columns.values()):
        raise InputError("Une des colonnes choisies ne se lit pas : choisissez-en une autre pour ce tableau.")
    header.columns, header.repeated, header.is_chosen = dict(chosen.columns), [], True
    if not header.is_informative:
        raise InputError(
            f"Les colonnes choisies dans « {chosen.sheet or chosen.file} » ne disent rien des emplois : désignez au "
            "moins l’emploi, la date de naissance, la date d’entrée ou le contrat."
        )
    return header


def rechosen(again: Header, header: Header) -> Header:
    """Give the titles met again further down, the same choices applied by what each column is called."""
    if not header.is_chosen or again is header:
        return again
    at = {title: column for column, title in reversed(list(enumerate(again.titles))) if title}
    columns = {name: at[title] for name, column in header.columns.items() if (title := header.titles[column]) in at}
    if again.titles == header.titles or not columns:
        return header
    again.columns, again.is_chosen = columns, True
    return again
