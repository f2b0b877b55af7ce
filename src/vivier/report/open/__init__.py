"""One tidy table as open data: CSV with its Table Schema, French CSV, workbook, SDMX-CSV, and a DCAT-AP catalogue.

`OpenTable(name, title, dimensions, measures).filled(protected)` describes a table, then takes the cells of
`vivier.disclosure.protect`; `write(table, form) -> File` gives the bytes of one form (`FORMS`: csv, schema, package,
csv-fr, xlsx, sdmx-csv), the same for the same table. `catalogue(name, publisher, address, datasets) -> bytes` lists
datasets (`Dataset`, in `vivier.report.open.dcat`) for those who harvest.
"""

from vivier.report.open.dcat import Dataset, catalogue
from vivier.report.open.table import Dimension, Measure, OpenTable
from vivier.report.open.writing import write

__all__ = ["Dataset", "Dimension", "Measure", "OpenTable", "catalogue", "write"]
