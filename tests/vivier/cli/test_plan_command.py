"""`vivier plan` as a person meets it: three files in, sessions and seats out, one sentence a slip."""

import csv
import json
import sys

import pytest

from vivier.cli.main import main

NEEDS = """company,lat,lon,course,people,priority_eur
Fonderie du Gier,45.53,4.62,Soudage TIG,3,1500
Mécanique du Pilat,45.46,4.51,Soudage TIG,4,1500
"""
COURSES = """course,min_seats,max_seats,session_eur,seat_eur,hours,max_sessions_per_place
Soudage TIG,4,8,2400,0,21,4
"""
PLACES = """place,lat,lon,max_sessions
Lycée de Givors,45.59,4.77,2
"""
COMMAND = "besoins.csv formations.csv lieux.csv --out plan --time 5"


@pytest.fixture
def typed(monkeypatch, capsys, tmp_path):
    """Run `vivier plan` in this process, from the folder of the test: its exit code, and all it showed."""
    monkeypatch.chdir(tmp_path)

    def run(words=COMMAND, needs=NEEDS, courses=COURSES, places=PLACES):
        for name, text in (("besoins", needs), ("formations", courses), ("lieux", places)):
            (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
        monkeypatch.setattr(sys, "argv", ["vivier", "plan", *words.split()])
        with pytest.raises(SystemExit) as ended:
            main()
        shown = capsys.readouterr()
        return ended.value.code, (shown.out + shown.err).replace("\u202f", " ").replace("\xa0", " ")

    return run


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_plan_is_written_and_said_in_a_few_lines(typed, tmp_path) -> None:
    code, shown = typed(COMMAND + " --budget 5000 --travel-eur-per-km 0,6")
    assert code == 0
    assert "1 session : 7 personnes formées sur 7." in shown
    assert "mutualiser économise" in shown
    assert "sans elle : 7 sans formation" in shown
    assert rows(tmp_path / "plan/sessions.csv") == [
        {"session": "S001", "course": "Soudage TIG", "place": "Lycée de Givors", "seats": "7", "cost_eur": "2400.00"}
    ]
    seats = rows(tmp_path / "plan/seats.csv")
    assert [(row["session"], row["company"], row["people"]) for row in seats] == [
        ("S001", "Fonderie du Gier", "3"), ("S001", "Mécanique du Pilat", "4"),
    ]  # fmt: skip
    summary = json.loads((tmp_path / "plan/summary.json").read_text(encoding="utf-8"))
    assert list(summary) == [
        "cost_eur", "bound_eur", "gap", "people_asked", "people_trained", "budget_used_eur", "alone_eur", "seconds",
    ]  # fmt: skip
    travel = sum(2 * 0.6 * float(row["km"]) * int(row["people"]) for row in seats)
    assert summary["cost_eur"] == pytest.approx(2400 + travel, abs=0.01)
    assert summary["bound_eur"] <= summary["cost_eur"]
    assert not (tmp_path / "plan/left_out.csv").exists()


def test_optional_columns_are_read_and_their_tables_written(typed, tmp_path) -> None:
    needs = NEEDS.replace("priority_eur\n", "priority_eur,periods,max_km,on_the_job,release\n")
    needs = needs.replace(",3,1500\n", ",3,1500,T1|T2,50,2,3\n").replace(",4,1500\n", ",4,1500,,,,3\n")
    courses = COURSES.replace("place\n", "place,periods,funders,on_the_job_eur\n").replace(
        ",4\n", ",4,T1|T2,OPCO,100\n"
    )
    courses = courses.replace(",2400,0,", ",2400,300,")  # a seat is dearer than AFEST
    code, shown = typed(COMMAND + " --funder OPCO=9000", needs, courses, PLACES)
    assert code == 0, shown
    assert rows(tmp_path / "plan/on_the_job.csv")[0]["people"] == "2"
    assert {row["funder"] for row in rows(tmp_path / "plan/funding.csv")} == {"OPCO"}
    assert {row["period"] for row in rows(tmp_path / "plan/sessions.csv")} <= {"T1", "T2"}
    assert rows(tmp_path / "plan/left_out.csv")
    assert typed()[0] == 0  # a plan without them leaves none of their tables behind
    assert not (tmp_path / "plan/on_the_job.csv").exists()


def test_what_cannot_be_names_the_limit_to_loosen(typed, tmp_path) -> None:
    code, shown = typed(COMMAND + " --question tous --budget 1000")
    assert code == 2
    assert "le budget de 1 000 € ne le permet pas" in shown
    assert not (tmp_path / "plan").exists()


@pytest.mark.parametrize(
    ("words", "texts", "said"),
    [
        ("", {"needs": NEEDS.replace(",3,1500", ",trois,1500")}, "Ligne 2 de « besoins.csv »"),
        ("", {"needs": NEEDS.replace(",3,1500", ",3.5,1500")}, "nombre entier"),
        ("", {"courses": COURSES.replace(",8,", ",2,")}, "plus de places au minimum"),
        ("", {"places": PLACES.replace("45.59", "145.59")}, "latitude"),
        ("", {"places": "place,lat,lon\nA,45,4\n"}, "max_sessions"),
        (" --budget beaucoup", {}, "Le budget doit être un nombre positif"),
        (" --funder OPCO", {}, "NOM=EUR"),
        (" --question autre", {}, "--question"),
        ("", {"courses": COURSES.replace("Soudage TIG", "Autre")}, "« Soudage TIG »"),
    ],
)
def test_a_slip_is_told_in_one_sentence(typed, words, texts, said) -> None:
    code, shown = typed(COMMAND + words, **texts)
    assert code == 2
    assert said in shown
    assert "Traceback" not in shown


def test_two_releases_for_one_company_are_refused(typed) -> None:
    needs = NEEDS.replace("priority_eur\n", "priority_eur,release\n").replace(
        "Mécanique du Pilat", "Fonderie du Gier"
    )
    needs = needs.replace("Soudage TIG,4,1500", "Autre,4,1500,2").replace(",3,1500\n", ",3,1500,1\n")
    code, shown = typed(needs=needs)
    assert code == 2
    assert "deux nombres de personnes à libérer" in shown


def test_a_file_to_read_is_never_written_over(typed, tmp_path) -> None:
    (tmp_path / "sessions.csv").write_text(NEEDS, encoding="utf-8")
    code, shown = typed("sessions.csv formations.csv lieux.csv --out . --time 1")
    assert code == 2
    assert "aussi un fichier à lire" in shown
