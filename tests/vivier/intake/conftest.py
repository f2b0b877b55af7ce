"""Reading in a test: files written, figures given back."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from vivier.intake import Options, read
from vivier.intake.layout import as_json

JANUARY = dt.date(2026, 1, 31)


@pytest.fixture
def read_bytes(tmp_path: Path) -> Callable[..., dict[str, Any]]:
    """Write named contents in a folder of their own, read them, and give the JSON layout."""
    counter = iter(range(10_000))

    def run(files: dict[str, bytes], on: dt.date = JANUARY, **options: Any) -> dict[str, Any]:
        folder = tmp_path / str(next(counter))
        folder.mkdir()
        paths = []
        for name, content in files.items():
            (folder / name).write_bytes(content)
            paths.append(folder / name)
        return as_json(read(paths, on=on, options=Options(**options)))

    return run
