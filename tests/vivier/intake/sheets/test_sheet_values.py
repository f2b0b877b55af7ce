"""Every value of hr_files §4, as tables: what people write, what is understood."""

import datetime as dt

import pytest
from stdnum.fr import nir as stdnum_nir

from vivier.intake.data import UNKNOWN
from vivier.intake.positions import OUTSIDE
from vivier.intake.sheets.bands import ages_of, band_of
from vivier.intake.sheets.contracts import contract_noted, contract_of_section, contract_told
from vivier.intake.sheets.crosstab import level_of as csp_level
from vivier.intake.sheets.dates import UnreadableError, read_date
from vivier.intake.sheets.grid import heading, tidied
from vivier.intake.sheets.identifiers import is_destroyed, nir_key, read_nic, read_nir, read_siren, read_siret
from vivier.intake.sheets.levels import level_of
from vivier.intake.sheets.people import matricule_of
from vivier.intake.sheets.rows import is_total
from vivier.intake.sheets.values import has_mark, read_age, read_pcs, read_sex
from vivier.intake.sheets.working_time import noted_ratio, read_number, read_ratio


@pytest.mark.parametrize(
    ("written", "date"),
    [
        (dt.datetime(1987, 2, 3), (1987, 2, 3)),  # noqa: DTZ001 - spreadsheets have no time zone
        (dt.date(1987, 2, 3), (1987, 2, 3)),
        ("03/02/1987", (1987, 2, 3)),
        ("3/2/1987", (1987, 2, 3)),
        ("03-02-1987", (1987, 2, 3)),
        ("03.02.1987", (1987, 2, 3)),
        ("03 02 1987", (1987, 2, 3)),
        ("1987-02-03", (1987, 2, 3)),
        ("1987-02-03 00:00:00", (1987, 2, 3)),
        ("1987-02-03T00:00:00Z", (1987, 2, 3)),
        ("03/02/1987 00:00", (1987, 2, 3)),
        ("03021987", (1987, 2, 3)),
        ("19870203", (1987, 2, 3)),
        (3021987, (1987, 2, 3)),
        ("3 février 1987", (1987, 2, 3)),
        ("3 FÉVRIER 1987", (1987, 2, 3)),
        ("mardi 3 février 1987", (1987, 2, 3)),
        ("1er mars 2020", (2020, 3, 1)),
        ("8 août 1979", (1979, 8, 8)),
        ("03-févr-1987", (1987, 2, 3)),
        ("15 déc. 2001", (2001, 12, 15)),
        ("12 juil. 1990", (1990, 7, 12)),
        (21915, (1959, 12, 31)),
        ("21915", (1959, 12, 31)),
        (21915.75, (1959, 12, 31)),
        (1, (1900, 1, 1)),
        (59, (1900, 2, 28)),
        (61, (1900, 3, 1)),
        ("31/12/9999", (9999, 12, 31)),
        (2958465, (9999, 12, 31)),
    ],
)
def test_dates_are_read_day_first_however_they_are_written(written, date):
    assert read_date(written, year=2026) == dt.date(*date)


@pytest.mark.parametrize(("written", "date"), [(20453, (1959, 12, 31)), (0.5, None), ("20453", (1959, 12, 31))])
def test_serial_numbers_follow_the_date_system_of_the_workbook(written, date):
    if date is None:
        with pytest.raises(UnreadableError):
            read_date(written, year=2026, is_1904=True)
    else:
        assert read_date(written, year=2026, is_1904=True) == dt.date(*date)


def test_the_two_date_systems_are_1462_days_apart():
    new, old = read_date(30000, year=2026, is_1904=True), read_date(30000, year=2026)
    assert (new - old).days == 1462


@pytest.mark.parametrize(
    ("digits", "year", "birth", "entry"),
    [
        ("87", 2026, 1987, 1987),
        ("12", 2026, 2012, 2012),
        ("13", 2026, 1913, 2013),
        ("26", 2026, 1926, 2026),
        ("27", 2026, 1927, 2027),
        ("28", 2026, 1928, 1928),
        ("00", 2026, 2000, 2000),
        ("99", 2026, 1999, 1999),
        ("05", 2019, 2005, 2005),
        ("06", 2019, 1906, 2006),
    ],
)
def test_two_digit_years_take_their_century_from_what_they_date(digits, year, birth, entry):
    assert read_date(f"01/06/{digits}", year=year, is_birth=True).year == birth
    assert read_date(f"01/06/{digits}", year=year).year == entry
    assert read_date(f"01-juin-{digits}", year=year).year == entry


@pytest.mark.parametrize("written", [None, "", "-", "/", "néant", "en cours", "00/00/0000", 0, "00000000", "N/A"])
def test_dates_that_say_nothing_are_no_date(written):
    assert read_date(written, year=2026) is None


@pytest.mark.parametrize(
    "written",
    ["31/02/1987", "02/13/1987", "hier", "3 brumaire 1987", "12345678901", True, -5, dt.time(8), "99/99/9999"],
)
def test_impossible_dates_are_told_and_never_swapped(written):
    with pytest.raises(UnreadableError, match="E04"):
        read_date(written, year=2026)


def test_a_year_alone_is_a_birth_in_july():
    assert read_date(1987, year=2026, is_birth=True) == dt.date(1987, 7, 1)
    assert read_date("1987", year=2026, is_birth=True) == dt.date(1987, 7, 1)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("80", 80), ("0,80", 0.8), ("1 234,5", 1234.5), ("1\u00a0234,5", 1234.5), ("1\u202f234", 1234),
        ("1.234,5", 1234.5), ("1,234.5", 1234.5), (3, 3), (2.5, 2.5), ("-4", -4), (",5", 0.5),
    ],
)  # fmt: skip
def test_numbers_are_read_with_french_commas_and_spaces(written, number):
    assert read_number(written) == number


@pytest.mark.parametrize("written", ["", "abc", "1,2,3", None, True, "=1+1", "1e5", "٣"])
def test_what_is_no_number_is_told(written):
    with pytest.raises(UnreadableError, match="E07"):
        read_number(written)


@pytest.mark.parametrize(
    ("written", "unit", "ratio"),
    [
        (80, "taux", 0.8), (0.8, "taux", 0.8), ("80", "taux", 0.8), ("80 %", "taux", 0.8), ("80%", "taux", 0.8),
        ("0,80", "taux", 0.8), ("80,00 %", "taux", 0.8), ("28/35", "taux", 0.8), ("28 / 35", "taux", 0.8),
        ("28h", "taux", 0.8), ("28 h", "hebdo", 0.8), (28, "hebdo", 0.8), ("28,00", "hebdo", 0.8), ("28h00", "hebdo", 0.8),
        ("28:00", "hebdo", 0.8), (dt.timedelta(hours=28), "hebdo", 0.8), (dt.time(17, 30), "hebdo", 0.5),
        (151.67, "mois", 1.0), ("75,835", "mois", 0.5), ("121.336", "mois", 0.8), ("151,67 h", "taux", 1.0),
        (39, "hebdo", 1.0), (1, "etp", 1.0), (0.5, "etp", 0.5), (1, "taux", 1.0), (100, "taux", 1.0), (150, "taux", 1.0),
        ("100 %", "etp", 1.0), (0, "etp", 0.0), ("temps plein", "taux", 1.0), ("Temps complet", "temps_", 1.0),
        ("TC", "taux", 1.0), ("mi-temps", "taux", 0.5), ("forfait jours", "hebdo", 1.0), ("218 jours", "taux", 1.0),
        ("109 j", "taux", 0.5), ("4/5e", "taux", 0.8), ("temps partiel", "taux", None), ("TP", "taux", None),
        (None, "taux", None), ("-", "taux", None), ("28h/semaine", "taux", 0.8), ("75,835 h par mois", "taux", 0.5),
    ],
)  # fmt: skip
def test_working_times_of_every_unit_become_a_ratio(written, unit, ratio):
    assert read_ratio(written, unit if unit != "temps_" else "taux") == pytest.approx(ratio)


@pytest.mark.parametrize("written", ["beaucoup", -10, "-10 %", True, dt.datetime(2026, 5, 4)])  # noqa: DTZ001
def test_a_working_time_that_cannot_be_read_is_told(written):
    with pytest.raises(UnreadableError, match="E07"):
        read_ratio(written, "taux")


@pytest.mark.parametrize(
    ("contract", "note", "ratio"),
    [
        ("", "temps partiel 80 %", 0.8), ("", "Temps partiel à 50%", 0.5), ("", "salarié à temps partiel (28/35)", 0.8),
        ("", "TP 80%", 0.8), ("", "temps partiel 24,5 h/semaine", 0.7), ("", "temps partiel 121,336 h/mois", 0.8),
        ("CDI temps partiel 28h", "", 0.8), ("CDI 80 %", "", 0.8), ("CDI", "80 % de présence", None),
        ("", "mi-temps", 0.5), ("", "CDD du 01/02/2025 au 31/07/2025, temps partiel 60 %", 0.6), ("CDI", "", None),
        ("", "temps partiel depuis le 01/02/2025 (17,5 h)", 0.5), ("", "80 % temps partiel", 0.8),
    ],
)  # fmt: skip
def test_a_part_time_told_in_words_gives_its_ratio(contract, note, ratio):
    assert noted_ratio(contract, note) == pytest.approx(ratio)


def test_a_part_time_without_figure_is_not_a_number():
    ratio = noted_ratio("", "salarié à temps partiel")
    assert ratio != ratio  # noqa: PLR0124 - NaN


@pytest.mark.parametrize(
    ("written", "sex"),
    [
        *((text, "H") for text in ("H", "h", "M", "M.", "Mr", "MR.", "Monsieur", "Homme", "HOMME", "Masculin", "1", 1)),
        *((text, "F") for text in ("F", "f", "Mme", "MME", "Mlle", "Madame", "Femme", "Féminin", "FEMININ", "2", 2)),
        (None, UNKNOWN), ("-", UNKNOWN),
    ],
)  # fmt: skip
def test_sexes_are_read_in_any_case(written, sex):
    assert read_sex(written) == sex


def test_an_unknown_sex_is_told():
    with pytest.raises(UnreadableError, match="E05"):
        read_sex("X-wing")


@pytest.mark.parametrize(
    ("written", "group"),
    [
        ("CDI", "CDI"), ("C.D.I.", "CDI"), ("Contrat à durée indéterminée", "CDI"), ("INDÉTERMINÉE", "CDI"),
        ("durée indéterminée de remplacement", "CDI"), ("CDI temps plein", "CDI"), ("CDII", "CDI"), ("CDI de chantier", "CDI"),
        ("CDD", "CDD"), ("C.D.D.", "CDD"), ("Durée déterminée", "CDD"), ("CDD 6 mois", "CDD"), ("saisonnier", "CDD"),
        ("Remplacement", "CDD"), ("contrat saisonnier", "CDD"), ("CDD remplacement congé maternité", "CDD"),
        ("Apprenti", "APPRENTISSAGE"), ("Contrat d'apprentissage", "APPRENTISSAGE"), ("CA", "APPRENTISSAGE"),
        ("APP", "APPRENTISSAGE"), ("CDD apprentissage", "APPRENTISSAGE"), ("apprentie", "APPRENTISSAGE"),
        ("Professionnalisation", "PROFESSIONNALISATION"), ("contrat pro", "PROFESSIONNALISATION"),
        ("CP", "PROFESSIONNALISATION"), ("CDD contrat de professionnalisation", "PROFESSIONNALISATION"),
        ("Intérim", "INTERIM"), ("intérimaire", "INTERIM"), ("INT", "INTERIM"), ("Mission", "INTERIM"),
        ("salarié temporaire", "INTERIM"), ("CDI intérimaire", "INTERIM"), ("CDDI", "INSERTION"),
        ("Stage", OUTSIDE), ("stagiaire", OUTSIDE), ("Mandataire social", OUTSIDE), ("Gérant", OUTSIDE),
        ("bénévole", OUTSIDE), ("Service civique", OUTSIDE), ("Vacataire", UNKNOWN), ("=cmd|'/c calc'!A1", UNKNOWN),
        ("", None), ("-", None), ("Temps partiel 80 %", None), ("Temps plein", None),
    ],
)  # fmt: skip
def test_contract_texts_give_their_group(written, group):
    assert contract_told(written) == group


@pytest.mark.parametrize(
    ("written", "group"),
    [
        ("Contrat à durée déterminée jusqu’au 30/06/2026", "CDD"), ("salarié temporaire, agence Tempo, Lyon", "INTERIM"),
        ("apprenti", "APPRENTISSAGE"), ("contrat de professionnalisation", "PROFESSIONNALISATION"), ("stagiaire", OUTSIDE),
        ("convention de stage du 01/02 au 31/03", OUTSIDE), ("Visite médicale le 12/03", None), ("Carte pro 2024", None),
        ("ancien apprenti", None), ("ex-intérimaire", None), ("CDD transformé en CDI le 01/03/2024", "CDI"),
        ("embauché suite à un CDD", None), ("temps partiel 80 %", None), ("mis à disposition par un groupement", UNKNOWN),
        ("contrat particulier", UNKNOWN), ("", None), ("Congés payés : CP soldés", None), ("Stage de sécurité en mai", None),
    ],
)  # fmt: skip
def test_observations_of_a_register_mention_a_contract_or_something_else(written, group):
    assert contract_noted(written) == group


@pytest.mark.parametrize(
    ("written", "group"),
    [("STAGIAIRES", OUTSIDE), ("Stages", OUTSIDE), ("Apprentis", "APPRENTISSAGE"), ("Personnel intérimaire", "INTERIM"),
     ("CDD", "CDD"), ("Atelier", None), ("Remplacement moteurs", None), ("Feuil1", None)],
)  # fmt: skip
def test_a_section_may_name_the_contract_of_its_rows(written, group):
    assert contract_of_section(written) == group


@pytest.mark.parametrize(
    "written",
    ["00010011500013", "000 100 115 00013", "000.100.115.00013", 10011500013, "0010011500013", "10011500013"],
)
def test_a_siret_with_spaces_or_without_its_leading_zeros_is_found_again(written):
    assert read_siret(written) == ("00010011500013", True)


@pytest.mark.parametrize(
    "written", ["1,00107E+09", "1.00107E+13", "1,00107E 13", 1001070000, 10010700000000, "abc", "123"]
)
def test_a_destroyed_siret_is_never_repaired(written):
    with pytest.raises(UnreadableError, match="E08"):
        read_siret(written)


def test_fourteen_digits_with_a_wrong_key_are_kept_and_told():
    assert read_siret("00010011500014") == ("00010011500014", False)


def test_a_destroyed_number_is_recognised_by_its_power_of_ten():
    assert [is_destroyed(text) for text in ("1,00107E+09", "7.3E+13", "73282932000074", "Usine E12")] == [
        True,
        True,
        False,
        False,
    ]


def test_a_siren_finds_its_zeros_again_and_a_wrong_one_is_told():
    assert read_siren(100115) == read_siren("000 100 115") == read_siren("00010011500013") == "000100115"
    with pytest.raises(UnreadableError, match="E08"):
        read_siren("000100116")


def test_a_nic_joins_the_siren_that_is_known():
    assert (read_nic(13, "000100115"), read_nic("00013", UNKNOWN)) == ("00010011500013", UNKNOWN)
    with pytest.raises(UnreadableError, match="E08"):
        read_nic("00014", "000100115")


@pytest.mark.parametrize(
    ("written", "nir"),
    [("1 68 10 01 991 001 97", b"1681001991001"), ("1681001991001", b"1681001991001"), (1681001991001, b"1681001991001"),
     (168100199100197, b"1681001991001"), ("2 85 03 2A 004 123", b"285032A004123"), ("285032a00412371", b"285032A004123"),
     ("1.68.10.01.991.001/97", b"1681001991001")],
)  # fmt: skip
def test_a_nir_is_read_with_or_without_its_key(written, nir):
    assert read_nir(written) == nir


@pytest.mark.parametrize(
    "written", ["168100199100198", "1681301991001", "3681001991001", "1999999999999", "1,68E+14", "16810", "1681001000001",
                "1681001991000", "16810019910019", "abc", "1681000991001"],
)  # fmt: skip
def test_a_wrong_nir_is_told(written):
    with pytest.raises(UnreadableError, match="E09"):
        read_nir(written)


@pytest.mark.parametrize("nir", ["1681001991001", "285032A004123", "285032B004123", "255081416802538"[:13]])
def test_nir_keys_agree_with_stdnum(nir):
    assert stdnum_nir.is_valid(f"{nir}{nir_key(nir):02}")


def test_pcs_codes_are_read_and_unknown_ones_told():
    assert [read_pcs(code) for code in ("623f", "623F", " 632d ", "632d - Menuisiers", None, "-")] == [
        "623f", "623f", "632d", "632d", UNKNOWN, UNKNOWN,
    ]  # fmt: skip
    for code in ("999z", "6", 623, "soudeur"):
        with pytest.raises(UnreadableError, match="E10"):
            read_pcs(code)


def test_ages_are_read_in_years():
    assert [read_age(age) for age in (47, "47", "47 ans", "47,9", 47.9, None, "-")] == [47] * 5 + [None] * 2
    for age in ("vieux", -3, 250):
        with pytest.raises(UnreadableError, match="E07"):
            read_age(age)


def test_disabled_workers_are_marked_by_anything_but_a_no():
    assert [has_mark(mark) for mark in ("Oui", "X", 1, "RQTH", True)] == [True] * 5
    assert [has_mark(mark) for mark in ("Non", "", None, 0, False, "-", "N")] == [False] * 7


@pytest.mark.parametrize(
    ("title", "ages"),
    [("- de 25", (14, 24)), ("-25 ans", (14, 24)), ("Moins de 25 ans", (14, 24)), ("< 25", (14, 24)), ("<25 ans", (14, 24)),
     ("24 ans et moins", (14, 24)), ("25 à 34 ans", (25, 34)), ("25-34", (25, 34)), ("25–34 ans", (25, 34)),
     ("45 / 54", (45, 54)), ("de 35 à 44 ans", (35, 44)), ("35 ans à 44 ans", (35, 44)), ("[25-34]", (25, 34)),
     ("25 à moins de 35 ans", (25, 34)), ("60 et +", (60, 80)), ("60 ans et plus", (60, 80)), ("60+", (60, 80)),
     ("+ de 60 ans", (61, 80)), (">= 60", (60, 80)), ("≥ 60 ans", (60, 80)), ("plus de 59 ans", (60, 80)),
     ("Total", None), ("Ouvriers", None), ("2025", None), (25, None), ("34-25", None)],
)  # fmt: skip
def test_age_bands_are_recognised_however_they_are_titled(title, ages):
    assert ages_of(title) == ages


@pytest.mark.parametrize(
    ("ages", "band"),
    [((14, 24), "moins_25"), ((25, 29), "25_34"), ((55, 59), "55_59"), ((60, 64), "60_plus"), ((61, 80), "60_plus"),
     ((55, 80), UNKNOWN), ((14, 25), UNKNOWN), ((50, 59), UNKNOWN)],
)  # fmt: skip
def test_a_band_that_straddles_two_of_ours_is_unknown(ages, band):
    assert band_of(ages) == band


@pytest.mark.parametrize(
    ("label", "level"),
    [("Ouvriers", "6"), ("Ouvriers qualifiés", "6"), ("Employés", "5"), ("Techniciens", "4"), ("Agents de maîtrise", "4"),
     ("TAM", "4"), ("Techniciens et agents de maîtrise", "4"), ("Professions intermédiaires", "4"), ("Cadres", "3"),
     ("Ingénieurs et cadres", "3"), ("Ingénieurs", "3"), ("Apprentis", None), ("Employés et ouvriers", UNKNOWN)],
)  # fmt: skip
def test_categories_give_the_first_level_of_the_pcs(label, level):
    assert csp_level(heading(label)) == level


@pytest.mark.parametrize(
    ("written", "level"),
    [(0, "0"), (4, "4"), ("3", "3"), (" 3 ", "3"), ("3,0", "3"), ("N2", "2"), ("niveau 1", "1"), ("NC", "non_evalue"),
     ("nc", "non_evalue"), ("-", "non_evalue"), (None, "non_evalue"), ("N/A", "non_evalue"), (5, None), (-1, None),
     ("expert", None), (True, None), ("-2", None)],
)  # fmt: skip
def test_polyvalence_levels_go_from_0_to_4(written, level):
    assert level_of(tidied(written)) == level


@pytest.mark.parametrize(
    ("cell", "is_one"),
    [("Total", True), ("TOTAL :", True), ("Sous-total atelier", True), ("Ensemble", True), ("Nombre de salariés", True),
     ("Effectif total", True), ("totaux", True), ("Ensemblier", False), ("Totalini", False), ("Effectif", False),
     (12, False), (None, False)],
)  # fmt: skip
def test_totals_are_recognised_at_the_start_of_a_cell(cell, is_one):
    assert is_total(cell) is is_one


def test_matricules_are_the_same_with_or_without_leading_zeros():
    assert matricule_of("00412") == matricule_of(412) == matricule_of(" 412 ") != matricule_of("4120")
    assert matricule_of(0) == b"0"
    assert matricule_of(None) is None


def test_errors_and_blanks_of_a_spreadsheet_are_empty_cells():
    assert [tidied(value) for value in ("#N/A", "#REF!", "  ", "\u00a0", float("nan"), object())] == [None] * 6
