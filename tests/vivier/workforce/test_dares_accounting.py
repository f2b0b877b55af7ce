"""The accounting of the Dares: its identities, its sums, what was published, and nobody lost on the way up."""

import itertools
import json
import math
from collections import defaultdict
from dataclasses import asdict, astuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories import figures
from factories import official as made
from vivier.reference import Store, store
from vivier.reference.official import add
from vivier.vocabulary import InputError
from vivier.workforce.accounting import (
    GROUPED,
    Account,
    Place,
    RollUp,
    accounts_of,
    employment_weights,
    roll_up,
    total,
)

AMOUNTS = st.floats(0, 1e4, allow_subnormal=False)
ACCOUNTS = st.builds(
    Account, AMOUNTS, st.floats(-1e4, 1e4), AMOUNTS, st.floats(-1e4, 0), st.floats(-1e4, 1e4)
)  # fmt: skip
CODES = st.sampled_from(["A0Z", "A1Z", "A2Z", "B0Z", "A0Z;A1Z", "A1Z;A2Z;B0Z", "C0Z;C1Z"])
TABLES = st.dictionaries(st.tuples(st.sampled_from(["11", "84", "94"]), CODES), ACCOUNTS, max_size=12)
QUOTED = [  # headcount, creations, departures, starters, mobility, imbalance, openings: thousand people
    ("84", "H0Z", 43.536, 9.828, 12.022, -16.983, -0.867, 4.000, 21.850),
    ("76", "D6Z", 23.696, 4.278, 7.066, -4.029, -0.279, 7.036, 11.344),
    ("11", "M2Z", 235.138, 37.739, 37.726, -87.764, 8.911, -3.388, 75.466),
]
NATIONAL = [  # headcount, creations, departures, starters, imbalance, openings: thousand people
    ("T4Z", 1226.0, 26.2, 462.5, -160.4, 328.2, 488.7),
    ("M2Z", 464.9, 114.9, 75.4, -155.6, 34.6, 190.3),
    ("V1Z", 653.3, 112.8, 143.0, -260.5, -4.7, 255.8),
    ("F4Z", 45.4, -5.7, 24.3, -11.9, 6.7, 18.6),
]


@pytest.fixture(scope="session")
def accounts(statistics: Store) -> dict[Place, Account]:
    return accounts_of(statistics.statistic("dares-2030"))


@pytest.fixture(scope="session")
def rolled(accounts, statistics: Store) -> RollUp:
    return roll_up(accounts, weights=employment_weights(statistics.statistic("dares-employment")))


def test_an_account_opens_what_is_created_and_what_is_left() -> None:
    account = Account(100.0, creations=-5.0, departures=30.0, starters=-20.0, mobility=2.0)
    assert (account.openings, account.imbalance) == (25.0, 7.0)
    assert account.departure_rate == pytest.approx(0.3 / 11)
    assert account.opening_rate == pytest.approx(0.25 / 11)
    assert account.imbalance_rate == pytest.approx(0.07 / 11)
    assert 100 * (1 + account.growth_rate) ** 11 == pytest.approx(95)


def test_an_account_of_nobody_has_no_rate() -> None:
    empty = Account(0.0)
    assert (empty.departure_rate, empty.opening_rate, empty.imbalance_rate, empty.growth_rate) == (0, 0, 0, 0)


def test_an_occupation_that_vanishes_shrinks_by_the_whole() -> None:
    assert Account(10.0, creations=-10.0).growth_rate == -1
    assert Account(10.0, creations=-12.0).growth_rate == -1  # published rounding may overshoot


@pytest.mark.parametrize(
    ("figures_given", "sentence"),
    [
        ({"headcount": float("nan")}, "un de ses chiffres est indéfini"),
        ({"headcount": 1, "mobility": float("inf")}, "un de ses chiffres est indéfini"),
        ({"headcount": -1}, "corrigez le signe"),
        ({"headcount": 1, "departures": -1}, "corrigez le signe"),
        ({"headcount": 1, "starters": 1}, "jeunes débutants négatifs"),
    ],
)
def test_an_account_that_makes_no_sense_is_refused(figures_given: dict[str, float], sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        Account(**figures_given)


def test_adding_nothing_gives_nothing() -> None:
    assert total([]) == Account(0.0)
    assert roll_up({}) == RollUp(Account(0.0))
    assert roll_up({}).ambiguous_share == 0


@given(st.lists(ACCOUNTS, max_size=6))
def test_the_identities_of_a_sum_are_the_sums_of_the_identities(found: list[Account]) -> None:
    whole = total(found)
    assert whole.openings == pytest.approx(math.fsum(each.openings for each in found), abs=1e-8)
    assert whole.imbalance == pytest.approx(math.fsum(each.imbalance for each in found), abs=1e-8)
    for order in itertools.islice(itertools.permutations(found), 6):
        assert total(order) == whole


@given(ACCOUNTS, ACCOUNTS)
def test_two_accounts_add_up_either_way(one: Account, other: Account) -> None:
    assert one + other == other + one == total([one, other])


def plain_roll_up(accounts: dict[Place, Account], weights: dict[Place, float]) -> dict[str, list[float]]:
    """The slow, obvious way: one figure at a time, one family at a time."""
    found: dict[str, list[float]] = defaultdict(lambda: [0.0] * 5)
    for (region, code), account in accounts.items():
        parts = code.split(";")
        amounts = [weights.get((region, part), 0) for part in parts]
        if not sum(amounts):
            amounts = [sum(a.headcount for (_, c), a in accounts.items() if c == part) for part in parts]
        if not sum(amounts):
            amounts = [1.0] * len(parts)
        for part, amount in zip(parts, amounts, strict=True):
            for rank, figure in enumerate(astuple(account)):
                found[part][rank] += figure * (1.0 if len(parts) == 1 else amount / sum(amounts))
    return found


@given(
    TABLES,
    st.dictionaries(
        st.tuples(st.just("94"), st.sampled_from(["A0Z", "A1Z", "B0Z"])), st.floats(0, 1e3, allow_subnormal=False)
    ),
)
def test_nobody_is_lost_nor_counted_twice(table: dict[Place, Account], weights: dict[Place, float]) -> None:
    found = roll_up(table, weights=weights)
    whole = pytest.approx(astuple(found.total), rel=1e-9, abs=1e-7)
    assert astuple(total(found.by_code.values())) == whole
    assert astuple(total(found.by_region.values())) == whole
    assert astuple(total(table.values())) == whole
    expected = plain_roll_up(table, weights)
    assert set(found.by_code) == set(expected)
    for code, amounts in expected.items():
        assert astuple(found.by_code[code]) == pytest.approx(amounts, rel=1e-9, abs=1e-7)
    assert not any(";" in code for code in found.by_code)
    assert 0 <= found.ambiguous_share <= 1 + 1e-12


@given(TABLES)
def test_the_order_of_rows_changes_no_bit_and_inputs_are_untouched(table: dict[Place, Account]) -> None:
    before = dict(table)
    turned = dict(reversed(table.items()))
    assert roll_up(turned) == roll_up(table)
    assert table == before


def test_a_merged_row_is_shared_as_the_region_works_then_as_others_do_then_equally() -> None:
    table = {("84", "C2Z"): Account(30.0), ("84", "D6Z"): Account(10.0), ("94", "C2Z;D6Z"): Account(4.0, 0, 1.0)}
    assert roll_up(table).shared["C2Z"].headcount == 3.0
    assert roll_up(table, weights={("94", "D6Z"): 7.0}).shared["D6Z"] == Account(4.0, 0.0, 1.0)
    alone = roll_up({("94", "C2Z;D6Z"): Account(4.0)})
    assert (alone.by_code["C2Z"].headcount, alone.by_code["D6Z"].headcount, alone.ambiguous_share) == (2.0, 2.0, 1.0)


@pytest.mark.parametrize("weight", [float("nan"), float("inf"), -1.0])
def test_weights_that_weigh_nothing_sensible_are_refused(weight: float) -> None:
    with pytest.raises(InputError, match="poids d’une ligne regroupée"):
        roll_up({("94", "C2Z;D6Z"): Account(4.0)}, weights={("94", "D6Z"): weight, ("94", "C2Z"): 5.0})


def test_a_roll_up_survives_json() -> None:
    found = roll_up({("94", "C2Z;D6Z"): Account(4.0)})
    assert json.loads(json.dumps(asdict(found), allow_nan=False))["by_code"]["C2Z"]["headcount"] == 2.0


def test_accounts_are_read_from_the_store(tmp_path) -> None:
    files = {"a.csv": figures.outlook(), **figures.portraits()}
    add([made.write(tmp_path / "files", files)], folder=tmp_path / "store")
    held = store(tmp_path / "store")
    found = accounts_of(held.statistic("dares-2030"))
    assert found["75", "D6Z"] == Account(20.0, 1.0, 5.0, -3.0, 1.5)
    assert set(found) == {("84", "D4Z"), ("84", "D6Z"), ("75", "D4Z"), ("75", "D6Z"), ("94", "D4Z;D6Z")}
    assert employment_weights(held.statistic("dares-employment")) == {("01", "D4Z"): 71.32, ("84", "D4Z"): 12647.01}


def test_the_identities_hold_on_every_published_row(accounts, statistics: Store) -> None:
    statistic = statistics.statistic("dares-2030")
    assert len(accounts) == 1_049
    for (region, code), account in accounts.items():
        assert account.openings == pytest.approx(statistic.figure(code, "openings", region).value, abs=1e-9)
        assert account.imbalance == pytest.approx(statistic.figure(code, "imbalance", region).value, abs=1e-9)


@pytest.mark.parametrize("row", QUOTED, ids=lambda row: row[1])
def test_rows_quoted_from_the_report(accounts, row: tuple) -> None:
    account = accounts[row[:2]]
    assert (*astuple(account), account.imbalance, account.openings) == pytest.approx(row[2:], abs=5e-4)


@pytest.mark.parametrize("name", ["by_region", "by_code"])
def test_france_is_found_again_from_regions_and_from_families(rolled: RollUp, name: str) -> None:
    whole = total(getattr(rolled, name).values())
    for found in (whole, rolled.total):
        assert astuple(found) == pytest.approx((26_146.98, 947.25, 7_403.75, -7_017.97, 0), abs=0.005)
        assert found.openings == pytest.approx(8_351.01, abs=0.005)
        assert found.imbalance == pytest.approx(1_333.03, abs=0.005)
    assert astuple(whole) == pytest.approx(astuple(rolled.total), abs=1e-9)


def test_detailed_families_without_the_merged_rows_would_lose_corsica(accounts, rolled: RollUp) -> None:
    detailed = total(account for (_, code), account in accounts.items() if ";" not in code)
    merged = [code for _, code in accounts if ";" in code]
    assert (len(rolled.by_code), len(rolled.by_region), len(merged)) == (83, 13, 15)
    assert rolled.total.openings - detailed.openings == pytest.approx(
        sum(each.openings for each in rolled.shared.values()), abs=1e-9
    )
    assert rolled.total.openings - detailed.openings > 1
    assert 0 < rolled.ambiguous_share < 0.003


@pytest.mark.parametrize("row", NATIONAL, ids=lambda row: row[0])
def test_national_rows_quoted_from_the_report(accounts, row: tuple) -> None:
    """They were summed by detailed family, so without the merged rows of Corsica and without mobility."""
    account = total(found for (_, each), found in accounts.items() if each == row[0])
    assert (*astuple(account)[:4], account.imbalance, account.openings) == pytest.approx(row[1:], abs=0.06)


def test_what_the_report_says_in_words(rolled: RollUp) -> None:
    assert rolled.total.openings / 11 == pytest.approx(760, abs=1)  # thousand a year
    assert rolled.total.departures / rolled.total.openings == pytest.approx(0.89, abs=0.005)
    assert rolled.by_code["T1Z"].departures == pytest.approx(75.0, abs=0.5)
    assert rolled.by_code["M2Z"].creations == pytest.approx(115, abs=0.5)
    assert rolled.by_code["F4Z"].departures == pytest.approx(24, abs=0.5)


def test_the_families_that_the_table_never_tells_apart_are_those_of_the_nomenclature(
    statistics: Store, accounts
) -> None:
    detailed = {code for _, code in accounts if ";" not in code}
    known = set(statistics.nomenclature("fap2009").codes("87"))
    assert {GROUPED.get(code, code) for code in known} == detailed
    assert set(GROUPED) == known - detailed


def test_every_part_of_a_merged_row_has_employment_to_be_shared_by(statistics: Store, accounts) -> None:
    weights = employment_weights(statistics.statistic("dares-employment"))
    for region, code in accounts:
        if ";" in code:
            assert sum(weights[region, part] for part in code.split(";")) > 0
