"""Every stage of an introduction met with every act on it: what comes of it, what each side then sees, who is written to."""

import datetime as dt
import random
from collections.abc import Callable

import pytest
from django.core import mail
from django.utils import timezone

from factories.cluster import Cluster
from factories.shared_people import OTHER_EMAIL, contributor, interested, offered, sought
from vivier.vocabulary import InputError
from vivier_web.accounts.models import Act
from vivier_web.accounts.queries import first_broken_act
from vivier_web.members.actions import admit_member, end_membership, register_organisation
from vivier_web.members.models import Membership, Organisation
from vivier_web.skills.actions.introductions import (
    NUDGE_AGAIN,
    decline,
    lapse_silent,
    nudge,
    show_interest,
    withdraw_interest,
)
from vivier_web.skills.actions.mobility import resume_offer, resume_search, withdraw_offer, withdraw_search
from vivier_web.skills.models import Introduction, Offer, Search
from vivier_web.skills.queries.mobility import Revealed, in_force, meeting_of, seen_by
from vivier_web.skills.queries.mobility_board import board_of, to_answer_count, waiting_count

TODAY = timezone.localdate()
LATER = TODAY + dt.timedelta(days=31)
FIRST_EMAIL = "member@mecatronique.example"
Couple = tuple[Offer, Search]
OVER = "déjà close"


def couple_of(pole: Cluster) -> Couple:
    """The first member offers, the second seeks, and each has its contributor."""
    contributor(pole)
    return offered(pole), sought(pole)


def row(couple: Couple) -> Introduction:
    return Introduction.objects.get(offer=couple[0], search=couple[1])


def stage(couple: Couple) -> str:
    one = Introduction.objects.filter(offer=couple[0], search=couple[1]).first()
    if one is None:
        return "none"
    if one.agreed_at:
        return "agreed"
    return one.closed_why or "".join(name for name, at in (("offers", one.offer_at), ("seeks", one.search_at)) if at)


def say(couple: Couple, side: int) -> Introduction:
    return interested(*couple, couple[side].organisation)


def lapse(couple: Couple) -> None:
    lapse_silent(LATER)


def withdraw_and_resume(couple: Couple) -> None:
    resume_offer(withdraw_offer(couple[0], by=None), by=None)


ACTS: dict[str, Callable[[Couple], object]] = {
    "the one who offers says yes": lambda couple: say(couple, 0),
    "the one who seeks says yes": lambda couple: say(couple, 1),
    "the one who offers takes it back": lambda couple: withdraw_interest(row(couple), side=couple[0].organisation),
    "the one who seeks takes it back": lambda couple: withdraw_interest(row(couple), side=couple[1].organisation),
    "one declines": lambda couple: decline(*couple, side=couple[1].organisation),
    "the team nudges": lambda couple: nudge(row(couple), by=None),
    "a month goes by": lapse,
    "the offer is withdrawn": lambda couple: withdraw_offer(couple[0], by=None),
    "the search is withdrawn": lambda couple: withdraw_search(couple[1], by=None),
}
STAGES: dict[str, tuple[str, ...]] = {
    "none": (),
    "offers": ("the one who offers says yes",),
    "seeks": ("the one who seeks says yes",),
    "agreed": ("the one who offers says yes", "the one who seeks says yes"),
    "declined": ("the one who offers says yes", "one declines"),
    "lapsed": ("the one who offers says yes", "a month goes by"),
    "withdrawn": ("the one who seeks says yes", "the offer is withdrawn"),
}
# What comes of each act at each stage, in the order of ACTS; a sentence where it is refused.
OUTCOMES = {
    "offers": ("offers", "agreed", "none", "offers", "declined", "offers", "lapsed", "withdrawn", "withdrawn"),
    "seeks": ("agreed", "seeks", "seeks", "none", "declined", "seeks", "lapsed", "withdrawn", "withdrawn"),
    "agreed": (
        *("agreed", "agreed", "déjà en relation", "déjà en relation", "déjà en relation"),
        *("Plus rien", "agreed", "agreed", "agreed"),
    ),
    "declined": (
        *("sans suite", "sans suite", OVER, OVER, "declined"),
        *("Plus rien", "declined", "declined", "declined"),
    ),
    "lapsed": ("offers", "seeks", OVER, OVER, "declined", "Plus rien", "lapsed", "lapsed", "lapsed"),
    "withdrawn": (
        *("plus là", "plus là", OVER, OVER, "declined"),
        *("Plus rien", "withdrawn", "withdrawn", "withdrawn"),
    ),
}


def brought_to(name: str, pole: Cluster) -> Couple:
    couple = couple_of(pole)
    for act in STAGES[name]:
        ACTS[act](couple)
    assert stage(couple) == name
    return couple


@pytest.mark.parametrize("name", OUTCOMES)
@pytest.mark.parametrize("act", ACTS)
def test_each_act_at_each_stage_leads_where_it_must_or_changes_nothing(pole: Cluster, name: str, act: str) -> None:
    couple = brought_to(name, pole)
    outcome = OUTCOMES[name][list(ACTS).index(act)]
    said = ""
    try:
        ACTS[act](couple)
    except InputError as why:
        said = str(why)
    assert stage(couple) == (name if said else outcome)
    assert outcome in said or not said
    assert bool(said) == (outcome not in {"none", *OUTCOMES})


# What each side sees at each stage (the pile it is in), and how many wait for the team, for the first, for the second.
SEEN = {
    "none": ("proposed", "proposed", 0, 0, 0),
    "offers": ("waiting", "to_answer", 1, 0, 1),
    "seeks": ("to_answer", "waiting", 1, 1, 0),
    "agreed": ("agreed", "agreed", 0, 0, 0),
    "declined": ("", "", 0, 0, 0),
    "lapsed": ("proposed", "proposed", 0, 0, 0),
    "withdrawn": ("", "", 0, 0, 0),
}


def pile(pole: Cluster, member: Organisation) -> str:
    seen = seen_by(pole.pole, member, today=TODAY)
    return " ".join(name for name in ("to_answer", "waiting", "proposed", "agreed") if getattr(seen, name))


def counts(pole: Cluster) -> tuple[int, int, int]:
    each = (to_answer_count(pole.pole, member.pk) for member in pole.members[:2])
    return (waiting_count(pole.pole), *each)


@pytest.mark.parametrize("name", SEEN)
def test_each_side_sees_a_couple_in_one_place_and_the_counts_agree_with_the_pages(pole: Cluster, name: str) -> None:
    brought_to(name, pole)
    piles = tuple(pile(pole, member) for member in pole.members)
    assert (*piles, *counts(pole)) == (*SEEN[name][:2], "", *SEEN[name][2:])
    assert len(board_of(pole.pole, today=TODAY).waiting) == waiting_count(pole.pole)


@pytest.mark.parametrize("name", SEEN)
def test_a_couple_opens_for_a_side_exactly_when_its_room_lists_it_and_with_a_name_only_when_agreed(
    pole: Cluster, name: str
) -> None:
    offer, search = brought_to(name, pole)
    for member in pole.members:
        found = meeting_of(pole.pole, member, (offer.pk, search.pk), today=TODAY)
        assert (found is not None) == bool(pile(pole, member))
        assert isinstance(found, Revealed) == (pile(pole, member) == "agreed")


def test_what_is_put_back_is_proposed_anew_and_the_old_yes_is_forgotten(pole: Cluster) -> None:
    couple = brought_to("withdrawn", pole)
    resume_offer(couple[0], by=None)
    assert (pile(pole, pole.members[0]), pile(pole, pole.members[1])) == ("proposed", "proposed")
    say(couple, 0)
    assert stage(couple) == "offers", "the yes said before the withdrawal is not counted"


# Who is written to when this is done at this stage.
LETTERS = [
    ("none", "the one who offers says yes", [OTHER_EMAIL]),
    ("none", "the one who seeks says yes", [FIRST_EMAIL]),
    ("offers", "the one who offers says yes", []),
    ("offers", "the one who seeks says yes", [FIRST_EMAIL, OTHER_EMAIL]),
    ("offers", "the one who offers takes it back", []),
    ("offers", "one declines", []),
    ("offers", "the team nudges", [OTHER_EMAIL]),
    ("seeks", "the team nudges", [FIRST_EMAIL]),
    ("seeks", "the one who seeks says yes", []),
    ("agreed", "the one who seeks says yes", []),
    ("lapsed", "the one who seeks says yes", [FIRST_EMAIL]),
    ("offers", "a month goes by", []),
    ("offers", "the offer is withdrawn", []),
]


@pytest.mark.parametrize(("name", "act", "to"), LETTERS)
def test_whoever_must_know_is_written_to_once_and_nobody_else(
    pole: Cluster, name: str, act: str, to: list[str]
) -> None:
    couple = brought_to(name, pole)
    mail.outbox.clear()
    ACTS[act](couple)
    assert sorted(address for letter in mail.outbox for address in letter.to) == sorted(to)


def test_a_yes_said_again_does_not_put_off_the_day_silence_ends_it(pole: Cluster) -> None:
    couple = brought_to("offers", pole)
    Introduction.objects.update(lapses_on=TODAY + dt.timedelta(days=2))
    say(couple, 0)
    assert row(couple).lapses_on == TODAY + dt.timedelta(days=2)


def test_a_nudge_may_leave_again_once_a_week_has_passed(pole: Cluster) -> None:
    couple = brought_to("offers", pole)
    nudge(row(couple), by=None)
    Introduction.objects.update(nudged_at=timezone.now() - NUDGE_AGAIN)
    assert nudge(row(couple), by=None).nudged_at > timezone.now() - NUDGE_AGAIN


ENDS: dict[str, Callable[[Couple], object]] = {
    "the offer ended": lambda couple: end(couple[0]),
    "the search ended": lambda couple: end(couple[1]),
    "the one who offers left": lambda couple: leave(couple[0]),
    "the one who seeks left": lambda couple: leave(couple[1]),
}


def end(side: Offer | Search) -> None:
    type(side).objects.filter(pk=side.pk).update(until_on=TODAY - dt.timedelta(days=1))


def leave(side: Offer | Search) -> None:
    end_membership(
        Membership.objects.get(organisation=side.organisation), left_on=TODAY - dt.timedelta(days=1), by=None
    )


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("name", ["offers", "seeks"])
def test_what_no_longer_holds_waits_for_nobody_on_any_page_and_cannot_be_agreed(
    pole: Cluster, name: str, end: str
) -> None:
    couple = brought_to(name, pole)
    assert sum(counts(pole)) == 2, "it waited"
    ENDS[end](couple)
    assert counts(pole) == (0, 0, 0)
    assert board_of(pole.pole, today=TODAY).waiting == ()
    assert [pile(pole, member) for member in pole.members] == ["", "", ""]
    couple = Offer.objects.get(), Search.objects.get()
    for side in (0, 1):
        with pytest.raises(InputError, match="plus là"):
            say(couple, side)


@pytest.mark.parametrize("end", ENDS)
def test_what_was_agreed_is_still_read_by_both_when_it_no_longer_holds(pole: Cluster, end: str) -> None:
    couple = brought_to("agreed", pole)
    ENDS[end](couple)
    assert [pile(pole, member) for member in pole.members] == ["agreed", "agreed", ""]


def test_a_third_member_can_do_nothing_to_a_couple(pole: Cluster) -> None:
    couple, third = brought_to("offers", pole), pole.members[2]
    for act in (
        lambda: show_interest(*couple, side=third, by=None),
        lambda: withdraw_interest(row(couple), side=third),
        lambda: decline(*couple, side=third),
    ):
        with pytest.raises(InputError, match="n’est pas la vôtre"):
            act()
        assert stage(couple) == "offers"
    assert to_answer_count(pole.pole, third.pk) == 0


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_done_names_need_two_yes_of_one_round_and_the_journal_holds(pole: Cluster, seed: int) -> None:
    draw = random.Random(seed)
    couple = couple_of(pole)
    yes: set[str] = set()  # who has said yes since the last end
    puts_back = (lambda: resume_offer(couple[0], by=None), lambda: resume_search(couple[1], by=None))
    for _ in range(25):
        act = draw.choice(list(ACTS))
        before = stage(couple)
        try:
            ACTS[act](couple)
        except (InputError, Introduction.DoesNotExist):
            assert stage(couple) == before
        else:
            yes = yes | {act[:15]} if "says yes" in act and before not in ("declined", "lapsed", "withdrawn") else yes
            yes = {act[:15]} if "says yes" in act and before in ("lapsed", "withdrawn") else yes
            yes = yes - {act[:15]} if "takes it back" in act else yes
        yes = yes if stage(couple) in ("offers", "seeks", "agreed") else set()
        assert (stage(couple) == "agreed") == (len(yes) == 2)
        draw.choice(puts_back)()
    assert first_broken_act() is None
    about = Act.objects.filter(subject__startswith="introduction:")
    assert about.exists()
    assert not about.exclude(actor_id=None).exists()


def test_a_couple_that_waits_stays_in_the_rooms_when_a_departement_becomes_nameable(pole: Cluster) -> None:
    def admit(siren: str, department: str) -> Organisation:
        site = {"siret": siren + "00017", "town": "Ici", "department": department, "is_head_office": True}
        made = register_organisation(f"Usine {siren}", siren=siren, by=None, sites=[site], naf="28.99B")
        admit_member(pole.pole, made, joined_on=dt.date(2024, 1, 1), by=None)
        return made

    here, _ = admit("100000009", "74"), admit("100000017", "74")
    there, _ = admit("100000025", "73"), admit("100000033", "73")
    pole.members += [here, there]
    couple = offered(pole, 3, site=here.sites.get().pk), sought(pole, 4, km=20, site=there.sites.get().pk)
    interested(*couple, here)
    pair = couple[0].pk, couple[1].pk
    assert meeting_of(pole.pole, there, pair, today=TODAY).distance == "distance non précisée"
    (
        admit("100000041", "74"),
        admit("100000058", "73"),
    )  # both may be named now: forty kilometres, twice what was asked
    met = in_force(pole.pole, TODAY).met([couple[0]], [couple[1]])
    seen = seen_by(pole.pole, there, today=TODAY)
    assert (met, to_answer_count(pole.pole, there.pk), len(seen.to_answer)) == ([], 1, 1)
    assert seen.to_answer[0].distance == "environ 40 km"
    assert [each.offer for each in seen_by(pole.pole, here, today=TODAY).waiting] == [pair[0]]
    assert meeting_of(pole.pole, there, pair, today=TODAY).state == "theirs"
    decline(*couple, side=there)
    assert seen_by(pole.pole, there, today=TODAY).to_answer == ()
    assert meeting_of(pole.pole, there, pair, today=TODAY) is None
