"""Several matrices of one company, requirements that differ, ages that disagree, wordings that hold a name."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories.sheets import OTHER_SIRET, SIREN, SIRET, text
from vivier.cli.matrices import FEW, said, write_holders
from vivier.intake import Options
from vivier.intake.polyvalence import Holders, Polyvalence, read_polyvalence
from vivier.vocabulary import InputError

ON = dt.date(2026, 1, 31)
TITLE = [f"MATRICE DE POLYVALENCE – SIRET {SIRET}"]
WIDE = ["MIG", "TIG", "Pliage", "Chanfrein", "Meulage", "Niveau requis"]


@pytest.fixture
def read_of(tmp_path: Path):
    """Write files, each `name: rows`, and read them in the order given."""

    def reads(files, **how) -> Polyvalence:
        for name, rows in files.items():
            (tmp_path / name).write_bytes(text(rows).getvalue())
        return read_polyvalence([tmp_path / name for name in files], on=ON, **how)

    return reads


def cells(found: Polyvalence, skill: str) -> list[tuple[str, str, int]]:
    return [(each.age, each.level, each.people) for each in found.holders if each.skill == skill]


def test_the_highest_level_required_by_the_matrices_of_a_company_stands(read_of) -> None:
    one = [TITLE, ["Nom", "MIG", "TIG"], ["Niveau requis", 2, 3], ["Durand", 3, 1], ["Petit", 1, 2]]
    other = [TITLE, ["Nom", "MIG", "Pliage"], ["Niveau requis", 3, ""], ["Durand", 2, 4], ["Petit", 0, 0]]
    for files in ({"a.csv": one, "b.csv": other}, {"b.csv": other, "a.csv": one}):
        assert read_of(files).required == ((SIREN, "MIG", 3), (SIREN, "TIG", 3))


def test_establishments_of_a_company_are_one_company(read_of) -> None:
    other = [[f"MATRICE DE POLYVALENCE – SIRET {OTHER_SIRET}"], ["Matricule", "MIG", "TIG"], ["7", 4, 1], ["8", 2, 2]]
    found = read_of({"a.csv": [TITLE, ["Matricule", "MIG", "TIG"], ["7", 3, 3], ["9", 0, 0]], "b.csv": other})
    assert {each.company for each in found.holders} == {SIREN}
    assert found.people == 3
    assert cells(found, "MIG") == [("tous", "0", 1), ("tous", "2", 1), ("tous", "4", 1)]


def test_a_level_reached_is_worth_more_than_an_absence_of_assessment(read_of) -> None:
    """Even level 0: somebody looked. And nobody is at two levels of one skill."""
    one = [TITLE, ["Matricule", "MIG", "TIG"], ["7", "NC", 2], ["8", 1, "NC"], ["9", "NC", 1]]
    other = [TITLE, ["Matricule", "MIG", "TIG"], ["7", 0, "NC"], ["8", "NC", "NC"], ["9", "NC", 4]]
    for files in ({"a.csv": one, "b.csv": other}, {"b.csv": other, "a.csv": one}):
        found = read_of(files)
        assert cells(found, "MIG") == [("tous", "0", 1), ("tous", "1", 1), ("tous", "non_evalue", 1)]
        assert cells(found, "TIG") == [("tous", "2", 1), ("tous", "4", 1), ("tous", "non_evalue", 1)]


def test_two_ages_of_a_staff_list_for_one_person_are_none(read_of) -> None:
    matrix = [TITLE, ["Matricule", "MIG", "TIG"], ["8", 3, 2], ["9", 3, 1]]
    staff = [[f"Registre – SIRET {SIRET}"], ["Matricule", "Né(e) le", "Emploi", "Entrée"],
             ["8", "03/02/1967", "Soudeur", "01/09/2015"], ["8", "03/02/1990", "Soudeur", "01/09/2019"],
             ["9", "03/02/1990", "Soudeur", "01/09/2015"]]  # fmt: skip
    found = read_of({"m.csv": matrix, "r.csv": staff}, ages=True)
    assert cells(found, "MIG") == [("35_44", "3", 1), ("inconnu", "3", 1)]


def test_the_age_of_a_matrix_comes_before_that_of_a_list_of_staff(read_of) -> None:
    matrix = [TITLE, ["Matricule", "Âge", *WIDE], ["8", "31", 3, 2, 1, 0, 4], ["9", "", 3, 2, 1, 0, 4]]
    staff = [[f"Registre – SIRET {SIRET}"], ["Matricule", "Né(e) le", "Emploi", "Entrée"],
             ["8", "03/02/1967", "Soudeur", "01/09/2015"], ["9", "03/02/1967", "Soudeur", "01/09/2015"]]  # fmt: skip
    found = read_of({"m.csv": matrix, "r.csv": staff}, ages=True)
    assert cells(found, "MIG") == [("25_34", "3", 1), ("55_59", "3", 1)]


def test_an_age_said_by_one_matrix_holds_for_the_others_of_the_company(read_of) -> None:
    aged = [TITLE, ["Matricule", "Âge", *WIDE], ["8", "31", 3, 2, 1, 0, 4], ["9", "52", 3, 2, 1, 0, 4]]
    plain = [TITLE, ["Matricule", "Contrôle", "Montage"], ["8", 3, 2], ["9", 1, 2]]
    for files in ({"a.csv": aged, "b.csv": plain}, {"b.csv": plain, "a.csv": aged}):
        assert cells(read_of(files, ages=True), "Contrôle") == [("25_34", "3", 1), ("45_54", "1", 1)]


def test_a_staff_list_of_another_company_tells_no_age(read_of) -> None:
    matrix = [TITLE, ["Matricule", "MIG", "TIG"], ["8", 3, 2], ["9", 3, 1]]
    staff = [["Registre du personnel"], ["Matricule", "Né(e) le", "Emploi", "Entrée"],
             ["8", "03/02/1967", "Soudeur", "01/09/2015"]]  # fmt: skip
    assert cells(read_of({"m.csv": matrix, "r.csv": staff}, ages=True), "MIG") == [("inconnu", "3", 2)]


def test_a_skill_whose_wording_holds_a_name_of_the_matrix_is_pointed_at_when_asked(read_of) -> None:
    rows = [
        TITLE,
        ["Nom", "Prénom", "Machine de Zéphirin", "TIG"],
        ["ZEPHIRIN", "Paul", 3, 1],
        ["Petit", "Anne", 2, 2],
    ]
    asked = read_of({"m.csv": rows}, options=Options(titles=True))
    assert asked.named == {"Machine de Zéphirin"}
    assert "Machine de Zéphirin" in {each.skill for each in asked.holders}  # there is something to point at
    assert "named" not in repr(asked)
    assert read_of({"m.csv": rows}).named == frozenset()


@pytest.mark.parametrize("names", [(), ("lettre.csv",), ("lettre.csv", "autre.csv")])
def test_without_any_matrix_one_sentence_says_so(read_of, names) -> None:
    with pytest.raises(InputError) as refused:
        read_of({name: [["bonjour"]] for name in names})
    assert str(refused.value).endswith(".")
    assert str(refused.value)


def test_a_file_that_is_no_matrix_is_told_beside_one_that_is(read_of) -> None:
    found = read_of({"m.csv": [TITLE, ["Nom", "MIG", "TIG"], ["A", 1, 2], ["B", 3, 3]], "z.csv": [["bonjour"]]})
    assert [(each.file, each.kind == "refuse") for each in found.sources] == [("m.csv", False), ("z.csv", True)]
    assert found.people == 2


graded = st.lists(st.lists(st.integers(0, 4), min_size=3, max_size=3), min_size=2, max_size=8)


@settings(max_examples=25, deadline=None)
@given(graded, st.randoms(use_true_random=False))
def test_everybody_is_counted_once_a_skill_whatever_the_order_of_rows(tmp_path_factory, people, r) -> None:
    rows = [[str(at + 1), *levels] for at, levels in enumerate(people)]
    shuffled = [*rows]
    r.shuffle(shuffled)
    folder = tmp_path_factory.mktemp("matrices")
    found = []
    for name, kept in (("a", rows), ("b", shuffled)):
        (folder / name).mkdir()
        path = folder / name / "m.csv"
        path.write_bytes(text([TITLE, ["Matricule", "MIG", "TIG", "Pliage"], *kept]).getvalue())
        found.append(read_polyvalence([path], on=ON))
    assert found[0].holders == found[1].holders
    for at, skill in enumerate(("MIG", "TIG", "Pliage")):
        told = {level: n for _, level, n in cells(found[0], skill)}
        levels = [row[at] for row in people]
        assert told == {str(level): levels.count(level) for level in levels}


def holders(*people: int, skill: str = "MIG") -> Polyvalence:
    return Polyvalence(
        tuple(Holders(SIREN, skill, str(at), n) for at, n in enumerate(people)), ((SIREN, skill, 3),), sum(people)
    )


@pytest.mark.parametrize(("people", "few"), [((FEW, FEW), 0), ((FEW - 1, FEW), 1), ((1, 2, 9), 2), ((), 0)])
def test_cells_that_may_betray_somebody_are_said_and_only_they(people, few) -> None:
    lines = [line.replace("\u202f", " ").replace("\xa0", " ") for line in said(holders(*people))]
    warned = [line for line in lines if line.startswith("Cases de moins de 3 personnes")]
    assert len(warned) == bool(few)
    assert not few or f" : {few} sur {len(people)} ;" in warned[0]


def test_the_level_required_is_that_of_the_skill_written_or_made_harmless(tmp_path: Path) -> None:
    write_holders(tmp_path / "t.csv", holders(3, 4, skill="+TIG"))
    assert (tmp_path / "t.csv").read_text(encoding="utf-8").splitlines() == [
        "company,skill,required,age,level,people",
        f"{SIREN},'+TIG,3,tous,0,3",
        f"{SIREN},'+TIG,3,tous,1,4",
    ]
