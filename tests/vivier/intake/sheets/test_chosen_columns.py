"""The columns of a staff list are told, masked, and counted as their sender corrects them."""

import datetime as dt

import pytest

from factories.sheets import ANNE, HERVE, ON, SIREN, TITLES, workbook
from vivier.intake import Options, read
from vivier.intake.browser import prepared
from vivier.intake.columns import as_asked, as_chosen, columns_of
from vivier.vocabulary import InputError

ODD = ["Interlocuteur", "Ce qu’il fait", "Né(e) le", "Genre", "Salaire brut", "Badge RH", "N° S.S.", "RQTH"]
PEOPLE = [
    ["Lefèvre Anne", "Soudeuse", "03/02/1987", "F", "2543,21", "M00042", "2 87 02 39 198 002 45", "oui"],
    ["Nuñez Hervé", "Tôlier", "08/08/1979", "H", "1987,65", "M00043", "1 79 08 39 198 003 12", ""],
    ["Durand Zoé", "Soudeuse", "21/12/1966", "F", "2000", "M00044", "2 66 12 39 198 004 77", ""],
]
STRANGE = [["Qui", "Quoi", "Quand"], ["Lefèvre", "Soudeuse", "03/02/1987"], ["Nuñez", "Tôlier", "08/08/1979"]]


def kept(tmp_path, *sheets, name="registre.xlsx"):
    path = tmp_path / name
    path.write_bytes(workbook(*sheets).getvalue())
    return path


def looked_at(path):
    return columns_of([path], year=ON.year)


def counted(path, *choices):
    options = Options(siren=SIREN, titles=True, columns=as_chosen(list(choices)))
    return read([path], on=ON, options=options).companies[0]


def choice(path, columns, *, sheet="Feuil1", line=1):
    return {"file": path.name, "sheet": sheet, "line": line, "columns": columns}


def by_field(sheet):
    return {one.field: one for one in sheet.guesses}


def test_each_field_says_the_column_it_was_found_in_and_how_sure_that_is(tmp_path):
    (sheet,) = looked_at(kept(tmp_path, [TITLES, ANNE, HERVE]))
    found = {name: (one.column, one.sure) for name, one in by_field(sheet).items() if one.column is not None}
    assert found == {
        "emploi": (5, "sure"), "naissance": (3, "sure"), "sexe": (4, "sure"), "entree": (6, "sure"),
        "sortie": (7, "doubtful"), "matricule": (0, "sure"), "nom": (1, "sure"), "prenom": (2, "sure"),
    }  # fmt: skip
    assert [one.field for one in sheet.guesses if one.is_wanted and one.column is None] == ["contrat"]
    assert (sheet.sheet, sheet.line, sheet.never) == ("Feuil1", 1, ())


def test_examples_name_nobody(tmp_path):
    (sheet,) = looked_at(kept(tmp_path, [ODD, *PEOPLE]))
    shown = {one.title: one.examples for one in sheet.columns}
    assert sheet.never == ("Salaire brut",)
    assert "Salaire brut" not in shown
    assert shown["N° S.S."] == shown["RQTH"] == {"never": []}
    assert shown["Né(e) le"]["birth"] == ["••/02/1987", "••/08/1979", "••/12/1966"]
    assert shown["Ce qu’il fait"]["word"] == ["Soudeuse", "Tôlier"]
    assert shown["Interlocuteur"]["name"] == ["D•••••", "L•••••", "N•••••"]
    said = str(as_asked([sheet]))
    assert not [one for one in ("39 198", "00243", "2543", "1987,65", "03/02/1987", "oui") if one in said]
    assert "Soudeuse" in said  # what must not leak is in the same rows as what is shown


def test_a_number_of_social_security_is_shown_in_no_guise_whatever_its_title(tmp_path):
    rows = [["Nom", "Emploi", "Entrée", "Clé"], *([*one[:2], "01/09/2015", one[6]] for one in PEOPLE)]
    (sheet,) = looked_at(kept(tmp_path, rows))
    assert {guise: said for guise, said in sheet.columns[3].examples.items() if said} == {}


def test_examples_are_not_in_the_order_of_people(tmp_path):
    (sheet,) = looked_at(kept(tmp_path, [TITLES, HERVE, ANNE]))
    assert sheet.columns[5].examples["word"] == ["Soudeuse", "Tôlier"]


def test_a_corrected_column_is_the_one_that_counts(tmp_path):
    path = kept(tmp_path, [["Badge RH", *TITLES[3:]], *(["x", *one[3:]] for one in (ANNE, HERVE))])
    (sheet,) = looked_at(path)
    assert by_field(sheet)["matricule"].column is None
    right = {"naissance": 1, "sexe": 2, "emploi": 3, "entree": 4}
    assert {one.title for one in counted(path, choice(path, right)).titles} == {"Soudeuse", "Tôlier"}
    ages = {cell.age for cell in counted(path, choice(path, {"naissance": 4, "emploi": 3})).count.cells}
    assert ages == {"inconnu", "moins_25"}  # born the day they came: eleven and twenty-two years old


def test_the_guess_confirmed_counts_as_no_choice_at_all(tmp_path):
    path = kept(tmp_path, [TITLES, ANNE, HERVE])
    (sheet,) = looked_at(path)
    same = {one.field: one.column for one in sheet.guesses if one.column is not None}
    assert counted(path, choice(path, same)) == counted(path)


def test_a_list_of_which_no_title_is_known_is_read_as_it_is_told(tmp_path):
    path = kept(tmp_path, STRANGE)
    (sheet,) = looked_at(path)
    assert (sheet.is_recognised, [one.title for one in sheet.columns]) == (False, STRANGE[0])
    assert read([path], on=ON).refused == (path.name,)
    found = counted(path, choice(path, {"nom": 0, "emploi": 1, "naissance": 2}))
    assert found.count.people == 2
    assert {cell.age for cell in found.count.cells} == {"35_44", "45_54"}
    with pytest.raises(InputError, match="ne disent rien des emplois"):
        counted(path, choice(path, {"nom": 0}))


def test_no_column_chosen_leaves_the_guess(tmp_path):
    path = kept(tmp_path, [TITLES, ANNE])
    assert counted(path, choice(path, {})) == counted(path)


def test_titles_met_again_further_down_keep_the_choice(tmp_path):
    turned = ["Né(e) le", "Matricule", "Nom", "Prénom", "Sexe", "Mission tenue", "Entrée", "Sortie"]
    titles = [*TITLES[:5], "Mission tenue", *TITLES[6:]]
    path = kept(tmp_path, [titles, ANNE, titles, turned, [HERVE[3], *HERVE[:3], *HERVE[4:]]])
    chosen = {"matricule": 0, "naissance": 3, "sexe": 4, "emploi": 5, "entree": 6}
    found = counted(path, choice(path, chosen))
    assert (found.count.people, {one.title for one in found.titles}) == (2, {"Soudeuse", "Tôlier"})
    assert {cell.age for cell in found.count.cells} == {"35_44", "45_54"}


def test_legends_tables_of_counts_and_payrolls_are_not_asked_about(tmp_path):
    skills = [["Nom", "Soudage", "Pliage"], ["Lefèvre", 3, 2], ["Nuñez", 1, 4]]
    counts = [["CSP", "- de 25", "25 à 34 ans"], ["Ouvriers", 3, 4]]
    legend = ("Légende", [["Code", "Libellé", "Sens"], ["A", "Atelier", "fabrique"]])
    path = kept(tmp_path, ("Effectif", [TITLES, ANNE]), legend, ("Polyvalence", skills), ("BDESE", counts))
    assert [one.sheet for one in looked_at(path)] == ["Effectif"]
    assert looked_at(kept(tmp_path, counts, legend, name="bdese.xlsx")) == ()
    (tmp_path / "x.xlsx").write_bytes(b"PK\x03\x04 broken")
    assert looked_at(tmp_path / "x.xlsx") == ()


@pytest.mark.parametrize(
    ("columns", "line", "why"),
    [
        ({"emploi": 5, "contrat": 5}, 1, "ne peut donner à la fois « emploi » et « type de contrat »"),
        ({"paie": 5}, 1, "n’est pas une donnée"),
        ({"emploi": 99}, 1, "ne se lit pas"),
        ({"emploi": -1}, 1, "ne se lit pas"),
        ({"emploi": 8}, 1, "ne se lit pas"),
        ({"emploi": 5}, 77, "n’est plus là"),
    ],
)
def test_a_choice_that_cannot_be_is_told(tmp_path, columns, line, why):
    path = kept(tmp_path, [[*TITLES, "Salaire net"], [*ANNE, 2000]])
    with pytest.raises(InputError, match=why):
        counted(path, choice(path, columns, line=line))


@pytest.mark.parametrize(
    "answer",
    [None, 3, "x", [3], [{}], [{"file": "a", "sheet": "b", "line": "1", "columns": {}}],
     [{"file": "a", "sheet": "b", "line": 1, "columns": {"emploi": "2"}}], [{"file": "a", "sheet": 1, "line": 1}]],
)  # fmt: skip
def test_what_is_not_a_choice_is_refused(answer):
    with pytest.raises(InputError, match="ne se lit pas"):
        as_chosen(answer)


def test_the_page_counts_with_the_columns_it_was_told(tmp_path):
    path = kept(tmp_path, [ODD, *PEOPLE])
    before = prepared([path], on=ON, siren=SIREN)
    assert before["titles"] == []
    chosen = [choice(path, {"nom_prenom": 0, "emploi": 1, "naissance": 2, "sexe": 3, "nir": 6})]
    after = prepared([path], on=ON, siren=SIREN, columns=chosen)
    assert [(one["title"], one["count"]) for one in after["titles"]] == [("Soudeuse", 2), ("Tôlier", 1)]
    assert after["found"]["people"] == before["found"]["people"] == 3


def test_a_text_in_columns_is_asked_about_as_a_workbook_is(tmp_path):
    path = tmp_path / "export.csv"
    path.write_text("Nom;Emploi;Né(e) le;Entrée\r\nDurand;Soudeur;3 février 1987;01/09/2015\r\n", encoding="cp1252")
    (sheet,) = looked_at(path)
    assert by_field(sheet)["naissance"].column == 2
    assert sheet.columns[2].examples["birth"] == ["••/02/1987"]
    assert counted(path, choice(path, {"emploi": 1, "naissance": 2}, sheet=sheet.sheet)).on >= dt.date(2026, 1, 1)
