"""Agreements kept version by version, what is due, reviews, and money that adds up to the cent."""

import datetime as dt
import itertools
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories import followed
from factories.cluster import Cluster
from factories.followed import TODAY, ago
from vivier.french import euros, read_euros
from vivier.vocabulary import InputError
from vivier_web.accounts.models import Act
from vivier_web.projects.actions.agreements import (
    Granted,
    amend_agreement,
    end_project,
    reopen_project,
    review_days,
    sign_agreement,
)
from vivier_web.projects.actions.deliverables import (
    Promised,
    add_deliverable,
    deliver,
    drop_deliverable,
    postpone_deliverable,
    restore_deliverable,
    take_delivery_back,
)
from vivier_web.projects.actions.payments import Asked, ask_payment, note_payment, restore_payment, withdraw_payment
from vivier_web.projects.actions.reviews import Held, hold_review, plan_review, settle_review_condition
from vivier_web.projects.amounts import total
from vivier_web.projects.models import Agreement, Aid, Funder, Payment, Project, Review
from vivier_web.projects.queries.due import member_duties, project_duties
from vivier_web.projects.queries.following import following_of
from vivier_web.projects.queries.money import Due, accounts_of
from vivier_web.projects.strip import Strip

CENTS = st.decimals(Decimal("0.01"), Decimal("999999.99"), places=2)


def test_an_agreement_runs_the_project_and_plans_a_review_a_year(pole: Cluster) -> None:
    project = followed.running(pole, starts=400, long=900)
    assert (project.state, project.starts_on, project.ends_on) == ("running", ago(400), ago(-500))
    days = list(Review.objects.values_list("due_on", flat=True))
    assert days == review_days(project.starts_on, project.ends_on)
    assert len(days) == 3
    kept = Aid.objects.values_list("funder__name", "organisation_id", "amount_eur")
    assert sorted(kept) == sorted(
        (each.funder, each.organisation_id, each.amount_eur) for each in followed.terms(project).granted
    )


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"signed_on": ago(-1)}, "à venir"),
        ({"ends_on": ago(400)}, "La fin suit le début"),
        ({"ends_on": ago(-4000)}, "dix ans"),
        ({"granted": ()}, "au moins une aide"),
    ],
)
def test_an_agreement_that_does_not_hold_is_refused_whole(pole: Cluster, changed: dict[str, Any], words: str) -> None:
    project = followed.awarded(pole)
    with pytest.raises(InputError, match=words):
        sign_agreement(project, followed.terms(project, **changed), by=None)
    assert not Agreement.objects.exists()
    assert not Funder.objects.exists()


@pytest.mark.parametrize(
    ("granted", "words"),
    [
        (("state", "A", 2, "10"), "partenaire du projet"),
        (("state", "A", 0, "-1"), "pas négative"),
        (("state", " ", 0, "10"), "un nom et une nature"),
        (("banque", "A", 0, "10"), "un nom et une nature"),
        (("region", "Bpifrance", 0, "10"), "qu’une nature"),
    ],
)
def test_an_aid_has_its_funder_and_a_partner(pole: Cluster, granted: tuple[Any, ...], words: str) -> None:
    project = followed.awarded(pole)
    kind, funder, rank, amount = granted
    more = Granted(kind, funder, pole.members[rank].pk, Decimal(amount))
    said = followed.terms(project)
    with pytest.raises(InputError, match=words):
        sign_agreement(project, followed.terms(project, granted=(*said.granted, more)), by=None)


def test_amendments_follow_and_nothing_signed_is_changed(pole: Cluster) -> None:
    project = followed.running(pole)
    followed.paid(project, "60000.05")
    lead_only = (Granted("state", "Bpifrance", project.lead_id, Decimal("60000.05")),)
    less = (Granted("state", "Bpifrance", project.lead_id, Decimal("60000.04")),)
    with pytest.raises(InputError, match="déjà reçu pour 60\u202f000,05"):
        amend_agreement(project, followed.terms(project, granted=less, signed_on=ago(1), what="Moins"), by=None)
    with pytest.raises(InputError, match="Dites ce que l’avenant change"):
        amend_agreement(project, followed.terms(project, signed_on=ago(1)), by=None)
    with pytest.raises(InputError, match="signé après"):
        amend_agreement(project, followed.terms(project, signed_on=ago(600), what="Plus tôt"), by=None)
    amend_agreement(
        project,
        followed.terms(project, granted=lead_only, signed_on=ago(1), what="Le porteur seul", long=1200),
        by=None,
    )
    assert [str(each) for each in Agreement.objects.all()] == ["Avenant n° 1", "Convention"]
    assert accounts_of(project).due == Due(Decimal("60000.05"), Decimal("60000.05"), Decimal("0.00"))
    assert Aid.objects.filter(agreement__number=1).count() == 3, "what was signed first is still there"
    first = Agreement.objects.get(number=1)
    with pytest.raises(InputError, match="ajoutez un avenant"):
        first.save()
    with pytest.raises(InputError, match="une convention la suit"):
        sign_agreement(project, followed.terms(project), by=None)


def test_reviews_held_stay_when_an_amendment_plans_the_next_again(pole: Cluster) -> None:
    project = followed.running(pole)
    followed.condition(project)
    amend_agreement(project, followed.terms(project, signed_on=ago(1), what="Plus long", long=1300), by=None)
    held, *planned = Review.objects.all()
    assert held.outcome == "conditions"
    project.refresh_from_db()
    assert [each.due_on for each in planned] == review_days(project.starts_on, project.ends_on)[1:]


@given(st.dates(dt.date(2000, 1, 1), dt.date(2050, 1, 1)), st.integers(1, 3650))
def test_reviews_come_at_least_once_a_year_and_the_last_at_the_end(start: dt.date, days: int) -> None:
    end = start + dt.timedelta(days=days)
    found = review_days(start, end)
    assert found == sorted(set(found))
    assert found[-1] == end
    marks = [start, *found]
    assert max(b - a for a, b in itertools.pairwise(marks)) <= dt.timedelta(days=367)


def test_what_is_due_is_handed_over_postponed_dropped_and_each_undone(pole: Cluster) -> None:
    project = followed.running(pole)
    row = followed.due(project, days=-5)
    late = [each.row.pk for each in following_of(project, TODAY).steps if each.state == "late"]
    assert late == [row.pk]
    with pytest.raises(InputError, match="ce qui le prouve"):
        deliver(row, proof=" ", on=TODAY, by=None)
    with pytest.raises(InputError, match="à venir"):
        deliver(row, proof="Rapport", on=ago(-1), by=None)
    with pytest.raises(InputError, match="Dites pourquoi"):
        postpone_deliverable(row, due_on=ago(-9), why="", by=None)
    with pytest.raises(InputError, match="dépasse la fin"):
        postpone_deliverable(row, due_on=ago(-5000), why="Retard", by=None)
    moved = postpone_deliverable(row, due_on=ago(-9), why="Optiques en retard", by=None)
    assert (moved.due_on, moved.first_due_on) == (ago(-9), ago(5))
    assert deliver(row, proof="Rapport 4", on=TODAY, by=None).done_on == TODAY
    with pytest.raises(InputError, match="déjà remis"):
        postpone_deliverable(row, due_on=ago(-9), why="Encore", by=None)
    assert take_delivery_back(row, by=None).done_on is None
    drop_deliverable(row, by=None)
    assert following_of(project, TODAY).steps == ()
    restore_deliverable(row, by=None)
    assert [each.state for each in following_of(project, TODAY).steps] == ["soon"]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"title": " "}, "intitulé"),
        ({"kind": "autre"}, "nature"),
        ({"organisation": 2}, "partenaire du projet"),
        ({"due_on": ago(2000)}, "précède le début"),
    ],
)
def test_what_is_promised_holds_in_the_project(pole: Cluster, changed: dict[str, Any], words: str) -> None:
    project = followed.running(pole)
    said = {"kind": "milestone", "title": "Essai", "organisation": 0, "due_on": ago(-5)} | changed
    said["organisation"] = pole.members[said["organisation"]]
    with pytest.raises(InputError, match=words):
        add_deliverable(project, Promised(**said), by=None)


def test_a_document_of_another_project_proves_nothing(pole: Cluster) -> None:
    row = followed.due(followed.running(pole))
    other = followed.document(followed.running(pole, lead=1))
    with pytest.raises(InputError, match="pas de ce projet"):
        deliver(row, proof="", document=other, on=TODAY, by=None)


@pytest.mark.parametrize(
    ("outcome", "conditions", "state", "suspended"),
    [
        ("go", (), "running", False),
        ("conditions", (("Un client", ago(-9)),), "running", False),
        ("suspend", (), "running", True),
        ("stop", (), "dropped", False),
    ],
)
def test_a_review_decides_and_another_one_may_let_the_project_go_on(
    pole: Cluster, outcome: str, conditions: Any, state: str, suspended: bool
) -> None:
    project = followed.running(pole)
    review = Review.objects.first()
    hold_review(review, Held(ago(2), outcome, "Motifs de la séance", conditions), by=None)
    project.refresh_from_db()
    assert project.state == state
    assert following_of(project, TODAY).is_suspended is suspended
    with pytest.raises(InputError, match="ne se modifie pas"):
        hold_review(review, Held(ago(2), "go", "Motifs"), by=None)
    again = plan_review(project, due_on=ago(-9), by=None)
    hold_review(again, Held(ago(1), "go", "Le point bloquant est levé"), by=None)
    project.refresh_from_db()
    assert project.state == "running"
    assert not following_of(project, TODAY).is_suspended


@pytest.mark.parametrize(
    ("held", "words"),
    [
        (Held(ago(-1), "go", "Motifs"), "à venir"),
        (Held(ago(1), "peut-être", "Motifs"), "Choisissez"),
        (Held(ago(1), "go", " "), "motifs"),
        (Held(ago(1), "conditions", "Motifs"), "dit lesquelles"),
        (Held(ago(1), "go", "Motifs", (("Un client", ago(1)),)), "accompagnent"),
        (Held(ago(1), "conditions", "Motifs", ((" ", ago(1)),)), "est écrite"),
    ],
)
def test_a_decision_of_review_that_does_not_hold_is_refused(pole: Cluster, held: Held, words: str) -> None:
    followed.running(pole)
    with pytest.raises(InputError, match=words):
        hold_review(Review.objects.first(), held, by=None)


def test_a_condition_is_followed_to_its_proof(pole: Cluster) -> None:
    project = followed.running(pole)
    row = followed.condition(project)
    assert following_of(project, TODAY).open_conditions == 1
    assert settle_review_condition(row, " Lettre signée ", by=None).settled_on == TODAY
    assert following_of(project, TODAY).open_conditions == 0
    assert settle_review_condition(row, "", by=None).settled_on is None


def test_payments_never_pass_what_was_granted_to_the_cent(pole: Cluster) -> None:
    project = followed.running(pole)
    row = followed.paid(project, "60000.04")
    with pytest.raises(InputError, match="laisse 0,01"):
        followed.paid(project, "0.02")
    followed.paid(project, "0.01")
    withdraw_payment(row, by=None)
    again = followed.paid(project, "60000.04")
    with pytest.raises(InputError, match="laisse 0\xa0€"):
        restore_payment(row, by=None)
    with pytest.raises(InputError, match="ne dépasse pas"):
        note_payment(again, paid_on=ago(1), amount_eur=Decimal("60000.05"), by=None)
    with pytest.raises(InputError, match="suit sa demande"):
        note_payment(again, paid_on=ago(11), amount_eur=None, by=None)
    note_payment(again, paid_on=ago(1), amount_eur=Decimal("50000.00"), by=None)
    with pytest.raises(InputError, match="reprenez d’abord"):
        withdraw_payment(again, by=None)
    due = accounts_of(project).due
    assert (due.granted, due.asked, due.paid) == (Decimal("130000.10"), Decimal("60000.05"), Decimal("50000.00"))
    assert (due.to_ask, due.awaited) == (Decimal("70000.05"), Decimal("10000.05"))
    assert note_payment(again, paid_on=None, amount_eur=None, by=None).paid_eur is None


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"words": " "}, "objet"),
        ({"amount_eur": Decimal(0)}, "montant"),
        ({"asked_on": ago(-1)}, "à venir"),
    ],
)
def test_what_is_asked_has_its_object_amount_and_day(pole: Cluster, changed: dict[str, Any], words: str) -> None:
    project = followed.running(pole)
    said = {
        "organisation": project.lead,
        "funder": Funder.objects.first(),
        "words": "Avance",
        "asked_on": ago(1),
        "amount_eur": Decimal(1),
    }
    with pytest.raises(InputError, match=words):
        ask_payment(project, Asked(**(said | changed)), by=None)


def test_every_way_to_add_the_money_gives_the_same_cents(pole: Cluster) -> None:
    project = followed.running(pole)
    for amount, day in (("0.01", ago(390)), ("1000.10", ago(30)), ("33.33", ago(3))):
        ask_payment(project, Asked(project.lead, Funder.objects.first(), "Acompte", day, Decimal(amount)), by=None)
    found = accounts_of(project)
    for lines in (found.partners, found.by_funder):
        assert total(line.due.granted for line in lines) == found.due.granted
        assert total(line.due.asked for line in lines) == found.due.asked == Decimal("1033.44")
    assert total(line.due.asked for line in found.years) == found.due.asked
    assert all(total(line.cells) == line.due.granted for line in found.partners)
    own = accounts_of(project, only=pole.members[1].pk)
    assert [line.words for line in own.partners] == [pole.members[1].name], "a partner reads its own line only"
    assert own.due.granted == Decimal("40000.05")


@given(st.lists(CENTS, max_size=12))
def test_amounts_written_are_read_back_and_sums_are_exact(amounts: list[Decimal]) -> None:
    assert [read_euros(euros(each)) for each in amounts] == amounts
    assert total(amounts) * 100 == sum(int(each * 100) for each in amounts)


@pytest.mark.parametrize("typed", ["", "douze", "1,234,5", "-1", "1e99", "NaN", "Infinity", "0,001"])
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(InputError):
        read_euros(typed)


def test_a_project_ends_and_may_be_taken_back_until_something_is_declared(pole: Cluster) -> None:
    project = followed.running(pole)
    with pytest.raises(InputError, match="suit le début"):
        end_project(project, on=ago(900), by=None)
    end_project(project, on=ago(1), by=None)
    assert reopen_project(project, by=None).ends_on == ago(-500)
    ended = followed.ended(pole, lead=1)
    followed.declared(ended, TODAY.year - 1, jobs_kept=1)
    with pytest.raises(InputError, match="reste achevé"):
        reopen_project(ended, by=None)


def test_the_team_and_the_member_see_what_is_late(pole: Cluster, django_assert_num_queries: Any) -> None:
    project = followed.running(pole)
    followed.due(project, days=-3)
    followed.due(project, days=-4, rank=1, title="Base d’images")
    followed.due(project, days=90)
    followed.awarded(pole, days=20, lead=1)
    found = project_duties(pole.pole, today=TODAY)
    assert [each.title for each in found.late.rows] == ["Base d’images", "Banc d’essai"]
    assert (found.to_sign.total, found.reviews.total, found.total) == (1, 1, 4)
    with django_assert_num_queries(3):
        project_duties(pole.pole, today=TODAY)
    mine = member_duties(pole.pole, pole.members[0], TODAY)
    assert [each.title for each in mine.deliverables] == ["Banc d’essai"]
    assert (mine.projects, mine.late, mine.total) == (1, 1, 1)
    assert member_duties(pole.pole, pole.members[2], TODAY).projects == 1, "a partner of the second"


def test_every_act_is_one_line_of_the_journal_without_a_word_of_it(pole: Cluster) -> None:
    project = followed.running(pole)
    followed.due(project)
    followed.paid(project)
    acts = Act.objects.filter(subject=f"project:{project.pk}").order_by("number")
    assert list(acts.values_list("verb", flat=True)) == [
        "note_award",
        "sign_agreement",
        "add_deliverable",
        "ask_payment",
    ]
    assert not any("Banc" in act.detail or "Joints" in act.detail for act in acts)


@given(st.integers(1, 4000), st.integers(-400, 4400))
def test_days_fall_in_order_within_the_strip(long: int, days: int) -> None:
    start = dt.date(2020, 1, 1)
    strip = Strip(start, start + dt.timedelta(days=long))
    place = strip.at(start + dt.timedelta(days=days))
    assert 0 <= place <= 100
    assert (place == 0) >= (days <= 0)
    assert all(0 <= x <= 100 for _, x in strip.years())


def test_nothing_is_left_of_a_project_when_its_pole_goes(pole: Cluster) -> None:
    followed.paid(followed.running(pole))
    Project.objects.all().delete()
    assert (Payment.objects.count(), Aid.objects.count(), Review.objects.count()) == (0, 0, 0)
