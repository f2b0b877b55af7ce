"""The figures a person may put in a strategy: found by the words of their labels, inserted without any syntax."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vivier_web.members.search import folded
from vivier_web.skills.strategy.findings import formula

if TYPE_CHECKING:
    from vivier.study import Study

MOST = 12
WORDS = {
    "ensemble": "tous les métiers", "total": "sur l’horizon", "retraite": "fins de carrière",
    "autre": "autres départs",
    "toutes": "rotation comprise", "dares": "au sens de la Dares", "rotation": "par an, hors fin de carrière",
}  # fmt: skip
LEFT = {"scenarios", "pyramide", "laisse_de_cote", "effectif", "couverture"}


@dataclass(frozen=True, slots=True)
class Entry:
    """Hold one figure of the list: its words, and its formula."""

    label: str
    formula: str


def study_entries(study: "Study") -> Iterator[Entry]:
    """Give the figures of a run."""
    for table in study.tables:
        if table.name in LEFT:
            continue
        for row in table.rows:
            if row.figure is not None:
                told = [study.labels.get(key, WORDS.get(key, key)) for key in row.keys]
                yield Entry(f"{table.title} · {' · '.join(told)}", formula("etude", table.name, *row.keys))


def source_entries(name: str, held: Mapping[str, Any]) -> Iterator[Entry]:
    """Give the figures of another source, from its file."""
    for table, said in held["tableaux"].items():
        for line in said["lignes"]:
            keys = [str(line[dimension]) for dimension in said["dimensions"]]
            told = [said["libelles"].get(key, WORDS.get(key, key)) for key in keys]
            yield Entry(f"{said['titre']} · {' · '.join(told)}", formula(name, table, *keys))


def search(entries: Iterable[Entry], words: str) -> list[Entry]:
    """Give the figures whose label holds every word, the shortest labels first."""
    wanted = folded(words).split()
    found = [entry for entry in entries if all(word in folded(entry.label) for word in wanted)] if wanted else []
    return sorted(found, key=lambda entry: (len(entry.label), entry.label))[:MOST]
