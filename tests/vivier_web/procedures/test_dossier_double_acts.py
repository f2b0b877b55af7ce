"""Two people act in the same second, or one acts twice: what the second act finds, and what it leaves untouched."""

import datetime as dt
import hashlib
import json

import pytest

from factories import filed
from factories.cluster import Cluster
from vivier.vocabulary import InputError
from vivier_web.accounts.models import Act
from vivier_web.procedures.actions.deciding import Chosen, ask_corrections, decide, move, settle_condition
from vivier_web.procedures.actions.filing import file_content, save_content, withdraw_dossier
from vivier_web.procedures.actions.granting import renew_grant, resume_grant, suspend_grant, withdraw_grant
from vivier_web.procedures.actions.judging import (
    answer_invitation,
    confirm_opinion,
    give_opinion,
    invite_expert,
    recuse,
)
from vivier_web.procedures.lifecycle import ForbiddenMove
from vivier_web.procedures.models import Assignment, Condition, Content, Decision, Dossier, Grant, Opinion
from vivier_web.procedures.queries.state import content_of, state_of

MOTIVES = "Le projet répond à un besoin montré par trois membres."


def later(days: int) -> dt.date:
    return filed.DAY + dt.timedelta(days=days)


def at_committee(pole: Cluster, *, mark: int = 4) -> Dossier:
    dossier = filed.filed(pole)
    filed.judged(pole, dossier, mark=mark)
    return move(dossier, "done", by=pole.people["team"], on=later(20))


def test_the_same_decision_sent_twice_is_taken_once(pole: Cluster) -> None:
    as_read = at_committee(pole)
    chosen = Chosen("accepted", MOTIVES, sitting=5)
    decide(as_read, chosen, by=None, on=later(30))
    assert as_read.stage == "committee", "the second click comes from a page that is out of date"
    with pytest.raises(ForbiddenMove, match="n’est pas une issue de l’étape « Attestation »"):
        decide(as_read, chosen, by=None, on=later(30))
    assert (Decision.objects.count(), Grant.objects.count()) == (1, 1)
    assert Act.objects.filter(verb="decide_dossier").count() == 1


def test_the_contrary_decision_of_a_colleague_comes_too_late(pole: Cluster) -> None:
    as_read = at_committee(pole)
    decide(as_read, Chosen("refused", MOTIVES, sitting=5), by=None, on=later(30))
    with pytest.raises(ForbiddenMove, match="est fermé"):
        decide(as_read, Chosen("accepted", MOTIVES, sitting=5), by=None, on=later(30))
    assert [each.outcome for each in Decision.objects.all()] == ["refused"]
    assert not Grant.objects.exists()


def test_a_stage_ended_twice_is_left_once(pole: Cluster) -> None:
    as_read = filed.filed(pole)
    filed.judged(pole, as_read)
    move(as_read, "done", by=None, on=later(20))
    with pytest.raises(ForbiddenMove, match="n’est pas une issue"):
        move(as_read, "done", by=None, on=later(20))
    as_read.refresh_from_db()
    assert [each["stage"] for each in as_read.passed] == ["filing", "experts"]


def test_a_form_filed_twice_makes_one_version(pole: Cluster) -> None:
    as_read = filed.opened(pole)
    said = filed.answers(as_read)
    file_content(as_read, said, by=None, on=filed.DAY)
    for again in (file_content, save_content):
        with pytest.raises(ForbiddenMove, match="à l’instruction"):
            again(as_read, said, by=None)
    assert list(Content.objects.values_list("number", flat=True)) == [1]


def test_an_opinion_given_twice_counts_once_and_the_last_one(pole: Cluster) -> None:
    dossier = filed.filed(pole)
    asked = filed.accepted(pole, dossier)
    for mark in (1, 5):
        give_opinion(asked, filed.said(dossier, mark), content=1, by=asked.expert)
    assert Opinion.objects.count() == 2
    counted = state_of(dossier).opinions_on("label")
    assert [set(each.marks.values()) for each in counted] == [{5}]
    with pytest.raises(ForbiddenMove, match=r"Il manque 2\savis"):
        move(dossier, "done", by=None, on=later(9))


def test_confirming_an_opinion_that_another_replaced_is_refused(pole: Cluster) -> None:
    dossier = filed.filed(pole)
    asked = filed.accepted(pole, dossier)
    first, second = (give_opinion(asked, filed.said(dossier, mark), content=1, by=None) for mark in (1, 5))
    ask_corrections(dossier, "Le titre", by=None, on=later(3))
    file_content(dossier, {"title": "Corrigé"}, by=None, on=later(5))
    with pytest.raises(InputError, match="ne compte plus"):
        confirm_opinion(first, content=2, by=None)
    assert [each.is_stale(2) for each in state_of(dossier).opinions_on("label")] == [True]
    confirm_opinion(second, content=2, by=None)
    assert [each.is_stale(2) for each in state_of(dossier).opinions_on("label")] == [False]


def test_confirming_an_opinion_that_a_new_presentation_made_void_is_refused(pole: Cluster) -> None:
    decide(at_committee(pole, mark=1), Chosen("resubmit", MOTIVES, sitting=5), by=None, on=later(30))
    dossier = Dossier.objects.get()
    dossier = file_content(dossier, filed.answers(dossier), by=None, on=later(40))
    void = Opinion.objects.first()
    with pytest.raises(InputError, match="ne compte plus"):
        confirm_opinion(void, content=2, by=None)
    assert state_of(dossier).opinions == ()
    again = give_opinion(void.assignment, filed.said(dossier), content=2, by=None)
    assert [each.evaluator for each in state_of(dossier).opinions] == [again.assignment.key]


def test_an_expert_recused_after_the_opinion_takes_it_away_from_the_count(pole: Cluster) -> None:
    dossier = filed.filed(pole)
    asked = filed.judged(pole, dossier)
    assert len(state_of(dossier).opinions_on("label")) == 3
    recuse(asked[0], "Lien découvert", by=None)
    assert len(state_of(dossier).opinions_on("label")) == 2
    assert Opinion.objects.count() == 3, "what was written is kept, it counts no more"
    with pytest.raises(ForbiddenMove, match=r"Il manque 1\savis"):
        move(dossier, "done", by=None, on=later(9))
    with pytest.raises(InputError, match="Répondez d’abord"):
        give_opinion(asked[0], filed.said(dossier), content=1, by=None)
    with pytest.raises(InputError, match="Répondez d’abord"):
        confirm_opinion(Opinion.objects.get(assignment=asked[0]), content=1, by=None)
    with pytest.raises(InputError, match="récusé pour ce dossier"):
        invite_expert(dossier, asked[0].expert, by=None)


def test_an_expert_recused_before_the_committee_decides_holds_the_decision(pole: Cluster) -> None:
    dossier = at_committee(pole)
    recuse(Assignment.objects.first(), "Lien découvert en séance", by=None)
    with pytest.raises(ForbiddenMove, match="Il manque"):
        decide(dossier, Chosen("accepted", MOTIVES, sitting=5), by=None, on=later(30))
    assert not Decision.objects.exists()


def test_a_recusal_said_twice_keeps_its_first_reason_and_its_first_day(pole: Cluster) -> None:
    asked = recuse(filed.accepted(pole, filed.filed(pole)), "Ancienne associée", by=None)
    with pytest.raises(InputError, match="déjà récusé"):
        recuse(asked, "Autre raison", by=None)
    kept = Assignment.objects.get()
    assert (kept.state, kept.reason, kept.answered_at) == ("recused", "Ancienne associée", asked.answered_at)


def test_an_answer_given_on_two_screens_is_the_first_one(pole: Cluster) -> None:
    asked = invite_expert(filed.filed(pole), pole.people["expert"], by=None)
    answer_invitation(asked, "declined", by=None, reason="  Trop de dossiers  ")
    with pytest.raises(InputError, match="déjà répondu"):
        answer_invitation(asked, "accepted", by=None, has_no_interest=True)
    kept = Assignment.objects.get()
    assert (kept.state, kept.reason) == ("declined", "Trop de dossiers")
    assert state_of(kept.dossier).invited == (), "nobody waits for whoever declined"


def test_a_withdrawal_stops_what_colleagues_were_doing(pole: Cluster) -> None:
    dossier = filed.filed(pole)
    asked = filed.accepted(pole, dossier)
    withdraw_dossier(dossier, by=None, on=later(3))
    acts = (
        lambda: give_opinion(asked, filed.said(dossier), content=1, by=None),
        lambda: invite_expert(dossier, filed.expert(pole, 1), by=None),
        lambda: move(dossier, "done", by=None, on=later(4)),
        lambda: ask_corrections(dossier, "Le titre", by=None, on=later(4)),
        lambda: file_content(dossier, {"title": "Autre"}, by=None, on=later(4)),
    )
    for act in acts:
        with pytest.raises(ForbiddenMove, match="est fermé"):
            act()
    assert (Opinion.objects.count(), Assignment.objects.count(), Content.objects.count()) == (0, 1, 1)


def test_a_dossier_sent_back_while_corrections_were_asked_is_filed_in_one_go(pole: Cluster) -> None:
    dossier = at_committee(pole, mark=1)
    ask_corrections(dossier, "Le budget", by=None, on=later(25))
    decide(dossier, Chosen("resubmit", MOTIVES, sitting=5), by=None, on=later(30))
    dossier = Dossier.objects.get()
    with pytest.raises(ForbiddenMove, match="deux entreprises"):
        file_content(dossier, {"consortium": []}, by=None, on=later(40))
    again = file_content(dossier, {"title": "Représenté"}, by=None, on=later(40))
    assert (again.stage, again.title, content_of(again).number) == ("experts", "Représenté", 2)
    assert [each["answered_on"] for each in again.pauses] == [later(40).isoformat()]


def test_a_proof_noted_twice_is_the_last_one_and_taken_back_it_holds_the_dossier_again(pole: Cluster) -> None:
    filed.decided(pole)
    condition = Condition.objects.get()
    settle_condition(condition, "Accord du 4 mai", by=None, on=later(40))
    kept = settle_condition(condition, f" {'x' * 400} ", by=None, on=later(41))
    assert (kept.proof, kept.settled_on) == ("x" * 300, later(41))
    back = settle_condition(condition, "   ", by=None, on=later(42))
    assert (back.proof, back.settled_on) == ("", None)
    assert len(state_of(back.decision.dossier).missing_proofs()) == 1


def test_a_grant_suspended_twice_keeps_the_first_reason(pole: Cluster) -> None:
    grant = filed.decided(pole).grants.get()
    first = suspend_grant(grant, "Condition en retard", by=None)
    with pytest.raises(InputError, match="déjà suspendu"):
        suspend_grant(grant, "Autre", by=None)
    kept = Grant.objects.get()
    assert (kept.why, kept.suspended_on) == ("Condition en retard", first.suspended_on)


def test_what_was_withdrawn_for_good_is_neither_given_back_nor_loses_its_reason(pole: Cluster) -> None:
    grant = filed.decided(pole).grants.get()
    withdraw_grant(grant, "Projet abandonné", by=None)
    for act in (lambda: resume_grant(grant, by=None), lambda: suspend_grant(grant, "Encore", by=None)):
        with pytest.raises(InputError, match="déjà été retiré"):
            act()
    kept = Grant.objects.get()
    assert (kept.why, kept.suspended_on) == ("Projet abandonné", None)
    assert kept.withdrawn_on is not None


def test_a_grant_with_a_term_is_renewed_from_its_end_once_and_for_a_length_that_is_offered(pole: Cluster) -> None:
    decision = filed.decided(pole)
    artisans = filed.published(pole, "pole-innovation-artisanat")
    Dossier.objects.filter(pk=decision.dossier.pk).update(procedure=artisans)
    Grant.objects.update(until_on=later(1000))
    grant = Grant.objects.get()
    with pytest.raises(InputError, match="dure 36 mois"):
        renew_grant(grant, months=7, by=None, seat="state")
    made = renew_grant(grant, months=36, by=None, seat="state")
    assert (made.from_on, made.renewed_from_id, made.is_conditional) == (later(1001), grant.pk, True)
    with pytest.raises(InputError, match="déjà été renouvelé : c’est le dernier"):
        renew_grant(grant, months=36, by=None, seat="state")
    assert Grant.objects.count() == 2


@pytest.mark.parametrize("around", ["", " ", "\n  "])
def test_the_seal_of_a_decision_is_computed_again_from_what_is_kept(pole: Cluster, around: str) -> None:
    chosen = Chosen("accepted", f"{around}{MOTIVES}{around}", sitting=5)
    kept = Decision.objects.get(pk=decide(at_committee(pole), chosen, by=None, on=later(30)).pk)
    content = Content.objects.get(dossier=kept.dossier, number=kept.content)
    sealed = {
        "procedure": kept.dossier.procedure.digest,
        "dossier": kept.dossier.reference,
        "version": kept.content,
        "answers": content.answers,
        "outcome": kept.outcome,
        "motives": kept.motives,
        "on": kept.on.isoformat(),
    }
    written = json.dumps(sealed, sort_keys=True, ensure_ascii=False).encode()
    assert kept.digest == hashlib.sha256(written).hexdigest()
