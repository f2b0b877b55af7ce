"""Owners as a member fills them in: read exactly, or refused with the line to correct."""

import pytest

from vivier.cli.owners import read_owners
from vivier.vocabulary import InputError
from vivier.workforce.transmission import Owner

TITLES = "siret_or_key,owner_age,employees,plan,year\n"


@pytest.fixture
def written(tmp_path):
    def write(content, encoding="utf-8"):
        path = tmp_path / "dirigeants.csv"
        path.write_text(content, encoding=encoding)
        return path

    return write


def test_owners_are_read_as_they_answered(written):
    path = written(TITLES + "00010011500013,61,4,trouvé,2028\nmembre 7,58,,,\nmembre 8,66,0,rien,\n")
    assert read_owners(path) == (
        Owner("00010011500013", 61, 4, plan="successor", year=2028),
        Owner("membre 7", 58, plan="unknown"),
        Owner("membre 8", 66, plan="none"),
    )


@pytest.mark.parametrize(
    ("word", "plan"),
    [("Cherche", "sought"), ("trouve", "successor"), ("ferme", "closing"), ("sought", "sought"), ("", "unknown")],
)
def test_a_plan_is_said_in_french_or_as_the_library_names_it(written, word, plan):
    assert read_owners(written(TITLES + f"a,61,4,{word},\n"))[0].plan == plan


def test_semicolons_other_columns_and_latin_letters_are_welcome(written):
    path = written("siret_or_key;owner_age;occupation;plan\n000 100 115 00013;61;maçon;trouvé\n", "latin-1")
    assert read_owners(path) == (Owner("00010011500013", 61, occupation="maçon", plan="successor"),)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("siret_or_key,employees\na,3\n", "Il manque la colonne « owner_age »"),
        (TITLES, "n’a que ses titres"),
        (TITLES + "a,61,4,vendre,\n", "Le projet de la ligne 2"),
        (TITLES + "a,soixante,4,,\n", "« owner_age » de la ligne 2"),
        (TITLES + "a,61,-4,,\n", "« employees » de la ligne 2"),
        (TITLES + "a,61,4,,=1+1\n", "« year » de la ligne 2"),
        (TITLES + "a,,4,,\n", "L’âge du dirigeant manque à la ligne 2"),
        (TITLES + "a,61,4,,\n,61,4,,\n", "À la ligne 3 de « dirigeants.csv », corrigez ceci : Chaque dirigeant"),
        (TITLES + "a,12,4,,\n", "L’âge d’un dirigeant doit être"),
    ],
)
def test_a_faulty_line_is_refused_with_its_number(written, content, words):
    with pytest.raises(InputError, match=words) as refused:
        read_owners(written(content))
    assert str(refused.value).endswith(".")
    assert str(refused.value).count(". ") == 0
