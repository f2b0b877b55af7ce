"""Twelve ways of subtracting one publication from another: each is refused, and its innocent sibling passes."""

import datetime as dt

import pytest
from django_scopes import scope

from factories import collected, publishing
from factories.publishing import COARSE, ON
from vivier.vocabulary import InputError
from vivier_web.indicators.actions.knowing import note_known_figure
from vivier_web.indicators.actions.publishing import withdraw_publication
from vivier_web.indicators.models import Publication
from vivier_web.indicators.queries.circles import circle_of_network, circle_of_territory
from vivier_web.members.actions import admit_member, found_pole, link_group, link_network
from vivier_web.members.models import Membership, Network, Organisation
from vivier_web.skills.actions.waves import erase_wave, freeze_wave

JULY = ON + dt.timedelta(days=181)
BASE = {number: 1_000 + 37 * number for number in range(12)}
ONE, FIVE = {20: 1_733}, {number: 1_400 + number for number in range(20, 25)}


def given(pole, people, on=ON, *, college="Entreprises"):
    """Let members of a pôle, admitted where they are not, give how many people they have; and freeze."""
    with scope(pole=pole):
        wave = publishing.wave(pole, f"Collecte {on} {len(people)}", on)
        for number, count in people.items():
            siren = collected.luhn(f"7{number:07d}")
            organisation = Organisation.objects.filter(siren=siren).first()
            if organisation is None:
                organisation = publishing.member(pole, number, college=college)
            elif not Membership.objects.filter(pole=pole, organisation=organisation).exists():
                admit_member(pole, organisation, joined_on=dt.date(2024, 1, 1), by=None, college=college)
            collected.deposit(wave, organisation, publishing.crowd(number, count))
        return freeze_wave(wave, by=None)


def out(pole, people, on=ON, **perimeter):
    with scope(pole=pole):
        return publishing.published(given(pole, people, on), COARSE, **perimeter)


def tried(pole, wave, **perimeter):
    """Try to publish; give the refusal, or nothing."""
    with scope(pole=pole):
        asked = publishing.asked(wave, COARSE, **perimeter)
        work = publishing.work_out_publication(publishing.publish(pole, asked, by=None).pk)
        return work.trouble if work.state == "failed" else ""


def another(slug, region="84"):
    return found_pole(slug, f"Pôle {slug}", "cluster", by=None, region=region)


def one_member_more(pole, is_attack):
    out(pole, BASE)
    return tried(pole, given(pole, BASE | (ONE if is_attack else FIVE), JULY))


def one_member_less(pole, is_attack):
    out(pole, BASE)
    left = dict(list(BASE.items())[1 if is_attack else 4 :])
    return tried(pole, given(pole, left, JULY))


def one_employer_that_grows_alone(pole, is_attack):
    out(pole, BASE)
    grown = BASE | {3: 1_900} if is_attack else {number: count + 90 for number, count in BASE.items()}
    return tried(pole, given(pole, grown, JULY))


def three_members_more_of_which_one_dominates(pole, is_attack):
    out(pole, BASE)
    return tried(pole, given(pole, BASE | {20: 4_700 if is_attack else 310, 21: 305, 22: 302}, JULY))


def three_members_more_of_one_group(pole, is_attack):
    out(pole, BASE)
    wave = given(pole, BASE | {20: 1_400, 21: 1_401, 22: 1_402}, JULY)
    if is_attack:
        head = Organisation.objects.get(siren=collected.luhn("70000020")).siren
        for number in (21, 22):
            member = Organisation.objects.get(siren=collected.luhn(f"7{number:07d}"))
            link_group(pole, member, head, by=None)
    return tried(pole, wave)


def what_was_withdrawn(pole, is_attack):
    withdraw_publication(out(pole, BASE), "Une erreur", by=None)
    return tried(pole, given(pole, BASE | (ONE if is_attack else FIVE), JULY))


def what_was_erased_since(pole, is_attack):
    erase_wave(publishing.wave_published(out(pole, BASE)), by=None)
    return tried(pole, given(pole, BASE | (ONE if is_attack else FIVE), JULY))


def with_then_without_the_largest(pole, is_attack):
    given(pole, {90: 9_000}, dt.date(2025, 1, 1), college="Grandes")
    wave = given(pole, BASE | {90: 9_000})
    publishing.published(wave, COARSE)
    whom = {"perimeter": "college", "value": "Entreprises"} if is_attack else {}
    return tried(pole, wave, **whom)


def a_total_told_elsewhere_of_another_day(pole, is_attack):
    """Records of a speech are not kept: what differs by exactly one of the largest members is seen."""
    largest = max(BASE.values())
    told = sum(BASE.values()) - (largest if is_attack else 517)
    note_known_figure(pole, ("effectifs", JULY), {}, value=told, where="Discours", by=None)
    return tried(pole, given(pole, BASE))


def another_pole_that_shares_members(pole, is_attack):
    out(pole, BASE)
    other = another("plasturgie")
    return tried(other, given(other, BASE | (ONE if is_attack else FIVE), JULY))


def a_network_then_its_pole(pole, is_attack):
    other = another("plasturgie")
    link_network(Network.objects.get(), other, by=None)
    out(pole, BASE)
    out(other, {number: 900 + number for number in range(40, 52)})
    publishing.together(circle_of_network(Network.objects.get()))
    return tried(pole, given(pole, BASE | (ONE if is_attack else FIVE), JULY))


def the_state_then_a_region(pole, is_attack):
    """Three totals, of all, of two and of the third, give what the third has in common with the two."""
    out(pole, BASE)
    for slug, region, people in (
        ("plasturgie", "84", {number: 900 + number for number in range(40, 52)}),
        ("textile", "11", {number: 800 + number for number in range(60, 72)} | ({0: BASE[0]} if is_attack else {})),
    ):
        out(another(slug, region), people)
    publishing.together(circle_of_territory("FR"))
    try:
        publishing.together(circle_of_territory("84"))
    except InputError as why:
        return str(why)
    return ""


STORIES = {
    one_member_more: "« Ensemble »",
    one_member_less: "« Ensemble »",
    one_employer_that_grows_alone: "« Ensemble »",
    three_members_more_of_which_one_dominates: "« Ensemble »",
    three_members_more_of_one_group: "« Ensemble »",
    what_was_withdrawn: "« Ensemble »",
    what_was_erased_since: "« Ensemble »",
    with_then_without_the_largest: "« Ensemble »",
    a_total_told_elsewhere_of_another_day: "« Ensemble »",
    another_pole_that_shares_members: "« Ensemble »",
    a_network_then_its_pole: "« Ensemble »",
    the_state_then_a_region: "ce qu’ils ont en commun",
}


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
def test_an_attack_is_refused_with_the_cells_named_and_no_value(pole, story):
    refused = story(pole.pole, True)
    assert STORIES[story] in refused
    assert not any(str(count) in refused.replace("\u202f", "") for count in (*BASE.values(), *ONE.values()))


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
def test_its_innocent_sibling_passes(pole, story):
    before = Publication.objects.count()
    assert story(pole.pole, False) == ""
    assert Publication.objects.count() > before or story is the_state_then_a_region
