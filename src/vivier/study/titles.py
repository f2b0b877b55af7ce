"""People whose occupation no file gives, coded from their job title; the total of each company is kept."""

from collections import Counter
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import replace

from vivier.intake import Cell, Company, Headcount
from vivier.intake.data import UNKNOWN, TitleCell
from vivier.occupations import Codings, Hints
from vivier.occupations.coder.data import Coding, Title
from vivier.reference import pcs_occupations
from vivier.vocabulary import InputError

Coder = Callable[[Sequence[str], Sequence[Hints]], Codings]  # titles and their hints → codes of PCS-ESE, one a title
Answers = Mapping[Title, Coding]
People = Counter[Title]


def people_by_title(headcount: Headcount, *, is_pcs_known: bool) -> People:
    """Count people by job title and hints, either those whose PCS-ESE a file gives or those whose it does not."""
    counted: People = Counter()
    for company in headcount.companies:
        for cell in company.titles:
            if (cell.pcs != UNKNOWN) == is_pcs_known:
                counted[title_of(cell)] += cell.n
    return counted


def title_of(cell: TitleCell) -> Title:
    """Give the title to code; a declared PCS is no hint here: it is what the coding is checked against."""
    return Title(cell.title, "", cell.naf, cell.qualification)


def answered(headcount: Headcount, coder: Coder, known: Container[str] | None = None) -> dict[Title, Coding]:
    """Ask for the code of each different title, in an order that files do not change.

    A code that is not one of the `known` ones (PCS-ESE by default) counts nobody: its title is to be reviewed.

    Raises:
        InputError: the coder does not give one answer a title.
    """
    counts = people_by_title(headcount, is_pcs_known=True) + people_by_title(headcount, is_pcs_known=False)
    titles = sorted(counts, key=lambda title: (title.text, title.naf, title.qualification))
    if not titles:
        return {}
    hints = [Hints(naf=title.naf, qualification=title.qualification) for title in titles]
    given = coder([title.text for title in titles], hints)
    if len(given) != len(titles):
        raise InputError(
            f"Le codage a reçu {len(titles)} intitulés et rendu {len(given)} réponses : il en faut une par intitulé."
        )
    codes = pcs_occupations() if known is None else known
    return {title: _usable(coding, codes) for title, coding in zip(titles, given, strict=True)}


def _usable(coding: Coding, known: Container[str]) -> Coding:
    if coding.decision != "coded" or coding.code in known:
        return coding
    return replace(coding, decision="review")


def recoded(headcount: Headcount, answers: Answers) -> Headcount:
    """Move the people whose title is coded from `inconnu` to their occupation, and forget the titles.

    Only the cells of companies change, never their total; establishments and flows stay as they were read.
    """
    companies = tuple(_recoded(company, answers) if company.titles else company for company in headcount.companies)
    return replace(headcount, companies=companies)


def _recoded(company: Company, answers: Answers) -> Company:
    cells = Counter({(c.pcs, c.age, c.sex, c.contract): c.n for c in company.count.cells})
    for cell in company.titles:
        coding = answers[title_of(cell)]
        if cell.pcs == UNKNOWN and coding.decision == "coded":
            cells[UNKNOWN, cell.age, cell.sex, cell.contract] -= cell.n
            cells[coding.code, cell.age, cell.sex, cell.contract] += cell.n
    moved = sorted((Cell(*key, n) for key, n in cells.items() if n), key=lambda cell: cell.key)
    return replace(company, count=replace(company.count, cells=tuple(moved)), titles=())
