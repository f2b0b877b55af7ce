"""Who is projected: permanent employment, all members together."""

from vivier.intake import Headcount
from vivier.workforce import Stock, spread_bands
from vivier.workforce.data import Cell

# Fixed-term, temporary, training and insertion contracts are renewed programmes, never turnover.
PERMANENT = ("CDI", "PUBLIC", "inconnu")


def permanent_stock(headcount: Headcount) -> Stock:
    """Give the people in permanent employment by single age; bands and unknown ages are spread by rule."""
    cells = [
        Cell(cell.pcs, cell.age, cell.sex, cell.n)
        for company in headcount.companies
        for cell in company.count.cells
        if cell.contract in PERMANENT
    ]
    return Stock(headcount.on, spread_bands(cells))
