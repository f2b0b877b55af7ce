"""Titles wait for a human, most people first; what is decided serves every member and wave."""

import pytest

from factories.cluster import Cluster
from factories.collected import collected, company, deposit, member
from vivier.vocabulary import InputError
from vivier_web.accounts.models import Act
from vivier_web.skills.actions.titles import decide_title, undo_title
from vivier_web.skills.models import ReleasedTitle, TitleDecision
from vivier_web.skills.queries.titles import NOT_INSTALLED, advice_on, search_occupations, waiting_titles


@pytest.fixture(autouse=True)
def _no_nomenclature(settings: object, tmp_path: object) -> None:
    settings.REFERENCE = str(tmp_path / "reference")


@pytest.fixture
def released(pole: Cluster) -> Cluster:
    """Two members released titles, written in their own way."""
    wave = collected(pole.pole, members=0)
    titles = ([("Soudeur TIG", 3), ("Usineur", 4)], [("SOUDEUR tig", 5), ("Comptable", 1)])
    for number, some in enumerate(titles):
        one = member(pole.pole, number)
        deposit(wave, one, company(one.siren, ("inconnu", "35_44", "H", "CDI", 9)), some)
    return pole


def test_the_titles_most_people_bear_come_first_added_over_members(released: Cluster) -> None:
    found = [(one.title, one.people, one.members) for one in waiting_titles(released.pole)]
    assert found == [("SOUDEUR tig", 8, 2), ("Usineur", 4, 1), ("Comptable", 1, 1)]


def test_a_decision_serves_every_writing_member_and_wave(released: Cluster) -> None:
    decide_title(released.pole, "Soudeur TIG", "623e", by=released.people["team"])
    assert [one.title for one in waiting_titles(released.pole)] == ["Usineur", "Comptable"]
    later = collected(released.pole, members=0)
    one = member(released.pole, 9)
    deposit(later, one, company(one.siren, ("inconnu", "35_44", "H", "CDI", 9)), [("soudeur-TIG", 2)])
    assert [one.title for one in waiting_titles(released.pole)] == ["Usineur", "Comptable"]


def test_an_undone_decision_is_asked_again(released: Cluster) -> None:
    decide_title(released.pole, "Usineur", "628b", by=None)
    undo_title(released.pole, "usineur", by=None)
    undo_title(released.pole, "usineur", by=None)  # twice is once
    assert "Usineur" in [one.title for one in waiting_titles(released.pole)]
    assert Act.objects.filter(verb="undo_title").count() == 1


def test_a_title_whose_occupation_is_declared_is_not_asked(released: Cluster) -> None:
    ReleasedTitle.objects.filter(title="Usineur").update(pcs="628b")
    assert "Usineur" not in [one.title for one in waiting_titles(released.pole)]


@pytest.mark.parametrize(("title", "code"), [("Usineur", "999z"), ("Usineur", "62"), ("...", "623e")])
def test_what_is_not_an_occupation_or_a_title_is_refused(released: Cluster, title: str, code: str) -> None:
    with pytest.raises(InputError):
        decide_title(released.pole, title, code, by=None)
    assert not TitleDecision.objects.exists()


def test_without_a_nomenclature_labels_are_searched_and_it_is_said() -> None:
    advice = advice_on("Technicien de maintenance")
    assert advice.caution == NOT_INSTALLED
    assert 0 < len(advice.proposals) <= 5
    assert all(one.probability is None for one in advice.proposals)


@pytest.mark.parametrize(("words", "code"), [("soudeurs", "623e"), ("623E", "623e"), ("secrétaire", "542a")])
def test_occupations_are_found_by_their_words_or_their_code(words: str, code: str) -> None:
    assert search_occupations(words)[0].code == code


def test_a_search_of_nothing_finds_nothing() -> None:
    assert search_occupations(" de la ") == []
