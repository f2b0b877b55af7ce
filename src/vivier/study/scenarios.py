"""The scenarios of a study side by side, and what each changes."""

from collections.abc import Iterator, Mapping

from vivier.study.data import TOTAL, Row, Table
from vivier.study.projected import figure_of
from vivier.workforce import Outlook

_SHOWN = (
    ("postes", "openings", "dares"), ("fins_de_carriere", "openings", "retirement"),
    ("recrutements", "openings", "all"), ("creations", "net_creations", ""),
)  # fmt: skip


def scenario_table(outlooks: Mapping[str, Outlook]) -> Table:
    """Give the table of the scenarios, all occupations together; « x − référence » is what the scenario x changes."""
    return Table(
        "scenarios",
        "Scénarios",
        "Toutes familles de métiers ensemble, sur tout l’horizon ; « x − référence » : ce que change le scénario x, "
        "sur les mêmes tirages",
        ("scenario", "chiffre", "annee"),
        tuple(row for name, outlook in outlooks.items() for row in _rows(name, outlook)),
    )


def _rows(name: str, outlook: Outlook) -> Iterator[Row]:
    for shown, measure, cause in _SHOWN if outlook.keys else ():
        for estimate in (*outlook.series(measure, "", cause), outlook.whole(measure, "", cause)):
            year = str(estimate.year) if estimate.year else TOTAL
            yield Row((name, shown, year), figure_of(estimate, "postes"))
