"""The rules of the house that import-linter cannot see."""

import ast
import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src"
MODULES = sorted(path for path in SOURCE.rglob("*.py") if path.parent.name != "migrations")  # those a tool wrote
REFUSED = {"utils", "helpers", "misc", "common", "manager", "service", "data2", "info", "process", "handle"}
# By Django's commands, by allauth's providers, by the standard reader of HTML.
IMPOSED = {"handle", "extract_common_fields", "handle_starttag", "handle_endtag", "handle_data"}
ENGINES = sorted(path.parent.name for path in (SOURCE / "vivier").glob("*/__init__.py"))


def words(name: str) -> set[str]:
    return set(re.split(r"[_\W]+", name.lower()))


def test_every_folder_with_code_is_a_package() -> None:
    packages = {path.parent for path in SOURCE.rglob("__init__.py")}
    assert {path.parent for path in SOURCE.rglob("*.py")} == packages


def test_no_file_nor_folder_has_a_refused_name() -> None:
    for path in SOURCE.rglob("*"):
        if "__pycache__" not in path.parts:
            assert not words(path.stem) & REFUSED, path


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_every_module_opens_with_a_sentence_and_names_nothing_refused(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    first = (ast.get_docstring(tree) or "").split("\n")[0]
    assert first.endswith((".", ":", "?")) or first.count(" ") > 3, f"{path} says nothing"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name not in IMPOSED:
            assert not words(node.name) & REFUSED, f"{path}:{node.lineno} {node.name}"
            assert not node.name.startswith("do_"), f"{path}:{node.lineno} {node.name}"


@pytest.mark.parametrize("name", ENGINES)
def test_importing_an_engine_loads_no_framework(name: str) -> None:
    program = f"import sys, vivier.{name}; print(*sorted({{m.split('.')[0] for m in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not {"django", "pandas", "polars", "sqlite3", "requests", "distributed"} & set(done.stdout.split())


@pytest.mark.parametrize("name", [name for name in ENGINES if name not in ("cli", "reference")])
def test_an_engine_shows_at_most_six_names_and_documents_them(name: str) -> None:
    engine = importlib.import_module(f"vivier.{name}")
    public = getattr(engine, "__all__", [])
    assert len(public) <= 6, public
    assert all(getattr(engine, each).__doc__ for each in public)


def test_help_is_shown_without_loading_what_is_heavy() -> None:
    program = "import sys, vivier.cli.main; print(*sorted({m.split('.')[0] for m in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not {"numpy", "scipy", "altair", "vl_convert", "rich", "openpyxl", "distributed"} & set(
        done.stdout.split()
    )


def test_engines_with_a_method_say_what_they_must_not_be_used_for() -> None:
    rooms = ("occupations/aggregation", "occupations/coder", "occupations/nearness", "occupations/skills")
    engines = ("aid", "disclosure", "gaps", "intake", *rooms, "panels", "reference", "strategy", "supply", "survey")
    for name in (*engines, "training", "workforce"):
        text = (SOURCE / "vivier" / name / "METHODE.md").read_text(encoding="utf-8")
        assert "ne doit pas servir" in text or "ne doivent pas servir" in text, name


def test_the_glossary_names_every_public_class() -> None:
    glossary = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
    for name in (
        "Headcount",
        "Cell",
        "Site",
        "Company",
        "Flow",
        "Outlook",
        "Stock",
        "Assumptions",
        "Study",
        "Anomaly",
        "Skill",
    ):
        assert f"`{name}`" in glossary, name


def test_the_wheel_carries_what_the_library_reads() -> None:
    data = {".toml", ".csv", ".json", ".css", ".js", ".md"}
    carried = {path.suffix for path in (SOURCE / "vivier").rglob("*") if path.is_file()}
    assert carried <= {*data, ".py", ".pyc", ".typed", ".woff2", ".nbi", ".nbc"}


def test_no_file_was_left_in_the_middle_of_a_merge() -> None:
    marks = re.compile(r"^(<{7}|>{7}) ", re.MULTILINE)
    kinds = ("*.py", "*.md", "*.toml", "*.html", "*.css", "*.mjs")
    written = [
        path for folder in ("src", "tests", "docs", "bench") for kind in kinds for path in (ROOT / folder).rglob(kind)
    ]
    assert len(written) > 500
    assert [path for path in [*written, *ROOT.glob("*.md")] if marks.search(path.read_text(encoding="utf-8"))] == []
