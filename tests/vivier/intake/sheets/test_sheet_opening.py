"""Encodings, separators, quotes, merged cells, date systems, hidden sheets, damaged files."""

import codecs
import contextlib
import datetime as dt
import io
import os
import random
import warnings
import zipfile

import openpyxl
import pytest
from openpyxl.worksheet.datavalidation import DataValidation

from factories.sheets import ON, codes, counted, only, read, read_text, text, told, workbook
from vivier.intake.errors import RefusedFileError
from vivier.intake.sheets.texts import open_text

TITLES = ["Matricule", "Nom", "Né(e) le", "Sexe", "Emploi", "Date d'entrée"]
ROWS = [
    TITLES,
    [1, "Lefèvre", "03/02/1987", "F", "Soudeuse", "01/09/2015"],
    [2, "Nuñez", "08/08/1979", "H", "Tôlier", "01/03/2004"],
]


def cells(stream):
    return [row.cells for row in open_text(stream).rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_encoding_gives_the_same_cells(encoding):
    assert cells(text(ROWS, encoding=encoding))[1][1] == "Lefèvre"


def test_utf_16_is_recognised_in_both_orders():
    content = "Nom\tSexe\r\nŒuvrard\tF\r\n"
    for bom, order in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        assert cells(io.BytesIO(bom + content.encode(order))) == [["Nom", "Sexe"], ["Œuvrard", "F"]]


def test_a_byte_that_windows_1252_leaves_undefined_does_not_lose_the_file():
    assert cells(io.BytesIO(b"Nom;Sexe\nL\xe9a\x81;F\n")) == [["Nom", "Sexe"], ["Léa\ufffd", "F"]]


@pytest.mark.parametrize("separator", [";", "\t", ",", "|"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_every_separator_and_line_end_gives_the_same_people(separator, end):
    staff = only(ROWS, separator=separator, end=end)
    assert [position.born for position in staff.positions] == [dt.date(1987, 2, 3), dt.date(1979, 8, 8)]


def test_decimal_commas_do_not_pass_for_separators():
    rows = [["Atelier, usine de Lyon"], ["N°", "Emploi", "Né(e) le", "Taux d'activité", "Coef"]]
    rows += [[rank, "Soudeur", "03/02/1987", "80,5", "1,5"] for rank in range(12)]
    assert {position.ratio for position in only(rows).positions} == {0.805}


def test_the_sep_line_of_excel_names_the_separator_and_keeps_the_line_numbers():
    lines = ["sep=,", "Matricule,Né(e) le,Emploi,Entrée", "1,31/02/1987,Soudeur,01/09/2015"]
    (staff,), anomalies = read_text(lines)
    assert len(staff.positions) == 1
    assert ("E04", 3, "naissance") in told(anomalies)


def test_quoted_fields_may_hold_separators_quotes_and_line_breaks():
    lines = ['Matricule;"Date de\nnaissance";Emploi;Entrée', '1;03/02/1987;"Chef ""d\'équipe"";\nsoudure";01/09/2015',
             "2;99/99/1987;Tôlier;01/03/2004"]  # fmt: skip
    (staff,), anomalies = read_text(lines, end="\n")
    assert len(staff.positions) == 2
    assert ("E04", 5, "naissance") in told(anomalies)  # the real line: two records before it hold a line break


def test_a_quote_never_closed_does_not_swallow_the_people_below():
    rows = [
        TITLES,
        *(
            [rank, '"Dupont' if rank == 3 else "Durand", "03/02/1987", "H", "Soudeur", "01/09/2015"]
            for rank in range(40)
        ),
    ]
    assert counted(only(rows)).people == 40


def test_a_last_quote_never_closed_does_not_swallow_the_last_people():
    rows = [
        TITLES,
        *(
            [rank, '"Dupont' if rank == 3 else "Durand", "03/02/1987", "H", "Soudeur", "01/09/2015"]
            for rank in range(6)
        ),
    ]
    assert counted(only(rows)).people == 6


def test_inches_inside_a_field_are_no_quotes():
    rows = [
        TITLES,
        [1, "Durand", "03/02/1987", "H", 'Tuyauteur 5"', "01/09/2015"],
        [2, "Petit", "03/02/1988", "H", "Soudeur", "01/09/2015"],
    ]
    assert counted(only(rows)).people == 2


@pytest.mark.parametrize(
    "content",
    [
        bytes(range(256)) * 40,
        b"\x00" * 500,
        random.Random(7).randbytes(5000),
        codecs.BOM_UTF16_LE + b"\x00\xd8" * 300 + b"a",
    ],
)
def test_binary_given_as_text_is_refused(content):
    with pytest.raises(RefusedFileError, match=r"R0[29]"):
        read(io.BytesIO(content), kind="text")


def test_control_bytes_are_refused_as_no_text():
    with pytest.raises(RefusedFileError, match="R02"):
        read(io.BytesIO(bytes(range(256)) * 40), kind="text")


@pytest.mark.parametrize(
    "content",
    ["Bonjour,\nvoici le registre demandé.\nCordialement", "a;b;c\n1;2;3\n", "\n\n\n", "Nom;Téléphone;Mail\nA;1;2\n"],
)
def test_a_text_without_known_titles_is_refused(content):
    with pytest.raises(RefusedFileError, match="R09"):
        read(io.BytesIO(content.encode()), kind="text")


def test_an_enormous_field_is_a_damaged_file_or_no_table_and_never_a_traceback():
    with pytest.raises(RefusedFileError, match=r"R0[89]"):
        read(io.BytesIO(b"a;" + b"x" * 300_000 + b"\nb;c\n"), kind="text")


def test_the_text_stream_stays_open_for_its_owner():
    stream = text(ROWS)
    read(stream, kind="text")
    assert not stream.closed


# Workbooks


def staff_of(stream, **how):
    (staff,), _ = read(stream, **how)
    return staff


def test_a_workbook_and_a_text_give_the_same_count():
    assert counted(staff_of(workbook(ROWS))) == counted(only(ROWS))


def test_the_same_dates_are_read_in_the_1900_and_1904_systems():
    rows = [TITLES, [1, "A", dt.date(1959, 12, 31), "H", "Soudeur", dt.date(1990, 1, 2)]]
    for is_1904 in (False, True):
        (position,) = staff_of(workbook(rows, is_1904=is_1904)).positions
        assert (position.born, position.start) == (dt.date(1959, 12, 31), dt.date(1990, 1, 2))


@pytest.mark.parametrize(("serial", "is_1904"), [(21915, False), (20453, True), ("20453", True)])
def test_bare_serial_numbers_follow_the_system_of_their_workbook(serial, is_1904):
    rows = [TITLES, [1, "A", serial, "H", "Soudeur", serial]]
    (position,) = staff_of(workbook(rows, is_1904=is_1904)).positions
    assert position.born == dt.date(1959, 12, 31)


def test_every_cell_of_a_merged_area_has_its_top_left_value():
    rows = [
        TITLES,
        [1, "A", "03/02/1987", "H", "Soudeur", "01/09/2015"],
        [2, "B", "04/02/1987", "H", None, "01/09/2015"],
    ]
    rows[0] = [*TITLES, "Code PCS"]
    rows[1].append("623f")
    stream = workbook(rows, merged=["G2:G3"])
    assert [position.pcs for position in staff_of(stream).positions] == ["623f", "623f"]


def test_a_title_merged_over_the_table_is_one_cell():
    rows = [["Registre du personnel"], [], TITLES, ["ATELIER SOUDURE"], ROWS[1], ["BUREAUX"], ROWS[2]]
    stream = workbook(rows, merged=["A1:F1", "A4:F4", "A6:F6"])
    contents, anomalies = read(stream)
    assert (counted(contents[0]).people, "S03" in codes(anomalies)) == (2, False)


def test_a_forged_merged_area_costs_nothing():
    forged = rewritten(
        workbook(ROWS, merged=["H1:I2"]), "xl/worksheets/sheet1.xml", b'ref="H1:I2"', b'ref="H1:XFD1048576"'
    )
    assert counted(staff_of(forged)).people == 2


def test_a_formula_without_cached_value_is_empty_and_none_is_ever_evaluated():
    rows = [[*TITLES, "Sortie"], [1, "A", "03/02/1987", "H", "Soudeur", "01/09/2015", "=TODAY()-1000"]]
    (position,) = staff_of(workbook(rows)).positions
    assert position.end is None


def test_a_cached_value_is_read_in_place_of_its_formula():
    stream = workbook([TITLES, [1, "A", "=DATE(1987,2,3)", "H", "Soudeur", "01/09/2015"]])
    patched = rewritten(stream, "xl/worksheets/sheet1.xml", b"<v></v>", b"<v>31811</v>", b"<v />", b"<v>31811</v>")
    assert staff_of(patched).positions[0].born == dt.date(1987, 2, 3)


def rewritten(stream, part, *pairs):
    out = io.BytesIO()
    with zipfile.ZipFile(stream) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.namelist():
            data = old.read(item)
            if item == part:
                for before, after in zip(pairs[::2], pairs[1::2], strict=True):
                    data = data.replace(before, after)
            new.writestr(item, data)
    out.seek(0)
    return out


def test_hidden_sheets_are_ignored():
    stream = workbook(
        ("Présents", ROWS),
        ("Anciens", [TITLES, [9, "Z", "01/01/1980", "H", "Tourneur", "01/01/2000"]]),
        hidden=["Anciens"],
    )
    assert counted(staff_of(stream)).people == 2


def test_every_visible_sheet_is_read_and_legends_are_skipped():
    stream = workbook(
        ("Légende", [["CDI", "contrat à durée indéterminée"], ["CDD", "contrat à durée déterminée"]]),
        ("Lyon", ROWS), ("Dole", [TITLES, [9, "Z", "01/01/1980", "H", "Tourneur", "01/01/2000"]]), ("Vide", []),
    )  # fmt: skip
    assert counted(staff_of(stream)).people == 3


def test_a_workbook_where_nothing_is_recognised_is_refused():
    with pytest.raises(RefusedFileError, match="R09"):
        read(workbook([["Bonjour"], ["a", "b", "c"]], []))


def test_rows_keep_their_real_number_after_empty_ones():
    rows = [["Registre"], [], [], TITLES, [], [1, "A", "31/02/1987", "H", "Soudeur", "01/09/2015"]]
    _, anomalies = read(workbook(rows))
    assert ("E04", 6, "naissance") in told(anomalies)


def test_a_declared_size_that_lies_is_not_believed():
    patched = rewritten(workbook(ROWS), "xl/worksheets/sheet1.xml", b'ref="A1:F3"', b'ref="A1:XFD1048576"')
    assert counted(staff_of(patched)).people == 2


def test_what_openpyxl_warns_of_disturbs_nobody():
    book = openpyxl.Workbook()
    for row in [*ROWS, [3, "C", 99999999, "H", "Soudeur", "01/09/2015"]]:
        book.active.append(row)
    book.active["C4"].number_format = "dd/mm/yyyy"  # outside the limits of dates: openpyxl warns
    book.active.add_data_validation(DataValidation(type="list", formula1='"H,F"'))
    stream = io.BytesIO()
    book.save(stream)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        (staff,), _ = read(stream)
    assert counted(staff).people == 3


@pytest.mark.parametrize("keep", [0, 10, 400, 0.5, 0.9])
def test_a_truncated_workbook_is_refused(keep):
    data = workbook(ROWS).getvalue()
    with pytest.raises(RefusedFileError, match="R08"):
        read(io.BytesIO(data[: int(keep * len(data)) if isinstance(keep, float) else keep]))


@pytest.mark.parametrize(
    "part",
    ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml", "xl/styles.xml"],
)
@pytest.mark.parametrize("damage", [b"", b"<broken", b"\x00\x01\x02"])
def test_a_damaged_part_refuses_the_workbook(part, damage):
    out = io.BytesIO()
    with zipfile.ZipFile(workbook(ROWS)) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.namelist():
            new.writestr(item, damage if item == part else old.read(item))
    with pytest.raises(RefusedFileError, match=r"R0[89]"):
        read(out)


@pytest.mark.parametrize("seed", range(30))
def test_random_damage_never_ends_in_anything_but_a_refusal(seed):
    dice = random.Random(seed)
    data = bytearray(workbook(ROWS).getvalue())
    for _ in range(20):
        data[dice.randrange(len(data))] = dice.randrange(256)
    # Anything but a refusal would fail the test.
    with contextlib.suppress(RefusedFileError):
        read(io.BytesIO(bytes(data)))


def test_a_zip_that_is_no_workbook_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("lisez-moi.txt", "bonjour")
    with pytest.raises(RefusedFileError, match="R08"):
        read(out)


def test_injected_formulas_are_texts_that_nobody_echoes():
    attack = "=cmd|'/c calc'!A1"
    rows = [[*TITLES, "Type de contrat"], [1, attack, "03/02/1987", attack, attack, "01/09/2015", attack]]
    (staff,), anomalies = read_text(rows)
    assert counted(staff).people == 1
    assert set(codes(anomalies)) == {"E05", "S04", "S07"}
    assert not any("cmd" in repr(anomaly) for anomaly in anomalies)


def test_reading_keeps_no_temporary_file(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", os.fspath(tmp_path))
    monkeypatch.chdir(tmp_path)
    read(workbook(ROWS))
    assert not list(tmp_path.iterdir())


def test_the_reference_day_is_that_of_the_reading():
    assert counted(only(ROWS), on=ON).people == 2
    assert counted(only(ROWS), on=dt.date(2005, 1, 1)).people == 1
