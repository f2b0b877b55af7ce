"""The three files of a study."""

from dataclasses import dataclass
from pathlib import Path

from vivier.report.data_file import data_file
from vivier.report.page import document
from vivier.report.whole import write_whole
from vivier.report.workbook import workbook
from vivier.study import Study


@dataclass(frozen=True, slots=True)
class Written:
    """Name the three files of a study."""

    page: Path
    workbook: Path
    data: Path


def write(study: Study, directory: Path) -> Written:
    """Write `study.html`, `study.xlsx` and `study.json` in a folder, made if it does not exist.

    The three are computed before the first is written, and each replaces its former version in one move: a reader
    never meets half a file. The same study gives the same bytes.
    """
    written = Written(*(directory / f"study.{kind}" for kind in ("html", "xlsx", "json")))
    write_whole(
        {
            written.page: document(study).encode(errors="replace"),
            written.workbook: workbook(study),
            written.data: data_file(study),
        }
    )
    return written
