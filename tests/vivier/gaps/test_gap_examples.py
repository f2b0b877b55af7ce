"""Gaps worked out by hand, and what each figure means."""

import pytest

from vivier.gaps import Ahead, Held, Required, Terms, measure
from vivier.gaps.data import Needed, Retention, Staff
from vivier.gaps.rome import required_in
from vivier.reference import Store, store
from vivier.vocabulary import InputError, Interval

TIG = "Soudage TIG"


def ahead(people=10, rate=1.0, posts=12.0, **retention) -> Ahead:
    staff = (Staff("H2913", people),) if people else ()
    return Ahead(5, staff, (Retention("H2913", rate, **retention),), (Needed("H2913", posts),))


def test_the_example_of_the_method_note() -> None:
    """Ten welders: 6 alone, 3 with help, 1 learning; 2 of them leave for sure; 9 posts, all asking for level 3."""
    held = [Held(TIG, 3, 6), Held(TIG, 2, 3), Held(TIG, 1, 1)]
    found = measure([Required("H2913", TIG, 3)], held, ahead=ahead(rate=0.8, posts=9), terms=Terms(draws=20_000))
    gap = found.of(TIG)
    assert (gap.n, gap.known, gap.concerned, gap.coverage) == (10, 6, 10, 1.0)
    assert gap.posts.value == 9
    assert gap.holders.value == 6
    assert gap.remaining.value == pytest.approx(4.8, abs=0.02)
    assert gap.short.value == pytest.approx(9 - 4.8, abs=0.02)
    # In post: 2.4 people 70 h from the level, 0.8 people 105 h from it; one recruit, 119 h.
    assert gap.hours_in_post.value == pytest.approx(2.4 * 70 + 0.8 * 105, abs=2)
    assert gap.hours.value == pytest.approx(2.4 * 70 + 0.8 * 105 + 119, abs=2)


def test_recruits_who_come_with_a_level_cost_less() -> None:
    held = [Held(TIG, 3, 10)]
    lacking = measure([Required("H2913", TIG, 3)], held, ahead=ahead())
    arriving = measure([Required("H2913", TIG, 3)], held, ahead=ahead(), terms=Terms(newcomers=2))
    assert (lacking.hours.value, arriving.hours.value) == (2 * 119, 2 * 70)
    assert arriving.of(TIG).hours_in_post.value == 0


def test_half_of_the_posts_ask_for_half_of_the_people() -> None:
    found = measure([Required("H2913", TIG, 3, share=0.5)], [Held(TIG, 3, 4), Held(TIG, 0, 6)], ahead=ahead(posts=10))
    assert found.of(TIG).posts.value == 5
    assert found.of(TIG).short.value == 1


def test_a_skill_of_two_occupations_is_counted_over_both() -> None:
    required = [Required("H2913", TIG, 3), Required("H2911", TIG, 1)]
    world = Ahead(
        3, (Staff("H2913", 4), Staff("H2911", 4)), (Retention("H2913", 1.0), Retention("H2911", 1.0)),
        (Needed("H2913", 5), Needed("H2911", 4)),
    )  # fmt: skip
    gap = measure(required, [Held(TIG, 3, 4), Held(TIG, 1, 4)], ahead=world).of(TIG)
    assert (gap.level, gap.posts.value, gap.short.value) == (3, 9, 2)  # one at level 1 where 3 is asked, one recruit
    assert gap.hours.value == 105 + 14


def test_a_skill_that_nobody_was_assessed_on_has_no_gap_and_is_named() -> None:
    found = measure([Required("H2913", TIG), Required("H2913", "MIG")], [Held("MIG", 3, 2)], ahead=ahead())
    assert found.unmeasured == (TIG,)
    assert [each.skill for each in found.skills] == ["MIG"]
    with pytest.raises(InputError, match="personne n’y est évalué"):
        found.of(TIG)


def test_a_skill_that_no_occupation_asks_is_named() -> None:
    found = measure([Required("H2913", TIG)], [Held(TIG, 3, 2), Held("Tango", 4, 3)], ahead=ahead())
    assert found.unasked == ("Tango",)


def test_a_declaration_of_every_holder_leaves_nobody_unknown() -> None:
    declared = measure([Required("H2913", TIG)], [Held(TIG, 3, 2, is_whole=True)], ahead=ahead()).of(TIG)
    assert (declared.holders.value, declared.n, declared.coverage) == (2, 10, 1.0)
    nobody = measure([Required("H2913", TIG)], [Held(TIG, 0, 0, is_whole=True)], ahead=ahead()).of(TIG)
    assert nobody.holders.value == 0
    seen = measure([Required("H2913", TIG)], [Held(TIG, 3, 2)], ahead=ahead()).of(TIG)
    assert seen.n == 2
    assert seen.holders.interval.width > 0


def test_people_that_the_list_of_staff_forgot_are_counted_once_more() -> None:
    gap = measure([Required("H2913", TIG)], [Held(TIG, 3, 12)], ahead=ahead(people=10)).of(TIG)
    assert (gap.concerned, gap.holders.value) == (12, 12)


def test_people_of_a_company_without_a_list_are_taken_from_those_of_the_pole() -> None:
    gap = measure([Required("H2913", TIG)], [Held(TIG, 3, 6, "Atelier A")], ahead=ahead(people=10)).of(TIG)
    assert (gap.concerned, gap.n, gap.members) == (10, 6, 1)


def test_few_holders_are_fragile_whoever_stays() -> None:
    found = measure([Required("H2913", TIG)], [Held(TIG, 3, 2), Held(TIG, 0, 8)], ahead=ahead())
    assert found.of(TIG).reasons == ("few",)
    assert found.critical == (found.of(TIG),)


def test_enough_holders_today_who_are_about_to_leave_are_fragile() -> None:
    """Four of the five oldest hold it, and one of the five stays; nobody of the five young does."""
    held = [Held(TIG, 3, 4, age="60_plus"), Held(TIG, 0, 1, age="60_plus"), Held(TIG, 0, 5, age="25_34")]
    staff = (Staff("H2913", 5, age="60_plus"), Staff("H2913", 5, age="25_34"))
    rates = (Retention("H2913", 0.2, age="60_plus"), Retention("H2913", 1.0, age="25_34"))
    world = Ahead(5, staff, rates, (Needed("H2913", 10),))
    by_age = measure([Required("H2913", TIG)], held, ahead=world).of(TIG)
    assert (by_age.reasons, by_age.risk) == (("leaving",), 1.0)
    # Without ages, 6 of 10 stay and any of them may be a holder: P(fewer than 3 of 4) = 1 − (4·20 + 15)/210.
    ageless = [Held(each.skill, each.level, each.people) for each in held]
    pooled = measure([Required("H2913", TIG)], ageless, ahead=world).of(TIG)
    assert pooled.risk == pytest.approx(1 - (4 * 20 + 15) / 210)


def test_few_known_holders_among_many_unseen_ask_to_look_again() -> None:
    gap = measure([Required("H2913", TIG)], [Held(TIG, 3, 2), Held(TIG, 0, 1)], ahead=ahead(people=60)).of(TIG)
    assert gap.reasons == ("barely_known",)
    assert not gap.is_critical


def test_the_spread_of_an_outlook_is_chance_included_and_counted_once() -> None:
    """Everybody holds the skill: those who remain vary exactly as the outlook says."""
    found = measure(
        [Required("H2913", TIG)], [Held(TIG, 3, 100)], terms=Terms(draws=20_000),
        ahead=ahead(people=100, rate=0.8, sd=0.05, posts=100),
    ).of(TIG)  # fmt: skip
    assert found.remaining.value == pytest.approx(80, abs=0.2)
    assert found.remaining.interval.width == pytest.approx(2 * 1.2816 * 5, abs=1.0)


def test_paths_of_an_outlook_are_followed_together() -> None:
    """Where many stay, many posts: path by path, nobody is missing."""
    world = Ahead(
        5, (Staff("H2913", 10),), (Retention("H2913", 0.5, draws=(0.4, 0.8)),),
        (Needed("H2913", 6, draws=(4.0, 8.0)),),
    )  # fmt: skip
    gap = measure([Required("H2913", TIG)], [Held(TIG, 3, 10)], ahead=world, terms=Terms(draws=10)).of(TIG)
    assert gap.short.value == 0
    assert gap.remaining.interval == Interval(4, 8)


@pytest.mark.parametrize(
    ("world", "sentence"),
    [
        (Ahead(5, (Staff("H2913", 3),), (), (Needed("H2913", 3),)), "Rien ne dit combien de personnes"),
        (Ahead(5, (Staff("H2913", 3),), (Retention("H2913", 1.0),), ()), "Rien ne dit combien de postes"),
        (Ahead(5, (), (Retention("H2913", 1.0),) * 2, (Needed("H2913", 3),)), "donné deux fois"),
        (Ahead(5, (), (), (Needed("H2913", 3),) * 2), "donnés deux fois"),
    ],
)
def test_a_missing_or_repeated_row_is_said(world: Ahead, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        measure([Required("H2913", TIG)], [Held(TIG, 3, 2)], ahead=world)


def test_rows_of_one_skill_must_agree() -> None:
    twice = [Required("H2913", TIG), Required("H2913", TIG)]
    apart = [Required("H2913", TIG), Required("H2911", TIG, hours=(1, 2, 3, 4))]
    for required, sentence in ((twice, "deux fois du même métier"), (apart, "mêmes heures")):
        with pytest.raises(InputError, match=sentence):
            measure(required, [Held(TIG, 3, 2)], ahead=ahead())


def test_required_skills_of_the_demonstration_come_with_their_hypotheses() -> None:
    found = required_in(store().nomenclature("demo"), ["DEMO-U01"])
    assert {(each.occupation, each.level, each.share, each.hours) for each in found} == {
        ("DEMO-U01", 2, 0.5, (14, 35, 70, 35)),
        ("DEMO-U01", 2, 0.5, (7, 14, 35, 21)),
    }
    with pytest.raises(InputError):
        required_in(store().nomenclature("demo"), ["DEMO-Z99"])


def test_what_the_rome_calls_for_is_what_it_publishes(published: Store) -> None:
    """104,219 links in version 4.60, of which 13,663 to contexts of work; 18,900 are the heart of an occupation."""
    found = required_in(published.nomenclature("rome4"))
    assert len(found) == 90_556
    assert sum(each.core for each in found) == 18_900
    assert {each.level for each in found if each.core} == {3}
    rare = max(found, key=lambda each: each.weight)
    assert rare.weight == pytest.approx(7.3677, abs=1e-3)  # ln(1584): a skill of one occupation alone
