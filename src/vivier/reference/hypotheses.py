"""Tables of hypotheses by topic (owners who stop, tension of occupations), each with its source and its doubt."""

import tomllib
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from vivier.reference.careers import CareerTable
from vivier.vocabulary import InputError

TOPICS = ("owners", "tension")


@cache
def hypotheses(topic: str) -> MappingProxyType[str, CareerTable]:
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
            name: CareerTable(
                name, table["title"], table["source"], table["certainty"], MappingProxyType(table["values"])
            )
            for name, table in tables
        }
    )


def hypothesis(topic: str, name: str) -> CareerTable:
    """Give one table of a topic.

    >>> hypothesis("owners", "closing_employer").values["sought"]
    0.25
    """
    tables = hypotheses(topic)
    if name not in tables:
        raise InputError(f"Aucune table « {name} » sur « {topic} » ; tables connues : {', '.join(tables)}.")
    return tables[name]
