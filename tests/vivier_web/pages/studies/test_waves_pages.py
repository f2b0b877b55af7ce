"""Waves: opened, followed without showing what was deposited, reminded, frozen."""

import pytest

from factories.cluster import Cluster
from factories.collected import collected, company, deposit, member
from vivier_web.skills.models import Wave

FORM = {"name": "Janvier", "on": "2026-01-31", "opens_on": "2026-02-01", "closes_on": "2026-03-31"}


def test_the_team_opens_a_wave(signed_in: object, pole: Cluster) -> None:
    answer = signed_in("team").post("/prevoir/vagues/nouvelle/", FORM, follow=True)
    assert answer.status_code == 200
    assert "4 membres" not in answer.content.decode()
    assert "3 membres n’ont pas encore déposé".replace(" membres", "\u00a0membres") in answer.content.decode()
    assert Wave.objects.get().name == "Janvier"


def test_a_wave_that_closes_before_it_opens_is_refused_beside_its_field(signed_in: object) -> None:
    answer = signed_in("team").post("/prevoir/vagues/nouvelle/", FORM | {"closes_on": "2026-01-01"})
    assert "La fermeture vient après l’ouverture" in answer.content.decode()
    assert 'value="Janvier"' in answer.content.decode()  # nothing typed is lost
    assert not Wave.objects.exists()


def test_followers_see_who_deposited_and_how_many_from_five_people(signed_in: object, pole: Cluster) -> None:
    wave = collected(pole.pole, members=1, people=6)
    small = member(pole.pole, 50)
    deposit(wave, small, company(small.siren, ("637a", "60_plus", "F", "CDI", 4)))
    page = signed_in("governance").get(f"/prevoir/vagues/{wave.pk}/").content.decode()
    assert '<td role="cell" data-t="Salariés" class="n">6</td>' in page
    assert "moins de 5" in page
    assert "637a" not in page
    assert small.siren not in page
    assert "/figer/" not in page


def test_those_who_did_not_deposit_are_reminded_and_nobody_else(signed_in: object, pole: Cluster) -> None:
    wave = collected(pole.pole, members=0)
    address = "member@mecatronique.example"
    assert address in signed_in("team").get(f"/prevoir/vagues/{wave.pk}/").content.decode()
    deposit(wave, pole.members[0], company("732829320", ("623e", "35_44")))
    assert address not in signed_in("team").get(f"/prevoir/vagues/{wave.pk}/").content.decode()


@pytest.mark.parametrize(
    ("kept", "shown", "hidden"), [("depose", "Adhérent 0", "Mécanique"), ("attendu", "Mécanique", "Adhérent 0")]
)
def test_members_are_filtered_on_the_server(
    signed_in: object, pole: Cluster, kept: str, shown: str, hidden: str
) -> None:
    wave = collected(pole.pole, members=1)
    page = signed_in("team").get(f"/prevoir/vagues/{wave.pk}/?etat={kept}").content.decode()
    assert shown in page
    assert hidden not in page


def test_freezing_says_the_day_of_erasure(signed_in: object, pole: Cluster) -> None:
    wave = collected(pole.pole, members=1)
    page = signed_in("director").post(f"/prevoir/vagues/{wave.pk}/figer/", follow=True).content.decode()
    wave.refresh_from_db()
    assert f"{wave.erase_on:%d/%m/%Y}" in page
    assert signed_in("governance").post(f"/prevoir/vagues/{wave.pk}/figer/").status_code == 403


@pytest.mark.parametrize("members", [1, 3])
def test_a_wave_costs_as_many_queries_whatever_its_members(
    signed_in: object, pole: Cluster, members: int, django_assert_num_queries: object
) -> None:
    wave, browser = collected(pole.pole, members=members), signed_in("team")
    with django_assert_num_queries(8):
        browser.get(f"/prevoir/vagues/{wave.pk}/")


@pytest.mark.parametrize("waves", [1, 3])
def test_the_list_of_waves_costs_as_many_queries_whatever_their_number(
    signed_in: object, pole: Cluster, waves: int, django_assert_num_queries: object
) -> None:
    for _ in range(waves):
        collected(pole.pole, members=0)
    browser = signed_in("team")
    with django_assert_num_queries(6):
        browser.get("/prevoir/vagues/")
