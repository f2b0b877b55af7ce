"""A member beside the others: shares that add up, and no reading nor difference of two that tells one of them."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories.cluster import Cluster
from factories.collected import BANDS, collected, company, deposit, member
from vivier_web.skills.models import Deposit, Wave
from vivier_web.skills.queries.beside import Beside, beside, shown

FULL = tuple(("623e", band, "H", "CDI", n) for band, n in zip(BANDS, (2, 4, 6, 4, 2, 2), strict=True))


def giving(wave: Wave, pole: Cluster, number: int, *cells: tuple) -> Deposit:
    organisation = member(pole.pole, number)
    return deposit(wave, organisation, company(organisation.siren, *cells))


@pytest.fixture
def wave(pole: Cluster) -> Wave:
    """A wave in which nobody deposited yet."""
    return collected(pole.pole, members=0)


def test_shares_are_those_of_the_others_and_ones_own(wave: Wave, pole: Cluster) -> None:
    mine = giving(wave, pole, 1, ("623e", "25_34", "H", "CDI", 3), ("623e", 57, "F", "CDD", 1))
    for number in (2, 3, 4):
        giving(wave, pole, number, *FULL)
    assert beside(mine) == Beside(
        3,
        {"25_34": 0.75, "55_59": 0.25},
        {"moins_25": 0.1, "25_34": 0.2, "35_44": 0.3, "45_54": 0.2, "55_59": 0.1, "60_plus": 0.1},
    )


def test_ages_are_gathered_in_three_when_six_would_show_somebody(wave: Wave, pole: Cluster) -> None:
    mine = giving(wave, pole, 1, *FULL)
    three = [("623e", "25_34", "H", "CDI", 5), ("623e", 40, "H", "CDI", 4)]
    for number, oldest in ((2, "60_plus"), (3, "55_59"), (4, "55_59")):
        giving(wave, pole, number, *three, ("623e", oldest, "H", "CDI", 1))
    assert beside(mine) is None  # three people of 55 and more are too few, gathered or not
    for number, oldest in ((5, "60_plus"), (6, "60_plus"), (7, "55_59")):
        giving(wave, pole, number, *three, ("623e", oldest, "H", "CDI", 1))
    assert beside(mine) == Beside(
        6,
        {"moins_35": 0.3, "35_54": 0.5, "55_plus": 0.2},
        {"moins_35": 0.5, "35_54": 0.4, "55_plus": 0.1},
    )


def test_nothing_changes_until_three_more_have_deposited(wave: Wave, pole: Cluster) -> None:
    mine = giving(wave, pole, 1, *FULL)
    for number in (2, 3, 4):
        giving(wave, pole, number, *FULL)
    before, older = beside(mine), ("623e", "60_plus", "H", "CDI", 20)
    for number in (5, 6):
        giving(wave, pole, number, *FULL[:-1], older)
        assert beside(mine) == before
    giving(wave, pole, 7, *FULL)
    after = beside(mine)
    assert (before.companies, after.companies) == (3, 6)
    assert after.theirs["60_plus"] > before.theirs["60_plus"]


@pytest.mark.parametrize("others", [0, 1, 2])
def test_fewer_than_three_others_say_nothing(wave: Wave, pole: Cluster, others: int) -> None:
    mine = giving(wave, pole, 1, *FULL)
    for number in range(2, 2 + others):
        giving(wave, pole, number, *FULL)
    assert beside(mine) is None


def test_members_who_have_nobody_hide_nobody(wave: Wave, pole: Cluster) -> None:
    mine = giving(wave, pole, 1, *FULL)
    for number in (2, 3):
        giving(wave, pole, number, *FULL)
    giving(wave, pole, 4)
    assert beside(mine) is None


def test_a_giant_among_the_others_is_never_shown(wave: Wave, pole: Cluster) -> None:
    mine = giving(wave, pole, 1, *FULL)
    for number in (2, 3):
        giving(wave, pole, number, *FULL)
    giving(wave, pole, 4, *((*cell[:4], 40 * cell[4]) for cell in FULL))
    assert beside(mine) is None


def test_a_deposit_without_cells_is_beside_nobody(wave: Wave, pole: Cluster) -> None:
    mine = giving(wave, pole, 1, *FULL)
    for number in (2, 3, 4):
        giving(wave, pole, number, *FULL)
    assert beside(mine) is not None
    Deposit.objects.filter(pk=mine.pk).update(cells=None)
    assert beside(mine) is None


def test_shares_of_a_crowd_are_hundredths_that_add_up_to_one(pole: Cluster) -> None:
    wave = collected(pole.pole, members=7, people=80)
    for made in Deposit.objects.filter(wave=wave):
        found = beside(made)
        assert found is not None
        assert found.companies == 6
        for shares in (found.mine, found.theirs):
            assert sum(shares.values()) == pytest.approx(1, abs=0.03)
            assert all(share == round(share, 2) for share in shares.values())


@given(st.lists(st.dictionaries(st.sampled_from("ab"), st.integers(0, 9), max_size=2).map(Counter), max_size=6))
def test_what_is_shown_does_not_depend_on_who_comes_first(by_company: list[Counter[str]]) -> None:
    assert shown(by_company) == shown(by_company[::-1])
