"""What engines learn from a nomenclature, kept beside it: one folder a model, arrays handed over memory-mapped.

Nothing here knows what a model is: an engine gives named NumPy arrays and JSON values, and takes them back. A model
is filed under the tables it was learned from, whose name holds their sha256: it is never used with others.
"""

import filecmp
import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

from vivier.reference.locking import alone
from vivier.reference.manifest import Entry, read_manifest
from vivier.reference.nomenclature import Nomenclature
from vivier.vocabulary import InputError

FOLDER, VALUES, FORMAT = "models", "model.json", 1
_STAMP = 12  # characters of the sha256 of a model in the name of its folder
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
_TEMPORARY = ".vivier-"


def keep_model(nomenclature: Nomenclature, kind: str, kept: Mapping[str, Any]) -> Path:
    """Keep a model of a nomenclature in its store, whole or not at all; give its folder.

    `kind` names the engine that made it; `kept` maps names to NumPy arrays and JSON values. The former model of this
    kind goes, and so do those of tables that the store no longer holds.

    Raises:
        InputError: the store cannot be written, or the nomenclature was replaced since it was opened.
    """
    folder, arrays, values = _checked(nomenclature, kind, kept)
    place = folder / FOLDER / kind
    try:
        place.mkdir(parents=True, exist_ok=True)
        with alone(folder):
            _refuse_replaced(folder, nomenclature.entry)
            waiting = Path(tempfile.mkdtemp(dir=place, prefix=_TEMPORARY))
            try:
                target = place / f"{_tables(nomenclature.entry)}.{_write(waiting, arrays, values)}"
                if not _are_same(waiting, target):
                    waiting.chmod(0o755)  # mkdtemp keeps its folders to their owner; a store may be shared
                    shutil.rmtree(target, ignore_errors=True)  # of that name and not the same: it is damaged
                    waiting.replace(target)
            finally:
                shutil.rmtree(waiting, ignore_errors=True)
            _forget_former(place, target)
            forget_models(folder, read_manifest(folder).values())
    except OSError:
        raise InputError(
            f"Le modèle de « {nomenclature.id} » n’a pas pu être écrit dans « {folder} » : ce qui s’y trouvait est "
            "intact ; vérifiez la place et les droits, puis lancez « vivier reference train »."
        ) from None
    return target


def load_model(nomenclature: Nomenclature, kind: str) -> dict[str, Any] | None:
    """Hand over the model that was kept for these very tables, its arrays memory-mapped and read-only; else None.

    Raises:
        InputError: the model is damaged.
    """
    if nomenclature.folder is None or not nomenclature.entry.file:
        return None
    place, tables = nomenclature.folder / FOLDER / kind, _tables(nomenclature.entry)
    try:
        try:
            return _read(place, tables)
        except FileNotFoundError:  # another process has just put a newer model in its place: that one is whole
            return _read(place, tables)
    except (OSError, ValueError, KeyError, TypeError, EOFError):
        raise InputError(
            f"Le modèle de « {nomenclature.id} » ne se lit plus : lancez « vivier reference train » pour le refaire."
        ) from None


def forget_models(folder: Path, entries: Iterable[Entry]) -> None:
    """Remove the models of tables that are no longer in the store; the caller holds its lock."""
    known = {_tables(entry) for entry in entries if entry.file}
    for path in (folder / FOLDER).glob("*/*"):
        if path.name.startswith(_TEMPORARY) or path.name.rpartition(".")[0] not in known:
            shutil.rmtree(path, ignore_errors=True)  # Windows keeps what somebody reads; the next run removes it


def _checked(
    nomenclature: Nomenclature, kind: str, kept: Mapping[str, Any]
) -> tuple[Path, dict[str, np.ndarray], dict[str, Any]]:
    for name in (kind, *kept):
        if not _NAME.fullmatch(name):
            raise InputError(
                f"« {name} » ne peut pas nommer une partie d’un modèle : lettres, chiffres, points, tirets."
            )
    if nomenclature.folder is None or not nomenclature.entry.file:
        raise InputError(
            f"« {nomenclature.id} » n’est pas dans un dossier de nomenclatures : son modèle ne s’y garde pas."
        )
    arrays = {name: value for name, value in kept.items() if isinstance(value, np.ndarray)}
    return nomenclature.folder, arrays, {name: value for name, value in kept.items() if name not in arrays}


def _tables(entry: Entry) -> str:
    """Name the tables a model was learned from, as the store does: the identifier and their sha256."""
    return Path(entry.file).stem


def _refuse_replaced(folder: Path, entry: Entry) -> None:
    """Refuse a model whose nomenclature another process replaced while it was learned."""
    held = read_manifest(folder).get(entry.id)
    if held is None or held.file != entry.file:
        raise InputError(
            f"La nomenclature « {entry.id} » a été remplacée pendant l’apprentissage : lancez « vivier reference "
            "train » pour apprendre la nouvelle."
        )


def _read(place: Path, tables: str) -> dict[str, Any] | None:
    """Open the latest model of these tables; nothing when there is none, or when it was kept in an older format."""
    found = sorted(place.glob(f"{tables}.*"), key=_age)
    if not found:
        return None
    held = json.loads((found[-1] / VALUES).read_text(encoding="utf-8"))
    if held["format"] != FORMAT:
        return None
    values: dict[str, Any] = held["values"]
    return values | {name: np.load(found[-1] / f"{name}.npy", mmap_mode="r") for name in held["arrays"]}


def _write(folder: Path, arrays: Mapping[str, np.ndarray], values: Mapping[str, Any]) -> str:
    """Write the files of a model; give the first characters of their sha256."""
    digest = hashlib.sha256()
    for name in sorted(arrays):
        path = folder / f"{name}.npy"
        np.save(path, arrays[name], allow_pickle=False)
        digest.update(path.read_bytes())
    held = {"format": FORMAT, "arrays": sorted(arrays), "values": values}
    text = json.dumps(held, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()
    (folder / VALUES).write_bytes(text)
    digest.update(text)
    return digest.hexdigest()[:_STAMP]


def _are_same(waiting: Path, target: Path) -> bool:
    """Tell whether two folders hold the same files, byte for byte."""
    names = [path.name for path in waiting.iterdir()]
    return all((target / name).exists() for name in names) and not any(
        filecmp.cmpfiles(waiting, target, names, False)[1:]
    )


def _forget_former(place: Path, target: Path) -> None:
    for path in place.glob(f"{target.name.rpartition('.')[0]}.*"):
        if path != target:
            shutil.rmtree(path, ignore_errors=True)


def _age(path: Path) -> tuple[int, str]:
    with suppress(OSError):
        return path.stat().st_mtime_ns, path.name
    return 0, path.name
