"""Who was assessed, who was not, in which band: skills laid out before anything is drawn."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vivier.gaps import Ahead, Held, Required, Terms, measure
from vivier.gaps.data import Needed, Retention, Staff
from vivier.gaps.layout import Case, cases_of
from vivier.gaps.measuring import _reasons
from vivier.gaps.result import Gaps, SkillGap
from vivier.gaps.staying import beta_draws, posts_of, staying_of
from vivier.gaps.streams import stream
from vivier.vocabulary import InputError

TIG = [Required("A", "TIG")]
OLD, YOUNG = "60_plus", "25_34"


def laid(held: list[Held], staff: list[Staff], required: list[Required] = TIG) -> Case:
    [case], _ = cases_of(required, held, Ahead(5, tuple(staff)))
    return case


@pytest.mark.parametrize(
    ("held", "staff", "bands"),
    [
        ([(3, OLD)], [OLD, YOUNG], (YOUNG, OLD)),
        ([(3, OLD)], [OLD, ""], ("",)),  # one person in post of unknown age: no age can be followed
        ([(3, "")], [OLD, YOUNG], ("",)),
        ([(3, OLD)], [YOUNG], ("",)),  # assessed people of an age that nobody in post has
        ([(0, ""), (3, OLD)], [OLD, YOUNG], (YOUNG, OLD)),  # a row that counts nobody says no age
        ([(3, OLD)], [], ("",)),
        ([(3, "tous")], [""], ("",)),
    ],
)
def test_ages_are_followed_only_where_everybody_has_one(held, staff, bands) -> None:
    case = laid([Held("TIG", 3, n, age=age) for n, age in held], [Staff("A", 5, age=age) for age in staff])
    assert case.bands == bands
    assert case.n == sum(n for n, _ in held)


@pytest.mark.parametrize(
    ("held", "staff", "unseen"),
    [
        ([("E1", 3)], [("E1", 5), ("E2", 4)], {"E1": 2, "E2": 4}),
        ([("E1", 5)], [("E1", 5)], {"E1": 0}),
        ([("E1", 7)], [("E1", 5), ("E2", 4)], {"E1": 0, "E2": 4}),  # forgotten people of E1 are nobody of E2
        ([("E1", 3)], [("", 10)], {"": 7, "E1": 0}),
        ([("E1", 3), ("E2", 4)], [("", 10)], {"": 3, "E1": 0, "E2": 0}),
        ([("E1", 30)], [("", 10)], {"": 0, "E1": 0}),
        ([("E1", 3)], [("", 10), ("E1", 5)], {"": 10, "E1": 2}),  # E1 has its own list: the rest is not its
        ([("", 3)], [("", 10)], {"": 7}),
    ],
)
def test_people_nobody_assessed_are_counted_once(held, staff, unseen) -> None:
    case = laid([Held("TIG", 3, n, group) for group, n in held], [Staff("A", n, group) for group, n in staff])
    assert dict(zip(sorted(unseen), case.unseen.sum(axis=1).tolist(), strict=True)) == unseen
    assert int(case.people.sum()) == sum(n for _, n in held) + sum(unseen.values())


def test_a_company_that_declares_its_holders_tells_of_itself_alone() -> None:
    held = [Held("TIG", 3, 2, "E1", is_whole=True), Held("TIG", 3, 1, "E2")]
    case = laid(held, [Staff("A", 5, "E1"), Staff("A", 4, "E2")])
    assert case.known[:, 0].tolist() == [[3, 0, 0, 2, 0], [0, 0, 0, 1, 0]]
    assert case.unseen.tolist() == [[0], [3]]


def test_people_of_every_occupation_of_a_skill_are_concerned_and_of_no_other() -> None:
    required = [Required("B", "TIG"), Required("A", "TIG"), Required("C", "MIG")]
    case = laid([Held("TIG", 3, 2)], [Staff("A", 5), Staff("B", 4), Staff("C", 100)], required)
    assert int(case.people.sum()) == 9
    assert [row.occupation for row in case.required] == ["A", "B"]


def test_a_row_that_counts_nobody_assesses_nobody_unless_it_declares() -> None:
    world = Ahead(5, (Staff("A", 4),))
    assert cases_of(TIG, [Held("TIG", 3, 0), Held("TIG", 0, 0)], world) == ([], ["TIG"])
    [case], unmeasured = cases_of(TIG, [Held("TIG", 3, 0, is_whole=True)], world)
    assert (case.n, case.unseen.tolist(), unmeasured) == (4, [[0]], [])


companies = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.booleans()), min_size=1, max_size=6)


@settings(max_examples=60, deadline=None)
@given(companies)
def test_nobody_is_lost_nor_made_up_when_companies_are_laid_out(found) -> None:
    held = [Held("TIG", 2, seen, f"E{n}", is_whole=whole) for n, (seen, _, whole) in enumerate(found)]
    staff = [Staff("A", there, f"E{n}") for n, (_, there, _) in enumerate(found)]
    cases, unmeasured = cases_of(TIG, held, Ahead(5, tuple(staff)))
    if unmeasured:
        assert not any(seen or whole for seen, _, whole in found)
        return
    [case] = cases
    assert int(case.people.sum()) == sum(max(seen, there) for seen, there, _ in found)
    assert int(case.staffed.sum()) == sum(there for _, there, _ in found)
    assert int(case.known[:, :, 2].sum()) == sum(seen for seen, _, _ in found)
    assert (case.unseen >= 0).all()
    assert not any(case.unseen[n].sum() for n, (_, _, whole) in enumerate(found) if whole)


@pytest.mark.parametrize(
    ("holders", "known", "risk", "reasons"),
    [
        ([5, 5, 5], 5, 0.0, ()),
        ([2, 2, 5], 5, 0.9, ("few",)),
        ([5, 5, 5], 5, 0.2, ("leaving",)),  # the risk tolerated is reached
        ([5, 5, 5], 5, 0.19, ()),
        ([5, 5, 5], 2, 0.0, ("barely_known",)),
        ([5, 5, 5], 2, 0.5, ("leaving", "barely_known")),
        ([2, 5, 5], 5, 0.5, ()),  # one path in three has too few already today: leaving is not what makes it fragile
        ([3, 3, 3], 3, 0.0, ()),
    ],
)
def test_what_makes_a_skill_fragile(holders, known, risk, reasons) -> None:
    assert _reasons(np.array(holders), known, risk, Terms(fewest=3, risk=0.2)) == reasons


def gap(skill: str, *, n: int = 4, known: int = 3, risk: float = 0.0, concerned: int = 8, reasons=()) -> SkillGap:
    [one] = measure([Required("A", skill)], [Held(skill, 3, 4)], ahead=ahead(), terms=Terms(draws=2)).skills
    changed = {name: getattr(one, name) for name in SkillGap.__dataclass_fields__}
    return SkillGap(
        **changed | {"n": n, "known": known, "risk": risk, "concerned": concerned, "reasons": tuple(reasons)}
    )


def ahead() -> Ahead:
    return Ahead(5, (Staff("A", 4),), (Retention("A", 1.0),), (Needed("A", 4.0),))


def test_the_riskiest_skills_come_first_then_those_of_the_fewest_known_holders() -> None:
    found = [
        gap("a", risk=0.5, known=2, reasons=["leaving"]), gap("b", risk=0.9, reasons=["few"]),
        gap("c", risk=0.5, known=1, reasons=["few", "barely_known"]), gap("d", risk=1.0, reasons=["barely_known"]),
        gap("A", risk=0.5, known=2, reasons=["few"]),
    ]  # fmt: skip
    whole = measure([], [], ahead=ahead(), terms=Terms(draws=2))
    told = Gaps(5, tuple(found), whole.short, whole.hours, whole.hours_in_post)
    assert [each.skill for each in told.critical] == ["b", "c", "A", "a"]


@pytest.mark.parametrize(("n", "concerned", "coverage"), [(4, 8, 0.5), (9, 8, 1.0), (0, 0, 1.0), (0, 8, 0.0)])
def test_coverage_is_a_share_whatever_the_lists_forgot(n, concerned, coverage) -> None:
    assert gap("a", n=n, concerned=concerned).coverage == coverage


def test_nothing_asked_gives_nothing_and_totals_of_nothing() -> None:
    found = measure([], [Held("TIG", 3, 4)], ahead=ahead(), terms=Terms(draws=3))
    assert (found.skills, found.unmeasured, found.unasked) == ((), (), ("TIG",))
    assert (found.short.value, found.hours.value, found.hours_in_post.value) == (0, 0, 0)
    assert found.likeness == 0


def test_ages_of_an_occupation_share_out_all_those_who_stay() -> None:
    staff = (Staff("A", 6, age=OLD), Staff("A", 2, "E2", OLD), Staff("A", 3, age=YOUNG))
    found = staying_of(Ahead(5, staff, (Retention("A", 0.5),)), ["A"], 400, 3)
    assert set(found) == {("A", OLD), ("A", YOUNG)}
    total = found["A", OLD] + found["A", YOUNG]
    assert set(total.tolist()) == {5, 6}  # half of eleven, rounded up or down
    assert total.mean() == pytest.approx(5.5, abs=0.1)
    assert (found["A", OLD] <= 8).all()
    assert (found["A", YOUNG] <= 3).all()


def test_ages_that_an_outlook_says_are_followed_one_by_one() -> None:
    staff = (Staff("A", 6, age=OLD), Staff("A", 3, age=YOUNG))
    rates = (Retention("A", 0.0, age=OLD), Retention("A", 1.0, age=YOUNG), Retention("A", 0.9))
    found = staying_of(Ahead(5, staff, rates), ["A"], 5, 3)
    assert {age: set(each.tolist()) for (_, age), each in found.items()} == {OLD: {0}, YOUNG: {3}}
    with pytest.raises(InputError, match="Rien ne dit combien de personnes de « A » resteront"):
        staying_of(Ahead(5, staff, rates[:1]), ["A"], 5, 3)


def test_given_paths_are_followed_again_from_the_first_and_posts_are_never_negative() -> None:
    found = posts_of([Needed("A", 4, draws=(1.0, 2.0, 3.0)), Needed("B", 1, sd=5)], ["A", "B"], 50, 1)
    assert found["A"][:7].tolist() == [1, 2, 3, 1, 2, 3, 1]
    assert found["B"].min() == 0


@settings(max_examples=60, deadline=None)
@given(st.floats(0, 1), st.floats(0, 1))
def test_shares_drawn_are_shares_whatever_the_spread(mean: float, sd: float) -> None:
    drawn = beta_draws(mean, sd, 40, stream(1, "x"))
    assert ((drawn >= 0) & (drawn <= 1)).all()
    if sd == 0 or mean in (0, 1):
        assert set(drawn.tolist()) == {mean}


@pytest.mark.parametrize("seed", [-1, True, 1.0, math.nan, "1"])
def test_a_seed_that_is_no_whole_number_is_refused(seed) -> None:
    with pytest.raises(InputError, match="La graine doit être un nombre entier"):
        stream(seed, "x")


@pytest.mark.parametrize("level", [3.0, True, "3", None, math.nan, [3], -1, 5])
def test_a_level_that_is_none_of_the_five_is_refused_wherever_it_is_given(level) -> None:
    for make in (
        lambda: Required("A", "TIG", level),
        lambda: Held("TIG", level, 1),
        lambda: Terms(newcomers=level),
    ):
        with pytest.raises(InputError, match="doit être un niveau de 0"):
            make()
