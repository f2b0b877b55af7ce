"""The tables of the years ahead, from the outlook."""

from collections.abc import Iterator

from vivier.study.data import ALL, TOTAL, Figure, Row, Table
from vivier.vocabulary import Interval
from vivier.workforce import Outlook
from vivier.workforce.outlook import Estimate

_CAUSES = {"retirement": "retraite", "other": "autre", "dares": "dares", "all": "toutes"}
_DECIMALS = {"personnes": 2, "postes": 2, "part": 4}


def projected_tables(outlook: Outlook) -> tuple[Table, ...]:
    """Give the tables of the projection; a year is the end of a period of twelve months."""
    period = f"année = douze mois s’achevant le {outlook.on.day:02d}/{outlook.on.month:02d}"
    durable = "salariés en emploi durable (CDI, public, contrat non connu)"
    return (
        Table(
            "effectif_sans_embauche",
            "Effectif sans embauche",
            f"Ceux qui resteraient des {durable} si personne n’était embauché ; {period}",
            ("metier", "annee"),
            tuple(_row(one, "personnes") for one in _of(outlook, "stock_without_hiring")),
        ),
        Table(
            "departs",
            "Départs",
            f"Départs des {durable} d’aujourd’hui, par cause ; {period}",
            ("metier", "annee", "cause"),
            tuple(_row(one, "personnes", _CAUSES[one.cause]) for one in _of(outlook, "departures")),
        ),
        Table(
            "postes",
            "Postes à pourvoir",
            "Créations nettes et fins de carrière (postes à pourvoir au sens de la Dares), puis remplacement des "
            f"autres départs, y compris ceux des recrues ; effectif stable, {period}",
            ("metier", "annee", "cause"),
            tuple(_openings(outlook)),
        ),
        Table(
            "exposition",
            "Exposition",
            f"Part des {durable} qui partent en fin de carrière d’ici {outlook.on.year + outlook.horizon}, et autres "
            "départs par an",
            ("metier", "axe"),
            tuple(_exposure(outlook)),
        ),
    )


def _of(outlook: Outlook, *measures: str) -> Iterator[Estimate]:
    return (row for row in outlook.estimates if row.measure in measures)


def _row(row: Estimate, unit: str, *cause: str) -> Row:
    return Row((row.occupation or ALL, str(row.year) if row.year else TOTAL, *cause), figure_of(row, unit))


def _openings(outlook: Outlook) -> Iterator[Row]:
    """Give the accounting of Dares: net creations and ends of career, the replacement of other exits apart."""
    for row in _of(outlook, "openings", "net_creations"):
        yield _row(row, "postes", "creation" if row.measure == "net_creations" else _CAUSES[row.cause])


def _exposure(outlook: Outlook) -> Iterator[Row]:
    for row in outlook.estimates:
        axis = {"retirement_share": "retraite", "other_exit_rate": "rotation"}.get(row.measure)
        if axis is not None and row.year == 0:
            yield Row((row.occupation or ALL, axis), figure_of(row, "part"))


def figure_of(row: Estimate, unit: str) -> Figure:
    """Give one projected figure, rounded as its unit wants."""
    # Rounded so that the last bits of a sum, which differ between machines, never reach a file.
    decimals = _DECIMALS[unit]
    ends = [
        Interval(round(interval.low, decimals), round(interval.high, decimals))
        for interval in (row.interval_80, row.interval_95)
    ]
    return Figure(round(row.value, decimals), unit, row.n, *ends)
