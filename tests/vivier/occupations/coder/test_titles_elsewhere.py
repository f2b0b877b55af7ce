"""Hints and other nomenclatures, on a small ROME with the tables that lead on from it."""

import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories import occupations, official, trades
from factories.crossed import FELLERS, ROOFERS, ROOFERS_LOW, WELDERS, crossed
from vivier.occupations import Hints, code
from vivier.occupations.aggregation import links
from vivier.occupations.coder.data import Coding
from vivier.occupations.coder.face import propose
from vivier.occupations.coder.hints import EPSILON, division, levels
from vivier.occupations.coder.through import way_to
from vivier.reference import Store, store
from vivier.reference.official import add
from vivier.vocabulary import InputError

OFFICIAL = [text for texts in occupations.TITLES.values() for text in texts]
TITLES = (*OFFICIAL[::5], "Abatteur", "couvreur de chaume", "soudeuse automatique", "chef d'équipe", "", "???")
HINTS = (
    *(Hints(), Hints(naf="02.20Z"), Hints(naf="0812Z"), Hints(pcs="671a"), Hints(pcs="69"), Hints(qualification="9")),
    *(Hints("632e", "25.62B", "3"), Hints("999z", "Z", "?"), Hints(qualification="ouvrier qualifié")),
)
TARGETS = ("rome4", "rome4:domaine", "fap2021", "fap2021:86", "pcs-ese", "pcs-ese:2")


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return crossed(tmp_path_factory.mktemp("elsewhere"))


def one(held: Store, title: str, target: str = "rome4", **hint: str) -> Coding:
    key, _, level = target.partition(":")
    nomenclature = held.nomenclature(key).at(level) if level else held.nomenclature(key)
    return code([title], nomenclature=nomenclature, hints=[Hints(**hint)]).rows[0]


def test_a_head_is_asked_about_and_the_employer_or_the_pcs_decides(held: Store) -> None:
    asked = one(held, "Abatteur")
    assert (asked.decision, asked.probability) == ("ask", 0.4)
    for hint, expected in (
        ({"naf": "02.20Z"}, trades.FORESTRY),
        ({"naf": "08.11Z"}, trades.QUARRY),
        ({"pcs": "691f"}, trades.FORESTRY),
        ({"pcs": "671a"}, trades.QUARRY),
    ):
        found = one(held, "Abatteur", **hint)
        assert (found.code, found.decision, found.question) == (expected, "coded", "")
        # An even doubt, one code excluded: 9 to 1 of what the two codes have together.
        assert found.probability == pytest.approx(0.8 * (1 + EPSILON) / (1 + 2 * EPSILON), abs=1e-3)


def test_hints_that_contradict_one_another_leave_the_question(held: Store) -> None:
    found = one(held, "Abatteur", naf="02.20Z", pcs="671a")
    assert (found.decision, found.probability) == ("ask", 0.4)


@pytest.mark.parametrize("hint", [{"naf": "47.11F"}, {"naf": "A"}, {"pcs": "999z"}, {"qualification": "0"}])
def test_a_hint_that_says_nothing_of_any_code_changes_nothing(held: Store, hint: dict[str, str]) -> None:
    for title in TITLES:
        assert one(held, title, **hint) == one(held, title)


def test_a_wrong_hint_never_overrules_a_title_sure_at_nine_tenths(held: Store) -> None:
    rome = held.nomenclature("rome4")
    for hint in HINTS[1:5]:
        before, after = code(TITLES, nomenclature=rome), code(TITLES, nomenclature=rome, hints=[hint] * len(TITLES))
        for former, now in zip(before, after, strict=True):
            if former.probability > 0.9:
                assert now.code == former.code


@settings(deadline=None, max_examples=40)
@given(st.sampled_from(OFFICIAL), st.sampled_from(HINTS))
def test_no_hint_changes_what_the_nomenclature_holds(held: Store, title: str, hint: Hints) -> None:
    rome = held.nomenclature("rome4")
    assert code([title], nomenclature=rome, hints=[hint]) == code([title], nomenclature=rome)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(st.sampled_from(TITLES), st.sampled_from(HINTS)), max_size=7),
    st.sampled_from(TARGETS),
    st.randoms(),
)
def test_chances_make_one_at_most_and_neither_order_nor_company_counts(
    held: Store, pairs: list[tuple[str, Hints]], target: str, draw: random.Random
) -> None:
    key, _, level = target.partition(":")
    nomenclature = held.nomenclature(key).at(level) if level else held.nomenclature(key)
    titles, hints = [text for text, _ in pairs], [hint for _, hint in pairs]
    answers = code(titles, nomenclature=nomenclature, hints=hints)
    for answer, proposal in zip(answers, propose(titles, nomenclature=nomenclature, hints=hints), strict=True):
        chances = list(proposal.chances.values())
        assert sum(chances) <= 1 + 1e-4
        assert chances == sorted(chances, reverse=True)
        assert [answer.code, *answer.alternatives] == (list(proposal.chances)[:6] or [""])
        assert answer.probability == pytest.approx(chances[0] if chances else 0, abs=1e-4)
        assert set(proposal.chances) <= set(nomenclature.codes())
    again = draw.sample(range(len(pairs)), len(pairs))
    mixed = code([titles[each] for each in again], nomenclature=nomenclature, hints=[hints[each] for each in again])
    assert list(mixed) == [answers.rows[each] for each in again]


def test_the_chance_of_a_family_is_that_of_the_codes_that_lead_to_it(held: Store) -> None:
    """Agrees with the slow way: each code of the proposal, shared out by the links, added up."""
    leads = links(held, "rome4", "fap2021")
    titles = [title for title in TITLES if title]
    own = propose(titles, nomenclature=held.nomenclature("rome4"))
    for proposal, carried in zip(own, propose(titles, nomenclature=held.nomenclature("fap2021")), strict=True):
        expected: dict[str, float] = {}
        for rome, chance in proposal.chances.items():
            for family, share in leads.shares(rome).items():
                expected[family] = expected.get(family, 0) + chance * share
        expected.pop("inconnu", None)
        assert carried.chances == pytest.approx(expected, abs=1e-6)


def test_a_question_whose_answers_lead_to_one_family_is_not_asked(held: Store) -> None:
    found = one(held, "Abatteur", "fap2021")
    assert (found.code, found.decision, found.alternatives) == (FELLERS, "coded", ())


def test_a_sure_title_is_asked_about_when_the_passage_hesitates(held: Store) -> None:
    found = one(held, "Couvreur", "fap2021")
    assert (found.code, found.decision) == (ROOFERS, "ask")
    assert found.probability == pytest.approx(0.995 * 0.7, abs=1e-4)
    assert found.question == "« Couvreur » : couvreurs qualifiés ou couvreurs peu qualifiés ?"
    assert one(held, "Couvreur", "fap2021:86").decision == "coded"


@pytest.mark.parametrize(
    ("hint", "family"),
    [({"qualification": "3"}, ROOFERS), ({"qualification": "manœuvre"}, ROOFERS_LOW), ({"pcs": "632e"}, ROOFERS),
     ({"pcs": "681a"}, ROOFERS_LOW), ({"qualification": "Ouvrière qualifiée"}, ROOFERS)],
)  # fmt: skip
def test_the_qualification_or_that_of_the_pcs_chooses_the_family(
    held: Store, hint: dict[str, str], family: str
) -> None:
    found = one(held, "Couvreur", "fap2021", **hint)
    assert (found.code, found.probability, found.decision) == (family, 0.995, "coded")


def test_a_code_that_leads_nowhere_leaves_its_chance_behind(held: Store) -> None:
    assert one(held, "Fraiseur", "fap2021") == Coding("", 0.0, "review")
    assert one(held, "soudeuse automatique", "fap2021").code == WELDERS
    assert one(held, "soudeuse automatique", "pcs-ese").decision == "review"


def test_a_pcs_given_is_kept_when_pcs_is_asked_for(held: Store) -> None:
    assert one(held, "Couvreur", "pcs-ese", pcs="388A") == Coding("388a", 1.0, "coded")
    assert one(held, "Couvreur", "pcs-ese:2", pcs="388a") == Coding("38", 1.0, "coded")
    assert one(held, "Couvreur", "pcs-ese", pcs="38").code == "632e"  # a group is a hint, not a code


def test_titles_are_coded_in_rome_4_then_rome_3_and_the_way_is_told(held: Store, tmp_path: Path) -> None:
    assert way_to(held.nomenclature("rome4")).links is None
    way = way_to(held.nomenclature("fap2021").at("86"))
    assert way.source.id == "rome4"
    assert way.links is not None
    assert [step.name for step in way.links.path][:2] == ["ROME 4 → code parent (ROME 3)", "ROME 3 → FAP-2021"]
    add([official.write(tmp_path / "files", {**official.rome3(), **official.families()})], folder=tmp_path / "store")
    assert way_to(store(tmp_path / "store").nomenclature("fap2021")).source.id == "rome3"


def test_a_missing_table_is_one_sentence(tmp_path: Path) -> None:
    rome = store(trades.filled(tmp_path, trained=False))
    with pytest.raises(
        InputError, match=r"De rome4 vers pcs-ese, il manque la table .* « vivier reference add FICHIER »\.$"
    ):
        code(["Soudeur"], nomenclature=rome.nomenclature("pcs-ese"))


def test_the_demonstration_weighs_the_pcs_of_its_own_codes(tmp_path: Path) -> None:
    demo, title = store(tmp_path).nomenclature("demo"), "opérateur polyvalent en atelier"
    (bare,) = propose([title], nomenclature=demo)
    assert bare.origin == "learned"
    second = list(bare.chances)[1]
    (told,) = propose([title], nomenclature=demo, hints=[Hints(pcs=demo.facts(second)["pcs"])])
    assert told.chances[second] > bare.chances[second]
    assert np.isclose(sum(told.chances.values()), sum(bare.chances.values()), atol=1e-5)


@pytest.mark.parametrize(
    ("hint", "said"),
    [(Hints(qualification="7"), "7"), (Hints(qualification="0"), ""), (Hints(qualification="12"), ""),
     (Hints(qualification="Agent de maîtrise"), "8"), (Hints(qualification="Cadre"), "9"), (Hints(pcs="211a"), ""),
     (Hints(qualification="ouvrier non qualifié"), "12"), (Hints(qualification="Employée qualifiée"), "6"),
     (Hints(pcs="681a"), "12"), (Hints(pcs="681a", qualification="3"), "3"), (Hints(qualification="rien"), "")],
)  # fmt: skip
def test_a_qualification_is_read_as_a_figure_as_words_or_in_the_pcs(hint: Hints, said: str) -> None:
    assert levels(hint) == said


@pytest.mark.parametrize(
    ("naf", "said"),
    [("28.22Z", "28"), ("2822z", "28"), ("28", "28"), ("28.2", "28"), ("1.11Z", "01"), ("111Z", "01"), ("C", ""),
     ("vingt", ""), ("", ""), ("282", "28")],
)  # fmt: skip
def test_a_naf_is_read_at_any_of_its_levels(naf: str, said: str) -> None:
    assert division(naf) == said
