"""A CSV of hiring projects: read as members write it, corrected line by line."""

from pathlib import Path

import pytest

from vivier.cli.projects import read_projects
from vivier.study.difficulty import Project
from vivier.vocabulary import InputError


def written(folder: Path, *lines: str) -> Path:
    path = folder / "embauches.csv"
    path.write_text("\n".join(("siret_or_key,occupation,people,hard", *lines)), encoding="utf-8")
    return path


def test_projects_are_read_with_spaces_and_capitals(tmp_path: Path) -> None:
    path = written(tmp_path, "000 100 115,623F,4,3", "000100222,628b,1 000,0")
    assert read_projects(path) == (Project("000100115", "623f", 4, 3), Project("000100222", "628b", 1000, 0))


@pytest.mark.parametrize(
    "line", ["000100115,623f,-1,0", "000100115,623f,2,3", ",623f,1,0", "000100115,,1,0", "a,b,,1"]
)
def test_nonsense_names_its_line_in_one_sentence(tmp_path: Path, line: str) -> None:
    with pytest.raises(InputError, match=r"ligne 2 de « embauches.csv ».*\.$"):
        read_projects(written(tmp_path, line))
