"""An indicator of several pôles: each enterprise once, by the best word it gave, beside what each pôle published."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from factories import campaigned, publishing
from factories.cluster import Cluster
from vivier.vocabulary import InputError
from vivier_web.indicators import published
from vivier_web.indicators.actions.campaigns import open_campaign
from vivier_web.indicators.actions.publishing import publish, work_out_publication
from vivier_web.indicators.gate.frozen import document_of
from vivier_web.indicators.models import Campaign, Publication, Vintage
from vivier_web.indicators.queries.circles import circle_of_territory, offers_of
from vivier_web.indicators.queries.cube_rows import Asked
from vivier_web.indicators.queries.vintages import Record, packed, unpacked
from vivier_web.members.actions import admit_member, found_pole
from vivier_web.members.models import Organisation, Pole

JOBS, TURNOVER = "indicateur:emplois", "indicateur:chiffre_affaires"
YEAR = 2025
ENDS = dt.date(YEAR, 12, 31)
FRANCE = circle_of_territory("FR")


def answered(pole: Pole, said: dict[Organisation, int], made_up: tuple[Organisation, ...] = ()) -> Campaign:
    """A frozen campaign of a pôle in which these members said these jobs and turnovers, or were made up."""
    with scope(pole=pole):
        campaign = open_campaign(pole, "competitivite", YEAR, campaigned.window(), by=None)
        rows = tuple(
            Record(
                pole.pk, one.pk, one.siren or "", key, Decimal(count * by), "",
                flags=("imputed",) if one in made_up else ("answered",), size="21",
            )
            for one, count in said.items()
            for key, by in (("emplois", 1), ("chiffre_affaires", 140))
        )  # fmt: skip
        Vintage.objects.create(pole=pole, campaign=campaign, number=1, text=packed(rows, (), ()), sha256=pole.slug)
        Campaign.objects.filter(pk=campaign.pk).update(frozen_at=timezone.now())
        return campaign


def alone(campaign: Campaign, cube: str = JOBS) -> Publication:
    with scope(pole=campaign.pole):
        asked = Asked(cube, f"campaign:{campaign.pk}", "coarse", {})
        work = work_out_publication(publish(campaign.pole, asked, by=None).pk)
        assert work.state == "done", (work.trouble, work.breaches)
        return Publication.objects.get(work=work)


def members(pole: Pole, first: int, count: int, department: str) -> list[Organisation]:
    with scope(pole=pole):
        return [publishing.member(pole, first + rank, department=department) for rank in range(count)]


def total(publication: Publication, **codes: str) -> tuple[float | None, int | None]:
    document = document_of(bytes(publication.content))
    wanted = [codes.get(column, "T") for column in document["columns"]]
    return next((each[-3], each[-2]) for each in document["cells"] if each[:-3] == wanted)


@pytest.fixture
def two(pole: Cluster) -> tuple[Campaign, Campaign]:
    """Two pôles of two Regions that share four members, which told the second a little more; one was made up there."""
    other = found_pole("plasturgie", "Pôle plasturgie", "cluster", by=None, region="11")
    mine, theirs = members(pole.pole, 0, 12, "74"), members(other, 40, 10, "75")
    shared = mine[:4]
    for one in shared:
        with scope(pole=other):
            admit_member(other, one, joined_on=dt.date(2024, 1, 1), by=None, college="Entreprises")
    first = answered(pole.pole, {one: 100 + rank for rank, one in enumerate(mine)})
    told = {one: 200 + rank for rank, one in enumerate(theirs)} | {one: 110 + rank for rank, one in enumerate(shared)}
    return first, answered(other, told, made_up=(shared[3],))


def test_the_state_publishes_an_indicator_of_all_poles_each_enterprise_once(two: tuple[Campaign, Campaign]) -> None:
    for campaign in two:
        alone(campaign)
    (offer,) = offers_of(FRANCE)
    assert (offer.cube, offer.on, offer.count, offer.words) == (JOBS, ENDS, 2, "Emplois des membres, 2025")
    found = publishing.together(FRANCE, ENDS, JOBS)
    own, theirs = sum(100 + rank for rank in range(12)), sum(200 + rank for rank in range(10))
    # The three that answered twice count by their last word; what was made up gives way to what was said.
    last = 3 * 10
    assert total(found) == (own + theirs + last, 22)
    assert (found.key, found.territory, found.pole) == ("indicateur-emplois-france-2025-12-31-1", "FR", None)
    told = published.dataset(found.key)
    assert told is not None
    assert told.measure == "Emplois des membres"
    assert told.about["definition"] == "Salariés au 31 décembre dans les établissements membres."
    assert "vintage" not in told.about


def test_what_was_made_up_is_flagged_where_nobody_said_better(two: tuple[Campaign, Campaign], pole: Cluster) -> None:
    first, _ = two
    vintage = Vintage.objects.get(campaign=first)
    Vintage.objects.filter(pk=vintage.pk).update(text=vintage.text.replace("answered", "imputed"))
    for campaign in two:
        alone(campaign)
    document = document_of(bytes(publishing.together(FRANCE, ENDS, JOBS).content))
    assert ["T"] * len(document["columns"]) in document["estimated"]


def test_poles_that_asked_in_other_terms_are_not_added_up(two: tuple[Campaign, Campaign]) -> None:
    for campaign in two:
        alone(campaign)
    other = two[1]
    other.set.text = other.set.text.replace("Salariés au 31 décembre", "Équivalents temps plein au 31 décembre")
    other.set.pk, other.set.version, other.set.digest = None, "autre", "autre"
    other.set.save()
    with scope(pole=other.pole):
        assert Campaign.objects.filter(pk=other.pk).update(set=other.set) == 1
    with pytest.raises(InputError, match="dans les mêmes termes"):
        publishing.together(FRANCE, ENDS, JOBS)


def test_another_indicator_is_another_offer_and_a_rate_or_an_opinion_is_none(two: tuple[Campaign, Campaign]) -> None:
    for campaign in two:
        alone(campaign)
        alone(campaign, TURNOVER)
    assert {one.cube for one in offers_of(FRANCE)} == {JOBS, TURNOVER}
    with pytest.raises(InputError, match="au moins deux pôles"):
        publishing.together(FRANCE, ENDS, "avis:satisfaction")


def test_a_pole_that_revises_after_the_state_published_is_compared_with_it(two: tuple[Campaign, Campaign]) -> None:
    first, _ = two
    for campaign in two:
        alone(campaign)
    publishing.together(FRANCE, ENDS, JOBS)
    vintage = Vintage.objects.get(campaign=first)
    kept = unpacked(vintage).records[:-2]  # its last member said two figures
    Vintage.objects.create(pole=first.pole, campaign=first, number=2, text=packed(kept, (), ()), sha256="2")
    with scope(pole=first.pole):
        asked = Asked(JOBS, f"campaign:{first.pk}", "coarse", {})
        work = work_out_publication(publish(first.pole, asked, by=None).pk)
    assert work.state == "failed"
    assert "« Ensemble »" in work.trouble


def test_an_agent_of_the_state_asks_for_it_on_the_page_that_compares(
    two: tuple[Campaign, Campaign], signed_in
) -> None:
    for campaign in two:
        alone(campaign)
    state = signed_in("state")
    page = state.get(reverse("authority_figures")).content.decode()
    assert "Emplois des membres, 2025" in page
    asked = reverse("publish_joint", args=["france", JOBS, ENDS.isoformat()])
    assert signed_in("region").post(asked).status_code == 404
    assert state.post(asked).status_code == 302
    with scopes_disabled():
        assert Publication.objects.filter(pole=None).count() == 0  # the worker passes the gate, not the page


def test_overlaps_of_one_and_of_two_enterprises_are_told_or_hidden_and_refuse_nothing(pole: Cluster) -> None:
    """Three of a Region, one in another pôle and two in a third: each knew the two others from what its pôle showed."""
    second, third = (
        found_pole(slug, f"Pôle {slug}", "cluster", by=None, region="11") for slug in ("plasturgie", "textile")
    )
    mine = [*members(pole.pole, 0, 9, "74"), *members(pole.pole, 20, 3, "31")]
    theirs = {second: [*members(second, 40, 9, "75"), mine[9]], third: [*members(third, 60, 9, "59"), *mine[10:]]}
    for other, listed in theirs.items():
        with scope(pole=other):
            for one in listed[9:]:
                admit_member(other, one, joined_on=dt.date(2024, 1, 1), by=None, college="Entreprises")
    everybody = {one: 100 + 7 * rank for rank, one in enumerate([*mine, *theirs[second][:9], *theirs[third][:9]])}
    for whose, listed in ((pole.pole, mine), *theirs.items()):
        alone(answered(whose, {one: everybody[one] for one in listed}))
    found = publishing.together(FRANCE, ENDS, JOBS)
    assert total(found) == (sum(everybody.values()), 30)
    inside = {"dans_pole": "mecatronique", "region": "76"}
    assert total(found, **inside) == (sum(everybody[one] for one in mine[9:]), 3)
    hidden = [each[:-3] for each in document_of(bytes(found.content))["cells"] if each[-3] is None]
    for overlap in ("mecatronique+plasturgie", "mecatronique+textile"):
        assert any({overlap, "76"} <= set(codes) for codes in hidden)
