"""An award as a person reads it, and as a table."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from textwrap import wrap

from vivier.aid import Award
from vivier.aid.data import CATEGORIES, NATURES
from vivier.aid.money import cents, rated, written
from vivier.aid.result import AidLine, Citation, Cut, Verdict
from vivier.cli.tables import write_sheet

_STATES = {True: "oui", False: "NON", None: "à vérifier"}
_WIDTH = 80
_MARKS = re.compile(r" (?=[:;!?»])|(?<=«) ")  # a French mark stays on the line of the word it goes with
_GLUE = "\u2060"
COLUMNS = (
    "partner", "nature", "category", "cost_eur", "rate", "ceiling_rate", "aid_eur", "bound", "rule", "rule_source",
    "rule_certainty", "ceiling", "ceiling_source", "ceiling_certainty",
)  # fmt: skip


def lines(award: Award) -> Iterator[str]:
    """Say an award in sentences of at most 80 columns, the rules once each, by number; letters come as they are."""
    for indent, text in _said(award):
        hanging = " " * (indent + 2)
        told = wrap(
            _MARKS.sub(_GLUE, text), _WIDTH, initial_indent=" " * indent, subsequent_indent=hanging,
            break_long_words=False, break_on_hyphens=False,
        )  # fmt: skip
        yield from (each.replace(_GLUE, " ") for each in told)
    for letter in award.letters:
        yield f"\n--- {letter.title} : {letter.undertaking} ---\n{letter.body}"


def _said(award: Award) -> Iterator[tuple[int, str]]:
    """Give each sentence with its indentation: the answer first, then why."""
    numbers = _numbered(award)
    yield 0, f"{award.project} — {award.title}, au {award.today:%d/%m/%Y}"
    if not award.is_in_force:
        yield 0, f"Attention : {award.notes[0][:1].lower()}{award.notes[0][1:]}"
    yield 0, _standing(award)
    names = dict.fromkeys(line.partner for line in award.lines)
    said = f"Aide : {_eur(award.total_eur)} pour {_eur(award.base_eur)} de dépenses."
    yield from _section(said, [f"{name} : {_eur(award.of(name))}" for name in names], is_kept=True)
    shares = [f"{each.funder} : {_eur(each.amount_eur)} (règle {numbers[each.rule]})" for each in award.shares]
    yield from _section("Qui paie :", shares)
    yield from _section("Conditions :", map(_condition, award.verdicts))
    lines = [_line(line, numbers) for line in award.lines]
    yield from _section("Dépenses :", [*lines, *(_cut(each, numbers) for each in award.cuts)])
    told = (f"{number}. {rule}" for rule, number in numbers.items())
    yield from _section("Règles ([V] lue, [S] une source secondaire, [M] de mémoire) :", told)
    for note in award.notes[0 if award.is_in_force else 1 :]:
        yield 0, f"À savoir : {note}"


def _section(title: str, items: Iterable[str], *, is_kept: bool = False) -> Iterator[tuple[int, str]]:
    """Give a title and its items; a section without any is not said, unless its title is an answer."""
    held = list(items)
    if held or is_kept:
        yield 0, title
    yield from ((2, each) for each in held)


def _numbered(award: Award) -> dict[Citation, int]:
    """Number the rules behind the amounts, in the order in which they are met."""
    used = [each.rule for each in award.shares]
    for line in award.lines:
        used += [line.rule, *_binding(line)]
    used += [each.rule for each in award.cuts]
    return {rule: number for number, rule in enumerate(dict.fromkeys(used), 1)}


def _binding(line: AidLine) -> list[Citation]:
    """Give the ceiling when it decides: it brings the rate down, or it is the rate."""
    decides = line.ceiling_rate is not None and line.ceiling_rate <= line.rate
    return [line.ceiling] if line.ceiling is not None and decides else []


def write_lines(path: Path, award: Award) -> None:
    """Write the lines of an award as a table that a French spreadsheet opens; no name in it is computed."""
    write_sheet(path, COLUMNS, (_row(line) for line in award.lines))


def _standing(award: Award) -> str:
    if not award.verdicts:
        return "Ces règles ne posent aucune condition que ce calcul sache vérifier : relisez le texte."
    if award.is_eligible:
        return "Éligible : toutes les conditions connues sont remplies."
    if award.is_eligible is None:
        return "À vérifier : aucune condition n’échoue, mais certaines ne sont pas déclarées."
    return "Non éligible en l’état ; les montants sont ceux d’un consortium qui remplirait les conditions."


def _condition(verdict: Verdict) -> str:
    kind = "" if verdict.is_required else " (orientation)"
    return f"[{_STATES[verdict.is_met]}]{kind} {verdict.rule.says} {verdict.rule.certainty}. {verdict.reason}"


def _cut(cut: Cut, numbers: dict[Citation, int]) -> str:
    amounts = f"de {_eur(cut.before_eur)} à {_eur(cut.after_eur)}"
    return f"Réduit : {cut.subject}, {amounts} (règle {numbers[cut.rule]})"


def _line(line: AidLine, numbers: dict[Citation, int]) -> str:
    what = f"{line.partner}, {NATURES[line.nature]}, {CATEGORIES[line.category]}"
    limit = ""
    if line.bound == "ceiling" and line.ceiling_rate is not None:
        limit = f", ramené au plafond de {rated(line.ceiling_rate)}"
    cited = [str(numbers[rule]) for rule in (line.rule, *_binding(line))]
    rules = f"règle {cited[0]}" if len(cited) == 1 else f"règles {' et '.join(cited)}"
    return f"{what} : {_eur(line.aid_eur)} de {_eur(line.cost_eur)} ({rated(line.rate)}{limit} ; {rules})"


def _row(line: AidLine) -> tuple[object, ...]:
    ceiling = (line.ceiling.says, line.ceiling.source, line.ceiling.certainty) if line.ceiling else ("", "", "")
    limit = "" if line.ceiling_rate is None else line.ceiling_rate
    return (
        line.partner, line.nature, line.category, line.cost_eur, line.rate, limit, line.aid_eur, line.bound,
        line.rule.says, line.rule.source, line.rule.certainty, *ceiling,
    )  # fmt: skip


def _eur(amount: Decimal) -> str:
    return written(cents(amount))
