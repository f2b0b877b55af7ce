"""What people in each family learned, by the portraits of the Dares: level of diploma, speciality of the young."""

from collections import defaultdict
from decimal import Decimal

from vivier.reference.official.building import Built, Pieces, Rows
from vivier.reference.official.checks import odd_totals
from vivier.reference.official.figures import apart, measured, number, rows_of, whole
from vivier.reference.regions import FRANCE
from vivier.vocabulary import InputError

YEARS = "2017-2019"
_DIPLOMAS = {
    "Aucun diplôme, CEP ou brevet des collèges": "none",
    "CAP, BEP ou autre diplôme équivalent": "cap",
    "Bac, brevet professionnel ou équivalent": "bac",
    "Bac + 2": "bac2",
    "Diplôme supérieur (bac + 3 ou plus)": "bac3",
    "En cours d'études initiales": "studying",
}
_SHARE = "part des personnes en emploi"
_UNSAID = "0"  # « Non déclaré »: known of three families only


def build_diplomas(pieces: Pieces) -> Built:
    """Build the share of each level of diploma among all the people of a family (0–1), and what it once was."""
    figures: Rows = []
    sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    lines = 0
    for code, label, years, text in pieces.rows("dares-diplomas.rows", "Fap", "diplome", "Annee", "Pourcentage"):
        lines += 1
        share = number(text)
        figures += rows_of(whole(code), FRANCE, years, {_level(label): share})
        sums[code, years] += share or 0
    # A family without any answer in a year adds up to nothing, which is not an error.
    warnings = apart("niveaux = 1", [float(each) - 1 for each in sums.values() if each], within=1e-6)
    warnings += odd_totals({"lignes": lines}, {"lignes": 4_080}, within=0)
    described = measured(*((name, label, _SHARE) for label, name in _DIPLOMAS.items()))
    return Built("dares-diplomas", {"figures": figures, "measures": described}, warnings)


def _level(label: str) -> str:
    try:
        return _DIPLOMAS[label.replace("’", "'")]
    except KeyError:
        raise InputError(
            f"Le diplôme « {label} » n’est pas connu ici ({', '.join(_DIPLOMAS)}) : reprenez le fichier publié."
        ) from None


def build_specialities(pieces: Pieces) -> Built:
    """Build the people under 30 of each family by speciality of diploma, in thousands.

    The file gives the first specialities of a family (four to fifteen); its shares are of those alone, hence
    thousands are kept, which are of the young people of the family that `dares-ages` counts.
    """
    figures: Rows = []
    labels: dict[str, str] = {}
    lines = 0
    for code, speciality, label, text in pieces.rows(
        "dares-specialities.rows", "Fap", "Specialite", "Label_spedipl", "Milliers"
    ):
        lines += 1
        if speciality != _UNSAID:
            figures += rows_of(whole(code), FRANCE, YEARS, {speciality: number(text)})
            labels.setdefault(speciality, label)
    warnings = odd_totals({"lignes": lines}, {"lignes": 2_484}, within=0)
    unit = "milliers de personnes de moins de 30 ans"
    described = measured(*((code, labels[code], unit) for code in sorted(labels)))
    return Built("dares-specialities", {"figures": figures, "measures": described}, warnings)
