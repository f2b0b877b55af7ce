"""Reading a study: find rows, labels and totals without ever computing a new statistic."""

from collections import defaultdict
from collections.abc import Iterator

from vivier.french import long_date, printable, typeset
from vivier.reference import pcs_label
from vivier.study import Figure, Row, Study, Table

ALL = "ensemble"
TOTAL = "total"
AGES = {
    "moins_25": "moins de 25", "25_34": "25–34", "35_44": "35–44",
    "45_54": "45–54", "55_59": "55–59", "60_plus": "60 et plus",
}  # fmt: skip
FLOORS = ((60, "60_plus"), (55, "55_59"), (45, "45_54"), (35, "35_44"), (25, "25_34"), (0, "moins_25"))
WORDS = {
    ALL: "Ensemble", TOTAL: "Total", "inconnu": "non connu", "H": "Hommes", "F": "Femmes",
    "INTERIM": "Intérim", "APPRENTISSAGE": "Apprentissage", "PROFESSIONNALISATION": "Professionnalisation",
    "INSERTION": "Insertion", "PUBLIC": "Emploi public", "dsn": "DSN", "liste": "liste du personnel",
    "tableau": "tableau croisé", "competences": "matrice de compétences", "retraite": "Fin de carrière",
    "repreneur_connu": "À transmettre, repreneur connu", "repreneur_a_trouver": "À transmettre, repreneur à trouver",
    "fermeture": "Fermeture probable",
    "autre": "Autres départs", "toutes": "Tous départs",
    "dares": "Au sens de la Dares", "rotation": "Rotation",
    "salaries": "Salariés", "hors_effectif": "Hors effectif (stages, mandats…)",
    "interimaires": "Intérimaires", "conjoints": "Conjoints collaborateurs",
    "pcs_declaree": "Code PCS déclaré", "categorie_declaree": "Catégorie déclarée, sans code",
    "codee_membres": "Codé comme chez d’autres membres", "codee": "Codé d’après l’intitulé",
    "a_relire": "Intitulé à relire", "a_demander": "Intitulé à préciser",
    "sans_intitule": "Ni code ni intitulé",
    "benevoles": "Bénévoles", "mis_a_disposition": "Personnes mises à disposition",
}  # fmt: skip


LABELLED = ("metier", "famille", "rome")  # dimensions whose keys are codes


def labelled(table: Table) -> int | None:
    """Give the place of the dimension whose codes a sheet must say in words; None when there is none."""
    return next((place for place, name in enumerate(table.dimensions) if name in LABELLED), None)


def label(study: Study, key: str) -> str:
    """Give the French words of a key: the study's own, else the nomenclature's, else the key itself."""
    words = study.labels.get(key) or WORDS.get(key) or AGES.get(key) or pcs_label(key)
    return typeset(printable(words.replace("_", " ") if words == key else words))


def rows(study: Study, name: str) -> tuple[Row, ...]:
    """Give the rows of a table, none when the study has no such table."""
    return next((table.rows for table in study.tables if table.name == name), ())


def definition(study: Study, name: str) -> str:
    """Give the definition of a table, empty when the study has no such table."""
    return next((table.definition for table in study.tables if table.name == name), "").rstrip(" .")


def figures(study: Study, name: str) -> dict[tuple[str, ...], Figure]:
    """Give the declared figures of a table by their keys."""
    return {row.keys: row.figure for row in rows(study, name) if row.figure is not None}


def occupations(study: Study) -> list[tuple[str, Figure]]:
    """Give the occupations and their headcount, the largest first, then by code."""
    found = [(keys[0], figure) for keys, figure in figures(study, "metiers").items() if keys[0] != ALL]
    return sorted(found, key=lambda pair: (-pair[1].value, pair[0]))


def people(study: Study) -> int:
    """Give the number of people the study counts."""
    whole = figures(study, "metiers").get((ALL,))
    return round(whole.value if whole else sum(figure.value for _, figure in occupations(study)))


def years(study: Study) -> list[str]:
    """Give the projected years, in order."""
    found = {row.keys[1] for name in ("departs", "postes", "effectif_sans_embauche") for row in rows(study, name)}
    return sorted(found - {TOTAL})


def origin(study: Study, name: str) -> str:
    """Say where the figures of a drawing come from: the table of the study, and its date."""
    title = next((table.title for table in study.tables if table.name == name), "")
    return f"Source : {title + ', ' if title else ''}étude au {long_date(study.on)}"


def unsaid(study: Study, why: str) -> str:
    """Say why a figure is absent: kept secret, in a study whose small cells are hidden; else `why`."""
    return study.labels.get("secret", why)


def horizon_year(study: Study) -> int:
    """Give the last year of the projection."""
    return int(study.on[:4]) + study.horizon


def age_band(age: str) -> str:
    """Give the band of an age, given as a band or in completed years.

    >>> age_band("57"), age_band("25_34"), age_band("inconnu")
    ('55_59', '25_34', 'inconnu')
    """
    if not age.isdigit():
        return age
    return next(band for floor, band in FLOORS if int(age) >= floor)


def ages(study: Study, occupation: str) -> dict[tuple[str, str], int]:
    """Give the people of an occupation by (age band, sex)."""
    return dict(_ages(study).get(occupation, {}))


def ages_by_occupation(study: Study) -> dict[str, dict[tuple[str, str], int]]:
    """Give the people by occupation and (age band, sex), the whole included."""
    return {occupation: dict(found) for occupation, found in _ages(study).items()}


def _ages(study: Study) -> dict[str, dict[tuple[str, str], int]]:
    counted: dict[str, dict[tuple[str, str], int]] = defaultdict(lambda: defaultdict(int))
    for (occupation, age, sex), figure in figures(study, "pyramide").items():
        counted[occupation][age_band(age), sex] += round(figure.value)
    if ALL not in counted:
        for found in list(counted.values()):
            for key, n in found.items():
                counted[ALL][key] += n
    return counted


def series(study: Study, name: str, *rest: str) -> Iterator[tuple[int, Figure]]:
    """Give the yearly figures of the whole in a table, in order; `rest` are the keys after the year."""
    found = figures(study, name)
    for year in years(study):
        if (ALL, year, *rest) in found:
            yield int(year), found[(ALL, year, *rest)]
