"""What is worked out once holds until somebody does something, and not one act longer."""

import threading

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from factories.cluster import Cluster
from vivier_web.accounts.actions import open_account, record
from vivier_web.accounts.queries import until_the_next_act
from vivier_web.members.actions import grant_role, note_dealing, settle_dealing
from vivier_web.members.choices import DealingKind
from vivier_web.members.models import Organisation

pytestmark = pytest.mark.django_db


class Counted:
    """Count how many times an answer was worked out."""

    def __init__(self) -> None:
        self.asked: list[tuple[object, ...]] = []

    def __call__(self, *asked: object) -> int:
        self.asked.append(asked)
        return len(self.asked)


def remembering(most: int = 8) -> tuple[object, Counted]:
    counted = Counted()

    @until_the_next_act(most)
    def answer(*asked: object) -> int:
        return counted(*asked)

    return answer, counted


def test_an_answer_is_worked_out_once_until_an_act() -> None:
    answer, counted = remembering()
    assert [answer("a"), answer("a"), answer("a")] == [1, 1, 1]
    record("open_wave", by=None)
    assert [answer("a"), answer("a")] == [2, 2]
    assert counted.asked == [("a",), ("a",)]


def test_each_question_has_its_own_answer() -> None:
    answer, _ = remembering()
    assert [answer("a", 1), answer("a", 2), answer("a", 1)] == [1, 2, 1]


def test_the_oldest_answers_are_forgotten_first() -> None:
    answer, counted = remembering(most=2)
    for question in ("a", "b", "c", "b", "c", "a"):
        answer(question)
    assert counted.asked == [("a",), ("b",), ("c",), ("a",)]


def test_an_act_undone_with_its_transaction_leaves_nothing_behind() -> None:
    """What was worked out inside a transaction that failed is never given afterwards, even under the same number."""
    answer, _ = remembering()
    before = answer("a")
    with transaction.atomic():
        record("open_wave", by=None)
        assert answer("a") == before + 1
        transaction.set_rollback(True)
    assert answer("a") == before + 2  # the journal is as it was: worked out again, never the answer of the lost act
    record("close_wave", by=None)
    assert answer("a") == before + 3


@pytest.mark.django_db(transaction=True)
def test_many_threads_may_ask_at_once() -> None:
    from django.db import connection

    answer, _ = remembering(most=2)
    found: list[object] = []

    def ask(question: str) -> None:
        found.extend(answer(question) for _ in range(30))
        connection.close()

    threads = [threading.Thread(target=ask, args=(letter,)) for letter in "abcabc"]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(found) == 180


def test_the_desk_is_read_in_few_queries_again_and_changes_with_the_next_act(
    pole: Cluster, signed_in: object, django_assert_num_queries: object
) -> None:
    team, today = signed_in("team"), timezone.localdate()
    with scope(pole=pole.pole):
        member = Organisation.objects.filter(memberships__pole=pole.pole).first()
        step = note_dealing(
            pole.pole, member, kind=DealingKind.VISIT, on=today, summary="Visite", next_step="Rappeler", due_on=today,
            by=None,
        )  # fmt: skip
    assert "Rappeler" in team.get(reverse("home")).content.decode()
    with django_assert_num_queries(6):
        assert "Rappeler" in team.get(reverse("home")).content.decode()
    with scope(pole=pole.pole):
        settle_dealing(step, on=today, by=None)
    assert "Rappeler" not in team.get(reverse("home")).content.decode()


def test_the_desk_of_somebody_else_is_theirs(pole: Cluster) -> None:
    """Own steps come first: what was worked out for one is never given to another."""
    today = timezone.localdate()
    colleague = open_account("collegue@mecatronique.example", "Noé Collègue", by=None)
    grant_role(colleague, "team", pole=pole.pole, by=None)
    both = {"un": pole.people["team"], "deux": colleague}
    member = pole.members[0]
    for who, user in both.items():
        said = {"kind": DealingKind.VISIT, "on": today, "summary": "x", "next_step": f"Pas de {who}", "due_on": today}
        note_dealing(pole.pole, member, by=user, **said)
    for who, other in (("un", "deux"), ("deux", "un"), ("un", "deux")):
        client = Client()
        client.force_login(both[who])
        page = client.get(reverse("home")).content.decode()
        assert page.index(f"Pas de {who}") < page.index(f"Pas de {other}")
