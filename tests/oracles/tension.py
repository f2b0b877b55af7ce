"""The signals of every professional family (FAP), read from the published files: the judge of the reference points."""

import csv
import gzip
import io
from collections import defaultdict

OTHER_EXITS = (
    "Démissions",
    "Licenciements",
    "Fins de période d'essai",
    "Ruptures conventionnelles",
    "Autres sorties",
)


def rows(path, encoding="utf-8", separator=","):
    content = path.read_bytes()
    text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode(encoding)
    return list(csv.DictReader(io.StringIO(text), delimiter=separator))


def number(text):
    return float(text) if text and text not in ("NA", "*") else None


def difficulty_2024(data):
    """BMO 2024 by FAP-2021: difficult projects over projects, where projects are published; a hidden count, 1 to 4 or none, is 2."""
    projects, hard = defaultdict(float), defaultdict(float)
    for row in rows(data / "bmo-2024" / "BMO_2024_open_data.csv.gz"):
        met, xmet = number(row["met"]), number(row["xmet"])
        if met is not None:
            projects[row["Code métier BMO"]] += met
            hard[row["Code métier BMO"]] += 2 if xmet is None else xmet
    return {code: hard[code] / projects[code] for code in projects}


def difficulty_2019(data):
    """BMO 2019 by FAP-2009 (225)."""
    table = rows(data / "crosswalks" / "metiers_tension_2019.csv")
    return {
        row["fap_code"]: number(row["tension_pct"]) / 100 for row in table if number(row["tension_pct"]) is not None
    }


def ages(data):
    """People, and people of 55 or over, by FAP-2009 at all levels (Dares, 2017–2019, thousands)."""
    people, old = defaultdict(float), defaultdict(float)
    for row in rows(data / "dares-psm" / "age_2017_2019_3niv.csv.gz", "latin-1"):
        value = number(row["annee_2017_2019"]) or 0
        people[row["fap"]] += value
        old[row["fap"]] += value if row["tr_age"][:2] in ("55", "60") else 0
    return people, old


def ageing(data):
    people, old = ages(data)
    return {code: old[code] / people[code] for code in people if people[code]}


def supply(data):
    """Jobseekers of category A (2019) for each person in post."""
    people, seekers = ages(data)[0], {}
    for row in rows(data / "dares-psm" / "serie_demandeurs_emploi_A_ABC.csv.gz", "latin-1"):
        if row["Annee"] == "2019" and row["Categorie"] == "Catégorie A" and number(row["Effectifs"]) is not None:
            seekers[row["Fap3"]] = number(row["Effectifs"])
    return {code: n / people[code] for code, n in seekers.items() if people.get(code)}


def exits(data):
    """Other exits a year (2014) for each employee, by FAP-2009 (87): exit rate × share of the reasons kept."""
    kept, rates = defaultdict(float), {}
    for row in rows(data / "dares-psm" / "types_sorties.csv.gz", "latin-1", ";"):
        if row["type_sortie"].strip() in OTHER_EXITS:
            kept[row["Fap3"]] += number(row["Pourcentage"]) / 100
    for row in rows(data / "dares-psm" / "evol_mmo.csv.gz", "latin-1", ";"):
        if row["Type_mmo"] == "Taux de sortie" and row["Annee"] == "2014" and number(row["Taux"]) is not None:
            rates[row["Fap3"]] = number(row["Taux"]) / 100
    return {code: rate * kept[code] for code, rate in rates.items()}


def published_tension(data, level):
    """The index and the category (1 to 5) that Dares publishes for France in 2019, by FAP-2009 (`fap 225`, `fap 87`)."""
    return {
        row["fap"]: (number(row["Tension "]), int(float(row["Catégorie Tension"])))
        for row in rows(data / "dares-psm" / "tensions.csv.gz")
        if row["niveau_geo"] == "nat" and row["niveau_fap"] == level and row["Tension "]
    }


def families(values, length):
    """Keep the codes of one level (3 characters: 87 families, 5: 225)."""
    return {code: value for code, value in values.items() if len(code) == length}


def rolled_up(values, weights):
    """Average the 225 families into the 87, weighed by people."""
    total, weighed = defaultdict(float), defaultdict(float)
    for code, value in values.items():
        weighed[code[:3]] += value * weights.get(code, 0)
        total[code[:3]] += weights.get(code, 0)
    return {code: weighed[code] / total[code] for code in total if total[code]}


def correlated_signals(data):
    """The four signals by FAP-2009 (87), on which their correlations are measured; the difficulty is that of 2019."""
    signals = {
        "difficulty": rolled_up(difficulty_2019(data), ages(data)[0]),
        "supply": supply(data),
        "exit_rate": exits(data),
        "ageing": ageing(data),
    }
    return {name: families(values, 3) for name, values in signals.items()}


def signals_2019(data):
    """The signals of the families of which Dares publishes the tension in 2019; exits are those of the family of the 87."""
    difficulty, seekers, old, gone = difficulty_2019(data), supply(data), ageing(data), exits(data)
    return [
        {
            "occupation": c,
            "difficulty": difficulty.get(c),
            "exit_rate": gone.get(c[:3]),
            "ageing": old.get(c),
            "supply": seekers.get(c),
        }
        for c in published_tension(data, "fap 225")
    ]
