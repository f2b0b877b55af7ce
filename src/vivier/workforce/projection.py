"""The projection: every occupation on the same paths, then their sum path by path."""

from vivier.vocabulary import InputError
from vivier.workforce.assumptions import Assumptions
from vivier.workforce.data import Estimate, Outlook, Stock
from vivier.workforce.quantiles import estimates
from vivier.workforce.shocks import draw_world, stream
from vivier.workforce.stock_flow import Paths, simulate


def forecast(stock: Stock, *, assumptions: Assumptions, horizon: int, draws: int = 2000, seed: int = 1) -> Outlook:
    """Give departures, openings and the stock left without hiring, by occupation and year, with their intervals.

    `horizon` counts twelve-month steps after the day of the stock (1 to 30), `draws` paths (100 to 10,000). The same
    seed gives the same bytes, in whatever order rows come. Source of the accounting: Dares, Les métiers en 2030.

    >>> import datetime as dt
    >>> from vivier.reference import retirement_law
    >>> from vivier.workforce.data import Cell
    >>> stock = Stock(dt.date(2026, 1, 31), (Cell("623f", 58, "H", 30), Cell("623f", 30, "F", 20)))
    >>> outlook = forecast(stock, assumptions=Assumptions(retirement_law("2025-1403")), horizon=10)
    >>> openings = outlook.whole("openings", "623f", "all")
    >>> round(openings.value), openings.n
    (79, 50)
    """
    _check("L’horizon", horizon, 1, 30)
    _check("Le nombre de tirages", draws, 100, 10_000)
    _check("La graine", seed, 0, 2**63)
    occupations = stock.by_occupation()
    if not occupations:
        return Outlook(stock.on, horizon, draws, seed)
    world = draw_world(assumptions, stock.on, horizon, draws, seed)
    total = Paths.nothing(horizon, draws)
    rows: list[Estimate] = []
    for occupation, ages in occupations.items():
        paths = simulate(ages, world, stream(seed, occupation))
        total += paths
        rows += estimates(paths, occupation, stock.on.year)
    return Outlook(stock.on, horizon, draws, seed, (*estimates(total, "", stock.on.year), *rows))


def _check(what: str, value: int, low: int, high: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise InputError(f"{what} doit être un nombre entier entre {low} et {high}.")
