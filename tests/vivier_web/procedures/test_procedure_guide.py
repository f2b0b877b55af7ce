"""What the guide shows is true: its example is sound, every word it lists exists, every word that exists is in it."""

import subprocess
import sys
from pathlib import Path

import pytest

from vivier_web.procedures.checks import check
from vivier_web.procedures.definition import read, shipped, words
from vivier_web.procedures.definition.conditions import FAMILIES
from vivier_web.procedures.simulation import Assumptions, simulate

ROOT = Path(__file__).resolve().parents[3]
GUIDE = (ROOT / "docs" / "guides" / "ecrire-une-procedure.md").read_text(encoding="utf-8")
EXAMPLE = GUIDE.split("```toml\n")[1].split("```")[0]
LISTS = (
    words.KINDS,
    words.ROLES,
    words.DOCUMENTS,
    words.ACTS,
    words.FIELD_KINDS,
    words.OUTCOMES,
    words.SILENCES,
    words.CERTAINTIES,
    words.RELABELS,
)


def test_the_example_of_the_guide_is_read_sound_and_runs() -> None:
    procedure = read(EXAMPLE)
    assert check(procedure) == ()
    trial = simulate(procedure, Assumptions(dossiers=20))
    assert trial.stuck == ()
    assert dict(trial.outcomes)["accepted"] > 0


@pytest.mark.parametrize("listed", LISTS, ids=lambda listed: next(iter(listed)))
def test_the_guide_names_every_word_of_every_list(listed: dict[str, str]) -> None:
    assert [word for word in listed if word not in GUIDE] == []


def test_the_guide_names_every_shipped_procedure_and_every_subject() -> None:
    assert [each.key for each in shipped() if f"`{each.key}`" not in GUIDE] == []
    assert [family for family in FAMILIES if f"`{family}." not in GUIDE] == []


def test_the_script_counts_the_questions_asked_twice_and_fails_above_half(tmp_path: Path) -> None:
    script = [sys.executable, str(ROOT / "bench" / "coordination.py")]
    done = subprocess.run(script, capture_output=True, text=True, check=True, cwd=tmp_path)
    assert "disparaît                   17 sur 20, 85%" in done.stdout
    stubborn = tmp_path / "toujours.toml"
    stubborn.write_text(
        EXAMPLE.replace("required = true", "required = true, again = true").replace(
            "weight = 100", "weight = 100\nagain = true"
        ),
        encoding="utf-8",
    )
    (tmp_path / "a.toml").write_text(EXAMPLE, encoding="utf-8")
    done = subprocess.run(
        [*script, "a.toml", "toujours.toml"], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert (done.returncode, "disparaît                   1 sur 4, 25%" in done.stdout) == (1, True)
