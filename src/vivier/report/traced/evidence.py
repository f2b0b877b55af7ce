"""What a document may cite: the figures of a frozen result, known by its fingerprint."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from math import isfinite
from typing import Any

from vivier.report.data_file import MEASURES, measures
from vivier.study import Figure
from vivier.vocabulary import InputError, Interval

Key = tuple[str, tuple[str, ...]]  # a table, then the key of each of its dimensions
# Numbers without end and brackets within brackets are damage like any other.
_UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Hold the figures of one result: its short name in formulas, its French title, the fingerprint of its file."""

    name: str
    title: str
    on: str
    sha256: str
    figures: Mapping[Key, Figure]

    def __post_init__(self) -> None:
        if not (self.name.isascii() and self.name.isidentifier()):
            raise InputError(f"Une source se nomme d’un mot sans accent ni espace, et non « {self.name} ».")

    def cited(self, table: str, keys: tuple[str, ...]) -> Figure:
        """Give one figure.

        Raises:
            InputError: when the source has no such figure.
        """
        found = self.figures.get((table, keys))
        if found is None:
            raise InputError(f"La source « {self.title} » n’a pas de chiffre {table}[{', '.join(keys)}].")
        return found

    def only(self, keys: Iterable[Key]) -> "Evidence":
        """Keep the figures that a document cites: it must not carry more than it shows."""
        wanted = set(keys)
        kept = {key: figure for key, figure in self.figures.items() if key in wanted}
        return Evidence(self.name, self.title, self.on, self.sha256, kept)


def evidence(name: str, content: bytes, *, title: str) -> Evidence:
    """Read what may be cited of a `study.json`, or of any file of tables laid out like it.

    Raises:
        InputError: when the file is not such a file.
    """
    try:
        held = json.loads(content)
        figures = {
            (table, tuple(str(line[dimension]) for dimension in said["dimensions"])): _figure(line)
            for table, said in held["tableaux"].items()
            for line in said["lignes"]
            if line.get("valeur") is not None
        }
        on = str(held["date_reference"])
    except _UNREADABLE as wrong:
        raise InputError(
            f"La source « {title} » ne se lit pas : donnez le fichier de données de l’étude (study.json), tel qu’il "
            "a été écrit."
        ) from wrong
    return Evidence(name, title, on, sha256(content).hexdigest(), figures)


def packed(held: Iterable[Evidence]) -> str:
    """Write sources as the JSON that a document carries within itself, in a stable order."""
    said = [
        {
            "nom": one.name, "titre": one.title, "date_reference": one.on, "sha256": one.sha256,
            "chiffres": [
                {"tableau": table, "cles": list(keys), **measures(figure)}
                for (table, keys), figure in sorted(one.figures.items(), key=lambda pair: pair[0])
            ],
        }
        for one in sorted(held, key=lambda one: one.name)
    ]  # fmt: skip
    return json.dumps(said, ensure_ascii=False, allow_nan=False)


def unpacked(text: str) -> tuple[Evidence, ...]:
    """Read the sources that a document carries.

    Raises:
        InputError: when they are not as they were written.
    """
    try:
        return tuple(
            Evidence(
                one["nom"], one["titre"], one["date_reference"], one["sha256"],
                {(line["tableau"], tuple(line["cles"])): _figure(line) for line in one["chiffres"]},
            )
            for one in json.loads(text)
        )  # fmt: skip
    except _UNREADABLE as wrong:
        raise InputError(
            "Les sources que ce document porte ont été abîmées : repartez du document d’origine."
        ) from wrong


def _figure(line: Mapping[str, Any]) -> Figure:
    values = {name: line[name] for name in MEASURES}
    if not (_is_number(values["valeur"]) and isinstance(values["unite"], str) and isinstance(values["n"], int)):
        raise TypeError
    return Figure(values["valeur"], values["unite"], values["n"], _interval(values, "80"), _interval(values, "95"))


def _interval(values: Mapping[str, Any], level: str) -> Interval | None:
    low, high = values[f"bas_{level}"], values[f"haut_{level}"]
    if low is None and high is None:
        return None
    if not (_is_number(low) and _is_number(high)):
        raise TypeError
    return Interval(low, high)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)
