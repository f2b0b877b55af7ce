"""What mobility keeps and for how long, what its letters and papers say, and its occupations once ROME is installed."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from django_scopes import scope

from factories import cluster, trades
from factories.cluster import Cluster
from factories.shared_people import OTHER_EMAIL, TURNER, agreed, contributor, interested, offered, said, sought
from vivier.vocabulary import InputError
from vivier_web.accounts.models import Act
from vivier_web.members.models import Organisation, Role, Site
from vivier_web.ops.retention import erase_what_is_due
from vivier_web.skills.actions.introductions import erase_old, lapse_silent
from vivier_web.skills.actions.letters import introduce, tell_interest
from vivier_web.skills.actions.mobility import offer_people, resume_offer, withdraw_offer, withdraw_search
from vivier_web.skills.models import Introduction, Offer, Search
from vivier_web.skills.queries.mobility import seen_by
from vivier_web.skills.queries.mobility_papers import Loan, Party, loan_of
from vivier_web.skills.queries.occupations_named import is_rome, kinship, label_of, named

TODAY = timezone.localdate()
YEAR = dt.timedelta(days=365)


@pytest.fixture
def rome(tmp_path: Path, settings: Any) -> None:
    """A platform whose ROME 4 is the small hand-written one."""
    settings.REFERENCE = str(trades.filled(tmp_path / "reference", trained=False))


def dates() -> tuple[dt.date, dt.date]:
    usual = said()
    return usual.from_on, usual.until_on


def test_an_offer_is_erased_alone_when_the_search_it_met_still_holds(pole: Cluster) -> None:
    one = agreed(pole)
    longer = one.search.until_on + dt.timedelta(days=400)
    Search.objects.update(until_on=longer)
    assert erase_old(one.offer.until_on + YEAR + dt.timedelta(days=1)) == 1
    assert (Offer.objects.count(), Search.objects.count(), Introduction.objects.count()) == (0, 1, 0)
    assert erase_old(longer + YEAR + dt.timedelta(days=1)) == 1
    assert erase_old(longer + 9 * YEAR) == 0, "nothing is left to erase twice"


def test_what_was_put_back_is_not_erased_for_having_been_withdrawn(pole: Cluster) -> None:
    offer, search = offered(pole), sought(pole)
    Offer.objects.update(until_on=TODAY + 3 * YEAR)
    Search.objects.update(until_on=TODAY + 3 * YEAR)
    resume_offer(withdraw_offer(Offer.objects.get(pk=offer.pk), by=None), by=None)
    withdraw_search(Search.objects.get(pk=search.pk), by=None)
    assert erase_old(TODAY + 2 * YEAR) == 1
    assert list(Offer.objects.values_list("pk", flat=True)) == [offer.pk]
    assert not Search.objects.exists()


def test_the_nightly_round_goes_through_every_pole_and_counts_each_in_its_journal(pole: Cluster) -> None:
    other = cluster.founded("plasturgie", 1)
    interested(offered(pole), sought(pole), pole.members[0])
    with scope(pole=other.pole):
        interested(offered(other), sought(other), other.members[1])
        interested(offered(other, pcs=TURNER), sought(other, pcs=TURNER), other.members[0])
    done = erase_what_is_due(TODAY + 5 * YEAR)
    assert (done.lapsed, done.mobility) == (3, 6)
    acts = Act.objects.filter(verb__in=["lapse_introductions", "erase_mobility"]).order_by("verb", "pole")
    assert list(acts.values_list("verb", "pole", "actor_id", "subject", "detail")) == [
        ("erase_mobility", "mecatronique", None, "", '{"count": 2}'),
        ("erase_mobility", "plasturgie", None, "", '{"count": 4}'),
        ("lapse_introductions", "mecatronique", None, "", '{"count": 1}'),
        ("lapse_introductions", "plasturgie", None, "", '{"count": 2}'),
    ]


def test_a_night_when_nothing_is_due_leaves_no_trace(pole: Cluster) -> None:
    interested(offered(pole), sought(pole), pole.members[0])
    before = Act.objects.count()
    assert (lapse_silent(TODAY), erase_old(TODAY)) == (0, 0)
    assert Act.objects.count() == before


def test_withdrawing_twice_is_told_once_and_leaves_the_first_hour(pole: Cluster) -> None:
    offer = withdraw_offer(offered(pole), by=None)
    first = offer.withdrawn_at
    assert withdraw_offer(offer, by=None).withdrawn_at == first
    resume_offer(resume_offer(offer, by=None), by=None)
    verbs = ["withdraw_offer", "resume_offer"]
    assert list(Act.objects.filter(verb__in=verbs).order_by("number").values_list("verb", flat=True)) == verbs


def test_a_letter_goes_to_every_contributor_still_there_and_to_nobody_else(pole: Cluster) -> None:
    contributor(pole)
    contributor(pole, 1, "deux@plasturgie.example", "Deux")
    gone = contributor(pole, 1, "partie@plasturgie.example", "Partie")
    Role.objects.filter(user=gone).update(ended_at=timezone.now())
    shut = contributor(pole, 1, "ferme@plasturgie.example", "Fermé")
    type(shut).objects.filter(pk=shut.pk).update(is_active=False)
    interested(offered(pole), sought(pole), pole.members[0])
    assert [sorted(letter.to) for letter in mail.outbox] == [["deux@plasturgie.example", OTHER_EMAIL]]


def test_a_member_without_contributor_is_not_written_to_and_nothing_breaks(pole: Cluster) -> None:
    one = agreed(pole)
    assert one.agreed_at is not None
    assert [letter.to for letter in mail.outbox] == [["member@mecatronique.example"]]
    assert "À qui écrire" not in mail.outbox[0].body


def test_letters_write_names_as_they_are_and_lead_to_the_right_room(pole: Cluster, settings: Any) -> None:
    contributor(pole)
    Organisation.objects.filter(pk=pole.members[1].pk).update(name='L’Atelier <A> & fils "d\'en haut"')
    agreed(pole)
    (letter,) = [each for each in mail.outbox if each.to == ["member@mecatronique.example"]]
    assert 'Vous et L’Atelier <A> & fils "d\'en haut" (Annecy) avez tous deux répondu' in letter.body
    assert f"{settings.SITE_URL}/mon-entreprise/mobilite/?membre={pole.members[0].pk}" in letter.body
    assert str(pole.members[1].pk) not in letter.body.partition("membre=")[2].split()[0]


def test_a_letter_late_in_the_queue_is_not_sent_when_it_is_no_longer_true(pole: Cluster) -> None:
    contributor(pole)
    waiting = interested(offered(pole), sought(pole), pole.members[0])
    mail.outbox.clear()
    introduce.enqueue(waiting.pk)
    lapse_silent(TODAY + YEAR)
    tell_interest.enqueue(waiting.pk)
    both = agreed(pole)
    mail.outbox.clear()
    tell_interest.enqueue(both.pk)
    introduce.enqueue(987654)
    assert mail.outbox == []


def test_a_loan_holds_what_both_have_in_common_and_says_what_is_missing(pole: Cluster) -> None:
    first, last = dates()
    later = {"from_on": first + dt.timedelta(days=10), "until_on": last + dt.timedelta(days=50), "people": 5}
    offer, search = offered(pole), sought(pole, title="Soudeur sous argon", **later)
    Organisation.objects.filter(pk=pole.members[1].pk).update(siren=None)
    Site.objects.filter(organisation=pole.members[0]).update(address="3 rue du Lac", postcode="74000")
    couple = offer.pk, search.pk
    interested(offer, search, pole.members[0])
    assert [loan_of(pole.pole, member, couple) for member in pole.members] == [None, None, None]
    interested(offer, search, pole.members[1])
    loan = Loan(
        Party("Mécanique du Val", "732829320", "3 rue du Lac 74000 Annecy"),
        Party("Plasturgie Ardéchoise", "à compléter", "Annecy"),
        "Soudeur sous argon (Soudeurs manuels)",
        2,
        first + dt.timedelta(days=10),
        last,
    )
    assert [loan_of(pole.pole, member, couple) for member in pole.members] == [loan, loan, None]
    assert loan_of(pole.pole, pole.members[0], (couple[0], 987654)) is None


@pytest.mark.usefixtures("rome")
def test_with_rome_an_offer_keeps_a_code_of_an_occupation_and_no_other_and_nothing_is_proposed_untrained(
    pole: Cluster,
) -> None:
    assert named("Soudeur").rome == ()
    assert offered(pole, rome=trades.WELDING).rome == trades.WELDING
    for wrong in ("Z11", "Z", "z1102", "Z9999", " "):
        assert not is_rome(wrong)
        with pytest.raises(InputError, match="ROME"):
            offered(pole, rome=wrong)


@pytest.mark.usefixtures("rome")
@pytest.mark.parametrize("title", ["", "   ", "!!!", "12345", "éàü", "x" * 500, "soudeur\n\ttig"])
def test_no_title_however_odd_breaks_the_proposals(title: str) -> None:
    found = named(title)
    assert len(found.pcs) <= 5
    assert len(found.rome) <= 5
    assert bool(found.pcs or found.rome) <= bool(title.strip())


@pytest.mark.usefixtures("rome")
def test_the_same_rome_meets_whatever_the_pcs_and_it_is_its_name_that_is_shown(pole: Cluster) -> None:
    offered(pole, rome=trades.WELDING)
    sought(pole, pcs=TURNER, rome=trades.WELDING)
    sought(pole, pcs=TURNER, rome=trades.FORESTRY)
    (met,) = seen_by(pole.pole, pole.members[0], today=TODAY).proposed
    assert (met.theirs, met.occupations, met.nearness) == (
        "Soudage",
        "même métier (ROME) : rien à apprendre",
        "très proche",
    )


def test_an_offer_whose_rome_is_gone_still_meets_and_is_named_by_its_pcs(
    pole: Cluster, tmp_path: Path, settings: Any
) -> None:
    settings.REFERENCE = str(trades.filled(tmp_path / "reference", trained=False))
    offered(pole, rome=trades.WELDING)
    sought(pole, rome=trades.WELDING)
    sought(pole, rome=trades.FORESTRY)
    Offer.objects.update(rome="Z1999")  # as a newer version of ROME leaves it
    assert kinship().has_rome
    met = seen_by(pole.pole, pole.members[1], today=TODAY).proposed
    assert [(each.theirs, each.nearness) for each in met] == [("Soudeurs manuels", "proche")] * 2
    settings.REFERENCE = ""
    assert not kinship().has_rome
    assert len(seen_by(pole.pole, pole.members[1], today=TODAY).proposed) == 2
    assert label_of("623e", trades.WELDING) == "Soudeurs manuels"


def test_a_site_closed_or_of_another_is_refused_and_none_falls_back_on_the_head_office(pole: Cluster) -> None:
    own, other = (member.sites.get() for member in pole.members[:2])
    with pytest.raises(InputError, match="l’un des vôtres"):
        offered(pole, site=other.pk)
    assert offered(pole, site=own.pk).site == own
    Site.objects.filter(pk=own.pk).update(closed_on=TODAY)
    with pytest.raises(InputError, match="l’un des vôtres"):
        offered(pole, site=own.pk)
    assert offer_people(pole.pole, pole.members[0], said(), form="loan", acknowledges=True, by=None).site is None
    sought(pole)
    met = seen_by(pole.pole, pole.members[1], today=TODAY).proposed
    assert [each.area for each in met] == ["Haute-Savoie", "ailleurs dans le pôle"]


@pytest.mark.parametrize(
    ("days", "is_kept"), [((0, 0), True), ((-40, 0), True), ((0, 1098), True), ((0, 1099), False), ((-2, -1), False)]
)
def test_the_limits_of_a_period_are_kept_to_the_day(pole: Cluster, days: tuple[int, int], is_kept: bool) -> None:
    first, last = (TODAY + dt.timedelta(days=each) for each in days)
    refused = ""
    try:
        sought(pole, from_on=first, until_on=last)
    except InputError as why:
        refused = str(why)
    assert (bool(refused), Search.objects.count()) == (not is_kept, int(is_kept))
