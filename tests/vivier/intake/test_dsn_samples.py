"""The published samples: exactly their figures, exactly their anomalies."""

import datetime as dt
import json
from pathlib import Path

import pytest

from vivier.intake import read
from vivier.intake.layout import as_json

SOUND = ("01_menuiserie_2026-01", "02_mecatronique_2025-11", "03_interim_2026-02", "04_plasturgie_2026-03")


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_sample_gives_exactly_its_figures_and_no_anomaly(samples: Path, name: str) -> None:
    expected = json.loads((samples / "attendus.json").read_text(encoding="utf-8"))[f"{name}.dsn"]
    on = dt.date.fromisoformat(expected["date_reference"])
    found = as_json(read([samples / f"{name}.dsn"], on=on))
    for company in found["entreprises"].values():
        assert company.pop("flux") == []  # a single month says nothing of who joined since the month before
    assert found == {**expected, "anomalies": []}


def test_the_faulty_sample_keeps_its_twelve_people_and_tells_its_fourteen_faults(samples: Path) -> None:
    expected = json.loads((samples / "attendus.json").read_text(encoding="utf-8"))["05_erreurs_2026-01.dsn"]
    found = as_json(read([samples / "05_erreurs_2026-01.dsn"], on=dt.date(2026, 1, 31)))
    told = [{"ligne": a["ligne"], "rubrique": a["rubrique"], "code": a["code"]} for a in found["anomalies"]]
    assert told == expected["anomalies"]
    assert [company["personnes"] for company in found["entreprises"].values()] == [12]


def test_the_fifth_sample_keeps_faulty_values_apart_from_people(samples: Path) -> None:
    found = as_json(read([samples / "05_erreurs_2026-01.dsn"], on=dt.date(2026, 1, 31)))
    cells = found["entreprises"]["000100552"]["cellules"]
    assert sum(cell["n"] for cell in cells if cell["age"] == "inconnu") == 2  # birth date absent, then impossible
    assert sum(cell["n"] for cell in cells if cell["pcs"] == "inconnu") == 1
    assert sum(cell["n"] for cell in cells if cell["contrat"] == "inconnu") == 1
    assert all(cell["sexe"] != "inconnu" for cell in cells)  # the NIR says it where block 30 does not
