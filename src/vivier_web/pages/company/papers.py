"""What a member has to sign or hand over: models, filled with its name and the pôle's, for its counsel to read."""

import datetime as dt
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from vivier.french import long_date
from vivier.report.wordprocessing import docx
from vivier_web.members.models import Organisation, Pole

KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class Paper:
    """Hold one model: its name in addresses, its title, what it is for, whether it quotes the member's report."""

    slug: str
    title: str
    purpose: str
    quotes_report: bool = False


PAPERS = (
    Paper("accord-sous-traitance", "Accord de sous-traitance", "À signer avec le pôle (RGPD, article 28)"),
    Paper("analyse-impact", "Analyse d’impact (AIPD)", "Préremplie : risques, mesures, durées"),
    Paper("note-cse", "Note au comité social et économique", "À remettre avant le premier dépôt"),
    Paper("note-salaries", "Information des salariés", "À afficher ou à joindre au bulletin"),
    Paper("fiche-registre", "Fiche de registre", "À ajouter à votre registre (RGPD, article 30)"),
    Paper("note-gepp", "Diagnostic pour la négociation GEPP", "Vos chiffres, et les questions", quotes_report=True),
    Paper("note-seniors", "Diagnostic sur les salariés expérimentés", "Âges, fins de carrière", quotes_report=True),
)  # fmt: skip


@cache
def _text(slug: str) -> str:
    return (files("vivier_web.pages.company") / "texts" / f"{slug}.txt").read_text(encoding="utf-8")


def written(paper: Paper, member: Organisation, pole: Pole, today: dt.date, report: dict[str, Any] | None) -> bytes:
    """Give a paper as DOCX, filled; what nobody told us stays « à compléter »."""
    return docx(_filled(paper, member, pole, today, report))


def lines_of(paper: Paper, member: Organisation, pole: Pole, today: dt.date) -> tuple[tuple[str, str], ...]:
    """Give a paper of titles, warnings and paragraphs as a page shows it: (h2, note or p, words) of each line."""
    kinds = {"##": "h2", "#": "h1", ">": "note"}
    found = []
    for line in _filled(paper, member, pole, today, None).splitlines():
        mark, _, words = line.partition(" ")
        found.append((kinds[mark], words) if mark in kinds else ("p", line))
    return tuple((kind, words) for kind, words in found if kind != "h1" and words.strip())


def _filled(paper: Paper, member: Organisation, pole: Pole, today: dt.date, report: dict[str, Any] | None) -> str:
    filled = {
        "member": _one_line(member.name),
        "siren": member.siren or "à compléter",
        "pole": _one_line(pole.name),
        "today": long_date(today.isoformat()),
        "on": long_date(report["on"]) if report else "(date à compléter)",
        "figures": _figures(report),
        "ages": _ages(report),
    }
    return _text(paper.slug).format_map(filled)


def _one_line(words: str) -> str:
    """Keep a name a name: it opens no table and no list of its own."""
    return " ".join(words.replace("|", " ").split())


def _figures(report: dict[str, Any] | None) -> str:
    if report is None:
        return "Les chiffres paraîtront ici après votre premier dépôt."
    lines = []
    for fact in report["facts"]:
        interval = f" (intervalle à 80 % : {fact['interval']})" if fact["interval"] else ""
        lines.append(f"- {fact['value']} {fact['label']}{interval}")
    return "\n".join(lines)


def _ages(report: dict[str, Any] | None) -> str:
    if report is None or report["beside"] is None:
        return "La comparaison avec les autres membres du pôle paraîtra quand assez d’entre eux auront déposé."
    compared = report["beside"]
    mine, theirs = compared["mine"], compared["theirs"]
    rows = [
        f"| {words} | {mine.get(band, 0):.0%} | {theirs.get(band, 0):.0%} |"
        for band, words in AGES.items()
        if band in mine or band in theirs
    ]
    head = f"| Âge | Entreprise | {compared['companies']} autres membres |"
    return "\n".join([head, *(row.replace("%", " %") for row in rows)])


AGES = {
    "moins_25": "moins de 25 ans", "25_34": "25 à 34 ans", "35_44": "35 à 44 ans", "45_54": "45 à 54 ans",
    "55_59": "55 à 59 ans", "60_plus": "60 ans et plus", "moins_35": "moins de 35 ans", "35_54": "35 à 54 ans",
    "55_plus": "55 ans et plus",
}  # fmt: skip
