"""Other packages add their own subcommands by entry point; the library never imports them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

_MODULE = """import click


@click.command(help="Accueillir les visiteurs.")
@click.option("--port", default=8000)
def welcome(port):
    click.echo(f"port {port}")
"""


@pytest.fixture
def product(tmp_path: Path) -> Path:
    """A package installed beside the library, that offers `vivier welcome`."""
    (tmp_path / "fictional_product.py").write_text(_MODULE, encoding="utf-8")
    described = tmp_path / "fictional_product-1.0.dist-info"
    described.mkdir()
    (described / "METADATA").write_text("Metadata-Version: 2.1\nName: fictional-product\nVersion: 1.0\n")
    (described / "entry_points.txt").write_text("[vivier.commands]\nwelcome = fictional_product:welcome\n")
    return tmp_path


def vivier(product: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(product), "PYTHONUTF8": "1"}
    command = [sys.executable, "-c", "from vivier.cli import main; main()", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=60)


def test_an_added_command_runs_and_is_listed(product: Path) -> None:
    assert vivier(product, "welcome", "--port", "9000").stdout == "port 9000\n"
    listed = vivier(product, "--help").stdout
    assert "welcome" in listed
    assert "Accueillir les visiteurs." in listed


def test_an_added_command_does_not_hide_the_library_s_own(product: Path) -> None:
    entry = product / "fictional_product-1.0.dist-info" / "entry_points.txt"
    entry.write_text("[vivier.commands]\nread = fictional_product:welcome\n")
    assert "FICHIER…" in vivier(product, "read", "--help").stdout


def test_without_the_package_its_command_is_told_unknown(tmp_path: Path) -> None:
    done = vivier(tmp_path, "welcome")
    assert done.returncode == 2
    assert "n’a pas été comprise" in done.stderr
