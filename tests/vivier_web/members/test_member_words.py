"""Words, numbers and places as people type them: what a search compares, what an address says."""

import datetime as dt
import io
import re
import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import load_workbook

from factories.registers import siren, siret, xlsx_of
from vivier.vocabulary import InputError
from vivier_web.members.choices import SIZES, OrganisationKind
from vivier_web.members.identifiers import siren_of, siret_of
from vivier_web.members.registers import FIELDS, Entry, entry_of, guessed, opened
from vivier_web.members.search import folded, wanted_words, words_of
from vivier_web.members.territory import DEPARTMENTS, REGIONS, department_of

FRENCH = st.text(alphabet=string.ascii_letters + string.digits + "éèêëàâçîïôûüùÿñœŒæÆÉÀÇ’'-. (&)", max_size=40)
ANY = st.text(max_size=40)


@given(ANY)
def test_folding_leaves_lower_case_letters_and_figures_with_one_space_between(text: str) -> None:
    found = folded(text)
    assert re.fullmatch(r"([0-9a-z]+( [0-9a-z]+)*)?", found)
    assert folded(found) == found


@given(FRENCH)
def test_capitals_are_never_a_reason_not_to_find(text: str) -> None:
    assert folded(text.upper()) == folded(text.lower()) == folded(text)


@given(FRENCH, FRENCH, FRENCH)
def test_whoever_types_a_part_of_the_words_finds_the_whole(one: str, two: str, three: str) -> None:
    words = words_of(one, two, three)
    assert sorted(set(words.split())) == sorted(words.split())  # each word once
    for said in (one, two, three):
        if re.search("[A-Za-z]{2}", said):  # figures in groups are one number, looked for as such
            assert all(word in words for word in wanted_words(said.replace(".", " ")))


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("", []),
        ("   ", []),
        ("’ ( ) -", []),
        ("7328", ["7328"]),
        ("732", ["732"]),
        ("732 829 320 00074", ["73282932000074"]),
        ("732\u202f829\u00a0320", ["732829320"]),
        ("2562b", ["2562b"]),
        ("25.62 B", ["2562b"]),
        ("Ærø", ["aer"]),
        ("CŒUR d’Alène", ["coeur", "d", "alene"]),
        ("a b c d e f g h i j", list("abcdefgh")),
    ],
)
def test_what_is_typed_becomes_the_words_to_find(typed: str, wanted: list[str]) -> None:
    assert wanted_words(typed) == wanted


def test_an_activity_is_found_with_and_without_its_dot() -> None:
    assert words_of("25.62B") == "25 62b 2562b"
    assert words_of("25.6") == "25 6"


@given(
    st.one_of(ANY, st.text(alphabet="0123456789 .-\u00a0", max_size=20), st.sampled_from("²٣７").map(lambda d: d * 9))
)
def test_a_number_is_digits_or_a_sentence(text: str) -> None:
    for read, length in ((siren_of, 9), (siret_of, 14)):
        try:
            found, sentence = read(text), ""
        except InputError as error:
            found, sentence = "", str(error)
        assert bool(found) != sentence.endswith(".")
        assert re.fullmatch(rf"([0-9]{{{length}}})?", found)
        assert not found or read(found) == found


@given(rank=st.integers(0, 9999), site=st.integers(1, 9999), between=st.sampled_from(["", " ", ".", "-", "\u202f"]))
def test_a_siret_bears_its_siren_however_it_is_spaced(rank: int, site: int, between: str) -> None:
    number = siret(rank, site)
    typed = between.join([number[:3], number[3:6], number[6:9], number[9:]])
    assert siret_of(typed) == number
    assert siren_of(typed[: 9 + 3 * len(between)].rstrip(between or None)) == siren(rank)


@given(rank=st.integers(0, 9999), place=st.integers(0, 8), add=st.integers(1, 9))
def test_one_wrong_figure_is_always_seen(rank: int, place: int, add: int) -> None:
    number = siren(rank)
    wrong = number[:place] + str((int(number[place]) + add) % 10) + number[place + 1 :]
    with pytest.raises(InputError, match="l’un d’eux est faux"):
        siren_of(wrong)


@pytest.mark.parametrize(
    ("read", "typed", "sentence"),
    [
        (siren_of, "1234", "Un SIREN a neuf chiffres, celui-ci en a 4."),
        (siren_of, siret(1), "Un SIREN a neuf chiffres, celui-ci en a 14."),
        (siret_of, siren(1), "Un SIRET a quatorze chiffres, celui-ci en a 9."),
        (
            siret_of,
            "35600000049838",
            "Ce SIRET n’est pas valable : vérifiez ses quatorze chiffres, l’un d’eux est faux.",
        ),
    ],
)
def test_the_sentence_says_how_many_figures_there_are(read: object, typed: str, sentence: str) -> None:
    with pytest.raises(InputError) as refused:
        read(typed)
    assert str(refused.value) == sentence


# Places.


@given(commune=ANY, postcode=ANY)
def test_a_place_is_in_a_known_department_or_in_none(commune: str, postcode: str) -> None:
    assert department_of(commune=commune, postcode=postcode) in {"", *DEPARTMENTS}


@pytest.mark.parametrize(
    ("commune", "postcode", "department"),
    [
        ("74010", "74000", "74"),
        ("2A004", "20000", "2A"),
        ("2b033", "20200", "2B"),
        ("", "20167", "2A"),
        ("", "20290", "2B"),
        ("", "20", ""),
        ("97411", "97400", "974"),
        ("", "97133", "971"),
        ("", "97600", "976"),
        ("98818", "98800", ""),  # Nouméa is in no département
        ("99132", "", ""),  # abroad
        ("", "01000", "01"),
        ("01053", "38000", "01"),  # the commune wins
        ("", "", ""),
    ],
)
def test_a_department_follows_from_the_commune_else_from_the_postcode(
    commune: str, postcode: str, department: str
) -> None:
    assert department_of(commune=commune, postcode=postcode) == department


def test_france_has_its_departments_and_regions_each_named_once() -> None:
    assert (len(DEPARTMENTS), len(REGIONS)) == (101, 18)
    assert len(set(DEPARTMENTS.values())) == 101
    assert len(set(REGIONS.values())) == 18
    assert (DEPARTMENTS["2A"], DEPARTMENTS["976"], REGIONS["94"]) == ("Corse-du-Sud", "Mayotte", "Corse")
    assert "20" not in DEPARTMENTS


# Lines and their columns.


@pytest.mark.parametrize(
    ("field", "cell", "name", "value"),
    [
        ("naf", "25.62b", "naf", "25.62B"),
        ("naf", "25 62 B", "naf", "25.62B"),
        ("naf", "742C", "naf", ""),
        ("size", "1", "size", "01"),
        ("size", "NN", "size", "NN"),
        ("size", "99", "size", ""),
        ("postcode", "1000", "postcode", "01000"),
        ("postcode", "74 000", "postcode", "74000"),
        ("commune", "2a004", "commune", "2A004"),
        ("department", "1", "department", "01"),
        ("department", "74 Haute-Savoie", "department", "74"),
        ("department", "haute savoie", "department", "74"),
        ("department", "2a", "department", "2A"),
        ("department", "Bavière", "department", ""),
        ("head", "OUI", "is_head_office", True),
        ("head", "non", "is_head_office", False),
        ("college", "x" * 80, "college", "x" * 60),
        ("town", "y" * 120, "town", "y" * 100),
        ("address", "z" * 300, "address", "z" * 200),
        ("joined_on", "1.2.2024", "joined_on", dt.date(2024, 2, 1)),
        ("joined_on", "2024-02-01 00:00:00", "joined_on", dt.date(2024, 2, 1)),
        ("town", "[ND]", "town", ""),
        ("siren", "5520-1", "siren", None),
    ],
)
def test_a_cell_is_read_as_people_write_it(field: str, cell: str, name: str, value: object) -> None:
    read = entry_of(2, ["Usinage", cell], ["name", field])
    if value is None:
        assert isinstance(read, list)
    else:
        assert getattr(read, name) == value


@pytest.mark.parametrize("kind", OrganisationKind)
def test_every_type_is_understood_by_its_words_and_by_its_code(kind: OrganisationKind) -> None:
    for cell in (kind.label, kind.label.upper(), kind.value):
        assert entry_of(2, ["Usinage", cell], ["name", "kind"]).kind == kind.value


def test_a_line_says_only_what_it_holds() -> None:
    entry = entry_of(5, [siret(1), "", "Annecy"], ["siret", "name", "town"])
    assert entry == Entry(5, siren=siren(1), siret=siret(1), town="Annecy")
    assert entry.organisation == {}
    assert entry.site == {"town": "Annecy"}


def test_every_problem_of_a_line_is_told_at_once() -> None:
    problems = entry_of(9, ["12", "Licorne", "7X", "hier"], ["siret", "kind", "postcode", "joined_on"])
    assert [(each.line, each.column) for each in problems] == [
        (9, "SIRET"), (9, "Type d’organisation"), (9, "Code postal"), (9, "Adhérent depuis"),
    ]  # fmt: skip


def test_a_short_line_is_read_as_far_as_it_goes() -> None:
    assert entry_of(3, ["Usinage"], ["name", "siret", "town"]) == Entry(3, name="Usinage")


@pytest.mark.parametrize("field", list(FIELDS))
def test_the_words_of_each_field_are_guessed_as_that_field(field: str) -> None:
    words = FIELDS[field][0].split(" (")[0]
    if field not in ("state", "state_on", "diffusion", "commune"):  # SIRENE's own, never typed; code commune is below
        assert guessed([words]) == [field]
    assert all(guessed([title]) == [field] for title in FIELDS[field][1])


def test_a_field_is_guessed_once_but_an_address_may_take_several_columns() -> None:
    assert guessed(["Nom", "Raison sociale", "Adresse", "Rue", "Code commune"]) == [
        "name", "", "address", "address", "commune",
    ]  # fmt: skip


@given(st.binary(max_size=60), st.sampled_from([b"", b"\xff\xfe", b"\xfe\xff"]))
@example("Nom\nUsi\x00nage\n".encode("utf-16-le"), b"\xff\xfe")
def test_no_table_holds_a_character_that_databases_refuse(content: bytes, start: bytes) -> None:
    try:
        table = opened(start + content)
    except InputError:
        return
    said = "".join([*table.header, *(cell for _, cells in table.lines for cell in cells)])
    assert "\x00" not in said
    assert said.encode()


def test_a_workbook_is_read_from_its_first_visible_sheet() -> None:
    book = load_workbook(io.BytesIO(xlsx_of(("Brouillon",), ("secret",))))
    book.active.sheet_state = "hidden"
    shown = book.create_sheet("Membres")
    for row in (("Nom", "Siège", "Part"), ("Usinage", True, 12.5)):
        shown.append(row)
    out = io.BytesIO()
    book.save(out)
    table = opened(out.getvalue())
    assert (table.header, list(table.lines)) == (["Nom", "Siège", "Part"], [(2, ["Usinage", "True", "12.5"])])


def test_classes_of_employees_are_read_back_as_they_are_written() -> None:
    for code in SIZES:
        assert entry_of(2, ["Usinage", code], ["name", "size"]).size == code
