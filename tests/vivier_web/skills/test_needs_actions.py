"""A return is kept step by step, sent, corrected by another version, shown if its member agrees, erased in time."""

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from factories import collected, needed
from factories.cluster import Cluster
from vivier.vocabulary import InputError
from vivier_web.accounts.models import Act
from vivier_web.skills.actions.needs import (
    IncompleteError,
    ask_needs,
    correct_return,
    release_return,
    repeat_step,
    save_step,
    send_return,
    undo_step,
    withdraw_release,
)
from vivier_web.skills.actions.needs_asking import (
    declare_project_need,
    erase_old_returns,
    post_reminders,
    remind_members,
    restore_project_need,
    withdraw_project_need,
)
from vivier_web.skills.actions.titles import decide_title
from vivier_web.skills.actions.waves import freeze_wave
from vivier_web.skills.models import NeedsCall, NeedsDraft, NeedsRelease, NeedsReturn, Wave
from vivier_web.skills.needs.answers import ProjectNeed
from vivier_web.skills.queries.needs import answers_of, project_needs_of, released_returns, responding
from vivier_web.skills.queries.needs_filling import filling_of, occupation_choices, own_occupations


@pytest.fixture
def call(pole: Cluster) -> NeedsCall:
    return needed.opened(pole.pole)


def test_a_wave_asks_once_and_keeps_its_questions(pole: Cluster, call: NeedsCall) -> None:
    assert ask_needs(call.wave, by=pole.people["team"]) == call
    assert call.schema == "2026-1"
    assert Act.objects.filter(verb="ask_needs").count() == 1


def test_a_step_is_kept_as_it_was_typed_even_when_it_is_wrong(pole: Cluster, call: NeedsCall) -> None:
    member = pole.members[0]
    draft = save_step(call, member, "recrutements", {"hires-0-people": "plein"}, by=None, seconds=5000)
    assert draft.typed == {"hires-0-people": "plein"}
    assert (draft.seconds, draft.seen) == (900, ["recrutements"])
    save_step(call, member, "perception", {"perception_ready": "2"}, by=None, seconds=60)
    kept = filling_of(call, member)
    assert kept.typed == {"hires-0-people": "plein", "perception_ready": "2"}
    assert kept.seconds == 960


def test_changes_are_taken_back_one_by_one(pole: Cluster, call: NeedsCall) -> None:
    member = pole.members[0]
    for said in ("yes", "no", "no", "unknown"):
        save_step(call, member, "recrutements", {"hires_expected": said}, by=None)
    seen = [undo_step(call, member, by=None).typed.get("hires_expected") for _ in range(4)]
    assert seen == ["no", "yes", None, None]


def test_an_incomplete_return_is_not_sent_and_stays_a_draft(pole: Cluster, call: NeedsCall) -> None:
    needed.saved(call, pole.members[0], needed.typed() | {"recruiting": ""})
    with pytest.raises(IncompleteError) as refused:
        send_return(call, pole.members[0], by=None)
    assert set(refused.value.troubles) == {"recruiting"}
    assert NeedsDraft.objects.count() == 1
    assert answers_of(call.wave) == ()


def test_a_correction_is_another_version_and_the_first_is_kept(pole: Cluster, call: NeedsCall) -> None:
    member = pole.members[0]
    first = needed.answered(call, member)
    assert (first.version, first.seconds, first.fields) == (1, 300, 17)
    draft = correct_return(call, member, by=None)
    assert draft.typed["hires-0-people"] == "2"
    save_step(call, member, "recrutements", needed.typed(("Soudeur TIG", "623d", 2027, 5)), by=None)
    second = send_return(call, member, by=None)
    assert (second.version, answers_of(call.wave)[0].hires[0].people) == (2, 5)
    first.refresh_from_db()
    assert (first.replaced_at is not None, first.answers["hires"][0]["people"]) == (True, 2)
    assert NeedsDraft.objects.count() == 0


def test_the_same_answers_twice_are_one_version(pole: Cluster, call: NeedsCall) -> None:
    first = needed.answered(call, pole.members[0])
    assert needed.answered(call, pole.members[0]) == first
    assert NeedsReturn.objects.count() == 1


def test_nothing_is_kept_once_the_wave_is_frozen_or_the_member_gone(pole: Cluster, call: NeedsCall) -> None:
    stranger = collected.member(pole.pole, 7)
    stranger.memberships.update(left_on=timezone.localdate() - dt.timedelta(days=1))
    with pytest.raises(InputError, match="adhérente"):
        save_step(call, stranger, "recrutements", {}, by=None)
    freeze_wave(call.wave, by=None)
    with pytest.raises(InputError, match="pas ouverte"):
        save_step(call, pole.members[0], "recrutements", {}, by=None)
    assert NeedsDraft.objects.count() == 0


def test_a_return_starts_from_last_year_and_says_so(pole: Cluster, call: NeedsCall) -> None:
    member = pole.members[0]
    before = needed.opened(pole.pole, dt.date(2025, 1, 31), "Besoins 2025")
    needed.answered(before, member, needed.typed(("Soudeur TIG", "623d", 2027, 2), ("Usineur", "623e", 2025, 9)))
    start = filling_of(call, member)
    assert start.typed["hires-0-title"] == "Soudeur TIG"
    assert start.sources["hires-0-people"] == "avant"
    assert not any(name.startswith("perception_") for name in start.typed)
    assert not start.is_kept
    save_step(call, member, "recrutements", needed.typed(("Soudeur TIG", "623d", 2027, 4)), by=None)
    assert "hires-0-people" not in filling_of(call, member).sources
    assert repeat_step(call, member, "recrutements", by=None).typed["hires-0-people"] == "2"
    assert undo_step(call, member, by=None).typed["hires-0-people"] == "4"


def test_comme_l_an_dernier_needs_another_year(pole: Cluster, call: NeedsCall) -> None:
    with pytest.raises(InputError, match="autre année"):
        repeat_step(call, pole.members[0], "recrutements", by=None)


def test_a_deposit_suggests_what_would_leave_and_its_own_occupations_come_first(pole: Cluster) -> None:
    call, member = needed.opened(pole.pole), pole.members[0]
    cells = (("623e", "60_plus", "H", "CDI", 3), ("628b", "35_44", "F", "CDI", 9), ("477a", "60_plus", "H", "CDI", 1))
    collected.deposit(call.wave, member, collected.company(member.siren, *cells))
    start = filling_of(call, member)
    assert (start.typed["skills-0-direction"], start.typed["skills-0-people"]) == ("pass_on", "3")
    assert start.sources["skills-0-skill"] == "depot"
    assert "skills-1-skill" not in start.typed
    own = own_occupations(member)
    assert [code for code, *_ in own] == ["628b", "623e", "477a"]
    choices = occupation_choices("Soudeur", own)
    assert (choices[0].code, choices[0].is_own) == ("623e", True)
    assert len(choices) <= 5


def test_a_title_the_pole_decided_is_not_asked_about_again(pole: Cluster, call: NeedsCall) -> None:
    decide_title(pole.pole, "Soudeur maison", "623d", by=None)
    posted = {"hires_expected": "yes", "hires-0-title": "SOUDEUR maison"}
    assert save_step(call, pole.members[0], "recrutements", posted, by=None).typed["hires-0-pcs"] == "623d"


def test_the_team_reads_a_return_only_while_its_member_agrees(pole: Cluster, call: NeedsCall) -> None:
    member = pole.members[0]
    sent = needed.answered(call, member)
    assert not released_returns(call).exists()
    release_return(call, member, by=None)
    assert list(released_returns(call)) == [sent]
    withdraw_release(call, member, by=None)
    assert not released_returns(call).exists()
    kept = NeedsRelease.objects.get()
    assert kept.withdrawn_at >= kept.at
    assert {"release_needs", "withdraw_needs_release"} <= set(Act.objects.values_list("verb", flat=True))


def test_members_are_reminded_once_a_week_at_most(pole: Cluster, call: NeedsCall) -> None:
    assert remind_members(call, by=pole.people["team"]) == 1  # the others have nobody invited
    post_reminders.func(call.pk)
    (letter,) = mail.outbox
    assert sorted(letter.bcc) == ["accountant@mecatronique.example", "member@mecatronique.example"]
    assert f"/mon-entreprise/besoins/?membre={pole.members[0].pk}" in letter.body
    with pytest.raises(InputError, match="moins d’une semaine"):
        remind_members(call, by=None)
    NeedsCall.objects.update(reminded_at=timezone.now() - dt.timedelta(days=7))
    needed.answered(call, pole.members[0])
    with pytest.raises(InputError, match="Aucun membre"):
        remind_members(call, by=None)
    assert Act.objects.filter(verb="remind_needs").count() == 1


def test_projects_declare_needs_that_may_be_taken_back(pole: Cluster) -> None:
    need = needed.project(pole.pole)
    assert project_needs_of(pole.pole) == (ProjectNeed("Plateau commun", "Automaticien", "478b", "", 2028, 6),)
    withdraw_project_need(need, by=None)
    assert project_needs_of(pole.pole) == ()
    restore_project_need(need, by=None)
    assert len(project_needs_of(pole.pole)) == 1


@pytest.mark.parametrize(
    "wrong", [("", "x", "478b", 2028, 1), ("P", "", "478b", 2028, 1), ("P", "x", "zzzz", 2028, 1),
              ("P", "x", "478b", 1999, 1), ("P", "x", "478b", 2028, 0)],
)  # fmt: skip
def test_a_wrong_need_of_a_project_is_refused(pole: Cluster, wrong: tuple[str, str, str, int, int]) -> None:
    project, title, pcs, year, people = wrong
    with pytest.raises(InputError, match=r"\."):
        declare_project_need(pole.pole, ProjectNeed(project, title, pcs, "", year, people), by=None)


def test_returns_are_erased_three_years_after_their_wave(pole: Cluster, call: NeedsCall) -> None:
    needed.answered(call, pole.members[0], is_released=True)
    today = timezone.localdate()
    assert erase_old_returns(today) == 0
    Wave.objects.update(closes_on=today - dt.timedelta(days=3 * 366))
    assert (erase_old_returns(today), erase_old_returns(today)) == (1, 0)
    assert not NeedsReturn.objects.exists()
    assert not NeedsRelease.objects.exists()


def test_the_journal_holds_no_answer(pole: Cluster, call: NeedsCall) -> None:
    needed.answered(call, pole.members[0], is_released=True)
    said = " ".join(Act.objects.values_list("detail", flat=True))
    assert not any(word in said for word in ("Soudeur", "623d", "often", "Mécanique"))


def test_the_board_of_answers_takes_as_many_queries_for_one_member_as_for_three(
    pole: Cluster, call: NeedsCall, django_assert_num_queries: object
) -> None:
    for member in pole.members:
        needed.answered(call, member)
        with django_assert_num_queries(4):
            assert len(responding(call)) == 3
        with django_assert_num_queries(2):
            answers_of(call.wave)
