"""The records a cube adds up: people in their establishments, territory and activity, groups, levels above."""

import datetime as dt
import json
from typing import Any

import pytest
from django_scopes import scope

from factories import cluster, collected, publishing
from factories.cluster import SIRENS, Cluster
from vivier.disclosure import tables_of
from vivier.disclosure.records import records_of
from vivier.intake import Cell, Company
from vivier.intake.data import Count
from vivier.intake.data import Site as CountedSite
from vivier.vocabulary import InputError
from vivier_web.indicators.actions.knowing import note_known_figure
from vivier_web.indicators.gate.layout import COARSE, DETAILS, DOSSIERS, HEADCOUNT
from vivier_web.indicators.queries.cubes import (
    Asked,
    Gathered,
    _rows_of,
    gathered,
    groups_in,
    labels_of,
    place_of,
    sources_of,
    unit_of,
    with_levels,
)
from vivier_web.indicators.queries.together import gathered_together, past_together
from vivier_web.members.actions import link_group
from vivier_web.members.models import GroupLink, Organisation, Site
from vivier_web.skills.actions.waves import erase_wave, freeze_wave

ON = collected.ON
SIREN = "732829320"
OWN = {"unit": SIREN, "holding": SIREN}


def count(*cells: tuple[str, int]) -> Count:
    made = tuple(sorted((Cell(pcs, "35_44", "H", "CDI", n) for pcs, n in cells), key=lambda each: each.key))
    return Count(sum(each.n for each in made), cells=made)


def company(whole: Count, **sites: Count) -> Company:
    found = tuple(CountedSite(SIREN + nic.removeprefix("n"), each) for nic, each in sites.items())
    return Company(SIREN, ON, "dsn", whole, sites=found)


def site(nic: str, department: str, naf: str = "", *, is_head: bool = False) -> Site:
    return Site(siret=SIREN + nic, department=department, naf=naf, is_head_office=is_head)


HEAD, BRANCH = site("00074", "74", "25.62B", is_head=True), site("00082", "38", "28.99B")
SITES = {HEAD.siret: HEAD, BRANCH.siret: BRANCH, "": HEAD}
OF = Organisation(pk=7, name="Mécanique", siren=SIREN, naf="70.10Z")


def told(made: Company, sites: dict[str, Site] = SITES) -> list[tuple[str, ...]]:
    rows = _rows_of(made, OF, sites, OWN)
    return [
        tuple(row[name] for name in ("departement", "division", "pcs", "csp", "taille", "effectif")) for row in rows
    ]


def test_people_are_counted_in_the_establishment_they_work_in() -> None:
    made = company(count(("623e", 7), ("388a", 5)), n00074=count(("623e", 7)), n00082=count(("388a", 5)))
    assert told(made) == [("74", "25", "62", "6", "10-49", "7"), ("38", "28", "38", "3", "10-49", "5")]


def test_establishments_that_do_not_hold_everybody_are_left_for_the_head_office() -> None:
    made = company(count(("623e", 7), ("388a", 5)), n00082=count(("388a", 5)))
    assert told(made) == [("74", "25", "38", "3", "10-49", "5"), ("74", "25", "62", "6", "10-49", "7")]


def test_an_establishment_that_nobody_registered_counts_at_the_head_office() -> None:
    made = company(count(("623e", 7)), n00090=count(("623e", 7)))
    assert told(made) == [("74", "25", "62", "6", "1-9", "7")]


def test_without_any_establishment_the_territory_is_unknown_and_the_activity_that_of_the_organisation() -> None:
    assert told(company(count(("623e", 7))), {}) == [("00", "70", "62", "6", "1-9", "7")]


def test_occupations_are_added_at_two_digits_and_unknown_ones_together() -> None:
    made = company(count(("623e", 2), ("628b", 3), ("inconnu", 4), ("", 1)))
    assert told(made) == [("74", "25", "00", "0", "10-49", "5"), ("74", "25", "62", "6", "10-49", "5")]


def test_the_size_is_that_of_the_enterprise_not_of_the_establishment() -> None:
    made = company(count(("623e", 60)), n00074=count(("623e", 58)), n00082=count(("623e", 2)))
    assert {row[4] for row in told(made)} == {"50-249"}


def test_a_company_of_nobody_gives_no_record() -> None:
    assert told(company(count())) == []


@pytest.mark.parametrize(
    ("where", "naf", "place"),
    [
        (site("1", "74", "25.62B"), "70.10Z", ("74", "84", "25", "C")),
        (site("1", "74", ""), "70.10Z", ("74", "84", "70", "M")),
        (site("1", "", "25.62B"), "", ("00", "00", "25", "C")),
        (site("1", "2A", "97.00Z"), "", ("2A", "94", "97", "T")),
        (site("1", "974", "01.11Z"), "", ("974", "04", "01", "A")),
        (site("1", "975", "01.11Z"), "", ("00", "00", "01", "A")),  # Saint-Pierre-et-Miquelon is no département
        (site("1", "99", "zz"), "25.62B", ("00", "00", "00", "00")),
        (None, "25.62B", ("00", "00", "25", "C")),
        (None, "", ("00", "00", "00", "00")),
    ],
)
def test_a_place_has_every_level_known_or_told_unknown(
    where: Site | None, naf: str, place: tuple[str, str, str, str]
) -> None:
    found = place_of(where, Organisation(name="Mécanique", naf=naf))
    assert tuple(found.values()) == place
    assert tuple(found) == ("departement", "region", "division", "section")


@pytest.mark.parametrize(
    ("codes", "whole"),
    [
        ({}, {}),
        ({"departement": "74"}, {"departement": "74", "region": "84"}),
        ({"departement": "2B"}, {"departement": "2B", "region": "94"}),
        ({"departement": "38", "region": "11"}, {"departement": "38", "region": "84"}),
        ({"region": "11"}, {"region": "11"}),
        ({"division": "25"}, {"division": "25", "section": "C"}),
        ({"pcs": "62", "taille": "1-9"}, {"pcs": "62", "csp": "6", "taille": "1-9"}),
    ],
)
def test_codes_are_given_with_those_of_the_levels_above(codes: dict[str, str], whole: dict[str, str]) -> None:
    given = dict(codes)
    assert with_levels(codes) == whole
    assert codes == given


@pytest.mark.parametrize("codes", [{"departement": "99"}, {"departement": ""}, {"division": "04"}, {"division": "C"}])
def test_a_code_that_nothing_is_above_is_refused(codes: dict[str, str]) -> None:
    with pytest.raises(InputError, match="n’existe pas"):
        with_levels(codes)


@pytest.mark.parametrize(("siren", "unit"), [("732829320", "732829320"), (None, "o7"), ("", "o7")])
def test_a_unit_is_named_by_its_siren_or_by_its_row(siren: str | None, unit: str) -> None:
    assert unit_of(Organisation(pk=7, siren=siren)) == unit


def whole_of(rows: list[dict[str, str]]) -> Gathered:
    return Gathered(HEADCOUNT, "Effectifs", ON, tuple(rows), (), "tous")


ROWS = [
    {**row, "region": "84", "section": "C"}
    for row in _rows_of(company(count(("623e", 7), ("388a", 5))), OF, SITES, OWN)
]


def test_the_print_of_records_is_that_of_a_bag() -> None:
    print_of = whole_of(ROWS).sha256
    assert whole_of(ROWS[::-1]).sha256 == print_of
    assert whole_of([dict(reversed(list(row.items()))) for row in ROWS]).sha256 == print_of
    assert len({whole_of(rows).sha256 for rows in (ROWS, ROWS[:1], [*ROWS, ROWS[0]], [])} | {print_of}) == 4
    assert whole_of([{**ROWS[0], "effectif": "8"}, ROWS[1]]).sha256 != print_of


def test_two_establishments_in_one_cell_are_one_contributor() -> None:
    twin = {**SITES, SIREN + "00090": site("00090", "74", "25.62B")}
    made = company(count(("623e", 12)), n00074=count(("623e", 7)), n00090=count(("623e", 5)))
    found = whole_of(list(_rows_of(made, OF, twin, OWN)))
    assert (len(found.rows), found.members) == (2, 1)
    spec = HEADCOUNT.spec(HEADCOUNT.tables[COARSE])
    tables = tables_of(records_of(found.texts(), spec), spec)
    assert set(tables.units.tolist()) == {1}


@pytest.mark.parametrize(
    ("column", "code", "words"),
    [
        ("departement", "74", "Haute-Savoie"),
        ("departement", "00", "Département inconnu"),
        ("region", "84", "Auvergne-Rhône-Alpes"),
        ("region", "00", "Région inconnue"),
        ("division", "25", "Produits métalliques"),
        ("section", "00", "Activité inconnue"),
        ("taille", "5000+", "5 000 salariés et plus"),
        ("pcs", "00", "Métier non précisé"),
        ("csp", "0", "Catégorie inconnue"),
        ("taille", "énorme", "énorme"),  # what no list knows is shown as it is
    ],
)
def test_each_code_has_words(column: str, code: str, words: str) -> None:
    assert labels_of(whole_of([{**ROWS[0], column: code}]))[column] == {code: words}


# --- In the base ---


@pytest.mark.parametrize(
    "source",
    ["", "wave", "wave:", "wave:0", "wave:-1", "wave:x", "wave:999999", "year:2025", "campaign:3", "wave:1e3"],
)
def test_headcounts_come_from_a_frozen_wave_of_this_pole_only(pole: Cluster, source: str) -> None:
    with pytest.raises(InputError):
        gathered(pole.pole, Asked("effectifs", source, COARSE, {"perimeter": "all"}))


@pytest.mark.parametrize(
    ("source", "words"), [("year:2025", "décidé en 2025"), ("year:", "Choisissez"), ("wave:1", "Choisissez")]
)
def test_dossiers_come_from_a_year_in_which_some_were_decided(pole: Cluster, source: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        gathered(pole.pole, Asked(DOSSIERS.key, source, COARSE, {}))


def test_what_could_be_published_is_offered_from_freezing_to_erasing(pole: Cluster) -> None:
    assert sources_of(pole.pole) == []
    given = publishing.wave(pole.pole)
    collected.deposit(given, pole.members[0], publishing.crowd(1, 30))
    assert sources_of(pole.pole) == []
    frozen = freeze_wave(given, by=None)
    assert sources_of(pole.pole) == [("effectifs", f"wave:{given.pk}", "Effectifs, collecte « Janvier 2026 »")]
    other = cluster.founded("plasturgie", first=1)
    with scope(pole=other.pole):
        assert sources_of(other.pole) == []
        with pytest.raises(InputError, match="figée"):
            gathered(other.pole, publishing.asked(given))
    erase_wave(frozen, by=None)
    assert sources_of(pole.pole) == []


def test_records_are_of_the_perimeter_asked_each_in_every_column(pole: Cluster) -> None:
    given = publishing.wave(pole.pole)
    for number, (place, college) in enumerate([("74", "Entreprises"), ("38", "Entreprises"), ("74", "Écoles")]):
        publishing.gave(given, pole.pole, number, 10 + number, department=place, college=college)
    freeze_wave(given, by=None)

    def people(**perimeter: str) -> int:
        found = gathered(pole.pole, publishing.asked(given, **perimeter))
        assert set(found.texts()) == {*HEADCOUNT.columns, "unit", "holding", "effectif"}
        return sum(int(row["effectif"]) for row in found.rows)

    assert people(perimeter="all") == 33
    assert people(perimeter="college", value="Entreprises") == 21
    assert people(perimeter="department", value="74") == 22
    with pytest.raises(InputError, match="Aucun membre de ce périmètre"):
        people(perimeter="college", value="Personne")
    said = json.dumps([gathered(pole.pole, publishing.asked(given, detail)).provenance for detail in DETAILS])
    assert "Membre 0" not in said, "no member is named in what is said of figures"


def test_groups_are_joined_by_all_that_is_known_of_heads(pole: Cluster) -> None:
    one, two, three = pole.members
    assert groups_in([pole.pole]) == {}
    link_group(pole.pole, one, SIRENS[1], by=None)
    link_group(pole.pole, two, SIRENS[2], by=None)  # the head has a head
    assert set(groups_in([pole.pole]).values()) == {min(SIRENS[:3])}
    link_group(pole.pole, two, "", by=None)
    assert groups_in([pole.pole]) == {SIRENS[0]: min(SIRENS[:2]), SIRENS[1]: min(SIRENS[:2])}
    assert three.siren not in groups_in([pole.pole])


def test_a_group_known_by_one_pole_holds_when_several_are_put_together(pole: Cluster) -> None:
    """The later deposit was made to the other pôle, which knows nothing of the group."""
    other = cluster.founded("plasturgie", first=1)
    one, two = pole.members[1:]  # members of both pôles
    link_group(pole.pole, one, two.siren or "", by=None)
    for found in (pole, other):
        with scope(pole=found.pole):
            given = publishing.wave(found.pole)
            for organisation in (one, two):
                collected.deposit(given, organisation, publishing.crowd(1, 40))
            freeze_wave(given, by=None)
    with scope(pole=other.pole):
        assert not GroupLink.objects.exists()
        assert {row["holding"] for row in gathered(other.pole, publishing.asked(given)).rows} == {
            one.siren,
            two.siren,
        }
    both = gathered_together("Réseau", [pole.pole, other.pole], "effectifs", ON)
    assert {row["unit"] for row in both.rows} == {one.siren, two.siren}
    assert {row["holding"] for row in both.rows} == {min(one.siren or "", two.siren or "")}
    assert sum(int(row["effectif"]) for row in both.rows) == 80, "each enterprise once"


def test_a_figure_that_one_pole_let_out_elsewhere_is_compared_when_several_are_put_together(pole: Cluster) -> None:
    other = cluster.founded("plasturgie", first=1)
    poles = [pole.pole, other.pole]
    both = gathered_together("Réseau", poles, "effectifs", ON)
    assert past_together(poles, both).digests == ()
    figure = note_known_figure(
        pole.pole, ("effectifs", ON), {"departement": "74"}, value=120, where="Rapport", by=None
    )
    past = past_together(poles, both)
    [told] = past.files
    [codes] = told.codes
    assert {code for code in zip(told.spec.columns, codes, strict=True) if code[1] != "T"} == {
        ("departement", "74"),
        ("region", "84"),
        ("dans_pole", "mecatronique"),
    }
    assert (told.values.tolist(), past.digests) == ([120.0], (f"figure:{figure.pk}",))
    assert past.tables == (("pôle mecatronique", "territoire"),)


@pytest.mark.parametrize("members", [1, 3])
def test_reading_records_asks_as_much_of_one_member_as_of_three(
    pole: Cluster, django_assert_num_queries: Any, members: int
) -> None:
    given = publishing.wave(pole.pole)
    for number in range(members):
        publishing.gave(given, pole.pole, number, 10)
    freeze_wave(given, by=None)
    with django_assert_num_queries(8):
        gathered(pole.pole, publishing.asked(given))


def test_the_day_a_wave_was_frozen_is_told_as_in_paris(pole: Cluster) -> None:
    given = publishing.wave(pole.pole)
    publishing.gave(given, pole.pole, 1, 10)
    frozen = freeze_wave(given, by=None)
    frozen.frozen_at = dt.datetime(2026, 6, 30, 22, 30, tzinfo=dt.UTC)
    frozen.save()
    said = dict(gathered(pole.pole, publishing.asked(given)).provenance)
    assert "figée le 1er juillet 2026" in said["Collecte"].replace("\xa0", " ")
    assert said["Source"].replace("\xa0", " ").endswith("déposés par 1 membre")
