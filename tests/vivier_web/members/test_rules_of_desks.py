"""Whose each desk is, judged without any database: over the pôle looked at, over another, over none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vivier_web.accounts.choices import OVER_ALL, OVER_NETWORK, OVER_ORGANISATION, OVER_TERRITORY, RoleKind
from vivier_web.members import rules
from vivier_web.members.rules import Actor, Held
from vivier_web.pages.shared.desks import DESKS, desks_of

HERE, THERE = 1, 2
DESKS_OF = {  # in the order of home: looking at one's pôle, then at a pôle of somebody else
    "operator": (["desk_team"], ["desk_team"]),
    "director": (["desk_team"], []),
    "team": (["desk_team"], []),
    "governance": (["desk_steering"], []),
    "board": (["desk_steering"], []),
    "expert": (["desk_expert"], []),
    "network": (["desk_network"], ["desk_network"]),
    "member": (["company"], []),
    "accountant": (["desk_clients", "company"], ["desk_clients"]),
    "employee": (["desk_employee"], []),
    "trainer": (["desk_training"], []),
    "state": (["desk_authority"], ["desk_authority"]),
    "region": (["desk_authority"], ["desk_authority"]),
    "local": (["desk_authority"], ["desk_authority"]),
}


def held(kind: str, pole: int = HERE) -> Held:
    """Hold a role over what its kind is over."""
    if kind in OVER_ALL:
        return Held(kind)
    if kind in OVER_TERRITORY:
        return Held(kind, territory="84")
    if kind in OVER_NETWORK:
        return Held(kind, network_id=70 + pole)
    return Held(kind, pole_id=pole, organisation_id=10 if kind in OVER_ORGANISATION else None)


def looking(*kinds: str, at: int | None = HERE, over: int = HERE) -> Actor:
    networks = frozenset() if at is None else frozenset({70 + at})
    return Actor(5, tuple(held(kind, over) for kind in kinds), at, networks)


def names(actor: Actor) -> list[str]:
    return [each.url_name for each in desks_of(actor)]


def test_each_kind_of_role_is_in_the_table() -> None:
    assert set(DESKS_OF) == set(RoleKind.values)


@pytest.mark.parametrize("kind", RoleKind.values)
def test_each_role_opens_its_desks_and_those_of_a_pole_only_there(kind: str) -> None:
    own, elsewhere = DESKS_OF[kind]
    assert names(looking(kind)) == own
    assert names(looking(kind, over=THERE)) == elsewhere
    assert names(looking(kind, at=None)) == elsewhere


def test_each_desk_is_the_only_one_of_its_word_and_of_its_address() -> None:
    assert len({each.title for each in DESKS}) == len({each.url_name for each in DESKS}) == len(DESKS)
    opened = {name for both in DESKS_OF.values() for name in both[0]}
    assert opened == {each.url_name for each in DESKS}  # no desk without a reader


def test_who_holds_nothing_has_no_desk_and_may_still_sign_in() -> None:
    assert (names(Actor()), names(Actor(5))) == ([], [])
    assert (rules.may_sign_in(Actor()), rules.may_sign_in(Actor(5)), rules.may_sign_in(Actor(0))) == (
        False, True, True,
    )  # fmt: skip


KINDS = st.lists(st.sampled_from(RoleKind.values), max_size=6)


@given(KINDS, KINDS, st.randoms())
def test_roles_add_up_in_one_order_whatever_the_order_they_were_given_in(
    one: list[str], other: list[str], chance: object
) -> None:
    both = [*one, *other]
    chance.shuffle(both)
    expected = {name for kind in both for name in DESKS_OF[kind][0]}
    assert names(looking(*both)) == [each.url_name for each in DESKS if each.url_name in expected]


@given(KINDS, KINDS)
def test_a_role_more_never_closes_a_desk(one: list[str], other: list[str]) -> None:
    assert set(names(looking(*one))) <= set(names(looking(*one, *other)))


RULES = {
    "may_see_members": {"director", "team", "governance", "board", "network", "operator"},
    "may_change_members": {"director", "team"},
    "may_keep_dealings": {"director", "team"},
    "may_grant_roles": {"director", "operator"},
    "may_read_journal": {"director", "operator"},
    "may_see_people": {"director", "team", "operator"},
    "may_read_notice": {"employee", "member", "accountant"},
    "may_answer_for_some": {"member", "accountant"},
}


@pytest.mark.parametrize("name", RULES)
def test_each_permission_is_of_these_roles_and_of_no_other(name: str) -> None:
    rule = getattr(rules, name)
    assert {kind for kind in RoleKind.values if rule(looking(kind))} == RULES[name]
    assert {kind for kind in RoleKind.values if rule(looking(kind, over=THERE))} == RULES[name] & {"operator"}
    assert rule.__doc__.split(" : ")[0]  # the sentence of its refusal


@pytest.mark.parametrize("kind", ["employee", "trainer"])
def test_whoever_works_for_a_member_does_not_answer_for_it(kind: str) -> None:
    actor = looking(kind)
    assert actor.organisations(kind) == {10}
    assert not rules.may_answer_for(actor, 10)
    assert rules.may_answer_for(looking(kind, "member"), 10)


def test_an_organisation_held_over_no_pole_is_answered_for_nowhere() -> None:
    loose = Actor(5, (Held("member", organisation_id=10), Held("member", pole_id=HERE)), HERE)
    assert loose.organisations("member") == frozenset()
    assert not rules.may_answer_for_some(loose)
    assert loose.holds("member")  # of the second role, over no organisation
    assert Actor(5, loose.roles, None).organisations("member") == frozenset()


@given(st.sampled_from(sorted(OVER_NETWORK)), st.frozensets(st.integers(1, 9)), st.integers(1, 9))
def test_a_secretariat_covers_the_poles_of_its_network_and_no_other(
    kind: str, networks: frozenset[int], own: int
) -> None:
    actor = Actor(5, (Held(kind, network_id=own),), HERE, networks)
    assert rules.may_see_members(actor) == (own in networks)
    assert rules.may_see_network_desk(actor)  # wherever it looks
