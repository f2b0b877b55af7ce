"""The journal of acts: sealed, append-only, whole."""

import datetime as dt

import pytest
from django.db import Error, connection, transaction

from factories.cluster import Cluster
from vivier_web.accounts.actions import record
from vivier_web.accounts.journal import GENESIS, Entry, first_broken, seal
from vivier_web.accounts.models import Act
from vivier_web.accounts.queries import first_broken_act

DAY = dt.datetime(2026, 1, 31, 9, tzinfo=dt.UTC)


def chain(*verbs: str) -> list[tuple[int, Entry, str]]:
    acts, previous = [], GENESIS
    for number, verb in enumerate(verbs, 1):
        entry = Entry(DAY, 4, verb, "", "", "")
        previous = seal(entry, previous)
        acts.append((number, entry, previous))
    return acts


def test_a_whole_chain_has_no_broken_act() -> None:
    assert first_broken(chain("a", "b", "c")) is None
    assert first_broken([]) is None


def test_an_act_changed_is_named() -> None:
    acts = chain("a", "b", "c")
    acts[1] = (2, Entry(DAY, 4, "B", "", "", ""), acts[1][2])
    assert first_broken(acts) == 2


def test_an_act_removed_is_named() -> None:
    acts = chain("a", "b", "c")
    del acts[1]
    assert first_broken(acts) == 2


def test_an_act_resealed_alone_is_named_by_the_next_one() -> None:
    acts = chain("a", "b", "c")
    forged = Entry(DAY, 9, "b", "", "", "")
    acts[1] = (2, forged, seal(forged, acts[0][2]))
    assert first_broken(acts) == 3


def test_the_same_act_at_another_hour_zone_has_the_same_seal() -> None:
    paris = DAY.astimezone(dt.timezone(dt.timedelta(hours=1)))
    assert seal(Entry(paris, 4, "a", "", "", ""), GENESIS) == seal(Entry(DAY, 4, "a", "", "", ""), GENESIS)


def test_founding_a_pole_leaves_a_whole_journal(pole: Cluster) -> None:
    verbs = set(Act.objects.values_list("verb", flat=True))
    assert {"found_pole", "admit_member", "open_account", "grant_role"} <= verbs
    assert first_broken_act() is None


def test_the_database_refuses_to_change_or_remove_an_act(pole: Cluster) -> None:
    for write in ("UPDATE accounts_act SET verb = 'x' WHERE number = 1", "DELETE FROM accounts_act WHERE number = 1"):
        with pytest.raises(Error, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(write)


@transaction.atomic
def record_then_fail() -> None:
    record("try", by=None)
    raise ZeroDivisionError


def test_an_act_of_a_failed_change_is_not_written(pole: Cluster) -> None:
    before = Act.objects.count()
    with pytest.raises(ZeroDivisionError):
        record_then_fail()
    assert Act.objects.count() == before
    assert first_broken_act() is None


def test_the_journal_holds_no_name_and_no_address(pole: Cluster) -> None:
    said = " ".join(f"{act.subject} {act.detail}" for act in Act.objects.all())
    for user in pole.people.values():
        assert user.email not in said
        assert user.full_name not in said
