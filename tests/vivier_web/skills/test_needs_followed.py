"""Who answered, who is written to, what is carried to another call and when it is erased: one pôle at a time."""

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone
from django_scopes import scope

from factories import collected, needed
from factories.cluster import Cluster, founded
from vivier.reference import pcs_label
from vivier.vocabulary import InputError
from vivier_web.accounts.models import Act
from vivier_web.members.actions import admit_member, end_role
from vivier_web.members.models import Membership, Role
from vivier_web.ops.retention import erase_what_is_due
from vivier_web.skills.actions.needs import (
    MOST_BACK,
    correct_return,
    release_return,
    repeat_step,
    save_step,
    send_return,
    undo_step,
    withdraw_release,
)
from vivier_web.skills.actions.needs_asking import (
    KEPT,
    declare_project_need,
    post_reminders,
    remind_members,
    restore_project_need,
    withdraw_project_need,
)
from vivier_web.skills.actions.waves import freeze_wave, open_wave
from vivier_web.skills.models import NeedsCall, NeedsDraft, NeedsRelease, NeedsReturn, ProjectNeed, Wave
from vivier_web.skills.needs.answers import ProjectNeed as Declared
from vivier_web.skills.queries.needs import (
    A_WEEK,
    Awaited,
    Progress,
    addresses_of,
    answers_of,
    awaited_from,
    board_of,
    calls_of,
    creations_of,
    may_remind_from,
    needs_progress,
    project_needs_of,
    project_rows,
    release_of,
    released_returns,
    responding,
    versions_of,
    waves_to_ask,
)
from vivier_web.skills.queries.needs_filling import filling_of, occupation_choices, previous_answers, settled_code

BEFORE = dt.date(2025, 1, 31)


@pytest.fixture
def call(pole: Cluster) -> NeedsCall:
    return needed.opened(pole.pole)


def leave(pole: Cluster, rank: int) -> None:
    Membership.objects.filter(organisation=pole.members[rank]).update(
        left_on=timezone.localdate() - dt.timedelta(days=1)
    )


def test_returns_are_read_in_the_order_members_first_answered_whatever_they_correct(
    pole: Cluster, call: NeedsCall
) -> None:
    second, first, third = pole.members
    for member in (first, second, third):
        needed.answered(call, member)
    needed.answered(call, first, needed.typed(("Usineur", "623e", 2028, 9)))
    assert [one.organisation_id for one in answers_of(call.wave)] == [first.pk, second.pk, third.pk]
    assert [one.hires[0].people for one in answers_of(call.wave)] == [9, 2, 2]
    assert [one.version for one in versions_of(call, first)] == [2, 1]


def test_a_return_of_the_night_is_of_the_day_where_the_member_is(pole: Cluster, call: NeedsCall) -> None:
    needed.answered(call, pole.members[0])
    NeedsReturn.objects.update(at=dt.datetime(2026, 3, 4, 23, 30, tzinfo=dt.UTC))
    assert answers_of(call.wave)[0].answered_on == dt.date(2026, 3, 5)


def test_who_has_not_answered_comes_first_then_by_name_and_who_left_is_not_there(
    pole: Cluster, call: NeedsCall
) -> None:
    mechanics, plastics, laboratory = pole.members
    sent = needed.answered(call, laboratory, is_released=True)
    needed.answered(call, mechanics)
    rows = responding(call)
    assert [(row.organisation_pk, row.return_pk) for row in rows] == [
        (plastics.pk, None), (laboratory.pk, sent.pk), (mechanics.pk, None),
    ]  # fmt: skip
    assert [(row.sent_at is None, row.college) for row in rows] == [
        (True, "Entreprises"),
        *[(False, "Entreprises")] * 2,
    ]
    leave(pole, 2)
    assert [row.organisation_pk for row in responding(call)] == [plastics.pk, mechanics.pk]


def test_progress_counts_members_of_today_and_never_more_returns_than_them(pole: Cluster, call: NeedsCall) -> None:
    today = timezone.localdate()
    needed.answered(call, pole.members[1])
    needed.answered(call, pole.members[2])
    assert needs_progress(pole.pole, today) == [Progress(call, 2, 3)]
    leave(pole, 1)
    leave(pole, 0)
    assert needs_progress(pole.pole, today) == [Progress(call, 1, 1)]
    assert [one.done for one in calls_of(pole.pole)] == [2]  # the sums still hold both
    freeze_wave(call.wave, by=None)
    assert needs_progress(pole.pole, today) == []


def test_only_open_waves_that_do_not_ask_yet_are_offered(pole: Cluster, call: NeedsCall) -> None:
    today, month = timezone.localdate(), dt.timedelta(days=30)
    days = {"opens_on": today - month, "closes_on": today}
    asks_not = open_wave(pole.pole, "À demander", on=today, by=None, **days)
    frozen = open_wave(pole.pole, "Figée", on=today, by=None, **days)
    freeze_wave(frozen, by=None)
    open_wave(pole.pole, "Close", on=today, by=None, opens_on=today - month, closes_on=today - dt.timedelta(days=1))
    assert waves_to_ask(pole.pole, today) == [asks_not]
    assert waves_to_ask(pole.pole, today + dt.timedelta(days=1)) == []


def test_a_member_sees_the_calls_that_began_with_what_it_did_alone(pole: Cluster, call: NeedsCall) -> None:
    today = timezone.localdate()
    sent = needed.answered(call, pole.members[0])
    correct_return(call, pole.members[0], by=None)
    save_step(call, pole.members[1], "perception", {"perception_ready": "1"}, by=None)
    seen = [awaited_from(pole.pole, member, today) for member in pole.members]
    assert seen == [
        [Awaited(call, True, sent, True)],
        [Awaited(call, True, None, True)],
        [Awaited(call, True, None, False)],
    ]
    assert awaited_from(pole.pole, pole.members[0], call.wave.opens_on - dt.timedelta(days=1)) == []
    late = call.wave.closes_on + dt.timedelta(days=1)
    assert [one.is_open for one in awaited_from(pole.pole, pole.members[0], late)] == [False]


def test_only_those_who_still_answer_for_a_member_are_written_to(pole: Cluster, call: NeedsCall) -> None:
    member = pole.members[0]
    both = ["accountant@mecatronique.example", "member@mecatronique.example"]
    assert addresses_of(call) == {member.pk: both}
    end_role(Role.objects.get(user=pole.people["accountant"]), by=None)
    assert addresses_of(call) == {member.pk: both[1:]}
    person = pole.people["member"]
    person.is_active = False
    person.save()
    assert addresses_of(call) == {}
    with pytest.raises(InputError, match="Aucun membre à relancer"):
        remind_members(call, by=None)


def test_whoever_answers_between_the_click_and_the_letter_is_left_in_peace(pole: Cluster, call: NeedsCall) -> None:
    remind_members(call, by=None)
    needed.answered(call, pole.members[0])
    mail.outbox.clear()
    post_reminders.func(call.pk)
    assert mail.outbox == []


def test_a_letter_names_its_member_its_day_and_what_the_pole_will_not_see(pole: Cluster, call: NeedsCall) -> None:
    type(pole.members[0]).objects.filter(pk=pole.members[0].pk).update(name="L’Arc & <Fils>")
    Wave.objects.update(closes_on=dt.date(2099, 3, 1))
    post_reminders.func(call.pk)
    (letter,) = mail.outbox
    assert letter.subject == "[Vivier] Pôle mecatronique : votre retour sur vos besoins"
    assert (letter.to, letter.cc) == ([], [])  # the addresses of others are not shown
    text = letter.body.replace("\u00a0", " ")
    assert "Pôle mecatronique attend le retour de L’Arc & <Fils>" in text
    assert "avant le 1er mars 2099" in text
    assert "jamais votre retour seul" in text


def test_a_closed_wave_reminds_nobody_and_a_week_is_seven_days(pole: Cluster, call: NeedsCall) -> None:
    assert may_remind_from(call) is None
    for age, waits in ((A_WEEK - dt.timedelta(hours=1), True), (A_WEEK, False)):
        call.reminded_at = timezone.now() - age
        assert (may_remind_from(call) is not None) == waits
    freeze_wave(call.wave, by=None)
    with pytest.raises(InputError, match="pas ouverte"):
        remind_members(call, by=None)
    call.refresh_from_db()
    assert call.reminded_at is None
    assert mail.outbox == []


def test_a_member_who_joined_again_sits_in_its_last_college(pole: Cluster, call: NeedsCall) -> None:
    leave(pole, 0)
    for rank, member in enumerate(pole.members[:1]):
        admit_member(pole.pole, member, joined_on=timezone.localdate(), by=None, college=f"Recherche {rank}")
    for member in [*pole.members, *(collected.member(pole.pole, number) for number in range(2))]:
        needed.answered(call, member)
    assert board_of(call).table("perceptions").heads == ("Tous", "Entreprises", "Recherche 0")


def test_no_more_than_twelve_changes_are_kept_and_the_same_typed_twice_is_none(
    pole: Cluster, call: NeedsCall
) -> None:
    member = pole.members[0]
    for number in range(MOST_BACK + 3):
        for _ in range(2):
            save_step(call, member, "recrutements", {"hires-0-people": str(number + 1)}, by=None, seconds=-50)
    draft = NeedsDraft.objects.get()
    assert (len(draft.before), draft.seconds) == (MOST_BACK, 0)
    seen = [undo_step(call, member, by=None).typed["hires-0-people"] for _ in range(MOST_BACK + 2)]
    assert seen == [*(str(number) for number in range(14, 2, -1)), "3", "3"]


def test_a_step_that_does_not_exist_saves_the_first_and_loses_no_other(pole: Cluster, call: NeedsCall) -> None:
    member = pole.members[0]
    save_step(call, member, "perception", {"perception_ready": "2"}, by=None)
    draft = save_step(call, member, "../x", {"hires_expected": "no", "perception_ready": "5"}, by=None)
    assert draft.typed == {"perception_ready": "2", "hires_expected": "no"}
    assert draft.seen == ["perception", "recrutements"]


def test_sending_again_takes_the_agreement_of_the_last_time(pole: Cluster, call: NeedsCall) -> None:
    member = pole.members[0]
    needed.answered(call, member, is_released=True)
    assert send_return(call, member, by=None, is_released=True).version == 1
    assert NeedsRelease.objects.count() == 1
    send_return(call, member, by=None)
    assert release_of(call, member) is None
    assert (NeedsReturn.objects.count(), Act.objects.filter(verb="send_needs").count()) == (1, 1)


def test_what_is_agreed_for_a_call_opens_the_current_version_and_no_other_call(
    pole: Cluster, call: NeedsCall
) -> None:
    member, older = pole.members[0], needed.opened(pole.pole, BEFORE, "Besoins 2025")
    needed.answered(older, member)
    needed.answered(call, member)
    release_return(call, member, by=None)
    release_return(call, member, by=None)
    assert list(released_returns(older)) == []
    second = needed.answered(call, member, needed.typed(), is_released=True)
    assert list(released_returns(call)) == [second]
    assert NeedsRelease.objects.count() == 1
    withdraw_release(older, member, by=None)
    assert list(released_returns(call)) == [second]


def test_last_year_is_the_call_before_of_the_same_member_and_its_last_version(pole: Cluster, call: NeedsCall) -> None:
    member, other = pole.members[:2]
    for on, people in ((BEFORE, 3), (dt.date(2024, 1, 31), 7), (dt.date(2027, 1, 31), 9)):
        older = needed.opened(pole.pole, on, f"Besoins {on.year}")
        needed.answered(older, member, needed.typed(("Soudeur TIG", "623d", 2028, people)))
        needed.answered(older, member, needed.typed(("Soudeur TIG", "623d", 2028, people + 1)))
    assert previous_answers(call, member)["hires"][0]["people"] == 4
    assert previous_answers(call, other) is None
    assert filling_of(call, other).typed == {}


def test_a_step_done_as_last_year_changes_no_other_step(pole: Cluster, call: NeedsCall) -> None:
    member, older = pole.members[0], needed.opened(pole.pole, BEFORE, "Besoins 2025")
    needed.answered(older, member, needed.typed(("Soudeur TIG", "623d", 2028, 3), **{"reasons-pay": "on"}))
    needed.saved(call, member, needed.typed() | {"recruiting": "never"})
    draft = repeat_step(call, member, "recrutements", by=None)
    assert (draft.typed["hires_expected"], draft.typed["hires-0-people"]) == ("yes", "3")
    assert draft.typed["recruiting"] == "never"
    assert {name for name in draft.typed if name.startswith("hires")} <= set(draft.sources)
    assert "recruiting" not in draft.sources
    assert repeat_step(call, member, "perception", by=None).typed.get("perception_ready") is None
    assert repeat_step(call, member, "difficultes", by=None).typed["reasons-pay"] == "on"


def test_nothing_is_corrected_before_it_was_sent_and_a_draft_is_not_an_answer(pole: Cluster, call: NeedsCall) -> None:
    with pytest.raises(InputError, match="rien à corriger"):
        correct_return(call, pole.members[0], by=None)
    needed.saved(call, pole.members[0], needed.typed())
    assert answers_of(call.wave) == ()
    assert board_of(call).counted == 0


def test_titles_are_settled_by_their_own_label_only(pole: Cluster, call: NeedsCall) -> None:
    label = occupation_choices("comptable", [])[0]
    assert settled_code(call, label.label.upper()) == label.code
    assert [settled_code(call, title) for title in ("", "   ", "!!!", "zzzz inconnu")] == [""] * 4
    assert [occupation_choices(title, []) for title in ("", "!!!")] == [[], []]


def test_a_study_adds_new_posts_of_whole_batches_within_its_horizon(pole: Cluster, call: NeedsCall) -> None:
    said = needed.typed(("Usineur", "623e", 2028, 3, "is_creation"))
    members = [*pole.members, *(collected.member(pole.pole, number) for number in range(3))]
    for member in members[:4]:
        needed.answered(call, member, said)
    assert creations_of(call.wave, 5) == []
    for member in members[4:]:
        needed.answered(call, member, said)
    assert creations_of(call.wave, 5) == [["623e", 15, 2028, 2028, "membres"]]  # the sixth waits
    assert (creations_of(call.wave, 2), creations_of(call.wave, 1)) == ([["623e", 15, 2028, 2028, "membres"]], [])


def test_a_need_of_a_project_is_cleaned_named_and_told_once_in_the_journal(pole: Cluster) -> None:
    need = Declared("  Plateau \n commun " + "x" * 200, " Automaticien\t", "478b", "H1504", 2060, 9999)
    made = declare_project_need(pole.pole, need, by=pole.people["team"])
    assert (made.project[:16], len(made.project), made.title, made.rome) == (
        "Plateau commun x", 120, "Automaticien", "H1504",
    )  # fmt: skip
    assert [(one.pk, label) for one, label in project_rows(pole.pole)] == [(made.pk, pcs_label("478b"))]
    for _ in range(2):
        withdraw_project_need(made, by=None)
    assert project_rows(pole.pole) == []
    for _ in range(2):
        restore_project_need(made, by=None)
    verbs = list(Act.objects.filter(verb__endswith="project_need").order_by("pk").values_list("verb", flat=True))
    assert verbs == ["declare_project_need", "withdraw_project_need", "restore_project_need"]


def test_the_needs_of_one_pole_are_not_those_of_another(pole: Cluster, call: NeedsCall) -> None:
    shared = pole.members[1]
    needed.answered(call, shared, is_released=True)
    needed.project(pole.pole)
    other = founded("plasturgie", 1)
    with scope(pole=other.pole):
        theirs = needed.opened(other.pole, dt.date(2027, 1, 31))
        assert shared in other.members
        assert filling_of(theirs, shared).typed == {}  # what was said to one pôle prefills nothing in another
        assert previous_answers(theirs, shared) is None
        assert (answers_of(theirs.wave), project_needs_of(other.pole), list(released_returns(theirs))) == ((), (), [])
        assert [one.call for one in awaited_from(other.pole, shared, timezone.localdate())] == [theirs]
        assert ProjectNeed.objects.count() == 0
    assert [one.organisation_id for one in answers_of(call.wave)] == [shared.pk]


def test_old_returns_go_with_their_drafts_the_call_and_the_newer_ones_stay(pole: Cluster, call: NeedsCall) -> None:
    today = timezone.localdate()
    old = needed.opened(pole.pole, BEFORE, "Besoins 2025")
    for each in (old, call):
        needed.answered(each, pole.members[0], is_released=True)
        save_step(each, pole.members[1], "perception", {"perception_ready": "1"}, by=None)
    Wave.objects.filter(pk=old.wave_id).update(closes_on=today - KEPT + dt.timedelta(days=1))
    assert erase_what_is_due(today).returns == 0
    assert NeedsReturn.objects.filter(call=old).count() == 1
    assert erase_what_is_due(today + dt.timedelta(days=1)).returns == 1
    for model in (NeedsReturn, NeedsDraft, NeedsRelease):
        assert list(model.objects.values_list("call_id", flat=True)) == [call.pk]
    old.refresh_from_db()
    assert old.erased_at is not None
    assert (previous_answers(call, pole.members[0]), board_of(old).counted) == (None, 0)
    assert Act.objects.filter(verb="erase_needs", subject=f"wave:{old.wave_id}").count() == 1
