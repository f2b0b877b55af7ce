"""Attacks: a reader who adds, subtracts and compares everything that is shown finds no member and nobody."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories.collected import BANDS, company, crowd, headcount
from vivier.study import Parameters, run
from vivier.study.data import ALL, TOTAL
from vivier.study.stock import PERMANENT
from vivier.vocabulary import InputError
from vivier_web.skills.guard.folding import OTHERS, TOO_FEW, folded
from vivier_web.skills.guard.present import DURABLE, ENDING, SECRET, Present
from vivier_web.skills.guard.tables import guarded
from vivier_web.skills.guard.threshold import THRESHOLD, Threshold, added, gathered, showable

FAST = Parameters(horizon=2, draws=100)
COMMON = tuple(crowd(f"{rank:09d}") for rank in range(5))
RARE = "637a"
NAMES = [f"99999999{rank}" for rank in range(6)]


def holders(*people: int, contract: str = "CDI") -> tuple[object, ...]:
    """Make one member for each number: so many people of the rare occupation, whom a common one hides besides."""
    return tuple(
        company(name, (RARE, "35_44", "H", contract, n), ("623e", "45_54", "F", "CDI", 2))
        for name, n in zip(NAMES, people, strict=False)
    )


def counts(*companies: object) -> Counter[str]:
    """Give the people of each occupation as a reader sees them."""
    return Present(folded(headcount(*companies)).headcount).people()


@pytest.mark.parametrize(
    ("people", "is_shown"),
    [
        ((40,), False),  # a member alone
        ((40, 40), False),  # two members: each would find the other
        ((1, 1, 1), False),  # three members, three people
        ((2, 1, 1), False),  # four people
        ((2, 2, 1), True),  # the threshold itself
        ((1, 1, 1, 1, 1), True),
        ((2, 2), False),
        ((30, 30, 1), True),
    ],
)
def test_an_occupation_is_shown_from_three_members_and_five_people(people: tuple[int, ...], is_shown: bool) -> None:
    held = holders(*people)
    found = counts(*COMMON, *held)
    assert (RARE in found) is is_shown
    assert found[RARE] == sum(people) * is_shown
    assert found[ALL] == sum(one.count.people for one in (*COMMON, *held))  # nobody is lost, only regrouped


def test_a_rare_occupation_is_first_counted_with_those_of_its_group() -> None:
    three = [company(name, (f"637{'abc'[rank]}", "35_44", "H", "CDI", 3)) for rank, name in enumerate(NAMES[:3])]
    found = counts(*COMMON, *three)
    assert found["63"] == 9
    assert not {"637a", "637b", "637c"} & set(found)


def test_the_total_minus_all_that_is_shown_gives_two_rare_members_together_with_others() -> None:
    """Two rare holders of different groups: each subtraction of a reader leaves three members or more."""
    pole = (*COMMON, company(NAMES[0], ("312a", "35_44")), company(NAMES[1], ("691a", "35_44")))
    found = counts(*pole)
    rest = found[ALL] - sum(n for code, n in found.items() if code not in (ALL, OTHERS))
    behind = Counter(
        one.siren for one in folded(headcount(*pole)).headcount.companies for c in one.count.cells if c.pcs == OTHERS
    )
    assert rest == found[OTHERS] > 2
    assert len(behind) >= 3
    assert set(NAMES[:2]) < set(behind)


@pytest.mark.parametrize("number", [0, 1, 2])
def test_fewer_than_three_members_are_refused_whatever_their_people(number: int) -> None:
    with pytest.raises(InputError) as why:
        folded(headcount(*COMMON[:number]))
    assert str(why.value) == TOO_FEW


def test_three_members_without_durable_employment_are_refused() -> None:
    with pytest.raises(InputError):
        folded(headcount(*(company(name, ("623e", "35_44", "H", "CDD", 9)) for name in NAMES[:3])))


def with_contracts(ending: str, alone: str) -> object:
    """Three members of permanent contracts, two of another kind, and one whose contract nobody else has."""
    whole = [company(name, ("623e", "35_44", "H", "CDI", 4)) for name in NAMES[:3]]
    others = [company(name, ("623e", "35_44", "H", ending, 2)) for name in NAMES[3:5]]
    return folded(headcount(*whole, *others, company(NAMES[5], ("623e", "35_44", "H", alone))))


def test_a_contract_of_one_member_is_gathered_with_another_of_its_kind() -> None:
    """Its own kind hides it, so that the total minus the rest does not give it."""
    assert Present(with_contracts("APPRENTISSAGE", "CDD").headcount).contracts() == {"CDI": 12, ENDING: 5}


def test_contracts_of_two_members_are_left_out_and_one_public_servant_is_hidden_among_permanent_ones() -> None:
    safe = with_contracts("CDD", "PUBLIC")
    assert Present(safe.headcount).contracts() == {DURABLE: 13}
    assert safe.left == 4


@pytest.mark.parametrize(("outside", "told"), [((9, 0, 0), 0), ((9, 9, 0), 0), ((1, 1, 1), 0), ((2, 2, 1), 5)])
def test_people_outside_the_headcount_are_told_when_they_are_enough(outside: tuple[int, ...], told: int) -> None:
    made = [replace(one, count=replace(one.count, outside=n)) for one, n in zip(COMMON[:3], outside, strict=True)]
    assert Present(headcount(*made)).outside() == told
    safe = folded(headcount(*made))
    shown = guarded(run(safe.headcount, parameters=FAST), safe)
    rows = {row.keys: row.figure.value for row in shown.table("couverture").rows if row.figure is not None}
    assert rows[("salaries", "fichiers")] == 180
    assert rows.get(("hors_effectif", "fichiers"), 0) == told


def test_sexes_are_hidden_where_many_have_none() -> None:
    known = [company(name, *[("623e", band, sex, "CDI", 9) for band in BANDS for sex in "HF"]) for name in NAMES[:4]]
    assert Present(headcount(*known)).shown().by_sex == {ALL, "623e"}
    sexless = company(NAMES[4], *[("623e", band, "inconnu", "CDI", 9) for band in BANDS])
    found = Present(headcount(*known, sexless)).shown()
    assert found.by_sex == frozenset()
    assert found.by_band == {ALL, "623e"}


def test_one_person_of_unknown_age_and_known_sex_is_not_found_between_two_tables() -> None:
    known = [company(name, *[("623e", band, sex, "CDI", 9) for band in BANDS for sex in "HF"]) for name in NAMES[:4]]
    ageless = company(NAMES[4], ("623e", "inconnu", "F", "CDI", 1), ("623e", "35_44", "H", "CDI", 3))
    present = Present(headcount(*known, ageless))
    rows = {row.keys: row.figure.value for row in present.pyramid(present.shown())}
    assert ("623e", "inconnu", "F") not in rows
    assert rows["623e", "inconnu", "inconnu"] == 1


CELL = st.tuples(
    st.sampled_from(("623e", "625b", "388a", "312a", "inconnu")),
    st.sampled_from((*BANDS, "inconnu")),
    st.sampled_from(("H", "F", "inconnu")),
    st.sampled_from(("CDI", "PUBLIC", "CDD", "APPRENTISSAGE")),
    st.integers(1, 9),
)
POLES = st.lists(st.lists(CELL, min_size=1, max_size=8, unique_by=lambda c: c[:4]), min_size=3, max_size=9).map(
    lambda found: [company(f"{rank:09d}", *cells) for rank, cells in enumerate(found)]
)


def safe_of(companies: object) -> object:
    try:
        return folded(headcount(*companies))
    except InputError:
        return None


@settings(max_examples=120, deadline=None)
@given(POLES)
def test_whatever_the_pole_contracts_and_what_they_leave_hold_enough(companies: object) -> None:
    safe = safe_of(companies)
    if safe is None:
        return
    found = Present(safe.headcount).contracts()
    assert sum(found.values()) == safe.headcount.people
    behind: dict[str, Counter[str]] = {}
    for one in safe.headcount.companies:
        for cell in one.count.cells:
            rest = DURABLE if cell.contract in PERMANENT else ENDING
            name = cell.contract if found.get(cell.contract) else rest
            behind.setdefault(name, Counter())[one.siren] += cell.n
    assert {name: held.total() for name, held in behind.items()} == found
    assert all(THRESHOLD.is_met(held) for held in behind.values())


@settings(max_examples=120, deadline=None)
@given(POLES)
def test_whatever_the_pole_the_pyramid_adds_up_to_the_occupations_shown(companies: object) -> None:
    safe = safe_of(companies)
    if safe is None:
        return
    present = Present(safe.headcount)
    added_up = Counter[str]()
    for row in present.pyramid(present.shown()):
        added_up[row.keys[0]] += row.figure.n
        assert row.figure.n >= THRESHOLD.people or "inconnu" in row.keys[1:]
    assert added_up == present.people()


@settings(max_examples=120, deadline=None)
@given(POLES)
def test_whatever_the_pole_a_share_of_seniors_gives_neither_few_old_nor_few_young(companies: object) -> None:
    safe = safe_of(companies)
    if safe is None:
        return
    present = Present(safe.headcount)
    for bands in (("55_59", "60_plus"), ("60_plus",)):
        for row in present.seniors(present.shown(), bands):
            old = round(row.figure.value * row.figure.n)
            assert old == 0 or old >= THRESHOLD.people
            assert row.figure.n - old == 0 or row.figure.n - old >= THRESHOLD.people


@settings(max_examples=60, deadline=None)
@given(POLES, st.randoms(use_true_random=False))
def test_whatever_the_order_the_same_people_are_folded_the_same_way(companies: object, chance: object) -> None:
    shuffled = list(companies)
    chance.shuffle(shuffled)
    one, other = safe_of(companies), safe_of(shuffled)
    assert (one is None) == (other is None)
    if one is not None:
        assert Present(one.headcount).shown() == Present(other.headcount).shown()
        assert Present(one.headcount).people() == Present(other.headcount).people()


GIVEN = st.dictionaries(st.sampled_from("wxyz"), st.integers(0, 9))


@given(GIVEN, GIVEN)
def test_adding_people_or_members_never_hides_a_sum_that_was_shown(one: dict[str, int], more: dict[str, int]) -> None:
    if any(one.values()) and THRESHOLD.is_met(one):
        assert THRESHOLD.is_met(added([one, more]))
    assert added([one, more]) == added([more, one])


@given(st.dictionaries(st.sampled_from("abcdef"), st.dictionaries(st.sampled_from("12"), GIVEN, min_size=1)))
def test_items_shown_leave_others_that_may_be_shown_together_or_there_is_no_total(cells: object) -> None:
    shown = showable(cells)
    for item in shown:
        assert all(THRESHOLD.is_met(held) for held in cells[item].values())
    for cell in "12":
        whole, rest = (added(cells[item].get(cell, {}) for item in items) for items in (cells, set(cells) - shown))
        is_total = all(THRESHOLD.is_met(added(held.get(c, {}) for held in cells.values())) for c in "12")
        assert not is_total or THRESHOLD.is_met(rest), (whole, rest)


def test_a_stricter_threshold_hides_more() -> None:
    parts = {"a": dict.fromkeys("xyz", 2), "b": dict.fromkeys("xyzt", 5)}
    assert gathered(parts, "rest") == {"a": "a", "b": "b"}
    assert gathered(parts, "rest", threshold=Threshold(companies=4)) == {"a": "rest", "b": "rest"}
    assert gathered({}, "rest") == {}


def test_what_is_projected_and_what_is_counted_never_differ_by_a_member() -> None:
    """An apprentice and a fixed term of one member each: the projected people minus those counted are several."""
    more = [company(name, ("623e", "35_44", "H", "CDD", 2), ("388a", "60_plus", "F", "CDI")) for name in NAMES[:3]]
    safe = folded(headcount(*COMMON, *more))
    study = guarded(run(safe.headcount, parameters=FAST), safe)
    people = {row.keys[0]: row.figure.value for row in study.table("metiers").rows}
    for row in study.table("postes").rows:
        if row.keys[1:] == (TOTAL, "toutes"):
            ending = people[row.keys[0]] - row.figure.n
            assert ending == 0 or ending >= THRESHOLD.people, row.keys
    assert {row.keys[1:3] for row in study.table("effectif").rows} == {(SECRET, SECRET)}
