"""What `scores_of` and `between` say, which mobility reads instead of `near`: the same answers, and the same refusals."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vivier.occupations.nearness.face import between, near, neighbours_of, scores_of
from vivier.occupations.nearness.kept import MOST
from vivier.reference import store
from vivier.reference.manifest import Entry
from vivier.reference.nomenclature import Nomenclature
from vivier.vocabulary import InputError

DEMO = store().nomenclature("demo")
OCCUPATIONS = neighbours_of(DEMO).codes
ONE = st.sampled_from(OCCUPATIONS)
WAYS = st.sampled_from(["to", "from"])
COARSE = next(code for code in DEMO.codes(DEMO.entry.levels[0]) if DEMO.level(code) != DEMO.entry.grain)


def silent(**tables: list[tuple[str, ...]]) -> Nomenclature:
    """A nomenclature of two codes that says of them what the test wants."""
    held = {"codes": [("domaine", "A", "Toits", ""), ("métier", "A1", "Un", "A"), ("métier", "A2", "Deux", "A")]}
    entry = Entry("muette", "Nomenclature muette", levels=("domaine", "métier"), grain="métier")
    return Nomenclature(entry, lambda name: (held | tables).get(name, ()))


@given(ONE, WAYS)
@settings(deadline=None)
def test_scores_are_those_of_near_whatever_the_direction(code: str, way: str) -> None:
    reasons = near(code, nomenclature=DEMO, n=MOST, direction=way)
    assert scores_of(code, nomenclature=DEMO, direction=way) == {each.code: each.score for each in reasons}


@given(ONE, WAYS)
@settings(deadline=None)
def test_scores_fall_from_the_first_to_the_last_and_leave_the_code_itself_out(code: str, way: str) -> None:
    scores = scores_of(code, nomenclature=DEMO, direction=way)
    assert list(scores.values()) == sorted(scores.values(), reverse=True)
    assert set(scores) == set(OCCUPATIONS) - {code}, "the demonstration is small: every other code is kept"


@given(ONE, ONE)
@settings(deadline=None)
def test_going_from_one_to_another_scores_as_the_other_is_reached_from_it(source: str, target: str) -> None:
    there = scores_of(source, nomenclature=DEMO).get(target)
    assert there == scores_of(target, nomenclature=DEMO, direction="from").get(source)


@given(ONE)
@settings(deadline=None, max_examples=20)
def test_a_pair_is_told_as_near_tells_it_and_one_that_near_keeps_not_is_nothing(code: str) -> None:
    kept = {each.code: each for each in near(code, nomenclature=DEMO, n=MOST)}
    assert {each: between(code, each, nomenclature=DEMO) for each in OCCUPATIONS} == {
        each: kept.get(each) for each in OCCUPATIONS
    }


@pytest.mark.parametrize("target", ["", "inconnu", COARSE, "DEMO-C01"])
def test_a_target_that_is_no_other_occupation_is_nothing(target: str) -> None:
    assert between("DEMO-C01", target, nomenclature=DEMO) is None


def test_a_pair_has_a_direction() -> None:
    there, back = (
        between("DEMO-A01", "DEMO-A03", nomenclature=DEMO),
        between("DEMO-A03", "DEMO-A01", nomenclature=DEMO),
    )
    assert there is not None
    assert back is not None
    assert (there.code, back.code) == ("DEMO-A03", "DEMO-A01")
    assert there.score != back.score
    assert set(there.shared) == set(back.shared), "what both call for is the same either way"
    assert set(there.to_learn) != set(back.to_learn)


@pytest.mark.parametrize(
    ("code", "said"),
    [("", "n’existe pas"), ("inconnu", "n’existe pas"), ("demo-c01", "n’existe pas"), (COARSE, "est du niveau")],
)
def test_a_source_that_cannot_be_compared_is_refused_by_both_in_one_sentence(code: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        scores_of(code, nomenclature=DEMO)
    with pytest.raises(InputError, match=said):
        between(code, "DEMO-C01", nomenclature=DEMO)


@pytest.mark.parametrize("way", ["", "TO", "vers", "to "])
def test_a_direction_that_is_none_is_refused(way: str) -> None:
    with pytest.raises(InputError, match="n’est pas un sens"):
        scores_of("DEMO-C01", nomenclature=DEMO, direction=way)


def test_a_nomenclature_that_says_nothing_of_its_occupations_is_refused_by_both() -> None:
    with pytest.raises(InputError, match="ne dit ni les compétences ni les appellations"):
        scores_of("A1", nomenclature=silent())
    with pytest.raises(InputError, match="ne dit ni les compétences ni les appellations"):
        between("A1", "A2", nomenclature=silent())


def test_a_published_move_raises_a_score_one_way_only_and_no_skill_is_answered_all_the_same() -> None:
    titles = [("A1", "Couvreur / Couvreuse", ""), ("A2", "Zingueur / Zingueuse", "")]
    alone, moved = silent(titles=titles), silent(titles=titles, near=[("A1", "A2", "proche")])
    pair = between("A1", "A2", nomenclature=alone)
    assert pair is not None
    assert (pair.shared, pair.to_learn, pair.shared_share, pair.is_official) == ((), (), 0.0, False)
    raised = scores_of("A1", nomenclature=moved)["A2"]
    assert raised > scores_of("A1", nomenclature=alone)["A2"]
    assert scores_of("A2", nomenclature=moved) == {"A1": scores_of("A2", nomenclature=alone)["A1"]}


def test_what_is_given_is_ones_own_to_change() -> None:
    found = scores_of("DEMO-C01", nomenclature=DEMO)
    kept = dict(found)
    found.clear()
    assert scores_of("DEMO-C01", nomenclature=DEMO) == kept


def test_a_nomenclature_opened_anew_says_the_same() -> None:
    again = store().nomenclature("demo")
    assert [scores_of(code, nomenclature=again) for code in OCCUPATIONS[:10]] == [
        scores_of(code, nomenclature=DEMO) for code in OCCUPATIONS[:10]
    ]
