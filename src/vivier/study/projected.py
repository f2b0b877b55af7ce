"""The tables of the years ahead, from the outlook."""

from collections.abc import Iterator

from vivier.study.data import ALL, TOTAL, Figure, Row, Table
from vivier.vocabulary import Interval
from vivier.workforce import Outlook
from vivier.workforce.data import Estimate

_CAUSES = {"retirement": "retraite", "other": "autre", "all": "toutes"}
_DECIMALS = {"personnes": 2, "postes": 2, "part": 4}


def projected_tables(outlook: Outlook) -> tuple[Table, ...]:
    """Give the tables of the projection; a year is the end of a period of twelve months."""
    period = f"période de douze mois s’achevant le {outlook.on.day:02d}/{outlook.on.month:02d} de l’année dite"
    return (
        Table(
            "effectif_sans_embauche",
            "Effectif sans embauche",
            f"Salariés en emploi durable (CDI, public, contrat non connu) si personne n’était embauché ; {period}",
            ("metier", "annee"),
            tuple(_rows(outlook, "stock_without_hiring", "personnes", whole=False)),
        ),
        Table(
            "departs",
            "Départs",
            f"Départs de l’emploi durable à effectif stable, par cause ; {period}",
            ("metier", "annee", "cause"),
            tuple(_rows(outlook, "departures", "personnes", causes=True)),
        ),
        Table(
            "postes",
            "Postes à pourvoir",
            f"Postes à pourvoir pour garder l’effectif stable : fins de carrière et autres départs ; {period}",
            ("metier", "annee"),
            tuple(_rows(outlook, "openings", "postes")),
        ),
        Table(
            "exposition",
            "Exposition",
            f"Part de l’effectif durable qui part en fin de carrière d’ici {outlook.on.year + outlook.horizon}, et "
            "autres départs par an",
            ("metier", "axe"),
            tuple(_exposure(outlook)),
        ),
    )


def _rows(outlook: Outlook, measure: str, unit: str, *, causes: bool = False, whole: bool = True) -> Iterator[Row]:
    for row in outlook.estimates:
        if row.measure != measure or (row.year == 0 and not whole):
            continue
        if not causes and row.cause not in ("all", ""):
            continue
        keys = (row.occupation or ALL, str(row.year) if row.year else TOTAL)
        yield Row((*keys, _CAUSES[row.cause]) if causes else keys, _figure(row, unit))


def _exposure(outlook: Outlook) -> Iterator[Row]:
    for row in outlook.estimates:
        axis = {"retirement_share": "retraite", "other_exit_rate": "rotation"}.get(row.measure)
        if axis is not None and row.year == 0:
            yield Row((row.occupation or ALL, axis), _figure(row, "part"))


def _figure(row: Estimate, unit: str) -> Figure:
    # Rounded so that the last bits of a sum, which differ between machines, never reach a file.
    decimals = _DECIMALS[unit]
    ends = [
        Interval(round(interval.low, decimals), round(interval.high, decimals))
        for interval in (row.interval_80, row.interval_95)
    ]
    return Figure(round(row.value, decimals), unit, row.n, *ends)
