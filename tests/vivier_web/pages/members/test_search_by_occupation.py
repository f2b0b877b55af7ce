"""A search by occupation: what the team noted and the guarded sums, never who employs whom."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from factories import cluster, collected
from factories.answered import said
from factories.cluster import Cluster
from vivier_web.members.actions import describe_dealing, note_dealing
from vivier_web.members.models import Dealing
from vivier_web.members.queries.search import noted_of
from vivier_web.skills.actions.runs import work_out
from vivier_web.skills.actions.studies import plan_study, queue_run
from vivier_web.skills.models import ReleasedTitle, Run, Wave

DAY = dt.date(2026, 2, 3)


def noted(pole: Cluster, rank: int, summary: str) -> Dealing:
    return note_dealing(pole.pole, pole.members[rank], by=None, kind="need", on=DAY, summary=summary)


def searched(browser: Client, words: str) -> str:
    return said(browser.get(reverse("search"), {"q": words}))


@pytest.mark.parametrize("words", ["soudeur", "Soudeuse", "SOUDEURS", "soudeurs TIG"])
def test_what_the_team_noted_is_found_however_the_occupation_is_written(
    pole: Cluster, team: Client, words: str
) -> None:
    noted(pole, 0, "Cherche deux soudeurs TIG")
    noted(pole, 1, "Dessoudage des tuyaux")  # the word is inside another one
    page = searched(team, words)
    assert "Besoins et échanges notés 1" in page
    assert "Mécanique du Val Cherche deux soudeurs TIG" in page
    assert "Dessoudage" not in page


def test_a_correction_of_what_was_noted_is_found_by_the_next_search(pole: Cluster) -> None:
    row = noted(pole, 0, "Cherche un soudeur")
    describe_dealing(row, by=None, summary="Cherche un régleur")
    assert noted_of(pole.pole, "soudeur") == ((), 0)
    assert noted_of(pole.pole, "régleuse")[1] == 1
    assert noted_of(pole.pole, "le") == ((), 0)  # a word too short says nothing


def test_what_another_pole_noted_of_a_shared_member_is_not_found(pole: Cluster, team: Client) -> None:
    other = cluster.founded("plasturgie", 1)
    with scope(pole=other.pole):
        note_dealing(other.pole, pole.members[1], by=None, kind="need", on=DAY, summary="Cherche un soudeur")
        assert noted_of(other.pole, "soudeur")[1] == 1
    assert "Cherche un soudeur" not in searched(team, "soudeur")


@pytest.fixture
def run(pole: Cluster) -> Run:
    wave = collected.collected(pole.pole, members=4, people=40)
    alone = collected.member(pole.pole, 60)
    made = collected.company(alone.siren, ("623a", "35_44", "H", "CDI", 9))
    collected.deposit(wave, alone, made, [("Chaudronnier soudeur", 4)])
    return work_out(queue_run(plan_study(wave, "Étude", {"horizon": 2, "draws": 100}, by=None), by=None).pk)


def test_a_search_leads_to_the_sums_of_the_study_and_never_to_who_employs(
    pole: Cluster, team: Client, run: Run
) -> None:
    """One member alone employs the occupation, and showed its title: neither its name nor its figure comes out."""
    assert run.state == "done"
    assert ReleasedTitle.objects.count() == Wave.objects.count() == 1
    page = team.get(reverse("search"), {"q": "chaudronnier"})
    assert "personne, ou trop peu pour être montré" in said(page)
    assert "Adhérent 60" not in said(page)
    assert team.get(reverse("run_occupation", args=[run.pk, "623a"])).status_code == 404
    shown = team.get(reverse("search"), {"q": "625b"}).content.decode()
    assert reverse("run_occupation", args=[run.pk, "625b"]) in shown
    sheet = said(team.get(reverse("run_occupation", args=[run.pk, "625b"])))
    assert "aucune ne dit lequel emploie ce métier" in sheet
    assert "salariés comptés" in sheet
    assert "Adhérent" not in sheet


def test_a_search_asks_as_many_questions_for_one_thing_noted_as_for_three(
    pole: Cluster, team: Client, django_assert_num_queries: object
) -> None:
    noted(pole, 0, "Cherche un soudeur")
    team.get(reverse("search"), {"q": "soudeur"})
    with django_assert_num_queries(9):
        team.get(reverse("search"), {"q": "soudeur"})
    noted(pole, 1, "Forme des soudeurs")
    noted(pole, 2, "Une soudeuse part")
    with django_assert_num_queries(9):
        assert "Besoins et échanges notés 3" in searched(team, "soudeur")
