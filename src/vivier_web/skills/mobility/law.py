"""The legal routes, the reminder and the hours of training: dated data, each with its source and certainty."""

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

CERTAINTY = {
    "V": "vérifié dans le texte",
    "S": "d’après une source secondaire",
    "M": "pas encore relu sur le texte : à faire vérifier par votre conseil",
}


@dataclass(frozen=True, slots=True)
class Route:
    """Hold one legal route: what it is, since when, its conditions, what may be invoiced, the papers it needs."""

    key: str
    title: str
    summary: str
    since: dt.date
    source: str
    certainty: str
    conditions: tuple[str, ...]
    billed: tuple[str, ...]
    never_billed: str
    papers: tuple[str, ...] = ()

    @property
    def certainty_words(self) -> str:
        """How sure this text is, in words."""
        return CERTAINTY[self.certainty]


@dataclass(frozen=True, slots=True)
class Reminder:
    """Hold what a member acknowledges before it offers anybody: version, lines, and the sentence ticked."""

    version: str
    lines: tuple[str, ...]
    yes: str
    source: str
    certainty_words: str


@dataclass(frozen=True, slots=True)
class Hours:
    """Hold the hours that learning one skill takes, and beyond how many a loan is not the way."""

    skill: int
    knowledge: int
    long: int
    source: str
    certainty_words: str

    def to_learn(self, skills: int, knowledge: int) -> int:
        """Give the hours for so many skills and pieces of knowledge.

        >>> hours().to_learn(3, 2)
        56
        """
        return self.skill * skills + self.knowledge * knowledge


@cache
def _said(name: str) -> dict[str, Any]:
    text = (files("vivier_web.skills.mobility") / f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text.replace("L. ", "L.\u00a0"))  # an article is not cut at the end of a line


@cache
def routes() -> tuple[Route, ...]:
    """Give the legal routes, the most usual first.

    >>> [route.key for route in routes()]
    ['loan', 'grouping', 'reconversion', 'posting']
    """
    return tuple(_route(each) for each in _said("routes")["route"])


def _route(said: dict[str, Any]) -> Route:
    return Route(
        key=said["key"],
        title=said["title"],
        summary=said["summary"],
        since=said["from"],
        source=said["source"],
        certainty=said["certainty"],
        conditions=tuple(said["conditions"]),
        billed=tuple(said["billed"]),
        never_billed=said["never_billed"],
        papers=tuple(said["papers"]),
    )


def route(key: str, on: dt.date) -> Route | None:
    """Give a route by its key if the law had it on that day; None otherwise.

    >>> route("reconversion", dt.date(2025, 12, 31)) is None
    True
    """
    return next((each for each in routes() if each.key == key and each.since <= on), None)


@cache
def reminder() -> Reminder:
    """Give the reminder about the CSE and the consent of people, as it stands."""
    said = _said("routes")["reminder"]
    return Reminder(said["version"], tuple(said["text"]), said["yes"], said["source"], CERTAINTY[said["certainty"]])


@cache
def hours() -> Hours:
    """Give the hours of training by skill to learn."""
    said = _said("hours")
    return Hours(said["skill"], said["knowledge"], said["long"], said["source"], CERTAINTY[said["certainty"]])
