"""Who is asking: roles held today, pôles one may look at, what rules then judge, and what a session remembers."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone
from django_scopes import ScopeError, scope

from factories import cluster
from factories.cluster import Cluster
from vivier_web.accounts.actions import open_account
from vivier_web.accounts.choices import OVER_ORGANISATION, OVER_POLE, RoleKind
from vivier_web.accounts.models import Act, User
from vivier_web.members.actions import add_contact, end_role, give_back_role, grant_role, link_network
from vivier_web.members.middleware import OPEN_WITHOUT
from vivier_web.members.models import Membership, Network, Pole, Role
from vivier_web.members.queries import actor_of, known_of, poles_of, roles_of, roles_under
from vivier_web.members.rules import Actor, Held, may_answer_for, may_answer_for_some, may_grant

TEAM = Held("team", pole_id=1)


@pytest.fixture
def newcomer(pole: Cluster) -> User:
    return open_account("nora@val.example", "Nora Petit", by=None)


@pytest.mark.parametrize(
    ("role", "covers"),
    [
        (Held("operator"), True),
        (Held("team", pole_id=1), True),
        (Held("team", pole_id=2), False),
        (Held("team"), False),  # over nothing
        (Held("network", network_id=7), True),
        (Held("network", network_id=8), False),
        (Held("state"), False),  # over all, but its pages are those of authorities
        (Held("region", territory="84"), False),
    ],
)
def test_a_role_serves_in_the_pole_it_is_over(role: Held, *, covers: bool) -> None:
    actor = Actor(1, (role,), 1, frozenset({7}))
    assert actor.holds(role.kind) == covers
    assert actor.holds_anywhere(role.kind)
    assert not actor.holds_anywhere("board")


def test_whoever_looks_at_no_pole_holds_no_role_of_a_pole() -> None:
    assert not Actor(1, (TEAM, Held("team")), None).holds("team")
    assert not Actor().holds(*RoleKind.values)


def test_one_answers_for_the_companies_of_the_pole_looked_at_only() -> None:
    roles = (
        Held("member", pole_id=1, organisation_id=10),
        Held("accountant", pole_id=1, organisation_id=11),
        Held("accountant", pole_id=2, organisation_id=12),
        Held("employee", pole_id=1, organisation_id=13),
    )
    actor = Actor(1, roles, 1)
    assert actor.organisations("member", "accountant") == {10, 11}
    assert [may_answer_for(actor, pk) for pk in (10, 11, 12, 13, 99)] == [True, True, False, False, False]
    assert may_answer_for_some(actor)
    assert not may_answer_for_some(Actor(1, roles[3:], 1))


@pytest.mark.parametrize("kind", RoleKind.values)
def test_a_direction_grants_the_roles_of_its_pole_and_the_operator_all(kind: str) -> None:
    of_pole = kind in OVER_POLE | OVER_ORGANISATION
    assert may_grant(Actor(1, (Held("director", pole_id=1),), 1), kind) == of_pole
    assert may_grant(Actor(1, (Held("operator"),), 1), kind)
    assert not may_grant(Actor(1, (Held("director", pole_id=2),), 1), kind)
    assert not may_grant(Actor(1, (TEAM,), 1), kind)


def test_a_role_taken_back_is_held_no_more_and_given_back_is_held_again(pole: Cluster) -> None:
    user = pole.people["team"]
    (held,) = roles_of(user)
    assert held == Held("team", pole_id=pole.pole.pk)
    role = end_role(user.roles.get(), by=None)
    assert (roles_of(user), poles_of(roles_of(user))) == ((), [])
    give_back_role(role, by=None)
    assert roles_of(user) == (held,)


def test_a_role_that_ends_later_is_still_held(pole: Cluster) -> None:
    user = pole.people["team"]
    user.roles.update(ended_at=timezone.now() + dt.timedelta(days=1))
    assert len(roles_of(user)) == 1


def test_the_same_role_given_twice_is_one_but_once_ended_it_is_another(pole: Cluster, newcomer: User) -> None:
    acts = Act.objects.filter(verb="grant_role").count()
    first = grant_role(newcomer, "team", by=None, pole=pole.pole)
    assert grant_role(newcomer, "team", by=None, pole=pole.pole) == first
    end_role(first, by=None)
    assert grant_role(newcomer, "team", by=None, pole=pole.pole) != first
    assert Act.objects.filter(verb="grant_role").count() == acts + 2


def test_each_person_chooses_among_their_own_poles_by_name(pole: Cluster, newcomer: User) -> None:
    last, first = cluster.founded("zebre", first=1).pole, cluster.founded("abeille", first=1).pole
    far = Pole.objects.create(slug="loin", name="Loin", kind="ptce")
    for kind, over in (("team", last), ("board", last), ("expert", first)):
        grant_role(newcomer, kind, by=None, pole=over)
    assert poles_of(roles_of(newcomer)) == [first, last]
    assert poles_of(roles_of(pole.people["operator"])) == list(Pole.objects.order_by("name"))
    assert poles_of(roles_of(pole.people["network"])) == [first, pole.pole, last]
    assert poles_of(roles_of(pole.people["state"])) == []
    assert far not in poles_of(roles_of(pole.people["network"]))  # it could be there: operators see it


def test_a_secretariat_that_is_also_a_team_sees_both_without_doubles(pole: Cluster, newcomer: User) -> None:
    alone = Pole.objects.create(slug="seul", name="Seul", kind="ptce")
    second = Network.objects.create(slug="bois", name="Réseau bois")
    for network in (Network.objects.get(slug="mecanique"), second):
        grant_role(newcomer, "network", by=None, network=network)
    link_network(second, pole.pole, by=None)
    grant_role(newcomer, "team", by=None, pole=alone)
    roles = roles_of(newcomer)
    assert poles_of(roles) == [pole.pole, alone]
    assert actor_of(newcomer, pole.pole, roles).networks == {*pole.pole.networks.values_list("pk", flat=True)}
    assert actor_of(newcomer, alone, roles).networks == frozenset()
    assert actor_of(newcomer, None, roles) == Actor(newcomer.pk, roles)


def test_networks_are_looked_for_only_for_those_who_hold_a_role_over_one(
    pole: Cluster, django_assert_num_queries: object
) -> None:
    for kind, queries in (("team", 0), ("operator", 0), ("network", 1)):
        roles = roles_of(pole.people[kind])
        with django_assert_num_queries(queries):
            actor_of(pole.people[kind], pole.pole, roles)


def test_roles_are_listed_by_pole_and_those_over_none_only_when_asked(pole: Cluster) -> None:
    other = cluster.founded("autre", first=1)
    of_pole = {role.kind for role in roles_under(pole.pole)}
    assert of_pole == set(OVER_POLE | OVER_ORGANISATION)
    assert {role.pole for role in roles_under(pole.pole)} == {pole.pole}
    everywhere = set(roles_under(pole.pole, everywhere=True))
    assert {role.kind for role in everywhere} == set(RoleKind.values)
    assert not everywhere & set(Role.objects.filter(pole=other.pole))
    assert list(roles_under(None)) == []


def test_somebody_is_given_all_that_is_known_of_them_and_nothing_of_others(pole: Cluster) -> None:
    user, who = pole.people["member"], pole.members[0]
    other = cluster.founded("autre", first=1)
    add_contact(pole.pole, who, " Camille M. ", by=None, email=user.email.upper(), function="DRH", phone="04")
    add_contact(pole.pole, who, "Quelqu’un d’autre", by=None, email="x" + user.email)
    with scope(pole=other.pole):
        add_contact(other.pole, pole.members[1], "Camille", by=None, email=user.email)
    role = user.roles.get()
    known = known_of(user)
    assert known["roles"] == [
        {
            "role": "Contributeur d’un membre", "pole": "Pôle mecatronique", "organisation": "Mécanique du Val",
            "reseau": "", "territoire": "", "depuis": role.since.isoformat(), "jusqu_au": None,
        }
    ]  # fmt: skip
    common = {"fonction": "", "telephone": ""}
    found = sorted(known["fiches_de_contact"], key=lambda each: each["pole"])
    assert found == [
        common | {"pole": "Pôle autre", "organisation": pole.members[1].name, "nom": "Camille", "adresse": user.email},
        {
            "pole": "Pôle mecatronique", "organisation": "Mécanique du Val", "nom": "Camille M.", "fonction": "DRH",
            "adresse": user.email.upper(), "telephone": "04",
        },
    ]  # fmt: skip
    assert Pole.objects.count() == 2


# What a request looks at.


def looked_at(client: Client) -> Pole | None:
    return client.get("/").wsgi_request.pole


def choose(client: Client, value: object) -> None:
    session = client.session
    session["pole"] = value
    session.save()


def test_a_session_remembers_the_pole_chosen_but_only_among_ones_own(pole: Cluster) -> None:
    mine, foreign = cluster.founded("abeille", first=1).pole, cluster.founded("zebre", first=1).pole
    user, client = pole.people["team"], Client()
    grant_role(user, "team", by=None, pole=mine)
    client.force_login(user)
    assert looked_at(client) == mine  # the first by name
    choose(client, pole.pole.pk)
    assert looked_at(client) == pole.pole
    for wrong in (foreign.pk, 999_999, "1 or 1", None, [pole.pole.pk]):
        choose(client, wrong)
        assert looked_at(client) == mine, wrong
    choose(client, pole.pole.pk)
    end_role(user.roles.get(pole=pole.pole), by=None)
    assert looked_at(client) == mine  # a choice does not outlive the role


def test_a_visitor_and_an_agent_of_the_state_look_at_no_pole(pole: Cluster, signed_in: object) -> None:
    for client, user in ((Client(), None), (signed_in("state"), pole.people["state"].pk)):
        request = client.get("/accessibilite/").wsgi_request
        assert (request.pole, request.poles, request.actor.user_id) == (None, [], user)
    assert looked_at(signed_in("network")) == pole.pole  # others do


def test_without_a_pole_the_rows_of_poles_are_shut(db: None) -> None:
    made = cluster.founded()
    with scope(pole=made.pole):
        assert Membership.objects.count() == 3  # there is something to see
    with pytest.raises(ScopeError):
        Membership.objects.count()


@pytest.mark.parametrize("start", OPEN_WITHOUT)
def test_pages_that_set_a_second_factor_or_tell_the_state_stay_open_without_it(
    signed_in: object, settings: object, start: str
) -> None:
    settings.SECOND_FACTOR_ASKED = True
    client = signed_in("director")
    assert client.get("/connaitre/membres/")["Location"] == "/compte/2fa/"
    assert client.get(start).headers.get("Location") != "/compte/2fa/"
