"""An award as a person reads it, and as a table."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from vivier.aid import Award
from vivier.aid.data import CATEGORIES, NATURES
from vivier.aid.money import cents, rated, written
from vivier.aid.result import AidLine
from vivier.cli.tables import write_table
from vivier.french import harmless

_STATES = {True: "oui", False: "NON", None: "à vérifier"}
_BOUNDS = {"rate": "", "ceiling": ", ramené au plafond de", "silent": ""}
COLUMNS = (
    "partner", "nature", "category", "cost_eur", "rate", "ceiling_rate", "aid_eur", "bound", "rule", "rule_source",
    "rule_certainty", "ceiling", "ceiling_source", "ceiling_certainty",
)  # fmt: skip


def lines(award: Award) -> Iterator[str]:
    """Say an award in sentences."""
    yield f"{award.project} — {award.title}, au {award.today:%d/%m/%Y}"
    yield _standing(award)
    for each in award.verdicts:
        kind = "" if each.is_required else " (orientation)"
        yield f"  [{_STATES[each.is_met]}]{kind} {each.rule.says} {each.rule.certainty}. {each.reason}"
    yield "Dépenses :"
    for line in award.lines:
        yield f"  {_line(line)}"
    for cut in award.cuts:
        yield f"  Réduit : {cut.subject}, de {_eur(cut.before_eur)} à {_eur(cut.after_eur)}. {cut.rule}."
    yield "Par partenaire :"
    for name in dict.fromkeys(line.partner for line in award.lines):
        yield f"  {name} : {_eur(award.of(name))}"
    yield f"Aide : {_eur(award.total_eur)} pour {_eur(award.base_eur)} de dépenses."
    for share in award.shares:
        yield f"  {share.funder} : {_eur(share.amount_eur)}. {share.rule}."
    for note in award.notes:
        yield f"À savoir : {note}"
    for letter in award.letters:
        yield f"\n--- {letter.title} : {letter.undertaking} ---\n{letter.body}"


def write_lines(path: Path, award: Award) -> None:
    """Write the lines of an award as a table; a name that a spreadsheet would compute is made harmless."""
    write_table(path, COLUMNS, (_row(line) for line in award.lines))


def _standing(award: Award) -> str:
    if not award.verdicts:
        return "Ces règles ne posent aucune condition que ce calcul sache vérifier : relisez le texte."
    if award.is_eligible:
        return "Éligible : toutes les conditions connues sont remplies."
    if award.is_eligible is None:
        return "À vérifier : aucune condition n’échoue, mais certaines ne sont pas déclarées."
    return "Non éligible en l’état ; les montants sont ceux d’un consortium qui remplirait les conditions."


def _line(line: AidLine) -> str:
    what = f"{line.partner}, {NATURES[line.nature]}, {CATEGORIES[line.category]}"
    limit = line.ceiling if line.bound == "ceiling" and line.ceiling is not None else None
    lowered = f"{_BOUNDS[line.bound]} {rated(line.ceiling_rate)}" if limit and line.ceiling_rate is not None else ""
    rules = f"{line.rule}" + (f" ; {limit}" if limit else "")
    return f"{what} : {_eur(line.aid_eur)} de {_eur(line.cost_eur)} ({rated(line.rate)}{lowered}). {rules}."


def _row(line: AidLine) -> tuple[object, ...]:
    ceiling = (line.ceiling.says, line.ceiling.source, line.ceiling.certainty) if line.ceiling else ("", "", "")
    limit = "" if line.ceiling_rate is None else line.ceiling_rate
    return (
        harmless(line.partner), line.nature, line.category, line.cost_eur, line.rate, limit, line.aid_eur, line.bound,
        line.rule.says, line.rule.source, line.rule.certainty, *ceiling,
    )  # fmt: skip


def _eur(amount: Decimal) -> str:
    return written(cents(amount))
