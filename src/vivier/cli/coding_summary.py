"""What `vivier code` says on the screen: with which nomenclature, and what came out."""

from collections import Counter
from collections.abc import Sequence

import click

from vivier.cli.coding import Answers, Asked
from vivier.cli.decisions import Journal
from vivier.french import counted, percent
from vivier.occupations.coder.data import DECISIONS
from vivier.occupations.coder.face import given_pcs
from vivier.occupations.coder.through import way_to
from vivier.reference import Nomenclature

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
    click.echo(_path(journal.nomenclature), nl=False)
    different = counted(len({row.title.text for row in rows}), "intitulé différent", "intitulés différents")
    click.echo(f"{entry.title}{version} : {counted(len(rows), 'ligne')}, {different}.")
    shares = ", ".join(f"{percent(met[each] / len(rows))} {_SAID[each]}" for each in DECISIONS)
    click.echo(f"{shares} ; probabilité moyenne {f'{mean:.2f}'.replace('.', ',')}.")
    kept = sum(
        bool(given_pcs(row.title.pcs, journal.nomenclature)) and journal.decisions.coding(row.title) is None
        for row in rows
    )
    if kept:
        click.echo(f"{counted(kept, 'ligne garde', 'lignes gardent')} la PCS donnée avec l’intitulé.")
    if journal.path is not None:
        applied = sum(journal.decisions.coding(row.title) is not None for row in rows)
        said = counted(applied, "ligne codée par un humain", "lignes codées par un humain")
        asked = counted(added, "question ajoutée", "questions ajoutées")
        click.echo(f"Décisions : {said}, {asked} dans {journal.path}")


def _path(nomenclature: Nomenclature) -> str:
    """Say where titles were coded and how they were carried over; nothing when they were not."""
    way = way_to(nomenclature)
    if way.links is None:
        return ""
    steps = " ; ".join(dict.fromkeys(step.name for step in way.links.path))
    return f"Codé en {way.source.entry.title} puis porté en {nomenclature.entry.title} par : {steps}.\n"
