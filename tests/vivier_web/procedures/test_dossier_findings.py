"""What testers found in dossiers, each kept from coming back."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from django.core import mail

from factories import filed
from factories.cluster import Cluster
from vivier.vocabulary import InputError
from vivier_web.accounts.models import Act
from vivier_web.procedures.actions import versions
from vivier_web.procedures.actions.deciding import Chosen, decide, move, settle_condition
from vivier_web.procedures.actions.filing import file_content, open_dossier, withdraw_dossier
from vivier_web.procedures.actions.judging import answer_invitation, invite_expert, recuse
from vivier_web.procedures.actions.silence import apply_silences
from vivier_web.procedures.definition import Procedure, shipped, write
from vivier_web.procedures.definition.conditions import parse
from vivier_web.procedures.definition.forms import Deadline
from vivier_web.procedures.dossier import Dossier as State
from vivier_web.procedures.dossier import Opinion
from vivier_web.procedures.lifecycle import advance
from vivier_web.procedures.marking import Entry, consensus, propose
from vivier_web.procedures.models import Condition, Decision, Dossier, Grant, ProcedureVersion
from vivier_web.procedures.queries.paths import ahead_of, asked_with, presented_again

DAY = filed.DAY


def later(days: int) -> dt.date:
    return DAY + dt.timedelta(days=days)


def test_silence_goes_on_after_a_dossier_that_nobody_foresaw_and_the_team_is_told_once(pole: Cluster) -> None:
    broken, sound = filed.opened(pole), filed.opened(pole, rank=1)
    Dossier.objects.filter(pk=broken.pk).update(stage="stage-that-no-file-has")
    assert [apply_silences(later(400)), apply_silences(later(401))] == [1, 0]
    sound.refresh_from_db()
    subjects = [each.subject for each in mail.outbox if "appliquer" in each.subject]
    assert subjects == ["[Vivier] Pôle mecatronique : le délai du dossier 2026-001 n’a pas pu s’appliquer"]
    assert (sound.outcome, Act.objects.filter(verb="fail_silence").count()) == ("lapsed", 1)


def test_a_condition_is_proven_while_it_is_followed_and_by_who_set_it(pole: Cluster) -> None:
    made = filed.decided(pole)
    held = made.conditions.get()
    with pytest.raises(InputError, match="Qui a posé une condition"):
        settle_condition(held, "Preuve", by=None, seat="state")
    withdraw_dossier(made.dossier, by=None, on=later(40))
    with pytest.raises(InputError, match="ne sont plus suivies"):
        settle_condition(Condition.objects.get(), "Preuve", by=None)


def test_an_invitation_answered_after_the_stage_is_refused_kindly(pole: Cluster) -> None:
    dossier = filed.filed(pole)
    asked = invite_expert(dossier, filed.expert(pole, 5), by=None)
    filed.judged(pole, dossier)
    move(dossier, "done", by=None, on=later(9))
    with pytest.raises(InputError, match=r"L’étape est passée.*Merci"):
        answer_invitation(asked, "accepted", by=None, has_no_interest=True)


def test_an_expert_recused_at_a_stage_is_not_asked_at_a_later_one(pole: Cluster) -> None:
    dossier = filed.filed(pole)
    recuse(filed.accepted(pole, dossier), "Ancien associé", by=None)
    stages = dossier.definition().stages
    other = next(each.key for each in stages if each.key != dossier.stage)
    dossier.assignments.update(stage=other)
    with pytest.raises(InputError, match="récusé pour ce dossier"):
        invite_expert(dossier, pole.people["expert"], by=None)


def test_a_procedure_that_is_not_for_members_opens_no_dossier_whatever_the_page(pole: Cluster) -> None:
    version = filed.published(pole, "excellence-des-poles")
    with pytest.raises(InputError, match="n’a pas ouvert cette procédure à ses membres"):
        open_dossier(pole.pole, version, pole.members[0], by=None, on=DAY)


def test_silence_that_means_acceptance_gives_what_acceptance_grants(pole: Cluster) -> None:
    adopted = versions.adopt_shipped(pole.pole, filed.LABEL, by=None)
    read = adopted.definition()
    quick = Deadline("accept", days=10)
    stages = tuple(replace(each, deadline=quick) if each.key == "committee" else each for each in read.stages)
    versions.save_draft(adopted, write(replace(read, stages=stages)), by=None)
    versions.publish_procedure(ProcedureVersion.objects.get(pk=adopted.pk), by=None)
    dossier = filed.filed(pole)
    filed.judged(pole, dossier)
    dossier = move(dossier, "done", by=None, on=later(20))
    assert apply_silences(later(31)) == 1
    decision = Decision.objects.get()
    assert (decision.outcome, decision.by) == ("accepted", None)
    assert [each.decision for each in Grant.objects.all()] == [decision]


def test_what_was_filed_ahead_does_not_survive_a_new_presentation() -> None:
    procedure = next(each for each in shipped() if each.key == "label-et-financement-fui")
    state = State("gti", DAY, ahead=("deposit",), values={}, present=())
    rule = replace(procedure.stage("gti"), rule=replace(procedure.stage("gti").rule, opinions=1), deadline=None)
    free = replace(
        procedure, stages=tuple(replace(rule, leave=()) if each.key == "gti" else each for each in procedure.stages)
    )
    with pytest.raises(InputError, match="Il manque"):
        advance(free, state, "resubmit", on=DAY)
    opinion = filed_opinion(free)
    assert advance(free, replace(state, opinions=(opinion,)), "resubmit", on=DAY).ahead == ()


def filed_opinion(procedure: Procedure) -> Opinion:
    return Opinion("A1", "state", 1, {each.key: 3 for each in procedure.grid("state").criteria})


@pytest.mark.parametrize("asked", ["NaN", "Infinity", "-1"])
def test_a_list_holds_no_amount_that_is_not_a_number(asked: str) -> None:
    procedure = next(each for each in shipped() if each.key == "label-et-financement-fui")
    sheet = consensus(procedure.grid("state"), [filed_opinion(procedure)])
    with pytest.raises(InputError, match="un nombre"):
        Entry("a", sheet, "accepted", Decimal(asked))
    assert Entry("a", sheet, "accepted", Decimal(12)).asked_eur == 12


def test_a_threshold_is_written_whole_and_a_measure_is_cut() -> None:
    procedure = next(each for each in shipped() if each.key == "label-et-financement-fui")
    grid = procedure.grid("state")
    assert grid.total is not None
    strict = replace(grid, total=replace(grid.total, threshold=Decimal("0.66667")))
    rule = procedure.stage("gti").rule
    assert rule is not None
    assert propose(rule, consensus(strict, [filed_opinion(procedure)])).motives == (
        "Total de 60\u00a0% du maximum, sous le seuil de 66,667\u00a0%.",
    )


def test_a_rule_is_not_cut_inside_quotes() -> None:
    tests = parse('field.kind = "this or field.that" or count.consortium >= 2')
    assert [(each.subject[1], each.operator, each.value) for each in tests] == [
        ("kind", "=", "this or field.that"),
        ("consortium", ">=", Decimal(2)),
    ]


def test_two_stages_are_filed_at_once_and_the_second_is_left_when_its_turn_comes(pole: Cluster) -> None:
    then = filed.published(pole, "ptce-deux-phases").definition().valid_from
    dossier = filed.opened(pole, "ptce-deux-phases", on=then)
    later_stage = ahead_of(dossier)
    assert later_stage is not None
    whole = {each.key: filed.answer(each) for each in asked_with(dossier, later_stage)}
    first = {each.key: whole[each.key] for each in asked_with(dossier, None)}
    with pytest.raises(InputError, match="Il manque"):
        file_content(dossier, first, by=None, on=then, ahead=later_stage.key)
    dossier = file_content(dossier, whole, by=None, on=then, ahead=later_stage.key)
    assert (dossier.stage, dossier.ahead) == ("emerging-decision", [later_stage.key])
    with pytest.raises(InputError, match="ne prévoit pas"):
        file_content(filed.opened(pole, rank=1), {}, by=None, on=DAY, ahead="committee")


def test_a_new_presentation_says_what_becomes_of_the_label(pole: Cluster) -> None:
    dossier = filed.filed(pole)
    assert presented_again(dossier) == ""
    filed.judged(pole, dossier)
    dossier = move(dossier, "done", by=None, on=later(9))
    decide(dossier, Chosen("resubmit", "À revoir sur le marché.", sitting=5), by=None, on=later(10))
    dossier.refresh_from_db()
    assert presented_again(dossier).startswith("Dossier présenté à nouveau : il se décide comme la première fois")
