"""A sheet as a draft: kept, taken back twelve times, filled by two people at once, sent twice, corrected, timed."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from factories.campaigned import DAY, MEMBER, TEAM, answered, opened
from factories.cluster import Cluster
from vivier.vocabulary import InputError
from vivier_web.accounts.models import Act
from vivier_web.indicators.actions.answering import (
    LONGEST,
    MOST_BACK,
    MOST_SECONDS,
    UnfinishedError,
    correct_sheet,
    save_sheet,
    send_sheet,
    undo_sheet,
)
from vivier_web.indicators.models import Campaign, SentSheet, Sheet
from vivier_web.indicators.queries.sheets import awaited_from, filling_of, previous_values, sheet_of

TODAY = timezone.localdate()


def sheet() -> Sheet:
    return Sheet.objects.exclude(started_at=None).get()


def typed(*names: str) -> list[str | None]:
    kept = sheet().typed
    return [kept.get(name) for name in names]


def test_looking_keeps_nothing_and_typing_begins(pole: Cluster) -> None:
    campaign, member = opened(pole), pole.members[0]
    assert filling_of(campaign, member).sheet.pk is None
    assert not Sheet.objects.exclude(started_at=None).exists()
    save_sheet(campaign, member, {}, by=None)
    assert (sheet().organisation, sheet().asked, sheet().filled) == (member, 7, 0)


def test_each_change_is_taken_back_in_turn_and_no_further(pole: Cluster) -> None:
    campaign, member = opened(pole), pole.members[0]
    for jobs in range(1, MOST_BACK + 4):
        save_sheet(campaign, member, {"emplois": str(jobs)}, by=None)
    seen = []
    for _ in range(MOST_BACK + 2):
        undo_sheet(campaign, member, by=None)
        seen += typed("emplois")
    assert seen == [str(jobs) for jobs in range(MOST_BACK + 2, 2, -1)] + ["3", "3"]
    assert filling_of(campaign, member).can_undo is False


def test_saving_the_same_twice_is_one_change(pole: Cluster) -> None:
    campaign, member = opened(pole), pole.members[0]
    for _ in range(3):
        save_sheet(campaign, member, {"emplois": " 40 "}, by=None)
    undo_sheet(campaign, member, by=None)
    assert typed("emplois") == [None]


def test_taking_back_gives_the_comment_back_too(pole: Cluster) -> None:
    campaign, member = opened(pole), pole.members[0]
    save_sheet(campaign, member, {"emplois": "1", "c-ca_bond": "Oui."}, by=None)
    save_sheet(campaign, member, {"c-ca_bond": "Non."}, by=None)
    undo_sheet(campaign, member, by=None)
    assert (sheet().comments, typed("emplois")) == ({"ca_bond": "Oui."}, ["1"])


@pytest.mark.parametrize(
    ("posted", "kept", "comments"),
    [
        ({"emplois": "40"}, {"emplois": "40"}, {}),
        ({"emplois": "  "}, {}, {}),
        ({"emplois": "9" * 60}, {"emplois": "9" * 40}, {}),
        ({"adherents": "4"}, {}, {}),  # of the team
        ({"part_rd": "4"}, {}, {}),  # worked out
        ({"csrfmiddlewaretoken": "x", "rubrique": "membre"}, {}, {}),
        ({"c-rd_emplois": "Oui."}, {}, {"rd_emplois": "Oui."}),
        ({"c-": "Oui.", "c-zzz": "Oui."}, {}, {}),
        ({"c-ca_bond": "  Une\n\n  phrase  "}, {}, {"ca_bond": "Une phrase"}),
        ({"c-ca_bond": "x" * 900}, {}, {"ca_bond": "x" * LONGEST}),
        ({"c-ca_bond": "   "}, {}, {}),
    ],
)
def test_only_what_is_asked_of_this_respondent_is_kept(
    pole: Cluster, posted: dict[str, str], kept: dict[str, str], comments: dict[str, str]
) -> None:
    save_sheet(opened(pole), pole.members[0], posted, by=None)
    assert (sheet().typed, sheet().comments) == (kept, comments)


def test_two_people_who_fill_two_rubrics_at_once_lose_nothing(pole: Cluster) -> None:
    campaign, member = opened(pole), pole.members[0]
    stale = Campaign.objects.select_related("set", "pole").get(pk=campaign.pk)
    save_sheet(campaign, member, {"emplois": "40"}, by=pole.people["member"])
    save_sheet(stale, member, {"cadres": "4"}, by=pole.people["accountant"])
    assert typed("emplois", "cadres") == ["40", "4"]
    send_after = {key: value for key, value in MEMBER.items() if key != "emplois"}
    save_sheet(campaign, member, send_after, by=None)
    send_sheet(campaign, member, by=None)
    with pytest.raises(InputError, match="Ce questionnaire est envoyé"):
        save_sheet(stale, member, {"emplois": "1"}, by=None)
    with pytest.raises(InputError, match="Ce questionnaire est envoyé"):
        send_sheet(stale, member, by=None)
    with pytest.raises(InputError, match="Ce questionnaire est envoyé"):
        undo_sheet(stale, member, by=None)
    assert SentSheet.objects.get().values["emplois"] == "40"


def test_time_spent_adds_up_without_the_coffee(pole: Cluster) -> None:
    campaign, member = opened(pole), pole.members[0]
    for seconds in (60, -500, 30, 10**9):
        save_sheet(campaign, member, {}, by=None, seconds=seconds)
    assert sheet().seconds == 90 + MOST_SECONDS


def test_edits_that_spoke_are_counted_each_time_they_do(pole: Cluster) -> None:
    campaign, member = opened(pole), pole.members[0]
    for rd in ("50", "51", "4"):
        save_sheet(campaign, member, {"emplois": "40", "emplois_rd": rd}, by=None)
    undo_sheet(campaign, member, by=None)
    assert sheet().triggered == {"rd_emplois": 3}
    assert (sheet().asked, sheet().filled) == (7, 2)


def test_a_refused_sending_keeps_everything_and_counts_nobody(pole: Cluster) -> None:
    campaign, member = opened(pole), pole.members[0]
    save_sheet(campaign, member, {"cadres": "4"}, by=None)
    with pytest.raises(UnfinishedError) as refused:
        send_sheet(campaign, member, by=None)
    assert set(refused.value.checked.troubles) == {"emplois", "emplois_rd"}
    assert (typed("cadres"), sheet().is_open, sheet().sent_at) == (["4"], True, None)
    assert not SentSheet.objects.exists()
    campaign.refresh_from_db()
    assert (campaign.members, campaign.answered) == (3, 0)


def test_each_version_says_what_changed_and_only_one_stands(pole: Cluster) -> None:
    campaign, member = opened(pole), pole.members[0]
    for rank, jobs in enumerate(("40", "41", "40")):
        if rank:
            correct_sheet(campaign, member, by=None)
        answered(campaign, member, emplois=jobs)
    found = SentSheet.objects.order_by("version")
    assert [(one.version, one.values["emplois"], one.replaced_at is None) for one in found] == [
        (1, "40", False),
        (2, "41", False),
        (3, "40", True),
    ]
    prints = list(SentSheet.objects.order_by("version").values_list("sha256", flat=True))
    assert prints[0] == prints[2] != prints[1], "the same answers have the same print"
    with pytest.raises(IntegrityError), transaction.atomic():
        SentSheet.objects.update(replaced_at=None)


def test_what_was_sent_stands_while_it_is_being_corrected(pole: Cluster) -> None:
    campaign, member = opened(pole), pole.members[0]
    with pytest.raises(InputError, match="rien à corriger"):
        correct_sheet(campaign, member, by=None)
    answered(campaign, member)
    for _ in range(2):
        assert correct_sheet(campaign, member, by=None).is_open
    save_sheet(campaign, member, {"emplois": "7919"}, by=None)
    filling = filling_of(campaign, member)
    assert (filling.sheet.typed["emplois"], filling.sent and filling.sent.values["emplois"]) == ("7919", "40")
    assert Act.objects.filter(verb="correct_indicators").count() == 1, "the second act changed nothing"


def test_what_was_sent_may_be_corrected_after_the_end_and_nothing_else_begun(pole: Cluster) -> None:
    campaign = opened(pole)
    answered(campaign, pole.members[0])
    Campaign.objects.update(opens_on=TODAY - 9 * DAY, closes_on=TODAY - DAY)
    correct_sheet(campaign, pole.members[0], by=None)
    answered(campaign, pole.members[0], emplois="44")
    assert SentSheet.objects.get(replaced_at=None).values["emplois"] == "44"
    with pytest.raises(InputError, match="n’est pas ouverte"):
        save_sheet(campaign, pole.members[1], MEMBER, by=None)


@pytest.mark.parametrize(
    ("before", "after", "is_answered"),
    [(0, 0, True), (-1, 1, True), (0, 5, True), (-5, 0, True), (1, 5, False), (-5, -1, False)],
)
def test_a_campaign_is_open_from_its_first_day_to_its_last(
    pole: Cluster, before: int, after: int, is_answered: bool
) -> None:
    Campaign.objects.filter(pk=opened(pole).pk).update(opens_on=TODAY + before * DAY, closes_on=TODAY + after * DAY)
    campaign = Campaign.objects.select_related("set", "pole").get()
    try:
        save_sheet(campaign, None, {"adherents": "9"}, by=None)
    except InputError:
        assert not is_answered
    else:
        assert is_answered


def test_the_journal_says_who_did_what_and_no_figure(pole: Cluster) -> None:
    campaign, by = opened(pole), pole.people["member"]
    comments = {f"c-{key}": "Expliqué 7919." for key in ("ca_bond", "emplois_bond", "ca_par_emploi")}
    save_sheet(campaign, pole.members[0], MEMBER | comments | {"emplois": "7919"}, by=by)
    send_sheet(campaign, pole.members[0], by=by)
    acts = Act.objects.filter(verb__endswith="_indicators").order_by("number")
    assert [(act.verb, act.subject) for act in acts] == [
        ("save_indicators", f"organisation:{pole.members[0].pk}"),
        ("send_indicators", f"organisation:{pole.members[0].pk}"),
    ]
    assert "7919" not in "".join(act.detail for act in acts)


def test_last_year_is_that_of_the_same_respondent_set_and_pole(pole: Cluster) -> None:
    last, this = opened(pole, TODAY.year - 1), opened(pole)
    answered(last, pole.members[0], emplois="41")
    answered(last, None, budget="801")
    answered(opened(pole, TODAY.year - 2), pole.members[1], emplois="42")
    assert previous_values(this, pole.members[0])["emplois"] == 41
    assert previous_values(this, None)["budget"] == 801
    assert previous_values(this, pole.members[1]) == {}, "two years ago is not last year"
    correct_sheet(last, pole.members[0], by=None)
    answered(last, pole.members[0], emplois="43,0")
    assert previous_values(this, pole.members[0])["emplois"] == Decimal(43)
    begun = sheet_of(this, pole.members[0])
    assert begun.pk is None
    answered(this, pole.members[0], emplois="44")
    correct_sheet(last, pole.members[0], by=None)
    answered(last, pole.members[0], emplois="50")
    assert previous_values(this, pole.members[0])["emplois"] == 50, "compared with what stands now"


def test_a_member_sees_the_campaigns_that_ask_it_something_from_their_first_day(pole: Cluster) -> None:
    assert awaited_from(pole.pole, pole.members[0], TODAY) == []
    campaign = opened(pole)
    (found,) = awaited_from(pole.pole, pole.members[0], TODAY)
    assert (found.campaign, found.is_open, found.sheet) == (campaign, True, None)
    assert awaited_from(pole.pole, pole.members[0], campaign.opens_on - DAY) == []
    (closed,) = awaited_from(pole.pole, pole.members[0], campaign.closes_on + DAY)
    assert closed.is_open is False


def test_the_sheet_of_the_team_sent_as_a_whole_holds_every_figure_as_text(pole: Cluster) -> None:
    campaign = opened(pole)
    answered(campaign, None)
    sent = SentSheet.objects.get()
    assert {key: sent.values[key] for key in ("financement_etat", "equipe", "adherents_grands")} == {
        "financement_etat": "1200", "equipe": "6.5", "adherents_grands": "0",
    }  # fmt: skip
    assert set(TEAM) <= set(sent.values)
    assert "adherents" not in sent.sources, "typed over"
    assert sent.sources["adherents_formation"] == "members_training"
