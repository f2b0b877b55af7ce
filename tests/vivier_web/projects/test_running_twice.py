"""The same act twice, two people at once, a row gone stale, an act undone: what is due, asked, reviewed, filed."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from factories import followed
from factories.cluster import Cluster
from factories.followed import PDF, TODAY, ago
from vivier.vocabulary import InputError
from vivier_web.accounts.models import Act
from vivier_web.projects.actions import deliverables, documents, payments
from vivier_web.projects.actions.agreements import amend_agreement, end_project, reopen_project, sign_agreement
from vivier_web.projects.actions.awards import note_award, revive_award, watch_awards
from vivier_web.projects.actions.deliverables import Promised, add_deliverable, deliver
from vivier_web.projects.actions.documents import Filed, file_document
from vivier_web.projects.actions.opening import drop_project, resume_project
from vivier_web.projects.actions.reviews import Held, hold_review, plan_review
from vivier_web.projects.models import Agreement, Award, Deliverable, Document, Payment, Project, Review
from vivier_web.projects.need_to_know import Reader


def verbs() -> list[str]:
    return list(Act.objects.order_by("number").values_list("verb", flat=True))


def since(act: Callable[[], Any]) -> list[str]:
    """Give what the journal says of an act."""
    before = len(verbs())
    act()
    return verbs()[before:]


def test_an_act_done_twice_is_written_once(pole: Cluster) -> None:
    project = followed.running(pole)
    step, payment, paper = followed.due(project), followed.paid(project), followed.document(project)
    for act, verb in (
        (lambda: deliverables.drop_deliverable(step, by=None), "drop_deliverable"),
        (lambda: deliverables.restore_deliverable(step, by=None), "restore_deliverable"),
        (lambda: payments.withdraw_payment(payment, by=None), "withdraw_payment"),
        (lambda: payments.restore_payment(payment, by=None), "restore_payment"),
        (lambda: documents.withdraw_document(paper, by=None), "withdraw_document"),
        (lambda: documents.restore_document(paper, by=None), "restore_document"),
    ):
        assert (since(act), since(act)) == ([verb], []), verb
    take_back = lambda: deliverables.take_delivery_back(step, by=None)  # noqa: E731
    assert since(take_back) == [], "nothing was handed over"
    deliver(step, proof="Rapport", on=TODAY, by=None)
    assert (since(take_back), since(take_back)) == (["take_delivery_back"], [])


def test_dropped_twice_it_keeps_the_first_hour(pole: Cluster) -> None:
    step = followed.due(followed.running(pole))
    first = deliverables.drop_deliverable(step, by=None).dropped_at
    assert deliverables.drop_deliverable(step, by=None).dropped_at == first


def test_two_people_hand_over_the_same_thing_and_the_first_proof_stays(pole: Cluster) -> None:
    project = followed.running(pole)
    row = followed.due(project)
    seen_by_team, seen_by_partner = (Deliverable.objects.get(pk=row.pk) for _ in range(2))
    deliver(seen_by_partner, proof="Rapport signé", on=ago(2), by=pole.people["member"])
    with pytest.raises(InputError, match="déjà remis"):
        deliver(seen_by_team, proof="Reçu par courriel", on=TODAY, by=pole.people["team"])
    row.refresh_from_db()
    assert (row.proof, row.done_on) == ("Rapport signé", ago(2))
    deliverables.take_delivery_back(seen_by_team, by=None)
    row.refresh_from_db()
    assert (row.proof, row.done_on) == ("Rapport signé", None), "what proved it is still read"
    deliver(seen_by_team, proof="Rapport corrigé", on=TODAY, by=None)
    row.refresh_from_db()
    assert row.proof == "Rapport corrigé"


def test_what_was_taken_off_meanwhile_is_neither_handed_over_nor_moved(pole: Cluster) -> None:
    row = followed.due(followed.running(pole))
    stale = Deliverable.objects.get(pk=row.pk)
    deliverables.drop_deliverable(row, by=None)
    with pytest.raises(InputError, match="plus attendu"):
        deliver(stale, proof="Rapport", on=TODAY, by=None)
    with pytest.raises(InputError, match="plus attendu"):
        deliverables.postpone_deliverable(stale, due_on=ago(-40), why="Retard", by=None)
    deliverables.restore_deliverable(stale, by=None)
    assert deliver(stale, proof="Rapport", on=TODAY, by=None).done_on == TODAY


def test_two_people_ask_the_same_last_cent_and_one_of_them_gets_it(pole: Cluster) -> None:
    project = followed.running(pole)
    seen = [Project.objects.get(pk=project.pk) for _ in range(2)]
    followed.paid(seen[0], "60000.05")
    with pytest.raises(InputError, match="laisse 0\xa0€"):
        followed.paid(seen[1], "0.01")
    assert Payment.objects.count() == 1


def test_two_people_pay_or_withdraw_the_same_request(pole: Cluster) -> None:
    row = followed.paid(followed.running(pole), "100.00")
    seen = Payment.objects.get(pk=row.pk)
    payments.note_payment(row, paid_on=ago(1), amount_eur=Decimal("40.00"), by=None)
    with pytest.raises(InputError, match="reprenez d’abord"):
        payments.withdraw_payment(seen, by=None)
    payments.note_payment(seen, paid_on=None, amount_eur=None, by=None)
    payments.withdraw_payment(row, by=None)
    with pytest.raises(InputError, match="remettez-la d’abord"):
        payments.note_payment(seen, paid_on=ago(1), amount_eur=None, by=None)


@pytest.mark.parametrize(
    ("paid_on", "amount", "expected"),
    [
        (ago(10), None, "1000.10"),  # the day it was asked
        (TODAY, None, "1000.10"),
        (ago(1), "0.00", "0.00"),  # refused in whole by the funder, and said
        (ago(1), "1000.10", "1000.10"),
        (ago(1), "1000.11", None),
        (ago(1), "-0.01", None),
        (ago(11), None, None),
        (ago(-1), None, None),
    ],
)
def test_a_payment_follows_what_was_asked(pole: Cluster, paid_on: dt.date, amount: str | None, expected: Any) -> None:
    row = followed.paid(followed.running(pole))
    act = lambda: payments.note_payment(  # noqa: E731
        row, paid_on=paid_on, amount_eur=Decimal(amount) if amount else None, by=None
    )
    if expected is None:
        with pytest.raises(InputError):
            act()
        row.refresh_from_db()
        assert (row.paid_on, row.paid_eur) == (None, None)
    else:
        assert act().paid_eur == Decimal(expected)


def test_two_people_sign_or_amend_at_once_and_no_version_is_lost(pole: Cluster) -> None:
    project = followed.awarded(pole, days=500)
    seen = [Project.objects.get(pk=project.pk) for _ in range(2)]
    said = followed.terms(project)
    sign_agreement(seen[0], said, by=None)
    with pytest.raises(InputError, match="une convention la suit"):
        sign_agreement(seen[1], said, by=None)
    for each, what in zip(seen, ("Plus long", "Plus court"), strict=True):
        amend_agreement(each, followed.terms(project, signed_on=ago(1), what=what), by=None)
    assert list(Agreement.objects.values_list("number", "what")) == [(3, "Plus court"), (2, "Plus long"), (1, "")]


def test_two_people_hold_the_same_review_and_the_first_decision_stays(pole: Cluster) -> None:
    followed.running(pole)
    first, again = Review.objects.first(), Review.objects.first()
    hold_review(first, Held(ago(2), "suspend", "Un partenaire manque"), by=None)
    with pytest.raises(InputError, match="ne se modifie pas"):
        hold_review(again, Held(ago(1), "go", "Tout va bien"), by=None)
    assert Review.objects.get(pk=first.pk).outcome == "suspend"
    assert Review.objects.exclude(held_on=None).count() == 1


def test_ended_then_taken_back_then_ended_again(pole: Cluster) -> None:
    project = followed.running(pole)
    end_project(project, on=ago(3), by=None)
    with pytest.raises(InputError, match="en cours s’achève"):
        end_project(project, on=ago(2), by=None)
    reopen_project(project, by=None)
    with pytest.raises(InputError, match="pas achevé"):
        reopen_project(project, by=None)
    assert end_project(project, on=ago(1), by=None).ends_on == ago(1)
    assert verbs()[-3:] == ["end_project", "reopen_project", "end_project"]


def test_what_its_financers_stopped_goes_on_by_a_review_and_by_nothing_else(pole: Cluster) -> None:
    project = followed.running(pole)
    hold_review(Review.objects.first(), Held(ago(2), "stop", "Marché perdu"), by=None)
    for act, words in (
        (lambda: resume_project(project, by=None), "une autre revue"),
        (lambda: note_award(project, announced_on=ago(1), rule="none", by=None), "n’attend plus"),
        (lambda: sign_agreement(project, followed.terms(project), by=None), "une convention la suit"),
        (lambda: amend_agreement(project, followed.terms(project, what="Tout de même"), by=None), "en cours"),
        (lambda: end_project(project, on=TODAY, by=None), "en cours"),
        (lambda: add_deliverable(project, Promised("milestone", "Banc", project.lead, TODAY), by=None), "en cours"),
        (lambda: followed.paid(project), "convention signée"),
        (lambda: followed.document(project), "n’en reçoit plus"),
    ):
        with pytest.raises(InputError, match=words):
            act()
    project.refresh_from_db()
    assert project.state == "dropped"
    hold_review(plan_review(project, due_on=TODAY, by=None), Held(TODAY, "go", "Un client est revenu"), by=None)
    assert followed.due(project).project.state == "running"


def test_what_was_given_up_before_any_agreement_is_taken_up_again(pole: Cluster) -> None:
    project = followed.filed(pole)
    drop_project(project, by=None)
    with pytest.raises(InputError, match="Une revue se tient"):
        plan_review(project, due_on=TODAY, by=None)
    assert resume_project(project, by=None).state == "building"
    assert since(lambda: resume_project(project, by=None)) == []


@pytest.mark.parametrize(
    ("rule", "until", "words"),
    [
        ("letter", None, "Donnez le dernier jour"),
        ("letter", ago(9), "suit l’annonce"),
        ("letter", ago(10), "suit l’annonce"),
        ("fui-25", ago(9), "suit l’annonce"),  # it would be lost the same night
        ("none", ago(400), "suit l’annonce"),
        ("fui-99", None, "pas connue"),
    ],
)
def test_an_award_whose_last_day_does_not_hold_is_refused(
    pole: Cluster, rule: str, until: dt.date | None, words: str
) -> None:
    project = followed.filed(pole)
    with pytest.raises(InputError, match=words):
        note_award(project, announced_on=ago(9), rule=rule, until_on=until, by=None)
    project.refresh_from_db()
    assert (project.state, Award.objects.count(), watch_awards(TODAY)) == ("filed", 0, 0)


def test_an_award_corrected_starts_its_reminders_again(pole: Cluster) -> None:
    project = followed.awarded(pole, days=180)
    assert watch_awards(TODAY) == 1
    assert len(Award.objects.get().reminders) == 1
    note_award(project, announced_on=ago(30), rule="fui-25", by=None)
    award = Award.objects.get()
    assert (award.announced_on, award.reminders, watch_awards(TODAY)) == (ago(30), [], 0)
    revive_award(award, until_on=ago(-6), why="Report demandé", by=None)
    assert (watch_awards(TODAY), watch_awards(TODAY)) == (1, 0)
    assert Award.objects.get().reminders == [7]


def test_a_document_is_replaced_in_a_line_that_never_forks(pole: Cluster) -> None:
    project = followed.running(pole)
    lead = Reader("member", "lead", organisation_id=project.lead_id)
    put = lambda number, before: file_document(  # noqa: E731
        project, Filed("minutes", f"V{number}", "v.pdf", PDF), reader=lead, by=None, replaces=before
    )
    rows = [followed.document(project)]
    rows += [put(2, rows[0])]
    rows += [put(3, rows[1])]
    with pytest.raises(InputError, match="déjà été remplacé"):
        put(4, rows[1])
    assert [each.replaces for each in Document.objects.order_by("pk")] == [None, rows[0], rows[1]]
    other = file_document(project, Filed("budget", "B", "b.pdf", PDF), reader=lead, by=None)
    with pytest.raises(InputError, match="de la même nature"):
        put(5, other)
    elsewhere = followed.document(followed.running(pole, lead=1))
    with pytest.raises(InputError, match="soi-même"):
        put(6, elsewhere)
