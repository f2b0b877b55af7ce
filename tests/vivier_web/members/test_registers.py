"""Files of members as people have them: what is read, what is refused, and with which sentence."""

import datetime as dt
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories.registers import csv_of, siren, siret, xlsx_of
from vivier.vocabulary import InputError
from vivier_web.members.registers import Entry, entry_of, guessed, opened, streamed
from vivier_web.members.search import folded, wanted_words, words_of
from vivier_web.members.territory import DEPARTMENTS, department_of


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * (25 * 2**20))
    return out.getvalue()


def other_archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("photo.jpg", b"0")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "vide"),
        (b"\xef\xbb\xbf \r\n\r\n", "vide"),
        (b"SIRET;Nom\r\n", "que des titres"),
        (csv_of(("x",), header=siret(1) + ";Usinage"), "titres des colonnes"),
        (b"%PDF-1.7 bla", "ni un classeur"),
        (b"MZ\x00\x01\x02\x03 programme", "ni un classeur"),
        (b"PK\x03\x04 tronqu", "abîmé"),
        (other_archive(), "pas un classeur"),
        (bomb(), "se déplie sans mesure"),
        (b"x" * (20 * 2**20 + 1), "dépasse 20 Mo"),
        (csv_of(*[("a", "b")] * 20_001), "plus de 20 000 lignes"),
        (b"SIRET;Nom\r\n" + b'1;"' + b"x" * 200_000, "guillemet"),
    ],
)
def test_a_file_that_is_no_register_is_refused_with_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence) as refused:
        opened(content)
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("mark", [";", ",", "\t", "|"])
def test_accents_and_separators_are_understood_whatever_saved_the_file(encoding: str, mark: str) -> None:
    table = opened(f'Société{mark}Ville\n"Usinage{mark} Frères"{mark}Bény\n\n'.encode(encoding))
    assert table.header == ["Société", "Ville"]
    assert list(table.lines) == [(2, [f"Usinage{mark} Frères", "Bény"])]


def test_a_workbook_gives_its_lines_with_their_numbers_days_and_whole_figures() -> None:
    content = xlsx_of((None, None), ("SIREN", "Adhésion"), (732829320.0, dt.datetime(2024, 1, 31)), (None, None))  # noqa: DTZ001
    table = opened(content)
    assert table.header == ["SIREN", "Adhésion"]
    assert list(table.lines) == [(3, ["732829320", "2024-01-31"])]


def test_a_large_file_is_read_line_by_line_and_then_closed(tmp_path: object) -> None:
    path = tmp_path / "stock.csv"
    path.write_bytes(csv_of(*[(siret(rank), f"Société {rank}") for rank in range(50)]))
    table = streamed(path)
    assert not isinstance(table.lines, list)
    assert len(list(table.lines)) == 50


def test_the_columns_of_the_sirene_stock_file_are_known() -> None:
    header = [
        "siren",
        "nic",
        "siret",
        "statutDiffusionEtablissement",
        "trancheEffectifsEtablissement",
        "etablissementSiege",
        "numeroVoieEtablissement",
        "typeVoieEtablissement",
        "libelleVoieEtablissement",
        "codePostalEtablissement",
        "libelleCommuneEtablissement",
        "codeCommuneEtablissement",
        "dateDebut",
        "etatAdministratifEtablissement",
        "enseigne1Etablissement",
        "activitePrincipaleEtablissement",
        "caractereEmployeurEtablissement",
    ]
    assert guessed(header) == [
        "siren", "", "siret", "diffusion", "size", "head", "address", "address", "address", "postcode", "town",
        "commune", "state_on", "state", "site_name", "naf", "",
    ]  # fmt: skip


STOCK = ("siret", "diffusion", "size", "head", "address", "address", "commune", "town", "state_on", "state",
         "site_name", "naf")  # fmt: skip


def test_a_line_of_the_stock_file_becomes_a_site() -> None:
    cells = [siret(4), "O", "21", "true", "12", "RUE FABERT", "57463", "METZ", "2019-04-01", "A", "GEP", "4772A"]
    entry = entry_of(2, cells, STOCK)
    assert isinstance(entry, Entry)
    assert (entry.siren, entry.department, entry.naf, entry.size) == (siren(4), "57", "47.72A", "21")
    assert entry.site["address"] == "12 RUE FABERT"
    assert entry.is_head_office
    assert entry.closed_on is None


def test_a_closed_site_bears_its_day_and_a_person_who_asked_not_to_be_shown_is_not() -> None:
    cells = [siret(4), "P", "NN", "false", "12", "RUE FABERT", "57463", "METZ", "2019-04-01", "F", "NOM", "4772A"]
    entry = entry_of(2, cells, STOCK)
    assert entry.closed_on == dt.date(2019, 4, 1)
    assert "FABERT" in " ".join(cells)  # it could leak
    assert (entry.name, entry.site_name, entry.address) == ("", "", "")


@pytest.mark.parametrize(
    ("field", "cell", "column", "sentence"),
    [
        ("siret", "73282932000075", "SIRET", "n’est pas valable"),
        ("siret", "732829", "SIRET", "n’est pas valable"),
        ("siren", "73282932A", "SIREN", "n’est pas valable"),
        ("siren", "7,32829E+08", "SIREN", "abrégé"),
        ("postcode", "7400X", "Code postal", "cinq chiffres"),
        ("joined_on", "31/02/2024", "Adhérent depuis", "31/01/2024"),
        ("kind", "Licorne", "Type d’organisation", "Type inconnu"),
    ],
)
def test_a_wrong_cell_is_told_with_its_line_and_column(field: str, cell: str, column: str, sentence: str) -> None:
    (problem,) = entry_of(7, ["Usinage", cell], ["name", field])
    assert (problem.line, problem.column) == (7, column)
    assert sentence in problem.sentence


def test_a_line_about_nobody_and_one_about_two_companies_are_refused() -> None:
    (nobody,) = entry_of(3, ["Annecy"], ["town"])
    assert "de qui elle parle" in nobody.sentence
    (both,) = entry_of(3, [siren(1), siret(2)], ["siren", "siret"])
    assert "pas celui d’un établissement" in both.sentence


def test_la_poste_and_dropped_zeros_are_accepted() -> None:
    assert entry_of(2, ["35600000049837"], ["siret"]).siren == "356000000"
    assert entry_of(2, ["5520554"], ["siren"])[0].column == "SIREN"
    padded = entry_of(2, ["1625043300220"], ["siret"])
    assert padded.siret == "01625043300220"


@pytest.mark.parametrize(("said", "kind"), [("PME", "sme"), ("Éti", "mid_cap"), ("laboratoire", "laboratory"),
                                            ("CFA", "school"), ("Petite ou moyenne entreprise (PME)", "sme")])  # fmt: skip
def test_types_are_understood_as_people_write_them(said: str, kind: str) -> None:
    assert entry_of(2, ["Usinage", said], ["name", "kind"]).kind == kind


@pytest.mark.parametrize(
    ("said", "day"), [("31/01/2024", "2024-01-31"), ("2024-01-31", "2024-01-31"), ("2019", "2019-01-01")]
)
def test_days_are_understood_as_people_write_them(said: str, day: str) -> None:
    assert entry_of(2, ["Usinage", said], ["name", "joined_on"]).joined_on == dt.date.fromisoformat(day)


@given(st.lists(st.text(max_size=30), min_size=18, max_size=18))
def test_no_line_whatever_it_holds_breaks_the_reader(cells: list[str]) -> None:
    from vivier_web.members.registers import FIELDS

    read = entry_of(2, cells, list(FIELDS))
    assert isinstance(read, Entry) or all(problem.sentence for problem in read)


@given(st.binary(max_size=300))
def test_no_content_whatever_it_is_does_more_than_be_refused(content: bytes) -> None:
    try:
        table = opened(content)
    except InputError:
        return
    assert table.header


def test_every_department_is_reached_from_its_communes() -> None:
    assert {department_of(commune=f"{code}001"[:5]) for code in DEPARTMENTS} == set(DEPARTMENTS)
    assert department_of(postcode="20000") == "2A"
    assert department_of(postcode="99999") == department_of() == ""


def test_every_word_that_is_searched_is_found_in_what_it_was_made_from() -> None:
    words = words_of("Électro-Mécanique de l’Œuvre", "732829320", "25.62B", "Saint-Étienne")
    for typed in ("electro mecanique", "ÉLECTRO", "732 829 320", "25.62B", "2562b", "st etienne"[3:], "œuvre"):
        assert all(word in words for word in wanted_words(typed)), typed
    assert folded("") == ""
    assert wanted_words("  ") == []
