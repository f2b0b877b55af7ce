"""Tables of hypotheses by topic (careers, owners, tension, skills, supply…), each with its source and its doubt."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from vivier.vocabulary import InputError

TOPICS = ("careers", "scenarios", "owners", "tension", "skills", "supply")


@dataclass(frozen=True, slots=True)
class HypothesisTable:
    """Hold one table of hypotheses: its values by key, its French title, source and certainty mark ([S], [M])."""

    name: str
    title: str
    source: str
    certainty: str
    values: Mapping[str, float]

    @property
    def origin(self) -> str:
        """The source and how far to trust it, in one line."""
        return f"{self.source} — {self.certainty}"


@cache
def hypotheses(topic: str) -> MappingProxyType[str, HypothesisTable]:
    """Give the tables of one topic by name, in the order of its files.

    >>> list(hypotheses("owners"))
    ['career', 'declared', 'pace', 'closing_alone', 'closing_employer']
    """
    if topic not in TOPICS:
        raise InputError(f"Aucune hypothèse sur « {topic} » ; sujets connus : {', '.join(TOPICS)}.")
    folder = files("vivier.reference") / "data" / topic
    texts = {entry.name: entry.read_text(encoding="utf-8") for entry in folder.iterdir()}
    tables = [item for name in sorted(texts) for item in tomllib.loads(texts[name]).items()]
    return MappingProxyType(
        {
            name: HypothesisTable(
                name, table["title"], table["source"], table["certainty"], MappingProxyType(table["values"])
            )
            for name, table in tables
        }
    )


def hypothesis(topic: str, name: str) -> HypothesisTable:
    """Give one table of a topic.

    >>> hypothesis("owners", "closing_employer").values["sought"]
    0.25
    """
    tables = hypotheses(topic)
    if name not in tables:
        raise InputError(f"Aucune table « {name} » sur « {topic} » ; tables connues : {', '.join(tables)}.")
    return tables[name]
