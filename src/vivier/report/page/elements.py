"""The few shapes every section is made of: tables, cards, drawings, empty states; all text escaped here."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape, unescape

from vivier.french import number, printable, typeset
from vivier.report.charts import Bar, Series, picture, ranking
from vivier.report.charts.ranking import size
from vivier.report.figures import figure, figure_bounds
from vivier.study import Figure

ROLES = {name: f' role="{name}"' for name in ("table", "rowgroup", "row", "columnheader", "rowheader", "cell")}

FITTING = 12  # characters of a number or interval that fit one of four columns on a phone


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


@dataclass(frozen=True, slots=True)
class Words:
    """Hold what a drawing is called: the name its identifiers are made from, its title, its sub-line, its source."""

    name: str
    title: str
    sub: str
    source: str


def text(words: str) -> str:
    """Give words their French typography, safe inside a page.

    >>> text("<script> d'essai")
    '&lt;script&gt; d’essai'
    """
    return escape(typeset(printable(words)))


def cell(shown: Figure | None, *, absent: str = "non déclaré") -> str:
    """Write a figure and, muted, its interval; words where there is no figure."""
    if shown is None:
        return f'<span class="absent">{text(absent)}</span>'
    around = figure_bounds(shown)
    return escape(figure(shown)) + (f' <span class="iv">{around}</span>' if around else "")


def table(
    columns: Sequence[Column],
    rows: Iterable[Sequence[str]],
    *,
    caption: str,
    is_caption_shown: bool = False,
    stacks: bool = False,
) -> str:
    """Write a table; cells are ready HTML, the first of each row is its header.

    A table that `stacks` shows each row on two lines on a phone: its header, then its named cells. Roles are
    then spelled out, because browsers forget that a table is one when its rows are laid out otherwise.
    """
    roles = ROLES if stacks else dict.fromkeys(ROLES, "")
    classes = [' class="n"' if column.is_number else "" for column in columns]
    head = "".join(
        f'<th scope="col"{roles["columnheader"]}{kind}>{text(column.title)}</th>'
        for column, kind in zip(columns, classes, strict=True)
    )
    lines = list(rows)
    body = "\n".join(_row(columns, row, roles) for row in lines)
    kind = "" if is_caption_shown else ' class="unseen"'
    style = f' class="stacks{" loose" if _is_loose(columns, lines) else ""}"' if stacks else ""
    return (
        f'<div class="scroll" role="group" tabindex="0" aria-label="{text(caption)}"><table{style}{roles["table"]}>'
        f"<caption{kind}>{text(caption)}</caption><thead{roles['rowgroup']}><tr{roles['row']}>{head}</tr></thead>"
        f"<tbody{roles['rowgroup']}>\n{body}\n</tbody></table></div>"
    )


def _is_loose(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether some number or interval is too long for the narrow columns of a stacked row."""
    numbers = (value for row in rows for column, value in zip(columns, row, strict=True) if column.is_number)
    return any(len(unescape(words)) > FITTING for value in numbers for words in re.split(r"<[^>]*>", value))


def _row(columns: Sequence[Column], row: Sequence[str], roles: dict[str, str]) -> str:
    first, *others = zip(columns, row, strict=True)
    tds = []
    for column, value in others:
        kind = ' class="n"' if column.is_number else ""
        name = f' data-t="{text(column.title)}"' if roles["cell"] else ""
        tds.append(f"<td{roles['cell']}{kind}{name}>{value}</td>")
    return f'<tr{roles["row"]}><th scope="row"{roles["rowheader"]}>{first[1]}</th>{"".join(tds)}</tr>'


def fold(summary: str, body: str, *, sheet: str) -> str:
    """Write what is one click away; paper, which cannot be clicked, names the sheet that holds it."""
    return (
        f"<details><summary>{text(summary)}</summary>{body}</details>"
        f'<p class="paper">{text(f"Tableau complet : feuille « {sheet} » du classeur study.xlsx.")}</p>'
    )


def drawing(wide: str, narrow: str, *, source: str) -> str:
    """Show a chart drawn twice; the width of its card chooses. `source` is told with each figure."""
    both = f'<div class="wide">{wide}</div><div class="narrow">{narrow}</div>'
    return f'<div class="chart" data-source="{text(source)}">{both}</div>'


def ranked(bars: Sequence[Bar], words: Words, table_: str, *, parts: Sequence[Series] = ()) -> str:
    """Show a ranking beside the table it draws; under it where there is no room for both."""
    told = "; ".join(f"{bar.label} : {bar.end}" for bar in bars)
    drawings = [
        picture(
            ranking(
                bars, canvas=(canvas := size(len(bars), is_narrow=is_narrow, has_series=bool(parts))), parts=parts
            ),
            name=f"{words.name}-{canvas.width}",
            title=words.title,
            description=f"{words.sub} {told}.",
        )
        for is_narrow in (False, True)
    ]
    return f'<div class="beside">{drawing(*drawings, source=words.source)}<div>{table_}</div></div>'


def lines(named: Iterable[tuple[str, Figure | None]]) -> tuple[str, ...]:
    """Write what a mark tells: each figure that exists, with its interval, then on how many the last one rests."""
    held = [(words, one) for words, one in named if one is not None]
    written = [f"{words} : {figure(one)} {figure_bounds(one)}".rstrip() for words, one in held]
    return (*written, f"n = {number(held[-1][1].n)}") if held else ()


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
