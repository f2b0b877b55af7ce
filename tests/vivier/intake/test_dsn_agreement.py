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


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**9), st.randoms(use_true_random=False))
def test_names_order_copies_and_encodings_change_no_figure(seed: int, rng: random.Random) -> None:
    texts = deposit(seed)
    expected = reading(texts)["entreprises"]
    copies = [*texts, *rng.sample(texts, rng.randint(0, len(texts)))]
    rng.shuffle(copies)
    assert reading(copies, rng.choice(("cp1252", "utf-8", "utf-8-sig")))["entreprises"] == expected


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**9))
def test_a_lot_of_every_sending_reads_as_the_sendings_apart(seed: int) -> None:
    texts = deposit(seed)
    lot = "S05.G51.00.001,'LOT'\nS06.G51.00.001,'1'\n" + "".join(texts) + "S96.G51.00.001,'1'\nS95.G51.00.001,'1'\n"
    found = reading([lot])
    assert found["entreprises"] == reading(texts)["entreprises"]
    assert not {anomaly["code"] for anomaly in found["anomalies"]} & {"E01", "E02", "E03", "E12", "R07"}


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**9))
def test_cells_add_up_to_people_everywhere(seed: int) -> None:
    for company in reading(deposit(seed))["entreprises"].values():
        for counted in (company, *company["etablissements"].values()):
            assert sum(cell["n"] for cell in counted["cellules"]) == counted["personnes"] <= counted["contrats"]
            assert counted["etp"] <= counted["contrats"]
        assert company["contrats"] == sum(site["contrats"] for site in company["etablissements"].values())
        assert company["personnes"] <= sum(site["personnes"] for site in company["etablissements"].values())
