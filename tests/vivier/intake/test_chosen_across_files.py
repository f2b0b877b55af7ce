"""Columns chosen for one sheet change that sheet alone; what is shown never names anybody, whatever was sent."""

import datetime as dt

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from factories.sheets import ANNE, HERVE, ON, SIREN, TITLES, workbook
from vivier.intake import Options, read
from vivier.intake.columns import as_asked, as_chosen, columns_of
from vivier.intake.sheets.choosing import FIELDS, Chosen, chosen_header, rechosen
from vivier.intake.sheets.fields import LABELS
from vivier.intake.sheets.grid import Row
from vivier.intake.sheets.guessing import letter_of, sureness
from vivier.intake.sheets.headers import header_at
from vivier.vocabulary import InputError

HEAD = [*TITLES[:5], "Îlot", "Emploi"]
ONE, TWO = [*ANNE[:5], "Ligne 4", "Soudeuse"], [*HERVE[:5], "Ligne 7", "Tôlier"]


def row(line, cells):
    return Row(line, [*cells], sum(cell is not None for cell in cells))


def refusal_of(columns, line, rows):
    """Give the sentence that refuses a choice, empty when it is kept."""
    try:
        chosen_header(rows, Chosen("a.csv", "", line, columns))
    except InputError as why:
        return str(why)
    return ""


def laid(folder, name, *sheets):
    path = folder / name
    path.write_bytes(workbook(*sheets).getvalue())
    return path


def titles(folder, *choices):
    found = read([folder], on=ON, options=Options(siren=SIREN, titles=True, columns=as_chosen(list(choices))))
    return {one.title for one in found.companies[0].titles}


def choice(file, columns, sheet="Feuil1", line=1):
    return {"file": file, "sheet": sheet, "line": line, "columns": columns}


ILOT = {"matricule": 0, "naissance": 3, "emploi": 5}


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ([], {"Soudeuse", "Tôlier"}),
        ([choice("a.xlsx", ILOT)], {"Ligne 4", "Tôlier"}),
        ([choice("b.xlsx", ILOT)], {"Soudeuse", "Ligne 7"}),
        ([choice("a.xlsx", ILOT), choice("b.xlsx", ILOT)], {"Ligne 4", "Ligne 7"}),
        ([choice("c.xlsx", ILOT), choice("a.xlsx", ILOT, sheet="Autre")], {"Soudeuse", "Tôlier"}),
        ([choice("a.xlsx", {})], {"Soudeuse", "Tôlier"}),
    ],
    ids=["none", "the first", "the second", "both", "neither", "empty"],
)
def test_a_choice_changes_the_sheet_it_names_and_no_other(tmp_path, chosen, said):
    laid(tmp_path, "a.xlsx", [HEAD, ONE])
    laid(tmp_path, "b.xlsx", [HEAD, TWO])
    assert titles(tmp_path, *chosen) == said


def test_sheets_of_one_file_are_each_chosen_apart(tmp_path):
    path = laid(tmp_path, "a.xlsx", ("Nord", [HEAD, ONE]), ("Sud", [HEAD, TWO]))
    assert [(one.sheet, one.file) for one in columns_of([path], year=2026)] == [("Nord", "a.xlsx"), ("Sud", "a.xlsx")]
    assert titles(tmp_path, choice("a.xlsx", ILOT, sheet="Sud")) == {"Soudeuse", "Ligne 7"}


def test_what_cannot_be_opened_is_passed_over_and_the_rest_is_told(tmp_path):
    laid(tmp_path, "bon.xlsx", [HEAD, ONE])
    for name, content in (("x.xlsx", b"PK\x03\x04"), ("y.png", b"\x89PNG"), ("z.csv", b""), ("n.txt", b"\0" * 99)):
        (tmp_path / name).write_bytes(content)
    assert [one.file for one in columns_of([tmp_path], year=2026)] == ["bon.xlsx"]
    assert columns_of([], year=2026) == ()


@settings(max_examples=25, deadline=None)
@given(st.dictionaries(st.sampled_from(FIELDS), st.integers(-3, 12), max_size=5), st.integers(-2, 5))
@example({"emploi": 5, "naissance": 3}, 1)  # kept
@example({"emploi": 5, "naissance": 5}, 1)  # refused
def test_any_choice_is_kept_as_it_is_or_refused_in_one_sentence(columns, line):
    rows = [row(rank, cells) for rank, cells in enumerate((HEAD, ONE, TWO), 1)]
    if why := refusal_of(columns, line, rows):
        assert why.endswith(".")
        return
    header = chosen_header(rows, Chosen("a.csv", "", line, columns))
    assert (header.columns, header.line, header.is_chosen) == (columns, line, True)
    assert len({*columns.values()}) == len(columns)
    assert all(0 <= column < len(HEAD) for column in columns.values())


@pytest.mark.parametrize("name", ["effectif", "niveau", "salaire", "", "Emploi"])
def test_only_what_a_staff_list_says_can_be_chosen(name):
    with pytest.raises(InputError, match="n’est pas une donnée"):
        Chosen("a", "b", 1, {name: 0})


@pytest.mark.parametrize("value", [True, 1.0, "1", None])
def test_a_rank_or_a_line_that_is_no_whole_number_is_refused(value):
    for wrong in (
        choice("a", {"emploi": value}),
        choice("a", {"emploi": 1}, line=value),
        {**choice("a", {}), "columns": []},
    ):
        with pytest.raises(InputError, match="ne se lit pas"):
            as_chosen([wrong])
    assert as_chosen([choice("a", {"emploi": 1})]) == (Chosen("a", "Feuil1", 1, {"emploi": 1}),)
    assert as_chosen(()) == as_chosen([]) == ()


def test_titles_met_again_without_any_chosen_column_keep_the_first_choice():
    rows = [row(1, HEAD), row(2, ["A", "B", "C"]), row(3, HEAD[::-1])]
    first = chosen_header(rows, Chosen("a", "", 1, ILOT))
    assert rechosen(header_at(rows, 1), first) is first
    turned = rechosen(header_at(rows, 2), first)
    assert (turned.columns, turned.is_chosen) == ({"matricule": 6, "naissance": 3, "emploi": 1}, True)
    guessed, again = header_at(rows, 0), header_at(rows, 2)
    assert rechosen(again, guessed) is again  # nobody chose: nothing to keep


@given(st.lists(st.sampled_from(["Zyxwvut", "Qrstuvw", "Klmnopq"]), min_size=2, max_size=6), st.integers(1, 28))
def test_a_column_of_names_is_shown_by_initials_whatever_its_people(names, day):
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        lines = [f"{name};Soudeur;{day:02d}/02/1987;01/09/2015" for name in names]
        path.write_text("\r\n".join(["Nom;Emploi;Né(e) le;Entrée", *lines]) + "\r\n", encoding="utf-8")
        said = str(as_asked(columns_of([path], year=2026)))
    assert not [name for name in names if name in said]
    assert f"{day:02d}/02/1987" not in said
    assert "Soudeur" in said


@pytest.mark.parametrize(
    ("field", "title", "values", "sure"),
    [
        ("naissance", "Né(e) le", ["03/02/1987"] * 9 + ["Lyon"], "sure"),
        ("naissance", "Né(e) le", ["03/02/1987"] * 8 + ["Lyon"] * 2, "likely"),
        ("naissance", "Né(e) le", ["03/02/1987"] * 4 + ["Lyon"] * 6, "doubtful"),
        ("naissance", "Né(e) le", [None, ""], "doubtful"),
        ("naissance", "Né(e) le", [dt.date(1987, 2, 3), None], "sure"),
        ("naissance", "Sexe", ["03/02/1987"], "doubtful"),
        ("sexe", "Sexe", ["x", "y"], "doubtful"),
        ("emploi", "Emploi", ["Soudeur"], "sure"),
    ],
)  # fmt: skip
def test_how_sure_a_column_is_depends_on_its_title_and_on_what_it_holds(field, title, values, sure):
    assert sureness(field, title, values, 2026) == sure


def test_letters_are_those_of_a_spreadsheet_and_every_field_has_words():
    from openpyxl.utils import get_column_letter

    assert [letter_of(rank) for rank in range(800)] == [get_column_letter(rank + 1) for rank in range(800)]
    assert all(LABELS[name] for name in FIELDS)
