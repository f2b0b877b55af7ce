"""`vivier gaps` on what `vivier polyvalence` really writes, and on texts that only punctuation tells apart."""

import csv
import io
from pathlib import Path

import pytest
from click.testing import CliRunner

from vivier.cli import gaps_files
from vivier.cli.gaps import gaps
from vivier.cli.gaps_files import Asked
from vivier.cli.gaps_outlook import ahead_of
from vivier.cli.polyvalence import polyvalence
from vivier.gaps import Held
from vivier.gaps.data import Needed, Retention, Staff
from vivier.occupations.skills import match
from vivier.vocabulary import InputError

OUTLOOK = "occupation,headcount,departures,openings\nH2913,4,0,0\n"
MATRIX = """Matricule;Nom;Soudure MIG;Soudure TIG;Pliage
7;Durand;3;NC;0
8;Petit;3;;NC
9;Blanc;2;NC;NC
"""
OPTIONS = {"years": 5, "reference": None}


def called(command, *words: object) -> str:
    done = CliRunner().invoke(command, list(map(str, words)), standalone_mode=False)
    if done.exception:
        raise done.exception
    return done.output


def written(folder: Path, **files: str) -> dict[str, Path]:
    for name, content in files.items():
        (folder / f"{name}.csv").write_text(content, encoding="utf-8")
    return {name: folder / f"{name}.csv" for name in files}


def asked(folder: Path, **files: str) -> Asked:
    default = {"outlook": OUTLOOK, "required": "occupation,skill\nH2913,TIG\n"}
    paths = written(folder, **(default | files))
    return gaps_files.asked_for((paths["outlook"], paths["held"], paths.get("declared"), paths["required"]), OPTIONS)


def table(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


def test_people_whom_a_matrix_did_not_assess_are_unknown_and_refuse_nothing(tmp_path: Path) -> None:
    """TIG has nobody assessed: it has no gap. MIG has three of four people assessed, the fourth is unknown."""
    required = "occupation,skill\nH2913,Soudure MIG\nH2913,Soudure TIG\nH2913,Pliage\n"
    paths = written(tmp_path, outlook=OUTLOOK, matrice=MATRIX, required=required)
    held, out = tmp_path / "titulaires.csv", tmp_path / "out"
    called(polyvalence, paths["matrice"], "--out", held)
    assert "non_evalue" in held.read_text(encoding="utf-8")  # what could be mistaken for a level is there
    said = called(gaps, paths["outlook"], held, "--required", paths["required"], "--out", out)
    rows = {row["skill"]: row for row in table(out / "gaps.csv")}
    assert {name: (row["n"], row["known"], row["concerned"]) for name, row in rows.items()} == {
        "Pliage": ("1", "0", "4"), "Soudure MIG": ("3", "2", "4"),
    }  # fmt: skip
    assert "1\u00a0compétence requise sans aucune évaluation" in said
    assert "Durand" not in (out / "gaps.csv").read_text(encoding="utf-8")


def test_a_matrix_where_nobody_was_assessed_gives_no_gap_at_all(tmp_path: Path) -> None:
    found = asked(tmp_path, held="company,skill,level,people\nA,TIG,non_evalue,6\n")
    assert (found.held, found.matches) == ((), ())


def test_a_declaration_says_everybody_s_level(tmp_path: Path) -> None:
    """Not assessed is a word of matrices: somebody who declares holders knows them."""
    with pytest.raises(InputError, match="la colonne « level »"):
        asked(
            tmp_path, held="company,skill,level,people\nA,TIG,3,6\n",
            declared="skill,people,level\nTIG,3,non_evalue\n",
        )  # fmt: skip


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        ({"1": "C++", "2": "C#"}, {"c#": "2", "C++": "1", "C": ""}),
        ({"2": "C#", "1": "C++"}, {"c#": "2", "C++": "1", "C": ""}),
        ({"1": "Soudage TIG", "2": "Lecture de plan"}, {" soudage  tig. ": "1", "LECTURE-DE-PLAN": "2"}),
        ({"OGR7": "Pliage"}, {"ogr7": "OGR7", "pliage": "OGR7"}),
    ],
)
def test_labels_that_punctuation_alone_tells_apart_are_never_taken_for_one_another(labels, expected) -> None:
    matches = {each.text: each for each in match(expected, among=labels)}
    assert gaps_files._sure(matches, labels) == expected


def test_the_very_label_comes_before_a_text_that_looks_like_it(tmp_path: Path) -> None:
    """« C# » is exact though it looks no more like itself than like « C++ »: it is not left for a likeness."""
    rows = "company,skill,level,people\nA,C#,3,2\nA,C++,4,1\nB,C#,1,5\n"
    found = asked(tmp_path, held=rows, required="occupation,skill\nH2913,C#\nH2913,C++\n")
    assert found.held == (Held("C#", 3, 2, "A"), Held("C++", 4, 1, "A"), Held("C#", 1, 5, "B"))
    assert {each.text: (each.skill, each.chance, each.decision) for each in found.matches} == {
        "C#": ("C#", 1.0, "sure"), "C++": ("C++", 1.0, "sure"),
    }  # fmt: skip


def test_a_skill_that_was_made_harmless_is_read_as_it_was(tmp_path: Path) -> None:
    found = asked(
        tmp_path, held="company,skill,level,people\nA,'=Pliage,3,2\n", required="occupation,skill\nH2913,=Pliage\n"
    )
    assert found.held == (Held("=Pliage", 3, 2, "A"),)


def test_what_a_person_wrote_is_never_a_formula_in_what_is_written(tmp_path: Path) -> None:
    paths = written(
        tmp_path, outlook=OUTLOOK, held="company,skill,level,people\nA,=Pliage,3,2\nA,@Danse,3,2\n",
        required="occupation,skill\nH2913,=Pliage\n",
    )  # fmt: skip
    out = tmp_path / "out"
    called(gaps, paths["outlook"], paths["held"], "--required", paths["required"], "--out", out)
    assert [(row["skill"], row["label"]) for row in table(out / "gaps.csv")] == [("'=Pliage", "'=Pliage")]
    assert [(row["text"], row["decision"]) for row in table(out / "rapprochements.csv")] == [
        ("'@Danse", "none"), ("'=Pliage", "sure"),
    ]  # fmt: skip


def test_required_levels_and_shares_are_optional(tmp_path: Path) -> None:
    text = "occupation;skill;level;share\nH2913;TIG;;\nH2913;MIG;2;25 %\nX;Autre;9;9\n"
    found = asked(tmp_path, held="company,skill,level,people\nA,TIG,3,2\n", required=text)
    assert [(row.skill, row.level, row.share) for row in found.required] == [("TIG", 3, 1.0), ("MIG", 2, 0.25)]


def test_an_occupation_without_people_is_left_out_of_what_lies_ahead(tmp_path: Path) -> None:
    text = "occupation,headcount,departures,openings\nA,0,0,3\nB,8,2,1\n"
    ahead, on = ahead_of(written(tmp_path, outlook=text)["outlook"], 7)
    assert (ahead.years, on) == (7, "")
    assert ahead.staff == (Staff("B", 8),)
    assert ahead.retention == (Retention("B", 0.75),)
    assert ahead.needed == (Needed("B", 7.0),)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("A,2.5,0,0", r"Ligne 2 de « outlook.csv » : la colonne « headcount » doit être un nombre entier"),
        ("A,-4,0,0", "la colonne « headcount » doit être un nombre positif"),
        ("A,4,nan,0", "la colonne « departures » doit être un nombre"),
        ("A,4,1,inf", "la colonne « openings » doit être un nombre"),
        ("A,4,,0", "elle est vide"),
        ("A,4,5,0", r"« A » perdrait 5 personnes sur 4"),
    ],
)
def test_an_outlook_that_makes_no_sense_is_refused(tmp_path: Path, line: str, sentence: str) -> None:
    path = written(tmp_path, outlook=f"occupation,headcount,departures,openings\n{line}\n")["outlook"]
    with pytest.raises(InputError, match=sentence):
        ahead_of(path, 5)


@pytest.mark.parametrize("name", ["outlook", "held", "required"])
def test_nothing_that_is_read_is_written_over(tmp_path: Path, name: str) -> None:
    files = written(
        tmp_path, outlook=OUTLOOK, held="company,skill,level,people\nA,TIG,3,2\n",
        required="occupation,skill\nH2913,TIG\n",
    )  # fmt: skip
    content = files[name].read_bytes()
    files[name] = files[name].rename(tmp_path / "gaps.csv")
    with pytest.raises(InputError, match="aussi un fichier à lire"):
        called(gaps, files["outlook"], files["held"], "--required", files["required"], "--out", tmp_path)
    assert (tmp_path / "gaps.csv").read_bytes() == content
    assert not (tmp_path / "gaps.json").exists()
