"""Small cells are people: whoever reads the shown tables, and adds and subtracts them, finds nobody."""

import itertools
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories.collected import BANDS, company, crowd, headcount
from vivier.study import Parameters, run
from vivier.study.data import ALL, TOTAL, Row, Table
from vivier.study.stock import PERMANENT
from vivier.vocabulary import InputError
from vivier_web.skills.guard.folding import OTHERS, folded, ways_of
from vivier_web.skills.guard.present import SECRET, Present
from vivier_web.skills.guard.tables import guarded
from vivier_web.skills.guard.threshold import THRESHOLD, Threshold, gathered, showable

FAST = Parameters(horizon=3, draws=100)
COMMON = tuple(crowd(f"{rank:09d}") for rank in range(5))


def shown(*companies):
    """The study that staff would see."""
    safe = folded(headcount(*companies))
    return guarded(run(safe.headcount, parameters=FAST), safe)


def people_of(companies, group_of):
    """Count, by group and company, who is really behind a shown figure."""
    found = {}
    for one in companies:
        for cell in one.count.cells:
            found.setdefault(group_of(cell), Counter())[one.siren] += cell.n
    return found


def metiers(study):
    return {row.keys[0]: row.figure.value for row in study.table("metiers").rows}


def test_a_member_alone_in_its_occupation_is_counted_in_a_larger_group() -> None:
    alone = company("999999999", *[("623e", band) for band in BANDS], ("637a", "55_59", "F", "CDI", 8))
    study = shown(*COMMON, alone)
    assert "637a" not in metiers(study)
    assert metiers(study)[ALL] == sum(one.count.people for one in (*COMMON, alone))
    every_key = {key for table in study.tables for row in table.rows for key in row.keys}
    assert "637a" not in every_key | set(study.labels)


def test_that_member_could_leak_without_the_guard() -> None:
    alone = company("999999999", ("637a", "55_59", "F", "CDI", 8))
    study = run(headcount(*COMMON, alone), parameters=FAST)
    assert metiers(study)["637a"] == 8
    assert any("999999999" in row.keys for row in study.table("membres").rows)


def test_two_companies_are_too_few_however_many_their_people() -> None:
    two = [company(f"99999999{rank}", ("637a", "35_44", "H", "CDI", 40)) for rank in range(2)]
    assert "637a" not in metiers(shown(*COMMON, *two))


def test_three_companies_of_one_person_each_are_too_few_people() -> None:
    three = [company(f"99999999{rank}", ("637a", "35_44")) for rank in range(3)]
    assert "637a" not in metiers(shown(*COMMON, *three))
    five = [company(f"99999999{rank}", ("637a", "35_44", "H", "CDI", 2)) for rank in range(3)]
    assert metiers(shown(*COMMON, *five))["637a"] == 6


def test_the_total_minus_what_is_shown_is_not_one_company() -> None:
    """One rare person in one company: the rest must hold others, or the subtraction gives that person."""
    alone = company("999999999", ("312a", "35_44"))
    study = shown(*COMMON, alone)
    found = metiers(study)
    rest = found[ALL] - sum(n for code, n in found.items() if code not in (ALL, OTHERS))
    assert rest == found[OTHERS] > 1


def test_no_table_speaks_of_one_member() -> None:
    study = shown(*COMMON)
    assert [row.keys for row in study.table("membres").rows] == [(ALL,)]
    said = repr(study)
    assert not [one.siren for one in COMMON if one.siren in said]


def test_a_pole_too_small_has_no_study() -> None:
    with pytest.raises(InputError, match="au moins trois membres"):
        folded(headcount(*COMMON[:2]))
    with pytest.raises(InputError, match="au moins trois membres"):
        folded(headcount(*(company(f"{rank:09d}", ("623e", "35_44")) for rank in range(4))))


def test_contracts_of_too_few_people_are_neither_shown_nor_found_by_subtraction() -> None:
    durable = [company(f"{rank:09d}", ("623e", "35_44", "H", "CDI", 20)) for rank in range(4)]
    apprentice = company("999999999", ("623e", "35_44", "H", "CDI", 3), ("623e", "moins_25", "H", "APPRENTISSAGE"))
    study = shown(*durable, apprentice)
    assert metiers(study)[ALL] == 83  # projected people: the apprentice is in neither count
    assert study.table("hors_projection").rows == ()
    assert any("contrats à terme" in note for note in study.notes)


def test_the_projected_people_minus_the_counted_ones_are_nobody_or_enough() -> None:
    companies = (*COMMON, company("999999999", ("623e", "35_44"), ("388a", "55_59", "F", "CDD", 2)))
    study = shown(*companies)
    projected = {row.keys[0]: row.figure.n for row in study.table("postes").rows if row.keys[1:] == (TOTAL, "toutes")}
    for code, n in projected.items():
        assert metiers(study)[code] - n == 0 or metiers(study)[code] - n >= THRESHOLD.people


def test_ages_and_sexes_are_secret_where_a_cell_is_one_company() -> None:
    companies = [company(f"{rank:09d}", ("623e", "35_44", "H", "CDI", 20)) for rank in range(5)]
    companies.append(company("999999999", ("623e", "35_44", "H"), ("623e", "60_plus", "F", "CDI", 4)))
    study = shown(*companies)
    assert [row.keys for row in study.table("pyramide").rows] == [
        (ALL, SECRET, SECRET), ("623e", SECRET, SECRET),
    ]  # fmt: skip
    assert study.table("seniors_55").rows == study.table("seniors_60").rows == ()
    assert study.labels[SECRET] == "secret statistique"


def test_departures_of_an_occupation_with_few_seniors_are_not_shown() -> None:
    few = [company(f"8{rank:08d}", ("485a", "35_44", "H", "CDI", 10)) for rank in range(4)]
    few[0] = company("800000000", ("485a", "35_44", "H", "CDI", 10), ("485a", "60_plus"))
    study = shown(*COMMON, *few)
    assert metiers(study)["485a"] == 41
    for name in ("departs", "postes", "exposition", "effectif_sans_embauche"):
        assert "485a" not in {row.keys[0] for row in study.table(name).rows}, name
        assert ALL in {row.keys[0] for row in study.table(name).rows}, name


def test_flows_of_fewer_than_three_members_teach_nothing() -> None:
    safe = folded(headcount(*COMMON))
    assert not safe.has_flows
    assert all(one.flows == one.exposed == one.sites == one.titles == () for one in safe.headcount.companies)


def test_what_is_set_aside_is_told_by_reason_never_by_file() -> None:
    safe = folded(headcount(*COMMON))
    made = run(safe.headcount, parameters=FAST)
    figure = made.table("couverture").rows[0].figure
    rows = [Row((f"paie_{rank}.txt", "E07", "date illisible"), figure) for rank in range(3)]
    rows.append(Row(("dupont.xlsx", "E20", "format non reconnu"), figure))
    tables = tuple(
        Table(t.name, t.title, t.definition, t.dimensions, tuple(rows)) if t.name == "laisse_de_cote" else t
        for t in made.tables
    )
    study = guarded(type(made)(**{n: getattr(made, n) for n in made.__slots__} | {"tables": tables}), safe)
    assert [row.keys for row in study.table("laisse_de_cote").rows] == [("", "E07", "date illisible")]


def test_the_page_is_told_what_is_hidden_and_why() -> None:
    study = shown(*COMMON, company("999999999", ("312a", "35_44")))
    assert study.notes[0].startswith("Les petites cases sont des personnes")
    assert any("trop rare" in note for note in study.notes)
    assert not any("Document de travail" in note for note in study.notes)


def test_a_table_that_nobody_thought_about_is_not_let_out() -> None:
    safe = folded(headcount(*COMMON))
    made = run(safe.headcount, parameters=FAST)
    new = Table("nouveau", "Nouveau", "", ("entreprise",), ())
    study = guarded(
        type(made)(**{n: getattr(made, n) for n in made.__slots__} | {"tables": (*made.tables, new)}), safe
    )
    assert "nouveau" not in {table.name for table in study.tables}


CELL = st.tuples(
    st.sampled_from(("623e", "625b", "628b", "388a", "312a", "inconnu", "62")),
    st.sampled_from((*BANDS, "inconnu")),
    st.sampled_from(("H", "F")),
    st.sampled_from(("CDI", "PUBLIC", "CDD", "APPRENTISSAGE")),
    st.integers(1, 9),
)
POLES = st.lists(st.lists(CELL, min_size=1, max_size=7, unique_by=lambda c: c[:4]), min_size=3, max_size=8).map(
    lambda found: [company(f"{rank:09d}", *cells) for rank, cells in enumerate(found)]
)


@settings(max_examples=150, deadline=None)
@given(POLES)
def test_whatever_the_pole_every_group_of_occupations_holds_enough(companies) -> None:
    try:
        safe = folded(headcount(*companies))
    except InputError:
        return
    for is_durable in (True, False):
        kept = [
            (one.siren, cell)
            for one in safe.headcount.companies
            for cell in one.count.cells
            if (cell.contract in PERMANENT) == is_durable
        ]
        groups = {}
        for siren, cell in kept:
            groups.setdefault(cell.pcs, Counter())[siren] += cell.n
        assert all(THRESHOLD.is_met(held) for held in groups.values())
    assert sum(one.count.people for one in companies) == safe.headcount.people + safe.left


@settings(max_examples=150, deadline=None)
@given(POLES)
def test_whatever_the_pole_every_shown_cell_and_every_difference_hold_enough(companies) -> None:
    """Attack the pyramid: each cell, and each cell of the ensemble minus the occupations shown in the same detail."""
    try:
        safe = folded(headcount(*companies))
    except InputError:
        return
    present = Present(safe.headcount)
    what = present.shown()
    kinds = {
        "by_band": lambda cell: cell.age,
        "by_sex": lambda cell: "inconnu" if "inconnu" in (cell.age, cell.sex) else (cell.age, cell.sex),
    }
    for name, cell_of in kinds.items():
        allowed = getattr(what, name)
        truth = people_of(safe.headcount.companies, lambda cell, cell_of=cell_of: (cell.pcs, cell_of(cell)))
        for (code, cell), held in truth.items():
            assert code not in allowed or cell == "inconnu" or THRESHOLD.is_met(held)
        if ALL in allowed:
            for cell in {cell for _, cell in truth} - {"inconnu"}:
                rest = sum(
                    (held for (code, at), held in truth.items() if at == cell and code not in allowed), Counter()
                )
                assert THRESHOLD.is_met(rest), (name, cell)


@given(st.dictionaries(st.sampled_from("abcdef"), st.dictionaries(st.sampled_from("xyzt"), st.integers(1, 6))))
def test_gathered_parts_and_their_rest_may_be_shown_or_nothing_is(parts) -> None:
    way = gathered(parts, "rest")
    sums = {}
    for name, where in way.items():
        sums.setdefault(where, Counter()).update(parts[name])
    if set(sums) - {"rest"}:
        assert all(THRESHOLD.is_met(held) for held in sums.values())


def test_items_are_judged_alone_when_there_is_no_total_to_subtract_from() -> None:
    many, few = {"x": 9, "y": 9, "z": 9}, {"x": 1}
    assert showable({"a": {"old": many}, "b": {"old": many, "young": few}}) == {"a"}
    assert showable({"a": {"old": many}, "b": {"old": few}, "c": {"old": {"x": 1, "y": 2, "z": 2}}}) == {"a"}


def test_the_order_of_companies_changes_nothing() -> None:
    alone = company("999999999", ("312a", "35_44"))
    one, other = (shown(*some) for some in ((*COMMON, alone), (alone, *reversed(COMMON))))
    assert one.tables == other.tables


def test_ways_go_up_two_digits_then_one_then_to_the_others() -> None:
    held = {code: Counter(dict.fromkeys("abc", 4)) for code in ("623e", "388a")}
    held |= {"628b": Counter(a=5), "625b": Counter(b=5), "624d": Counter(c=5), "676c": Counter(a=1)}
    ways = ways_of(held)
    assert [ways[code] for code in ("628b", "625b", "624d")] == ["62"] * 3
    assert ways["676c"] == OTHERS
    assert Counter(ways.values())[OTHERS] >= 2  # another had to join it


@pytest.mark.parametrize(
    ("given_", "is_met"), [({}, True), ({"a": 5, "b": 5}, False), ({"a": 3, "b": 1, "c": 1}, True)]
)
def test_a_sum_needs_three_companies_and_five_people(given_, is_met) -> None:
    assert Threshold().is_met(given_) is is_met
    assert all(Threshold().is_met(dict(order)) is is_met for order in itertools.permutations(given_.items()))
