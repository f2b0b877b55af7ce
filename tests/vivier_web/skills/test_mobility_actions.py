"""Offers and searches are what members say themselves; names are given once both sides agreed, and never before."""

import datetime as dt

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_scopes import scope

from factories import cluster
from factories.cluster import Cluster
from factories.shared_people import OTHER_EMAIL, TURNER, agreed, contributor, interested, offered, said, sought
from vivier.vocabulary import InputError
from vivier_web.accounts.models import Act
from vivier_web.accounts.queries import first_broken_act
from vivier_web.members.actions import end_membership
from vivier_web.members.models import Membership
from vivier_web.ops.retention import erase_what_is_due
from vivier_web.skills.actions.introductions import decline, erase_old, lapse_silent, nudge, withdraw_interest
from vivier_web.skills.actions.mobility import (
    declare_search,
    offer_people,
    resume_offer,
    resume_search,
    withdraw_offer,
    withdraw_search,
)
from vivier_web.skills.models import Introduction, Offer, Search

TODAY = timezone.localdate()
MONTH = dt.timedelta(days=31)


def test_an_offer_keeps_the_day_and_the_version_of_the_reminder_acknowledged(pole: Cluster) -> None:
    offer = offered(pole, title="  Soudeur   TIG ")
    assert (offer.title, offer.people, offer.reminder, offer.acknowledged_on) == ("Soudeur TIG", 2, "2026-11", TODAY)
    assert offer.site == pole.members[0].sites.get()


def test_nobody_is_offered_before_the_reminder_is_acknowledged(pole: Cluster) -> None:
    with pytest.raises(InputError, match="CSE"):
        offer_people(pole.pole, pole.members[0], said(), form="loan", acknowledges=False, by=None)
    assert not Offer.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"title": "  "}, "intitulé"),
        ({"title": "Soudeur, 06 12 34 56 78"}, "numéro"),
        ({"title": "Jean, jean@usine.fr"}, "adresse électronique"),
        ({"note": "Appeler Mme Martin"}, "nom d’une personne"),
        ({"note": "homme de 54 ans"}, "âge"),
        ({"note": "1 75 02 74 123 456 78"}, "numéro"),
        ({"note": "voir www.usine.fr"}, "adresse de site"),
        ({"note": "x" * 201}, "Raccourcissez"),
        ({"pcs": "999z"}, "métier"),
        ({"rome": "Z9999"}, "ROME"),
        ({"people": 0}, "personnes"),
        ({"people": 201}, "personnes"),
        ({"until_on": TODAY}, "fin vient après"),
        ({"from_on": TODAY - 60 * MONTH, "until_on": TODAY - MONTH}, "passée"),
        ({"until_on": TODAY + 60 * MONTH}, "Trois ans"),
        ({"site": 987654}, "établissement"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_one_sentence(pole: Cluster, wrong: dict[str, object], why: str) -> None:
    with pytest.raises(InputError, match=why):
        sought(pole, **wrong)
    with pytest.raises(InputError, match=why):
        offered(pole, **wrong)
    assert not Search.objects.exists()
    assert not Offer.objects.exists()


def test_the_way_the_radius_and_the_membership_are_checked(pole: Cluster) -> None:
    with pytest.raises(InputError, match="voie"):
        offered(pole, form="sale")
    with pytest.raises(InputError, match="rayon"):
        sought(pole, km=-1)
    end_membership(
        Membership.objects.get(organisation=pole.members[0]), left_on=TODAY - dt.timedelta(days=1), by=None
    )
    with pytest.raises(InputError, match="membres actuels"):
        offered(pole)


def test_one_yes_writes_to_the_other_without_a_name_and_waits_thirty_days(pole: Cluster) -> None:
    contributor(pole)
    one = interested(offered(pole), sought(pole), pole.members[0])
    assert (one.agreed_at, one.lapses_on) == (None, TODAY + dt.timedelta(days=30))
    (letter,) = mail.outbox
    assert letter.to == [OTHER_EMAIL]
    assert pole.members[0].name not in letter.subject + letter.body
    assert "Soudeurs manuels" in letter.body


def test_two_yes_give_both_names_to_both_in_one_letter_each(pole: Cluster) -> None:
    contributor(pole)
    mail.outbox.clear()
    one = agreed(pole)
    assert one.agreed_at is not None
    _, *letters = mail.outbox  # the first told that somebody was interested
    said_to = {letter.to[0]: letter.body for letter in letters}
    assert set(said_to) == {"member@mecatronique.example", OTHER_EMAIL}
    assert pole.members[1].name in said_to["member@mecatronique.example"]
    assert OTHER_EMAIL in said_to["member@mecatronique.example"]
    assert pole.members[0].name in said_to[OTHER_EMAIL]


def test_a_second_yes_of_the_same_side_agrees_to_nothing(pole: Cluster) -> None:
    offer, search = offered(pole), sought(pole)
    for _ in range(2):
        one = interested(offer, search, pole.members[0])
    assert (one.agreed_at, one.search_at) == (None, None)


def test_a_third_member_cannot_say_yes_and_nobody_meets_itself(pole: Cluster) -> None:
    offer = offered(pole)
    with pytest.raises(InputError, match="pas la vôtre"):
        interested(offer, sought(pole), pole.members[2])
    with pytest.raises(InputError, match="plus là"):
        interested(offer, sought(pole, 0), pole.members[0])


def test_the_database_itself_refuses_an_agreement_of_one_side(pole: Cluster) -> None:
    one = interested(offered(pole), sought(pole), pole.members[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        Introduction.objects.filter(pk=one.pk).update(agreed_at=timezone.now())


def test_an_interest_is_taken_back_until_both_agreed(pole: Cluster) -> None:
    one = interested(offered(pole), sought(pole), pole.members[0])
    withdraw_interest(one, side=pole.members[0])
    assert not Introduction.objects.exists()
    both = agreed(pole)
    with pytest.raises(InputError, match="déjà en relation"):
        withdraw_interest(both, side=pole.members[1])
    with pytest.raises(InputError, match="déjà en relation"):
        decline(both.offer, both.search, side=pole.members[1])


def test_a_couple_declined_is_over_for_both(pole: Cluster) -> None:
    offer, search = offered(pole), sought(pole)
    decline(offer, search, side=pole.members[1])
    with pytest.raises(InputError, match="sans suite"):
        interested(offer, search, pole.members[0])


def test_withdrawing_ends_what_is_under_way_and_keeps_what_was_agreed(pole: Cluster) -> None:
    both = agreed(pole)
    offer, search = offered(pole, pcs=TURNER), sought(pole, pcs=TURNER)
    waiting = interested(offer, search, pole.members[0])
    withdraw_offer(offer, by=None)
    withdraw_offer(both.offer, by=None)
    waiting.refresh_from_db()
    both.refresh_from_db()
    assert (waiting.closed_why, both.closed_why) == ("withdrawn", "")
    with pytest.raises(InputError, match="plus là"):
        interested(offer, search, pole.members[1])
    resume_offer(offer, by=None)
    again = interested(offer, search, pole.members[1])
    assert (again.agreed_at, again.offer_at) == (None, None), "both begin again"


def test_a_search_is_withdrawn_and_resumed_too(pole: Cluster) -> None:
    search = sought(pole)
    assert withdraw_search(search, by=None).withdrawn_at is not None
    assert resume_search(search, by=None).withdrawn_at is None


def test_silence_lapses_after_thirty_days_in_the_nightly_round_and_not_before(pole: Cluster) -> None:
    one = interested(offered(pole), sought(pole), pole.members[0])
    assert erase_what_is_due(one.lapses_on).lapsed == 0
    assert erase_what_is_due(one.lapses_on + dt.timedelta(days=1)).lapsed == 1
    one.refresh_from_db()
    assert one.closed_why == "lapsed"
    assert lapse_silent(TODAY + 12 * MONTH) == 0
    assert interested(one.offer, one.search, pole.members[1]).agreed_at is None, "an old yes is not kept for later"


def test_what_both_agreed_to_never_lapses(pole: Cluster) -> None:
    agreed(pole)
    assert lapse_silent(TODAY + 12 * MONTH) == 0


def test_old_offers_and_searches_are_erased_a_year_after_their_end(pole: Cluster) -> None:
    one = agreed(pole)
    assert erase_old(one.offer.until_on + dt.timedelta(days=365)) == 0
    assert erase_old(one.offer.until_on + dt.timedelta(days=366)) == 2
    assert not Introduction.objects.exists()


def test_what_was_withdrawn_is_erased_a_year_later(pole: Cluster) -> None:
    withdraw_offer(offered(pole), by=None)
    assert erase_old(TODAY + dt.timedelta(days=364)) == 0
    assert erase_old(TODAY + dt.timedelta(days=367)) == 1


def test_the_team_nudges_once_a_week_and_the_letter_says_no_name(pole: Cluster) -> None:
    contributor(pole)
    one = interested(offered(pole), sought(pole), pole.members[0])
    mail.outbox.clear()
    nudge(one, by=pole.people["team"])
    (letter,) = mail.outbox
    assert letter.to == [OTHER_EMAIL]
    assert pole.members[0].name not in letter.body
    with pytest.raises(InputError, match="moins d’une semaine"):
        nudge(one, by=pole.people["team"])
    with pytest.raises(InputError, match="Plus rien"):
        nudge(interested(one.offer, one.search, pole.members[1]), by=pole.people["team"])


def test_the_journal_tells_numbers_and_neither_author_nor_member(pole: Cluster) -> None:
    before = Act.objects.count()
    by = pole.people["member"]
    offer = offer_people(pole.pole, pole.members[0], said(), form="loan", acknowledges=True, by=by)
    search = declare_search(pole.pole, pole.members[1], said(), km=50, by=by)
    interested(offer, search, pole.members[0])
    one = interested(offer, search, pole.members[1])
    acts = Act.objects.filter(number__gt=before).order_by("number")
    assert list(acts.values_list("verb", "actor_id", "subject", "detail")) == [
        ("offer_people", None, f"offer:{offer.pk}", '{"people": 2, "route": "loan"}'),
        ("declare_search", None, f"search:{search.pk}", '{"km": 50, "people": 2}'),
        ("show_interest", None, f"introduction:{one.pk}", f'{{"offer": {offer.pk}, "search": {search.pk}}}'),
        ("agree_introduction", None, f"introduction:{one.pk}", f'{{"offer": {offer.pk}, "search": {search.pk}}}'),
    ]
    assert first_broken_act() is None
    assert offer.by == by, "who offered stays in the row"


def test_two_poles_never_meet(pole: Cluster) -> None:
    other = cluster.founded("plasturgie", 1)
    with scope(pole=other.pole):
        search = sought(other, 2)
    with pytest.raises(InputError, match="plus là"):
        interested(offered(pole), search, pole.members[0])
