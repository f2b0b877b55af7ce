"""Several runs, added and subtracted, give nobody away."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories.cluster import Cluster
from factories.collected import ON, crowd, deposit, member
from vivier_web.members.models import Membership
from vivier_web.skills.actions.runs import work_out
from vivier_web.skills.actions.studies import plan_study, queue_run
from vivier_web.skills.actions.waves import open_wave
from vivier_web.skills.choices import RunState
from vivier_web.skills.guard.crossings import betrays


def companies(letters: str, people: int = 10) -> dict[str, int]:
    return dict.fromkeys(letters, people)


@pytest.mark.parametrize(
    ("sums", "answer"),
    [
        (["abcdef"], False),
        (["ab"], True),  # two companies
        (["abcdef", "abc"], False),
        (["abcdef", "abcd"], True),  # the difference is two
        (["abcdefg", "abc", "def"], True),  # all, minus one college, minus the other
        (["abcdefghi", "abc", "def"], False),
        (["abcd", "bcde"], False),  # a and e are alone in their groups, but nothing isolates them
        (["abcd", "bcde", "ae"], True),
        (["abcdef", "abcghi", "defghi"], False),
        (["abcdef", "abcghi", "defghij"], False),  # j comes only with other halves
        (["abcdef", "abcghi", "defghij", "abcdefghi"], True),  # twice the last, minus the first two, minus the third…
    ],
)
def test_a_small_group_is_betrayed_when_the_sums_lead_to_it(sums: list[str], answer: bool) -> None:
    assert betrays([companies(letters) for letters in sums]) is answer


def test_three_companies_of_one_person_are_too_few() -> None:
    assert betrays([companies("abc", 1)])
    assert not betrays([companies("abc", 2)])


def test_nothing_betrays_nobody() -> None:
    assert not betrays([])
    assert not betrays([{}])


SUMS = st.lists(st.sets(st.sampled_from("abcdefgh"), min_size=3), min_size=1, max_size=4)


@settings(max_examples=60, deadline=None)
@given(SUMS)
def test_what_small_whole_coefficients_isolate_is_always_seen(sums: list[set[str]]) -> None:
    """A slow and obvious reader tries every combination of −2 … 2 of the sums."""
    found = False
    for weights in product(range(-2, 3), repeat=len(sums)):
        held = {x: sum(w for w, one in zip(weights, sums, strict=True) if x in one) for x in "abcdefgh"}
        alone = {x for x, n in held.items() if n}
        if 0 < len(alone) < 3 and len({held[x] for x in alone}) == 1:
            found = True
    if found:
        assert betrays([companies("".join(one)) for one in sums])


@settings(max_examples=40, deadline=None)
@given(SUMS, st.randoms())
def test_the_order_of_sums_changes_nothing(sums: list[set[str]], random) -> None:
    given_ = [companies("".join(sorted(one))) for one in sums]
    shuffled = list(given_)
    random.shuffle(shuffled)
    assert betrays(given_) == betrays(shuffled)


def test_all_the_members_then_two_colleges_would_leave_the_third_alone(pole: Cluster) -> None:
    wave = open_wave(pole.pole, "Janvier", on=ON, opens_on=ON, closes_on=ON, by=None)
    for number, college in enumerate("AAABBBBC"):
        one = member(pole.pole, number)
        Membership.objects.filter(organisation=one).update(college=college)
        deposit(wave, one, crowd(one.siren, 30))
    states = []
    for perimeter, value in (("all", ""), ("college", "A"), ("college", "B")):
        study = plan_study(
            wave, value or "Tous", {"perimeter": perimeter, "value": value, "horizon": 1, "draws": 100}, by=None
        )
        run = work_out(queue_run(study, by=None).pk)
        states.append((run.state, run.trouble.startswith("Recoupé")))
    assert states == [(RunState.DONE, False), (RunState.DONE, False), (RunState.FAILED, True)]
