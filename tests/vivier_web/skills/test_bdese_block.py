"""The block of the BDESE says the counts of the deposit, nothing else, and every table adds up."""

import io
from dataclasses import replace

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories import collected
from factories.collected import ON, as_cells, company
from vivier.intake.data import Count, Flow
from vivier.vocabulary import Period
from vivier_web.members.models import Organisation
from vivier_web.skills.models import Deposit, Wave
from vivier_web.skills.queries.bdese import bdese_workbook

SIREN = "732829320"
JANUARY, DECEMBER = Period(2026, 1), Period(2025, 12)


def book(made, name="Mécanique du Val"):
    """Lay out a deposit that is in no database."""
    kept = Deposit(wave=Wave(on=ON), organisation=Organisation(name=name), cells=as_cells(made))
    return openpyxl.load_workbook(io.BytesIO(bdese_workbook(kept)))


def rows(made, sheet):
    return [list(row) for row in book(made)[sheet].values]


MADE = company(
    SIREN,
    ("623f", "moins_25", "H", "APPRENTISSAGE", 2),
    ("623f", 24, "F", "CDI", 1),
    ("628b", 25, "F", "CDI", 3),
    ("388a", 59, "H", "CDI", 4),
    ("388a", 60, "inconnu", "CDD", 5),
    ("inconnu", "inconnu", "H", "inconnu", 6),
)


def test_contracts_are_counted_by_sex():
    assert rows(MADE, "Contrats") == [
        ["Contrat", "Hommes", "Femmes", "Non connu", "Total"],
        ["Apprentissage", 2, 0, 0, 2],
        ["CDD", 0, 0, 5, 5],
        ["CDI", 4, 4, 0, 8],
        ["inconnu", 6, 0, 0, 6],
        ["Ensemble", 12, 4, 5, 21],
    ]


def test_ages_are_in_six_classes_whether_told_in_years_or_in_bands():
    assert rows(MADE, "Âges") == [
        ["Âge", "Hommes", "Femmes", "Non connu", "Total"],
        ["moins de 25 ans", 2, 1, 0, 3],
        ["25 à 34 ans", 0, 3, 0, 3],
        ["35 à 44 ans", 0, 0, 0, 0],
        ["45 à 54 ans", 0, 0, 0, 0],
        ["55 à 59 ans", 4, 0, 0, 4],
        ["60 ans et plus", 0, 0, 5, 5],
        ["Non connu", 6, 0, 0, 6],
        ["Ensemble", 12, 4, 5, 21],
    ]


def test_occupations_are_told_by_their_category_only():
    found = rows(MADE, "Qualifications")
    assert [row[1:] for row in found[1:]] == [[4, 0, 5, 9], [6, 0, 0, 6], [2, 4, 0, 6], [12, 4, 5, 21]]
    assert found[2][0] == "Non connue"
    assert "623f" not in str(found)


def test_moves_are_told_by_month_way_and_motive_the_oldest_first():
    flows = [
        Flow(DECEMBER, "sortie", "623f", "60_plus", "F", "CDI", "retraite", 1),
        Flow(JANUARY, "entree", "623f", "25_34", "H", "CDI", "embauche", 2),
        Flow(JANUARY, "entree", "628b", "25_34", "inconnu", "CDI", "embauche", 3),
        Flow(JANUARY, "sortie", "623f", "25_34", "H", "CDD", "fin_de_contrat", 1),
    ]
    moved = replace(MADE, months=(DECEMBER, JANUARY), flows=tuple(flows))
    assert rows(moved, "Entrées et sorties") == [
        ["Mois", "Sens", "Motif", "Hommes", "Femmes", "Total"],
        ["2025-12", "Sortie", "Départ à la retraite", 0, 1, 1],
        ["2026-01", "Entrée", "Embauche", 2, 0, 5],
        ["2026-01", "Sortie", "Fin de contrat", 1, 0, 1],
    ]
    assert dict(rows(moved, "Lisez-moi"))["Mois de paie lus"] == "2025-12, 2026-01"


def test_the_first_page_says_whose_figures_they_are_and_when():
    whole = replace(MADE, count=Count(21, 22, 20.25, 2, 0, MADE.count.cells))
    told = dict(rows(whole, "Lisez-moi"))
    assert {name: told[name] for name in list(told)[1:8]} == {
        "Entreprise": "Mécanique du Val",
        "SIREN": SIREN,
        "Situation au": "31/01/2026",
        "Mois de paie lus": "aucun (liste du personnel)",
        "Salariés": 21,
        "Équivalents temps plein": "20,2",
        "Bénéficiaires de l’obligation d’emploi": 2,
    }


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+33", "-1", "@SUM(A1)"])
def test_a_name_is_never_a_formula(name):
    cell = book(MADE, name)["Lisez-moi"]["B2"]
    assert (cell.value, cell.data_type) == (f"'{name}", "s")


CELLS = st.dictionaries(
    st.tuples(
        st.sampled_from(["623f", "388a", "inconnu", "5"]),
        st.one_of(st.integers(14, 80), st.sampled_from([*collected.BANDS, "inconnu"])),
        st.sampled_from(["H", "F", "inconnu"]),
        st.sampled_from(["CDI", "CDD", "INTERIM", "PUBLIC", "inconnu"]),
    ),
    st.integers(1, 50),
    max_size=6,
)


@given(CELLS)
def test_every_table_has_the_same_people_whatever_it_tells_apart(cells):
    made = company(SIREN, *((*key, n) for key, n in cells.items()))
    found = book(made)
    for name in ("Contrats", "Âges", "Qualifications"):
        *lines, last = [list(row)[1:] for row in list(found[name].values)[1:]]
        assert last == [sum(column) for column in zip(*lines, strict=True)] if lines else last == [0, 0, 0, 0]
        assert all(sum(row[:3]) == row[3] for row in (*lines, last))
        assert last[3] == made.count.people
