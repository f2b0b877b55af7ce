"""The départements and regions of France, which is in which, and the département an address is in."""

import re

from vivier.vocabulary import InputError


def _named(listed: str) -> dict[str, str]:
    return dict(each.strip().split(" ", 1) for each in listed.split(";"))


DEPARTMENTS = _named("""
01 Ain; 02 Aisne; 03 Allier; 04 Alpes-de-Haute-Provence; 05 Hautes-Alpes; 06 Alpes-Maritimes; 07 Ardèche;
08 Ardennes; 09 Ariège; 10 Aube; 11 Aude; 12 Aveyron; 13 Bouches-du-Rhône; 14 Calvados; 15 Cantal; 16 Charente;
17 Charente-Maritime; 18 Cher; 19 Corrèze; 2A Corse-du-Sud; 2B Haute-Corse; 21 Côte-d’Or; 22 Côtes-d’Armor;
23 Creuse; 24 Dordogne; 25 Doubs; 26 Drôme; 27 Eure; 28 Eure-et-Loir; 29 Finistère; 30 Gard; 31 Haute-Garonne;
32 Gers; 33 Gironde; 34 Hérault; 35 Ille-et-Vilaine; 36 Indre; 37 Indre-et-Loire; 38 Isère; 39 Jura; 40 Landes;
41 Loir-et-Cher; 42 Loire; 43 Haute-Loire; 44 Loire-Atlantique; 45 Loiret; 46 Lot; 47 Lot-et-Garonne;
48 Lozère; 49 Maine-et-Loire; 50 Manche; 51 Marne; 52 Haute-Marne; 53 Mayenne; 54 Meurthe-et-Moselle; 55 Meuse;
56 Morbihan; 57 Moselle; 58 Nièvre; 59 Nord; 60 Oise; 61 Orne; 62 Pas-de-Calais; 63 Puy-de-Dôme;
64 Pyrénées-Atlantiques; 65 Hautes-Pyrénées; 66 Pyrénées-Orientales; 67 Bas-Rhin; 68 Haut-Rhin; 69 Rhône;
70 Haute-Saône; 71 Saône-et-Loire; 72 Sarthe; 73 Savoie; 74 Haute-Savoie; 75 Paris; 76 Seine-Maritime;
77 Seine-et-Marne; 78 Yvelines; 79 Deux-Sèvres; 80 Somme; 81 Tarn; 82 Tarn-et-Garonne; 83 Var; 84 Vaucluse;
85 Vendée; 86 Vienne; 87 Haute-Vienne; 88 Vosges; 89 Yonne; 90 Territoire de Belfort; 91 Essonne;
92 Hauts-de-Seine; 93 Seine-Saint-Denis; 94 Val-de-Marne; 95 Val-d’Oise; 971 Guadeloupe; 972 Martinique;
973 Guyane; 974 La Réunion; 976 Mayotte
""")

REGIONS = _named("""
84 Auvergne-Rhône-Alpes; 27 Bourgogne-Franche-Comté; 53 Bretagne; 24 Centre-Val de Loire; 94 Corse;
44 Grand Est; 32 Hauts-de-France; 11 Île-de-France; 28 Normandie; 75 Nouvelle-Aquitaine; 76 Occitanie;
52 Pays de la Loire; 93 Provence-Alpes-Côte d’Azur; 01 Guadeloupe; 02 Martinique; 03 Guyane; 04 La Réunion;
06 Mayotte
""")


_OF_REGION = {
    "84": "01 03 07 15 26 38 42 43 63 69 73 74",
    "27": "21 25 39 58 70 71 89 90",
    "53": "22 29 35 56",
    "24": "18 28 36 37 41 45",
    "94": "2A 2B",
    "44": "08 10 51 52 54 55 57 67 68 88",
    "32": "02 59 60 62 80",
    "11": "75 77 78 91 92 93 94 95",
    "28": "14 27 50 61 76",
    "75": "16 17 19 23 24 33 40 47 64 79 86 87",
    "76": "09 11 12 30 31 32 34 46 48 65 66 81 82",
    "52": "44 49 53 72 85",
    "93": "04 05 06 13 83 84",
    "01": "971",
    "02": "972",
    "03": "973",
    "04": "974",
    "06": "976",
}
REGION_OF = {department: region for region, inside in _OF_REGION.items() for department in inside.split()}


def checked_territory(code: str, *, is_region: bool) -> str:
    """Give the code of a territory, once it is one: a region; else a département or an intercommunalité (SIREN).

    >>> checked_territory("84", is_region=True), checked_territory("2A", is_region=False)
    ('84', '2A')

    Raises:
        InputError: no region bears this code (the sentence lists them), or no département.
    """
    if is_region and code not in REGIONS:
        known = ", ".join(f"{name} {each}" for each, name in REGIONS.items())
        raise InputError(f"« {code} » n’est pas le code INSEE d’une région : {known}.")
    if not is_region and code not in DEPARTMENTS and not re.fullmatch(r"[0-9]{9}", code):
        raise InputError("Un territoire s’écrit 69, 2A, 971 (son département) ou le SIREN d’une intercommunalité.")
    return code


_EN = frozenset(
    [
        "07",
        "09",
        "12",
        "16",
        "17",
        "19",
        "2A",
        "2B",
        "21",
        "24",
        "28",
        "31",
        "33",
        "35",
        "37",
        "38",
        "43",
        "44",
        "48",
        "49",
        "52",
        "53",
        "54",
        "57",
        "70",
        "71",
        "73",
        "74",
        "76",
        "77",
        "85",
        "87",
        "91",
        "93",
        "971",
        "972",
        "973",
    ]
)
_LA = frozenset(["23", "26", "42", "50", "51", "55", "58", "72", "80", "86"])
_LES = frozenset(["04", "05", "06", "08", "13", "22", "40", "64", "65", "66", "78", "79", "88", "92"])
_ASPIRATED = frozenset(("68",))  # le Haut-Rhin
_AT = frozenset(["75", "974", "976"])


def in_department(code: str) -> str:
    """Say « in » a département, as French does: dans le Rhône, en Ardèche, à Paris; a code unknown is left as it is.

    >>> in_department("69"), in_department("01"), in_department("07"), in_department("974")
    ('dans le Rhône', 'dans l’Ain', 'en Ardèche', 'à La Réunion')
    """
    name = DEPARTMENTS.get(code, "")
    if not name:
        return code
    if code in _EN or code in _AT:
        return f"{'à' if code in _AT else 'en'} {name}"
    if code in _LA or code in _LES:
        return f"dans {'la' if code in _LA else 'les'} {name}"
    return f"dans l’{name}" if name[0] in "AEIOUYHÉ" and code not in _ASPIRATED else f"dans le {name}"


def department_of(*, commune: str = "", postcode: str = "") -> str:
    """Give the département of a commune (INSEE code), else of a postcode; nothing when neither says it.

    >>> department_of(commune="2A004"), department_of(postcode="97410"), department_of(postcode="20200")
    ('2A', '974', '2B')
    """
    code = commune.upper() or postcode
    if not commune and code.startswith("20") and len(code) == 5:
        return "2A" if code[2] in "01" else "2B"
    found = code[:3] if code.startswith(("97", "98")) else code[:2]
    return found if found in DEPARTMENTS else ""
