"""The files of a plan written and what the screen says of it: to the byte, whole or not at all."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vivier.cli.plan_files import names_of, write_plan
from vivier.cli.plan_summary import lines
from vivier.training import Plan
from vivier.training.result import AtWork, LeftOut, Reason, Seats, Session
from vivier.vocabulary import InputError

NOTHING = Plan(0.0, 0.0, 0, 0, 0, 0.0, 0.0, 0.123)
ONE = Plan(
    cost_eur=2442.126, bound_eur=2440.0, people_asked=9, people_trained=7, people_bound=8, budget_used_eur=2400.0,
    alone_eur=4842.0, seconds=1.234,
    sessions=(Session("S001", "TIG", "Givors", "", 7, 2400.0),),
    seats=(Seats("S001", "A", 4, 12.3456789), Seats("S001", "B, et fils", 3, 0.0)),
    reasons=(Reason("S001", 800.0, 0, 2, 5),),
)  # fmt: skip
SESSIONS = "session,course,place,seats,cost_eur\nS001,TIG,Givors,7,2400.00\n"
SEATS = 'session,company,people,km\nS001,A,4,12.345679\nS001,"B, et fils",3,0.000000\n'
WHY = "session,saved_eur,elsewhere,on_the_job,left_out\nS001,800.00,0,2,5\n"


def written(folder) -> dict[str, str]:
    return {path.name: path.read_bytes().decode() for path in folder.iterdir() if path.suffix == ".csv"}


def said(plan: Plan) -> list[str]:
    return [line.replace("\u202f", " ").replace("\xa0", " ") for line in lines(plan)]


@pytest.mark.parametrize(
    ("plan", "files"),
    [
        (
            NOTHING,
            {"sessions.csv": SESSIONS.split("\n", maxsplit=1)[0] + "\n", "seats.csv": SEATS.split("\n", maxsplit=1)[0] + "\n"},
        ),
        (ONE, {"sessions.csv": SESSIONS, "seats.csv": SEATS, "why.csv": WHY}),
        (
            replace(ONE, sessions=(Session("S001", "TIG", "Givors", "T1", 7, 2400.0),), reasons=()),
            {
                "sessions.csv": "session,course,place,seats,cost_eur,period\nS001,TIG,Givors,7,2400.00,T1\n",
                "seats.csv": SEATS,
            },
        ),
        (
            replace(
                NOTHING, left_out=(LeftOut("A", "TIG", 2, 3000.005),), at_work=(AtWork("A", "TIG", 1, 99.5),),
                funding=(("TIG", "OPCO", 99.5),),
            ),
            {
                "sessions.csv": SESSIONS.split("\n", maxsplit=1)[0] + "\n",
                "seats.csv": SEATS.split("\n", maxsplit=1)[0] + "\n",
                "left_out.csv": "company,course,people,cost_eur\nA,TIG,2,3000.01\n",
                "on_the_job.csv": "company,course,people,cost_eur\nA,TIG,1,99.50\n",
                "funding.csv": "course,funder,paid_eur\nTIG,OPCO,99.50\n",
            },
        ),
    ],
)  # fmt: skip
def test_tables_are_written_to_the_byte(tmp_path, plan, files) -> None:
    write_plan(tmp_path / "plan", plan)
    assert written(tmp_path / "plan") == files
    assert {path.name for path in (tmp_path / "plan").iterdir()} == {*files, "summary.json"} <= set(names_of())


def test_a_summary_never_says_a_bound_higher_than_it_is(tmp_path) -> None:
    write_plan(tmp_path, replace(ONE, bound_eur=2419.999))
    assert json.loads((tmp_path / "summary.json").read_text()) == {
        "cost_eur": 2442.13, "bound_eur": 2419.99, "gap": 0.009061, "people_asked": 9, "people_trained": 7,
        "budget_used_eur": 2400.0, "alone_eur": 4842.0, "seconds": 1.23,
    }  # fmt: skip


def test_writing_the_same_plan_twice_gives_the_same_bytes(tmp_path) -> None:
    write_plan(tmp_path / "one", ONE)
    write_plan(tmp_path / "two", ONE)
    assert written(tmp_path / "one") == written(tmp_path / "two")


def test_a_former_plan_leaves_nothing_behind_and_other_files_stay(tmp_path) -> None:
    (tmp_path / "notes.csv").write_text("à garder")
    write_plan(tmp_path, replace(ONE, funding=(("TIG", "OPCO", 1.0),), left_out=(LeftOut("A", "TIG", 2, 1.0),)))
    write_plan(tmp_path, NOTHING)
    assert sorted(written(tmp_path)) == ["notes.csv", "seats.csv", "sessions.csv"]
    assert (tmp_path / "notes.csv").read_text() == "à garder"


def test_a_folder_that_is_a_file_is_refused_and_untouched(tmp_path) -> None:
    taken = tmp_path / "plan"
    taken.write_text("déjà là")
    with pytest.raises(InputError) as refused:
        write_plan(taken, ONE)
    assert str(refused.value) == (
        "Rien n’a pu être écrit dans le dossier « plan » (ce nom est déjà pris par autre chose) : ce qui s’y trouvait "
        "est intact ; choisissez un dossier où vous pouvez écrire."
    )
    assert taken.read_text() == "déjà là"


@pytest.mark.parametrize(
    ("plan", "told"),
    [
        (
            NOTHING,
            [
                "0 session : 0 personne formée sur 0.",
                "Coût 0 € ; aucun plan ne coûte moins de 0 € (écart prouvé 0,00 %).",
                "Sessions et places : 0 €.",
            ],
        ),
        (
            replace(ONE, cost_eur=2500.0, bound_eur=2475.0, alone_eur=5000.0),
            [
                "1 session : 7 personnes formées sur 9.",
                "Coût 2 500 € ; aucun plan ne coûte moins de 2 475 € (écart prouvé 1,00 %).",
                "Sessions et places : 2 400 €.",
                (
                    "Entreprise par entreprise, les mêmes personnes coûteraient 5 000 € : mutualiser économise 2 500 € "
                    "(50,00 %)."
                ),
                "S001 (TIG, Givors) économise 800 € ; sans elle : 2 en AFEST, 5 sans formation.",
            ],
        ),
    ],
)
def test_a_plan_is_said_in_a_few_lines(plan, told) -> None:
    assert said(plan) == told


@pytest.mark.parametrize(
    ("fates", "told"),
    [
        ((1, 0, 0), "1 personne ailleurs"),
        ((2, 0, 0), "2 personnes ailleurs"),
        ((0, 1, 0), "1 en AFEST"),
        ((0, 0, 3), "3 sans formation"),
        ((2, 1, 3), "2 personnes ailleurs, 1 en AFEST, 3 sans formation"),
    ],
)
def test_the_fate_of_people_without_a_session_is_said(fates, told) -> None:
    line = said(replace(ONE, reasons=(Reason("S001", 1200.4, *fates),)))[-1]
    assert line == f"S001 (TIG, Givors) économise 1 200 € ; sans elle : {told}."


@given(st.lists(st.integers(0, 5), max_size=8))
def test_only_the_three_sessions_that_save_the_most_are_explained(saved) -> None:
    sessions = tuple(Session(f"S{n:03d}", "TIG", "Givors", "", 1, 1.0) for n in range(len(saved)))
    reasons = tuple(Reason(f"S{n:03d}", float(eur), 1, 0, 0) for n, eur in enumerate(saved))
    told = [line[:4] for line in said(replace(NOTHING, sessions=sessions, reasons=reasons))[3:]]
    assert told == [f"S{n:03d}" for n in sorted(range(len(saved)), key=lambda n: (-saved[n], n))][:3]
