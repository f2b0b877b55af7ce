"""What `vivier code` says on the screen: with which nomenclature, and what came out."""

from collections import Counter
from collections.abc import Sequence

import click

from vivier.cli.coding import Answers, Asked
from vivier.cli.decisions import Journal
from vivier.occupations.coder.data import DECISIONS
from vivier.reference import Nomenclature
from vivier.report.french import counted, percent

DEMONSTRATION = (
    "Les codes viennent d’une NOMENCLATURE DE DÉMONSTRATION, écrite pour Vivier, sans valeur officielle : ajoutez "
    "les fichiers officiels avec « vivier reference add »."
)
_SAID = {"coded": "codés", "review": "à relire", "ask": "à demander"}


def announce(nomenclature: Nomenclature) -> None:
    """Warn, on the error stream, that codes of the demonstration are not official."""
    if nomenclature.id == "demo":
        click.echo(DEMONSTRATION, err=True)


def summarise(rows: Sequence[Asked], answers: Answers, journal: Journal, added: int) -> None:
    """Say how many rows there were, what was decided of them, how sure one is, and what humans did or must do."""
    entry = journal.nomenclature.entry
    met = Counter(answers[row.title].decision for row in rows)
    mean = sum(answers[row.title].probability for row in rows) / len(rows)
    version = f", version {entry.version}" if entry.version else ""
    different = counted(len({row.title.text for row in rows}), "intitulé différent", "intitulés différents")
    click.echo(f"{entry.title}{version} : {counted(len(rows), 'ligne')}, {different}.")
    shares = ", ".join(f"{percent(met[each] / len(rows))} {_SAID[each]}" for each in DECISIONS)
    click.echo(f"{shares} ; probabilité moyenne {f'{mean:.2f}'.replace('.', ',')}.")
    if journal.path is not None:
        applied = sum(journal.decisions.coding(row.title) is not None for row in rows)
        said = counted(applied, "ligne codée par un humain", "lignes codées par un humain")
        asked = counted(added, "question ajoutée", "questions ajoutées")
        click.echo(f"Décisions : {said}, {asked} dans {journal.path}")
