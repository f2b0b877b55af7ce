"""Opinions become one sheet, the rule proposes, the list is ranked: worked by hand, then against a plain loop."""

import statistics
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories.procedures import opinion, small
from vivier.vocabulary import InputError
from vivier_web.procedures.definition import shipped
from vivier_web.procedures.definition.grids import Ranking
from vivier_web.procedures.dossier import Opinion
from vivier_web.procedures.marking import Entry, Sheet, check_marks, consensus, propose, rank

GRID = small().grid("grid")
RULE = small().stage("committee").rule
HORIZON = next(each for each in shipped() if each.key == "appel-europeen")


def sheet(*marks: tuple[float, float | None]) -> Sheet:
    return consensus(GRID, [opinion(f"E{n}", one, other) for n, (one, other) in enumerate(marks)])


def test_two_opinions_are_worked_by_hand() -> None:
    found = sheet((3, 1), (2, 2))
    assert [each.value for each in found.notes] == [Fraction(5, 2), Fraction(3, 2)]
    assert found.points == 60 * Fraction(5, 2) + 40 * Fraction(3, 2) == 210
    assert found.share == Fraction(210, 60 * 4 + 40 * 2)
    assert found.note("innovation").spread == 1


def test_the_median_is_not_drawn_by_one_extreme_mark() -> None:
    marks = [opinion("A", 4), opinion("B", 4), opinion("C", 1)]
    assert consensus(GRID, marks).note("innovation").value == 3
    assert consensus(replace(GRID, method="median"), marks).note("innovation").value == 4


def test_a_criterion_nobody_could_mark_leaves_the_total() -> None:
    found = sheet((4, None), (4, None))
    assert found.note("market").value is None
    assert (found.share, found.note("market").n) == (1, 0)


def test_minority_views_are_those_far_away_or_across_the_threshold() -> None:
    found = sheet((4, 1), (4, 1), (1, 1))
    assert [(view.evaluator, view.criterion, view.mark) for view in found.minority] == [("E2", "innovation", 1)]
    near = sheet((2, 1), (2, 1), (1.9, 1))  # the consensus falls just under 2: the two others see it pass
    assert {view.evaluator for view in near.minority} == {"E0", "E1"}
    assert sheet((2, 1), (3, 1)).minority == ()


PROPOSED = [
    (((3, 2), (3, 2)), "accepted", "81,25"),
    (((3, 1), (3, 1)), "accepted_with_conditions", "68,75"),
    (((2, 1), (2, 1)), "refused", "50"),
    (((2, 2), (1, 2)), "resubmit", "1,5 sur 4, sous le seuil de 2"),
    (((4, 2), (0, 2)), "refused", "qui vaut veto"),
    (((4, 1.99), (3.99, 1.99)), "accepted", "99,78"),
]  # fmt: skip


@pytest.mark.parametrize(("marks", "outcome", "words"), PROPOSED)
def test_the_rule_proposes_an_outcome_with_its_motives(
    marks: tuple[tuple[float, float], ...], outcome: str, words: str
) -> None:
    proposal = propose(RULE, sheet(*marks))
    assert proposal.outcome == outcome
    assert any(words in motive for motive in proposal.motives), proposal.motives


HORIZON_CASES = [
    ((3, 3, 4), "accepted"), ((3, 3, 3), "refused"), ((5, 5, 2), "refused"), ((2.5, 5, 5), "refused"), ((3, 3.5, 3.5), "accepted"),
    ((4, 3, 3), "accepted"), ((3, 3, 3.99), "refused"),
]  # fmt: skip


@pytest.mark.parametrize(("marks", "outcome"), HORIZON_CASES)
def test_the_european_thresholds_are_three_each_and_ten_of_fifteen(marks: tuple[float, ...], outcome: str) -> None:
    grid = HORIZON.grid("horizon")
    said = dict(zip([each.key for each in grid.criteria], marks, strict=True))
    found = consensus(grid, [Opinion(who, "horizon", 1, said) for who in "ABC"])
    proposal = propose(HORIZON.stage("panel").rule, found)
    assert proposal.outcome == outcome
    if marks == (3, 3, 3.99):
        assert "9,99 points sur 15, sous le seuil de 10." in proposal.motives[0]


def test_gold_needs_every_threshold_and_eighty_per_cent() -> None:
    gold = next(each for each in shipped() if each.key == "excellence-des-poles")
    grid, rule = gold.grid("excellence"), gold.stage("decision").rule
    assert len(grid.criteria) == 31

    def outcome(first: float, others: float) -> str:
        marks = {each.key: others for each in grid.criteria} | {grid.criteria[0].key: first}
        return propose(rule, consensus(grid, [Opinion(who, grid.key, 1, marks) for who in "AB"])).outcome

    assert (outcome(4, 4), outcome(2, 4), outcome(1, 4), outcome(3, 3)) == (
        "accepted",
        "accepted",
        "resubmit",
        "resubmit",
    )


@pytest.mark.parametrize(("marks", "wrong"), [
    ({"innovation": 5}, "innovation"), ({"innovation": -1}, "innovation"), ({"innovation": float("nan")}, "innovation"),
    ({"innovation": None}, "innovation"), ({}, "innovation"), ({"innovation": 3, "autre": 1}, "autre"), ({"innovation": 3, "market": 3}, "market"),
])  # fmt: skip
def test_marks_off_the_scale_missing_or_unknown_are_refused(marks: dict[str, float | None], wrong: str) -> None:
    assert list(check_marks(GRID, marks)) == [wrong]
    with pytest.raises(InputError, match=wrong):
        consensus(GRID, [Opinion("A", "grid", 1, marks)])


def test_nothing_is_proposed_without_an_opinion() -> None:
    with pytest.raises(InputError, match="Aucun avis"):
        propose(RULE, sheet())


def entry(key: str, one: float, other: float = 1, asked: int = 0, outcome: str = "accepted") -> Entry:
    return Entry(key, sheet((one, other)), outcome, Decimal(asked))


def placed(ranking: Ranking, *entries: Entry) -> list[tuple[str, int, str]]:
    return [(each.key, each.rank, each.place) for each in rank(ranking, entries)]


def test_places_then_reserve_then_out_and_the_refused_have_no_rank() -> None:
    entries = [entry("a", 2), entry("b", 4), entry("c", 3), entry("d", 1), entry("e", 4, outcome="refused")]
    assert placed(Ranking(2, None, 1), *entries) == [
        ("b", 1, "kept"), ("c", 2, "kept"), ("a", 3, "reserve"), ("d", 4, "out"), ("e", 0, "out"),
    ]  # fmt: skip


def test_money_is_cut_in_order_without_skipping() -> None:
    entries = [entry("a", 4, asked=300), entry("b", 3, asked=300), entry("c", 2, asked=100)]
    assert placed(Ranking(0, Decimal(500), 5), *entries) == [
        ("a", 1, "kept"),
        ("b", 2, "reserve"),
        ("c", 3, "reserve"),
    ]


def test_ties_go_by_the_stated_criteria_then_wait_together() -> None:
    # 60 × 2 + 40 × 2 = 60 × 3 + 40 × 0.5: the same total, by another way
    one, other = entry("one", 2, 2), entry("other", 3, 0.5)
    assert one.sheet.total == other.sheet.total
    assert placed(Ranking(1, None, 1, ("innovation",)), one, other) == [("other", 1, "kept"), ("one", 2, "reserve")]
    assert placed(Ranking(1, None, 1, ("market",)), one, other) == [("one", 1, "kept"), ("other", 2, "reserve")]
    tied = rank(Ranking(1, None, 2), [one, other])
    assert [(each.rank, each.place, each.equals) for each in tied] == [
        (1, "reserve", ("other",)),
        (1, "reserve", ("one",)),
    ]
    assert "à égalité" in tied[0].motive


marked = st.tuples(st.integers(0, 4), st.integers(0, 2))


@given(st.lists(marked, min_size=1, max_size=6), st.sampled_from(["mean", "median"]))
def test_the_sheet_agrees_with_a_plain_loop(marks: list[tuple[int, int]], method: str) -> None:
    found = consensus(replace(GRID, method=method), [opinion(f"E{n}", a, b) for n, (a, b) in enumerate(marks)])
    plain = statistics.median if method == "median" else statistics.fmean
    values = [plain(column) for column in zip(*marks, strict=True)]
    assert [float(each.value) for each in found.notes] == pytest.approx(values)
    assert float(found.points) == pytest.approx(60 * values[0] + 40 * values[1])
    assert bool(found.vetoes) == any(a == 0 for a, _ in marks)


@given(
    st.lists(st.tuples(marked, st.integers(0, 300)), max_size=12), st.integers(1, 5), st.integers(0, 4), st.randoms()
)
def test_the_order_of_arrival_never_changes_the_list(
    drawn: list[tuple[tuple[int, int], int]], places: int, reserve: int, chance: object
) -> None:
    entries = [entry(f"d{n}", a, b, asked) for n, ((a, b), asked) in enumerate(drawn)]
    ranking = Ranking(places, Decimal(600), reserve, ("innovation",))
    found = rank(ranking, entries)
    mixed = list(entries)
    chance.shuffle(mixed)
    assert rank(ranking, mixed) == found
    kept = [each for each in found if each.place == "kept"]
    assert len(kept) <= places
    assert sum(each.asked_eur for each in entries if each.key in {k.key for k in kept}) <= 600
    assert sum(each.place == "reserve" for each in found) <= reserve
    order = ["kept", "reserve", "out"]
    assert [order.index(each.place) for each in found] == sorted(order.index(each.place) for each in found)
