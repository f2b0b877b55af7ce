"""Marks, proposals and ranked lists at their limits: nothing is written above what it is, no euro and no place is spent twice."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories.procedures import opinion, small
from vivier.vocabulary import InputError
from vivier_web.procedures.definition.grids import Anchor, Criterion, Grid, Ranking, Rule, Total
from vivier_web.procedures.dossier import Opinion
from vivier_web.procedures.marking import Entry, Minority, Proposal, Ranked, Sheet, consensus, propose, rank

GRID = small().grid("grid")
RULE = small().stage("committee").rule


def sheet(*marks: tuple[float, float | None], grid: Grid = GRID) -> Sheet:
    """Gather opinions on the grid of the small procedure."""
    return consensus(grid, [opinion(f"E{n}", one, other) for n, (one, other) in enumerate(marks)])


def entry(key: str, one: float, other: float | None = 1, *, asked: str = "0", outcome: str = "accepted") -> Entry:
    """Give one dossier of a list."""
    return Entry(key, sheet((one, other)), outcome, Decimal(asked))


def places(ranking: Ranking, *entries: Entry) -> list[tuple[str, int, str]]:
    """Rank, and keep the key, the rank and the place of each."""
    return [(each.key, each.rank, each.place) for each in rank(ranking, entries)]


CUTS = [  # places, money, reserve, then key:mark:euros of each, then what is found
    ("exactly the money", Ranking(0, Decimal("500.50"), 0), "a:4:300 b:3:200.50", "a1kept b2kept"),
    ("one cent too much", Ranking(0, Decimal("500.49"), 0), "a:4:300 b:3:200.50", "a1kept b2out"),
    ("nothing asked after the cut", Ranking(0, Decimal(500), 1), "a:4:600 b:3:0", "a1reserve b2out"),
    ("the first of all asks too much", Ranking(3, Decimal(10), 0), "a:4:11 b:3:1", "a1out b2out"),
    ("places run out before the money", Ranking(1, Decimal(999), 1), "a:4:1 b:3:1 c:2:1", "a1kept b2reserve c3out"),
    ("money runs out before the places", Ranking(3, Decimal(2), 1), "a:4:1 b:3:1 c:2:1", "a1kept b2kept c3reserve"),
    ("equals that fit are kept together", Ranking(2, None, 0), "b:4:0 a:4:0 c:2:0", "a1kept b1kept c3out"),
    ("equals that do not fit wait together", Ranking(2, None, 2), "a:4:0 b:3:0 c:3:0", "a1kept b2reserve c2reserve"),
    ("equals too many for the reserve are out, and those after", Ranking(1, None, 1), "a:4:0 b:3:0 c:3:0 d:2:0", "a1kept b2out c2out d4out"),
    ("equals whose money together is too much", Ranking(0, Decimal(5), 2), "a:4:3 b:4:3", "a1reserve b1reserve"),
    ("nobody", Ranking(1), "", ""),
]  # fmt: skip


@pytest.mark.parametrize(("ranking", "came", "found"), [case[1:] for case in CUTS], ids=[case[0] for case in CUTS])
def test_a_list_is_cut_as_worked_by_hand(ranking: Ranking, came: str, found: str) -> None:
    entries = []
    for each in came.split():
        key, mark, asked = each.split(":")
        entries.append(entry(key, int(mark), asked=asked))
    assert " ".join(f"{key}{at}{place}" for key, at, place in places(ranking, *entries)) == found


def test_each_line_of_a_list_says_its_motive() -> None:
    entries = [entry("b", 4, 2), entry("a", 4, 2), entry("c", 2, 1), entry("z", 4, outcome="refused")]
    assert rank(Ranking(2), entries) == (
        Ranked("a", 1, "kept", ("b",), "Retenu : 100\u00a0% du maximum, à égalité avec 1\u00a0autre dossier."),
        Ranked("b", 1, "kept", ("a",), "Retenu : 100\u00a0% du maximum, à égalité avec 1\u00a0autre dossier."),
        Ranked("c", 3, "out", (), "Au-delà de la réserve : 50\u00a0% du maximum."),
        Ranked("z", 0, "out", (), "Refusé."),
    )
    assert "2\u00a0autres dossiers" in rank(Ranking(1, None, 9), [entry(key, 4) for key in "abc"])[0].motive


@pytest.mark.parametrize("outcome", ["refused", "resubmit", "ineligible", "withdrawn", "lapsed"])
def test_one_left_out_takes_neither_place_nor_money_nor_reserve(outcome: str) -> None:
    best = entry("best", 4, 2, asked="500", outcome=outcome)
    others = [entry("a", 3, asked="500"), entry("b", 2, asked="1")]
    ranking = Ranking(1, Decimal(500), 1)
    assert places(ranking, best, *others) == [("a", 1, "kept"), ("b", 2, "reserve"), ("best", 0, "out")]


def test_an_outcome_that_does_not_exist_is_refused() -> None:
    with pytest.raises(InputError, match="n’existe pas"):
        entry("a", 4, outcome="winner")


def test_thirds_that_a_float_would_tell_apart_stay_equal() -> None:
    one = Entry("one", sheet((1, 1), (2, 1), (2, 1)), "accepted")
    other = Entry("other", sheet((2, 1), (1, 1), (2, 1)), "accepted")
    assert [each.equals for each in rank(Ranking(5), [one, other])] == [("other",), ("one",)]


drawn = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 2), st.integers(0, 9)), max_size=9)
cuts = st.builds(Ranking, st.integers(1, 5), st.none() | st.integers(1, 20).map(Decimal), st.integers(0, 4))


@given(drawn, cuts)
def test_ranks_count_those_before_and_equals_share_their_fate(came: list[tuple[int, int, int]], cut: Ranking) -> None:
    entries = {f"d{n}": entry(f"d{n}", one, other, asked=str(asked)) for n, (one, other, asked) in enumerate(came)}
    found = {each.key: each for each in rank(cut, entries.values())}
    totals = {key: each.sheet.total for key, each in entries.items()}
    assert set(found) == set(entries)
    for key, each in found.items():
        assert each.rank == 1 + sum(total > totals[key] for total in totals.values())
        assert set(each.equals) == {one for one, total in totals.items() if total == totals[key]} - {key}
        assert {found[one].place for one in each.equals} <= {each.place}


@given(drawn, cuts)
def test_one_more_place_and_more_money_never_send_anybody_down(
    came: list[tuple[int, int, int]], cut: Ranking
) -> None:
    entries = [entry(f"d{n}", one, other, asked=str(asked)) for n, (one, other, asked) in enumerate(came)]
    wider = replace(cut, places=cut.places + 1, budget_eur=cut.budget_eur and cut.budget_eur + 9)
    order = ["kept", "reserve", "out"]
    before, after = ({each.key: order.index(each.place) for each in rank(one, entries)} for one in (cut, wider))
    assert all(after[key] <= before[key] for key in before)


def scale(low: int, high: int, **said: object) -> Grid:
    """Give a grid of one criterion on this scale."""
    anchors = tuple(Anchor(mark, "Repère") for mark in range(low, high + 1))
    return Grid("g", "Grille", "mean", (Criterion("c", "Critère", Decimal(1), anchors, **said),))


def marked(grid: Grid, *marks: float) -> Sheet:
    """Give the consensus on the one criterion of a grid."""
    return consensus(grid, [Opinion(f"E{n}", "g", 1, {"c": mark}) for n, mark in enumerate(marks)])


def test_a_mark_just_under_its_threshold_is_never_written_as_that_threshold() -> None:
    above = marked(scale(0, 4, threshold=Decimal(2)), *[2] * 300, 1)
    assert propose(Rule("g", 1), above).motives == ("« Critère » : 1,99 sur 4, sous le seuil de 2.",)
    below_zero = marked(scale(-1, 1, threshold=Decimal(0)), *[0] * 300, -1)
    assert propose(Rule("g", 1), below_zero).motives == ("« Critère » : -0,01 sur 1, sous le seuil de 0.",)


LIMITS = [  # the mark, what the thresholds lead to: each limit belongs to the better side
    (Decimal("2.4"), Proposal("accepted_with_conditions", ("Total de 60\u00a0% du maximum, au seuil de 60\u00a0% ou plus.", "Sous 70\u00a0% du maximum : l’accord est assorti de conditions."))),
    (Decimal("2.39"), Proposal("refused", ("Total de 59,75\u00a0% du maximum, sous le seuil de 60\u00a0%.",))),
    (Decimal("2.8"), Proposal("accepted", ("Total de 70\u00a0% du maximum, au seuil de 60\u00a0% ou plus.",))),
    (Decimal("2.7999"), Proposal("accepted_with_conditions", ("Total de 69,99\u00a0% du maximum, au seuil de 60\u00a0% ou plus.", "Sous 70\u00a0% du maximum : l’accord est assorti de conditions."))),
    (2, Proposal("refused", ("Total de 50\u00a0% du maximum, sous le seuil de 60\u00a0%.",))),
    (Decimal("1.99"), Proposal("resubmit", ("« Innovation » : 1,99 sur 4, sous le seuil de 2.",))),
    (0, Proposal("refused", ("« Innovation » : une note de 0, qui vaut veto.",))),
]  # fmt: skip


@pytest.mark.parametrize(("mark", "proposal"), LIMITS)
def test_each_limit_is_on_the_better_side_and_is_told(mark: float, proposal: Proposal) -> None:
    assert propose(RULE, sheet((mark, None))) == proposal


def test_a_veto_of_one_outweighs_the_praise_of_all_and_names_who() -> None:
    found = sheet((4, 2), (4, 2), (0, 2))
    assert found.vetoes == (Minority("E2", "innovation", Fraction(0)),)
    assert propose(replace(RULE, on_veto="resubmit"), found).outcome == "resubmit"
    assert sheet((0.01, 2)).vetoes == ()


def test_points_are_counted_on_the_whole_grid_and_without_a_total_nothing_is_under() -> None:
    points = replace(GRID, total=Total("points", Decimal(200)))
    assert propose(replace(RULE, conditions_under=None), sheet((3, 1), grid=points)) == Proposal(
        "accepted", ("Total de 220 points sur 320, au seuil de 200 ou plus.",)
    )
    assert sheet((3, 1), grid=points).total == 220
    assert propose(Rule("grid", 1), sheet((2, 0), grid=replace(GRID, total=None))) == Proposal(
        "accepted", ("Total de 37,5\u00a0% du maximum.",)
    )


def test_opinions_on_another_grid_do_not_count_and_recommendations_are_ordered() -> None:
    said = [
        replace(opinion(who, 3), recommendation=word) for who, word in zip("ABCD", ("b", "a", "b", ""), strict=True)
    ]
    found = consensus(GRID, [*said, replace(opinion("Z", 0), grid="autre"), replace(opinion("Y", 99), grid="autre")])
    assert (found.opinions, found.recommendations, found.vetoes) == (4, (("b", 2), ("a", 1)), ())
    assert (found.note("innovation").low, found.note("innovation").high) == (3, 3)
    assert found.note("inconnu") is None


def test_a_weightless_criterion_may_stop_a_dossier_and_never_moves_its_total() -> None:
    first, second = GRID.criteria
    grid = replace(GRID, criteria=(first, replace(second, weight=Decimal(0), threshold=Decimal(1))))
    low, high = sheet((4, 0), grid=grid), sheet((4, 2), grid=grid)
    assert low.total == high.total == 1
    assert (propose(RULE, low).outcome, propose(RULE, high).outcome) == ("resubmit", "accepted")
