"""What is true of every measure of gaps; and nonsense refused with a sentence."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories.skills import drawn_pole
from vivier.gaps import Ahead, Gaps, Held, Required, Terms, measure
from vivier.gaps.data import Needed, Retention, Staff
from vivier.gaps.result import Amount
from vivier.gaps.staying import beta_draws
from vivier.gaps.streams import stream
from vivier.vocabulary import InputError, Interval

FAST = Terms(draws=200)
people = st.lists(st.integers(0, 6), min_size=5, max_size=5).filter(any)


def known(levels: list[int], skill: str = "TIG") -> list[Held]:
    return [Held(skill, level, n) for level, n in enumerate(levels)]


def measured(held: list[Held], n: int, *, rate: float = 1.0, posts: float = 20.0) -> Gaps:
    world = Ahead(5, (Staff("A", n),), (Retention("A", rate),), (Needed("A", posts),))
    required = [Required("A", skill, 3) for skill in {each.skill for each in held}]
    return measure(required, held, ahead=world, terms=FAST)


@settings(max_examples=40, deadline=None)
@given(people, st.floats(0, 30))
def test_one_more_holder_never_makes_a_gap_worse(levels: list[int], posts: float) -> None:
    n = sum(levels)
    raised = [*levels]
    lowest = next(level for level, count in enumerate(levels) if count)
    raised[lowest], raised[4] = raised[lowest] - 1, raised[4] + 1
    before, after = measured(known(levels), n, posts=posts), measured(known(raised), n, posts=posts)
    assert after.short.value <= before.short.value + 1e-9
    assert after.hours.value <= before.hours.value + 1e-9
    assert after.of("TIG").risk <= before.of("TIG").risk + 1e-9


@settings(max_examples=25, deadline=None)
@given(people, st.floats(0, 30))
def test_one_more_post_never_makes_a_gap_smaller(levels: list[int], posts: float) -> None:
    n = sum(levels)
    before, after = (measured(known(levels), n, posts=each, rate=0.6) for each in (posts, posts + 1))
    assert after.short.value >= before.short.value - 1e-9
    assert after.hours.value >= before.hours.value - 1e-9


@settings(max_examples=25, deadline=None)
@given(people, people)
def test_totals_add_up_over_skills(one: list[int], other: list[int]) -> None:
    n = max(sum(one), sum(other))
    whole = measured([*known(one, "TIG"), *known(other, "MIG")], n, rate=0.7)
    assert whole.hours.value == pytest.approx(sum(each.hours.value for each in whole.skills))
    assert whole.short.value == pytest.approx(sum(each.short.value for each in whole.skills))
    # Everybody assessed: each skill is then what it is alone.
    if sum(one) == sum(other):
        assert whole.of("TIG") == measured(known(one, "TIG"), n, rate=0.7).of("TIG")


@settings(max_examples=25, deadline=None)
@given(people, st.floats(0, 1))
def test_nobody_is_lost_on_the_way(levels: list[int], rate: float) -> None:
    n = sum(levels)
    gap = measured(known(levels), n + 4, rate=rate).of("TIG")
    assert gap.concerned == n + 4
    assert gap.remaining.value <= gap.holders.value <= gap.concerned
    assert gap.known <= gap.holders.value + 1e-9
    assert 0 <= gap.risk <= 1
    assert 0 <= gap.coverage <= 1
    assert gap.hours_in_post.value <= gap.hours.value + 1e-9
    assert gap.short.value <= gap.posts.value + 1e-9


def test_the_larger_the_coverage_the_narrower_the_interval() -> None:
    widths = []
    for covered in (0.3, 0.95):
        pole = drawn_pole(11, covered=covered, companies=20)
        found = measure(pole.required, pole.held, ahead=pole.ahead, terms=FAST)
        widths.append(sum(each.holders.interval.width for each in found.skills) / len(found.skills))
    assert widths[1] < widths[0] / 2


def test_beta_draws_have_the_mean_and_the_spread_that_were_given() -> None:
    drawn = beta_draws(0.7, 0.1, 50_000, stream(1, "x"))
    assert (drawn.mean(), drawn.std()) == (pytest.approx(0.7, abs=0.002), pytest.approx(0.1, abs=0.002))
    assert beta_draws(0.5, 1.0, 9, stream(1, "x")).std() > 0.3  # a spread no share can have is the widest one


@pytest.mark.parametrize(
    "nonsense",
    [
        lambda: Required("A", ""),
        lambda: Required("", "TIG"),
        lambda: Required("A", "TIG", level=5),
        lambda: Required("A", "TIG", level=True),
        lambda: Required("A", "TIG", share=math.nan),
        lambda: Required("A", "TIG", hours=(1, 2)),
        lambda: Required("A", "TIG", hours=(1, 2, math.nan, 3)),
        lambda: Required("A", "TIG", weight=math.inf),
        lambda: Held("TIG", 3, -1),
        lambda: Held("TIG", 3, 1.5),
        lambda: Held("TIG", -1, 1),
        lambda: Held(" ", 3, 1),
        lambda: Staff("A", math.nan),
        lambda: Retention("A", 1.2),
        lambda: Retention("A", 0.5, draws=(math.nan,)),
        lambda: Needed("A", -1),
        lambda: Needed("A", 3, draws=(-1.0,)),
        lambda: Ahead(0),
        lambda: Ahead(math.nan),
        lambda: Terms(fewest=0),
        lambda: Terms(risk=math.nan),
        lambda: Terms(newcomers=7),
        lambda: Terms(draws=0),
        lambda: Amount(math.nan, Interval(0, 1)),
        lambda: stream(-1, "x"),
    ],
)
def test_nonsense_is_refused_with_one_french_sentence(nonsense) -> None:
    with pytest.raises(InputError) as refused:
        nonsense()
    assert str(refused.value).endswith(".")
    assert str(refused.value).count(". ") == 0
