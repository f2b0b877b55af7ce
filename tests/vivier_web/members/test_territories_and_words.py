"""Where a code is in France, and how the words of a search meet those of a register: whole tables of both."""

import re
import unicodedata
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vivier.vocabulary import InputError
from vivier_web.members.search import folded, stems_of, wanted_words, words_of
from vivier_web.members.territory import DEPARTMENTS, REGION_OF, REGIONS, checked_territory, department_of


def test_france_has_101_departements_in_18_regions_and_each_is_in_one() -> None:
    assert (len(DEPARTMENTS), len(REGIONS)) == (101, 18)
    assert set(REGION_OF) == set(DEPARTMENTS)
    assert set(REGION_OF.values()) == set(REGIONS)
    assert Counter(Counter(REGION_OF.values()).values()) == {  # so many regions of so many départements
        1: 5, 2: 1, 4: 1, 5: 3, 6: 2, 8: 2, 10: 1, 12: 2, 13: 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("department", "region"),
    [
        ("74", "Auvergne-Rhône-Alpes"),
        ("39", "Bourgogne-Franche-Comté"),
        ("35", "Bretagne"),
        ("45", "Centre-Val de Loire"),
        ("2A", "Corse"),
        ("67", "Grand Est"),
        ("59", "Hauts-de-France"),
        ("75", "Île-de-France"),
        ("76", "Normandie"),
        ("33", "Nouvelle-Aquitaine"),
        ("31", "Occitanie"),
        ("44", "Pays de la Loire"),
        ("13", "Provence-Alpes-Côte d’Azur"),
        ("974", "La Réunion"),
        ("976", "Mayotte"),
    ],
)
def test_a_departement_is_in_its_region(department: str, region: str) -> None:
    assert REGIONS[REGION_OF[department]] == region


def test_no_name_has_a_typewriter_apostrophe_nor_a_space_too_many() -> None:
    for name in (*DEPARTMENTS.values(), *REGIONS.values()):
        assert "'" not in name
        assert name == " ".join(name.split())


@pytest.mark.parametrize(
    ("commune", "postcode", "department"),
    [
        ("74010", "", "74"),
        ("", "74000", "74"),
        ("2A004", "", "2A"),
        ("2b033", "", "2B"),
        ("2A004", "20200", "2A"),  # the commune is surer than the postcode
        ("", "20000", "2A"),
        ("", "20167", "2A"),
        ("", "20200", "2B"),
        ("", "20620", "2B"),
        ("97105", "", "971"),
        ("", "97200", "972"),
        ("", "97300", "973"),
        ("", "97410", "974"),
        ("", "97600", "976"),
        ("", "97500", ""),  # Saint-Pierre-et-Miquelon is no département
        ("98818", "", ""),
        ("", "98000", ""),
        ("", "00000", ""),
        ("", "99123", ""),
        ("20004", "", ""),  # no commune begins so since 1976
        ("", "", ""),
        ("7", "", ""),
    ],
)
def test_an_address_is_in_a_departement_or_in_none(commune: str, postcode: str, department: str) -> None:
    assert department_of(commune=commune, postcode=postcode) == department


@given(st.text(max_size=6), st.text(max_size=6))
def test_what_is_typed_as_a_code_never_gives_a_departement_that_is_none(commune: str, postcode: str) -> None:
    assert department_of(commune=commune, postcode=postcode) in {"", *DEPARTMENTS}


@pytest.mark.parametrize("code", REGIONS)
def test_a_region_is_a_territory_of_a_region(code: str) -> None:
    assert checked_territory(code, is_region=True) == code


@pytest.mark.parametrize("code", ["01", "2A", "69", "971", "200053767"])
def test_a_departement_or_an_intercommunality_is_a_territory_of_a_collectivity(code: str) -> None:
    assert checked_territory(code, is_region=False) == code


@pytest.mark.parametrize(
    ("code", "is_region"),
    [
        ("", True), ("", False), ("2a", False), ("1", False), ("69 ", False), ("975", False), ("69", True),
        ("74", True), ("99", True), ("ARA", True), ("20005376", False), ("2000537670", False), ("٢٠٠٠٥٣٧٦٧", False),
        ("200 053 767", False), ("69\n", False),
    ],
)  # fmt: skip
def test_what_is_no_territory_is_refused_with_what_would_be_one(code: str, is_region: bool) -> None:
    with pytest.raises(InputError) as refused:
        checked_territory(code, is_region=is_region)
    assert ("Auvergne-Rhône-Alpes 84" if is_region else "69, 2A, 971") in str(refused.value)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("", ""),
        ("  ", ""),
        ("ÉLECTRO-Mécanique", "electro mecanique"),
        ("L’Œuvre d'Ægir", "l oeuvre d aegir"),
        ("Ça\u00a0va\u202f!", "ca va"),
        ("Saint-Étienne (42)", "saint etienne 42"),
        ("A.B.C. & Fils", "a b c fils"),
        ("ﬁn", "fin"),
        ("m²", "m2"),
        ("25.62B", "25 62b"),
        ("日本", ""),
        ("E\u0301tau", "etau"),
    ],
)
def test_words_are_compared_without_case_accents_or_punctuation(text: str, plain: str) -> None:
    assert folded(text) == plain


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once_and_leaves_plain_letters(text: str) -> None:
    once = folded(text)
    assert folded(once) == once
    assert re.fullmatch(r"([0-9a-z]+( [0-9a-z]+)*)?", once)
    assert folded(unicodedata.normalize("NFD", text)) == folded(unicodedata.normalize("NFC", text))


@given(st.text(st.characters(max_codepoint=127), max_size=40))
def test_the_short_way_of_plain_texts_says_what_the_long_one_says(text: str) -> None:
    assert folded(text) == " ".join(folded(f"{text} é").split()[:-1])


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", []),
        (" , ", []),
        ("usinage", ["usinage"]),
        ("732 829 320", ["732829320"]),
        ("732.829.320 00074", ["73282932000074"]),
        ("732\u202f829\u00a0320", ["732829320"]),
        ("2562b", ["2562b"]),
        ("25.62B", ["2562b"]),
        ("25 62 B", ["2562b"]),
        ("740", ["740"]),
        ("74000 Annecy", ["74000", "annecy"]),
        ("123456789012345", ["123456789012345"]),
        ("a b c d e f g h i j", list("abcdefgh")),
    ],
)
def test_a_search_looks_for_every_word_and_a_number_in_groups_is_one(typed: str, words: list[str]) -> None:
    assert wanted_words(typed) == words


@pytest.mark.parametrize(
    ("text", "stems"),
    [
        ("", []),
        ("à la TIG", ["tig"]),
        ("Soudeur", ["soudeu"]),
        ("soudeuses", ["soudeu"]),
        ("Régleuse-décolleteuse", ["regleu", "decoll"]),
        ("CN 5 axes", ["axes"]),
        ("12345678", ["12345678"]),
        ("Technicien de maintenance industrielle", ["techni", "mainte", "indust"]),
    ],
)
def test_a_job_is_looked_for_by_the_beginning_of_its_words(text: str, stems: list[str]) -> None:
    assert stems_of(text) == stems


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ((), ""),
        (("", ""), ""),
        (("Val", "val", "VAL"), "val"),
        (("Usinage", "25.62B"), "usinage 25 62b 2562b"),
        (("25.62b",), "25 62b"),  # an activity is written with a capital
        (("Fabrication 25.62B de pièces",), "fabrication 25 62b de pieces"),
    ],
)
def test_what_is_looked_at_holds_each_word_once(said: tuple[str, ...], words: str) -> None:
    assert words_of(*said) == words


@given(st.lists(st.text("abcé- ", min_size=1, max_size=12), max_size=4))
def test_each_name_is_found_by_itself(names: list[str]) -> None:
    held = words_of(*names)
    for name in names:
        assert all(word in held.split() for word in folded(name).split())
