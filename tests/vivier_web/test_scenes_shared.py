"""What tests share says the same as what each would have made: scenes laid again, tables copied."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django_scopes import scope, scopes_disabled

from factories import cluster, scenes, tables
from vivier_web.accounts.models import Act
from vivier_web.accounts.queries import first_broken_act
from vivier_web.members.actions import award_label, grant_role, register_organisation
from vivier_web.members.models import Label, Role

DAY = dt.date(2026, 1, 31)


def acts() -> list[tuple[str, str, str]]:
    return list(Act.objects.order_by("number").values_list("verb", "subject", "detail"))


def everything() -> dict[str, object]:
    """Give every row of every table; of the last act, what does not tell when it was written."""
    found = {table: rows for table, (_, rows) in scenes.written().items()}
    return found | {scenes.ACTS: (found[scenes.ACTS][:-1], acts()[-1:])}


def seal() -> str:
    return Act.objects.order_by("-number").values_list("sealed", flat=True)[0]


@pytest.fixture
def scene(monkeypatch: pytest.MonkeyPatch, db: None) -> str:
    monkeypatch.setattr(scenes, "_KEPT", {})
    return "a pôle"


def taken_back(scene: str) -> cluster.Cluster:
    with transaction.atomic():
        made = scenes.played(scene, cluster.founded)
        transaction.set_rollback(True)
    return made


def test_a_scene_laid_again_has_every_row_that_was_acted(scene: str) -> None:
    with transaction.atomic():
        scenes.played(scene, cluster.founded)
        acted = everything()
        transaction.set_rollback(True)
    assert everything() != acted
    scenes.played(scene, lambda: pytest.fail("it is laid, not acted"))
    assert everything() == acted


def test_what_a_scene_gives_is_what_it_gave_and_no_test_changes_it_for_another(scene: str) -> None:
    first = taken_back(scene)
    first.people["team"].full_name = "Quelqu’un d’autre"
    with transaction.atomic():
        again = scenes.played(scene, cluster.founded)
        assert again.people["team"].full_name == "Camille Team"
        again.members.clear()
        transaction.set_rollback(True)
    third = scenes.played(scene, cluster.founded)
    assert [each.pk for each in third.members] == [each.pk for each in first.members]
    third.people["team"].refresh_from_db()
    assert third.people["team"].check_password(cluster.PASSWORD)


def test_the_journal_of_a_scene_laid_again_holds_and_goes_on(scene: str) -> None:
    taken_back(scene)
    with transaction.atomic():
        scenes.played(scene, cluster.founded)
        another = seal()
        transaction.set_rollback(True)
    made = scenes.played(scene, cluster.founded)
    assert seal() != another, "what one test remembers until the next act would be given to another"
    with scope(pole=made.pole):
        grant_role(made.people["member"], "expert", by=None, pole=made.pole)
    with scopes_disabled():
        assert Role.objects.count() == len(made.people) + 1
    assert acts()[-1][0] == "grant_role"
    assert first_broken_act() is None


def test_a_scene_is_acted_again_where_something_of_it_is_already_there(scene: str) -> None:
    taken_back(scene)
    cluster.founded("plasturgie", 1)
    made = scenes.played(scene, cluster.founded)
    with scopes_disabled():
        assert made.people["team"].roles.get().pole_id == made.pole.pk
    assert made.pole.slug == "mecatronique"


def test_a_scene_upon_another_is_laid_upon_it_and_its_acts_are_sealed_after_its_own(scene: str) -> None:
    def played() -> tuple[cluster.Cluster, Label]:
        found = scenes.played(scene, cluster.founded)
        with scope(pole=found.pole):
            label = scenes.played("a label", lambda: award_label(found.pole, "Phase V", by=None, granted_on=DAY))
        return found, label

    with transaction.atomic():
        first = played()
        acted = acts()
        transaction.set_rollback(True)
    found, label = played()
    with scope(pole=found.pole):
        assert Label.objects.get() == label == first[1]
        assert acts() == acted
        assert first_broken_act() is None
        again = scenes.played("a label", lambda: award_label(found.pole, "Phase VI", by=None, granted_on=DAY))
    assert again.name == "Phase VI", "where a label is already, another is awarded for good"


def test_what_changes_a_row_is_no_scene_and_is_acted_each_time(pole: cluster.Cluster) -> None:
    def renamed() -> str:
        pole.pole.name += "!"
        pole.pole.save()
        return pole.pole.name

    assert scenes.played("renamed", renamed) != scenes.played("renamed", renamed)


def test_tables_copied_are_those_that_the_migrations_make(db: None) -> None:
    call_command("migrate", check_unapplied=True, verbosity=0)
    if connection.vendor == "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger'")
        assert len(cursor.fetchall()) >= 2  # those that keep the journal


def test_tables_are_made_anew_as_soon_as_what_makes_them_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    before = tables.mark()
    assert tables.mark() == before
    monkeypatch.setattr(tables, "MAKERS", tables.MAKERS[:-1])
    assert tables.mark() != before


def test_rows_that_follow_a_scene_are_numbered_after_it_though_a_restore_set_numbers_back(
    db: None, request: pytest.FixtureRequest
) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # numbers are given there outside of what a test takes back
            cursor.execute("SELECT setval(pg_get_serial_sequence('members_organisation', 'id'), 1)")
    pole = request.getfixturevalue("pole")
    made = register_organisation("Nouvelle venue", siren=None, by=None)
    assert made.pk > max(each.pk for each in pole.members)
