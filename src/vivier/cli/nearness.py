"""The occupations near a code, as one reads them in a terminal."""

import re
from collections.abc import Sequence

import click
from rich.console import Console
from rich.markup import escape
from rich.padding import Padding

from vivier.cli.card import holding
from vivier.cli.headcount import number
from vivier.cli.nomenclatures import DEMONSTRATION
from vivier.occupations.nearness import Nearby, WeighedSkill, near
from vivier.occupations.nearness.face import is_trained
from vivier.reference import Nomenclature, Store
from vivier.vocabulary import InputError

_MOST = 4  # skills of each kind: a card is read at a glance
_LONG = 60  # characters of a label that is not cut
_CLAUSE = re.compile(r"(?= \(| :|, )")  # where the first clause of a label ends
_SLOW = "{} : les métiers proches se calculent ; « vivier reference train » les garde, et la réponse est immédiate."
_ASKED = {"to": "Où peuvent aller celles et ceux de", "from": "Qui pourrait venir à"}
_WORDS = ((0.65, "très proche"), (0.35, "proche"), (0.12, "assez proche"), (0.0, "éloigné"))


def show_near(held: Store, typed: str, *, wanted: str | None, direction: str, n: int) -> None:
    """Print the occupations near a code, best first.

    Raises:
        InputError: no nomenclature has the code; the sentence gives the nearest codes.
    """
    nomenclature, code = _chosen(held, typed, wanted)
    if nomenclature.entry.file and not is_trained(nomenclature):
        click.echo(_SLOW.format(nomenclature.entry.title), err=True)
    found = near(code, nomenclature=nomenclature, n=n, direction=direction)
    console = Console(highlight=False)
    if nomenclature.id == "demo":
        console.print(f"[bold]{DEMONSTRATION}[/bold]\n" if held.is_demonstration else "Démonstration, sans valeur.\n")
    title = f"{_ASKED[direction]} {code} — {nomenclature.label(code, nomenclature.entry.grain)}"
    console.print(f"[bold]{escape(title)}[/bold]", soft_wrap=True)
    console.print(Padding(escape(nomenclature.entry.title), (0, 0, 1, 2)))
    for rank, each in enumerate(found, 1):
        console.print(f"{rank}. [bold]{escape(each.code)} — {escape(each.label)}[/bold]", soft_wrap=True)
        for line in lines(each, is_published=nomenclature.id != "demo"):
            console.print(Padding(escape(line), (0, 0, 0, 3)))
    console.print(f"\n[dim]Source : {escape(nomenclature.entry.attribution)} ({nomenclature.entry.licence})[/dim]")


def lines(each: Nearby, *, is_published: bool = True) -> list[str]:
    """Say how near an occupation is, what is in hand, and what is left to learn.

    >>> lines(Nearby("F1610", "Couverture", 0.72, 0.44, is_official=True))[0]
    'très proche (0,72) · mobilité officielle'
    """
    word = next(word for least, word in _WORDS if each.score >= least)
    moves = "mobilité officielle" if is_published else "mobilité de la démonstration"
    said = [f"{word} ({number(each.score, 2)})" + (f" · {moves}" if each.is_official else "")]
    if each.shared:
        said.append(f"déjà en main ({number(100 * each.shared_share)} %) : {_few(each.shared)}")
    if each.to_learn:
        said.append(f"à apprendre ({number(100 * each.learning_share)} %) : {_few(each.to_learn)}")
    if not each.shared and not each.to_learn:
        said.append("aucune compétence n’est décrite pour ce métier")
    return said


def _few(skills: Sequence[WeighedSkill]) -> str:
    more = len(skills) - _MOST
    shown = [short(skill.label) for skill in skills[:_MOST]]
    return " ; ".join([*shown, *([f"et {more} autre{'s' if more > 1 else ''}"] if more > 0 else [])])


def short(label: str) -> str:
    """Keep the first clause of a long label.

    >>> short("Conduire les engins vers le lieu de production (champs, forêt), de stockage, de livraison (fermes)")
    'Conduire les engins vers le lieu de production…'
    """
    first = _CLAUSE.split(label, maxsplit=1)[0] if len(label) > _LONG else label
    return label if first == label else f"{first}…"


def _chosen(held: Store, typed: str, wanted: str | None) -> tuple[Nomenclature, str]:
    """Find the nomenclature meant: the one asked for, else the newest ROME that has the code, else the first."""
    if wanted is not None:
        held.nomenclature(wanted)  # says it when it is not there
    found = holding(held, typed)
    if wanted is not None:
        found = [(each, code) for each, code in found if each.id == wanted]
        if not found:
            raise InputError(
                f"Le code « {typed} » n’est pas dans « {wanted} » : voyez « vivier reference show {typed} »."
            )
    return min(found, key=lambda pair: (pair[0].id not in ("rome4", "rome3", "demo"), -ord(pair[0].id[-1])))
