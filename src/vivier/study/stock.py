"""Who is projected: permanent employment, all members together."""

from vivier.intake import Headcount
from vivier.workforce import Stock
from vivier.workforce.data import Cell

# Fixed-term, temporary, training and insertion contracts are renewed programmes, never turnover.
PERMANENT = ("CDI", "PUBLIC", "inconnu")


def permanent_stock(headcount: Headcount) -> Stock:
    """Give the people in permanent employment, as their members gave their ages, by member."""
    cells = [
        Cell(cell.pcs, cell.age, cell.sex, cell.n, cell.contract, company.siren)
        for company in headcount.companies
        for cell in company.count.cells
        if cell.contract in PERMANENT
    ]
    return Stock(headcount.on, tuple(cells))
