"""The local store of nomenclatures: a folder of plain files, opened one nomenclature at a time."""

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from vivier.reference.builtin import builtin_entries, builtin_rows
from vivier.reference.manifest import Entry, read_manifest
from vivier.reference.nomenclature import Nomenclature, Passage
from vivier.reference.statistic import Statistic
from vivier.reference.tables import unpack
from vivier.vocabulary import InputError

VARIABLE = "VIVIER_REFERENCE"


@dataclass(frozen=True)
class Store:
    """Open nomenclatures, passages and statistics by their identifier; `demo` and `pcs-ese` are always there.

    `folder` also holds what engines learn from nomenclatures: see `vivier.reference.models`.

    >>> store(Path("nulle-part")).ids
    ('demo', 'pcs-ese')
    """

    folder: Path
    entries: Mapping[str, Entry]
    _opened: dict[str, Nomenclature | Passage | Statistic] = field(default_factory=dict, repr=False, compare=False)

    @property
    def ids(self) -> tuple[str, ...]:
        """The identifiers of the nomenclatures, what is built in included."""
        return tuple(key for key, entry in self.entries.items() if not entry.is_passage and not entry.is_statistic)

    @property
    def statistics(self) -> tuple[str, ...]:
        """The identifiers of the statistics."""
        return tuple(key for key, entry in self.entries.items() if entry.is_statistic)

    @property
    def is_demonstration(self) -> bool:
        """Whether nothing official was added: occupations are those of the demonstration."""
        return not any(entry.file for entry in self.entries.values() if not entry.is_statistic)

    def nomenclature(self, key: str) -> Nomenclature:
        """Open a nomenclature.

        Raises:
            InputError: the store does not hold it.

        >>> store(Path("nulle-part")).nomenclature("pcs-ese").label("62")
        'Ouvriers qualifiés de type industriel'
        """
        if key not in self.ids:
            raise InputError(
                f"La nomenclature « {key} » n’est pas installée (présentes : {', '.join(self.ids)}) : ajoutez ses "
                "fichiers officiels avec « vivier reference add »."
            )
        if key not in self._opened:
            entry = self.entries[key]
            self._opened[key] = Nomenclature(entry, partial(self._rows, entry), self.folder)
        return self._opened[key]  # type: ignore[return-value]  # a key names one kind of thing

    def passage(self, source: str, target: str) -> Passage:
        """Open the passage from a nomenclature to another: `store.passage("rome3", "fap2021")`.

        Raises:
            InputError: the store does not hold it.
        """
        key = f"{source}-{target}"
        entry = self.entries.get(key)
        if entry is None or not entry.is_passage:
            raise InputError(
                f"La table de passage de {source} vers {target} n’est pas installée : ajoutez son fichier officiel "
                "avec « vivier reference add »."
            )
        if key not in self._opened:
            self._opened[key] = Passage(entry, partial(self._rows, entry))
        return self._opened[key]  # type: ignore[return-value]  # idem

    def statistic(self, key: str) -> Statistic:
        """Open a statistic: `store.statistic("dares-2030")`.

        Raises:
            InputError: the store does not hold it.
        """
        entry = self.entries.get(key)
        if entry is None or not entry.is_statistic:
            held = f"présentes : {', '.join(self.statistics)}" if self.statistics else "aucune ne l’est"
            raise InputError(
                f"La statistique « {key} » n’est pas installée ({held}) : ajoutez son fichier officiel avec "
                "« vivier reference add »."
            )
        if key not in self._opened:
            self._opened[key] = Statistic(entry, partial(self._rows, entry))
        return self._opened[key]  # type: ignore[return-value]  # idem

    def has(self, key: str) -> bool:
        """Tell whether a nomenclature, a statistic, or a passage such as `rome3-fap2021`, is there."""
        return key in self.entries

    def holding(self, code: str) -> tuple[Nomenclature, ...]:
        """Give every nomenclature that has this code.

        >>> [each.id for each in store(Path("nulle-part")).holding("623f")]
        ['pcs-ese']
        """
        return tuple(each for each in map(self.nomenclature, self.ids) if each.holds(code))

    def _rows(self, entry: Entry, table: str) -> Sequence[Sequence[str]]:
        if entry.file:
            return unpack(self.folder / entry.file, table)
        return builtin_rows(entry.id, table)


def store(path: Path | None = None) -> Store:
    """Open the store of a folder; by default the one `store_folder` gives. Nothing is read but its manifest."""
    folder = path if path is not None else store_folder()
    return Store(folder, {**builtin_entries(), **read_manifest(folder)})


def store_folder() -> Path:
    """Give the folder of the store: the variable VIVIER_REFERENCE, else the user's data folder."""
    if chosen := os.environ.get(VARIABLE):
        return Path(chosen).expanduser()
    return _user_data() / "vivier" / "reference"


def _user_data() -> Path:
    if chosen := os.environ.get("XDG_DATA_HOME"):
        return Path(chosen)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    return Path.home() / ".local" / "share"
