"""A ranked list with places, money, reserve, ties and moves by hand: worked by hand, then against a plain judge."""

from decimal import Decimal
from fractions import Fraction
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories.procedures import opinion, small
from vivier.vocabulary import InputError
from vivier_web.procedures.definition.flaws import Flaw
from vivier_web.procedures.definition.grids import Ranking
from vivier_web.procedures.marking import Entry, Moved, Ranked, Sheet, consensus, rank

GRID = small().grid("grid")
PLACES = {"kept": "Retenu", "reserve": "Liste de réserve", "out": "Au-delà de la réserve"}


@cache
def sheet(one: float, other: float = 1) -> Sheet:
    return consensus(GRID, [opinion("A", one, other)])


def entry(key: str, one: float, asked: str = "0", outcome: str = "accepted", other: float = 1) -> Entry:
    return Entry(key, sheet(one, other), outcome, Decimal(asked))


def line(ranking: Ranking, marks: str, *moves: tuple[str, int]) -> str:
    """Rank « a4 b3 » (a key, its mark) and tell the list as « a1k b2r » (key, rank, first letter of the place)."""
    entries = [entry(each[0], int(each[1])) for each in marks.split()]
    found = rank(ranking, entries, [Moved(key, place) for key, place in moves])
    return " ".join(f"{each.key}{each.rank}{each.place[0]}" for each in found)


TWO_AND_ONE = Ranking(2, None, 1)
LISTS = [
    # what the marks say, without a hand
    (TWO_AND_ONE, "", (), ""),
    (TWO_AND_ONE, "a4", (), "a1k"),
    (TWO_AND_ONE, "a4 b3", (), "a1k b2k"),
    (TWO_AND_ONE, "a4 b3 c2 d1", (), "a1k b2k c3r d4o"),
    (TWO_AND_ONE, "d1 c2 b3 a4", (), "a1k b2k c3r d4o"),
    (Ranking(9, None, 0), "a4 b3 c2", (), "a1k b2k c3k"),
    (Ranking(1, None, 0), "a4 b3 c2", (), "a1k b2o c3o"),
    (Ranking(1, None, 9), "a4 b3 c2", (), "a1k b2r c3r"),
    # equals share a rank, and the next one counts them all
    (Ranking(3, None, 0), "a4 b4 c3", (), "a1k b1k c3k"),
    (Ranking(3, None, 0), "a4 b3 c3 d2", (), "a1k b2k c2k d4o"),
    # equals across the cut all wait; across the end of the reserve all are out
    (Ranking(2, None, 2), "a4 b3 c3 d2", (), "a1k b2r c2r d4o"),
    (Ranking(2, None, 1), "a4 b3 c3 d2", (), "a1k b2o c2o d4o"),
    (Ranking(1, None, 2), "a4 b4 c3", (), "a1r b1r c3o"),
    (Ranking(1, None, 3), "a4 b4 c3", (), "a1r b1r c3r"),
    # one moved by hand, up, down, past the end, where it already was
    (TWO_AND_ONE, "a4 b3 c2 d1", (("c", 1),), "c1k a2k b3r d4o"),
    (TWO_AND_ONE, "a4 b3 c2 d1", (("d", 2),), "a1k d2k b3r c4o"),
    (TWO_AND_ONE, "a4 b3 c2 d1", (("a", 4),), "b1k c2k d3r a4o"),
    (TWO_AND_ONE, "a4 b3 c2 d1", (("a", 99),), "b1k c2k d3r a4o"),
    (TWO_AND_ONE, "a4 b3 c2 d1", (("b", 2),), "a1k b2k c3r d4o"),
    (TWO_AND_ONE, "a4 b3 c2 d1", (("d", 0),), "d1k a2k b3r c4o"),
    # several, one after the other: the order of the moves is that of the committee
    (TWO_AND_ONE, "a4 b3 c2 d1", (("c", 1), ("d", 1)), "d1k c2k a3r b4o"),
    (TWO_AND_ONE, "a4 b3 c2 d1", (("d", 1), ("c", 1)), "c1k d2k a3r b4o"),
    (TWO_AND_ONE, "a4 b3 c2 d1", (("d", 1), ("d", 4)), "a1k b2k c3r d4o"),
    # a hand separates equals: the one it moved has no equal any more
    (Ranking(2, None, 1), "a4 b3 c3", (("c", 2),), "a1k c2k b3r"),
    (Ranking(2, None, 1), "a4 b3 c3", (("b", 2),), "a1k b2k c3r"),
    (Ranking(3, None, 0), "a4 b4 c3", (("c", 2),), "a1k c2k b3k"),
    (Ranking(2, None, 2), "a4 b3 c3 d3", (("d", 1),), "d1k a2k b3r c3r"),
    # a dossier that is not in the list is not moved into it
    (TWO_AND_ONE, "a4 b3", (("z", 1),), "a1k b2k"),
]


@pytest.mark.parametrize(("ranking", "marks", "moves", "expected"), LISTS)
def test_a_list_is_cut_in_order_and_a_hand_may_change_the_order(
    ranking: Ranking, marks: str, moves: tuple[tuple[str, int], ...], expected: str
) -> None:
    assert line(ranking, marks, *moves) == expected


MONEY = [
    # (budget, places, what each asks for, expected places)
    ("500", 0, ("300", "200", "1"), "kkr"),
    ("500", 0, ("300", "201", "1"), "krr"),
    ("500", 0, ("501", "1", "1"), "rro"),
    ("500", 0, ("0", "0", "0"), "kkk"),
    ("500", 1, ("100", "100", "100"), "krr"),
    ("500", 2, ("100", "400", "0"), "kkr"),
    ("0.30", 0, ("0.10", "0.20", "0"), "kkk"),  # exact to the cent: three tenths are three tenths
]


@pytest.mark.parametrize(("budget", "places", "asked", "expected"), MONEY)
def test_money_is_spent_in_order_to_the_cent_and_nobody_jumps_ahead(
    budget: str, places: int, asked: tuple[str, ...], expected: str
) -> None:
    entries = [entry(key, 4 - at, asked[at]) for at, key in enumerate("abc")]
    found = rank(Ranking(places, Decimal(budget), 2), entries)
    assert "".join(each.place[0] for each in found) == expected


def test_equals_that_only_fit_one_by_one_in_the_money_both_wait() -> None:
    tied = [entry("a", 4, "300"), entry("b", 4, "300")]
    assert [each.place for each in rank(Ranking(0, Decimal(599), 2), tied)] == ["reserve", "reserve"]
    assert [each.place for each in rank(Ranking(0, Decimal(600), 2), tied)] == ["kept", "kept"]


def test_a_move_may_let_in_a_dearer_dossier_and_shut_those_it_passes() -> None:
    entries = [entry("a", 4, "200"), entry("b", 3, "200"), entry("c", 2, "400")]
    ranking = Ranking(0, Decimal(400), 1)
    assert [(each.key, each.place) for each in rank(ranking, entries)] == [
        ("a", "kept"), ("b", "kept"), ("c", "reserve"),
    ]  # fmt: skip
    assert [(each.key, each.place) for each in rank(ranking, entries, [Moved("c", 1)])] == [
        ("c", "kept"), ("a", "reserve"), ("b", "out"),
    ]  # fmt: skip


OUTCOMES_OUT = [
    ("resubmit", "À représenter."),
    ("refused", "Refusé."),
    ("ineligible", "Non recevable."),
    ("withdrawn", "Retiré."),
    ("lapsed", "Caduc."),
]


@pytest.mark.parametrize(("outcome", "motive"), OUTCOMES_OUT)
def test_what_is_not_granted_has_no_rank_even_when_a_hand_puts_it_first(outcome: str, motive: str) -> None:
    entries = [entry("best", 4, outcome=outcome), entry("other", 2)]
    found = rank(TWO_AND_ONE, entries, [Moved("best", 1)])
    assert found[1] == Ranked("best", 0, "out", (), motive)
    assert (found[0].key, found[0].rank, found[0].place) == ("other", 1, "kept")


@pytest.mark.parametrize("outcome", ["accepted", "accepted_with_conditions", "done"])
def test_an_agreement_of_any_kind_is_ranked(outcome: str) -> None:
    assert [each.rank for each in rank(TWO_AND_ONE, [entry("a", 4, outcome=outcome)])] == [1]


def test_the_motive_says_the_place_the_total_and_how_many_equals() -> None:
    found = rank(Ranking(1, None, 3), [entry(key, mark) for key, mark in zip("abcd", (4, 3, 3, 3), strict=True)])
    assert [each.motive for each in found] == [
        "Retenu : 87,5\u00a0% du maximum.",
        *(["Liste de réserve : 68,75\u00a0% du maximum, à égalité avec 2\u00a0autres dossiers."] * 3),
    ]
    assert [each.equals for each in found] == [(), ("c", "d"), ("b", "d"), ("b", "c")]
    assert "1\u00a0autre dossier." in rank(Ranking(2, None, 0), [entry("a", 4), entry("b", 4)])[0].motive


@pytest.mark.parametrize(
    ("asked", "outcome"),
    [("-1", "accepted"), ("NaN", "accepted"), ("Infinity", "accepted"), ("0", "peut-être"), ("0", "")],
)
def test_an_entry_that_makes_no_sense_is_refused(asked: str, outcome: str) -> None:
    with pytest.raises(InputError):
        entry("a", 4, asked, outcome)


@pytest.mark.parametrize(
    "wrong",
    [
        {"places": 0},
        {"places": -1},
        {"places": 1, "reserve": -1},
        {"budget_eur": Decimal(0)},
        {"places": 2, "budget_eur": Decimal(-5)},
    ],
)
def test_a_list_that_cannot_be_cut_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(Flaw):
        Ranking(**wrong)


def test_a_criterion_of_the_tie_rule_that_is_unknown_or_unmarked_separates_nobody() -> None:
    blank = Entry("b", consensus(GRID, [opinion("A", 3, None)]), "accepted")
    same = Entry("a", consensus(GRID, [opinion("A", 3, None)]), "accepted")
    for ties in ((), ("absent",), ("market",)):
        assert [each.rank for each in rank(Ranking(2, ties=ties), [blank, same])] == [1, 1]


def slow_rank(ranking: Ranking, entries: list[Entry], moved: list[Moved]) -> list[tuple[str, int, str, set[str]]]:
    """Judge: every prefix of the list is checked anew."""

    def order(each: Entry) -> tuple[Fraction, ...]:
        notes = [each.sheet.note(key) for key in ranking.ties]
        return (each.sheet.total, *(note.value or Fraction(0) for note in notes if note))

    asked = {each.key: each for each in entries if each.outcome in {"accepted", "accepted_with_conditions", "done"}}
    keys = sorted(sorted(asked), key=lambda key: order(asked[key]), reverse=True)
    for move in moved:
        if move.key in keys:
            keys.remove(move.key)
            at = max(0, move.place - 1)
            keys = [*keys[:at], move.key, *keys[at:]]
    touched = {each.key for each in moved}

    def together(one: int, other: int) -> bool:
        between = keys[min(one, other) : max(one, other) + 1]
        same = len({order(asked[key]) for key in between}) == 1
        return one == other or (same and not touched & set(between))

    def fits(upto: int) -> bool:
        spent = sum(asked[key].asked_eur for key in keys[:upto])
        return (not ranking.places or upto <= ranking.places) and (
            ranking.budget_eur is None or spent <= ranking.budget_eur
        )

    n = len(keys)
    ends = [max(at for at in range(n) if together(here, at)) + 1 for here in range(n)]
    kept = [all(fits(end) for end in set(ends[: here + 1])) for here in range(n)]
    found = []
    for here, key in enumerate(keys):
        place = "kept" if kept[here] else "reserve" if ends[here] <= sum(kept) + ranking.reserve else "out"
        group = {keys[at] for at in range(n) if together(here, at)}
        found.append((key, 1 + min(at for at in range(n) if together(here, at)), place, group - {key}))
    left = sorted(each.key for each in entries if each.key not in asked)
    return [*found, *((key, 0, "out", set()) for key in left)]


drawn = st.lists(
    st.tuples(
        st.sampled_from([2, 3, 4]),
        st.sampled_from([0, 1, 2]),
        st.sampled_from(["0", "100", "250"]),
        st.sampled_from(["accepted", "accepted", "accepted_with_conditions", "refused"]),
    ),
    max_size=8,
)
rankings = st.builds(
    Ranking,
    st.integers(1, 5),
    st.sampled_from([None, Decimal(300), Decimal(700)]),
    st.integers(0, 4),
    st.sampled_from([(), ("innovation",), ("market", "innovation")]),
)
moves = st.lists(st.builds(Moved, st.sampled_from([f"d{n}" for n in range(9)]), st.integers(0, 9)), max_size=4)


@settings(deadline=None, max_examples=150)
@given(drawn, rankings, moves)
def test_the_list_agrees_with_a_plain_judge(
    rows: list[tuple[int, int, str, str]], ranking: Ranking, moved: list[Moved]
) -> None:
    entries = [entry(f"d{n}", one, asked, out, other) for n, (one, other, asked, out) in enumerate(rows)]
    found = rank(ranking, entries, moved)
    assert [(each.key, each.rank, each.place, set(each.equals)) for each in found] == slow_rank(
        ranking, entries, moved
    )
    assert rank(ranking, reversed(entries), moved) == found
    assert all(each.motive.startswith(PLACES[each.place]) for each in found if each.rank)


@settings(deadline=None, max_examples=60)
@given(drawn, rankings, st.integers(0, 7), st.integers(1, 8))
def test_moving_a_dossier_changes_nothing_to_the_order_of_the_others(
    rows: list[tuple[int, int, str, str]], ranking: Ranking, which: int, place: int
) -> None:
    entries = [entry(f"d{n}", one, asked, out, other) for n, (one, other, asked, out) in enumerate(rows)]
    before = [each.key for each in rank(ranking, entries) if each.key != f"d{which}"]
    found = rank(ranking, entries, [Moved(f"d{which}", place)])
    assert [each.key for each in found if each.key != f"d{which}"] == before
    mine = [each for each in found if each.key == f"d{which}" and each.rank]
    for each in mine:
        assert (each.rank, each.equals) == (min(place, sum(one.rank > 0 for one in found)), ())
