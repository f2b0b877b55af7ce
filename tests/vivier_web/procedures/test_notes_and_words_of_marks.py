"""What opinions make of a grid: notes, minority views, vetoes, thresholds reached to the hair, and words never rounded up."""

import math
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories.procedures import opinion, small
from vivier.vocabulary import InputError
from vivier_web.procedures.definition.grids import Anchor, Criterion, Grid, Rule, Total
from vivier_web.procedures.dossier import Opinion
from vivier_web.procedures.marking import (
    Minority,
    Note,
    Sheet,
    check_marks,
    consensus,
    percent,
    plain,
    propose,
    total_words,
    written,
)
from vivier_web.procedures.queries.agenda import sheet_in_words
from vivier_web.procedures.telling.chances import agreement, odds

GRID = small().grid("grid")
INNOVATION, MARKET = GRID.criteria
RULE = small().stage("committee").rule


def sheet(*marks: tuple[float, float | None], grid: Grid = GRID) -> Sheet:
    return consensus(grid, [opinion(f"E{n}", one, other) for n, (one, other) in enumerate(marks)])


WRITTEN = [
    (Fraction(0), "0"), (Fraction(1), "1"), (Fraction(10), "10"), (Fraction(100), "100"), (Fraction(5, 2), "2,5"),
    (Fraction(1, 3), "0,33"), (Fraction(2, 3), "0,66"), (Fraction(1999, 1000), "1,99"), (Fraction(39999, 10000), "3,99"),
    (Fraction(1, 1000), "0"), (Fraction(12345, 100), "123,45"), (Fraction(1001, 10), "100,1"), (Fraction(-1, 2), "-0,5"),
    (Fraction(-1, 3), "-0,34"), (Fraction(29, 100), "0,29"), (Fraction(57, 100), "0,57"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "words"), WRITTEN)
def test_a_mark_is_written_with_two_decimals_at_most_and_cut(value: Fraction, words: str) -> None:
    assert written(value) == words


PERCENTS = [
    (Fraction(0), "0"), (Fraction(1), "100"), (Fraction(1, 3), "33,33"), (Fraction(2, 3), "66,66"),
    (Fraction(7999999, 10000000), "79,99"), (Fraction(4, 5), "80"), (Fraction(1, 100000), "0"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "words"), PERCENTS)
def test_a_share_under_a_threshold_never_reads_as_the_threshold(value: Fraction, words: str) -> None:
    assert percent(value) == f"{words}\u00a0%"


PLAIN = [
    (Decimal(2), "2"), (Decimal("2.0"), "2"), (Decimal("2.50"), "2,5"), (Decimal("1E+2"), "100"), (3, "3"),
    (Decimal("0.125"), "0,125"), (Decimal(0), "0"), (Decimal(1000), "1000"), (Decimal("-1.5"), "-1,5"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "words"), PLAIN)
def test_a_threshold_is_written_whole(value: Decimal | int, words: str) -> None:
    assert plain(value) == words


@given(st.fractions(-20, 20))
def test_what_is_written_is_the_mark_or_just_under_it(value: Fraction) -> None:
    read = Fraction(written(value).replace(",", "."))
    assert read <= value < read + Fraction(1, 100)
    assert read * 100 == math.floor(value * 100)


CHECKED = [
    ({"innovation": 0}, {}),
    ({"innovation": 4, "market": 2}, {}),
    ({"innovation": Decimal("3.5"), "market": None}, {}),
    ({"innovation": 4.01}, {"innovation": "La note va de 0 à 4."}),
    ({"innovation": Decimal("-0.01")}, {"innovation": "La note va de 0 à 4."}),
    ({"innovation": float("inf")}, {"innovation": "La note va de 0 à 4."}),
    ({"innovation": Decimal("NaN")}, {"innovation": "La note va de 0 à 4."}),
    ({"innovation": 3, "market": 2.5}, {"market": "La note va de 0 à 2."}),
    ({"market": 1}, {"innovation": "Donnez une note à ce critère."}),
    ({"innovation": None}, {"innovation": "Donnez une note à ce critère."}),
    ({"innovation": 1, "prix": 1}, {"prix": "Ce critère n’est pas dans la grille."}),
    (
        {"prix": 1, "market": 9},
        {
            "prix": "Ce critère n’est pas dans la grille.",
            "innovation": "Donnez une note à ce critère.",
            "market": "La note va de 0 à 2.",
        },
    ),
]


@pytest.mark.parametrize(("marks", "troubles"), CHECKED)
def test_each_wrong_mark_is_told_beside_its_criterion(
    marks: dict[str, float | Decimal | None], troubles: dict[str, str]
) -> None:
    assert check_marks(GRID, marks) == troubles
    given_marks = Opinion("A", "grid", 1, marks)
    if troubles:
        with pytest.raises(InputError, match="Un avis ne se lit pas"):
            consensus(GRID, [given_marks])
    else:
        assert consensus(GRID, [given_marks]).opinions == 1


def test_an_opinion_on_another_grid_says_nothing_here_even_wrong() -> None:
    other = Opinion("A", "autre", 1, {"innovation": 99})
    assert consensus(GRID, [other]) == consensus(GRID, [])
    assert consensus(GRID, [other, opinion("B", 3)]).opinions == 1


def test_without_an_opinion_every_note_is_empty_and_nothing_is_divided() -> None:
    found = consensus(GRID, [])
    assert found.notes == tuple(Note(each, 0, None, None, None, ()) for each in GRID.criteria)
    assert (found.points, found.share, found.total, found.vetoes, found.recommendations) == (0, 0, 0, (), ())
    assert [(each.spread, each.is_under) for each in found.notes] == [(0, False), (0, False)]
    assert found.note("absent") is None


def test_recommendations_are_counted_the_most_frequent_first_then_by_name() -> None:
    said = ("refused", "accepted", "", "resubmit", "accepted", "refused", "accepted_with_conditions")
    opinions = [replace(opinion(f"E{n}", 3), recommendation=each) for n, each in enumerate(said)]
    assert consensus(GRID, opinions).recommendations == (
        ("accepted", 2), ("refused", 2), ("accepted_with_conditions", 1), ("resubmit", 1),
    )  # fmt: skip


MINORITIES = [
    # (marks of innovation, whose view differs): threshold 2, a quarter of the scale is 1
    ((3,), ""),
    ((3, 3, 3), ""),
    ((4, 2), ""),  # the consensus is 3: exactly a quarter away is not far
    ((4, 3, 2), ""),
    ((4, 4, 2), "2"),
    ((4, 1), "01"),
    ((3, 2, 1), "2"),  # across the threshold, not far
    ((2, 2, 2), ""),
    ((2, 1.99), "0"),  # the consensus is just under: who is at the threshold differs
    ((1, 1, 1, 4), "3"),
    ((0, 1, 2, 3), "023"),
]


@pytest.mark.parametrize(("marks", "who"), MINORITIES)
def test_a_view_is_of_the_minority_when_it_is_far_or_across_the_threshold(marks: tuple[float, ...], who: str) -> None:
    found = sheet(*((mark, None) for mark in marks)).note("innovation")
    assert [view.evaluator for view in found.minority] == [f"E{each}" for each in who]
    assert all(view.criterion == "innovation" for view in found.minority)


def test_a_criterion_without_a_threshold_only_has_far_views() -> None:
    free = replace(GRID, criteria=(replace(INNOVATION, threshold=None), MARKET))
    assert sheet((2.4, 1), (1.6, 1), grid=free).minority == ()
    assert sheet((3.6, 1), (1.2, 1), grid=free).minority == (
        Minority("E0", "innovation", Fraction(18, 5)),
        Minority("E1", "innovation", Fraction(6, 5)),
    )


def test_every_mark_at_or_under_the_veto_is_one_and_all_are_told() -> None:
    found = sheet((0, 0), (4, 0), (0, 2))
    assert [(view.evaluator, view.criterion) for view in found.vetoes] == [("E0", "innovation"), ("E2", "innovation")]
    assert propose(RULE, found).motives == ("« Innovation » : une note de 0, qui vaut veto.",) * 2
    both = replace(GRID, criteria=(INNOVATION, replace(MARKET, veto=Decimal(1))))
    assert [view.criterion for view in sheet((0, 1), (4, 1.01), grid=both).vetoes] == ["innovation", "market"]


PROPOSALS = [
    # (rule, marks, outcome): on_criterion is « resubmit », the total is 60 % of 320 points, conditions under 70 %
    ({}, (2, 1.8), "accepted_with_conditions"),  # 192 of 320: exactly 60 %
    ({}, (2, 1.79), "refused"),
    ({"on_total": "resubmit"}, (2, 1.79), "resubmit"),
    ({}, (2.4, 2), "accepted"),  # 224 of 320: exactly 70 %
    ({}, (2.39, 2), "accepted_with_conditions"),
    ({"conditions_under": None}, (2.39, 2), "accepted"),
    ({"conditions_under": Decimal(1)}, (4, 1.99), "accepted_with_conditions"),
    ({"conditions_under": Decimal(1)}, (4, 2), "accepted"),
    ({}, (1.99, 2), "resubmit"),
    ({"on_criterion": "refused"}, (1.99, 2), "refused"),
    ({}, (0, 2), "refused"),
    ({"on_veto": "resubmit"}, (0, 2), "resubmit"),
]


@pytest.mark.parametrize(("changed", "marks", "outcome"), PROPOSALS)
def test_the_rule_holds_to_the_hair(changed: dict[str, object], marks: tuple[float, float], outcome: str) -> None:
    assert propose(replace(RULE, **changed), sheet(marks)).outcome == outcome


def test_a_veto_is_told_before_a_criterion_and_a_criterion_before_the_total() -> None:
    assert propose(RULE, sheet((0, 0))).motives == ("« Innovation » : une note de 0, qui vaut veto.",)
    assert propose(RULE, sheet((1.5, 0))).motives == ("« Innovation » : 1,5 sur 4, sous le seuil de 2.",)
    assert propose(RULE, sheet((2, 0))).motives == ("Total de 37,5\u00a0% du maximum, sous le seuil de 60\u00a0%.",)
    assert propose(RULE, sheet((2, 1.8))).motives == (
        "Total de 60\u00a0% du maximum, au seuil de 60\u00a0% ou plus.",
        "Sous 70\u00a0% du maximum : l’accord est assorti de conditions.",
    )


def test_a_grid_without_a_total_only_says_what_was_reached() -> None:
    free = replace(GRID, total=None)
    found = propose(replace(RULE, conditions_under=None), sheet((2, 0), grid=free))
    assert (found.outcome, found.motives) == ("accepted", ("Total de 37,5\u00a0% du maximum.",))


def test_points_are_told_out_of_all_points_whatever_was_left_unmarked() -> None:
    points = replace(GRID, total=Total("points", Decimal("192.5")))
    found = sheet((3.2, None), grid=points)
    assert (found.points, found.total, found.share) == (192, 192, Fraction(4, 5))
    assert total_words(found) == "192 points sur 320"
    assert propose(RULE, found).motives == ("Total de 192 points sur 320, sous le seuil de 192,5.",)


def test_a_scale_under_zero_and_a_weight_of_zero_are_read_as_they_are() -> None:
    anchors = tuple(Anchor(mark, "repère") for mark in (-1, 0, 1))
    grid = Grid("grid", "Bilan", "mean", (
        Criterion("effect", "Effet", Decimal(2), anchors), Criterion("side", "À part", Decimal(0), anchors),
    ))  # fmt: skip
    found = consensus(
        grid, [Opinion(who, "grid", 1, {"effect": mark, "side": 1}) for who, mark in (("A", -1), ("B", 1))]
    )
    assert (found.points, found.share, found.note("side").value) == (0, 0, 1)
    assert [view.evaluator for view in found.minority] == ["A", "B"]
    assert [each["length"] for each in sheet_in_words(found, None)["notes"]] == ["50.0", "100.0"]
    assert propose(Rule("grid", 1), found).outcome == "accepted"


def test_a_sheet_in_words_names_nobody_and_cuts_figures() -> None:
    found = sheet((4, None), (1, None), (3, None))
    said = sheet_in_words(found, propose(RULE, found))
    assert said == {
        "opinions": 3,
        "total": "66,66\u00a0% du maximum",
        "share": "66,66\u00a0%",
        "notes": [
            {
                "title": "Innovation", "value": "2,66", "low": "1", "most": "4", "out_of": 4, "length": "66.7",
                "is_under": False, "is_wide": True,
            },
            {
                "title": "Marché", "value": "", "low": "", "most": "", "out_of": 2, "length": "0",
                "is_under": False, "is_wide": False,
            },
        ],
        "minority": [
            "Innovation : un avis à 4, quand la note commune est à 2,66.",
            "Innovation : un avis à 1, quand la note commune est à 2,66.",
        ],
        "vetoes": 0,
        "outcome": "accepted_with_conditions",
        "outcome_words": "accepté sous conditions",
        "motives": [
            "Total de 66,66\u00a0% du maximum, au seuil de 60\u00a0% ou plus.",
            "Sous 70\u00a0% du maximum : l’accord est assorti de conditions.",
        ],
        "is_positive": True,
    }  # fmt: skip
    assert not any(f"E{n}" in str(said) for n in range(3))
    assert sheet_in_words(found, None)["outcome_words"] == ""


ODDS = [
    (0, "moins d’une chance sur vingt"), (0.039, "moins d’une chance sur vingt"), (0.04, "une chance sur vingt"),
    (0.05, "une chance sur vingt"), (1 / 15, "une chance sur quinze"), (0.1, "une chance sur dix"),
    (0.125, "une chance sur huit"), (1 / 6, "une chance sur six"), (0.2, "une chance sur cinq"),
    (0.25, "une chance sur quatre"), (0.3, "une chance sur trois"), (0.5, "une chance sur deux"),
    (0.55, "une chance sur deux"), (0.551, "plus d’une chance sur deux"), (1, "plus d’une chance sur deux"),
]  # fmt: skip


@pytest.mark.parametrize(("chance", "words"), ODDS)
def test_a_chance_is_said_as_one_says_it(chance: float, words: str) -> None:
    assert odds(chance) == words


AGREEMENTS = [(0, "mal"), (0.399, "mal"), (0.4, "moyennement"), (0.6, "bien"), (0.7499, "bien"), (0.75, "très bien"), (1, "très bien")]  # fmt: skip


@pytest.mark.parametrize(("share", "words"), AGREEMENTS)
def test_agreement_is_graded_by_its_published_steps(share: float, words: str) -> None:
    assert agreement(share, 0.4, 0.9).startswith(f"Les experts s’accordent {words} : ")
    assert agreement(share, 0.4, 0.9).endswith("(entre 40\u00a0% et 90\u00a0%).")


@pytest.mark.parametrize(("share", "words"), AGREEMENTS)
def test_agreement_is_not_claimed_where_its_interval_leaves_it_open(share: float, words: str) -> None:
    unsure = agreement(share, 0.399, 0.9).startswith("Trop peu d’avis pour dire si les experts s’accordent : ")
    assert unsure == (words != "mal")
