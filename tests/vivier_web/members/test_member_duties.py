"""What waits for a team: which days count, how many are shown, and never what another pôle keeps."""

import datetime as dt
from collections.abc import Callable

import pytest
from django_scopes import scope

from factories import cluster
from factories.cluster import Cluster
from factories.registers import csv_of, siren
from vivier_web.members.actions import (
    admit_member,
    award_label,
    end_membership,
    note_dealing,
    prepare_import,
    register_organisation,
    run_import,
    settle_dealing,
)
from vivier_web.members.models import Dealing, Membership
from vivier_web.members.queries.cards import member_card, organisation_of
from vivier_web.members.queries.duties import SHOWN, Duties, Pile, duties
from vivier_web.members.registers import opened

TODAY = dt.date(2026, 11, 22)


def day(after: int) -> dt.date:
    return TODAY + dt.timedelta(days=after)


def waiting(pole: Cluster, kind: str = "team") -> Duties:
    return duties(pole.pole, user_id=pole.people[kind].pk, today=TODAY)


def step(pole: Cluster, due: int, **said: object) -> Dealing:
    fields = {"kind": "call", "on": TODAY, "summary": "…", "next_step": "Rappeler", "due_on": day(due)} | said
    return note_dealing(pole.pole, pole.members[0], **{"by": None} | fields)


def test_a_pole_just_opened_waits_for_those_it_has_not_seen_for_a_year_and_nothing_else(pole: Cluster) -> None:
    found = waiting(pole)
    assert [row.organisation.name for row in found.unseen.rows] == [
        "Laboratoire des matériaux", "Mécanique du Val", "Plasturgie Ardéchoise",
    ]  # fmt: skip
    nothing = Pile()
    assert (found.steps, found.needs, found.leaving, found.labels, found.imports) == (nothing,) * 5
    assert (found.total, found.late) == (3, 0)


@pytest.mark.parametrize(("due", "shown", "late"), [(-400, 1, 1), (-1, 1, 1), (0, 1, 0), (14, 1, 0), (15, 0, 0)])
def test_a_step_shows_two_weeks_before_its_day_and_is_late_the_day_after(
    pole: Cluster, due: int, shown: int, late: int
) -> None:
    step(pole, due)
    found = waiting(pole)
    assert (found.steps.total, found.late) == (shown, late)


def test_a_settled_step_waits_no_more(pole: Cluster) -> None:
    row = step(pole, -3)
    assert waiting(pole).steps.rows == (row,)
    settle_dealing(row, on=TODAY, by=None)
    assert waiting(pole).steps == Pile()


def test_steps_of_whoever_asks_come_first_then_by_their_day(pole: Cluster) -> None:
    team, director = pole.people["team"], pole.people["director"]
    rows = [step(pole, 3, by=team), step(pole, -5, by=director), step(pole, 1, by=team), step(pole, -9)]
    assert waiting(pole).steps.rows == (rows[2], rows[0], rows[3], rows[1])
    assert waiting(pole, "director").steps.rows == (rows[1], rows[3], rows[2], rows[0])


@pytest.mark.parametrize("count", [SHOWN - 1, SHOWN, SHOWN + 1, SHOWN + 5])
def test_a_pile_shows_six_and_says_how_many_more(pole: Cluster, count: int) -> None:
    made = [step(pole, rank - 20) for rank in range(count)]
    found = waiting(pole).steps
    assert found.rows == tuple(made[:SHOWN])
    assert (found.total, found.more) == (count, max(0, count - SHOWN))


def test_a_need_waits_until_it_has_a_step_or_is_settled(pole: Cluster) -> None:
    said = {"kind": "need", "on": TODAY, "by": None, "summary": "Un soudeur."}
    bare = note_dealing(pole.pole, pole.members[0], **said)
    note_dealing(pole.pole, pole.members[0], **said | {"next_step": "Chercher", "due_on": day(90)})
    note_dealing(pole.pole, pole.members[0], **said | {"kind": "visit"})
    assert waiting(pole).needs.rows == (bare,)
    settle_dealing(bare, on=TODAY, by=None)
    assert waiting(pole).needs.rows == ()


@pytest.mark.parametrize(("ago", "unseen"), [(0, 0), (364, 0), (365, 1), (366, 1)])
def test_a_member_is_unseen_after_a_year_without_a_word(pole: Cluster, ago: int, unseen: int) -> None:
    for each in pole.members[1:]:
        note_dealing(pole.pole, each, by=None, kind="mail", on=TODAY, summary="…")
    note_dealing(pole.pole, pole.members[0], by=None, kind="mail", on=day(-ago), summary="…")
    assert waiting(pole).unseen.total == unseen


@pytest.mark.parametrize(("ago", "unseen"), [(364, 0), (365, 1)])
def test_a_newcomer_is_given_a_year_to_be_seen(pole: Cluster, ago: int, unseen: int) -> None:
    Membership.objects.all().delete()
    made = register_organisation("Neuve", siren=siren(1), by=None)
    admit_member(pole.pole, made, joined_on=day(-ago), by=None)
    assert waiting(pole).unseen.total == unseen


def leaves(pole: Cluster, after: int) -> None:
    end_membership(Membership.objects.get(organisation=pole.members[0]), left_on=day(after), by=None)


def label_ends(pole: Cluster, after: int) -> None:
    award_label(pole.pole, "Phase V", by=None, granted_on=dt.date(2020, 1, 1), ends_on=day(after))


@pytest.mark.parametrize(
    ("act", "pile", "last"), [(leaves, "leaving", 90), (label_ends, "labels", 270)], ids=["adhesion", "label"]
)
@pytest.mark.parametrize("side", ["before", "first", "last", "after"])
def test_an_end_that_comes_near_is_told_until_its_day(
    pole: Cluster, act: Callable[[Cluster, int], None], pile: str, last: int, side: str
) -> None:
    act(pole, {"before": -1, "first": 0, "last": last, "after": last + 1}[side])
    assert getattr(waiting(pole), pile).total == (side in ("first", "last"))


def test_labels_to_renew_begin_with_the_nearest_end(pole: Cluster) -> None:
    for after in (200, 3, 90):
        label_ends(pole, after)
    assert [row.ends_on for row in waiting(pole).labels.rows] == [day(3), day(90), day(200)]


def test_a_label_without_an_end_is_never_to_renew(pole: Cluster) -> None:
    award_label(pole.pole, "  À vie ", by=None, granted_on=TODAY)
    assert waiting(pole).labels == Pile()
    assert pole.pole.labels.get().name == "À vie"


def test_an_import_waits_until_it_is_done(pole: Cluster) -> None:
    batch = prepare_import(pole.pole, "a.csv", opened(csv_of(("", "Neuve"))), by=None)
    assert waiting(pole).imports.rows == (batch,)
    run_import(batch, by=None, today=TODAY)
    assert waiting(pole).imports == Pile()


def test_the_total_is_that_of_every_pile(pole: Cluster) -> None:
    for rank in range(8):
        step(pole, rank, kind="need" if rank % 2 else "visit")
        step(pole, 0, kind="need", next_step="", due_on=None)
    label_ends(pole, 3)
    found = waiting(pole)
    assert found.total == 8 + 8 + 2 + 1  # steps, needs, two members not seen, a label
    assert found.steps.more == found.needs.more == 2


def test_what_waits_for_another_pole_does_not_leak(pole: Cluster) -> None:
    other = cluster.founded("autre", first=1)
    before = waiting(pole)
    with scope(pole=other.pole):
        note_dealing(
            other.pole, pole.members[1], by=None, kind="need", on=TODAY, summary="Secret.", next_step="", due_on=None
        )
        label_ends(other, 3)
        prepare_import(other.pole, "b.csv", opened(csv_of(("", "Neuve"))), by=None)
        theirs = duties(other.pole, user_id=None, today=TODAY)
        assert (theirs.needs.total, theirs.labels.total, theirs.imports.total) == (1, 1, 1)  # it could leak
    assert waiting(pole) == before  # nor does a word of theirs make a member seen here


def test_waiting_costs_the_same_queries_whatever_waits(pole: Cluster, django_assert_num_queries: object) -> None:
    for _ in range(3):
        step(pole, 1)
        with django_assert_num_queries(5):
            found = waiting(pole)
            assert found.steps.rows[0].organisation.name == "Mécanique du Val"


# The card.


def test_a_card_counts_the_current_adhesion_else_the_latest(pole: Cluster) -> None:
    who = pole.members[0]
    first = Membership.objects.get(organisation=who)
    end_membership(first, left_on=dt.date(2025, 1, 1), by=None)
    gone = member_card(pole.pole, who, today=TODAY)
    assert (gone.adhesion, gone.is_current) == (first, False)
    second = admit_member(pole.pole, who, joined_on=dt.date(2025, 6, 1), by=None)
    back = member_card(pole.pole, who, today=TODAY)
    assert (back.adhesions, back.adhesion, back.is_current) == ((second, first), second, True)


@pytest.mark.parametrize(("after", "is_current"), [(-1, False), (0, True), (1, True)])
def test_one_is_a_member_until_the_last_day_included(pole: Cluster, after: int, *, is_current: bool) -> None:
    leaves(pole, after)
    assert member_card(pole.pole, pole.members[0], today=TODAY).is_current == is_current


def test_the_steps_of_a_card_begin_with_the_most_pressing(pole: Cluster) -> None:
    late, soon, never = step(pole, -2), step(pole, 40), step(pole, 0, due_on=None)
    settle_dealing(step(pole, 1), on=TODAY, by=None)
    step(pole, 0, next_step="", due_on=None)
    card = member_card(pole.pole, pole.members[0], today=TODAY)
    assert card.waiting == (late, soon, never)
    assert len(card.dealings) == 5


def test_only_those_who_are_or_were_members_have_a_card(pole: Cluster) -> None:
    known, stranger = pole.members[0], register_organisation("Ailleurs", siren=siren(1), by=None)
    assert organisation_of(pole.pole, stranger.pk) is None
    assert organisation_of(pole.pole, 999_999) is None
    assert organisation_of(pole.pole, known.pk) == known
    leaves(pole, -1)
    assert organisation_of(pole.pole, known.pk) == known
