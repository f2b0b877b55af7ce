"""`vivier near` as a person meets it, on the demonstration."""

import os
import subprocess
import sys

import pytest

from factories import trades
from vivier.occupations.nearness.face import learn
from vivier.reference import store


def vivier(folder, *words):
    command = [sys.executable, "-W", "error", "-c", "from vivier.cli import main; main()", "near", *words]
    environment = {**os.environ, "COLUMNS": "160", "PYTHONUTF8": "1", "VIVIER_REFERENCE": str(folder)}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


def test_a_card_says_how_near_what_is_in_hand_and_what_to_learn(tmp_path):
    done = vivier(tmp_path, "demo-c01", "-n", "2")
    assert (done.returncode, done.stderr) == (0, "")
    assert "NOMENCLATURE DE DÉMONSTRATION" in done.stdout
    assert "Où peuvent aller celles et ceux de DEMO-C01 — Chaudronnerie" in done.stdout
    assert "DEMO-C02 — Assemblage soudé à la main" in done.stdout
    assert "mobilité de la démonstration" in done.stdout
    assert "déjà en main (" in done.stdout
    assert "à apprendre (" in done.stdout
    assert "3. " not in done.stdout


def test_the_other_direction_asks_who_could_come(tmp_path):
    assert "Qui pourrait venir à DEMO-C02" in vivier(tmp_path, "DEMO-C02", "--from").stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("DEMO-C99",), "Codes les plus proches : "),
        (("DEMO-C01", "--nomenclature", "rome9"), "n’est pas installée"),
        (("623f", "--nomenclature", "demo"), "n’est pas dans « demo »"),
        (("DEMO-C",), "choisissez-en un (DEMO-C01, "),
        (("DEMO-C01", "-n", "0"), "écrivez un nombre entier de 1 à 100"),
        (("623f",), "demandez la proximité dans le ROME"),
    ],
)
def test_what_cannot_be_shown_is_one_sentence_and_exit_code_2(tmp_path, words, said):
    done = vivier(tmp_path, *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_what_is_not_kept_yet_is_ranked_and_the_error_stream_says_how_to_keep_it(tmp_path):
    folder = trades.filled(tmp_path, trained=False)
    slow = vivier(folder, trades.WELDING, "-n", "2")
    assert slow.returncode == 0
    assert "« vivier reference train » les garde" in slow.stderr
    learn(store(folder).nomenclature("rome4"))
    ready = vivier(folder, trades.WELDING, "-n", "2")
    assert (ready.stdout, ready.stderr) == (slow.stdout, "")
