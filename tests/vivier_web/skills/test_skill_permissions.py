"""Who may do what in Prévoir: one line a permission, every kind of role tried, here and elsewhere."""

import pytest

from vivier_web.accounts.choices import OVER_NETWORK, OVER_ORGANISATION, OVER_POLE, RoleKind
from vivier_web.members.rules import Actor, Held
from vivier_web.skills import rules

POLE, MEMBER, OTHER = 1, 10, 11
TEAM = {"director", "team"}
FOLLOWERS = TEAM | {"governance", "operator"}
READERS = FOLLOWERS | {"board", "network"}
ALLOWED = {
    rules.may_open_waves: TEAM,
    rules.may_follow_waves: FOLLOWERS,
    rules.may_review_titles: TEAM,
    rules.may_read_studies: READERS,
    rules.may_run_studies: TEAM,
    rules.may_share_people: {"member"},
    rules.may_follow_mobility: TEAM,
    rules.may_read_needs: READERS,
    rules.may_ask_needs: TEAM,
    rules.may_read_released_needs: TEAM,
    rules.may_declare_project_needs: TEAM,
    rules.may_read_strategy: FOLLOWERS | {"board"},
    rules.may_write_strategy: TEAM,
    rules.may_read_retained_strategy: {"member", "accountant"},
    rules.may_plan_training: TEAM,
    rules.may_offer_training: {"trainer"},
}
ANSWERING = {"member", "accountant"}
OWN = {
    rules.may_deposit_for: ANSWERING,
    rules.may_read_report_of: ANSWERING,
    rules.may_answer_needs_for: ANSWERING,
    rules.may_share_people_of: {"member"},  # people are shared by their employer alone
}


def actor(kind: str, *, looking_at: int = POLE) -> Actor:
    """Make somebody who holds one role, over the pôle, the member or the network it is over."""
    over: dict[str, int] = {}
    if kind in OVER_POLE | OVER_ORGANISATION:
        over["pole_id"] = POLE
    if kind in OVER_ORGANISATION:
        over["organisation_id"] = MEMBER
    if kind in OVER_NETWORK:
        over["network_id"] = 5
    networks = frozenset({5}) if looking_at == POLE else frozenset()
    return Actor(1, (Held(kind, **over),), looking_at, networks)


@pytest.mark.parametrize("rule", ALLOWED, ids=lambda rule: rule.__name__)
def test_each_permission_is_for_these_roles_and_no_other(rule: object) -> None:
    assert {kind for kind in RoleKind.values if rule(actor(kind))} == ALLOWED[rule]


@pytest.mark.parametrize("rule", ALLOWED, ids=lambda rule: rule.__name__)
def test_a_role_in_a_pole_gives_nothing_in_another(rule: object) -> None:
    elsewhere = {kind for kind in RoleKind.values if rule(actor(kind, looking_at=2))}
    assert elsewhere == ALLOWED[rule] & {"operator"}


@pytest.mark.parametrize("rule", ALLOWED, ids=lambda rule: rule.__name__)
def test_whoever_holds_nothing_may_nothing(rule: object) -> None:
    assert not rule(Actor())
    assert not rule(Actor(1, (), POLE))


@pytest.mark.parametrize("rule", OWN, ids=lambda rule: rule.__name__)
def test_only_these_answer_for_a_member(rule: object) -> None:
    assert {kind for kind in RoleKind.values if rule(actor(kind), MEMBER)} == OWN[rule]
    assert not [kind for kind in RoleKind.values if rule(actor(kind), OTHER)]
    assert not [kind for kind in RoleKind.values if rule(actor(kind, looking_at=2), MEMBER)]


def test_every_permission_says_its_sentence_and_is_tried_here() -> None:
    named = {name for name in vars(rules) if name.startswith("may_") and name != "may_answer_for"}
    assert named == {rule.__name__ for rule in (*ALLOWED, *OWN)}
    assert all(getattr(rules, name).__doc__.rstrip().endswith(".") for name in named)
