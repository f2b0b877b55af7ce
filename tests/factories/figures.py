"""Small hand-made statistics with the columns of the official ones: their codes are real, their figures invented."""

import csv
import io

from factories.official import Rows, as_csv, as_xlsx
from vivier.reference import Entry, Statistic

FLOWS = (
    "effectifs_2019_milliers", "creations_destructions_milliers", "departs_fin_carriere_milliers",
    "jeunes_debutants_milliers", "solde_mobilites_inter_regions_milliers", "desequilibre_milliers",
    "postes_a_pourvoir_milliers",
)  # fmt: skip
ACCOUNTS = {  # headcount, creations, departures, starters, mobility
    ("D4Z", "Auvergne-Rhône-Alpes"): (12.5, -1.25, 4.5, -2.0, 0.25),
    ("D6Z", "Auvergne-Rhône-Alpes"): (40.0, 4.0, 12.0, -6.0, -1.0),
    ("D4Z", "Nouvelle Aquitaine"): (7.5, 0.5, 2.5, -1.5, -0.25),
    ("D6Z", "Nouvelle Aquitaine"): (20.0, 1.0, 5.0, -3.0, 1.5),
    ("D4Z;D6Z", "Corse"): (2.0, 0.25, 0.75, -0.5, -0.5),
}
BANDS = (
    "15-24 ans", "25-29 ans", "30-34 ans", "35-39 ans", "40-44 ans", "45-49 ans", "50-54 ans", "55-59 ans", "60 ans ou plus",
)  # fmt: skip
EXITS = {
    "Ruptures conventionnelles": 5, "Licenciements            ": 10, "Fins de période d'essai  ": 5, "Fins de CDD              ": 50,
    "Départs en retraite      ": 10, "Démissions               ": 15, "Autres sorties           ": 5,
}  # fmt: skip
TENSIONS = (
    "fap", "Emploi moyen", "Tension ", "Catégorie Tension", "Intensité d'embauches", "Lien formation-emploi",
    "Manque de main-d'œuvre disponible", "Non-durabilité de l'emploi", "Conditions de travail contraignantes",
    "Inadéquation géographique", "Année", "niveau_geo", "niveau_fap", "reg", "dep",
)  # fmt: skip
PROJECTS = [  # code, region, département, basin, projects, difficult, seasonal
    ("D1X33", "84", "69", "8401", "20", "12", "*"),
    ("D1X33", "84", "38", "8402", "*", "*", "*"),
    ("D1X33", "84", "38", "8403", "7", "*", "5"),
    ("D1X33", "01", "971", "101", "*", "*", "*"),
    ("D6X70", "84", "69", "8401", "10", "5", "*"),
]


def written(header: tuple[str, ...], rows: Rows, *, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    """Write a table whose column names hold spaces."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows([header, *rows])
    return text.getvalue().encode(encoding)


def outlook(accounts: dict[tuple[str, str], tuple[float, ...]] = ACCOUNTS) -> bytes:
    """« Les métiers en 2030 » for two regions, and Corsica whose two families are merged."""
    rows = []
    for (code, region), (headcount, created, gone, young, moved) in accounts.items():
        opened = created + gone
        amounts = (headcount, created, gone, young, moved, opened + young + moved, opened)
        shares = [amount / headcount for amount in amounts[1:]]
        rows.append((code, f"Métier {code}", region, *amounts, *shares, "hors champ" if ";" in code else 4))
    columns = (
        "code_fap", "fap_libelle", "region", *FLOWS, *(name.replace("_milliers", "_pct") for name in FLOWS[1:]),
        "niveau_tension_2019",
    )  # fmt: skip
    return written(columns, rows)


def ages() -> bytes:
    """Two families at two levels, one band a thousand people larger than the one before; one figure is not known."""
    rows = [
        (code, band, "NA" if code == "X0Z" else rank, code, code[0], "Domaine", "NA", "NA")
        for code in ("D4Z", "D4Z40", "X0Z", "ENSEMBLE")
        for rank, band in enumerate(BANDS, 1)
    ]
    header = "fap tr_age annee_2017_2019 libelle code_domaine libelle_domaine code_fap_agregee libelle_fap_agregee"
    return as_csv(header, rows, encoding="latin-1")


def turnover() -> dict[str, bytes]:
    """Rates with empty columns at the end of each line, as published; reasons to leave in Latin-1; fixed-term entries."""
    codes = ("D4Z", "D6Z", "Ensemble")
    kinds = {"Taux d'entrée": 18.5, "Taux de sortie": 20, "Taux de rotation": 19.25}
    rates = [
        (code, kind, year, rate, "", "", "")
        for code in codes
        for kind, rate in kinds.items()
        for year in (2013, 2014)
    ]
    exits = [(code, kind, share) for code in codes for kind, share in EXITS.items()]
    return {
        "mouvements.csv": written(("Fap3", "Type_mmo", "Annee", "Taux", "", "", ""), rates, delimiter=";"),
        "sorties.csv": as_csv("Fap3 type_sortie Pourcentage", exits, delimiter=";", encoding="latin-1"),
        "entrees.csv": as_csv("Fap3 Annee Part", [(code, 2014, 85.2) for code in codes], delimiter=";"),
    }


def portraits() -> dict[str, bytes]:
    """The other portraits of the Dares: tension, employment, jobseekers."""
    tension = [
        ("D4Z", 113700, 0.5, "5.0", 2, 4, 4, 3, 5, 4, 2019, "nat", "fap 87", "", ""),
        ("D4Z", 12000, 0.75, "5.0", 2, 4, 4, 3, 5, 4, 2019, "reg ", "fap 87", "84.0", ""),
        ("D4Z", 0, -0.25, "", "", "", "", "", "", "", 2019, "reg ", "fap 87", "1.0", ""),
        ("D4Z", 300, 0.9, "4.0", 2, 4, 4, 3, 5, 4, 2019, "dep", "fap 87", "", "69"),
    ]  # fmt: skip
    employment = [
        (101, "D4Z", "71.32", "126983.02", "0.05", "Guadeloupe", "Dom____", "0,0 - 0,1", "1", 71.32, 0.1),
        (
            84,
            "D4Z",
            "12647.01",
            "3200845.62",
            "0.4",
            "Auvergne-Rhône-Alpes",
            "FRA.1_1",
            "0,25 - 0,5",
            "84",
            12647.01,
            0.9,
        ),
    ]
    seekers = [
        ("D4Z", year, 20 + year - 2010, kind)
        for year in range(2010, 2021)
        for kind in ("Catégorie A", "Catégories A, B, C")
    ]
    header = "code_reg FAP_3 emp_fap_reg emp_reg variable nom_reg GID var_classe REG emp_fap_reg2 pourcentage"
    return {
        "tensions.csv": written(TENSIONS, tension),
        "emploi.csv": as_csv(header, employment, encoding="latin-1"),
        "demandeurs.csv": as_csv("Fap3 Annee Effectifs Categorie", [*seekers, ("X0Z", 2020, "NA", "Catégorie A")], encoding="latin-1"),
    }  # fmt: skip


DIPLOMA_SHARES = {
    "Diplôme supérieur (bac + 3 ou plus)": 0.05, "Bac + 2": 0.05, "Bac, brevet professionnel ou équivalent": 0.2,
    "CAP, BEP ou autre diplôme équivalent": 0.5, "Aucun diplôme, CEP ou brevet des collèges": 0.15,
    "En cours d'études initiales": 0.05,
}  # fmt: skip
LEARNED = [  # family, speciality, label, thousands, share of those listed
    ("D4Z", "254", "Structures métalliques", 1.2, 80), ("D4Z", "251", "Mécanique générale et de précision, usinage", 0.3, 20),
    ("D4Z40", "254", "Structures métalliques", "0.6", 100), ("D4Z40", "0", "Non déclaré", "NA", "NA"),
]  # fmt: skip


def diplomas() -> dict[str, bytes]:
    """Levels of diploma of a family in two periods, and the first specialities of its young people."""
    levels = [
        ("D4Z", label, years, share)
        for years in ("1982-1984", "2017-2019")
        for label, share in DIPLOMA_SHARES.items()
    ]
    return {
        "diplomes.csv": as_csv("Fap diplome Annee Pourcentage", levels, encoding="cp1252"),
        "specialites.csv": as_csv(
            "Fap Specialite Label_spedipl Milliers Pourcentage libelle",
            [(*row, "") for row in LEARNED],
            encoding="cp1252",
        ),
    }


BMO_HEADER = (
    "annee", "Code métier BMO", "Nom métier BMO", "Famille_met", "Lbl_fam_met", "REG", "NOM_REG", "Dept", "NomDept",
    "BE24", "NOMBE24", "met", "xmet", "smet",
)  # fmt: skip


def projects(rows: Rows = PROJECTS) -> Rows:
    """The lines of the survey, as its data sheet has them."""
    return [
        ("2024", code, f"Métier {code}", "I", "Ouvriers", region, "", place, "", basin, "", met, xmet, smet)
        for code, region, place, basin, met, xmet, smet in rows
    ]


def survey() -> dict[str, bytes]:
    """The hiring projects, as CSV and as the workbook they come from: the same table twice."""
    sheets = {"Description": [("Variables", "Description")], "BMO_2024_open_data": [BMO_HEADER, *projects()]}
    return {"bmo.csv": written(BMO_HEADER, projects()), "bmo.xlsx": as_xlsx(sheets)}


def unused() -> dict[str, bytes]:
    """Portraits that are known and of no use here; two have the columns of others."""
    return {
        "femmes.csv": as_csv("Fap3 Annee Part", [("D4Z", "1982-1984", 12.5)]),
        "passees.csv": written(("fap", "Tension ", "Année"), [("D4Z", 0.2, 2011)]),
        "anciennete.csv": as_csv("Fap Anciennete Annee Pourcentage libelle", [("D4Z", "Moins d’un an", "1982-1984", 8.3, "")], encoding="cp1252"),
        "salaires.csv": as_csv("Fap3 Annee Salaire_median", [("D4Z", "2003-2005", 1083)]),
    }  # fmt: skip


def every() -> dict[str, bytes]:
    """Give all the statistics, and what goes with them."""
    return {
        "metiers2030.csv": outlook(),
        "ages.csv": ages(),
        **turnover(),
        **portraits(),
        **diplomas(),
        **survey(),
        **unused(),
    }


def statistic(key: str, rows: Rows, *, version: str = "2019") -> Statistic:
    """Give a statistic from rows (code, region, year, measure, low[, high]), as a store would open it."""
    kept = [(*map(str, row), *([""] if len(row) == 5 else [])) for row in rows]
    entry = Entry(key, key, version=version, kind="statistic", attribution=f"Source {key}")
    return Statistic(entry, lambda table: kept if table == "figures" else [])
