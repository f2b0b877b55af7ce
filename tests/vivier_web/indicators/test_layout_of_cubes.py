"""What cubes are made of, told as tables: columns, tables of each detail, sections of divisions, classes of size."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vivier.disclosure.spec import RESERVED
from vivier_web.indicators.gate import activity, layout
from vivier_web.indicators.gate.activity import DIVISIONS, SECTION_OF, SECTIONS, division_of
from vivier_web.indicators.gate.layout import (
    COARSE,
    CUBES,
    DETAIL_WORDS,
    DETAILS,
    FAMILIES,
    FINE,
    LEVELS,
    MEDIUM,
    ZONES,
    Cube,
    size_of,
)
from vivier_web.indicators.queries.cubes import occupation_of

NAF = {  # Insee, NAF rév. 2 (2008): the divisions of each section, first and last
    "A": (1, 3),
    "B": (5, 9),
    "C": (10, 33),
    "D": (35, 35),
    "E": (36, 39),
    "F": (41, 43),
    "G": (45, 47),
    "H": (49, 53),
    "I": (55, 56),
    "J": (58, 63),
    "K": (64, 66),
    "L": (68, 68),
    "M": (69, 75),
    "N": (77, 82),
    "O": (84, 84),
    "P": (85, 85),
    "Q": (86, 88),
    "R": (90, 93),
    "S": (94, 96),
    "T": (97, 98),
    "U": (99, 99),
}
DRAWN = {  # the tables of each cube, in each detail
    ("effectifs", FINE): {
        "territoire × activité",
        "territoire × taille",
        "activité × taille",
        "métier × activité",
        "territoire × métier",
    },
    ("effectifs", MEDIUM): {"territoire × taille", "territoire × catégorie", "catégorie × taille", "section"},
    ("effectifs", ZONES): {"lieu", "zone d’emploi", "section", "taille"},
    ("effectifs", FAMILIES): {"domaine", "catégorie et domaine", "taille"},
    ("effectifs", COARSE): {"région", "section", "catégorie", "taille"},
    ("dossiers", FINE): {"territoire × issue", "activité × issue", "territoire × activité"},
    ("dossiers", MEDIUM): {"territoire × issue", "section × issue"},
    ("dossiers", COARSE): {"région", "section", "issue"},
    ("indicateur", FINE): {"territoire × activité", "territoire × taille", "activité × taille"},
    ("indicateur", MEDIUM): {"territoire × section", "territoire × taille", "section × taille"},
    ("indicateur", COARSE): {"région", "section", "taille"},
    ("avis", FINE): {"région × réponse", "section × réponse", "taille × réponse"},
    ("avis", MEDIUM): {"région × réponse", "taille × réponse"},
    ("avis", COARSE): {"réponse"},
}
EVERY = [(cube, detail) for cube in CUBES.values() for detail in cube.tables]


@pytest.mark.parametrize("section", NAF)
def test_a_section_holds_the_divisions_that_insee_puts_in_it(section: str) -> None:
    first, last = NAF[section]
    wanted = {f"{number:02d}" for number in range(first, last + 1)} - {"04", "34", "40", "44", "48", "54", "57"}
    assert {code for code, own in SECTION_OF.items() if own == section} == wanted


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("00", "Activité inconnue"),
        ("01", "Culture et élevage"),
        ("08", "Autres industries extractives"),
        ("20", "Industrie chimique"),
        ("22", "Caoutchouc et plastique"),
        ("25", "Produits métalliques"),
        ("26", "Produits informatiques, électroniques et optiques"),
        ("33", "Réparation et installation de machines"),
        ("43", "Travaux de construction spécialisés"),
        ("52", "Entreposage et services aux transports"),
        ("61", "Télécommunications"),
        ("70", "Sièges sociaux et conseil de gestion"),
        ("81", "Bâtiments et paysages"),
        ("99", "Activités extraterritoriales"),
    ],
)
def test_names_that_the_listing_breaks_over_two_lines_are_whole(code: str, words: str) -> None:
    assert DIVISIONS[code] == words


@pytest.mark.parametrize(
    ("section", "words"),
    [
        ("00", "Activité inconnue"),
        ("A", "Agriculture, sylviculture et pêche"),
        ("C", "Industrie manufacturière"),
        ("H", "Transports et entreposage"),
        ("M", "Activités spécialisées, scientifiques et techniques"),
        ("T", "Ménages employeurs"),
        ("U", "Activités extraterritoriales"),
    ],
)
def test_sections_are_named_as_insee_does_in_short(section: str, words: str) -> None:
    assert SECTIONS[section] == words


@pytest.mark.parametrize(
    ("naf", "division"),
    [
        ("25.62B", "25"),
        ("2562B", "25"),
        ("25", "25"),
        ("25.6", "25"),
        ("01.11Z", "01"),
        ("00.00Z", "00"),
        ("04.00Z", "00"),  # no such division
        ("34.10Z", "00"),  # of the nomenclature before
        ("", "00"),
        ("2", "00"),
        (" 25.62B", "00"),
        ("C25", "00"),
        ("２５.62B", "00"),
    ],
)
def test_a_division_is_read_from_the_first_two_digits_or_is_unknown(naf: str, division: str) -> None:
    assert division_of(naf) == division


@given(st.text(max_size=8))
def test_whatever_is_written_as_an_activity_falls_in_a_section_that_has_words(naf: str) -> None:
    division = division_of(naf)
    assert division in DIVISIONS
    assert SECTIONS[SECTION_OF[division]]
    assert division == activity.UNKNOWN or naf.startswith(division)


@pytest.mark.parametrize(
    ("pcs", "group"),
    [
        ("623e", "62"),
        ("388a", "38"),
        ("62", "62"),
        ("6", "00"),
        ("", "00"),
        ("inconnu", "00"),
        ("a23e", "00"),
        ("00", "00"),
    ],
)
def test_an_occupation_is_read_at_two_digits_or_is_unknown(pcs: str, group: str) -> None:
    assert occupation_of(pcs) == group


@given(st.integers(-5, 20_000))
def test_the_class_of_size_holds_the_number_by_its_own_words(people: int) -> None:
    words = layout.SIZES[size_of(people)].replace("\u202f", "").replace("\xa0", "").replace(" ", "")
    low, _, high = words.removesuffix("salariés").partition("à")
    if people < 1:
        assert words == "Tailleinconnue"
    elif high:
        assert int(low) <= people <= int(high)
    else:
        assert people >= int(low.removesuffix("salariésetplus"))


@given(st.lists(st.integers(1, 9_000), min_size=2, max_size=20))
def test_classes_of_size_follow_the_order_of_headcounts(people: list[int]) -> None:
    order = list(layout.SIZES)
    ranks = [order.index(size_of(each)) for each in sorted(people)]
    assert ranks == sorted(ranks)


@pytest.mark.parametrize(("key", "detail"), DRAWN)
def test_the_tables_of_a_cube_in_each_detail_are_those_that_are_told(key: str, detail: str) -> None:
    assert {" × ".join(table) for table in CUBES[key].tables[detail]} == DRAWN[key, detail]


def test_every_cube_and_every_detail_is_told() -> None:
    assert set(DRAWN) == {(cube.key, detail) for cube, detail in EVERY}
    assert set(DETAILS) == set(DETAIL_WORDS) == {FINE, MEDIUM, COARSE, ZONES, FAMILIES}


@pytest.mark.parametrize(
    ("key", "columns"),
    [
        (
            "effectifs",
            (
                "departement",
                "region",
                "division",
                "section",
                "pcs",
                "csp",
                "taille",
                "lieu",
                "zone",
                "metier",
                "emploi",
                "domaine",
            ),
        ),
        ("dossiers", ("departement", "region", "division", "section", "issue")),
        ("indicateur", ("departement", "region", "division", "section", "taille")),
    ],
)
def test_columns_never_change_since_what_was_published_is_read_by_them(key: str, columns: tuple[str, ...]) -> None:
    assert CUBES[key].columns == columns
    assert not set(columns) & set(RESERVED)


@pytest.mark.parametrize(("cube", "detail"), EVERY, ids=lambda each: each if isinstance(each, str) else each.key)
def test_a_table_never_crosses_a_level_with_the_one_above_it(cube: Cube, detail: str) -> None:
    for table in cube.tables[detail]:
        columns = [column for name in table for column in LEVELS[name]]
        assert len(columns) == len(set(columns)), table
        assert set(table) <= set(cube.dimensions)


@pytest.mark.parametrize("cube", CUBES.values(), ids=CUBES)
def test_a_coarser_detail_never_shows_a_column_that_a_finer_one_hides(cube: Cube) -> None:
    def shown(detail: str) -> set[str]:
        return {column for table in cube.tables[detail] for name in table for column in LEVELS[name]}

    assert shown(COARSE) <= shown(FINE)
    assert shown(MEDIUM) <= shown(FINE)
    assert not {"departement", "division", "pcs"} & shown(COARSE)


@pytest.mark.parametrize(
    ("key", "value", "people", "is_count"),
    [("effectifs", "effectif", "effectif", False), ("dossiers", "", "", True), ("indicateur", "valeur", "", False)],
)
def test_what_cells_add_up_is_said_to_the_engine(key: str, value: str, people: str, is_count: bool) -> None:
    spec = CUBES[key].spec(CUBES[key].tables[COARSE])
    assert (spec.value, spec.people, spec.is_count) == (value, people, is_count)
    assert (spec.unit, spec.holding, spec.keep) == ("unit", "holding", ((), ("region",)))


@pytest.mark.parametrize(("key", "people"), [("effectifs", 5), ("dossiers", 0), ("indicateur", 0)])
def test_rules_are_those_of_the_law_and_of_people_where_cells_are_people(key: str, people: int) -> None:
    rules = CUBES[key].rules()
    assert (rules.min_units, rules.min_people) == (3, people)
    assert (rules.max_share, rules.narrowest) == (0.85, 0.15)


def test_every_title_is_of_a_column_and_every_column_has_one() -> None:
    columns = {column for levels in LEVELS.values() for column in levels}
    assert set(layout.COLUMN_TITLES) == columns | {"appartenance", "dans_pole"}, "and those of pôles put together"
    assert len(set(layout.COLUMN_TITLES.values())) == len(layout.COLUMN_TITLES)


@pytest.mark.parametrize(
    ("names", "is_tied"),
    [
        (("métier", "domaine"), True),
        (("métier", "catégorie et domaine"), True),
        (("métier",), False),
        (("catégorie", "domaine"), False),  # what both are made of is there: the category is in the kind
        (("territoire",), False),
    ],
)
def test_tables_of_groups_and_of_domains_are_tied_by_what_both_are_made_of(
    names: tuple[str, ...], *, is_tied: bool
) -> None:
    tables = tuple((name,) for name in names)
    assert layout.linked(tables) == (*tables, *((("métier et domaine",), ("emploi",)) if is_tied else ()))
