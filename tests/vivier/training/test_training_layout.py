"""A request put in order and turned into programs: which variables, which limits, at what cost."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories.training import tiny, with_terms
from vivier.training import Course, Need, Place, Terms
from vivier.training.blocks import Layout, Link, Whole, lay_out
from vivier.training.linear import INFINITY
from vivier.training.multipliers import priced
from vivier.training.pricing import counted_program, nobody, pattern_of
from vivier.training.request import Request, request_of

seeds = st.integers(0, 100_000)
X = Course("X", 2, 4, 1000, 50)
HERE, THERE = Place("Ici", 45.0, 4.0, 5), Place("Là", 45.0, 5.0, 2)


def need(company: str = "A", people: int = 3, course: str = "X", **more) -> Need:
    return Need(company, 45.0, 4.0, course, people, 1500, **more)


def asked(*needs: Need, courses=(X,), places=(HERE, THERE), budget=None, **terms) -> Request:
    return request_of(needs, courses, places, budget, Terms(**terms))


def drawn(seed: int, question: str = "balance") -> Whole:
    one = tiny(seed, question)
    return lay_out(request_of(one.needs, one.courses, one.places, one.budget, one.terms))


def links_of(*funders_of_courses: tuple[str, ...], budget=None, **terms) -> tuple[Link, ...]:
    courses = [Course(f"C{rank}", 1, 2, 1, funders=each) for rank, each in enumerate(funders_of_courses)]
    return lay_out(request_of([], courses, [], budget, Terms(**terms))).links


def test_a_request_is_put_in_order() -> None:
    courses = (Course("Y", 1, 2, 1), X)
    request = asked(need("B"), need("A", course="Y"), need("A"), courses=courses, places=(THERE, HERE))
    assert [(each.course, each.company) for each in request.needs] == [("X", "A"), ("X", "B"), ("Y", "A")]
    assert [each.course for each in request.courses] == ["X", "Y"]
    assert [each.place for each in request.places] == ["Ici", "Là"]
    assert (request.people, request.needs_of("X"), request.needs_of("Z")) == (9, [0, 1], [])


@pytest.mark.parametrize(
    ("of_need", "of_course", "of_place", "periods"),
    [
        ((), (), (), ("",)),
        (("T2",), (), (), ("T2",)),
        (("T2",), ("T1",), ("T3", "T1"), ("T1", "T2", "T3")),
        (("T1", "T1"), (), (), ("T1",)),
        (("T10", "T9"), (), (), ("T10", "T9")),
    ],
)
def test_periods_are_all_those_named_in_order(of_need, of_course, of_place, periods) -> None:
    course, place = Course("X", 1, 2, 1, periods=of_course), Place("Ici", 45, 4, 1, of_place)
    assert asked(need(periods=of_need), courses=[course], places=[place]).periods == periods


@pytest.mark.parametrize(
    ("slots", "moves", "needs", "where"),
    [
        ((), (), 0, [(0, 0), (0, 0), (0, 0)]),
        (((0, 0),), ((0, 0), (1, 0)), 2, [(1, 3), (3, 5), (5, 7)]),
        (((0, 0), (1, 0)), (), 1, [(2, 2), (2, 3), (3, 4)]),
    ],
)
def test_variables_follow_one_another(slots, moves, needs, where) -> None:
    layout = Layout(slots, moves, needs)
    assert [(each.start, each.stop) for each in (layout.seats, layout.at_work, layout.left_out)] == where


@pytest.mark.parametrize(
    ("of_need", "of_course", "of_place", "slots", "moves"),
    [
        ((), (), (), [0, 1], [0, 1]),
        (("T1",), (), (), [0, 1], [0]),
        ((), ("T2",), (), [1], [0]),
        ((), (), ("T1",), [0], [0]),
        (("T1",), ("T2",), (), [1], []),
        ((), ("T1",), ("T2",), [], []),
    ],
)
def test_sessions_are_held_when_the_course_and_the_place_are_open(of_need, of_course, of_place, slots, moves) -> None:
    courses = [Course("X", 1, 4, 10, periods=of_course), Course("Z", 1, 2, 1, periods=("T1", "T2"))]
    place = Place("Ici", 45, 4, 9, of_place)
    layout = lay_out(asked(need(periods=of_need), courses=courses, places=[place])).blocks[0].layout
    assert layout.slots == tuple((0, period) for period in slots)
    assert layout.moves == tuple((0, slot) for slot in moves)


@pytest.mark.parametrize(
    ("people", "least", "per_place", "of_place", "question", "on_the_job", "high"),
    [
        (7, 2, 9, 9, "balance", 0, [3, 7, 0, 7]),  # no more sessions than people can fill
        (7, 0, 9, 5, "balance", 0, [5, 7, 0, 7]),
        (7, 1, 4, 5, "balance", 3, [4, 7, 3, 7]),
        (7, 8, 9, 9, "balance", 9, [0, 7, 7, 7]),
        (7, 1, 9, 9, "everyone", 2, [7, 7, 2, 0]),
        (7, 1, 9, 0, "most", 0, [0, 7, 0, 7]),
    ],
)
def test_variables_go_as_high_as_people_and_places_allow(
    people, least, per_place, of_place, question, on_the_job, high
) -> None:
    course = Course("X", least, 10, 100, max_sessions_per_place=per_place, on_the_job_eur=40)
    place = Place("Ici", 45, 4, of_place)
    whole = lay_out(asked(need(people=people, on_the_job=on_the_job), courses=[course], places=[place],
                          question=question))  # fmt: skip
    assert whole.blocks[0].program.high.tolist() == high


@pytest.mark.parametrize(
    ("travel", "on_the_job_eur", "cost"),
    [(0.0, None, [1000, 50, 0, 1500]), (0.0, 300.0, [1000, 50, 300, 1500]), (2.0, 0.0, [1000, 50, 0, 1500])],
)
def test_variables_cost_what_the_course_and_the_need_say(travel, on_the_job_eur, cost) -> None:
    course = Course("X", 2, 4, 1000, 50, on_the_job_eur=on_the_job_eur)
    block = lay_out(asked(need(), courses=[course], places=[HERE], travel_eur_per_km=travel)).blocks[0]
    assert block.program.cost.tolist() == cost
    assert block.program.whole.tolist() == [True, False, False, False]


def test_travel_is_paid_both_ways() -> None:
    request = asked(need(), places=[THERE], travel_eur_per_km=1.5)
    assert lay_out(request).blocks[0].program.cost[1] == pytest.approx(50 + 3 * request.km[0, 0])


@pytest.mark.parametrize(
    ("courses", "budget", "funders", "links"),
    [
        ([()], None, (), []),
        ([()], 500.0, (), [("budget", (), 500)]),
        ([()], None, (("B", 2.0), ("A", 1.0)), [("funders", ("A", "B"), 3)]),
        ([("A",)], 9.0, (("A", 1.0), ("B", 2.0)),
         [("budget", (), 9), ("funders", ("A",), 1), ("funders", ("A", "B"), 3)]),
        ([("A",), ("B",)], None, (("A", 1.0), ("B", 2.0), ("C", 4.0)),
         [("funders", ("A",), 1), ("funders", ("A", "B"), 3), ("funders", ("B",), 2), ("funders", ("A", "B", "C"), 7)]),
        ([("B", "A"), ("A", "B")], None, (("A", 1.0), ("B", 2.0)), [("funders", ("A", "B"), 3)]),
    ],
)  # fmt: skip
def test_money_is_bounded_by_the_budget_and_by_each_set_of_funders(courses, budget, funders, links) -> None:
    found = links_of(*courses, budget=budget, funders=funders)
    assert [(link.kind, link.names, link.most) for link in found] == links


def test_places_and_releases_are_limits_that_courses_share() -> None:
    courses = [Course("X", 1, 4, 10, periods=("T1", "T2"))]
    whole = lay_out(asked(need("B"), need("A"), courses=courses, releases=(("B", 2), ("A", 1))))
    assert whole.links == (
        Link("place", ("Ici",), 5), Link("place", ("Là",), 2),
        Link("release", ("A", "T1"), 1), Link("release", ("A", "T2"), 1),
        Link("release", ("B", "T1"), 2), Link("release", ("B", "T2"), 2),
    )  # fmt: skip
    assert whole.most.tolist() == [5, 2, 1, 1, 2, 2]


def test_what_each_variable_takes_of_each_limit_is_written() -> None:
    course = Course("X", 1, 4, 1000, 50, funders=("OPCO",), on_the_job_eur=300)
    whole = lay_out(asked(
        need(), courses=[course], places=[HERE], budget=9.0, funders=(("OPCO", 1.0), ("Région", 2.0)),
        releases=(("A", 2),),
    ))  # fmt: skip
    money = [1000, 50, 300, 0]
    assert [link.kind for link in whole.links] == ["budget", "funders", "funders", "place", "release"]
    assert whole.blocks[0].uses.toarray().tolist() == [money, money, money, [1, 0, 0, 0], [0, 1, 0, 0]]


@pytest.mark.parametrize("question", ["balance", "everyone", "most"])
def test_a_course_that_nobody_wants_has_no_program(question) -> None:
    courses = (X, Course("Y", 1, 2, 1), Course("Z", 1, 2, 1))
    whole = lay_out(asked(need(), need(course="Y", people=0), courses=courses, question=question))
    assert [(block.course.course, block.needs) for block in whole.blocks] == [("X", (0,))]
    assert (whole.dear > 0) == (question == "most")


@settings(max_examples=40, deadline=None)
@given(seeds)
def test_one_person_more_left_out_costs_more_than_any_plan(seed: int) -> None:
    plain, most = drawn(seed), drawn(seed, "most")
    for one, other in zip(plain.blocks, most.blocks, strict=True):
        added = other.program.cost - one.program.cost
        assert np.allclose(added[one.layout.left_out], most.dear)
        assert not added[: one.layout.left_out.start].any()
    nothing = sum(nobody(rank, block).cost for rank, block in enumerate(plain.blocks))
    assert most.dear > nothing or not plain.blocks


@settings(max_examples=40, deadline=None)
@given(seeds)
def test_training_nobody_holds_every_limit_and_costs_the_priorities(seed: int) -> None:
    whole = drawn(seed)
    for rank, block in enumerate(whole.blocks):
        pattern, program = nobody(rank, block), block.program
        met = program.rows @ pattern.values
        assert (met >= program.least - 1e-9).all()
        assert (met <= program.most + 1e-9).all()
        assert (pattern.values <= program.high).all()
        assert not pattern.use.any()
        wanted = [whole.request.needs[each] for each in block.needs]
        assert pattern.cost == pytest.approx(sum(each.people * each.priority_eur for each in wanted))


@settings(max_examples=40, deadline=None)
@given(seeds, st.floats(0, 100))
def test_prices_raise_a_cost_by_the_worth_of_what_is_taken(seed: int, price: float) -> None:
    whole, rng = drawn(seed), np.random.default_rng(seed)
    prices = np.full(len(whole.links), price)
    for rank, block in enumerate(whole.blocks):
        values = rng.integers(0, 3, block.program.size).astype(float)
        pattern = pattern_of(rank, block, values)
        assert priced(block, prices) @ values == pytest.approx(pattern.cost + prices @ pattern.use)


@pytest.mark.parametrize(
    ("given_values", "kept"), [([1 - 1e-7, 2, 0, 1], [1, 2, 0, 1]), ([0.5, 2, 0, 1], [0.5, 2, 0, 1])]
)
def test_a_pattern_is_made_whole_when_it_nearly_is(given_values, kept) -> None:
    block = lay_out(asked(need(), places=[HERE])).blocks[0]
    assert pattern_of(0, block, np.array(given_values)).values.tolist() == kept


def test_a_program_that_counts_sessions_has_one_free_row_more() -> None:
    block = lay_out(asked(need())).blocks[0]
    counted = counted_program(block)
    assert counted.rows.toarray()[-1].tolist() == [1, 1, 0, 0, 0, 0]
    assert (counted.least[-1], counted.most[-1]) == (-INFINITY, INFINITY)
    assert (counted.rows[:-1] != block.program.rows).nnz == 0


@settings(max_examples=25, deadline=None)
@given(seeds)
def test_laying_out_twice_gives_the_same_programs_and_touches_nothing(seed: int) -> None:
    one = with_terms(tiny(seed), question="most")
    request = request_of(one.needs, one.courses, one.places, one.budget, one.terms)
    km, reach = request.km.copy(), request.reach.copy()
    first, second = lay_out(request), lay_out(request)
    assert first.links == second.links
    assert [b.layout for b in first.blocks] == [b.layout for b in second.blocks]
    assert [b.program.cost.tolist() for b in first.blocks] == [b.program.cost.tolist() for b in second.blocks]
    assert (request.km == km).all()
    assert (request.reach == reach).all()
