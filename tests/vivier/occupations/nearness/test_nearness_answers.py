"""What `near` answers on the demonstration: worked examples, refusals, and what any caller may count on."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vivier.occupations import near
from vivier.occupations.nearness import Nearby, WeighedSkill
from vivier.reference import store
from vivier.reference.manifest import Entry
from vivier.reference.nomenclature import Nomenclature
from vivier.vocabulary import InputError

DEMO = store().nomenclature("demo")
AGAIN = store().nomenclature("demo")
CODES = st.sampled_from(DEMO.codes())
TABLES = {
    "codes": [
        ("domaine", "A", "Toits", ""), ("métier", "A1", "Couverture", "A"), ("métier", "A2", "Zinguerie", "A"),
        ("métier", "A3", "Étanchéité", "A"), ("métier", "A4", "Sans rien", "A"),
    ],
    "titles": [("A1", "Couvreur / Couvreuse", ""), ("A2", "Zingueur / Zingueuse", ""), ("A3", "Étancheur", "")],
    "skills": [("s1", "Poser une ardoise", "skill"), ("s2", "Souder le zinc", "skill"), ("s3", "Travail en hauteur", "context"), ("s4", "Lire un plan", "skill")],
    "uses": [("A1", "s1", ""), ("A1", "s4", ""), ("A2", "s2", ""), ("A2", "s4", ""), ("A3", "s4", ""), ("A1", "s3", ""), ("A2", "s3", "")],
    "near": [("A1", "A2", "proche")],
}  # fmt: skip


def small(**changed):
    entry = Entry("petite", "Petite nomenclature", levels=("domaine", "métier"), grain="métier")
    tables = {**TABLES, **changed}
    return Nomenclature(entry, lambda name: tables.get(name, ()))


def test_what_is_shared_and_what_is_left_to_learn_are_told_heaviest_first_without_contexts():
    first = near("A1", nomenclature=small())[0]
    assert (first.code, first.label, first.is_official) == ("A2", "Zinguerie", True)
    assert first.shared == (WeighedSkill("Lire un plan", "skill", 0.2877),)
    assert first.to_learn == (WeighedSkill("Souder le zinc", "skill", 1.3863),)
    assert first.shared_share == pytest.approx(0.2877 / (0.2877 + 1.3863), abs=1e-4)


def test_the_two_directions_ask_for_other_things():
    forth = {each.code: each for each in near("A1", nomenclature=small())}
    back = {each.code: each for each in near("A1", nomenclature=small(), direction="from")}
    assert [skill.label for skill in forth["A3"].to_learn] == []
    assert [skill.label for skill in back["A3"].to_learn] == ["Poser une ardoise"]
    assert (forth["A2"].is_official, back["A2"].is_official) == (True, False)


def test_coming_to_a_code_says_the_same_as_going_from_the_other():
    coming = {each.code: each for each in near("DEMO-C02", nomenclature=DEMO, n=99, direction="from")}
    for code in ("DEMO-C01", "DEMO-C03", "DEMO-S01"):
        going = {each.code: each for each in near(code, nomenclature=DEMO, n=99)}["DEMO-C02"]
        assert going.score == pytest.approx(coming[code].score, abs=2e-4)
        assert (going.shared, going.to_learn) == (coming[code].shared, coming[code].to_learn)


def test_a_published_move_counts_as_evidence_without_changing_resemblance():
    official, plain = near("A1", nomenclature=small())[0], near("A1", nomenclature=small(near=[]))
    same = next(each for each in plain if each.code == "A2")
    assert official.resemblance == same.resemblance == same.score
    assert official.score == pytest.approx(same.score + 0.5 * (1 - same.score), abs=1e-3)


def test_a_code_without_skill_is_answered_and_has_nothing_in_hand():
    for direction in ("to", "from"):
        for each in near("A4", nomenclature=small(), direction=direction):
            assert (each.shared, each.shared_share) == ((), 0.0)
    assert all(each.to_learn == () for each in near("A4", nomenclature=small(), direction="from"))


def test_a_nomenclature_that_has_no_published_move_nor_text_still_answers():
    assert len(near("A1", nomenclature=small(near=[], titles=[]))) == 3


@settings(deadline=None, max_examples=25)
@given(code=CODES, n=st.integers(1, 100), direction=st.sampled_from(["to", "from"]))
def test_scores_fall_codes_are_others_and_skills_are_split(code, n, direction):
    found = near(code, nomenclature=DEMO, n=n, direction=direction)
    assert len(found) == min(n, len(DEMO.codes()) - 1)
    assert len({each.code for each in found} | {code}) == len(found) + 1
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)
    for each in found:
        target = each.code if direction == "to" else code
        wanted = {use.label for use in DEMO.skills(target) if use.kind != "context"}
        shared, missing = ({skill.label for skill in skills} for skills in (each.shared, each.to_learn))
        assert shared | missing == wanted
        assert not shared & missing
        assert 0 <= each.resemblance <= each.score <= 1


@settings(deadline=None, max_examples=10)
@given(code=CODES)
def test_the_same_code_gives_the_same_answer_on_a_nomenclature_just_opened(code):
    assert near(code, nomenclature=DEMO, n=3) == near(code, nomenclature=AGAIN, n=3)


def test_the_order_of_rows_is_irrelevant_and_tables_are_untouched():
    before = {name: list(rows) for name, rows in TABLES.items()}
    turned = {name: list(reversed(rows)) for name, rows in TABLES.items() if name != "codes"}
    assert near("A1", nomenclature=small(**turned)) == near("A1", nomenclature=small())
    assert before == TABLES


@pytest.mark.parametrize(
    ("code", "said", "asked"),
    [
        ("A", "niveau « domaine »", {}),
        ("Z9", "n’existe pas", {}),
        ("A1", "va de 1 à 100", {"n": 0}),
        ("A1", "va de 1 à 100", {"n": 101}),
        ("A1", "n’est pas un sens", {"direction": "vers"}),
    ],
)
def test_what_cannot_be_answered_is_one_french_sentence(code, said, asked):
    with pytest.raises(InputError, match=said) as refused:
        near(code, nomenclature=small(), **asked)
    assert str(refused.value).endswith(".")


def test_a_coarser_code_names_those_to_choose_from():
    with pytest.raises(InputError, match=r"choisissez-en un \(A1, A2, A3, A4\)"):
        near("A", nomenclature=small())


def test_a_nomenclature_without_skills_nor_titles_is_refused():
    with pytest.raises(InputError, match="demandez la proximité dans le ROME"):
        near("623f", nomenclature=store().nomenclature("pcs-ese"))


def test_nonsense_figures_are_refused():
    for wrong in (float("nan"), 1.2, -0.1):
        with pytest.raises(InputError):
            Nearby("A1", "Couverture", wrong, 0.1)
    with pytest.raises(InputError):
        WeighedSkill("Lire un plan", "skill", float("nan"))
