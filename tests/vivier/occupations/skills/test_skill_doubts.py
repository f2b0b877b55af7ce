"""What a matched text must always satisfy, and what a doubt is made of."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vivier.occupations.skills import match
from vivier.occupations.skills.matching import DOUBT_FROM, SURE_FROM, chance_of, likenesses, singular
from vivier.vocabulary import InputError

LABELS = {
    "1": "Techniques de soudage", "2": "Ponts roulants (CACES R 318)", "3": "Normes qualité",
    "4": "Réaliser les finitions", "5": "Lecture de plan", "6": "Soudage TIG", "7": "Soudage MIG",
}  # fmt: skip
wordings = st.lists(
    st.sampled_from(["soudage", "TIG", "plans", "normes", "qualité", "pont", "finition", "jardin", "à l’arc", "???"]),
    max_size=4,
).map(" ".join)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ponts roulants (R 318)", "Pont roulant (R318)"), ("SOUDURES", "SOUDURE"), ("Métaux", "Métau"),
        ("Gaz", "Gaz"), ("les", "les"), ("Bus", "Bus"), ("Inox", "Ino"), ("procès-verbal", "procè-verbal"),
        ("s’adapter", "s’adapter"), ("plus d’essais", "plu d’essai"), ("ISO 9001", "ISO 9001"), ("", ""),
        ("vis 3 mm", "vis 3 mm"), ("R 318 B 0", "R318 B0"),
    ],
)  # fmt: skip
def test_marks_of_plural_are_dropped_and_short_words_kept(text: str, expected: str) -> None:
    assert singular(text) == expected


@given(st.text(max_size=40))
def test_a_text_only_ever_becomes_shorter(text: str) -> None:
    assert len(singular(text)) <= len(text)


@settings(max_examples=60, deadline=None)
@given(st.lists(wordings, max_size=5))
def test_a_match_agrees_with_its_own_chance_and_proposals(texts: list[str]) -> None:
    found = match(texts, among=LABELS)
    assert [each.text for each in found] == texts
    for each in found:
        assert (each.decision == "none") is (each.chance < DOUBT_FROM)
        assert (each.decision == "sure") is (each.chance >= SURE_FROM)
        assert each.skill == ("" if each.decision == "none" else each.others[0][0])
        alike = [likeness for _, likeness in each.others]
        assert alike == sorted(alike, reverse=True)
        assert all(0 < likeness <= 1 for likeness in alike)
        assert len(each.others) == len({name for name, _ in each.others}) <= 5


@settings(max_examples=40, deadline=None)
@given(st.lists(wordings, min_size=1, max_size=5))
def test_a_text_given_twice_is_told_twice_alike(texts: list[str]) -> None:
    found = match([*texts, *texts], among=LABELS)
    assert found[: len(texts)] == found[len(texts) :]


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_a_chance_grows_with_the_first_and_falls_with_the_second(first: float, second: float, more: float) -> None:
    assert 0 < chance_of(first, second) < 1
    assert chance_of(max(first, more), second) >= chance_of(min(first, more), second)
    assert chance_of(first, max(second, more)) <= chance_of(first, min(second, more))


def test_labels_as_they_are_written_are_as_alike_as_can_be() -> None:
    found = likenesses(LABELS.values(), LABELS.values())
    assert found.diagonal() == pytest.approx([1.0] * len(LABELS), abs=1e-6)
    assert found[0, 4] == 0


def test_of_two_labels_equally_alike_the_first_identifier_is_proposed_first() -> None:
    for names in ("bac", "abc"):
        labels = {name: "Soudage TIG" if name in "ab" else "Jardinage" for name in names}
        [found] = match(["Soudage TIG"], among=labels)
        assert found.others == (("a", 1.0), ("b", 1.0))
        assert found.decision != "sure"  # nothing tells one from the other
        assert found.chance == pytest.approx(chance_of(1, 1))


@settings(max_examples=60, deadline=None)
@given(wordings, st.lists(wordings, max_size=6))
def test_a_text_is_told_the_same_whatever_else_is_asked(text: str, others: list[str]) -> None:
    [alone] = match([text], among=LABELS)
    beside = match([*others, text], among=LABELS)[-1]
    assert (alone.skill, alone.decision) == (beside.skill, beside.decision)
    assert alone.chance == pytest.approx(beside.chance, abs=1e-4)
    assert dict(alone.others) == pytest.approx(dict(beside.others), abs=2e-4)


def test_a_text_asked_alone_of_the_only_label_there_is_is_found() -> None:
    [found] = match(["Soudage TIG"], among={"6": "Soudage TIG"})
    assert (found.skill, found.decision) == ("6", "sure")


def test_a_single_label_is_not_sure_of_whatever_it_is_given() -> None:
    [same, other, empty] = match(["Soudage TIG", "Jardinage", "???"], among={"6": "Soudage TIG"})
    assert (same.skill, same.decision) == ("6", "sure")
    assert (other.skill, other.chance, other.others) == ("", 0.0, ())
    assert (empty.skill, empty.chance, empty.others) == ("", 0.0, ())


def test_labels_without_any_word_match_nothing() -> None:
    assert [each.decision for each in match(["Soudage", ""], among={"1": "???", "2": ""})] == ["none", "none"]


def test_what_is_given_is_left_as_it_was() -> None:
    among = dict(reversed(LABELS.items()))
    before = list(among.items())
    match(["Soudage"], among=among)
    assert list(among.items()) == before


@pytest.mark.parametrize("text", [None, 3, math.nan, b"TIG", ["TIG"]])
def test_one_text_that_is_none_refuses_them_all(text) -> None:
    with pytest.raises(InputError, match="doit être un texte"):
        match(["Soudage", text], among=LABELS)
    with pytest.raises(InputError, match="doit être un texte"):
        match([text], among={})
