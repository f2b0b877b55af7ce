"""The fast reader and the slow, obvious one give the same figures on deposits nobody thought of."""

import datetime as dt
import random
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from factories.deposits import deposit
from oracles.payroll import figures
from vivier.intake import read
from vivier.intake.layout import as_json

ON = dt.date(2026, 1, 31)


def reading(texts: list[str], encoding: str = "iso-8859-1") -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        for rank, text in enumerate(texts):
            (Path(folder) / f"{rank}.dsn").write_bytes(text.encode(encoding))
        return as_json(read([folder], on=ON))


@settings(max_examples=120, deadline=None)
@given(st.integers(0, 10**9))
def test_a_deposit_gives_the_figures_of_the_slow_reader(seed: int) -> None:
    texts = deposit(seed)
    found = reading(texts)
    assert found["entreprises"] == figures(texts, ON)
