"""Small hand-made files with the columns of the official ones: their codes and words are invented."""

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook

Rows = Sequence[Sequence[object]]


def as_csv(header: str, rows: Rows, *, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows([header.split(), *rows])
    return text.getvalue().encode(encoding)


def as_xlsx(sheets: dict[str, Rows]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def rome4(version: str = "460") -> dict[str, bytes]:
    """Two occupations of two fields, a third that refines the first."""
    tables = {
        "referentiel_code_rome": (
            "code_rome code_fiche_metier code_ogr libelle_rome code_rome_parent",
            [("Z1101", 1, 1, "Souffleur de nuages", "Z1101"), ("Z1102", 2, 2, "Souffleur d''orages", "Z1101"), ("Z1201", 3, 3, "Compteur d'étoiles", "Z1201")],
        ),
        "referentiel_appellation": (
            "code_ogr libelle_appellation_long libelle_appellation_court code_rome classification code_rome_parent",
            [(10, "Souffleur / Souffleuse", "Souffleur", "Z1101", "PRINCIPALE", "Z1101"), (11, "Orageur / Orageuse", "Orageur", "Z1102", "PRINCIPALE", "Z1101"), (12, "Compteur / Compteuse", "Compteur", "Z1201", "PRINCIPALE", "Z1201")],
        ),
        "referentiel_competence": (
            "code_ogr nature libelle_competence code_macro_comp cat_comp",
            [(100, "Compétence", "Souffler", "", "Savoir-faire")],
        ),
        "referentiel_savoir": ("code_ogr_savoir libelle_savoir categorie_savoir", [(200, "Météores", "Sciences")]),
        "referentiel_contexte_travail": (
            "code_ogr libelle_cont_travail code_type_cont_trav libelle_type_cont_trav",
            [(300, "De nuit", 2, "Horaires")],
        ),
        "coherence_item": (
            "code_rome code_ogr coeur_metier",
            [("Z1101", 100, "Principale"), ("Z1101", 200, ""), ("Z1201", 300, "Émergente")],
        ),
        "rubrique_mobilite": ("code_rome code_rome_cible numero_ordre", [("Z1101", "Z1201", 10), ("Z1101", "Z1102", 9)]),
        "texte": (
            "code_rome code_compo_bloc libelle_type_texte position_phrase libelle_texte",
            [("Z1101", 3, "definition", 2, "Puis les range."), ("Z1101", 3, "definition", 1, "Fait des nuages."), ("Z1101", 4, "acces_metier", 1, "Sans diplôme.")],
        ),
        "cr_gd_dp": _tree(("Z1101", "Z1102", "Z1201")),
    }  # fmt: skip
    return {f"unix_{name}_v{version}_utf8.csv": as_csv(*table) for name, table in tables.items()}


def rome3(version: str = "347") -> dict[str, bytes]:
    """One code more in the tree than in the list, as in the published version."""
    tables = {
        "referentiel_code_rome": (
            "code_rome code_fiche_em code_ogr libelle_rome statut",
            [("Z1101", 1, 1, "Soufflage", 1)],
        ),
        "referentiel_appellation": (
            "code_ogr libelle_appellation_long libelle_appellation_court code_rome code_type_section_appellation",
            [
                (10, "Souffleur / Souffleuse", "Souffleur", "Z1101", 1),
                (12, "Compteur d''étoiles", "Compteur", "Z1201", 1),
            ],
        ),
        "item": (
            "code_ogr libelle code_type_referentiel code_ref_rubrique code_tete_rgpmt",
            [(100, "Souffler", 2, 6, ""), (200, "Météores", 1, 7, "")],
        ),
        "liens_rome_referentiels": (
            "code_rome code_ogr code_ref_rubrique position_bloc code_type_referentiel",
            [("Z1101", 100, 6, 1, 2), ("Z1101", 200, 7, 1, 1), ("Z1101", 10, 4, 1, 4)],
        ),
        "rubrique_mobilite": (
            "code_rome code_rome_cible code_appellation_source code_appellation_cible libelle_type_mobilite",
            [("Z1101", "Z1201", "", "", "Proche"), ("Z1101", "Z1201", "10", "12", "Proche")],
        ),
        "texte": (
            "code_rome position_libelle_txt code_type_texte libelle_texte libelle_type_texte",
            [("Z1101", 0, 1, "Souffle l''air.", "definition")],
        ),
        "cr_gd_dp": _tree(("Z1101", "Z1201")),
    }
    return {f"unix_{name}_v{version}_utf8.csv": as_csv(*table) for name, table in tables.items()}


def _tree(codes: Sequence[str]) -> tuple[str, Rows]:
    header = (
        "code_rome libelle_rome code_grand_domaine libelle_grand_domaine "
        "code_domaine_professionel libelle_domaine_professionel"
    )
    return header, [(code, f"Métier {code}", "Z", "Ciel", code[:3], f"Domaine {code[:3]}") for code in codes]


FAP2021_HEADER = (
    "Code_FAP341 Intitulé_FAP341 Code_FAP228 Intitulé_FAP228 Code_FAP86 Intitulé_FAP86 Code_FAP22 Intitulé_FAP22"
)
FAP2021_ROWS = [
    ("Z0X10", "Souffleurs", "Z0X10", "Souffleurs", "Z0X", "Gens du ciel", "Z", "Ciel"),
    ("Z0X20a", "Compteurs d’étoiles", "Z0X20", "Compteurs", "Z0X", "Gens du ciel", "Z", "Ciel"),
    ("Z0X20b", "Compteurs de lunes", "Z0X20", "Compteurs", "Z0X", "Gens du ciel", "Z", "Ciel"),
]
SAS_LABELS = """/* intitulés */
value $FAP9_0L
"Z_Z" ="Ensemble" ;
value $FAP9_1L
"Z"="Z : Ciel"
Other="ZZZ : Autre" ;
value $FAP9_3L
"Z0Z"="Z0Z : Gens du ciel" ;
value $FAP9_5L
"Z0Z10"="Z0Z10 : Souffleurs qualifiés"
Other  ="ZZZZZ : Autre" ;
run;
"""
SAS_PASSAGE = """/* length romev3 $ 5 ; */
value  $FAP9RSQ
"Z1201"          = "Z0Z10"
 Other = "ZZZZZ";
value  $FAP9RAQ
"Z11010","Z11011"
 = "Z0Z10"
"Z11019" = "Z0Z90"
 Other = "ZZZZZ"; run;
"""


def families() -> dict[str, bytes]:
    """FAP-2021, FAP-2009 in Latin-1, and the passages that lead to them."""
    return {
        "arborescence.xlsx": as_xlsx({"Lisez-moi": [("Arborescence",)], "niveaux": [FAP2021_HEADER.split(), *FAP2021_ROWS]}),
        "passage.csv": as_csv(
            "ROME Intitule_ROME Qualif FAP341 Intitule_FAP341",
            [("Z1101", "Soufflage", 0, "Z0X10", "Souffleurs"), ("Z1101", "Soufflage", 9, "Z0X20a", "Compteurs d'été")],
            delimiter=";",
            encoding="latin-1",
        ),
        "intitules.txt": SAS_LABELS.encode("latin-1"),
        "passage.txt": SAS_PASSAGE.encode("latin-1"),
        "blocs.csv": b"Z0Z10;691e;Z1101\n;691f;\n;;Z1201\n;;\nZ;Ciel;\n  * (note);;\nZ0Z20;;Z1201\n",
    }  # fmt: skip


def insee() -> dict[str, bytes]:
    """NAF in six files with their byte-order mark, and PCS-2003, one of whose codes stands at two levels."""
    codes = ("A", "01", "01.1", "01.11", "01.11Z")
    lists = {
        f"niveau{rank}.csv": as_csv("CODE LIBELLE", [(code, f"Culture {rank}")], delimiter=";", encoding="utf-8-sig")
        for rank, code in enumerate(codes, 1)
    }
    return {
        **lists,
        "niveaux.csv": as_csv("NIV5 NIV4 NIV3 NIV2 NIV1", [codes[::-1]], delimiter=";", encoding="utf-8-sig"),
        "pcs.csv": as_csv(
            "code libelle niveau code_parent",
            [("2", "Artisans", 1, ""), ("21", "Artisans", 2, "2"), ("21", "Artisans", 3, "21"), ("211a", "Maçons", 4, "21")],
        ),
    }  # fmt: skip


def places() -> dict[str, bytes]:
    """A region, a département, a commune, the one it took in, its EPCI and its zone d’emploi."""
    place = {"zone": "metro", "departement": "99", "region": "98"}
    listed: dict[str, object] = {
        "regions.json": [{"code": "98", "chefLieu": "99001", "nom": "Nuages", "zone": "metro"}],
        "departements.json": [
            {"code": "99", "region": "98", "chefLieu": "99001", "nom": "Haut-Ciel", "zone": "metro"}
        ],
        "communes.json": [
            {"code": "99001", "nom": "Lune", "type": "commune-actuelle", **place, "codesPostaux": ["99100", "99200"], "population": 12},
            {"code": "99001", "nom": "Lune", "type": "commune-deleguee", "chefLieu": "99001", **place},
        ],
        "epci.json": [
            {"code": "200000001", "nom": "CC du Ciel", "type": "CC", "modeFinancement": "FPU", "membres": [{"code": "99001"}]}
        ],
    }  # fmt: skip
    areas = {
        "Composition_communale": [
            ("Zones d’emploi 2020",),
            ("Code", "Libellé", "Zone", "Libellé", "Partie", "Dép", "Rég"),
            ("CODGEO", "LIBGEO", "ZE2020", "LIBZE2020", "ZE2020_PARTIE_REG", "DEP", "REG"),
            ("99001", "Lune", "9901", "Lune et environs", None, "99", "98"),
        ]
    }
    return {**{name: json.dumps(rows).encode() for name, rows in listed.items()}, "zones.xlsx": as_xlsx(areas)}


_URI = "http://data.europa.eu/esco"


def europe() -> dict[str, bytes]:
    """ESCO in its two published shapes, ISCO-08, and their passages to ROME."""
    return {
        "v1.0_occupations_fr.csv": as_csv(
            "conceptType conceptUri iscoGroup preferredLabel altLabels",
            [("Occupation", f"{_URI}/occupation/aa-1", "0110", "souffleur/souffleuse", "ventilateur\nventileuse")],
        ),
        "v1.0_skills_fr.csv": as_csv(
            "conceptType conceptUri skillType reuseLevel preferredLabel altLabels",
            [("Skill", f"{_URI}/skill/s-1", "skill/knowledge", "", "météores", "")],
        ),
        "v1.2_occupations_fr.csv": as_csv(
            "conceptUri preferredLabel altLabels", [(f"{_URI}/occupation/aa-1", "souffleur", "ventilateur|ventileuse")]
        ),
        "groups.csv": as_csv(
            "conceptType conceptUri code preferredLabel",
            [("ISCOGroup", f"{_URI}/isco/C{code}", code, f"Groupe {code}") for code in ("0", "01", "011", "0110")],
        ),
        "mapping.csv": b"Mapping project name,ESCO - ROME\nVersion,V9\n\n"
        b"classification 1 ID,classification 1 prefered label,classification 2 ID,x,mapping relation\n"
        + f"{_URI}/occupation/aa-1,souffleur,10,Souffleur,skos:exactMatch\n".encode(),
        "isco.xlsx": as_xlsx(
            {
                "ROME to ISCO-08": [("Code ROME", "Libellé", "Code ISCO08", "Libellé codes ISCO08"), ("Z1101", "Soufflage", 110, "Groupe")],
                "ISCO-08 to ROME": [("Code ISCO08", "Libellé codes ISCO08", "Code ROME", "Libellé"), (110, "Groupe", "Z1101", "Soufflage")],
            }
        ),
    }  # fmt: skip


def write(folder: Path, files: dict[str, bytes]) -> Path:
    """Write files in a folder, made if needed."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder
