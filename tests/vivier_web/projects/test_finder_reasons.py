"""Why a member is proposed to a consortium: words that speak of a skill, activities that are near, ties in the order."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vivier_web.members.search import folded
from vivier_web.projects.building.finding import (
    KIND,
    NEAR,
    SAME_CLASS,
    SAME_DIVISION,
    SKILL_RELEASED,
    SKILL_TOLD,
    Candidate,
    Match,
    Reason,
    Said,
    Wanted,
    covers,
    find,
    roots_of,
)

PLACES = {"74": "en Haute-Savoie", "69": "dans le Rhône"}


def reasons(wanted: Wanted, one: Candidate) -> list[tuple[str, int]]:
    """Give the lines of the score of one candidate."""
    return [(each.words, each.points) for match in find(wanted, [one], departments=PLACES) for each in match.reasons]


def knowing(*said: Said, **more: str) -> Candidate:
    return Candidate(1, "Val", known=said, **more)


@pytest.mark.parametrize(
    ("skill", "roots"),
    [
        ("", []),
        ("3D", []),
        ("à la", []),
        ("CAO", ["cao"]),
        ("CAO 3D", ["cao"]),
        ("inox", ["inox"]),
        ("laser", ["lase"]),
        ("soudure", ["soud"]),
        ("Soudage", ["soud"]),
        ("fonderie", ["fonde"]),
        ("métrologie", ["metrol"]),
        ("MÉTROLOGIES", ["metrol"]),
        ("traitement de surface", ["traite", "surf"]),
        ("vision-industrielle", ["visi", "indust"]),
        ("œuvre", ["oeuv"]),
        ("un deux trois quatre cinq six sept huit neuf dix", ["deux", "troi", "quat", "cinq", "six", "sept", "huit"]),
        # eight words are enough
    ],
)
def test_a_word_is_known_by_its_beginning_and_the_shortest_say_nothing(skill: str, roots: list[str]) -> None:
    assert roots_of(skill) == roots


@pytest.mark.parametrize(
    ("words", "skill", "does"),
    [
        ("Soudage laser", "soudure laser", True),
        ("laser de soudage", "soudure laser", True),
        ("SOUDEUR AU LASER", "Soudure laser", True),
        ("Soudage à l’arc", "soudure laser", False),
        ("dessoudage laser", "soudure laser", False),  # it begins otherwise
        ("métrologue", "métrologie", True),
        ("metrologie", "Métrologie", True),
        ("Bureau CAO/DAO", "CAO", True),
        ("cacao", "CAO", False),
        ("impression 3D", "3D", False),  # too short to be told from the rest
        ("", "soudure", False),
        ("soudure", "", False),
        ("injection de pièces plastiques", "injection plastique", True),
        ("injecteur", "injection", True),
    ],
)
def test_words_speak_of_a_skill_when_each_of_its_words_begins_one_of_theirs(
    words: str, skill: str, does: bool
) -> None:
    assert covers(words, skill) is does


@given(st.lists(st.sampled_from(["soudure", "laser", "inox", "fonderie"]), min_size=1, max_size=4), st.randoms())
def test_the_order_and_the_case_of_words_say_nothing(words: list[str], rng: object) -> None:
    mixed = list(words)
    rng.shuffle(mixed)  # type: ignore[attr-defined]
    assert covers(" ".join(mixed).upper(), " ".join(words))
    assert all(folded(word).startswith(root) for word, root in zip(words, roots_of(" ".join(words)), strict=True))


@pytest.mark.parametrize(
    ("known", "line"),
    [
        ((), None),
        ((Said("dealing", "fraisage"),), None),
        ((Said("dealing", "soudage laser"),), ("« soudure laser » : un échange noté", SKILL_TOLD)),
        (
            (Said("project", "soudage laser", "« Forge »"),),
            ("« soudure laser » : un projet passé (« Forge »)", SKILL_TOLD),
        ),
        ((Said("activity", "soudage laser"),), ("« soudure laser » : son activité", SKILL_TOLD)),
        (
            (Said("dealing", "soudage laser", "hier"), Said("released", "laser, soudage")),
            ("« soudure laser » : compétence qu’il se dit prêt à transmettre", SKILL_RELEASED),
        ),
        (
            (Said("dealing", "soudage laser", "un"), Said("project", "soudage laser", "deux")),
            ("« soudure laser » : un échange noté (un)", SKILL_TOLD),
        ),
        ((Said("dealing", "soudage"), Said("project", "laser")), None),  # two half words make no skill
    ],
)
def test_a_skill_counts_once_from_the_best_place_where_it_is_said(
    known: tuple[Said, ...], line: tuple[str, int] | None
) -> None:
    assert reasons(Wanted(skills=("soudure laser",)), knowing(*known)) == ([line] if line else [])


@pytest.mark.parametrize(
    ("asked", "own", "line"),
    [
        ("25.62B", "25.62B", ("Activité cherchée : 25.62B", SAME_CLASS)),
        ("2562b", "25.62B", ("Activité cherchée : 25.62B", SAME_CLASS)),
        ("25.62B", "2562B", ("Activité cherchée : 2562B", SAME_CLASS)),
        ("25.50A", "25.62B", ("Activité proche de celle cherchée : 25.62B", SAME_DIVISION)),
        ("25", "25.62B", ("Activité proche de celle cherchée : 25.62B", SAME_DIVISION)),
        ("2", "25.62B", None),
        ("", "25.62B", None),
        ("26.51B", "25.62B", None),
        ("25.62B", "", None),
        ("62.25B", "25.62B", None),
    ],
)
def test_an_activity_is_the_one_sought_or_near_it(asked: str, own: str, line: tuple[str, int] | None) -> None:
    assert reasons(Wanted(naf=(asked,)), knowing(naf=own)) == ([line] if line else [])


def test_the_activity_sought_hides_the_one_that_is_only_near() -> None:
    assert reasons(Wanted(naf=("25.50A", "25.62B")), knowing(naf="25.62B")) == [("Activité cherchée : 25.62B", 20)]


@pytest.mark.parametrize(
    ("wanted", "points"),
    [
        (Wanted(), []),
        (Wanted(departments=("74",)), [NEAR]),  # nothing else is sought: who is there is told
        (Wanted(departments=("69",)), []),
        (Wanted(kinds=("laboratory",), departments=("74",)), [KIND, NEAR]),
        (Wanted(kinds=("sme",), departments=("74",)), []),  # near, and brings nothing of what is sought
        (Wanted(skills=("fonderie",), departments=("74",)), []),
        (Wanted(naf=("99",), departments=("74",)), []),
        (Wanted(kinds=("laboratory",), departments=("69",)), [KIND]),
        (Wanted(kinds=("laboratory", "laboratory")), [KIND]),
    ],
)
def test_being_near_is_no_reason_by_itself(wanted: Wanted, points: list[int]) -> None:
    lab = knowing(kind="laboratory", kind_words="Laboratoire", department="74")
    assert [each for _, each in reasons(wanted, lab)] == points
    assert wanted.is_empty == (wanted == Wanted())


def test_a_department_nobody_named_is_told_by_its_code() -> None:
    assert reasons(Wanted(departments=("2A",)), knowing(department="2A")) == [("En 2A, où le projet cherche", NEAR)]


def test_a_member_without_a_kind_is_not_one_of_no_kind() -> None:
    assert reasons(Wanted(kinds=()), knowing(kind="")) == []


def names(found: Sequence[Match]) -> list[str]:
    return [each.candidate.name for each in found]


def test_ties_go_by_name_without_accents_then_by_number() -> None:
    rows = [
        Candidate(4, "Zinc", "lab"),
        Candidate(3, "Écrou", "lab"),
        Candidate(2, "Ecrou", "lab"),
        Candidate(1, "boulon", "lab", department="74"),
        Candidate(5, "Rien", "other", department="74"),
    ]
    found = find(Wanted(kinds=("lab",), departments=("74",)), rows, departments=PLACES)
    assert [(each.candidate.pk, each.score) for each in found] == [(1, 35), (2, 25), (3, 25), (4, 25)]
    assert names(find(Wanted(kinds=("lab",)), rows, departments=PLACES)) == ["boulon", "Ecrou", "Écrou", "Zinc"]


def test_two_skills_and_all_the_rest_add_up_line_by_line() -> None:
    one = knowing(
        Said("released", "Fonderie"), Said("project", "Soudage laser", "« Forge »"),
        kind="sme", kind_words="PME", naf="24.51Z", department="69",
    )  # fmt: skip
    wanted = Wanted(("soudure laser", "fonderie", "brasage"), ("24.52Z",), ("sme",), ("69", "74"))
    (match,) = find(wanted, [one], departments=PLACES)
    assert match.reasons == (
        Reason("« soudure laser » : un projet passé (« Forge »)", SKILL_TOLD),
        Reason("« fonderie » : compétence qu’il se dit prêt à transmettre", SKILL_RELEASED),
        Reason("PME : il en manque un au consortium", KIND),
        Reason("Activité proche de celle cherchée : 24.51Z", SAME_DIVISION),
        Reason("Dans le Rhône, où le projet cherche", NEAR),
    )
    assert match.score == 15 + 30 + 25 + 10 + 10
    assert match.candidate.conflicts == (), "a conflict takes no point away: it is told beside"
    told = Candidate(2, "Val", "sme", "PME", conflicts=("Concurrent possible.",))
    assert find(wanted, [told], departments=PLACES)[0].score == KIND


def test_nobody_sought_is_nobody_found() -> None:
    assert find(Wanted(), [knowing(kind="sme")], departments=PLACES) == ()
    assert find(Wanted(kinds=("sme",)), [], departments=PLACES) == ()
