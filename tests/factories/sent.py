"""What a member's page sends: the payload made from a small payroll file, for any SIREN and day."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

from factories.dsn import Declaration, Sending, people
from vivier.intake.browser import prepared

ON = dt.date(2026, 1, 31)


def file(folder: Path, siren: str, count: int = 8, *, name: str = "paie.dsn", **how: Any) -> Path:
    """Write the payroll file of one month of a company."""
    path = folder / name
    path.write_bytes(Sending((Declaration(people(count), siren=siren, **how),)).encoded())
    return path


def payload(
    folder: Path, siren: str, count: int = 8, *, on: dt.date = ON, single_ages: bool = False
) -> dict[str, Any]:
    """Give what the page would send, with the titles it ticks."""
    found = prepared([file(folder, siren, count)], on=on, siren=siren, single_ages=single_ages)
    titles = [
        {key: offer[key] for key in ("title", "pcs", "count")}
        for offer in found["titles"]
        if not (offer["is_rare"] or offer["is_named"])
    ]
    return json.loads(json.dumps({"company": found["company"], "titles": titles, "single_ages": single_ages}))
