"""Tables on the disk: one ZIP a nomenclature, one CSV a table, the same bytes for the same rows."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from vivier.vocabulary import InputError

Row = Sequence[str]
Tables = Mapping[str, Iterable[Row]]

# The columns of every table a nomenclature, a passage or a statistic may have.
COLUMNS = {
    "codes": ("level", "code", "label", "parent"),
    "titles": ("code", "title", "id"),
    "skills": ("id", "label", "kind"),
    "uses": ("code", "skill", "core"),
    "near": ("code", "target", "kind"),
    "texts": ("code", "kind", "text"),
    "groups": ("code", "group"),
    "facts": ("code", "name", "value"),
    "pairs": ("source", "target", "qualification", "relation"),
    "figures": ("code", "region", "year", "measure", "low", "high"),  # an empty `high` repeats `low`
    "measures": ("id", "label", "unit"),
}
_DAY = (1980, 1, 1, 0, 0, 0)  # the first that a ZIP can write: the clock must not change the bytes


def pack(tables: Tables) -> bytes:
    """Write tables as one archive; empty tables are left out.

    >>> pack({"groups": [("01001", "EPCI-1")]}) == pack({"groups": [("01001", "EPCI-1")], "near": []})
    True
    """
    import zipfile

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in sorted(tables):
            rows = list(tables[name])
            if rows:
                about = zipfile.ZipInfo(f"{name}.csv", _DAY)
                about.compress_type, about.create_system = zipfile.ZIP_DEFLATED, 3
                archive.writestr(about, _as_csv(COLUMNS[name], rows), compresslevel=9)
    return packed.getvalue()


def _as_csv(header: Row, rows: Iterable[Row]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()


def unpack(path: Path, name: str) -> list[list[str]]:
    """Read one table of an archive, without its header; nothing when the archive has no such table.

    Raises:
        InputError: the archive is gone or damaged.
    """
    import zipfile
    import zlib

    try:
        with zipfile.ZipFile(path) as archive:
            if f"{name}.csv" not in archive.namelist():
                return []
            text = archive.read(f"{name}.csv").decode()
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError, UnicodeDecodeError):
        raise InputError(
            f"La nomenclature gardée dans « {path.name} » ne se lit plus : relancez « vivier reference add » avec "
            "les fichiers officiels."
        ) from None
    return list(csv.reader(io.StringIO(text, newline="")))[1:]
