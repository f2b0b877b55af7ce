"""Titles as people write them: found, decided, taken back, spread; whatever their accents, their case and their length."""

from collections import Counter

import pytest
from django_scopes import scope
from hypothesis import given
from hypothesis import strategies as st

from factories.cluster import Cluster, founded
from factories.collected import BANDS, collected, company, deposit, member
from vivier.reference import pcs_label, pcs_occupations
from vivier.vocabulary import InputError
from vivier_web.accounts.models import Act
from vivier_web.skills.actions.titles import decide_title, undo_title
from vivier_web.skills.models import TitleDecision, key_of
from vivier_web.skills.queries.titles import (
    FOUND,
    decided_people,
    decisions_of,
    labelled,
    latest_decisions,
    search_occupations,
    waiting_titles,
)
from vivier_web.skills.spreading import recoded

LONG = "Œ" * 120  # the longest title a member may release; each letter folds into two


def released(pole: Cluster, *titles: tuple[str, int], number: int = 1) -> object:
    """Let a new member release titles borne by people of unknown occupation, in a wave of its own."""
    wave, one = collected(pole.pole, members=0), member(pole.pole, number)
    return deposit(wave, one, company(one.siren, ("inconnu", "35_44", "H", "CDI", 60)), titles)


@pytest.mark.parametrize("title", ["Soudeur (H/F)", "ÉLECTRICIEN", "chef d’équipe", LONG, "Opérateur 2×8", "x" * 120])
def test_whatever_its_writing_a_title_is_decided_and_taken_back(pole: Cluster, title: str) -> None:
    kept = released(pole, (title, 4))
    decide_title(pole.pole, title, " 623E ", by=None)
    assert waiting_titles(pole.pole) == []
    assert decided_people(kept.wave) == {kept.pk: {"623e": 4}}
    undo_title(pole.pole, title.upper(), by=None)
    assert [one.people for one in waiting_titles(pole.pole)] == [4]
    assert decided_people(kept.wave) == {}


@given(st.text(max_size=130))
def test_a_title_and_its_folding_are_the_same_title(title: str) -> None:
    assert key_of(key_of(title)).strip() == key_of(title).strip()
    assert len(key_of(title)) <= 120


def test_a_decision_changed_keeps_one_row_and_two_lines_of_journal(pole: Cluster) -> None:
    for code in ("623e", "623g"):
        decide_title(pole.pole, "Usineur", code, by=pole.people["team"])
    assert decisions_of(pole.pole) == {"usineur": "623g"}
    assert TitleDecision.objects.count() == 1
    acts = Act.objects.filter(verb="decide_title")
    assert len(acts) == 2
    assert not any("usineur" in repr(act.detail).lower() for act in acts)  # a title may name somebody


@pytest.mark.parametrize("title", ["", "   ", "…", "!?", "-/-", "\x00"])
def test_a_title_without_a_word_is_refused(pole: Cluster, title: str) -> None:
    with pytest.raises(InputError, match="aucun mot"):
        decide_title(pole.pole, title, "623e", by=None)


@pytest.mark.parametrize("code", ["", "6", "62", "623", "623ee", "inconnu", "623e;", "９", "<b>", "9" * 500])
def test_what_is_not_a_code_of_four_characters_is_refused_shortly(pole: Cluster, code: str) -> None:
    with pytest.raises(InputError, match="n’est pas un métier") as why:
        decide_title(pole.pole, "Usineur", code, by=None)
    assert len(str(why.value)) < 120
    assert not Act.objects.filter(verb="decide_title").exists()


def test_taking_back_what_was_never_decided_does_nothing(pole: Cluster) -> None:
    undo_title(pole.pole, "Jamais vu", by=None)
    undo_title(pole.pole, "", by=None)
    assert not TitleDecision.objects.exists()
    assert not Act.objects.filter(verb="undo_title").exists()


def test_a_title_is_shown_as_most_people_write_it(pole: Cluster) -> None:
    for number, title in enumerate((("USINEUR", 3), ("Usineur", 2), ("usineur.", 3))):
        released(pole, title, number=number)
    (found,) = waiting_titles(pole.pole)
    assert (found.key, found.title, found.people, found.members) == ("usineur", "USINEUR", 8, 3)


def test_equal_titles_come_in_the_order_of_the_alphabet(pole: Cluster) -> None:
    released(pole, ("Zingueur", 2), ("Ajusteur", 2), ("Écrivain", 2), ("Monteur", 3))
    assert [one.title for one in waiting_titles(pole.pole)] == ["Monteur", "Ajusteur", "Écrivain", "Zingueur"]


def test_the_decisions_of_a_pole_are_not_those_of_another(pole: Cluster) -> None:
    decide_title(pole.pole, "Usineur", "623e", by=None)
    other = founded("plasturgie", first=1)
    with scope(pole=other.pole):
        kept = released(other, ("Usineur", 4), number=7)
        assert decided_people(kept.wave) == {}
        assert [one.title for one in waiting_titles(other.pole)] == ["Usineur"]
        undo_title(other.pole, "Usineur", by=None)
        decide_title(other.pole, "Usineur", "628b", by=None)
        assert latest_decisions(other.pole)[0].code == "628b"
    assert decisions_of(pole.pole) == {"usineur": "623e"}


def test_the_last_decisions_are_told_with_their_label_without_those_taken_back(pole: Cluster) -> None:
    for rank in range(7):
        decide_title(pole.pole, f"Titre {rank}", "623e", by=None)
    undo_title(pole.pole, "Titre 6", by=None)
    told = labelled(latest_decisions(pole.pole))
    assert [each.title for each, _ in told] == [f"titre {rank}" for rank in (5, 4, 3, 2, 1)]
    assert {words for _, words in told} == {pcs_label("623e")}
    assert str(told[0][0]) == "titre 5 : 623e"
    assert str(TitleDecision.objects.get(title="titre 6")) == "titre 6 : —"


def test_every_occupation_is_found_by_its_own_code_first() -> None:
    lost = [code for code in pcs_occupations() if search_occupations(code, 1)[0].code != code]
    assert lost == []


@pytest.mark.parametrize("words", ["", " ", "de la", "'\";--", "%", "xyzzy", "\x00", "🙂"])
def test_words_that_mean_nothing_find_nothing(words: str) -> None:
    assert search_occupations(words) == []


@given(st.text(max_size=40))
def test_whatever_is_searched_few_real_occupations_answer_each_once(words: str) -> None:
    found = [one.code for one in search_occupations(words)]
    assert len(found) == len(set(found)) <= FOUND
    assert set(found) <= pcs_occupations()


UNKNOWN_CELLS = st.lists(
    st.tuples(
        st.sampled_from(("inconnu", "623e", "388a")), st.sampled_from(BANDS), st.sampled_from("HF"),
        st.sampled_from(("CDI", "CDD")), st.integers(1, 20),
    ), min_size=1, max_size=8, unique_by=lambda cell: cell[:4],
)  # fmt: skip


@given(UNKNOWN_CELLS, st.dictionaries(st.sampled_from(("623e", "388a", "477a")), st.integers(0, 30)))
def test_whatever_is_decided_only_occupations_move(cells: object, decided: dict[str, int]) -> None:
    before = company("1", *cells)
    after = recoded(before, decided)
    assert after.count.people == before.count.people
    people = [Counter(), Counter()]
    for counted, one in zip(people, (before, after), strict=True):
        for cell in one.count.cells:
            counted[cell.age, cell.sex, cell.contract] += cell.n
    assert people[0] == people[1]
    moved = [sum(cell.n for cell in one.count.cells if cell.pcs == "inconnu") for one in (before, after)]
    assert moved[1] == max(moved[0] - sum(decided.values()), 0)
    assert recoded(after, {}) == after
