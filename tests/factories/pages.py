"""The page of a study as a reader meets it: its tree, its tables, the numbers that its cells show."""

import re
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser

from factories.study import bare, nobody, study, tiny, unbroken, unprojected
from vivier.report.page import document

VOID = {"meta", "link", "br", "rect", "path", "line", "circle"}
STUDIES = {
    "a pôle": study,
    "three people": tiny,
    "nobody": nobody,
    "unknown ages": lambda: tiny(("inconnu",) * 4),
    "no departure": lambda: tiny(("25_34",) * 30, turnover=0),
    "all retiring": lambda: tiny(("60_plus",) * 25),
    "nobody projected": unprojected,
    "no table": bare,
    "endless names": unbroken,
    "one person": lambda: tiny(("45_54",)),
    "one hundred and fifty occupations": lambda: study(4000, 20, 150),
    "a large pôle": lambda: study(9000, 12, 14),
    "one year ahead": lambda: study(300, 7, 11, horizon=1),
    "thirty years ahead": lambda: study(2000, 12, 13, horizon=30),
    "four hundred members": lambda: study(45_000, 400, 12),
}


@dataclass
class Node:
    """One element of the page, with the words and elements inside it."""

    tag: str
    attrs: dict[str, str | None] = field(default_factory=dict)
    children: list["Node | str"] = field(default_factory=list)

    @property
    def text(self):
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    @property
    def classes(self):
        return (self.attrs.get("class") or "").split()

    def walk(self):
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += [child for child in reversed(node.children) if isinstance(child, Node)]

    def all(self, tag, **attrs):
        return [
            node
            for node in self.walk()
            if node.tag == tag and all(node.attrs.get(name) == value for name, value in attrs.items())
        ]

    def first(self, tag, **attrs):
        return self.all(tag, **attrs)[0]

    def has_class(self, name):
        return [node for node in self.walk() if name in node.classes]


class Reader(HTMLParser):
    """Builds the tree, and refuses what is closed in another order than it was opened."""

    def __init__(self):
        super().__init__()
        self.root = Node("")
        self.open = [self.root]

    def handle_starttag(self, tag, attrs):
        node = Node(tag, dict(attrs))
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop().tag == tag

    def handle_data(self, data):
        self.open[-1].children.append(data)


def parsed(text):
    reader = Reader()
    reader.feed(text)
    reader.close()
    assert reader.open == [reader.root]
    return reader.root


@cache
def study_of(name):
    return STUDIES[name]()


@cache
def text_of(name):
    return document(study_of(name))


@cache
def page_of(name):
    return parsed(text_of(name))


def card(page, table):
    """Give the card that stands for a table of the study."""
    anchor = f"tableau-{table}"
    return next(
        article for article in page.all("article") if any(node.attrs.get("id") == anchor for node in article.walk())
    )


def lines(node):
    """Give the body of every table inside an element: one list of cell texts a row, in the order of the page."""
    return [
        [cell.text for cell in row.children if isinstance(cell, Node)]
        for body in node.all("tbody")
        for row in body.all("tr")
    ]


def heads(node):
    return [[cell.text for cell in head.all("th")] for head in node.all("thead")]


def title(article):
    return article.first("h3").text


def words_of(page):
    """Give every run of words that a person reads or hears, drawings included, style sheet and script left out."""
    styles = {id(node) for tag in ("style", "script") for node in page.all(tag)}
    for node in page.walk():
        if id(node) in styles:
            continue
        yield from (child for child in node.children if isinstance(child, str) and child.strip())
        yield from (value for name, value in node.attrs.items() if name in ("aria-label", "data-t") and value)


@dataclass(frozen=True)
class Shown:
    """What a cell lets its reader believe: the ends between which the value lies, and its interval."""

    low: float
    high: float
    interval: tuple[float, float] | None = None
    is_share: bool = False

    def agrees_with(self, figure):
        """Tell whether the figure of a study is what the cell says, up to the rounding that the cell shows."""
        scale = figure.n if figure.unit == "part" and not self.is_share else 1
        step, value = (0.005 if self.is_share else 0.5), figure.value * scale
        around = figure.interval_80
        if not self.low - 1e-9 <= value <= self.high + 1e-9 or (around is None) != (self.interval is None):
            return False
        return around is None or all(
            abs(told - true * scale) <= step + 1e-9
            for told, true in zip(self.interval, (around.low, around.high), strict=True)
        )


def whole(text):
    """Read a whole number back; a thousands separator other than the narrow space is refused."""
    assert re.fullmatch(r"−?\d{1,3}(\u202f\d{3})*", text), text
    return int(text.replace("\u202f", "").replace("−", "-"))


def shown(cell):
    """Read a cell back, independently of the code that wrote it."""
    value, _, bracket = cell.partition(" [")
    interval, is_share = None, value.endswith("\u00a0%")
    if bracket:
        assert bracket.endswith("]")
        low, high = bracket[:-1].removesuffix("\u00a0%").split("\u202f;\u00a0")
        interval = (whole(low) / 100, whole(high) / 100) if is_share else (whole(low), whole(high))
    if is_share:
        number = value.removesuffix("\u00a0%")
        if number.startswith("moins de "):
            return Shown(1e-12, 0.005, interval, is_share=True)
        if number.startswith("plus de "):
            return Shown(0.99, 1 - 1e-12, interval, is_share=True)
        return Shown(whole(number) / 100 - 0.005, whole(number) / 100 + 0.005, interval, is_share=True)
    value = re.sub(r" sur \d+$", "", value)
    if value == "<\u00a01":
        return Shown(1e-12, 0.5, interval)
    if value.startswith(">\u00a0"):
        return Shown(whole(value[2:]) + 0.5, whole(value[2:]) + 1, interval)
    return Shown(whole(value) - 0.5, whole(value) + 0.5, interval)
