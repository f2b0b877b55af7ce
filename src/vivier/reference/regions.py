"""The eighteen regions of France: their Insee code from the ways official files write them."""

import unicodedata

from vivier.vocabulary import InputError

FRANCE = ""  # the region of a figure that holds for the whole country
REGIONS = {
    "01": "Guadeloupe",
    "02": "Martinique",
    "03": "Guyane",
    "04": "La Réunion",
    "06": "Mayotte",
    "11": "Île-de-France",
    "24": "Centre-Val de Loire",
    "27": "Bourgogne-Franche-Comté",
    "28": "Normandie",
    "32": "Hauts-de-France",
    "44": "Grand Est",
    "52": "Pays de la Loire",
    "53": "Bretagne",
    "75": "Nouvelle-Aquitaine",
    "76": "Occitanie",
    "84": "Auvergne-Rhône-Alpes",
    "93": "Provence-Alpes-Côte d’Azur",
    "94": "Corse",
}


def region_code(written: str) -> str:
    """Give the Insee code of a region, from its name or from its code as files and spreadsheets write it.

    >>> [region_code(each) for each in ("Nouvelle Aquitaine", "Provence-Alpes-Côte d'Azur", "1.0", "84")]
    ['75', '93', '01', '84']

    Raises:
        InputError: no region is written so.
    """
    number = written.strip().removesuffix(".0").zfill(2)
    if number in REGIONS:
        return number
    code = _BY_NAME.get(_bare(written))
    if code is None:
        raise InputError(
            f"« {written} » n’est pas une région : donnez son code de l’Insee, comme 84 pour Auvergne-Rhône-Alpes."
        )
    return code


def region_name(code: str) -> str:
    """Give the name of a region by its Insee code; « France » when there is none.

    >>> region_name("84"), region_name(FRANCE)
    ('Auvergne-Rhône-Alpes', 'France')
    """
    return REGIONS[region_code(code)] if code else "France"


def _bare(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(each for each in letters if each.isalpha())


_BY_NAME = {_bare(name): code for code, name in REGIONS.items()} | {"reunion": "04"}
