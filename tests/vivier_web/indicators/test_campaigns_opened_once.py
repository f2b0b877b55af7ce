"""Opening a campaign: of which year, between which days, of which set, kept as it was asked."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_scopes import scope

from factories.campaigned import DAY, opened, window
from factories.cluster import Cluster
from vivier.vocabulary import InputError
from vivier_web.indicators.actions.campaigns import (
    Window,
    extend_campaign,
    kept_set,
    open_campaign,
    open_national,
)
from vivier_web.indicators.definition import shipped_text
from vivier_web.indicators.models import Campaign, NationalCampaign, SetVersion
from vivier_web.members.actions import found_pole

TODAY = timezone.localdate()


@pytest.mark.parametrize(
    ("year", "words"), [(2004, "année écoulée"), (TODAY.year + 1, "année écoulée"), (-1, "année écoulée")]
)
def test_a_campaign_is_of_a_year_that_has_begun(pole: Cluster, year: int, words: str) -> None:
    with pytest.raises(InputError, match=words):
        open_campaign(pole.pole, "competitivite", year, window(), by=None)
    with pytest.raises(InputError, match=words):
        open_national("competitivite", year, window(), by=None)
    assert not Campaign.objects.exists()
    assert not NationalCampaign.objects.exists()


def test_a_campaign_never_closes_before_it_opens(pole: Cluster) -> None:
    with pytest.raises(InputError, match="avant de s’ouvrir"):
        Window(TODAY, TODAY - DAY)
    campaign = opened(pole)
    with pytest.raises(InputError, match="avant de s’ouvrir"):
        extend_campaign(campaign, campaign.opens_on - DAY, by=None)
    with pytest.raises(InputError, match="avance la clôture"):
        extend_campaign(campaign, campaign.closes_on - DAY, by=None)
    extend_campaign(campaign, campaign.opens_on, by=None, is_closing=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Campaign.objects.update(closes_on=dt.date(2000, 1, 1))


def test_a_text_of_a_set_is_kept_once_and_never_changed(pole: Cluster) -> None:
    text = shipped_text("competitivite")
    first = kept_set(text)
    assert kept_set(text) == first == opened(pole).set
    other = kept_set(text + "\n# autre\n")
    assert (other.pk != first.pk, SetVersion.objects.count()) == (True, 2)
    first.title = "Autre"
    with pytest.raises(InputError, match="ne change plus"):
        first.save()


@pytest.mark.parametrize(
    ("kind", "allowed"),
    [
        ("cluster", {"artisanat", "competitivite", "ptce"}),
        ("competitivity", {"competitivite"}),
        ("craft", {"artisanat"}),
        ("ptce", {"ptce"}),
    ],
)
def test_a_pole_is_asked_the_set_of_its_kind_and_a_cluster_any(db: None, kind: str, allowed: set[str]) -> None:
    made = found_pole("un", "Un", kind, by=None)
    found = set()
    for key in ("artisanat", "competitivite", "ptce"):
        with scope(pole=made):
            try:
                open_campaign(made, key, TODAY.year, window(), by=None)
            except InputError as why:
                assert "autre nature" in str(why)  # noqa: PT017 - the sentence matters as much
            else:
                found.add(key)
    assert found == allowed
