"""Reading files from the command line, with progress."""

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

from vivier.cli.progress import shown
from vivier.intake import Headcount, Options
from vivier.intake import read as read_headcount


def read_files(files: Iterable[Path], on: dt.date, options: Options) -> Headcount:
    """Read files and folders, showing how far the read is."""
    with shown("ouverture des fichiers") as tell:
        return read_headcount(files, on=on, options=options, progress=tell)
