"""The employment block of a member's BDESE (economic, social and environmental data): tables of its own counts."""

import io
from collections import Counter
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from vivier.french import harmless
from vivier.intake import Cell, Company
from vivier.intake.browser import AGES, CONTRACTS
from vivier.reference import pcs_label
from vivier_web.skills.models import Deposit
from vivier_web.skills.queries.deposits import headcount_of_deposit

if TYPE_CHECKING:
    from openpyxl import Workbook

_UPPER = (24, 34, 44, 54, 59)
_SEXES = ("H", "F", "inconnu")
_MOTIVES = {
    "retraite": "Départ à la retraite", "demission": "Démission",
    "rupture_conventionnelle": "Rupture conventionnelle",
    "licenciement_economique": "Licenciement économique", "licenciement_autre": "Autre licenciement",
    "fin_de_contrat": "Fin de contrat", "fin_essai": "Fin de période d’essai", "deces": "Décès",
    "transfert": "Transfert", "autre": "Autre motif", "inconnu": "Motif non connu",
}  # fmt: skip
_WORD = {"H": "Hommes", "F": "Femmes", "inconnu": "Non connu"}
_FRAME = (
    "Base de données économiques, sociales et environnementales : articles R. 2312-8 et R. 2312-9 du code du "
    "travail. Les classes d’âge sont six, dont les moins de 25 ans (quatre au moins sont demandées)."
)
Name = Callable[[Cell], str]


def bdese_workbook(deposit: Deposit) -> bytes:
    """Give the block as a workbook: contracts, ages (six classes), qualifications, entries and exits, by sex."""
    from openpyxl import Workbook

    (company,) = headcount_of_deposit(deposit).companies
    book = Workbook()
    assert book.active is not None  # noqa: S101 (a new workbook has one sheet)
    book.remove(book.active)
    cells = company.count.cells
    _write(
        book, "Contrats", ("Contrat", *_heads()), _by(cells, lambda cell: CONTRACTS.get(cell.contract, cell.contract))
    )
    _write(book, "Âges", ("Âge", *_heads()), _by(cells, _age, order=[*AGES.values(), "Non connu"]))
    _write(book, "Qualifications", ("Catégorie (PCS)", *_heads()), _by(cells, _category))
    _write(book, "Entrées et sorties", ("Mois", "Sens", "Motif", "Hommes", "Femmes", "Total"), _flows(company))
    _write(book, "Lisez-moi", ("Rubrique", "Contenu"), _about(deposit, company))
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _heads() -> tuple[str, ...]:
    return (*(_WORD[sex] for sex in _SEXES), "Total")


def _age(cell: Cell) -> str:
    if isinstance(cell.age, int):
        return list(AGES.values())[sum(cell.age > upper for upper in _UPPER)]
    return AGES.get(cell.age, "Non connu")


def _category(cell: Cell) -> str:
    return "Non connue" if cell.pcs == "inconnu" else pcs_label(cell.pcs[0])


def _by(cells: Iterable[Cell], name: Name, order: list[str] | None = None) -> list[list[str | int]]:
    """Count by name and sex, with the total."""
    counted: Counter[tuple[str, str]] = Counter()
    for cell in cells:
        counted[name(cell), cell.sex] += cell.n
    names = order or sorted({key[0] for key in counted})
    rows: list[list[str | int]] = []
    for one in names:
        row = [counted[one, sex] for sex in _SEXES]
        rows.append([one, *row, sum(row)])
    rows.append(["Ensemble", *(sum(counted[one, sex] for one in names) for sex in _SEXES), counted.total()])
    return rows


def _flows(company: Company) -> list[list[str | int]]:
    counted: Counter[tuple[str, str, str, str]] = Counter()
    for flow in company.flows:
        motive = "Embauche" if flow.direction == "entree" else _MOTIVES.get(flow.motive, flow.motive)
        way = "Entrée" if flow.direction == "entree" else "Sortie"
        counted[str(flow.month), way, motive, flow.sex] += flow.n
    lines = sorted({key[:3] for key in counted})
    return [
        [*line, counted[(*line, "H")], counted[(*line, "F")], sum(counted[(*line, sex)] for sex in _SEXES)]
        for line in lines
    ]


def _about(deposit: Deposit, company: Company) -> list[list[str | int]]:
    months = ", ".join(map(str, company.months)) or "aucun (liste du personnel)"
    return [
        ["Entreprise", deposit.organisation.name],
        ["SIREN", company.siren],
        ["Situation au", f"{company.on:%d/%m/%Y}"],
        ["Mois de paie lus", months],
        ["Salariés", company.count.people],
        ["Équivalents temps plein", f"{company.count.fte:.1f}".replace(".", ",")],
        ["Bénéficiaires de l’obligation d’emploi", company.count.boeth],
        ["Cadre", _FRAME],
        ["À compléter par vous", "Ancienneté, travailleurs extérieurs, formation, rémunérations : pas dans ce bloc."],
        ["Prudence", "De petits nombres peuvent désigner une personne : gardez ce classeur dans vos instances."],
    ]  # fmt: skip


def _write(book: "Workbook", name: str, heads: tuple[str, ...], rows: list[list[str | int]]) -> None:
    """Write one table in its sheet; a text is never taken for a formula."""
    from openpyxl.styles import Font

    sheet = book.create_sheet(name)
    for line in (heads, *rows):
        sheet.append([harmless(value) if isinstance(value, str) else value for value in line])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for column, head in zip("ABCDEF", heads, strict=False):
        longest = max([len(head), *(len(str(row[ord(column) - 65])) for row in rows)], default=10)
        sheet.column_dimensions[column].width = min(70, longest + 3)
    sheet.freeze_panes = "A2"
