"""The review of titles: the commonest first, one click or key to answer, another to take it back."""

import pytest

from factories.cluster import Cluster
from factories.collected import collected, company, deposit, member
from vivier_web.skills.models import TitleDecision

URL = "/prevoir/intitules/"


@pytest.fixture(autouse=True)
def _no_nomenclature(settings: object, tmp_path: object) -> None:
    settings.REFERENCE = str(tmp_path / "reference")


def released(pole: Cluster, titles: int = 2) -> None:
    wave = collected(pole.pole, members=0)
    one = member(pole.pole, 1)
    some = [(f"Soudeur {'n' * rank}", 10 - rank) for rank in range(1, titles + 1)]
    deposit(wave, one, company(one.siren, ("inconnu", "35_44", "H", "CDI", 60)), some)


def test_progress_and_proposals_are_shown_and_the_missing_nomenclature_is_said(
    signed_in: object, pole: Cluster
) -> None:
    released(pole)
    page = signed_in("team").get(URL).content.decode()
    assert "Reste 2\u00a0intitulés, 17\u00a0salariés" in page
    assert 'value="623e" data-rank="1"' in page
    assert "Aucune nomenclature officielle" in page


def test_a_decision_moves_on_and_is_taken_back_by_one_button(signed_in: object, pole: Cluster) -> None:
    released(pole)
    browser = signed_in("team")
    page = browser.post(f"{URL}decider/", {"intitule": "Soudeur n", "code": "623e"}, follow=True).content.decode()
    assert "Reste 1\u00a0intitulé, 8\u00a0salariés" in page
    assert "Soudeurs manuels" in page
    page = browser.post(f"{URL}reprendre/", {"intitule": "soudeur n"}, follow=True).content.decode()
    assert "Reste 2\u00a0intitulés" in page
    assert TitleDecision.objects.get().code == ""


def test_a_wrong_code_is_told_and_the_title_stays(signed_in: object, pole: Cluster) -> None:
    released(pole)
    page = signed_in("team").post(f"{URL}decider/", {"intitule": "Soudeur nn", "code": "zz"}, follow=True)
    assert "n’est pas un métier de la PCS-ESE" in page.content.decode()
    assert 'id="intitule" class="asked">Soudeur n<' in page.content.decode()


def test_a_search_works_without_javascript(signed_in: object, pole: Cluster) -> None:
    released(pole)
    page = signed_in("team").get(URL, {"q": "usinage"}).content.decode()
    assert 'class="proposal found" name="code" value="623g"' in page
    assert "Rien pour « xyz »" in signed_in("team").get(URL, {"q": "xyz"}).content.decode()


def test_no_title_is_a_page_that_says_what_it_is_for(signed_in: object) -> None:
    assert "Rien à coder aujourd’hui" in signed_in("team").get(URL).content.decode()


@pytest.mark.parametrize("kind", ["governance", "member", "region", "operator"])
def test_only_the_team_sees_titles(signed_in: object, kind: str) -> None:
    assert signed_in(kind).get(URL).status_code == 403
    assert signed_in(kind).post(f"{URL}decider/", {"intitule": "x", "code": "623e"}).status_code == 403


@pytest.mark.parametrize("titles", [1, 3])
def test_the_queue_costs_as_many_queries_whatever_its_length(
    signed_in: object, pole: Cluster, titles: int, django_assert_num_queries: object
) -> None:
    released(pole, titles)
    browser = signed_in("team")
    with django_assert_num_queries(7):
        browser.get(URL)
