"""The rates of other departures once pooled, and what the members' own files weigh in them."""

from collections.abc import Iterator

from vivier.study.data import ALL, Figure, Row, Table
from vivier.workforce import Assumptions
from vivier.workforce.pooling import PooledRate, pooled_rates


def rate_table(assumptions: Assumptions) -> Table:
    """Give the yearly rates of other departures by occupation: as observed, as kept, and the weight of the pôle."""
    return Table(
        "taux",
        "Taux de départ",
        "Autres départs par an, en emploi durable : « observe » dans les mois déposés, « retenu » une fois rapproché "
        "du pôle et des taux nationaux, « poids » des données du métier dans le taux retenu",
        ("metier", "taux"),
        tuple(row for rate in pooled_rates(assumptions) if rate.kind != "company" for row in _rows(rate)),
    )


def _rows(rate: PooledRate) -> Iterator[Row]:
    name = ALL if rate.kind == "pole" else rate.name
    n = round(rate.person_years)
    for key, value in (("observe", rate.raw_rate), ("retenu", rate.pooled_rate), ("poids", rate.weight)):
        yield Row((name, key), Figure(round(float(value), 4), "part", n))
