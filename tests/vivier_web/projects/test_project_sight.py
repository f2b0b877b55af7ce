"""Who reads what of a project being built, cell by cell; where a project goes when its dossier moves."""

import itertools

import pytest

from vivier_web.projects.building import sight
from vivier_web.projects.building.following import Place, state_after
from vivier_web.projects.choices import PartnerState, ProjectState

TABLE = """
          what who totals own share costs aid plan prior finder
team      x    x   x      x   x     x     x   x    x     x
board     x    x   .      .   .     .     .   .    .     .
lead      x    x   x      x   x     x     x   x    x     .
partner   x    x   x      x   x     .     .   .    .     .
invited   x    x   .      .   .     .     .   .    .     .
outside   .    .   .      .   .     .     .   .    .     .
"""


def test_each_reader_reads_what_the_table_says_and_nothing_more() -> None:
    head, *rows = [line.split() for line in TABLE.strip().splitlines()]
    expected = {(row[0], what): mark == "x" for row in rows for what, mark in zip(head, row[1:], strict=True)}
    assert {(who, what): sight.reads(who, what) for who in sight.READERS for what in sight.CLASSES} == expected


def test_what_a_member_is_follows_its_answer() -> None:
    assert {state: sight.place_of(state, is_lead=False) for state in [*PartnerState.values, None]} == {
        "invited": "invited",
        "joined": "partner",
        "declined": "outside",
        "left": "outside",
        None: "outside",
    }


@pytest.mark.parametrize(
    ("kind", "place", "state"),
    [
        ("project_funding", {"is_filed": False, "act": "form"}, "building"),
        ("project_funding", {"is_filed": True, "act": "review"}, "filed"),
        ("project_funding", {"is_filed": True, "act": "decision"}, "filed"),
        ("project_funding", {"is_filed": True, "act": "form"}, "building"),
        ("pooling", {"is_filed": True, "act": "follow"}, "filed"),
        ("pooling", {"is_filed": True, "outcome": "done"}, "granted"),
        ("project_funding", {"is_filed": True, "act": "follow", "decided": "accepted"}, "granted"),
        ("project_funding", {"is_filed": True, "outcome": "done", "decided": "accepted_with_conditions"}, "granted"),
        ("project_funding", {"is_filed": True, "outcome": "lapsed", "decided": "accepted"}, "building"),
        ("project_funding", {"is_filed": True, "outcome": "refused", "decided": "refused"}, "building"),
        ("project_funding", {"is_filed": False, "outcome": "withdrawn"}, "building"),
        ("project_label", {"is_filed": True, "act": "follow", "decided": "accepted"}, "building"),
        ("pooling", {"is_filed": True, "outcome": "accepted", "decided": "accepted"}, "granted"),
    ],
)
def test_a_project_is_where_its_last_dossier_says(kind: str, place: dict[str, object], state: str) -> None:
    assert state_after("filed", Place(kind, **place))[0] == state  # type: ignore[arg-type]


def test_a_project_that_runs_or_was_given_up_no_longer_follows_a_dossier() -> None:
    for state, outcome in itertools.product(
        (ProjectState.RUNNING, ProjectState.ENDED, ProjectState.DROPPED), ("", "done")
    ):
        assert state_after(state, Place("call", is_filed=True, outcome=outcome))[0] == state
