"""What was left out and why: nothing is hidden from the reader of a study."""

from collections import Counter

from vivier.intake import Headcount
from vivier.study.data import Figure, Row, Table

_SMALL = 5


def left_out(headcount: Headcount) -> Table:
    """Count the anomalies by file, code and reason, the files left out whole among them."""
    refused = set(headcount.refused)
    counted: Counter[tuple[str, str, str]] = Counter(
        (anomaly.file, anomaly.code, anomaly.message) for anomaly in headcount.anomalies
    )
    rows = tuple(
        Row(keys, Figure(n, "fichiers" if keys[0] in refused else "lignes", n)) for keys, n in sorted(counted.items())
    )
    definition = "Ce que les fichiers contenaient d’inutilisable ou de douteux, et ce qui en a été fait"
    return Table("laisse_de_cote", "Laissé de côté", definition, ("fichier", "code", "raison"), rows)


def notes(headcount: Headcount) -> tuple[str, ...]:
    """Say what a reader must know before any figure."""
    said = []
    refused = len(headcount.refused)
    if refused:
        subject = "Un fichier n’a pas pu être lu" if refused == 1 else f"{refused} fichiers n’ont pas pu être lus"
        said.append(
            f"{subject} et n’entrent dans aucun chiffre."
            if refused > 1
            else f"{subject} et n’entre dans aucun chiffre."
        )
    late = sum(company.on != headcount.on for company in headcount.companies)
    if late:
        subject = "Une entreprise est comptée" if late == 1 else f"{late} entreprises sont comptées"
        said.append(f"{subject} à un mois antérieur au {headcount.on:%d/%m/%Y}, faute de déclaration plus récente.")
    if headcount.people:
        said.append(
            f"Document de travail du pôle : certaines cases comptent moins de {_SMALL} personnes, ne le diffusez pas "
            "hors du pôle."
        )
    return tuple(said)
