"""Write the archive that reads files in a member's browser: the intake and what it needs, always the same bytes."""

import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import et_xmlfile
import openpyxl

SOURCE = Path(__file__).resolve().parents[1] / "src" / "vivier"
PACKAGES = ("intake", "vocabulary", "reference")
LEFT_OUT = ("reference/official/", "reference/models.py")
DATA = ("intake/dsn/norm.json", "reference/data/pcs_ese_2017.csv")
LONG_AGO = (1980, 1, 1, 0, 0, 0)


def members() -> Iterator[tuple[str, Path]]:
    """List what the archive holds: its name there, its place here."""
    yield "vivier/__init__.py", SOURCE / "__init__.py"
    for package in PACKAGES:
        for path in sorted((SOURCE / package).rglob("*.py")):
            name = path.relative_to(SOURCE).as_posix()
            if not name.startswith(LEFT_OUT):
                yield f"vivier/{name}", path
    for name in DATA:
        yield f"vivier/{name}", SOURCE / name
    for library in (openpyxl, et_xmlfile):
        folder = Path(str(library.__file__)).parent
        for path in sorted(folder.rglob("*.py")):
            yield f"{folder.name}/{path.relative_to(folder).as_posix()}", path


def write(target: Path) -> int:
    """Write the archive and give its size in bytes."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w") as archive:
        for name, path in members():
            entry = zipfile.ZipInfo(name, LONG_AGO)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, path.read_bytes(), compresslevel=9)
    return target.stat().st_size


if __name__ == "__main__":
    print(f"{sys.argv[1]} : {write(Path(sys.argv[1])):,} octets".replace(",", "\u202f"))
