"""The words of the gate, and the layout of cubes: tables of cases, without a database."""

import pytest

from vivier.vocabulary import InputError
from vivier_web.indicators.gate import activity, layout
from vivier_web.indicators.gate.layout import COARSE, CUBES, FINE, MEDIUM, cube_of, size_of
from vivier_web.indicators.gate.together import belonging, together
from vivier_web.indicators.gate.words import Outlook, cell_name, outlook_of, proposals

COLUMNS = ("departement", "region", "division", "section", "taille")
LABELS = {
    "departement": {"74": "Haute-Savoie"},
    "region": {"84": "Auvergne-Rhône-Alpes"},
    "division": {"25": "Produits métalliques"},
    "section": {"C": "Industrie manufacturière"},
    "taille": {"1-9": "1 à 9 salariés"},
}


@pytest.mark.parametrize(
    ("codes", "name"),
    [
        (("T", "T", "T", "T", "T"), "Ensemble"),
        (("T", "84", "T", "T", "T"), "Auvergne-Rhône-Alpes"),
        (("74", "84", "T", "T", "T"), "Haute-Savoie"),
        (("74", "84", "25", "C", "T"), "Haute-Savoie × Produits métalliques"),
        (("T", "84", "T", "C", "1-9"), "Auvergne-Rhône-Alpes × Industrie manufacturière × 1 à 9 salariés"),
        (("75", "11", "T", "T", "T"), "75"),
    ],
)
def test_a_cell_is_named_by_its_finest_codes(codes, name):
    assert cell_name(COLUMNS, codes, LABELS) == name


@pytest.mark.parametrize(
    ("people", "size"),
    [
        (0, "inconnue"),
        (1, "1-9"),
        (9, "1-9"),
        (10, "10-49"),
        (249, "50-249"),
        (250, "250-4999"),
        (5000, "5000+"),
    ],
)
def test_the_size_of_an_enterprise_is_that_of_insee(people, size):
    assert size_of(people) == size
    assert size in layout.SIZES


def test_every_division_is_in_one_section_and_all_of_them_are_there():
    assert len(activity.DIVISIONS) == 88 + 1
    assert len(activity.SECTIONS) == 21 + 1
    assert set(activity.SECTION_OF) == set(activity.DIVISIONS)
    assert set(activity.SECTION_OF.values()) == set(activity.SECTIONS)
    assert not [name for name in activity.DIVISIONS.values() if not name or "\n" in name or "  " in name]


@pytest.mark.parametrize(
    ("naf", "section"), [("25.62B", "C"), ("7219Z", "M"), ("", "00"), ("99.00Z", "U"), ("xx", "00")]
)
def test_an_activity_is_read_however_it_is_written(naf, section):
    assert activity.SECTION_OF[activity.division_of(naf)] == section


@pytest.mark.parametrize("key", CUBES)
def test_each_cube_can_be_said_to_the_engine_in_each_detail(key):
    cube = cube_of(key)
    specs = [cube.spec(tables) for tables in cube.tables.values()]
    assert all(set(spec.columns) <= set(cube.columns) for spec in specs)
    usual = [cube.spec(cube.tables[each]).columns for each in (FINE, MEDIUM, COARSE)]
    assert len(set(usual)) == 1, "zones and domains are columns of their own details alone"
    assert all(column in layout.COLUMN_TITLES for column in cube.columns)
    assert cube.rules().min_units == 3
    assert cube.rules().min_people == (5 if cube.people else 0)


def test_an_unknown_cube_is_refused():
    with pytest.raises(InputError, match="dans la liste"):
        cube_of("tout")


@pytest.mark.parametrize(
    ("detail", "members", "count"), [(FINE, 40, 3), (MEDIUM, 40, 2), (COARSE, 40, 1), (FINE, 12, 4), (COARSE, 3, 2)]
)
def test_what_else_could_be_done_goes_from_coarser_tables_to_agreements(detail, members, count):
    mostly = Outlook(100, 40, 30, 30)
    assert len(proposals(mostly, detail, members=members)) == count
    assert proposals(Outlook(100, 50, 30, 20), detail, members=members) == ()


def test_what_is_shown_and_hidden_is_counted_from_statuses():
    found = outlook_of(["published", "zero", "primary", "secondary", "secondary"])
    assert found == Outlook(5, 2, 1, 2)
    assert (found.hidden_share, found.is_mostly_hidden) == (0.6, True)
    assert outlook_of([]).hidden_share == 0.0


def test_poles_put_together_add_one_way_of_belonging_each():
    slugs = ("mecatronique-du-val", "plasturgie")
    cube = together(layout.HEADCOUNT, slugs)
    columns = cube.spec(cube.tables[COARSE]).columns
    alone = layout.HEADCOUNT.spec(layout.HEADCOUNT.tables[COARSE]).columns
    assert columns == (*alone, "appartenance", "dans_pole")
    assert set(belonging(["plasturgie"])) == {"appartenance"}
    assert len(cube.tables[COARSE]) == 2 * len(layout.HEADCOUNT.tables[COARSE]) + 1
