"""Conflicts of interest, as a table of cases."""

import datetime as dt

import pytest

from vivier.panels import conflicts
from vivier.panels.data import Dossier, Expert
from vivier.panels.interests import Declared
from vivier.vocabulary import InputError

TODAY = dt.date(2026, 1, 31)
GROUPS = {"Gier SA": "Holding Pilat", "Forge SA": "Sous-holding", "Sous-holding": "Holding Pilat"}
CASES = {
    "works for a partner": ({"companies": ("Gier SA",)}, "company"),
    "works in the group of a partner": ({"companies": ("Forge SA",)}, "group"),
    "works for the holding itself": ({"companies": ("Holding Pilat",)}, "group"),
    "sits on the board of a partner": ({"mandates": ("Gier SA",)}, "mandate"),
    "sits on the board of the holding": ({"mandates": ("Holding Pilat",)}, "mandate"),
    "ended a project with a partner last year": ({"projects": (("Gier SA", dt.date(2025, 3, 1)),)}, "project"),
    "ended a project exactly three years ago": ({"projects": (("Gier SA", dt.date(2023, 1, 31)),)}, "project"),
    "ended a project three years and a day ago": ({"projects": (("Gier SA", dt.date(2023, 1, 30)),)}, None),
    "ended a project with somebody else": ({"projects": (("Autre", dt.date(2025, 3, 1)),)}, None),
    "works elsewhere": ({"companies": ("Ailleurs SAS",)}, None),
    "both works there and had a project: the first is said": (
        {"companies": ("Gier SA",), "projects": (("Gier SA", TODAY),)}, "company",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_what_is_a_conflict_and_of_which_kind(case) -> None:
    ties, kind = CASES[case]
    found = conflicts([Expert("A", **ties)], [Dossier("D", partners=("Gier SA",))], today=TODAY, groups=GROUPS)
    assert [each.kind for each in found] == ([kind] if kind else [])
    assert all(each.sentence.startswith("A ") and each.sentence.endswith(".") for each in found)


DECLARED = {
    "the expert declares one": ([Declared("A", "D2")], {("A", "D1"): "company", ("A", "D2"): "declared"}),
    "the expert denies what is inferred, in vain": ([Declared("A", "D1", is_conflict=False)], {("A", "D1"): "company"}),
    "an administrator lifts what is inferred": ([Declared("A", "D1", is_conflict=False, is_pinned=True)], {}),
    "an administrator wins over the expert": (
        [Declared("A", "D1", is_conflict=False, is_pinned=True), Declared("A", "D1", reason="ami")], {},
    ),
    "an administrator pins one": ([Declared("A", "D2", is_pinned=True)], {("A", "D1"): "company", ("A", "D2"): "declared"}),
}  # fmt: skip


@pytest.mark.parametrize("case", DECLARED)
@pytest.mark.parametrize("backwards", [False, True])
def test_declarations_and_who_wins(case, backwards) -> None:
    said, expected = DECLARED[case]
    dossiers = [Dossier("D1", partners=("Gier SA",)), Dossier("D2", partners=("Autre",))]
    ordered = said[::-1] if backwards else said
    found = conflicts([Expert("A", companies=("Gier SA",))], dossiers, today=TODAY, declared=ordered)
    assert {(each.expert, each.dossier): each.kind for each in found} == expected


def test_a_declared_reason_and_its_author_are_said() -> None:
    found = conflicts(
        [Expert("A")], [Dossier("D")], today=TODAY, declared=[Declared("A", "D", reason="ami du porteur")]
    )
    assert found[0].sentence == "A a déclaré un conflit avec « D » : ami du porteur."


def test_groups_that_turn_in_circles_do_not_hang() -> None:
    turning = {"X": "Y", "Y": "X"}
    assert (
        conflicts([Expert("A", companies=("X",))], [Dossier("D", partners=("Z",))], today=TODAY, groups=turning) == ()
    )


def test_three_years_before_a_leap_day_are_counted() -> None:
    expert = Expert("A", projects=(("P", dt.date(2021, 2, 28)),))
    assert conflicts([expert], [Dossier("D", partners=("P",))], today=dt.date(2024, 2, 29))


def test_nothing_gives_nothing_and_a_missing_day_is_said() -> None:
    assert conflicts([], [], today=TODAY) == ()
    with pytest.raises(InputError, match="date du jour"):
        conflicts([], [], today=None)
    with pytest.raises(InputError, match="date de fin"):
        Expert("A", projects=(("P", "2025"),))
