"""The permission matrix, rule by rule: whom each lets in, and that none counts in another pôle."""

import importlib
import inspect
from collections.abc import Callable

import pytest

from factories import cluster
from factories.cluster import Cluster
from factories.matrix.permissions import ABOUT, APPS, BEYOND, RULES
from vivier_web.accounts.choices import RoleKind
from vivier_web.members.queries import actor_of, roles_of


def written_rules() -> dict[str, Callable[..., bool]]:
    """Give every function `may_…` of the rules of every app, where it is written."""
    found = {}
    for app in APPS:
        module = importlib.import_module(f"vivier_web.{app}.rules")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if name.startswith("may_") and function.__module__ == module.__name__:
                found[f"{app}.{name}"] = function
    return found


def judged(rule: Callable[..., bool], kind: str, holder: Cluster, looked_at: Cluster) -> bool:
    """Say what a rule answers to a person of one pôle who looks at a pôle and at its first member."""
    actor = actor_of(holder.people[kind], looked_at.pole, roles_of(holder.people[kind]))
    more = list(inspect.signature(rule).parameters)[1:]
    return rule(actor, *(ABOUT[name](looked_at) for name in more))


def test_every_rule_is_in_the_table_and_has_its_sentence() -> None:
    written = written_rules()
    assert set(written) == set(RULES)
    assert all((rule.__doc__ or "").strip().endswith(".") for rule in written.values())


@pytest.mark.parametrize("name", RULES)
def test_each_rule_lets_in_who_the_table_says(pole: Cluster, name: str) -> None:
    rule = written_rules()[name]
    assert {kind for kind in RoleKind.values if judged(rule, kind, pole, pole)} == set(RULES[name])


@pytest.mark.parametrize("name", sorted(set(RULES) - BEYOND))
def test_no_role_of_one_pole_counts_in_another(pole: Cluster, name: str) -> None:
    other = cluster.founded("plasturgie", 1)
    let_in = {kind for kind in RoleKind.values if judged(written_rules()[name], kind, pole, other)}
    assert let_in <= {"operator", "network"}, "the operator serves them all; a network's secretariat, its pôles"


@pytest.mark.parametrize(
    "name",
    [
        "members.may_answer_for",
        "skills.may_deposit_for",
        "skills.may_read_report_of",
        "skills.may_share_people_of",
    ],
)
def test_nobody_answers_for_another_member(pole: Cluster, name: str) -> None:
    rule = written_rules()[name]
    for user in pole.people.values():
        actor = actor_of(user, pole.pole, roles_of(user))
        assert not any(rule(actor, member.pk) for member in pole.members[1:])


@pytest.mark.parametrize("kind", RoleKind.values)
def test_a_director_grants_only_the_roles_of_the_pole_and_an_operator_all(pole: Cluster, kind: str) -> None:
    rule = written_rules()["members.may_grant"]
    granted = {
        who: rule(actor_of(pole.people[who], pole.pole, roles_of(pole.people[who])), kind)
        for who in ("director", "operator", "team")
    }
    assert granted == {
        "director": kind not in {"operator", "state", "region", "local", "network"},
        "operator": True,
        "team": False,
    }
