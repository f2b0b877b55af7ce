"""The papers of a loan as DOCX: models filled with the two companies, for their counsels to read."""

import datetime as dt
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from vivier.french import counted, long_date
from vivier.report.wordprocessing import docx
from vivier_web.skills.queries.mobility_papers import Loan

KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class Paper:
    """Hold one model: its name in addresses, its title, what it is for."""

    slug: str
    title: str
    purpose: str


PAPERS = {
    each.slug: each
    for each in (
        Paper("convention-pret", "Convention de mise à disposition", "Entre les deux entreprises, une par salarié"),
        Paper("avenant-pret", "Avenant au contrat de travail", "Entre le salarié et son employeur"),
        Paper("note-cse-pret", "Note au CSE", "Pour la consultation préalable, des deux côtés"),
    )
}


@cache
def _text(slug: str) -> str:
    return (files("vivier_web.pages.company.mobility") / "texts" / f"{slug}.txt").read_text(encoding="utf-8")


def written(paper: Paper, loan: Loan, today: dt.date) -> bytes:
    """Give a paper as DOCX; whom it is about stays « à compléter »: the platform does not know."""
    filled = {
        "lender": _one_line(loan.lender.name),
        "lender_siren": loan.lender.siren,
        "lender_address": _one_line(loan.lender.address),
        "borrower": _one_line(loan.borrower.name),
        "borrower_siren": loan.borrower.siren,
        "borrower_address": _one_line(loan.borrower.address),
        "work": _one_line(loan.work),
        "people": counted(loan.people, "personne"),
        "first": long_date(loan.from_on.isoformat()),
        "last": long_date(loan.until_on.isoformat()),
        "today": long_date(today.isoformat()),
    }
    return docx(_text(paper.slug).format_map(filled))


def _one_line(words: str) -> str:
    """Keep a name a name: it opens no table and no list of its own."""
    return " ".join(words.replace("|", " ").split())
