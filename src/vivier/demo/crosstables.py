"""Tables that hold no list of people: the BDESE headcount by category and age, the polyvalence matrix."""

from collections import Counter
from random import Random

from openpyxl.worksheet.worksheet import Worksheet

from vivier.demo.data import ON, Member
from vivier.demo.deposits import File
from vivier.demo.lines import spaced_siret
from vivier.demo.names import skills
from vivier.demo.stock import Presence, present
from vivier.demo.workbooks import Value, content_of, new_workbook

_CATEGORIES = (("Ouvriers", "6"), ("Employés", "5"), ("Techniciens et agents de maîtrise", "4"), ("Cadres", "3"))
_BANDS = ("- de 25 ans", "25 à 34 ans", "35-44 ans", "45 / 54 ans", "55-59 ans", "60 ans et +")
_UNDER = (25, 35, 45, 55, 60, 200)


def bdese_file(member: Member) -> File:
    """Make the cross-table of a company of fifty or more: categories and sexes in rows, age bands in columns."""
    book, sheet = new_workbook("Effectifs")
    sheet.append(["BDESE - Effectif par catégorie, sexe et âge"])
    sheet.append([f"{member.name} (entreprise fictive) - SIRET {spaced_siret(member.sites[0].siret)}"])
    sheet.append([f"Situation au {ON:%d/%m/%Y}"])
    sheet.append([])
    sheet.append(["CSP", "Sexe", *_BANDS, "Total"])
    counts = _counts(present(member, ON))
    for label, level in _CATEGORIES:
        for sex, called in (("H", "Hommes"), ("F", "Femmes")):
            row = [counts[level, sex, band] for band in range(len(_BANDS))]
            sheet.append([label if sex == "H" else None, called, *(n or "-" for n in row), sum(row)])
    total = [sum(counts[level, sex, band] for _, level in _CATEGORIES for sex in "HF") for band in range(len(_BANDS))]
    sheet.append(["Total général", None, *total, sum(total)])
    return File("bdese_effectifs.xlsx", content_of(book))


def matrix_file(member: Member, seed: int) -> File:
    """Make the polyvalence matrix of the shop: people in rows, skills in columns, levels 0 to 4, targets on a row."""
    rng = Random(f"vivier:matrix:{seed}:{member.rank}")
    columns = skills(member.sector.key)
    book, sheet = new_workbook("Polyvalence")
    sheet.append(["MATRICE DE POLYVALENCE"])
    sheet.append([f"{member.name} (entreprise fictive) - SIRET {spaced_siret(member.sites[0].siret)}"])
    sheet.append([])
    sheet.append(["Matricule", "Nom", "Prénom", *columns])
    sheet.append(["Niveau requis", None, None, *(rng.choice((2, 3)) for _ in columns)])
    shop = [one for one in present(member, ON) if one.main.trade.status == "07"]
    levels = [[_level(one, rng) for _ in columns] for one in shop]
    for one, row in zip(shop, levels, strict=True):
        sheet.append([one.person.number, one.person.surname, one.person.name, *row])
    holders = [sum(str(row[at]) in {"3", "4"} for row in levels) for at in range(len(columns))]
    sheet.append(["Nombre de titulaires (niveau 3 ou 4)", None, None, *holders])
    _write_legend(book.create_sheet("Légende"))
    return File("matrice_de_polyvalence.xlsx", content_of(book))


def _counts(people: tuple[Presence, ...]) -> Counter[tuple[str, str, int]]:
    return Counter((one.main.trade.pcs[0], one.person.sex, _band(one.age)) for one in people)


def _band(age: int) -> int:
    return next(rank for rank, under in enumerate(_UNDER) if age < under)


def _level(one: Presence, rng: Random) -> Value:
    years = (ON - one.person.contracts[0].start).days / 365
    level = min(4, max(0, round(rng.gauss(min(years / 3, 2.6), 1.1))))
    # Hands fill these sheets: some levels are text, some cells say that nobody was assessed.
    return rng.choices((level, str(level), "NC", "-", None), (80, 8, 4, 4, 4))[0]


def _write_legend(sheet: Worksheet) -> None:
    for row in (
        ["Niveau", "Signification"],
        [0, "ne sait pas faire"],
        [1, "en formation"],
        [2, "sait faire avec aide"],
        [3, "autonome"],
        [4, "peut former"],
    ):
        sheet.append(row)
