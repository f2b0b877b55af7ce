"""Every edit of every shipped set: what passes, what makes it speak, what it cannot know; and how sets hold together."""

from collections.abc import Iterator
from decimal import Decimal

import pytest

from vivier_web.indicators.checks import check, worked_out
from vivier_web.indicators.definition import IndicatorSet, shipped, shipped_set
from vivier_web.indicators.definition.words import FACTS

ADHERENTS = "adherents_petits=1 adherents_pme=2 adherents_eti=1 adherents_grands=0 adherents_recherche=1"
# set, edit, what passes, what makes it speak; `p.x` is the year before
CASES = [
    ("competitivite", "somme_adherents", f"{ADHERENTS} adherents_formation=1 adherents=6",
     f"{ADHERENTS} adherents_formation=1 adherents=5"),
    ("competitivite", "mouvements", "adherents_nouveaux=5 adherents=5", "adherents_nouveaux=6 adherents=5"),
    ("competitivite", "labels", "projets_labellises=4 projets_deposes=4", "projets_labellises=5 projets_deposes=4"),
    ("competitivite", "finances", "projets_finances=3 projets_labellises=3", "projets_finances=4 projets_labellises=3"),
    ("competitivite", "seconde", "mis_a_disposition=2 equipe=2", "mis_a_disposition=2,1 equipe=2"),
    ("competitivite", "autofin", "cotisations=60 prestations=40 budget=100", "cotisations=60 prestations=41 budget=100"),
    ("competitivite", "services_petits", "services_pme=8 services=8", "services_pme=9 services=8"),
    ("competitivite", "aide_par_projet", "financement_etat=9000 financement_region=1000 projets_finances=0",
     "financement_etat=9000 financement_region=1001 projets_finances=1"),
    ("competitivite", "adherents_bond", "adherents=130 p.adherents=100", "adherents=131 p.adherents=100"),
    ("competitivite", "adherents_bond", "adherents=70 p.adherents=100", "adherents=69 p.adherents=100"),
    ("competitivite", "etat_bond", "financement_etat=300 p.financement_etat=100",
     "financement_etat=301 p.financement_etat=100"),
    ("competitivite", "etat_bond", "financement_etat=100 p.financement_etat=300",
     "financement_etat=99 p.financement_etat=300"),
    ("competitivite", "budget_bond", "budget=70 p.budget=100", "budget=69 p.budget=100"),
    ("competitivite", "brevets_bond", "brevets=9 p.brevets=0", "brevets=10 p.brevets=1"),
    ("competitivite", "brevets_bond", "brevets=12 p.brevets=4", "brevets=13 p.brevets=4"),
    ("competitivite", "rd_emplois", "emplois_rd=4 emplois=4", "emplois_rd=4,1 emplois=4"),
    ("competitivite", "cadres_emplois", "cadres=4 emplois=4", "cadres=5 emplois=4"),
    ("competitivite", "export_ca", "exportations=9 chiffre_affaires=9", "exportations=10 chiffre_affaires=9"),
    ("competitivite", "ca_par_emploi", "chiffre_affaires=4000 emplois=2", "chiffre_affaires=4001 emplois=2"),
    ("competitivite", "ca_par_emploi", "chiffre_affaires=2000 emplois=0", "chiffre_affaires=2001 emplois=0"),
    ("competitivite", "emplois_bond", "emplois=15 p.emplois=10", "emplois=16 p.emplois=10"),
    ("competitivite", "emplois_bond", "emplois=70 p.emplois=100", "emplois=69 p.emplois=100"),
    ("competitivite", "ca_bond", "chiffre_affaires=150 p.chiffre_affaires=100",
     "chiffre_affaires=49 p.chiffre_affaires=100"),
    ("competitivite", "note", "satisfaction=10", "satisfaction=10,1"),
    ("competitivite", "attribues", "emplois_attribues=0 emplois=0", "emplois_attribues=1 emplois=0"),
    ("artisanat", "artisans_adherents", "artisans=3 formation=1 techniques=1 adherents=5",
     "artisans=3 formation=1 techniques=2 adherents=5"),
    ("artisanat", "export_ca", "exportations=9 chiffre_affaires=9", "exportations=10 chiffre_affaires=9"),
    ("artisanat", "ca_par_emploi", "chiffre_affaires=2000 emplois=2", "chiffre_affaires=2001 emplois=2"),
    ("artisanat", "emplois_bond", "emplois=7 p.emplois=4", "emplois=8 p.emplois=4"),
    ("artisanat", "etat_bond", "fonds_etat=130 p.fonds_etat=100", "fonds_etat=131 p.fonds_etat=100"),
    ("ptce", "composition", "structures_ess=1 collectivites=1 recherche=1 formation=1 membres=4",
     "structures_ess=2 collectivites=1 recherche=1 formation=1 membres=4"),
    ("ptce", "trois", "membres=3", "membres=2"),
    ("ptce", "une_ess", "structures_ess=1", "structures_ess=0"),
    ("ptce", "insertion_emplois", "insertion=4 emplois=4", "insertion=5 emplois=4"),
    ("ptce", "note", "cooperation=10", "cooperation=10,5"),
    ("ptce", "emplois_bond", "emplois=10 p.emplois=5", "emplois=11 p.emplois=5"),
    ("ptce", "aides_bond", "aides_publiques=50 p.aides_publiques=100", "aides_publiques=49 p.aides_publiques=100"),
]  # fmt: skip


def spoken(key: str, said: str) -> set[str]:
    """Give the edits of a set that speak about what is typed, of the team or of a member."""
    told = shipped_set(key)
    pairs = dict(each.split("=") for each in said.split())
    before = {name[2:]: Decimal(value) for name, value in pairs.items() if name.startswith("p.")}
    typed = {name: value for name, value in pairs.items() if not name.startswith("p.")}
    found = [check(told, told.asked(2026, of_members=whose), typed, before) for whose in (False, True)]
    assert not [one.troubles for one in found if one.troubles]
    return {each.key for one in found for each in one.spoken}


@pytest.mark.parametrize(("key", "edit", "passing", "failing"), CASES)
def test_an_edit_is_silent_at_its_bound_and_speaks_beyond(key: str, edit: str, passing: str, failing: str) -> None:
    assert edit not in spoken(key, passing)
    assert edit in spoken(key, failing)


@pytest.mark.parametrize(("key", "edit", "_passing", "failing"), CASES)
def test_an_edit_is_silent_as_long_as_one_of_its_figures_is_not_known(
    key: str, edit: str, _passing: str, failing: str
) -> None:
    pairs = failing.split()
    for rank in range(len(pairs)):
        said = " ".join(pairs[:rank] + pairs[rank + 1 :])
        assert edit not in spoken(key, said), said


def test_every_edit_that_ships_is_tried_here() -> None:
    assert {(one.key, edit.key) for one in shipped() for edit in one.edit} == {case[:2] for case in CASES}


def test_nothing_typed_makes_no_edit_speak() -> None:
    for one in shipped():
        assert spoken(one.key, "") == set()


def each_edit() -> Iterator[tuple[IndicatorSet, frozenset[str], frozenset[str]]]:
    for told in shipped():
        for edit in told.edit:
            yield told, edit.expression.names, edit.expression.before


def test_every_edit_is_of_the_team_or_of_a_member_so_that_somebody_sees_it() -> None:
    for told, names, before in each_edit():
        assert len({told.by_key[name].is_of_members for name in names | before}) == 1


def test_an_edit_on_last_year_also_looks_at_this_year() -> None:
    assert all(before <= names for _, names, before in each_edit())


@pytest.mark.parametrize("told", shipped(), ids=lambda one: one.key)
def test_a_shipped_set_holds_together(told: IndicatorSet) -> None:
    used = {one.section for one in told.indicator}
    assert [each.key for each in told.section if each.key not in used] == [], "no empty rubric"
    assert all(one.who == "pole" for one in told.indicator if one.formula)
    assert all(one.unit == "k€" for one in told.indicator if one.kind == "money" and not one.formula)
    assert {one.known for one in told.indicator if one.known} <= set(FACTS)
    assert all(one.definition.endswith(".") for one in told.indicator), "sentences end"
    assert all(edit.say.endswith(".") for edit in told.edit)
    asked = {one.key for who in (True, False) for one in told.asked(2026, of_members=who)}
    assert asked | {one.key for one in told.worked_out} == set(told.by_key)
    assert asked.isdisjoint(one.key for one in told.worked_out)


@pytest.mark.parametrize(
    ("key", "said", "expected"),
    [
        ("competitivite", "adherents_petits=2 adherents_pme=3 adherents=8", {"part_pme": "62.5"}),
        ("competitivite", "emplois_rd=4.5 emplois=40", {"part_rd": "11.2"}),  # 11.25, to the even digit
        ("competitivite", "exportations=900 chiffre_affaires=5200", {"part_export": "17.3"}),
        ("competitivite", "projets_labellises=3 projets_deposes=4", {"taux_label": "75"}),
        ("competitivite", "projets_finances=1 projets_labellises=3", {"taux_financement": "33.3"}),
        ("competitivite", "financement_etat=1 financement_region=2 financement_europe=3", {"financement_public": "6"}),
        ("competitivite", "financement_etat=1 financement_region=2 financement_europe=3 financement_prive=9",
         {"financement_public": "6", "levier": "1.5"}),
        ("competitivite", "financement_etat=0 financement_region=0 financement_europe=0 financement_prive=9",
         {"financement_public": "0"}),  # nothing is divided by nothing
        ("competitivite", "cotisations=160 prestations=40 budget=800", {"autofinancement": "25"}),
        ("artisanat", "entreprises_accompagnees=30 artisans=40", {"taux_accompagnement": "75"}),
        ("artisanat", "fonds_etat=50 fonds_hote=20 fonds_propres=20 fonds_autres=10", {"cofinancement": "50"}),
        ("ptce", "membres=9 structures_ess=3 collectivites=2 recherche=1 formation=1", {"autres": "2"}),
        ("ptce", "ressources_propres=30 aides_publiques=70", {"part_propre": "30"}),
        ("ptce", "ressources_propres=0 aides_publiques=0", {}),
    ],
)  # fmt: skip
def test_a_formula_that_ships_gives_the_figure_worked_out_by_hand(
    key: str, said: str, expected: dict[str, str]
) -> None:
    numbers = {name: Decimal(value) for name, value in (each.split("=") for each in said.split())}
    assert {name: str(value) for name, value in worked_out(shipped_set(key), numbers).items()} == expected


def test_every_formula_that_ships_is_worked_out_above() -> None:
    cases = next(mark.args[1] for mark in test_a_formula_that_ships_gives_the_figure_worked_out_by_hand.pytestmark)
    tried = {(key, name) for key, _, expected in cases for name in expected}
    assert tried == {(one.key, each.key) for one in shipped() for each in one.worked_out}
