"""The few shapes every section is made of: tables, cards, drawings, empty states; all text escaped here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from vivier.report.french import figure, figure_bounds, typeset
from vivier.study import Figure


@dataclass(frozen=True, slots=True)
class Column:
    """Hold the title of a column, and whether it holds numbers (set to the right)."""

    title: str
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """Hold what a card shows; `anchors` are the names of the tables it stands for, where links arrive."""

    title: str
    sub: str
    body: str
    anchors: tuple[str, ...] = ()
    is_wide: bool = False


def text(words: str) -> str:
    """Give words their French typography, safe inside a page.

    >>> text("<script> d'essai")
    '&lt;script&gt; d’essai'
    """
    return escape(typeset(words))


def cell(shown: Figure | None, *, absent: str = "non déclaré") -> str:
    """Write a figure and, muted, its interval; words where there is no figure."""
    if shown is None:
        return f'<span class="absent">{text(absent)}</span>'
    around = figure_bounds(shown)
    return figure(shown) + (f' <span class="iv">{around}</span>' if around else "")


def table(columns: Sequence[Column], rows: Iterable[Sequence[str]], *, caption: str, is_caption_shown: bool = False) -> str:
    """Write a table; cells are ready HTML, the first of each row is its header."""
    classes = [' class="n"' if column.is_number else "" for column in columns]
    titles = zip(columns, classes, strict=True)
    head = "".join(f'<th scope="col"{kind}>{text(column.title)}</th>' for column, kind in titles)
    body = []
    for row in rows:
        first, *others = zip(row, classes, strict=True)
        tds = "".join(f"<td{kind}>{value}</td>" for value, kind in others)
        body.append(f'<tr><th scope="row"{first[1]}>{first[0]}</th>{tds}</tr>')
    kind = "" if is_caption_shown else ' class="unseen"'
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{text(caption)}"><table>'
        f"<caption{kind}>{text(caption)}</caption><thead><tr>{head}</tr></thead><tbody>\n"
        + "\n".join(body)
        + "\n</tbody></table></div>"
    )


def fold(summary: str, body: str) -> str:
    """Write what is one click away."""
    return f"<details><summary>{text(summary)}</summary>{body}</details>"


def drawing(wide: str, narrow: str) -> str:
    """Show a chart drawn twice; the width of its card chooses."""
    return f'<div class="chart"><div class="wide">{wide}</div><div class="narrow">{narrow}</div></div>'


def empty(sentence: str) -> str:
    """Say what would be here, and why it is not."""
    return f'<p class="empty">{text(sentence)}</p>'


def card(shown: Card) -> str:
    """Write one card: the finding, what is measured on how many, then the figure."""
    first, *others = (*shown.anchors, "")
    anchor = f' id="tableau-{escape(first)}"' if first else ""
    more = "".join(f'<span id="tableau-{escape(name)}"></span>' for name in others if name)
    kind = "card whole" if shown.is_wide else "card"
    sub = f'<p class="k">{text(shown.sub)}</p>' if shown.sub else ""
    return f'<article class="{kind}"{anchor}>{more}<h3>{text(shown.title)}</h3>{sub}\n{shown.body}</article>'


def section(name: str, title: str, cards: Iterable[Card], *, lead: str = "") -> str:
    """Write a section: its title, one sentence if any, its cards two by two."""
    opening = f'<p class="lead">{text(lead)}</p>' if lead else ""
    body = "\n".join(card(shown) for shown in cards)
    return (
        f'<section id="{name}" aria-labelledby="{name}-titre"><h2 id="{name}-titre">{text(title)}</h2>{opening}\n'
        f'<div class="two">\n{body}\n</div></section>'
    )
