"""Fictional studies: a pôle of 40 members and some 3,700 people, and studies so small that little can be said."""

import math
import random
from collections import Counter

from vivier.intake.data import BANDS
from vivier.reference import pcs_occupations
from vivier.study.data import Assumption, Fact, Figure, Row, Study, Table
from vivier.vocabulary import Interval

ON, HORIZON = "2026-01-31", 10
INDUSTRIAL = ("388a", "484b", "477a", "625b", "628b", "623f", "624d", "474c", "676c", "544a", "380a", "383a")
CONTRACTS = ("CDI", "CDD", "APPRENTISSAGE", "INTERIM")
SHARES = {"moins_25": 0.06, "25_34": 0.23, "35_44": 0.27, "45_54": 0.24, "55_59": 0.13, "60_plus": 0.07}
RETIRING = {"60_plus": 0.97, "55_59": 0.82, "45_54": 0.12}
DEFINITIONS = {
    "couverture": "Personnes comptées ou déclarées, par population",
    "membres": "Salariés présents à la date de référence, par entreprise",
    "effectif": "Salariés présents à la date de référence",
    "metiers": "Salariés présents à la date de référence, par métier (PCS-ESE)",
    "pyramide": "Salariés présents à la date de référence, par âge révolu et par sexe",
    "seniors_55": "Part des salariés d’âge connu qui ont 55 ans ou plus",
    "seniors_60": "Part des salariés d’âge connu qui ont 60 ans ou plus",
    "effectif_sans_embauche": "Effectif projeté des salariés en CDI si personne n’était embauché",
    "departs": "Départs attendus par période de douze mois, à effectif stable",
    "postes": "Postes à pourvoir pour garder l’effectif stable",
    "exposition": "Part des départs en fin de carrière d’ici l’horizon, et autres départs par an",
    "hors_projection": "Salariés comptés mais non projetés, par contrat",
    "laisse_de_cote": "Lignes ou fichiers laissés de côté, par raison",
}
DIMENSIONS = {
    "couverture": ("population", "origine"),
    "membres": ("entreprise", "source", "date", "etablissements"),
    "effectif": ("metier", "age", "sexe", "contrat"),
    "metiers": ("metier",),
    "pyramide": ("metier", "age", "sexe"),
    "seniors_55": ("metier",),
    "seniors_60": ("metier",),
    "effectif_sans_embauche": ("metier", "annee"),
    "departs": ("metier", "annee", "cause"),
    "postes": ("metier", "annee", "cause"),
    "exposition": ("metier", "axe"),
    "hors_projection": ("contrat",),
    "laisse_de_cote": ("fichier", "code", "raison"),
}


def study(people=3739, members=40, occupations=60, seed=42, horizon=HORIZON):
    """Build a plausible study: same arguments, same study."""
    rng = random.Random(seed)
    assert set(INDUSTRIAL) <= pcs_occupations()
    others = [code for code in sorted(pcs_occupations()) if code not in INDUSTRIAL]
    codes = (list(INDUSTRIAL) + rng.sample(others, max(0, occupations - len(INDUSTRIAL))))[:occupations]
    weights = [1 / (rank + 1.5) ** 0.9 for rank in range(len(codes))]
    old = {code: rng.uniform(0.5, 1.9) for code in codes}
    women = {code: rng.uniform(0.05, 0.75) for code in codes}
    cells = Counter()
    for code in rng.choices(codes, weights, k=people):
        ages = [share * (old[code] if age in RETIRING else 1) for age, share in SHARES.items()]
        age = rng.choices(BANDS, ages)[0] if rng.random() > 0.004 else "inconnu"
        contract = rng.choices(CONTRACTS, (90, 6, 3, 1))[0]
        cells[code, age, "F" if rng.random() < women[code] else "H", contract] += 1
    turnover = {code: rng.uniform(0.004, 0.05) for code in codes}
    return assembled(cells, turnover, shared_out(people, members, rng), horizon)


def tiny(ages=("35_44", "55_59", "25_34"), turnover=0.04, occupation="625b"):
    """Build the study of one company of a few people in one occupation."""
    cells = Counter((occupation, age, "H" if rank % 2 else "F", "CDI") for rank, age in enumerate(ages))
    return assembled(cells, {occupation: turnover}, [len(ages)] if ages else [])


def unprojected():
    """Build the study of five people of whom none is projected."""
    return assembled(Counter({("625b", "35_44", "H", "CDD"): 5}), {"625b": 0.04}, [5])


def bare():
    """Build a study that has no table at all."""
    return Study(ON, HORIZON, 1, (), (), (), (), "0" * 64, "1" * 64, "0.1.0")


def unbroken():
    """Build a study whose occupations have endless names, without a space."""
    fictional = study(400, 5, 8)
    return relabelled(
        fictional, {code: code + "é" * 150 for code in every_key(fictional) if code in pcs_occupations()}
    )


def nobody():
    """Build the study of nobody: no member, no row, no fact."""
    tables = tuple(Table(name, name, DEFINITIONS[name], DIMENSIONS[name], ()) for name in DIMENSIONS)
    return Study(ON, HORIZON, 1, (), tables, (), ("Aucun fichier n’a pu être lu.",), "0" * 64, "1" * 64, "0.1.0")


def shared_out(people, members, rng):
    """Share people out between members, from large to small; nobody is left without a member."""
    sizes = [1] * min(members, people)
    for rank in rng.choices(range(len(sizes)), [1 / (r + 1) for r in range(len(sizes))], k=people - len(sizes)):
        sizes[rank] += 1
    return sorted(sizes, reverse=True)


def assembled(cells, turnover, sizes, horizon=HORIZON):
    """Put every table of TABLEAUX together from the cells."""
    rows = {
        "couverture": coverage(cells),
        "membres": [
            Row(
                (f"{100000000 + rank * 7919}", "liste" if rank % 5 == 4 else "dsn", ON, str(1 + rank % 3)),
                count(size),
            )
            for rank, size in enumerate(sizes)
        ],
        "effectif": [Row(key, count(n)) for key, n in sorted(cells.items())],
        "metiers": [Row((code,), count(n)) for code, n in by(cells, 0).items()],
        "pyramide": pyramid(cells),
        "seniors_55": seniors(cells, ("55_59", "60_plus")),
        "seniors_60": seniors(cells, ("60_plus",)),
        **projected(cells, turnover, horizon),
        "hors_projection": [
            Row((contract,), count(n)) for contract, n in by(cells, 3).items() if contract not in ("CDI", "ensemble")
        ],
        "laisse_de_cote": [
            Row(("registre_2024.xlsx", "E07", "date de naissance illisible"), Figure(3, "lignes", 3)),
            Row(("export paie.txt", "E20", "format non reconnu"), Figure(1, "fichiers", 1)),
        ],
    }
    tables = tuple(
        Table(name, name.replace("_", " ").capitalize(), DEFINITIONS[name], DIMENSIONS[name], tuple(rows[name]))
        for name in DIMENSIONS
    )
    notes = ("Deux entreprises n’ont pas de déclaration de janvier 2026 : celle de décembre 2025 a été prise.",)
    return Study(
        ON, horizon, 1, facts(rows, 2026 + horizon), tables, assumptions(), notes, "ab" * 32, "cd" * 32, "0.1.0"
    )


def count(n, unit="personnes"):
    return Figure(n, unit, n)


def by(cells, axis):
    """Count along one axis, the whole last."""
    counted = Counter()
    for key, n in sorted(cells.items()):
        counted[key[axis]] += n
    return {**counted, "ensemble": cells.total()} if cells else {}


def coverage(cells):
    known = [
        Row(("salariés", "fichiers"), count(cells.total())),
        Row(("intérimaires", "déclaré"), Figure(112, "personnes", 112)),
    ]
    absent = ("dirigeants non salariés", "conjoints collaborateurs", "bénévoles", "personnes mises à disposition")
    return known + [Row((population, "déclaré"), None) for population in absent]


def pyramid(cells):
    counted = Counter()
    for (code, age, sex, _), n in cells.items():
        counted[code, age, sex] += n
        counted["ensemble", age, sex] += n
    return [Row(key, count(n)) for key, n in sorted(counted.items())]


def seniors(cells, bands):
    rows = []
    for code in by(cells, 0):
        known = sum(
            n
            for key, n in cells.items()
            if key[0] in (code, *[key[0]] * (code == "ensemble")) and key[1] != "inconnu"
        )
        old = sum(n for key, n in cells.items() if (code in (key[0], "ensemble")) and key[1] in bands)
        if known:
            rows.append(Row((code,), Figure(old / known, "part", known)))
    return rows


def around(mean, n, unit, sd=None, top=math.inf):
    """Give a projected figure with symmetrical intervals, kept between 0 and its top."""
    sd = 1.4 * math.sqrt(max(mean, 0)) if sd is None else sd
    low80, low95 = max(0, mean - 1.282 * sd), max(0, mean - 1.96 * sd)
    return Figure(
        mean, unit, n, Interval(low80, min(top, mean + 1.282 * sd)), Interval(low95, min(top, mean + 1.96 * sd))
    )


def projected(cells, turnover, horizon):
    """Project each occupation and the whole: retirements even over the years, turnover on those who stay."""
    rows = {"effectif_sans_embauche": [], "departs": [], "postes": [], "exposition": []}
    whole, stock = Counter(), 0
    for code in [code for code in by(cells, 0) if code != "ensemble"]:
        mine = Counter({key[1]: 0 for key in cells})
        for key, n in cells.items():
            mine[key[1]] += n * (key[0] == code and key[3] == "CDI")
        n = mine.total()
        if n == 0:
            continue
        stock += n
        retiring = sum(mine[age] * rate for age, rate in RETIRING.items())
        path = paths(n, retiring, turnover[code], horizon)
        whole.update(path)
        write(rows, code, n, path)
    if stock:
        write(rows, "ensemble", stock, whole)
    return rows


def paths(n, retiring, rate, horizon):
    """Give the expected values of one occupation by (table, year, cause)."""
    path, left = {}, float(n)
    for rank, year in enumerate(years(horizon)):
        retired = retiring / horizon * (1 + 0.03 * (rank - (horizon - 1) / 2))
        path["departs", year, "retraite"] = retired
        path["departs", year, "autre"] = (n - retired) * rate
        left = max(0.0, left - retired - left * rate)
        path["effectif_sans_embauche", year, ""] = left
    return path


def years(horizon):
    return [str(2027 + rank) for rank in range(horizon)]


def write(rows, code, n, path):
    covered_years = sorted({year for _, year, _ in path})
    for year in covered_years:
        left = path["effectif_sans_embauche", year, ""]
        rows["effectif_sans_embauche"].append(
            Row((code, year), around(left, n, "personnes", math.sqrt(left * (1 - left / n)) * 4, n))
        )
    for year in (*covered_years, "total"):
        covered = covered_years if year == "total" else (year,)
        causes = {cause: sum(path["departs", y, cause] for y in covered) for cause in ("retraite", "autre")}
        for cause, value in (*causes.items(), ("toutes", sum(causes.values()))):
            rows["departs"].append(Row((code, year, cause), around(value, n, "personnes")))
            rows["postes"].append(Row((code, year, cause), around(value, n, "postes")))
    retired = sum(path["departs", y, "retraite"] for y in covered_years) / n
    other = sum(path["departs", y, "autre"] for y in covered_years) / n / len(covered_years)
    for axis, value in (("retraite", retired), ("rotation", other)):
        rows["exposition"].append(
            Row((code, axis), around(value, n, "part", math.sqrt(value * max(0, 1 - value) / n), 1))
        )


def facts(rows, last):
    """Give the four headlines, where the tables have them."""
    wanted = (
        ("postes", "postes", ("ensemble", "total", "toutes"), f"postes à pourvoir d’ici {last}"),
        ("fins_de_carriere", "departs", ("ensemble", "total", "retraite"), "départs en fin de carrière"),
        ("seniors_55", "seniors_55", ("ensemble",), "des salariés ont 55 ans ou plus"),
        ("salaries", "metiers", ("ensemble",), "salariés comptés au 31 janvier 2026"),
    )
    found = []
    for name, table, keys, words in wanted:
        found += [Fact(name, words, row.figure, table) for row in rows[table] if row.keys == keys]
    return tuple(found)


def assumptions():
    return (
        Assumption(
            "age_legal",
            "Âge légal de départ",
            "loi 2025-1403 (financement de la sécurité sociale pour 2026)",
            "Journal officiel du 31 décembre 2025",
        ),
        Assumption(
            "rotation",
            "Autres départs par an",
            "taux observés sur 24 mois, rapprochés de celui du pôle",
            "fichiers déposés",
        ),
        Assumption("tirages", "Tirages", "2 000", "paramètre de l’étude"),
    )


def relabelled(fictional, labels):
    """Give the same study with other labels."""
    return changed(fictional, labels=labels)


def changed(fictional, **values):
    """Give the same study with other values in some of its fields."""
    return Study(**{name: getattr(fictional, name) for name in fictional.__dataclass_fields__} | values)


def with_rows(fictional, name, rows):
    """Give the same study with other rows in one of its tables."""
    tables = (
        Table(t.name, t.title, t.definition, t.dimensions, tuple(rows)) if t.name == name else t
        for t in fictional.tables
    )
    return changed(fictional, tables=tuple(tables))


def every_key(fictional):
    """Give every key of every table."""
    return {key for table in fictional.tables for row in table.rows for key in row.keys}
