"""Shared training: rows kept or refused with their lines, needs of those that agree, plans, answers, and no leak."""

import datetime as dt
import json

import pytest
from django.utils import timezone

from factories import needed, trained
from factories.cluster import Cluster
from factories.trained import ASKED, TOPIC
from vivier.vocabulary import InputError
from vivier_web.accounts.models import Act
from vivier_web.members.registers import opened
from vivier_web.skills.actions import training as acts
from vivier_web.skills.actions import training_plans as plans
from vivier_web.skills.actions.works import take
from vivier_web.skills.models import SeatAnswer, TrainingCourse, TrainingNeed, TrainingPlan
from vivier_web.skills.queries.training import gathered, inputs_of
from vivier_web.skills.queries.training_plans import conflict_of, own_seats, told
from vivier_web.skills.training.reading import read_row, read_table

TABLE = "course;min_seats;max_seats;session_eur\n{};{};8;2 400\nTuteurs;4;10;1 900 €\n"


def table(name: object = "Soudage", least: object = 2) -> object:
    return opened(TABLE.format(name, least).encode())


# --- Rows ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "row", "column"),
    [
        ("course", {"course": ""}, "course"),
        ("course", {"min_seats": "9"}, "min_seats"),
        ("course", {"max_seats": "0", "min_seats": "0"}, "max_seats"),
        ("course", {"session_eur": "cher"}, "session_eur"),
        ("course", {"session_eur": "nan"}, "session_eur"),
        ("course", {"session_eur": "-5"}, "session_eur"),
        ("course", {"min_seats": "1,5"}, "min_seats"),
        ("place", {"department": "99"}, "department"),
        ("place", {"department": ""}, "department"),
        ("place", {"lat": "45,9"}, "lat"),
        ("place", {"lat": "145,9", "lon": "6"}, "lat"),
        ("need", {"company": "Ailleurs SA"}, "company"),
        ("need", {"people": "0"}, "people"),
    ],
)
def test_a_row_that_makes_no_sense_says_what_is_wrong_beside_its_field(
    pole: Cluster, kind: str, row: dict[str, str], column: str
) -> None:
    usual = {"course": trained.COURSE, "place": trained.PLACE}.get(
        kind, {"company": pole.members[0].name, "course": TOPIC, "people": "2"}
    )
    with pytest.raises(acts.RowError) as refusal:
        acts.add_row(pole.pole, kind, usual | row, by=None)
    assert list(refusal.value.troubles) == [column]


def test_french_titles_and_figures_are_read() -> None:
    header = ["Formation", "Places mini", "places maxi", "Prix session", "Périodes", "inconnue"]
    rows, problems = read_table("course", header, [(2, ["TIG", "2", "8", "2 400,50 €", "T1 2027 | Printemps", "x"])])
    assert problems == []
    number, values = rows[0]
    assert (number, values["session_eur"], values["periods"]) == (2, 2400.5, ["2027-T1", "Printemps"])


def test_a_lacking_column_is_named() -> None:
    rows, problems = read_table("place", ["lieu"], [(2, ["Cluses"])])
    assert rows == []
    assert "max_sessions" in problems[0].sentence


def test_a_department_is_kept_as_it_is_written_officially() -> None:
    assert read_row("place", trained.PLACE | {"department": "1"})[0]["department"] == "01"
    assert read_row("place", trained.PLACE | {"department": "2a"})[0]["department"] == "2A"


def test_a_table_is_kept_whole_and_taken_back_whole(pole: Cluster) -> None:
    batch = acts.import_rows(pole.pole, "course", table(), by=None)
    assert TrainingCourse.objects.filter(withdrawn_at=None).count() == batch.lines == 2
    acts.undo_rows(batch, by=None)
    assert not TrainingCourse.objects.filter(withdrawn_at=None).exists()


def test_one_bad_line_keeps_nothing_and_is_told_with_its_number(pole: Cluster) -> None:
    with pytest.raises(acts.TableError) as refusal:
        acts.import_rows(pole.pole, "course", table(least="beaucoup"), by=None)
    assert [(one.line, one.column) for one in refusal.value.problems] == [(2, "Places au moins")]
    trained.course(pole.pole, course="Tuteurs")
    with pytest.raises(acts.TableError) as refusal:
        acts.import_rows(pole.pole, "course", table(), by=None)
    assert [one.line for one in refusal.value.problems] == [3]
    assert list(TrainingCourse.objects.values_list("name", flat=True)) == ["Tuteurs"]


def test_a_name_is_in_the_catalogue_once_and_a_row_taken_back_leaves_its_place(pole: Cluster) -> None:
    first = trained.course(pole.pole)
    with pytest.raises(acts.RowError):
        trained.course(pole.pole, course=TOPIC.upper())
    acts.withdraw_row(first, by=None)
    trained.course(pole.pole)
    with pytest.raises(InputError, match="de nouveau au catalogue"):
        acts.restore_row(first, by=None)


def test_what_a_body_proposes_waits_for_the_team(pole: Cluster) -> None:
    body = pole.members[0]
    offered = acts.add_row(pole.pole, "course", trained.COURSE, by=None, body=body)
    wave = needed.opened(pole.pole).wave
    assert inputs_of(wave, ASKED)["courses"] == []
    acts.accept_row(offered, by=None)
    assert [one["course"] for one in inputs_of(wave, ASKED)["courses"]] == [TOPIC]
    rival = acts.add_row(pole.pole, "course", trained.COURSE, by=None, body=body)
    with pytest.raises(InputError, match="déjà au catalogue"):
        acts.accept_row(rival, by=None)


# --- Needs ---------------------------------------------------------------------------------------------------------


def test_only_the_wishes_of_members_that_agree_are_read(pole: Cluster) -> None:
    call = needed.opened(pole.pole)
    trained.course(pole.pole)
    first, second, _ = pole.members
    trained.wished(call, first, 3)
    trained.wished(call, second, 5, agrees=False)
    found = gathered(call.wave)
    assert [(row.organisation_id, row.people) for row in found.rows] == [(first.pk, 3)]
    assert (found.agreed, found.answered) == (1, 2)
    acts.agree_to_plan(call, second, by=None)
    assert gathered(call.wave).people == 8, "the wish was there, and could have leaked"
    acts.withdraw_from_plan(call, first, by=None)
    assert [row.organisation_id for row in gathered(call.wave).rows] == [second.pk]


def test_a_need_by_hand_stands_for_the_wish_of_the_return(pole: Cluster) -> None:
    call = needed.opened(pole.pole)
    trained.course(pole.pole)
    trained.wished(call, pole.members[0], 3)
    trained.need(pole.pole, pole.members[0], people="6", max_km="20", release="2")
    (row,) = gathered(call.wave).rows
    assert (row.people, row.max_km, row.release) == (6, 20.0, 2)


def test_a_wish_the_catalogue_lacks_is_told_and_left_out(pole: Cluster) -> None:
    wave = trained.asked(pole)
    trained.wished(wave.needs_call, pole.members[0], 4, topic="Automatismes et robots")
    found = gathered(wave)
    assert found.unknown == {"Automatismes et robots": 4}
    assert inputs_of(wave, ASKED)["left"]["unknown"] == 4


@pytest.mark.parametrize(("lacking", "words"), [("course", "aucune formation"), ("place", "aucun lieu")])
def test_a_plan_with_nothing_to_plan_is_refused_in_words(pole: Cluster, lacking: str, words: str) -> None:
    wave = trained.asked(pole)
    for row in acts.KINDS[lacking].objects.all():
        acts.withdraw_row(row, by=None)
    with pytest.raises(InputError, match=words):
        plans.queue_plan(wave, ASKED, by=None)


# --- Plans ---------------------------------------------------------------------------------------------------------


def test_a_plan_shares_a_session_and_says_what_that_saves(pole: Cluster) -> None:
    found = told(trained.planned(pole))
    assert [(one.course, one.seats, one.period) for one in found.sessions] == [(TOPIC, 8, "2027-T1")]
    assert found.figures["people_trained"] == 8
    assert sorted(each.people for each in found.sessions[0].going) == [2, 3, 3]
    assert found.saved_eur > 2400
    assert found.left_out == ()
    assert found.saved_eur == found.alone_eur - found.paid_eur


def test_the_same_inputs_give_the_same_plan(pole: Cluster) -> None:
    first = trained.planned(pole)
    again = plans.work_out_plan(plans.rerun_plan(first, by=None).pk)
    assert (again.number, again.inputs_sha256, again.result_sha256) == (
        2, first.inputs_sha256, first.result_sha256,
    )  # fmt: skip


def test_a_finished_plan_never_changes(pole: Cluster) -> None:
    plan = trained.planned(pole)
    plan.number = 9
    with pytest.raises(InputError, match="ne se modifie pas"):
        plan.save()


def test_an_impossible_request_names_the_constraints_in_conflict_and_members_by_name(pole: Cluster) -> None:
    wave = trained.asked(pole)
    plan = plans.work_out_plan(plans.queue_plan(wave, ASKED | {"question": "everyone", "budget": 100.0}, by=None).pk)
    assert plan.state == "failed"
    assert any("budget" in one for one in conflict_of(plan))
    first = pole.members[0]
    TrainingPlan._base_manager.filter(pk=plan.pk).update(conflict=[f"les lieux où « membre {first.pk} » peut aller"])
    plan.refresh_from_db()
    assert conflict_of(plan) == [f"les lieux où « {first.name} » peut aller"]


def test_a_search_that_is_asked_to_stop_keeps_its_best_plan(pole: Cluster) -> None:
    plan = plans.queue_plan(trained.asked(pole), ASKED | {"seconds": 60}, by=None)
    plans.stop_plan(plan, by=None)
    begun = timezone.now()
    done = plans.work_out_plan(plan.pk)
    assert (timezone.now() - begun).total_seconds() < 20
    assert done.state == "done"
    assert done.best["people"] <= 8


def test_a_plan_lost_with_its_worker_is_queued_again(pole: Cluster) -> None:
    plan = plans.queue_plan(trained.asked(pole), ASKED, by=None)
    take(TrainingPlan, plan.pk, step="")
    old = timezone.now() - timezone.timedelta(minutes=9)
    TrainingPlan.objects.filter(pk=plan.pk).update(beat_at=old)
    assert plans.requeue_lost_plans() == 1
    assert plans.work_out_plan(plan.pk).state == "done"


def test_a_funder_that_is_not_asked_pays_nothing(pole: Cluster) -> None:
    wave = trained.asked(pole)
    acts.withdraw_row(TrainingCourse.objects.get(), by=None)
    trained.course(pole.pole, funders="Région")
    plan = plans.work_out_plan(plans.queue_plan(wave, ASKED | {"funders": [["OPCO", 9000.0]]}, by=None).pk)
    assert plan.result["sessions"] == []
    plan = plans.work_out_plan(plans.queue_plan(wave, ASKED | {"funders": [["Région", 9000.0]]}, by=None).pk)
    assert told(plan).funding == (("Région", 2400.0),)


# --- Answers -------------------------------------------------------------------------------------------------------


def test_a_member_accepts_declines_and_takes_its_answer_back(pole: Cluster) -> None:
    plan = trained.proposed(pole)
    member = pole.members[0]
    (seats,) = own_seats(pole.pole, member)
    for answer in (True, False, None):
        plans.answer_seats(plan, member, seats.key, is_accepted=answer, by=None)
        assert own_seats(pole.pole, member)[0].is_accepted is answer
    assert not SeatAnswer.objects.exists()


def test_a_declined_plan_is_to_redo_and_the_next_one_leaves_those_seats_out(pole: Cluster) -> None:
    plan = trained.proposed(pole)
    first, second, _ = pole.members
    plans.answer_seats(plan, first, "S001", is_accepted=False, by=None)
    plans.answer_seats(plan, second, "S001", is_accepted=True, by=None)
    found = told(plan)
    assert (found.is_to_redo, found.agreed, found.declined) == (True, 1, 1)
    again = plans.work_out_plan(plans.rerun_plan(plan, by=None).pk)
    assert {one["company"] for one in again.inputs["needs"]} == {f"membre {one.pk}" for one in pole.members[1:]}
    assert again.inputs["left"]["declined"] == 3


def test_nobody_answers_for_seats_that_are_not_theirs_or_no_longer_proposed(pole: Cluster) -> None:
    plan = trained.proposed(pole)
    with pytest.raises(InputError, match="pas de place"):
        plans.answer_seats(plan, pole.members[0], "S099", is_accepted=True, by=None)
    plans.recall_plan(plan, by=None)
    with pytest.raises(InputError, match="plus proposé"):
        plans.answer_seats(plan, pole.members[0], "S001", is_accepted=True, by=None)


def test_a_member_that_no_longer_agrees_is_no_longer_named(pole: Cluster) -> None:
    plan = trained.planned(pole)
    member = pole.members[0]
    assert member.name in {one.company for session in told(plan).sessions for one in session.going}
    acts.withdraw_from_plan(plan.wave.needs_call, member, by=None)
    found = told(plan)
    assert member.name not in {one.company for session in found.sessions for one in session.going}
    assert (found.is_to_redo, found.withdrawn) == (True, 1)


def test_what_is_kept_of_a_plan_names_nobody(pole: Cluster) -> None:
    plan = trained.planned(pole)
    kept = json.dumps([plan.inputs, plan.result, plan.parameters, plan.best], ensure_ascii=False)
    assert "membre " in kept
    for member in pole.members:
        assert member.name not in kept
        assert member.siren not in kept


def test_the_journal_tells_an_answer_without_its_author(pole: Cluster) -> None:
    plan = trained.proposed(pole)
    plans.answer_seats(plan, pole.members[0], "S001", is_accepted=False, by=pole.people["member"])
    act = Act.objects.get(verb="answer_training_seats")
    assert act.actor_id is None
    assert act.subject == f"training_plan:{plan.pk}"


def test_a_need_of_who_left_the_pole_is_not_planned(pole: Cluster) -> None:
    wave = trained.asked(pole)
    gone = pole.members[2]
    trained.need(pole.pole, gone)
    pole.pole.memberships.filter(organisation=gone).update(left_on=timezone.localdate() - dt.timedelta(days=1))
    assert TrainingNeed.objects.exists()
    assert gone.pk not in {row.organisation_id for row in gathered(wave).rows}
