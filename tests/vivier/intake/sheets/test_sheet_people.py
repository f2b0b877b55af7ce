"""Whose rows they are: properties that hold for any list, and the company of rows that do not say it."""

import itertools
import tracemalloc

from hypothesis import given, settings
from hypothesis import strategies as st

from factories.sheets import (
    ANNE,
    HERVE,
    ON,
    SIREN,
    TITLES,
    codes,
    counted,
    only,
    read,
    read_text,
    reading,
    text,
    workbook,
)
from vivier.intake.identity import Pseudonyms
from vivier.intake.sheets import Reading, read_sheets

# Properties

people = st.lists(
    st.tuples(
        st.integers(1, 9), st.sampled_from(["03/02/1987", "1979-08-08", "8 août 1960", "n’importe quoi", ""]),
        st.sampled_from(["H", "F", "Mme", "", "?"]), st.sampled_from(["CDI", "CDD", "apprenti", "stage", "autre", ""]),
        st.sampled_from(["0,5", "80 %", "", "x"]), st.sampled_from(["", "31/12/2024", "15/06/2026"]),
    ),
    max_size=12,
)  # fmt: skip
PROPERTY_TITLES = ["Matricule", "Né(e) le", "Sexe", "Type de contrat", "Taux d'activité", "Sortie"]


def count_of(rows):
    contents, anomalies = read_text([PROPERTY_TITLES, *([str(c) for c in row] for row in rows)])
    return counted(contents[0]), anomalies


@settings(deadline=None, max_examples=40)
@given(people, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(rows, dice):
    shuffled = list(rows)
    dice.shuffle(shuffled)
    before, after = count_of(rows)[0], count_of(shuffled)[0]
    assert (before.people, before.contracts, before.fte, before.outside) == (
        after.people,
        after.contracts,
        after.fte,
        after.outside,
    )


@settings(deadline=None, max_examples=40)
@given(people)
def test_the_cells_add_up_to_the_people(rows):
    total, _ = count_of(rows)
    assert sum(cell.n for cell in total.cells) == total.people <= len({row[0] for row in rows})


@settings(deadline=None, max_examples=40)
@given(people)
def test_duplicating_the_rows_changes_nothing_but_notices(rows):
    (once, told_once), (twice, told_twice) = count_of(rows), count_of([*rows, *rows])
    assert once == twice
    told_again = [row for row in rows if any(row[1:])]  # a row with only an identity is nobody: S03, not S02
    assert codes(told_twice).count("S02") == codes(told_once).count("S02") + len(told_again)


@settings(deadline=None, max_examples=15)
@given(people)
def test_a_workbook_gives_the_count_of_the_text(rows):
    (staff,), _ = read(workbook([PROPERTY_TITLES, *(list(row) for row in rows)]))
    assert counted(staff) == count_of(rows)[0]


def test_a_large_register_stays_small_in_memory():
    line = "{0};NOM{0};Prenom;03/02/1987;F;Soudeuse;01/09/2015;\n"
    stream = text([";".join(TITLES), *(line.format(rank).strip() for rank in range(20_000))])
    tracemalloc.start()
    (staff,) = read_sheets(stream, "a.csv", "text", reading=Reading(reading().log, Pseudonyms(), ON))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(staff.positions) == 20_000
    assert peak < 30_000_000


def test_every_order_of_the_columns_gives_the_same_people():
    columns = list(zip(TITLES, ANNE, HERVE, strict=True))
    totals = {
        repr(counted(only(list(zip(*order, strict=True)))))
        for order in itertools.islice(itertools.permutations(columns), 0, 5000, 500)
    }
    assert len(totals) == 1


# The company of rows that do not say it

SIRET_TITLES = ["Matricule", "SIRET", "Né(e) le", "Sexe", "Type de contrat"]
HERE, THERE = "00010011500013", "00010022200017"


def test_a_row_whose_siret_is_destroyed_stays_with_the_only_company_of_the_file():
    rows = [["1", HERE, "03/02/1987", "H", "CDI"], ["2", "1,00107E+09", "03/02/1977", "F", "CDI"]]
    (staff,), anomalies = read_text([SIRET_TITLES, *rows])
    assert staff.siren == SIREN
    assert sorted(position.site for position in staff.positions) == [HERE, "inconnu"]
    assert "E08" in codes(anomalies)


def test_the_same_person_with_and_without_a_siret_is_one_head():
    rows = [["1", HERE, "03/02/1987", "H", "CDI"], ["1", "1,00107E+09", "03/02/1987", "H", "CDI"]]
    (staff,), _ = read_text([SIRET_TITLES, *rows])
    assert counted(staff).people == 1


def test_with_two_companies_in_the_file_a_destroyed_siret_belongs_to_neither():
    rows = [
        ["1", HERE, "03/02/1987", "H", "CDI"],
        ["2", THERE, "03/02/1977", "F", "CDI"],
        ["3", "1,00107E+09", "03/02/1967", "F", "CDI"],
    ]
    lists, _ = read_text([SIRET_TITLES, *rows])
    assert {staff.siren: len(staff.positions) for staff in lists} == {SIREN: 1, THERE[:9]: 1, "inconnu": 1}


def test_the_same_matricule_in_two_companies_is_two_people():
    rows = [["1", HERE, "03/02/1987", "H", "CDI"], ["1", THERE, "03/02/1987", "H", "CDI"]]
    lists, _ = read_text([SIRET_TITLES, *rows])
    people = {position.person for staff in lists for position in staff.positions}
    assert len(people) == 2
