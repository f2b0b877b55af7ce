"""`vivier demo-files`, as somebody types it."""

import subprocess
import sys

from click.testing import CliRunner, Result

from vivier.cli.demo_files import demo_files


def run(*arguments: object) -> Result:
    return CliRunner().invoke(demo_files, [str(argument) for argument in arguments])


def test_it_says_what_was_made_where_and_what_to_do_next(tmp_path):
    result = run(tmp_path / "fichiers", "--members", 2, "--seed", 5)
    assert result.exit_code == 0
    assert "2 adhérents" in result.stdout
    assert f"dans {tmp_path / 'fichiers'}" in result.stdout
    assert "LISEZMOI.txt" in result.stdout
    assert f"vivier study {tmp_path / 'fichiers'} --on 2026-01-31 --declared" in result.stdout


def test_it_is_silent_on_stderr_when_that_is_no_terminal(tmp_path):
    assert run(tmp_path / "fichiers", "--members", 1).stderr == ""


def test_the_file_of_declared_counts_it_names_exists(tmp_path):
    result = run(tmp_path / "fichiers", "--members", 1)
    named = result.stdout.split("--declared ")[1].split(" --out")[0]
    assert named == str(tmp_path / "fichiers" / "effectifs_declares.csv")
    assert (tmp_path / "fichiers" / "effectifs_declares.csv").is_file()


def test_it_refuses_a_folder_in_use_with_one_sentence(tmp_path):
    (tmp_path / "paie.dsn").write_bytes(b"")
    result = run(tmp_path, "--members", 1)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("Le dossier ")
    assert result.stderr.count("\n") == 1
    assert "Traceback" not in result.output


def test_it_refuses_a_pole_of_nobody_or_of_too_many(tmp_path):
    for members in (0, 201, -3):
        result = run(tmp_path / "fichiers", "--members", members)
        assert result.exit_code == 2
        assert (
            result.stderr == "Un pôle fictif compte de 1 à 200 adhérents : choisissez un nombre entre ces deux-là.\n"
        )
        assert not (tmp_path / "fichiers").exists()


def test_it_replaces_what_it_made(tmp_path):
    assert run(tmp_path / "fichiers", "--members", 1).exit_code == 0
    assert run(tmp_path / "fichiers", "--members", 1).exit_code == 0


def test_its_help_is_in_french():
    result = run("--help")
    assert result.exit_code == 0
    assert "pôle fictif" in result.stdout
    assert "de 1 à 200" in result.stdout


def test_the_command_loads_the_pole_only_when_it_runs():
    code = "import sys, vivier.cli.demo_files; print('vivier.demo' in sys.modules, 'openpyxl' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
