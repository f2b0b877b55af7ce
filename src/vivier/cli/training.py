"""Learning to code in the nomenclatures of this machine, once each, so that coding is then immediate."""

from collections.abc import Iterable

import click

from vivier.cli.progress import Told, shown
from vivier.occupations.coder.face import is_trained, learn
from vivier.reference import Nomenclature, Store
from vivier.report.french import counted
from vivier.vocabulary import InputError

TRAINED = ("rome4", "rome3")  # those whose titles are those that people bear
_PAIRS_PER_SECOND = 60_000  # titles times codes learned in a second of one processor, measured on ROME 3


def untrained(held: Store) -> tuple[Nomenclature, ...]:
    """List the nomenclatures that can be learned and have no model that this version can use."""
    found = (held.nomenclature(key) for key in TRAINED if key in held.ids)
    return tuple(each for each in found if each.entry.rows.get("titles") and not is_trained(each))


def train_all(nomenclatures: Iterable[Nomenclature]) -> None:
    """Learn each nomenclature, saying how long it should take and showing how far it is.

    Raises:
        InputError: a model cannot be written; what the store held is intact.
    """
    waiting = list(nomenclatures)
    for nomenclature in waiting:
        entry = nomenclature.entry
        titles = counted(entry.rows["titles"], "appellation")
        click.echo(f"Apprentissage du codage, {entry.title} ({titles}) : {_expected(nomenclature)}, une seule fois.")
        try:
            with shown(f"apprentissage, {entry.title}") as tell:
                _learn(nomenclature, tell)
        except KeyboardInterrupt:
            click.echo(
                "Apprentissage interrompu ; les nomenclatures restent installées. Pour le reprendre : « vivier "
                "reference train ».",
                err=True,
            )
            raise
    if waiting:
        click.echo("Prêt : « vivier code INTITULÉS.csv --out CODES.csv ».")


def _learn(nomenclature: Nomenclature, tell: Told) -> None:
    said = f"apprentissage, {nomenclature.entry.title}"
    try:
        learn(nomenclature, progress=lambda done, steps: tell(said, done, steps))
    except MemoryError:
        raise InputError(
            f"La mémoire manque pour apprendre {nomenclature.entry.title} ; les nomenclatures restent installées. "
            "Fermez d’autres programmes, puis lancez « vivier reference train »."
        ) from None


def _expected(nomenclature: Nomenclature) -> str:
    """Say how long learning should take on one processor, in minutes."""
    minutes = nomenclature.entry.rows["titles"] * len(nomenclature.codes()) / _PAIRS_PER_SECOND / 60
    return f"environ {counted(minutes, 'minute')}" if minutes >= 1 else "moins d’une minute"
