"""Several pôles in one cube, without a database: who belongs where, what each published alone lifted and sliced."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vivier.disclosure import protect, tables_of
from vivier.disclosure.published import Published
from vivier.disclosure.records import records_of
from vivier_web.indicators.gate.layout import COARSE, CUBES, HEADCOUNT, MEDIUM
from vivier_web.indicators.gate.together import BELONGING, POLE, belonging, each_once, is_in, lifted, sliced, together

SLUGS = st.from_regex(r"\A[a-z][a-z0-9_-]{0,49}\Z")
TWO = ("bois", "mecatronique")


@pytest.mark.parametrize(
    ("mine", "code"),
    [(["a"], "a"), (["b", "a"], "a+b"), (["a", "b"], "a+b"), (["c", "a", "bois-du-jura"], "a+bois-du-jura+c")],
)
def test_an_enterprise_has_one_code_that_says_all_its_poles(mine: list[str], code: str) -> None:
    assert belonging(mine) == {"appartenance": code}


@given(st.sets(SLUGS, min_size=1, max_size=6), SLUGS)
def test_order_of_poles_is_no_matter_and_belonging_says_who_is_in(slugs: set[str], other: str) -> None:
    codes = belonging(sorted(slugs))
    assert codes == belonging(sorted(slugs, reverse=True))
    assert {each for each in (*slugs, other) if is_in(codes, each)} == slugs | ({other} & slugs)


def test_tables_of_one_pole_that_are_made_for_each_are_made_once() -> None:
    told = [("région",), ("pôles", "région"), ("pôle bois", "région"), ("pôle bois", "territoire"), ("région",)]
    assert each_once(tuple(told)) == (("région",), ("pôles", "région"), ("pôle bois", "territoire"))


@pytest.mark.parametrize(("key", "detail"), [(key, detail) for key, cube in CUBES.items() for detail in cube.tables])
def test_each_table_is_made_for_all_and_for_each_pole(key: str, detail: str) -> None:
    cube = CUBES[key]
    several = together(cube, TWO)
    own = cube.tables[detail]
    assert several.tables[detail] == (*own, *(("pôles", *table) for table in own), ("pôles",))
    assert several.columns == (*cube.columns, BELONGING, POLE)
    assert several.spec(several.every).columns == several.columns
    alone = cube.spec(cube.tables[detail]).columns
    assert several.spec(several.tables[detail]).columns == (*alone, BELONGING, POLE)
    told = (*several.tables[detail], *(("pôle bois", *table) for table in own))
    assert several.spec(told).columns == (*alone, BELONGING, POLE), "one pôle’s own tables bring no column"
    assert cube == CUBES[key], "the cube of one pôle is left as it was"


# --- What each published, seen from the others ---


def row(unit: int, slugs: tuple[str, ...], department: str, people: int) -> dict[str, str]:
    place = {"departement": department, "region": "84", "division": "25", "section": "C"}
    said = {"pcs": "62", "csp": "6", "taille": "10-49", "effectif": str(people), "unit": f"u{unit}"}
    return {**place, **said, "holding": f"u{unit}", **belonging(slugs)}


ROWS = [
    *(row(rank, ("bois",), "74", 20 + rank) for rank in range(6)),
    *(row(rank, ("mecatronique",), "38", 25 + rank) for rank in range(10, 16)),
    *(row(rank, TWO, "38", 30 + rank) for rank in range(20, 24)),
    row(30, ("bois",), "38", 11),  # alone of its pôle in Isère but for those that are of both
]
SEVERAL = together(HEADCOUNT, TWO)


def published(rows: list[dict[str, str]], *, alone: bool, detail: str = COARSE) -> Published:
    cube = HEADCOUNT if alone else SEVERAL
    spec = cube.spec(cube.tables[detail])
    texts = {name: [each[name] for each in rows] for name in (*spec.carried, "unit", "holding", "effectif")}
    return protect(tables_of(records_of(texts, spec), spec), rules=cube.rules()).published


def of_pole(slug: str) -> list[dict[str, str]]:
    return [each for each in ROWS if is_in(each, slug)]


def shown(found: Published) -> dict[tuple[str, ...], tuple[float, float, str]]:
    cells = zip(
        found.codes, np.nan_to_num(found.values, nan=-1).tolist(), found.units.tolist(), found.status, strict=True
    )
    return {codes: (value, units, status) for codes, value, units, status in cells}


@pytest.mark.parametrize(("slug", "detail"), list(itertools.product(TWO, (COARSE, MEDIUM))))
def test_what_a_pole_published_alone_is_its_own_column_of_the_common_cube(slug: str, detail: str) -> None:
    alone = published(of_pole(slug), alone=True, detail=detail)
    spec = SEVERAL.spec(SEVERAL.tables[detail])
    up = lifted(alone, spec, slug)
    width = len(alone.spec.columns)
    at = spec.columns.index(POLE)
    assert {codes[:width] for codes in up.codes} == set(alone.codes)
    assert all(codes[at] == slug for codes in up.codes)
    assert all(set(codes[width:]) == {"T", slug} for codes in up.codes)
    assert list(shown(up).values()) == list(shown(alone).values())


@pytest.mark.parametrize("slug", TWO)
def test_what_was_published_together_gives_back_the_cells_of_one_pole(slug: str) -> None:
    both = published(ROWS, alone=False)
    spec = HEADCOUNT.spec(HEADCOUNT.tables[COARSE])
    down = shown(sliced(both, spec, slug))
    for codes, (value, units, status) in down.items():
        mine = [
            each
            for each in of_pole(slug)
            if all(code in ("T", each[name]) for name, code in zip(spec.columns, codes, strict=True))
        ]
        assert units == len(mine)
        assert status in ("published", "primary")
        assert value == (sum(int(each["effectif"]) for each in mine) if status == "published" else -1)
    total = ("T",) * len(spec.columns)
    assert down[total][1] == len(of_pole(slug))


def test_what_was_hidden_for_another_pole_must_stay_hidden_in_this_one() -> None:
    both = published(ROWS, alone=False, detail=MEDIUM)
    assert "secondary" in both.status, "something is hidden for the sake of something else"
    for slug in TWO:
        down = sliced(both, HEADCOUNT.spec(HEADCOUNT.tables[MEDIUM]), slug)
        assert "secondary" not in down.status
        assert all(
            (status == "primary") == np.isnan(value) for status, value in zip(down.status, down.values, strict=True)
        )


@pytest.mark.parametrize("slug", TWO)
def test_lifted_then_sliced_a_publication_is_the_same_but_for_why_it_is_hidden(slug: str) -> None:
    alone = published(of_pole(slug), alone=True)
    back = sliced(lifted(alone, SEVERAL.spec(SEVERAL.tables[COARSE]), slug), alone.spec, slug)
    wanted = {codes: cell[:2] for codes, cell in shown(alone).items()}
    assert {codes: cell[:2] for codes, cell in shown(back).items()} == wanted


def test_a_pole_is_not_given_the_cells_of_another() -> None:
    alone = published(of_pole("bois"), alone=True)
    up = lifted(alone, SEVERAL.spec(SEVERAL.tables[COARSE]), "bois")
    assert sliced(up, alone.spec, "mecatronique").codes == ()


def test_the_overlap_of_two_poles_and_each_without_the_other_are_cells_that_are_protected() -> None:
    both = published(ROWS, alone=False)
    at = both.spec.columns.index(BELONGING)
    parts = {codes[at]: cell for codes, cell in shown(both).items() if set(codes[:at]) == {"T"} and codes[at] != "T"}
    assert {code: cell[1] for code, cell in parts.items()} == {"bois": 7, "mecatronique": 6, "bois+mecatronique": 4}
    assert parts["bois+mecatronique"][0] == sum(30 + rank for rank in range(20, 24))
