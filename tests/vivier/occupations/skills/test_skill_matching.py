"""Texts of matrices against official labels: what is recognised, what is asked, what a doubt is worth."""

import random
from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vivier.occupations.skills import Match, match
from vivier.occupations.skills.matching import chance_of, likenesses
from vivier.reference import Store
from vivier.vocabulary import InputError

ROME = {
    "100007": "Techniques de soudage",
    "121308": "Ponts roulants (CACES R 318)",
    "113245": "Normes qualité",
    "403063": "Réaliser les finitions (meulage, ébavurage, redressage)",
}


@pytest.mark.parametrize(
    ("text", "skill", "decision"),
    [
        ("Techniques de soudage", "100007", "sure"),
        ("TECHNIQUE DE SOUDAGE", "100007", "sure"),
        ("Pont roulant CACES R318", "121308", "sure"),
        ("norme qualite", "113245", "sure"),
        ("Finitions : meulage, ébavurage", "403063", "sure"),
        ("Comptabilité", "", "none"),
        ("", "", "none"),
    ],
)
def test_what_a_workshop_writes_finds_its_official_name(text: str, skill: str, decision: str) -> None:
    [found] = match([text], among=ROME)
    assert (found.skill, found.decision) == (skill, decision)


def test_two_labels_as_near_are_a_doubt_with_both_proposed() -> None:
    [found] = match(["Soudage"], among={"a": "Soudage TIG", "b": "Soudage MIG", "c": "Jardinage"})
    assert found.decision != "sure"
    assert [name for name, _ in found.others] == ["a", "b"]


def test_nothing_to_match_or_nothing_to_match_with_gives_nothing() -> None:
    assert match([], among=ROME) == ()
    assert match(["Soudage"], among={}) == (Match("Soudage", "", 0.0, "none"),)


def test_what_is_no_text_is_refused_with_a_sentence() -> None:
    with pytest.raises(InputError, match="doit être un texte"):
        match([float("nan")], among=ROME)  # type: ignore[list-item]
    with pytest.raises(InputError, match="entre 0 et 1"):
        Match("Soudage", "100007", float("nan"), "sure")


def test_a_lead_over_the_second_makes_more_sure_than_likeness_alone() -> None:
    assert chance_of(0.6, 0.1) > chance_of(0.6, 0.5)
    assert chance_of(0.8, 0.4) > chance_of(0.6, 0.2)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(max_size=30), max_size=5), st.randoms(use_true_random=False))
def test_likeness_is_between_0_and_1_and_the_order_of_labels_changes_nothing(texts: list[str], r) -> None:
    shuffled = list(ROME.items())
    r.shuffle(shuffled)
    assert match(texts, among=dict(shuffled)) == match(texts, among=ROME)
    found = likenesses(texts, ROME.values())
    assert found.shape == (len(texts), len(ROME))
    assert ((found >= 0) & (found <= 1)).all()


def test_on_skills_that_the_rome_reworded_a_doubt_is_worth_what_it_says(published: Store) -> None:
    """From version 3 to version 4, thousands of skills kept their identifier and changed their words."""
    old = {key: label for key, label, _ in published.nomenclature("rome3").table("skills")}
    new = {key: label for key, label, kind in published.nomenclature("rome4").table("skills") if kind != "context"}
    uses, users = defaultdict(list), defaultdict(list)
    for code, key, _ in published.nomenclature("rome4").table("uses"):
        if key in new:
            uses[code].append(key)
            users[key].append(code)
    reworded = sorted(key for key in old if key in users and old[key].casefold() != new[key].casefold())
    assert len(reworded) == 2_608
    r = random.Random(7)
    said, right = [], []
    for key in r.sample(reworded, 250):
        codes = {r.choice(users[key]), *r.sample(sorted(uses), 4)}
        among = {skill: new[skill] for code in codes for skill in uses[code] if skill != key or r.random() < 0.7}
        [found] = match([old[key]], among=among)
        said.append(found.chance)
        right.append(found.others[:1] != () and found.others[0][0] == key)
    chances, hits = np.array(said), np.array(right)
    assert abs(chances.mean() - hits.mean()) < 0.07
    assert hits[chances >= 0.8].mean() > 0.85
    assert hits[chances < 0.3].mean() < 0.25
