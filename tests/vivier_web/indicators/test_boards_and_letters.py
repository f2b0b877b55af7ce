"""Who is reminded and when, who answered and when on every board, how often the database is asked; never what was said."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from factories import cluster
from factories.campaigned import DAY, MEMBER, answered, frozen, opened, window
from factories.cluster import Cluster
from factories.collected import member as one_more
from vivier.vocabulary import InputError
from vivier_web.accounts.actions import open_account
from vivier_web.accounts.models import Act
from vivier_web.indicators import national
from vivier_web.indicators.actions.answering import correct_sheet, save_sheet
from vivier_web.indicators.actions.campaigns import open_national
from vivier_web.indicators.actions.freezing import freeze_campaign
from vivier_web.indicators.actions.reminding import APART, DAYS_BEFORE, MOST, remind, remind_when_due
from vivier_web.indicators.models import Campaign, Sheet, Vintage
from vivier_web.indicators.queries.boards import (
    Compared,
    beside,
    cards,
    frozen_of,
    names_of,
    national_cards,
    respondents,
    vintages_of,
)
from vivier_web.indicators.queries.vintages import Total, records
from vivier_web.members.actions import found_pole, grant_role
from vivier_web.members.models import Membership

TODAY = timezone.localdate()


def letters(campaign: Campaign, capture: Any) -> list[Any]:
    mail.outbox.clear()
    with capture(execute=True):
        remind(campaign, by=None)
    return sorted(mail.outbox, key=lambda one: one.bcc)


def test_a_letter_goes_to_each_respondent_with_its_own_link_and_without_any_figure(
    pole: Cluster, django_capture_on_commit_callbacks: Any
) -> None:
    campaign, (first, *_) = opened(pole), pole.members
    save_sheet(campaign, first, MEMBER | {"emplois": "7919"}, by=None)
    found = letters(campaign, django_capture_on_commit_callbacks)
    assert [len(one.bcc) for one in found] == [2, len(found[1].bcc)], "the contributor and whom it delegated"
    of_member, of_team = found
    assert f"?membre={first.pk}&campagne={campaign.pk}" in of_member.body
    assert reverse("answer_campaign", args=[campaign.pk]) in of_team.body
    assert [one.to for one in found] == [[], []], "nobody reads the address of another"
    assert "Cette lettre est la 1re sur 3" in of_member.body
    assert "jamais vos chiffres seuls" in of_member.body
    assert not [one for one in found if "7919" in one.body + one.subject]
    Campaign.objects.update(reminded_at=None)
    again = letters(campaign, django_capture_on_commit_callbacks)
    assert ["la 2e sur 3" in one.body for one in again] == [True, True]


def test_an_answer_between_the_order_and_the_letter_stops_it(
    pole: Cluster, django_capture_on_commit_callbacks: Any
) -> None:
    campaign = opened(pole)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        assert remind(campaign, by=None) == 2
        answered(campaign, None)
    assert [reverse("answer_campaign", args=[campaign.pk]) in one.body for one in mail.outbox] == [False]


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [(-9, -1, "pas ouverte"), (1, 9, "pas ouverte"), (0, 0, ""), (-9, 0, ""), (0, 9, "")],
)
def test_letters_leave_while_the_campaign_is_open(pole: Cluster, before: int, after: int, words: str) -> None:
    campaign = opened(pole)
    Campaign.objects.update(opens_on=TODAY + before * DAY, closes_on=TODAY + after * DAY)
    if words:
        with pytest.raises(InputError, match=words):
            remind(campaign, by=None)
    else:
        assert remind(campaign, by=None) == 2


def test_five_days_pass_between_two_letters_and_the_refusal_says_until_when(pole: Cluster) -> None:
    campaign = opened(pole)
    remind(campaign, by=None)
    campaign.refresh_from_db()
    until = timezone.localtime(campaign.reminded_at + APART)
    with pytest.raises(InputError, match=f"{until:%d/%m/%Y}"):
        remind(campaign, by=None)
    Campaign.objects.update(reminded_at=timezone.now() - APART)
    assert remind(campaign, by=None) == 2
    assert set(Sheet.objects.values_list("reminders", flat=True)) == {2}
    assert Act.objects.filter(verb="remind_campaign").count() == 2


def test_only_those_who_may_answer_today_are_written_to(pole: Cluster) -> None:
    campaign = opened(pole)
    newcomer = one_more(pole.pole, 1)
    grant_role(
        open_account("n@exemple.example", "N", by=None), "member", by=None, pole=pole.pole, organisation=newcomer
    )
    Sheet.objects.update(reminders=MOST)
    assert remind(campaign, by=None) == 2, "the team had three letters; the newcomer is asked as well"
    Campaign.objects.update(reminded_at=None)
    Membership.objects.filter(organisation=newcomer).update(left_on=TODAY - DAY)
    pole.people["member"].roles.update(ended_at=timezone.now())
    type(pole.people["accountant"]).objects.filter(pk=pole.people["accountant"].pk).update(is_active=False)
    with pytest.raises(InputError, match="Personne à relancer"):
        remind(campaign, by=None)


def test_letters_leave_by_themselves_three_times_before_the_end(pole: Cluster) -> None:
    campaign = opened(pole)
    days = range(30)
    left = []
    for days_before in days:
        Campaign.objects.update(reminded_at=None)
        Sheet.objects.update(reminders=0)
        if remind_when_due(campaign.closes_on - days_before * DAY):
            left.append(days_before)
    assert left == sorted(DAYS_BEFORE)
    assert left[-1] <= (campaign.closes_on - campaign.opens_on).days, "none before it opened"


def test_a_campaign_that_refuses_its_letters_does_not_keep_the_others_from_theirs(pole: Cluster) -> None:
    other = cluster.founded("autre", first=1)
    with scope(pole=other.pole):
        opened(other)
    mine = opened(pole)
    Campaign.objects.filter(pk=mine.pk).update(reminded_at=timezone.now())
    assert remind_when_due(mine.closes_on - DAYS_BEFORE[0] * DAY) == 1


def test_the_board_of_a_pole_says_who_and_when_with_those_who_wait_first(pole: Cluster) -> None:
    campaign = opened(pole)
    save_sheet(campaign, pole.members[2], {"emplois": "4", "emplois_rd": "9"}, by=None, seconds=150)
    answered(campaign, pole.members[0])
    team, *members = respondents(campaign)
    assert (team.name, team.organisation_pk, team.sent_at) == ("L’équipe du pôle", None, None)
    assert team.asked == len(campaign.set.definition().asked(campaign.year, of_members=False))
    assert [
        (one.organisation_pk, one.sent_at is None, one.filled, one.minutes, one.edits, one.is_open) for one in members
    ] == [
        (pole.members[2].pk, True, 2, 2, 1, True),
        (pole.members[1].pk, True, 0, 0, 0, True),
        (pole.members[0].pk, False, 5, 0, 0, False),
    ]
    assert {one.asked for one in members} == {7}


def test_a_list_of_campaigns_is_two_queries_however_many(pole: Cluster, django_assert_num_queries: Any) -> None:
    assert cards(pole.pole) == []
    frozen(pole)
    opened(pole, TODAY.year - 1)
    opened(pole, TODAY.year - 2)
    with django_assert_num_queries(2):
        found = cards(pole.pole)
    assert [(one.campaign.year, one.vintages, one.sent_at is None) for one in found] == [
        (TODAY.year, 1, False),
        (TODAY.year - 1, 0, True),
        (TODAY.year - 2, 0, True),
    ]


@pytest.mark.parametrize(
    ("one", "other", "gap"),
    [
        (None, None, None),
        (Total("a", Decimal(1), 1), None, None),
        (None, Total("a", Decimal(1), 1), None),
        (Total("a", Decimal(1), 1), Total("a", None, 1, (), "Secret."), None),
        (Total("a", None, 1, (), "Secret."), Total("a", Decimal(1), 1), None),
        (Total("a", Decimal(3), 1), Total("a", Decimal(1), 1), Decimal(-2)),
        (Total("a", Decimal(0), 1), Total("a", Decimal(0), 1), Decimal(0)),
    ],
)
def test_a_gap_is_given_only_where_both_are_shown(
    one: Total | None, other: Total | None, gap: Decimal | None
) -> None:
    assert Compared(None, one, other).gap == gap


def test_vintages_are_numbered_read_one_by_one_and_laid_beside_each_other(pole: Cluster) -> None:
    campaign = opened(pole)
    assert (records(campaign), frozen_of(campaign), vintages_of(campaign)) == ((), None, [])
    frozen(pole)
    correct_sheet(campaign, None, by=None)
    answered(campaign, None, brevets="5")
    second = freeze_campaign(campaign, by=None)
    assert [one.number for one in vintages_of(campaign)] == [2, 1]
    first = frozen_of(campaign, 1)
    assert (frozen_of(campaign).pk, frozen_of(campaign, 2).number, frozen_of(campaign, 3)) == (second.pk, 2, None)
    gaps = {
        line.indicator.key: line.gap for _, lines in beside(campaign, first, frozen_of(campaign)) for line in lines
    }
    assert {key: gap for key, gap in gaps.items() if gap} == {"brevets": 2}
    alone = [line.gap for _, lines in beside(campaign, None, first) for line in lines]
    assert set(alone) == {None}
    assert records(campaign) == frozen_of(campaign, 2).records
    assert Vintage.objects.get(number=1).sha256 == first.sha256


def test_names_are_those_asked_for(pole: Cluster) -> None:
    one = pole.members[0]
    assert (names_of({one.pk, 10**9}), names_of(set())) == ({one.pk: one.name}, {})


def test_the_state_counts_every_pole_and_a_region_its_own(pole: Cluster, django_assert_num_queries: Any) -> None:
    assert (national_cards(None), national.campaigns(frozenset())) == ((), ())
    with scope(pole=pole.pole):
        frozen(pole)
    found_pole("loin", "Pôle lointain", "competitivity", by=None, region="53")
    made = open_national("competitivite", TODAY.year, window(), by=None)
    with django_assert_num_queries(3):
        (whole,) = national_cards(None)
    assert (whole.poles, whole.sent, whole.frozen, whole.period_words) == (2, 1, 1, str(TODAY.year))
    (own,) = national_cards(frozenset({"84"}))
    assert (own.poles, own.sent, own.frozen) == (1, 1, 1)
    (far,) = national_cards(frozenset({"53"}))
    assert (far.poles, far.sent, far.frozen) == (1, 0, 0)
    assert national_cards(frozenset({"11"})) == ()
    assert national.campaign_of(made.pk, frozenset({"11"})) is None
    assert national.campaign_of(made.pk + 1, None) is None
    with django_assert_num_queries(2):
        lines = national.lines(made.pk, None)
    assert [(one.pole, one.answered, one.members, one.vintage) for one in lines] == [
        ("Pôle lointain", 0, 0, 0),
        (pole.pole.name, 3, 3, 1),
    ]
    assert national.lines(made.pk, frozenset({"11"})) == ()
    assert not hasattr(lines[0], "values"), "no figure goes to the State by this door"


@pytest.mark.parametrize(
    "path", ["?etat=envoye", "?etat=attente", "?etat=%3Cscript%3E", "?page=99", "?page=-1", "?page=x"]
)
def test_the_board_of_a_campaign_bears_any_filter(pole: Cluster, signed_in: Any, path: str) -> None:
    campaign = opened(pole)
    answered(campaign, pole.members[0])
    answer = signed_in("team").get(reverse("campaign", args=[campaign.pk]) + path)
    text = answer.content.decode()
    assert (answer.status_code, "etat=<script>" in text) == (200, False)
    assert (pole.members[0].name in text) is (path == "?etat=envoye" or path.startswith("?page"))


def test_the_gestures_of_a_board_say_what_they_refuse_and_change_nothing(pole: Cluster, signed_in: Any) -> None:
    campaign, team = opened(pole), signed_in("team")
    ends = campaign.closes_on
    for name, said, words in (
        ("extend_campaign", {}, "Cette date ne se lit pas"),
        ("extend_campaign", {"jusqu_au": "demain"}, "Cette date ne se lit pas"),
        ("extend_campaign", {"jusqu_au": "2001-01-01"}, "avant de s’ouvrir"),
        ("freeze_campaign", {}, "pas encore envoyé"),
        ("correct_campaign", {}, "rien à corriger"),
    ):
        text = team.post(reverse(name, args=[campaign.pk]), said, follow=True).content.decode()
        assert words in text, name
    campaign.refresh_from_db()
    assert (campaign.closes_on, campaign.frozen_at) == (ends, None)
    team.post(reverse("extend_campaign", args=[campaign.pk]), {"jusqu_au": (ends + DAY).isoformat()})
    campaign.refresh_from_db()
    assert campaign.closes_on == ends + DAY


def test_the_campaign_of_another_pole_is_not_found(pole: Cluster, signed_in: Any) -> None:
    other = cluster.founded("autre", first=1)
    with scope(pole=other.pole):
        vintage = frozen(other)
    team = signed_in("team")
    for name in ("campaign", "answer_campaign"):
        assert team.get(reverse(name, args=[vintage.campaign_id])).status_code == 404, name
    assert team.get(reverse("vintage", args=[vintage.campaign_id, 1])).status_code == 404
    for name in ("freeze_campaign", "remind_campaign", "send_campaign", "save_campaign", "undo_campaign"):
        assert team.post(reverse(name, args=[vintage.campaign_id])).status_code == 404, name
    assert team.get(reverse("campaign", args=[10**18])).status_code == 404
    assert Client().get(reverse("campaign", args=[vintage.campaign_id])).status_code in {302, 403, 404}


def test_a_member_answers_for_itself_alone(pole: Cluster, signed_in: Any) -> None:
    campaign, browser = opened(pole), signed_in("member")
    other = pole.members[1].pk
    assert browser.get(f"{reverse('member_indicators')}?membre={other}").status_code == 403
    for name in ("save", "send", "undo", "correct"):
        answer = browser.post(f"{reverse(f'{name}_member_indicators')}?membre={other}", MEMBER)
        assert answer.status_code == 403, name
    for odd in ("x", "0", str(campaign.pk + 1), "9" * 30):
        text = browser.get(f"{reverse('member_indicators')}?campagne={odd}").content.decode()
        assert "Aucun indicateur n’est attendu" in text, odd
    gone = browser.post(f"{reverse('save_member_indicators')}?campagne=0", MEMBER)
    assert (gone.status_code, Sheet.objects.filter(organisation__isnull=False).exists()) == (302, False)


def test_a_closed_campaign_shows_its_member_what_it_sent_and_nothing_to_type(pole: Cluster, signed_in: Any) -> None:
    campaign, browser = opened(pole), signed_in("member")
    Campaign.objects.filter(pk=campaign.pk).update(opens_on=TODAY - dt.timedelta(9), closes_on=TODAY - DAY)
    text = browser.get(f"{reverse('member_indicators')}?rubrique=membre").content.decode()
    assert 'name="emplois"' not in text
    refused = browser.post(reverse("save_member_indicators"), MEMBER | {"rubrique": "membre"}, follow=True)
    assert "n’est pas ouverte" in refused.content.decode()
