"""The businesses that change hands, when owners declared their age and what they plan."""

from collections.abc import Iterator, Sequence

from vivier.study.data import ALL, TOTAL, Figure, Row, Table
from vivier.vocabulary import Interval
from vivier.workforce.transmission import Owner, OwnerAssumptions, Transmission, Transmissions

OUTCOMES = {"successor": "repreneur_connu", "open": "repreneur_a_trouver", "closing": "fermeture", "all": ALL}
_UNITS = {"businesses": "entreprises", "jobs": "personnes"}
_MEASURES = {"businesses": "entreprises", "jobs": "emplois"}


def owner_table(found: Transmissions) -> Table:
    """Give the table of transmissions, by calendar year and over the whole horizon."""
    return Table(
        "transmissions",
        "Transmissions d’entreprises",
        f"Entreprises dont le dernier dirigeant s’arrête, parmi les {found.businesses} qui ont répondu, et leurs "
        "emplois (salariés et dirigeant) ; par année civile",
        ("mesure", "issue", "annee"),
        tuple(_rows(found)),
    )


def owner_lines(owners: Sequence[Owner], assumptions: OwnerAssumptions) -> tuple[tuple[str, str, str, str], ...]:
    """Give the hypotheses on owners, for the sheet of assumptions; nothing where no owner answered."""
    lines = assumptions.listed() if owners else ()
    return tuple((f"owners.{name}", label, value, source) for name, label, value, source in lines)


def _rows(found: Transmissions) -> Iterator[Row]:
    for row in found.rows:
        if not row.occupation:
            year = str(row.year) if row.year else TOTAL
            yield Row((_MEASURES[row.measure], OUTCOMES[row.outcome], year), _figure(row))


def _figure(row: Transmission) -> Figure:
    ends = [Interval(round(one.low, 2), round(one.high, 2)) for one in (row.interval_80, row.interval_95)]
    return Figure(round(row.value, 2), _UNITS[row.measure], row.n, *ends)
