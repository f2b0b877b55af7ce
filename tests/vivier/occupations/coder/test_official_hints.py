"""Hints and passages on the official tables (they are not in the repository), without any model: made proposals."""

import numpy as np
import pytest

from vivier.occupations.aggregation import links
from vivier.occupations.coder.deciding import decided
from vivier.occupations.coder.hints import Compatibility, Hints
from vivier.occupations.coder.onward import Onward
from vivier.occupations.coder.proposals import ASKED, EXACT, Proposal, Proposals, with_given
from vivier.reference import Store
from vivier.vocabulary import InputError

QUARRY, ANIMALS, TREES, ROOFING = "F1402", "H2101", "A1201", "F1619"
CODES = (QUARRY, ANIMALS, TREES, ROOFING)


def head() -> Proposals:
    """« Abatteur », were it a head of three codes."""
    return Proposals(
        CODES, np.array([[0, 1, 2]]), np.array([[0.4, 0.3, 0.3]]), np.array([ASKED], np.int8), np.zeros(1, bool)
    )


def roofer() -> Proposals:
    return Proposals(CODES, np.array([[3]]), np.array([[0.995]]), np.array([EXACT], np.int8), np.zeros(1, bool))


@pytest.mark.parametrize(
    ("hint", "expected"),
    [(Hints(naf="02.20Z"), TREES), (Hints(naf="10.11Z"), ANIMALS), (Hints(naf="0811Z"), QUARRY),
     (Hints(pcs="691f"), TREES), (Hints(pcs="636a"), ANIMALS), (Hints(pcs="671a"), QUARRY)],
)  # fmt: skip
def test_the_employer_or_the_pcs_says_who_fells_what(published: Store, hint: Hints, expected: str) -> None:
    fits = Compatibility(published.nomenclature("rome4"), published, CODES)
    (found,) = decided(fits.narrowed(head(), [hint]), ["Abatteur"], dict.fromkeys(CODES, "Métier"))
    assert found.code == expected
    assert found.decision == "coded"
    assert 0.7 < found.probability <= 1


def test_rome_3_borrows_the_sectors_of_the_codes_it_is_the_parent_of(published: Store) -> None:
    fits = Compatibility(published.nomenclature("rome3"), published, CODES[:3])
    assert next(iter(fits.narrowed(head(), [Hints(naf="02.20Z")]))).origin == "asked"
    assert next(iter(fits.narrowed(head(), [Hints(naf="02.20Z")]).row(0).chances)) == TREES


def test_every_code_of_rome_4_has_its_divisions(published: Store) -> None:
    rome = published.nomenclature("rome4")
    divisions = [rome.facts(code)["naf"].split() for code in rome.codes()]
    assert (len(divisions), sum(map(len, divisions))) == (1584, 2920)
    assert {len(each) for found in divisions for each in found} == {2}


def test_the_qualification_says_which_family_of_roofers(published: Store) -> None:
    onward = Onward(links(published, "rome4", "fap2021"), CODES)
    assert onward.carried(roofer(), [""]).row(0) == Proposal(
        pytest.approx({"B1X34b": 0.398, "B1X34a": 0.2985, "B6X73": 0.2985}), "asked"
    )
    assert onward.carried(roofer(), ["34"]).row(0) == Proposal(pytest.approx({"B1X34b": 0.995}), "exact")


def test_a_wrong_shape_or_chances_beyond_one_are_refused() -> None:
    with pytest.raises(InputError, match="une ligne par intitulé"):
        Proposals(CODES, np.zeros((1, 2), int), np.zeros((1, 1)), np.zeros(1, np.int8), np.zeros(1, bool))
    for chance in (1.2, -0.1, float("nan")):
        with pytest.raises(InputError, match="font un au plus"):
            Proposals(CODES, np.zeros((1, 1), int), np.array([[chance]]), np.zeros(1, np.int8), np.zeros(1, bool))


def test_a_given_code_takes_the_place_of_what_was_proposed_and_leaves_the_former_untouched() -> None:
    former = head()
    assert with_given(former, ["100x"]).row(0) == Proposal({"100x": 1.0}, "exact")
    assert with_given(former, [""]) is former
    assert former.row(0).chances == {QUARRY: 0.4, ANIMALS: 0.3, TREES: 0.3}
