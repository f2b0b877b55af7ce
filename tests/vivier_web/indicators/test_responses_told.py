"""How many answered is told beside every sum: on its page, in its open files, for one pôle or several together."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from factories import campaigned, publishing
from factories.cluster import Cluster
from vivier_web.indicators import published
from vivier_web.indicators.gate.words import response_rows
from vivier_web.indicators.queries.circles import circle_of_territory
from vivier_web.indicators.queries.cube_rows import Asked
from vivier_web.indicators.queries.cubes import gathered
from vivier_web.members.actions import found_pole
from vivier_web.members.models import Membership
from vivier_web.skills.actions.waves import freeze_wave


def said(rows: tuple[tuple[str, str], ...]) -> str:
    return dict(rows).get("Réponse", "").replace("\xa0", " ")


def guests(pole: Cluster, count: int) -> None:
    """Admit members who give nothing."""
    for rank in range(count):
        publishing.member(pole.pole, 700 + rank)


def members_today(pole: Cluster) -> int:
    return Membership.objects.filter(pole=pole.pole).of_day(timezone.localdate()).count()


@pytest.mark.parametrize(
    ("answered", "asked", "sources", "words"),
    [
        (1, 1, 1, "1 réponse sur 1 demandée (100 %)"),
        (0, 3, 1, "0 réponse sur 3 demandées (0 %)"),
        (199, 200, 1, "199 réponses sur 200 demandées (plus de 99 %)"),
        (30, 40, 2, "30 réponses sur 40 demandées, pôle par pôle (75 %)"),
        (0, 0, 1, ""),
    ],
)
def test_a_response_is_one_line_or_none(answered: int, asked: int, sources: int, words: str) -> None:
    assert said(response_rows(answered, asked, sources)) == words


def test_headcounts_say_how_many_members_deposited(pole: Cluster) -> None:
    given = publishing.wave(pole.pole)
    for number in range(3):
        publishing.gave(given, pole.pole, number, 10)
    guests(pole, 2)
    freeze_wave(given, by=None)
    there = members_today(pole)
    assert there > 5
    assert said(gathered(pole.pole, publishing.asked(given)).provenance) == (
        f"3 réponses sur {there} demandées ({round(300 / there)} %)"
    )


def test_a_perimeter_is_told_by_its_own_members_and_who_came_later_was_not_asked(pole: Cluster) -> None:
    given = publishing.wave(pole.pole)
    publishing.gave(given, pole.pole, 0, 10, college="Lauréats")
    publishing.member(pole.pole, 1, college="Lauréats")
    freeze_wave(given, by=None)
    asked = publishing.asked(given, perimeter="college", value="Lauréats")
    assert said(gathered(pole.pole, asked).provenance) == "1 réponse sur 2 demandées (50 %)"
    later = publishing.member(pole.pole, 2, college="Lauréats")
    Membership.objects.filter(organisation=later).update(joined_on=timezone.localdate() + dt.timedelta(days=1))
    assert said(gathered(pole.pole, asked).provenance) == "1 réponse sur 2 demandées (50 %)"


def test_who_gave_then_left_is_still_counted(pole: Cluster) -> None:
    given = publishing.wave(pole.pole)
    gone = publishing.gave(given, pole.pole, 0, 10, college="Lauréats")
    freeze_wave(given, by=None)
    Membership.objects.filter(organisation=gone).update(left_on=dt.date(2025, 1, 1))
    asked = publishing.asked(given, perimeter="college", value="Lauréats")
    assert said(gathered(pole.pole, asked).provenance) == "1 réponse sur 1 demandée (100 %)"


def test_an_indicator_says_what_its_freeze_counted(pole: Cluster) -> None:
    guests(pole, 2)
    vintage = campaigned.frozen(pole)
    assert 0 < vintage.answered < vintage.members
    asked = Asked("indicateur:emplois", f"campaign:{vintage.campaign_id}", "coarse", {})
    words = said(gathered(pole.pole, asked).provenance)
    assert words.startswith(f"{vintage.answered} réponses sur {vintage.members} demandées (")


def test_the_page_and_the_open_files_say_it(pole: Cluster) -> None:
    given = publishing.deposited(pole.pole)
    guests(pole, 3)
    freeze_wave(given, by=None)
    words = said(gathered(pole.pole, publishing.asked(given)).provenance)
    key = publishing.published(given).key
    page = Client().get(reverse("published_dataset", args=[key])).content.decode().replace("\xa0", " ")
    assert words in page
    told = Client().get(f"/api/open/donnees/{key}").json()
    assert told["provenance"]["Réponse"].replace("\xa0", " ") == words
    assert (told["dataset"]["detail"], told["verdict"][:18]) == ("Moyen", "Rien n’est trahi :")
    for name in ("package", "schema"):
        found = published.published_file(key, name)
        assert found is not None
        assert f"Réponse : {words}" in found.content.decode().replace("\xa0", " ")


def test_poles_together_add_up_their_own_counts(pole: Cluster) -> None:
    other = found_pole("plasturgie", "Pôle plasturgie", "cluster", by=None, region="11")
    waves = []
    for one, first in ((pole.pole, 0), (other, 40)):
        with scope(pole=one):
            given = publishing.wave(one)
            for number in range(12):
                publishing.gave(given, one, first + number, 100 + number)
            waves.append(freeze_wave(given, by=None))
    silent = members_today(pole) - 12
    for given in waves:
        with scope(pole=given.pole):
            publishing.published(given, detail="coarse")
    found = publishing.together(circle_of_territory("FR"), publishing.ON, "effectifs")
    told = published.dataset(found.key)
    assert told is not None
    assert said(told.provenance).startswith(f"24 réponses sur {24 + silent} demandées, pôle par pôle (")
