"""A table as SDMX-CSV 2.0: the dataflow, the dimensions, the observation, its status and its confidentiality."""

import csv
import io

from vivier.disclosure.published import AGREED, PRIMARY, PUBLISHED, SECONDARY, ZERO
from vivier.report.open.table import TOTAL_OF_SDMX, Dimension, OpenTable
from vivier.report.open.text import figure

# CL_CONF_STATUS: free (by agreement too), confidential, secondary confidentiality set by the sender.
CONFIDENTIALITY = {PUBLISHED: "F", ZERO: "F", AGREED: "F", PRIMARY: "C", SECONDARY: "D"}
# Free, but not of itself: who reads a cell of one company is told that nothing was betrayed.
BY_AGREEMENT = "Publié avec l’accord signé de chaque unité de la case"


def header(table: OpenTable) -> tuple[str, ...]:
    """Name the columns: the first measure is OBS_VALUE, others and the units follow as attributes.

    COMMENT_OBS, where some cell is shown by agreement, says so; elsewhere there is nothing to say.
    """
    others = (each.name.upper() for each in table.measures[1:])
    dims = (component(each) for each in table.dimensions)
    attributes = ("UNIT_MEASURE", "OBS_STATUS", "CONF_STATUS", *(("COMMENT_OBS",) if _is_commented(table) else ()))
    return ("STRUCTURE", "STRUCTURE_ID", "ACTION", *dims, "OBS_VALUE", *others, *attributes)


def _is_commented(table: OpenTable) -> bool:
    return AGREED in table.status


def component(dimension: Dimension) -> str:
    """Give the identifier of a dimension; that of time is always TIME_PERIOD.

    >>> component(Dimension("annee", "Année", {}, is_time=True)), component(Dimension("naf", "Activité", {}))
    ('TIME_PERIOD', 'NAF')
    """
    return "TIME_PERIOD" if dimension.is_time else dimension.name.upper()


def sdmx_csv(table: OpenTable) -> bytes:
    """Write a table as SDMX-CSV 2.0; what is hidden has no OBS_VALUE, status Q and confidentiality C or D."""
    flow = f"{table.agency.upper()}:{table.name.upper().replace('-', '_')}({table.version})"
    held, is_commented = io.StringIO(), _is_commented(table)
    writer = csv.writer(held, lineterminator="\n")
    writer.writerow(header(table))
    for codes, values, status, quality in table.rows():
        keys = [
            TOTAL_OF_SDMX if code == each.total else code for code, each in zip(codes, table.dimensions, strict=True)
        ]
        first, *others = map(figure, values)
        worth = (table.measures[0].unit, quality, CONFIDENTIALITY[status])
        comment = [BY_AGREEMENT if status == AGREED else ""] if is_commented else []
        writer.writerow(["dataflow", flow, "R", *keys, first, *others, *worth, *comment])
    return held.getvalue().encode()
