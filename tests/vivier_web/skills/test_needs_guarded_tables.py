"""Every table of the sums of returns regroups or hides what would betray a member, and says what it counts."""

import datetime as dt
import random

import pytest

from vivier_web.skills.needs.answers import (
    Answered,
    Difficulties,
    Hire,
    Perception,
    ProjectNeed,
    SkillWish,
    TrainingWish,
    Transition,
)
from vivier_web.skills.needs.creations import declared, onto
from vivier_web.skills.needs.schema import schema
from vivier_web.skills.needs.sums import Board, Sum, SumRow, board, in_batches

ASKED = schema("2026-1")
DAY = dt.date(2026, 11, 22)
YEARS = range(2026, 2037)
OTHERS = "Autres, regroupés"


def counted(*found: Answered, colleges: dict[int, str] | None = None) -> Board:
    return board(found, colleges or {}, ASKED)


def rows(found: Board, table: str) -> dict[str, tuple[Sum | None, ...]]:
    return {row.label: row.figures for row in found.table(table).rows}


def training(topic: str, people: int = 2, km: int = 30, year: int = 2027) -> TrainingWish:
    return TrainingWish(topic, people, dt.date(year, 1, 1), dt.date(year, 3, 31), km)


def creation(pcs: str, people: int, year: int = 2027) -> Hire:
    return Hire("x", pcs, "", year, people, is_difficult=False, is_creation=True)


def test_a_board_of_nobody_has_no_table() -> None:
    assert counted() == Board(0)
    assert in_batches([]) == ()


def test_returns_without_a_row_make_empty_tables_rather_than_none() -> None:
    found = counted(*(Answered(pk, DAY) for pk in range(5)))
    names = ["metiers", "competences", "formations", "formations_quand", "formations_distance", "difficultes",
             "raisons", "transitions", "perceptions"]  # fmt: skip
    assert [table.name for table in found.tables] == names
    assert [len(found.table(name).rows) for name in names] == [0, 0, 0, 0, 0, 1, 0, 4, 5]
    assert rows(found, "difficultes") == {"Nous ne recrutons pas": (Sum(5, "membres", 5), Sum(1.0, "part", 5))}


def test_every_row_has_a_figure_for_each_head() -> None:
    found = counted(
        *(
            Answered(pk, DAY, (creation("623e", 2),), (SkillWish("CAO", "gain", 2, 2027),), (training("CAO"),))
            for pk in range(5)
        ),
        colleges={0: "A", 1: "A"},
    )
    assert [table.name for table in found.tables if not table.rows] == ["raisons"]  # nobody gave any
    assert all(len(row.figures) == len(table.heads) for table in found.tables for row in table.rows)


def test_trainings_are_added_up_by_topic_start_and_distance() -> None:
    found = counted(
        *(Answered(pk, DAY, trainings=(training("Soudage", km=20), training("soudage", 1, 1000, 2028)))
          for pk in range(5)),
    )  # fmt: skip
    assert rows(found, "formations") == {"Soudage": (Sum(15, "personnes", 5),)}
    assert rows(found, "formations_quand") == {
        "2027": (Sum(10, "personnes", 5),),
        "2028": (Sum(5, "personnes", 5),),
    }
    assert rows(found, "formations_distance") == {
        "20 km au plus": (Sum(10, "personnes", 5),),
        "Plus loin": (Sum(5, "personnes", 5),),
    }


@pytest.mark.parametrize(
    ("km", "band"),
    [(1, "20 km au plus"), (20, "20 km au plus"), (21, "21 à 50 km"), (50, "21 à 50 km"), (51, "51 à 100 km"),
     (100, "51 à 100 km"), (101, "Plus loin"), (1000, "Plus loin")],
)  # fmt: skip
def test_a_distance_falls_in_one_band(km: int, band: str) -> None:
    found = counted(*(Answered(pk, DAY, trainings=(training("CAO", km=km),)) for pk in range(5)))
    assert rows(found, "formations_distance") == {band: (Sum(10, "personnes", 5),)}


def test_distances_are_shown_from_the_nearest_and_what_is_regrouped_comes_last() -> None:
    far = [Answered(pk, DAY, trainings=(training("CAO", 9, 900), training("CAO", 2, 10))) for pk in range(4)]
    lonely = Answered(4, DAY, trainings=(training("CAO", 3, 40),))
    assert list(rows(counted(*far, lonely), "formations_distance")) == ["Plus loin", OTHERS]
    assert rows(counted(*far, lonely), "formations_distance")[OTHERS] == (Sum(11, "personnes", 5),)


def test_trainings_that_two_members_want_are_not_even_added_up() -> None:
    found = counted(
        *(Answered(pk, DAY, trainings=(training("CAO", 90),) if pk < 2 else ()) for pk in range(5)),
    )
    assert [rows(found, name) for name in ("formations", "formations_quand", "formations_distance")] == [{}] * 3


def test_difficulties_that_too_few_declare_are_regrouped_with_their_share() -> None:
    levels = ["often"] * 6 + ["sometimes"] * 2 + ["never"] * 2
    found = counted(*(Answered(pk, DAY, difficulties=Difficulties(said)) for pk, said in enumerate(levels)))
    assert rows(found, "difficultes") == {OTHERS: (Sum(10, "membres", 10), Sum(1.0, "part", 10))}
    levels = ["often"] * 9 + ["sometimes"] * 6
    found = counted(*(Answered(pk, DAY, difficulties=Difficulties(said)) for pk, said in enumerate(levels)))
    assert rows(found, "difficultes") == {
        "Parfois": (Sum(6, "membres", 6), Sum(0.4, "part", 15)),
        "Souvent": (Sum(9, "membres", 9), Sum(0.6, "part", 15)),
    }


@pytest.mark.parametrize(
    ("yes", "shown"),
    [(0, None), (1, (None,)), (4, (None,)), (5, (Sum(0.3333, "part", 15),)), (10, (Sum(0.6667, "part", 15),)),
     (11, (None,)), (14, (None,)), (15, (Sum(1.0, "part", 15),))],
)  # fmt: skip
def test_a_reason_is_shown_when_those_who_give_it_and_the_others_are_enough(
    yes: int, shown: tuple[Sum | None, ...] | None
) -> None:
    said = (Answered(pk, DAY, difficulties=Difficulties("often", ("pay",) if pk < yes else ())) for pk in range(15))
    figures = rows(counted(*said), "raisons").get("Salaire")
    assert figures == shown


@pytest.mark.parametrize(
    ("planned", "begun", "shown"),
    [
        (5, 5, (Sum(0.6667, "part", 15), Sum(0.3333, "part", 15))),
        (4, 6, (Sum(0.6667, "part", 15), None)),  # the difference would be four members
        (0, 5, (Sum(0.3333, "part", 15), Sum(0.3333, "part", 15))),
        (0, 0, (Sum(0.0, "part", 15), Sum(0.0, "part", 15))),
        (2, 1, (None, None)),
        (6, 2, (Sum(0.5333, "part", 15), None)),
        (9, 2, (None, None)),  # four say neither
    ],
)
def test_a_transition_never_gives_back_the_few_who_only_plan_it(
    planned: int, begun: int, shown: tuple[Sum | None, ...]
) -> None:
    states = ["planned"] * planned + ["under_way"] * begun + ["none", "unknown"] * 15
    found = (Answered(pk, DAY, transitions=(Transition("digital", states[pk]),)) for pk in range(15))
    assert rows(counted(*found), "transitions")["Transition numérique"] == shown


def test_an_opinion_counts_from_rather_agree_and_no_opinion_does_not_agree() -> None:
    marks = [0, 3, 2, 1, 0, 4, 5, 4, 5, 4]
    found = (Answered(pk, DAY, perceptions=(Perception("ready", mark),)) for pk, mark in enumerate(marks))
    said = rows(counted(*found), "perceptions")
    assert said["Nous sommes prêts pour les transitions qui viennent."] == (Sum(0.5, "part", 10),)
    assert said["Recruter est difficile."] == (Sum(0.0, "part", 10),)


def test_a_college_of_too_few_is_hidden_and_the_total_does_not_give_it_back() -> None:
    colleges = dict.fromkeys(range(10), "Grandes") | {10: "Petites", 11: "Petites"}
    found = [Answered(pk, DAY, perceptions=(Perception("ready", 5 if pk % 2 else 1),)) for pk in range(15)]
    table = counted(*found, colleges=colleges).table("perceptions")
    assert table.heads == ("Tous", "Sans collège", "Grandes", "Petites")
    figures = {row.label: row.figures for row in table.rows}["Nous sommes prêts pour les transitions qui viennent."]
    assert figures == (Sum(0.4667, "part", 15), None, None, None)


def test_one_college_alone_is_the_total() -> None:
    found = [Answered(pk, DAY) for pk in range(5)]
    for colleges in ({}, dict.fromkeys(range(5), "Entreprises")):
        assert counted(*found, colleges=colleges).table("perceptions").heads == ("Tous",)


def test_hires_of_an_unknown_occupation_are_a_row_without_a_code() -> None:
    found = counted(*(Answered(pk, DAY, (creation("", 2), creation("623e", 1))) for pk in range(5)))
    assert next((row.label, row.code) for row in found.table("metiers").rows) == ("Tous les métiers", "")
    assert SumRow("Métier non précisé", "", (Sum(10, "postes", 5), Sum(10, "postes", 5), Sum(0.0, "part", 10))) in (
        found.table("metiers").rows
    )


@pytest.mark.parametrize("seed", range(12))
def test_no_skill_and_no_training_shown_stands_on_too_few(seed: int) -> None:
    rng = random.Random(seed)
    words = ("Soudage", "CAO", "Métrologie", "Anglais", "Robots", "Tutorat")
    found = [
        Answered(
            pk, DAY,
            skills=tuple(SkillWish(rng.choice(words), rng.choice(("gain", "pass_on")), rng.randint(1, 3), 2027)
                         for _ in range(rng.randint(0, 3))),
            trainings=tuple(training(rng.choice(words), rng.randint(1, 3), rng.choice((10, 40, 80, 300)),
                                     rng.choice((2027, 2028))) for _ in range(rng.randint(0, 3))),
        ) for pk in range(10)
    ]  # fmt: skip
    shown = counted(*found)
    whole = sum(wish.people for one in found for wish in one.trainings)
    for name in ("formations", "formations_quand", "formations_distance"):
        figures = [figure for (figure,) in rows(shown, name).values()]
        assert sum(figure.value for figure in figures) == whole
        assert all(figure.n >= 3 and figure.value >= 5 for figure in figures)
    for side, direction in enumerate(("gain", "pass_on")):
        given = [figures[side] for figures in rows(shown, "competences").values() if figures[side] is not None]
        assert all(figure.n >= 3 and figure.value >= 5 for figure in given)
        wanted = sum(wish.people for one in found for wish in one.skills if wish.direction == direction)
        assert sum(figure.value for figure in given) in (0, wanted)
    assert board(found, {}, ASKED) == shown


def test_new_posts_of_an_unknown_occupation_are_spread_and_replacements_are_not_counted() -> None:
    found = [Answered(pk, DAY, (creation("", 2, 2027 + pk % 2),)) for pk in range(5)]
    replaced = [Answered(pk, DAY, (Hire("x", "623e", "", 2027, 50, is_difficult=True),)) for pk in range(5)]
    assert declared(found, [], YEARS) == [["", 10, 2027, 2028, "membres"]]
    assert declared(replaced, [], YEARS) == []


@pytest.mark.parametrize(("members", "people"), [(1, 40), (2, 9), (3, 1), (4, 1)])
def test_new_posts_of_too_few_members_or_people_are_never_declared(members: int, people: int) -> None:
    found = [Answered(pk, DAY, (creation("623e", people),)) for pk in range(members)]
    assert declared(found, [], YEARS) == []
    enough = [*found, *(Answered(pk, DAY, (creation("623e", 2),)) for pk in range(5, 10))]
    assert declared(enough, [], YEARS) == [["623e", members * people + 10, 2027, 2027, "membres"]]


def test_projects_are_added_up_by_occupation_and_year_each_under_its_name() -> None:
    needs = [
        ProjectNeed("A", "x", "478b", "", 2028, 2), ProjectNeed("B", "x", "478b", "", 2030, 3),
        ProjectNeed("B", "y", "388a", "", 2029, 1), ProjectNeed("C", "z", "623e", "", 2040, 9),
    ]  # fmt: skip
    expected = [
        ["388a", 1, 2029, 2029, "projet : B"], ["478b", 2, 2028, 2028, "projet : A"], ["478b", 3, 2030, 2030, "projet : B"],
    ]  # fmt: skip
    assert declared([], needs, YEARS) == expected
    assert declared([], iter(needs), YEARS) == expected
    assert declared([], needs[3:], YEARS) == []


@pytest.mark.parametrize(
    ("code", "held", "where"),
    [("623e", ["623e", "62"], "623e"), ("623e", ["62", "6"], "62"), ("623e", ["6", "autres"], "6"),
     ("623e", ["autres"], ""), ("", ["", "6"], ""), ("623e", [], ""), ("62", ["623e"], ""), ("62", ["6"], "6")],
)  # fmt: skip
def test_a_declared_code_goes_to_the_nearest_group_that_is_held(code: str, held: list[str], where: str) -> None:
    assert onto(code, held) == where
