"""Staff registers, HR exports, BDESE cross-tables and polyvalence matrices (XLSX, CSV, TXT)."""

import datetime as dt
from dataclasses import dataclass
from typing import BinaryIO

from vivier.intake.anomalies import Log
from vivier.intake.errors import RefusedFileError
from vivier.intake.identity import Pseudonyms
from vivier.intake.sources import Content


@dataclass(frozen=True, slots=True)
class Reading:
    log: Log
    pseudonyms: Pseudonyms
    on: dt.date
    siren: str | None


def read_sheets(stream: BinaryIO, name: str, kind: str, *, reading: Reading) -> list[Content]:
    raise RefusedFileError("R09")
