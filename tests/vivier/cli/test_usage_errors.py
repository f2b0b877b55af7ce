"""Every mistake on the command line is one French sentence; nothing of click's own English is ever shown."""

import re

import click
import pytest

from vivier.cli.french import FrenchCommand, sentence
from vivier.cli.main import main, vivier

ENGLISH = re.compile(
    r"\b(is not|in the range|invalid|Missing|argument|requires|does not|value|unexpected|extra|No such|Usage:|Options:"
    r"|Commands:|Error|Try|Show|default:|required|INTEGER|TEXT|RANGE|PATH)\b|\bCOMMAND\b"
)
INTEGERS = [
    *(("study x --out e", "--horizon", bad) for bad in ("abc", "0", "31", "1.5", "")),
    *(("study x --out e", "--seed", bad) for bad in ("abc", "-1")),
    *((f"{command}", "--max-mb", bad) for command in ("read x", "study x --out e") for bad in ("0", "deux")),
    *(("demo-files d", option, "abc") for option in ("--seed", "--members")),
]


def typed(
    words: str | list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> tuple[object, str]:
    """Run a command line in this process: its exit code, and all it showed."""
    monkeypatch.setattr("sys.argv", ["vivier", *(words.split() if isinstance(words, str) else words)])
    with pytest.raises(SystemExit) as end:
        main()
    shown = capsys.readouterr()
    return end.value.code, shown.out + shown.err


@pytest.mark.parametrize(("command", "option", "bad"), INTEGERS)
def test_a_wrong_number_says_which_numbers_are_right(command, option, bad, monkeypatch, capsys) -> None:
    code, shown = typed([*command.split(), option, bad], monkeypatch, capsys)
    assert code == 2
    assert f"La valeur donnée à {option} ne convient pas (écrivez un nombre entier" in shown
    assert f"« vivier {command.split()[0]} --help »" in shown
    assert len(shown.strip().splitlines()) == 1
    assert not ENGLISH.search(shown)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("read x --prefer autre", "choisissez nominal ou aggregated"),
        ("study x --out e --prefer autre", "choisissez nominal ou aggregated"),
        ("read x --on 31/01/2026", "écrivez une date comme 2026-01-31"),
        ("study x --out e --on 2026-02-30", "écrivez une date comme 2026-01-31"),
        ("read x --on", "Il manque une valeur après --on"),
        ("read --json", "Il manque une valeur après --json"),
        ("study x --out", "Il manque une valeur après --out"),
        ("read x --single-ages=3", "L’option --single-ages ne prend pas de valeur"),
        ("read x --singl", "L’option --singl n’existe pas"),
        ("read x -z", "L’option -z n’existe pas"),
        ("read", "Il manque FICHIER…"),
        ("study", "Il manque FICHIER…"),
        ("study x", "Il manque --out"),
        ("demo-files", "Il manque DIR"),
        ("convert", "Il manque CASES.csv"),
        ("convert x --to fap2021 --out y", "Il manque --from"),
        ("convert x --from rome3 --out y", "Il manque --to"),
        ("demo-files a b", "plus de paramètres"),
        ("lire x", "n’a pas été comprise"),
        ("--zut", "L’option --zut n’existe pas"),
    ],
)
def test_a_mistake_is_one_french_sentence(words: str, said: str, monkeypatch, capsys) -> None:
    code, shown = typed(words, monkeypatch, capsys)
    assert code == 2
    assert said in shown
    assert len(shown.strip().splitlines()) == 1
    assert not ENGLISH.search(shown)


@pytest.mark.parametrize(
    "words", ["--help", "read --help", "study --help", "demo-files --help", "convert --help", ""]
)
def test_help_pages_hold_no_english(words: str, monkeypatch, capsys) -> None:
    code, shown = typed(words, monkeypatch, capsys)
    assert code == (0 if words else 2)
    assert "Usage :" in shown
    assert "Afficher cette aide." in shown
    assert not ENGLISH.search(shown)


def test_every_option_of_every_command_is_described_in_its_help() -> None:
    for command in vivier.commands.values():
        page = command.get_help(click.Context(command, info_name=command.name))
        for param in command.params:
            if isinstance(param, click.Option):
                assert param.opts[0] in page
                assert param.help


def test_an_option_that_a_product_adds_speaks_french_too() -> None:
    @click.command("serve", cls=FrenchCommand)
    @click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Le port.")
    @click.option("--file", type=click.File(), help="Un fichier.")
    def serve(**_: object) -> None:
        """Servir."""

    for words in (["--port", "x"], ["--file", "/absent"], ["--port"], ["a"]):
        with pytest.raises(click.UsageError) as error:
            serve.main(words, standalone_mode=False, prog_name="vivier serve")
        assert not ENGLISH.search(sentence(error.value))
        assert "« vivier serve --help »" in sentence(error.value)
