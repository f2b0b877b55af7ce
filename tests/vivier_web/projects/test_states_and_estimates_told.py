"""Where a project goes when its dossier moves, over every place there is; an estimate laid out from what was kept."""

import datetime as dt
import itertools
from decimal import Decimal
from typing import Any

import pytest

from vivier.aid.data import CATEGORIES, NATURES
from vivier_web.members.models import Organisation
from vivier_web.procedures.definition.words import OUTCOMES, POSITIVE
from vivier_web.projects.building.following import LABELS, OPEN, Place, state_after
from vivier_web.projects.building.grid import euros
from vivier_web.projects.choices import IdeaOrigin, ProjectState
from vivier_web.projects.models import Budget, Estimate, Idea, Project
from vivier_web.projects.queries.boards import Column, money
from vivier_web.projects.queries.filed import LEADS, _months
from vivier_web.projects.queries.ideas import origin_words
from vivier_web.projects.queries.projects import AidRow, eligibility, estimate_told

KINDS = ("project_funding", "project_label", "pooling")
ACTS = ("", "form", "review", "follow")
ENDS = ("", *OUTCOMES)
PLACES = [
    Place(kind, is_filed=is_filed, act=act, outcome=outcome, decided=decided, is_awaited=is_awaited)
    for kind, is_filed, act, outcome, decided, is_awaited in itertools.product(
        KINDS, (True, False), ACTS, ENDS, ENDS, (False, True)
    )
]


def slow(place: Place) -> str:
    """Say the state of an open project, case by case."""
    if not place.is_filed:
        return "building"
    is_decided = place.act in {"follow", "form"} and place.decided and not place.is_awaited
    if not place.outcome and not is_decided:
        return "building" if place.act == "form" else "filed"  # still with its judges, or back with its applicant
    said = place.decided or place.outcome
    if said not in POSITIVE or (place.outcome and place.outcome not in POSITIVE):
        return "building"
    return "building" if place.kind in LABELS else "granted"


def test_an_open_project_goes_where_its_dossier_is_from_every_place() -> None:
    for now in OPEN:
        assert [state_after(now, each)[0] for each in PLACES] == [slow(each) for each in PLACES]


def test_a_project_that_runs_ended_or_was_dropped_moves_no_more() -> None:
    closed = [each for each in ProjectState if each not in OPEN]
    assert {str(each) for each in closed} == {"running", "ended", "dropped"}
    for now, place in itertools.product(closed, PLACES):
        assert state_after(now, place) == (now, "")


def test_what_was_never_filed_is_never_granted_nor_filed() -> None:
    found = {state_after("building", each)[0] for each in PLACES if not each.is_filed}
    assert found == {"building"}


@pytest.mark.parametrize(
    ("place", "state", "step"),
    [
        ({"act": "form"}, "building", "Compléter le dossier, puis le déposer"),
        ({"act": "review"}, "filed", ""),
        ({"act": "follow"}, "filed", ""),  # nothing was decided yet
        ({"act": "follow", "decided": "accepted"}, "granted", "Préparer la convention"),
        ({"act": "follow", "decided": "accepted_with_conditions"}, "granted", "Préparer la convention"),
        ({"outcome": "accepted"}, "granted", "Préparer la convention"),  # without a formal decision
        ({"outcome": "resubmit"}, "building", "À représenter : corriger, puis ouvrir un nouveau dossier"),
        ({"outcome": "refused"}, "building", "Refusé : revoir le projet ou chercher un autre guichet"),
        ({"outcome": "ineligible"}, "building", "Non recevable : lever ce qui manque, ou changer de guichet"),
        ({"outcome": "lapsed"}, "building", "Dossier caduc : en ouvrir un autre"),
        ({"outcome": "withdrawn"}, "building", "Dossier retiré : en ouvrir un autre, ou abandonner"),
        (
            {"outcome": "withdrawn", "decided": "accepted"},
            "building",
            "Dossier retiré : en ouvrir un autre, ou abandonner",
        ),
        (
            {"outcome": "lapsed", "decided": "accepted"},
            "building",
            "Dossier caduc : en ouvrir un autre",
        ),
        (
            {"act": "follow", "decided": "refused"},
            "building",
            "Refusé : revoir le projet ou chercher un autre guichet",
        ),
        (
            {"kind": "project_label", "act": "follow", "decided": "accepted"},
            "building",
            "Labellisé : déposer la demande de financement",
        ),
        ({"is_filed": False, "act": "form"}, "building", ""),
        (
            {"is_filed": False, "outcome": "withdrawn"},
            "building",
            "Dossier retiré : en ouvrir un autre, ou abandonner",
        ),
    ],
)
def test_each_place_has_its_next_step(place: dict[str, Any], state: str, step: str) -> None:
    assert state_after("filed", Place(**({"kind": "project_funding", "is_filed": True} | place))) == (state, step)


SAYS = {"says": "PME : 50 %", "source": "[1]", "certainty": "A"}
CEILING = {"says": "Plafond : 25 %", "source": "[2]", "certainty": "B"}
LINE = {
    "partner": 4, "name": "Val", "nature": "staff", "category": "industrial", "cost": 100_000, "rate": "0.5",
    "ceiling_rate": "0.25", "aid": 50_000, "bound": "rate", "rule": SAYS, "ceiling": CEILING,
}  # fmt: skip


def estimate(**said: Any) -> Estimate:
    """Give an estimate as it is kept, whatever the rules."""
    held = {"title": "FUI", "is_eligible": True, "is_in_force": False, "verdicts": [], "lines": [], "cuts": [],
            "shares": [], "notes": [], "letters": []}  # fmt: skip
    return Estimate(regime="fui-25", on=dt.date(2018, 1, 15), result=held | said, total_eur=Decimal("500.00"))


@pytest.mark.parametrize(
    ("line", "rate", "rule", "is_silent"),
    [
        ({}, "50\u00a0%, taux de l’appel", ("PME : 50 %", "[1] A"), False),
        ({"bound": "ceiling"}, "25\u00a0%, plafond d’aide d’État", ("Plafond : 25 %", "[2] B"), False),
        ({"bound": "silent", "rate": "0"}, "", ("PME : 50 %", "[1] A"), True),
        ({"rate": "0.6667"}, "66,67\u00a0%, taux de l’appel", ("PME : 50 %", "[1] A"), False),
        ({"rate": "1"}, "100\u00a0%, taux de l’appel", ("PME : 50 %", "[1] A"), False),
        ({"rate": "0.10"}, "10\u00a0%, taux de l’appel", ("PME : 50 %", "[1] A"), False),
        ({"rate": "0"}, "0\u00a0%, taux de l’appel", ("PME : 50 %", "[1] A"), False),
        ({"ceiling": None, "ceiling_rate": None}, "50\u00a0%, taux de l’appel", ("PME : 50 %", "[1] A"), False),
    ],
)
def test_a_line_of_aid_cites_the_rule_that_binds_it(
    line: dict[str, Any], rate: str, rule: tuple[str, str], is_silent: bool
) -> None:
    (told,) = estimate_told(estimate(lines=[LINE | line])).lines
    what = f"{NATURES['staff'].capitalize()}, {CATEGORIES['industrial']}"
    assert told == AidRow("Val", what, euros(100_000), rate, euros(50_000), *rule, is_silent)


def test_an_estimate_is_told_with_all_it_kept() -> None:
    told = estimate_told(
        estimate(
            cuts=[{"subject": "Val", "before": 60_000, "after": 50_000, "rule": CEILING}],
            shares=[{"funder": "État", "cents": 50_000, "rule": SAYS}],
            notes=["Appel clos."],
        )
    )
    assert told.cuts == (("Val", euros(60_000), euros(50_000), "Plafond : 25 %"),)
    assert told.shares == (("État", euros(50_000), "PME : 50 %"),)
    assert (told.notes, told.total, told.title) == (("Appel clos.",), euros(50_000), "FUI")
    assert (told.is_eligible, told.is_in_force, told.lines) == (True, False, ())


def verdict(says: str, is_met: bool | None, *, is_required: bool = True) -> dict[str, Any]:
    return {"is_met": is_met, "is_required": is_required, "rule": {"says": says}}


@pytest.mark.parametrize(
    ("verdicts", "sentence"),
    [
        ([], "Toutes les conditions exigées sont remplies."),
        ([verdict("A", is_met=True)], "Toutes les conditions exigées sont remplies."),
        ([verdict("A", is_met=False, is_required=False)], "Toutes les conditions exigées sont remplies."),
        ([verdict("A", is_met=None, is_required=False)], "Toutes les conditions exigées sont remplies."),
        ([verdict("A", is_met=None)], "Reste à vérifier : « A »."),
        ([verdict("A", is_met=None), verdict("B", is_met=None)], "Reste à vérifier : « A », « B »."),
        ([verdict("A", is_met=False)], "Le consortium n’est pas éligible : il manque « A »."),
        (
            [verdict("A", is_met=None), verdict("B", is_met=False), verdict("C", is_met=False)],
            "Le consortium n’est pas éligible : il manque « B », « C ».",
        ),
    ],
)
def test_what_misses_is_said_before_what_is_unknown(verdicts: list[dict[str, Any]], sentence: str) -> None:
    assert eligibility(verdicts) == sentence


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        ((2024, 1, 1), (2024, 1, 31), "1"),
        ((2024, 1, 1), (2026, 12, 31), "36"),
        ((2024, 1, 15), (2024, 2, 14), "1"),
        ((2024, 1, 15), (2024, 2, 15), "2"),  # one day into the second month
        ((2024, 1, 15), (2024, 1, 15), "1"),
        ((2024, 1, 31), (2024, 2, 1), "1"),
        ((2024, 12, 1), (2025, 11, 30), "12"),
        ((2023, 7, 1), (2026, 6, 30), "36"),
    ],
)
def test_a_project_lasts_the_months_it_enters(first: tuple[int, ...], last: tuple[int, ...], months: str) -> None:
    assert _months(Project(starts_on=dt.date(*first), ends_on=dt.date(*last))) == months


def test_days_that_are_not_both_known_make_no_duration() -> None:
    for known in ({}, {"starts_on": dt.date(2024, 1, 1)}, {"ends_on": dt.date(2024, 1, 1)}):
        assert _months(Project(**known)) == ""
    assert set(LEADS) == {"company", "laboratory"}


@pytest.mark.parametrize(
    ("idea", "team", "other", "own"),
    [
        ({"origin": IdeaOrigin.TEAM}, "l’équipe du pôle", "l’équipe du pôle", "l’équipe du pôle"),
        (
            {"origin": IdeaOrigin.AXIS, "source": "Attirer"},
            "un axe de la stratégie : Attirer",
            "un axe de la stratégie : Attirer",
            "un axe de la stratégie : Attirer",
        ),
        ({"organisation": Organisation(pk=7, name="SECRET du Val")}, "SECRET du Val", "un membre", "SECRET du Val"),
    ],
)
def test_members_read_which_member_proposed_an_idea_only_when_it_is_theirs(
    idea: dict[str, Any], team: str, other: str, own: str
) -> None:
    row = Idea(**idea)
    assert (
        origin_words(row, None),
        origin_words(row, Organisation(pk=8)),
        origin_words(row, Organisation(pk=7)),
    ) == (
        team,
        other,
        own,
    )


def test_rows_say_what_they_are_and_boards_say_how_many_they_hide() -> None:
    assert str(estimate()) == "fui-25, 15/01/2018"
    assert str(Budget(number=3)) == "version 3"
    assert str(Project(title="Capteurs")) == "Capteurs"
    assert Column("filed", "déposé", 9, "", "", ()).more == 9
    assert (money(None), money(Decimal("0.00")), money(Decimal("1234.50"))) == (
        "",
        "0\u00a0€",
        "1\u202f234,50\u00a0€",
    )
