"""Reading files from the command line, with progress."""

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

from vivier.cli.french import last_month_end
from vivier.cli.progress import shown
from vivier.intake import Headcount, Options
from vivier.intake import read as read_headcount


def read_files(files: Iterable[Path], on: dt.date | None, options: Options) -> Headcount:
    """Read files and folders, showing how far the read is.

    Without a reference day, it is the latest one the files are about, else the end of last month.
    """
    with shown("ouverture des fichiers") as tell:
        found = read_headcount(files, on=on or last_month_end(), options=options, progress=tell)
        if on is None and found.dated is not None and found.dated != found.on:
            found = read_headcount(files, on=found.dated, options=options, progress=tell)
    return found
