"""`vivier gaps` as a person meets it."""

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from factories.study import study
from vivier.cli.gaps import gaps
from vivier.cli.gaps_outlook import ahead_of
from vivier.reference import Store
from vivier.report.data_file import data_file
from vivier.report.traced import compose, evidence
from vivier.vocabulary import InputError

OUTLOOK = """occupation,headcount,departures,departures_low,departures_high,openings,openings_low,openings_high
H2913,40,10,7,13,14,9,19
H2911,20,4,,,4,,
"""
MATRIX = """company,skill,required,age,level,people
Atelier A,Soudage TIG,3,,3,6
Atelier A,Soudage TIG,3,,1,4
Atelier B,soudage tig,,,2,5
Atelier A,Tango argentin,,,4,2
"""
REQUIRED = """occupation;skill;level;share
H2913;Soudage TIG;3;0,5
H2911;Lecture de plan;2;100 %
H9999;Autre;2;1
"""
DECLARED = "skill,people,level,company\nLecture de plan,1,3,Atelier A\nSoudage TIG,2,4,Atelier B\n"


def run(*words):
    done = CliRunner().invoke(gaps, list(map(str, words)), standalone_mode=False)
    if done.exception:
        raise done.exception
    return done.output


@pytest.fixture
def files(tmp_path: Path) -> Path:
    texts = {"outlook": OUTLOOK, "matrix": MATRIX, "required": REQUIRED, "declared": DECLARED}
    for name, text in texts.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return tmp_path


def measured(files: Path, *words: object) -> tuple[str, dict[str, dict[str, str]]]:
    given = (files / "outlook.csv", files / "matrix.csv", "--required", files / "required.csv")
    said = run(*given, *words, "--out", files / "out")
    rows = csv.DictReader(io.StringIO((files / "out" / "gaps.csv").read_text(encoding="utf-8")))
    return said, {row["skill"]: row for row in rows}


def test_from_an_outlook_and_matrices_to_gaps(files: Path) -> None:
    said, rows = measured(files)
    assert set(rows) == {"Soudage TIG"}
    tig = rows["Soudage TIG"]
    assert float(tig["posts"]) == pytest.approx(0.5 * 44, rel=0.02)  # 30 who stay and 14 openings
    assert (tig["n"], tig["known"], tig["companies"], tig["concerned"]) == ("15", "6", "2", "40")
    assert float(tig["short_low_80"]) <= float(tig["short"]) <= float(tig["short_high_80"])
    assert "1\u00a0compétence mesurée dans 5\u00a0ans" in said
    assert "1\u00a0compétence requise sans aucune évaluation" in said
    assert "1\u00a0texte de matrices sans compétence sûre" in said
    assert "Tango argentin" in (files / "out" / "rapprochements.csv").read_text(encoding="utf-8")


def test_a_declaration_names_every_holder_and_comes_before_a_matrix(files: Path) -> None:
    _, rows = measured(files, "--declared", files / "declared.csv")
    assert set(rows) == {"Lecture de plan", "Soudage TIG"}
    assert rows["Lecture de plan"]["known"] == "1"
    assert (rows["Soudage TIG"]["known"], rows["Soudage TIG"]["n"]) == ("8", "12")  # B declares 2, its matrix is left


def test_the_data_file_may_be_cited_by_a_document(files: Path) -> None:
    measured(files)
    content = (files / "out" / "gaps.json").read_bytes()
    source = evidence("ecarts", content, title="Écarts de compétences")
    document = compose('Il manquera {{ecarts.ecarts["ensemble", "heures"]}}.', [source])
    assert "heures (8\u00a0chances sur 10 d’être entre" in document.lines[0].words
    held = json.loads(content)
    line = held["tableaux"]["competences"]["lignes"][0]
    assert set(line) == {
        "competence", "chiffre", "valeur", "unite", "n", "bas_80", "haut_80", "bas_95", "haut_95",
    }  # fmt: skip
    assert {each["nom"] for each in held["hypotheses"]} >= {"level", "share", "skill_hours"}


def test_the_same_files_and_seed_give_the_same_bytes(files: Path) -> None:
    measured(files, "--seed", 4)
    first = {path.name: path.read_bytes() for path in (files / "out").iterdir()}
    measured(files, "--seed", 4)
    assert first == {path.name: path.read_bytes() for path in (files / "out").iterdir()}
    assert set(first) == {"gaps.csv", "gaps.json", "rapprochements.csv"}


def test_recruits_who_arrive_with_a_level_need_fewer_hours(files: Path) -> None:
    hours = [float(measured(files, "--newcomers", level)[1]["Soudage TIG"]["hours"]) for level in (0, 2)]
    assert hours[1] < hours[0]


def test_an_interval_of_a_table_becomes_a_spread_once(files: Path) -> None:
    """Openings replace departures: posts vary only by what openings vary more than departures."""
    ahead, on = ahead_of(files / "outlook.csv", 5)
    kept = {row.occupation: row for row in ahead.retention}
    assert kept["H2913"].rate == 0.75
    assert kept["H2913"].sd == pytest.approx(3 / 1.28155 / 40, rel=1e-4)
    posts = {row.occupation: row for row in ahead.needed}
    assert (posts["H2913"].posts, posts["H2911"].posts) == (44, 20)
    assert posts["H2913"].sd == pytest.approx((5**2 - 3**2) ** 0.5 / 1.28155, rel=1e-4)
    assert (posts["H2911"].sd, on) == (0, "")


def test_a_study_gives_its_occupations_its_horizon_and_its_day(tmp_path: Path) -> None:
    (tmp_path / "study.json").write_bytes(data_file(study(400, 5, 8)))
    ahead, on = ahead_of(tmp_path / "study.json", 5)
    assert (ahead.years, on) == (10, "2026-01-31")
    assert {row.occupation for row in ahead.staff} == {row.occupation for row in ahead.needed}
    assert "ensemble" not in {row.occupation for row in ahead.staff}
    assert all(0 < row.rate < 1 for row in ahead.retention)


def test_the_rome_says_what_is_required_when_no_file_does(files: Path, published: Store) -> None:
    label = next(
        use.label for use in published.nomenclature("rome4").skills("H2913") if use.core and use.kind == "skill"
    )
    (files / "matrix.csv").write_text(f'company,skill,level,people\nA,"{label}",3,6\n', encoding="utf-8")
    said = run(files / "outlook.csv", files / "matrix.csv", "--reference", published.folder, "--out", files / "out")
    assert "1\u00a0compétence mesurée" in said
    assert label in said


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("outlook", "occupation,headcount,departures,openings\nH2913,10,12,3\n", "perdrait 12 personnes sur 10"),
        (
            "outlook",
            OUTLOOK.replace("10,7,13", "10,13,7"),
            "Ligne 2 de « outlook.csv » : l’intervalle de « departures »",
        ),
        ("outlook", "occupation,headcount,departures,openings\nX1,10,1,1\n", "Aucun métier de « required.csv »"),
        ("matrix", "company,skill,level,people\nA,TIG,7,3\n", "Ligne 2 de « matrix.csv »"),
        ("matrix", "company,skill,level,people\nA,TIG,3,trois\n", "la colonne « people » doit être un nombre"),
        ("required", "occupation,skill,level\nH2913,TIG,9\n", "Ligne 2 de « required.csv »"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_line(files: Path, name: str, text: str, sentence: str) -> None:
    (files / f"{name}.csv").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=sentence):
        measured(files)


def test_occupations_that_the_rome_does_not_know_are_said(files: Path, published: Store) -> None:
    (files / "outlook.csv").write_text("occupation,headcount,departures,openings\nX1,10,1,1\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"\(X1…\).*donnez vos perspectives en codes ROME.*--required REQUIS\.csv"):
        run(files / "outlook.csv", files / "matrix.csv", "--reference", published.folder, "--out", files / "out")


def test_the_demonstration_is_always_announced(files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIVIER_REFERENCE", str(tmp_path / "nulle-part"))
    (files / "outlook.csv").write_text(
        "occupation,headcount,departures,openings\nDEMO-U01,10,1,1\n", encoding="utf-8"
    )
    said = run(files / "outlook.csv", files / "matrix.csv", "--out", files / "out")
    assert said.startswith("Compétences requises d’une NOMENCLATURE DE DÉMONSTRATION")
