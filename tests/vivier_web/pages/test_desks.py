"""The desks: each role is told what is true for it today, and nothing of what is not its own."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from factories import cluster, collected
from factories.answered import said
from factories.cluster import Cluster
from vivier_web.accounts.actions import open_account
from vivier_web.members.actions import award_label, grant_role
from vivier_web.skills.actions.runs import work_out
from vivier_web.skills.actions.studies import plan_study, queue_run
from vivier_web.skills.actions.waves import open_wave
from vivier_web.skills.models import Run, Wave

TODAY = timezone.localdate()
DAY = dt.timedelta(days=1)


def opened(pole: Any, name: str = "Printemps") -> Wave:
    return open_wave(pole, name, on=collected.ON, opens_on=TODAY - DAY, closes_on=TODAY + 9 * DAY, by=None)


def studied(pole: Cluster) -> Run:
    wave = collected.collected(pole.pole, members=4, people=30)
    study = plan_study(wave, "À deux ans", {"horizon": 2, "draws": 100}, by=None)
    return work_out(queue_run(study, by=None).pk)


@pytest.mark.parametrize("kind", ["expert", "trainer", "employee", "board", "governance", "network", "accountant"])
def test_nobody_is_told_that_nothing_is_theirs_and_nobody_is_promised_what_is_not_built(
    pole: Cluster, signed_in: Any, kind: str
) -> None:
    page = said(signed_in(kind).get("/"))
    assert "sans rôle aujourd’hui" not in page
    assert "Bonjour" not in page


def test_a_network_sees_its_poles_side_by_side_and_no_other(pole: Cluster, signed_in: Any) -> None:
    collected.deposit(opened(pole.pole), pole.members[0], collected.crowd(pole.members[0].siren, 9))
    second = cluster.founded("plasturgie", 1)
    with scopes_disabled():
        stranger = cluster.founded("chimie", 1).pole
        stranger.networks.clear()
    page = said(signed_in("network").get("/"))
    assert "1 pôle attend encore des dépôts" in page
    assert "Pôle mecatronique" in page
    assert second.pole.name in page
    assert stranger.name not in page
    assert "1 sur 3" in page


def test_the_figures_of_a_network_are_those_of_the_guarded_study(pole: Cluster, signed_in: Any) -> None:
    run = studied(pole)
    assert run.state == "done"
    page = said(signed_in("network").get("/"))
    assert "À deux ans" in page
    assert "120 salariés" in page


def test_the_network_asks_the_same_few_questions_for_one_pole_and_for_three(
    pole: Cluster, signed_in: Any, django_assert_num_queries: Any
) -> None:
    browser = signed_in("network")
    browser.get("/")
    with django_assert_num_queries(10):
        browser.get("/")
    for first, slug in enumerate(("plasturgie", "chimie"), 1):
        cluster.founded(slug, first)
    with django_assert_num_queries(10):
        assert "Pôle chimie" in said(browser.get("/"))


def test_choosing_a_pole_leads_to_the_room_asked_for_and_never_elsewhere(pole: Cluster, signed_in: Any) -> None:
    browser = signed_in("network")
    for asked, there in (("membres", "/connaitre/membres/"), ("etudes", "/prevoir/etudes/"), ("//evil.example", "/")):
        assert browser.post("/pole/", {"pole": pole.pole.pk, "vers": asked})["Location"] == there


@pytest.mark.parametrize("kind", ["board", "governance"])
def test_who_steers_a_pole_sees_its_study_and_how_many_deposited_never_which(
    pole: Cluster, signed_in: Any, kind: str
) -> None:
    studied(pole)
    wave = opened(pole.pole)
    collected.deposit(wave, pole.members[0], collected.crowd(pole.members[0].siren, 9))
    award_label(pole.pole, "Phase V", by=None, granted_on=TODAY - DAY, ends_on=TODAY + 30 * DAY)
    answer = signed_in(kind).get("/")
    page = said(answer)
    assert "6 membres n’ont pas encore déposé" in page
    assert "1 sur 7 membres" in page
    assert "Dernière étude : À deux ans" in page
    assert "Phase V" in page
    assert pole.members[0].name not in page
    is_follower = kind == "governance"
    assert (f"/prevoir/vagues/{wave.pk}/" in answer.content.decode()) == is_follower


def test_an_accountant_sees_what_is_due_for_its_clients_in_every_pole_and_for_nobody_else(
    pole: Cluster, signed_in: Any
) -> None:
    opened(pole.pole)
    other = cluster.founded("plasturgie", 1)
    person = pole.people["accountant"]
    with scope(pole=other.pole):
        opened(other.pole, "Automne")
        grant_role(person, "accountant", by=None, pole=other.pole, organisation=other.members[0])
    page = said(signed_in("accountant").get("/"))
    assert "2 dépôts à faire, le premier avant le" in page
    assert pole.members[0].name in page
    assert other.members[0].name in page
    assert other.members[1].name not in page  # of the same pôle, of another accountant
    assert "Passer à ce pôle" in page


def test_a_client_that_deposited_is_due_no_more(pole: Cluster, signed_in: Any) -> None:
    wave = opened(pole.pole)
    collected.deposit(wave, pole.members[0], collected.crowd(pole.members[0].siren, 9))
    assert "Tous les dépôts de vos clients sont faits" in said(signed_in("accountant").get("/"))


def test_an_employee_reads_what_was_sent_the_notice_and_what_is_known_of_them_never_the_figures(
    pole: Cluster, signed_in: Any
) -> None:
    collected.deposit(opened(pole.pole), pole.members[0], collected.crowd(pole.members[0].siren, 47))
    browser = signed_in("employee")
    page = said(browser.get("/"))
    assert "Printemps" in page
    assert "employee@mecatronique.example" in page
    assert "47" not in page.replace(str(TODAY.year), "")
    assert pole.members[1].name not in page
    notice = browser.get("/mon-entreprise/information/", {"membre": pole.members[0].pk})
    assert "Vos droits" in said(notice)
    assert f"Responsable du traitement : {pole.members[0].name}" in said(notice)
    assert browser.get("/mon-entreprise/information/", {"membre": pole.members[1].pk}).status_code == 403


def test_whoever_has_two_roles_has_two_desks_and_home_opens_the_first(pole: Cluster) -> None:
    both = open_account("deux@essai.example", "Dominique Deux", by=None)
    grant_role(both, "board", by=None, pole=pole.pole)
    grant_role(both, "member", by=None, pole=pole.pole, organisation=pole.members[0])
    browser = Client()
    browser.force_login(both)
    page = browser.get("/").content.decode()
    assert "Votre contact au pôle" in page
    assert '<a href="/mon-entreprise/">Mon entreprise</a>' in page
    assert 'href="/bureau/gouvernance/" aria-current="page"' in page


def test_who_has_no_role_is_told_so(db: None) -> None:
    browser = Client()
    browser.force_login(open_account("rien@essai.example", "Rien Encore", by=None))
    assert "sans rôle aujourd’hui" in said(browser.get("/"))
