"""How a study is kept with its run: the very JSON that is exported, compressed, always the same bytes."""

import gzip
import json
from functools import lru_cache
from typing import Any

from vivier.report.data_file import data_file
from vivier.study.data import Assumption, Fact, Figure, Row, Study, Table
from vivier.vocabulary import Interval

Json = dict[str, Any]


def packed(study: Study) -> bytes:
    """Compress the JSON of a study; neither the clock nor a name is in it."""
    return gzip.compress(data_file(study), mtime=0)


@lru_cache(maxsize=32)  # a run never changes; that of forty members takes 1.7 MB
def unpacked(kept: bytes) -> Study:
    """Read a study back; writing it again gives the same bytes."""
    said: Json = json.loads(gzip.decompress(kept))
    return Study(
        on=said["date_reference"],
        horizon=said["horizon"],
        seed=said["graine"],
        facts=tuple(Fact(f["nom"], f["libelle"], _sure(f), f["tableau"]) for f in said["faits"]),
        tables=tuple(_table(name, table) for name, table in said["tableaux"].items()),
        assumptions=tuple(Assumption(a["nom"], a["libelle"], a["valeur"], a["source"]) for a in said["hypotheses"]),
        notes=tuple(said["notes"]),
        inputs_sha256=said["sha256_entrees"],
        parameters_sha256=said["sha256_parametres"],
        version=said["version"],
        labels=said["libelles"],
    )


def _table(name: str, said: Json) -> Table:
    names = tuple(said["dimensions"])
    rows = tuple(Row(tuple(row[each] for each in names), _figure(row)) for row in said["lignes"])
    return Table(name, said["titre"], said["definition"], names, rows)


def _figure(said: Json) -> Figure | None:
    return None if said["valeur"] is None else _sure(said)


def _sure(said: Json) -> Figure:
    return Figure(said["valeur"], said["unite"], said["n"], _interval(said, "80"), _interval(said, "95"))


def _interval(said: Json, level: str) -> Interval | None:
    low, high = said[f"bas_{level}"], said[f"haut_{level}"]
    return None if low is None else Interval(low, high)
