"""In which ways one person looks at a document: every role over this pôle or another, for a member or another."""

from dataclasses import replace
from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vivier_web.accounts.choices import RoleKind
from vivier_web.members.rules import Actor, Held
from vivier_web.projects import rules
from vivier_web.projects.choices import DocumentClass
from vivier_web.projects.models import Document, Project
from vivier_web.projects.need_to_know import CLASSES, STATES, TIES, Reader, may_file, may_open, may_see_log
from vivier_web.projects.queries.documents import WHO_READS, opened_as, who_reads
from vivier_web.projects.rules import readers_of

POLE, OTHER = 1, 2
LEAD, PARTNER, STRANGER = 11, 12, 13
CONSORTIUM = {LEAD: "lead", PARTNER: "joined"}
STAFF = ("director", "team")
KINDS = (*STAFF, "governance", "board")


def actor(*roles: Any, pole: int = POLE) -> Actor:
    """Give somebody: « team » is over the pôle, 11 is a contributor of that organisation."""
    held = tuple(
        Held("member", pole_id=pole, organisation_id=each) if isinstance(each, int) else Held(each, pole_id=pole)
        for each in roles
    )
    return Actor(user_id=1, roles=held, pole_id=POLE)


@pytest.mark.parametrize(
    ("roles", "depositor", "expected"),
    [
        ((), None, []),
        (("team",), None, [Reader("team", is_depositor=True)]),
        (("team",), LEAD, [Reader("team")]),
        (("governance",), None, [Reader("governance")]),  # what the team filed is not of its governance
        (("board",), None, [Reader("board")]),
        (("board", "director"), None, [Reader("director", is_depositor=True), Reader("board")]),
        ((LEAD,), LEAD, [Reader("member", "lead", is_depositor=True, organisation_id=LEAD)]),
        ((LEAD,), PARTNER, [Reader("member", "lead", organisation_id=LEAD)]),
        ((LEAD,), None, [Reader("member", "lead", organisation_id=LEAD)]),
        ((STRANGER,), LEAD, []),
        ((STRANGER,), STRANGER, [Reader("member", "none", is_depositor=True, organisation_id=STRANGER)]),
        (
            ("team", PARTNER, LEAD),
            PARTNER,
            [
                Reader("team"),
                Reader("member", "lead", organisation_id=LEAD),
                Reader("member", "joined", is_depositor=True, organisation_id=PARTNER),
            ],
        ),
        (("network",), None, []),
        (("operator",), None, []),
        (("state",), None, []),
    ],
)
def test_the_ways_somebody_looks_at_a_document(roles: Any, depositor: int | None, expected: list[Reader]) -> None:
    assert readers_of(actor(*roles), CONSORTIUM, depositor) == expected


@pytest.mark.parametrize("kind", RoleKind.values)
@pytest.mark.parametrize("depositor", [None, LEAD, PARTNER])
def test_a_role_over_another_pole_looks_at_nothing_here(kind: str, depositor: int | None) -> None:
    held = Held(kind, pole_id=OTHER, organisation_id=LEAD)
    assert readers_of(Actor(user_id=1, roles=(held,), pole_id=POLE), CONSORTIUM, depositor) == []
    here = readers_of(Actor(user_id=1, roles=(replace(held, pole_id=POLE),), pole_id=POLE), CONSORTIUM, depositor)
    assert bool(here) == (kind in {*KINDS, "member"}), "the same role over this pôle would"


def a_document(document_class: str, state: str, depositor: int | None) -> Document:
    return Document(document_class=document_class, organisation_id=depositor, project=Project(state=state))


def opens(who: Actor, row: Document, ties: dict[int, str]) -> bool:
    return opened_as(row, readers_of(who, ties, row.organisation_id)) is not None


CELLS = list(product(CLASSES, STATES, (None, LEAD, PARTNER)))
ROLES = ("team", "director", "governance", "board", LEAD, PARTNER, STRANGER)


def test_several_roles_open_what_any_of_them_opens_and_nothing_more() -> None:
    wrong = []
    for few in (pair for size in (2, 3) for pair in combinations(ROLES, size)):
        for document_class, state, depositor in CELLS:
            row = a_document(document_class, state, depositor)
            alone = any(opens(actor(each), row, CONSORTIUM) for each in few)
            if opens(actor(*few), row, CONSORTIUM) is not alone:
                wrong.append((few, document_class, state, depositor))
    assert wrong == []


def test_no_one_of_the_pole_ever_opens_a_technical_secret_that_it_did_not_bring() -> None:
    rows = [a_document("technical_secret", state, LEAD) for state in STATES]
    assert not any(opens(actor(*KINDS), row, CONSORTIUM) for row in rows)
    assert all(opens(actor(LEAD), row, CONSORTIUM) for row in rows), "its depositor does, to the end"
    assert [opens(actor(PARTNER), row, CONSORTIUM) for row in rows] == [False] * 3 + [True] * 3 + [False]


@pytest.mark.parametrize("tie", [each for each in TIES if each not in {"lead", "joined"}])
def test_whoever_is_not_of_the_consortium_opens_what_it_brought_and_nothing_else(tie: str) -> None:
    ties = CONSORTIUM | ({STRANGER: tie} if tie != "none" else {})
    for document_class, state, depositor in CELLS:
        row = a_document(document_class, state, depositor)
        assert not opens(actor(STRANGER), row, ties)
        assert opens(actor(STRANGER), a_document(document_class, state, STRANGER), ties)


def test_the_first_way_that_opens_is_the_one_written_in_the_log() -> None:
    row = a_document("technical_secret", "running", LEAD)
    both = readers_of(actor("team", PARTNER), CONSORTIUM, LEAD)
    assert opened_as(row, both) == Reader("member", "joined", organisation_id=PARTNER), (
        "not as the team, which may not"
    )
    letter = a_document("letter", "running", LEAD)
    assert opened_as(letter, both) == Reader("team")
    assert opened_as(row, []) is None


def test_once_granted_a_class_is_never_read_by_fewer_and_once_dropped_never_by_more() -> None:
    for document_class, role, tie in product(CLASSES, (*KINDS, "member", "network"), TIES):
        reader = Reader(role, tie)
        before, after, gone = (may_open(document_class, state, reader) for state in ("filed", "running", "dropped"))
        assert before <= after
        assert gone <= after


@given(st.sampled_from(STATES), st.sampled_from(("network", "operator", "state", "expert", "", "Team", "TEAM", "x")))
def test_a_role_that_is_not_named_opens_files_and_logs_nothing(state: str, role: str) -> None:
    for document_class, tie, own in product(CLASSES, TIES, (False, True)):
        reader = Reader(role, tie, is_depositor=own)
        assert not may_open(document_class, state, reader)
        assert not may_file(document_class, state, reader)
        assert not may_see_log(reader)


def test_whoever_files_may_open_what_it_filed() -> None:
    for document_class, state, role, tie in product(CLASSES, STATES, (*STAFF, "member"), TIES):
        if may_file(document_class, state, Reader(role, tie)):
            assert may_open(document_class, state, Reader(role, tie, is_depositor=True))


def test_the_page_says_of_each_class_who_reads_it_in_its_order() -> None:
    assert [words for words, _ in who_reads()] == [str(DocumentClass(each).label) for each in CLASSES]
    assert "jamais le pôle" in WHO_READS["technical_secret"]
    for each in CLASSES:
        by_team = may_open(each, "running", Reader("team"))
        by_steering = may_open(each, "running", Reader("board"))
        assert ("équipe du pôle" in WHO_READS[each]) is by_team
        assert ("gouvernance" in WHO_READS[each]) is by_steering
        assert ("dépos" in WHO_READS[each]) is not by_steering, "said where it adds somebody"


PERMISSIONS = {
    rules.may_see_projects: {"director", "team", "governance", "board"},
    rules.may_build_projects: {"director", "team"},
    rules.may_share_ideas: {"member"},
    rules.may_read_outcomes: {"director", "team", "governance", "board", "network"},
}


@pytest.mark.parametrize("permission", PERMISSIONS, ids=lambda each: each.__name__)
def test_each_permission_is_of_these_roles_over_this_pole_alone(permission: Any) -> None:
    def asked(kind: str, pole: int) -> bool:
        held = Held(kind, organisation_id=LEAD, pole_id=pole)
        return bool(permission(Actor(user_id=1, roles=(held,), pole_id=POLE)))

    assert {kind for kind in RoleKind.values if asked(kind, POLE)} == PERMISSIONS[permission]
    assert not any(asked(kind, OTHER) for kind in RoleKind.values)
    assert not permission(Actor())
