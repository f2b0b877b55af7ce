"""The intake runs where only the standard library and openpyxl are: a member's browser."""

import subprocess
import sys
from pathlib import Path

import openpyxl

SRC = Path(__file__).resolve().parents[3] / "src"

_PROGRAM = """
import sys
sys.path[:0] = {paths!r}
before = set(sys.modules)
import datetime
from vivier.intake import read
from vivier.intake.layout import as_json
import vivier.intake.sheets.workbooks
found = as_json(read([sys.argv[1]], on=datetime.date(2026, 1, 31)))
assert found["entreprises"]["000100115"]["personnes"] == 1, found
foreign = {{name.split(".")[0] for name in set(sys.modules) - before}} - set(sys.stdlib_module_names)
foreign = {{name for name in foreign if not name.startswith("_sysconfig")}}
print(" ".join(sorted(foreign)))
loaded = set(sys.modules)
print(" ".join(sorted(loaded & {{"threading", "subprocess", "multiprocessing", "socket", "sqlite3"}})))
"""


def test_the_intake_loads_only_the_standard_library_and_openpyxl(tmp_path: Path) -> None:
    from factories.dsn import Sending

    (tmp_path / "a.dsn").write_bytes(Sending().encoded())
    alone = tmp_path / "paquets"
    alone.mkdir()
    for name in ("openpyxl", "et_xmlfile"):
        (alone / name).symlink_to(Path(openpyxl.__file__).parents[1] / name)
    program = _PROGRAM.format(paths=[str(SRC), str(alone)])
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", program, str(tmp_path / "a.dsn")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    foreign, absent_in_browsers = done.stdout.split("\n")[:2]
    assert set(foreign.split()) <= {"vivier", "openpyxl", "et_xmlfile"}
    assert set(absent_in_browsers.split()) <= {"threading"}  # imported by the standard library, never used


def test_payroll_files_are_read_without_loading_openpyxl() -> None:
    program = "import sys, vivier.intake; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not {"openpyxl", "numpy", "rich"} & set(done.stdout.split())
