"""A traced document as one page that needs nothing else: its figures lead to where they come from."""

from collections.abc import Iterator
from html import escape
from itertools import groupby

from vivier.french import FIXED, long_date, typeset
from vivier.report.page.document import POLICY, embedded_fonts, page_style
from vivier.report.traced.evidence import packed
from vivier.report.traced.marks import LABEL, Line, Mark, Traced

PROVENANCE = "D’où viennent les chiffres"
_TAGS = {"# ": "h1", "## ": "h2", "> ": 'p class="note"', "": "p"}
_STYLE = """
main.traced { max-width: 46rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
main.traced table { width: 100%; margin: .75rem 0 1.25rem; }
a.figure { color: inherit; text-decoration-style: dotted; text-underline-offset: .2em; }
#provenance code { font-size: .8em; overflow-wrap: anywhere; }
@media print { a.figure { text-decoration: none; } h2 { break-after: avoid; } tr { break-inside: avoid; } }
"""


def page(document: Traced) -> str:
    """Write a document as a standalone HTML page; same document, same text."""
    numbers = {id(mark): rank for rank, mark in enumerate(document.marks, 1)}
    carried = packed(document.sources).replace("<", "\\u003c")
    return f"""<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(document.title)} · Vivier</title>
<link rel="icon" href="data:,">
<style>
{embedded_fonts()}{page_style()}{_STYLE}
</style>
</head>
<body>
<main class="traced" id="contenu">
{"".join(_blocks(document.lines, numbers))}
{_provenance(document)}
</main>
<script type="application/json" id="sources">{carried}</script>
</body>
</html>
"""


def _blocks(lines: tuple[Line, ...], numbers: dict[int, int]) -> Iterator[str]:
    for style, together in groupby(lines, key=lambda line: line.style):
        held = list(together)
        if style == "| ":
            yield _table(held, numbers)
        elif style == "- ":
            items = "".join(f"<li>{_cell(line.cells[0], numbers)}</li>" for line in held)
            yield f"<ul>{items}</ul>\n"
        else:
            tag = _TAGS[style]
            yield from (f"<{tag}>{_opened(_cell(line.cells[0], numbers))}</{tag.split()[0]}>\n" for line in held)


def _opened(html: str) -> str:
    """Set off the label that opens a line."""
    label = LABEL.match(html)
    return f"<strong>{label[0]}</strong>{html[label.end() :]}" if label else html


def _table(rows: list[Line], numbers: dict[int, int]) -> str:
    head, *body = rows
    titles = "".join(f'<th scope="col">{_cell(cell, numbers)}</th>' for cell in head.cells)
    lines = "".join(_row(line, numbers) for line in body)
    return (
        f'<div class="scroll" tabindex="0"><table class="sheet"><thead><tr>{titles}</tr></thead>'
        f"<tbody>{lines}</tbody></table></div>\n"
    )


def _row(line: Line, numbers: dict[int, int]) -> str:
    first, *others = line.cells
    cells = "".join(f"<td>{_cell(cell, numbers)}</td>" for cell in others)
    return f'<tr><th scope="row">{_cell(first, numbers)}</th>{cells}</tr>'


def _cell(cell: tuple[str | Mark, ...], numbers: dict[int, int]) -> str:
    return "".join(escape(piece) if isinstance(piece, str) else _figure(piece, numbers[id(piece)]) for piece in cell)


def _figure(mark: Mark, number: int) -> str:
    return (
        f'<a class="figure" href="#f{number}" id="r{number}" data-formula="{escape(mark.formula)}">'
        f"{escape(mark.shown)}</a>"
    )


def _provenance(document: Traced) -> str:
    rows = "".join(
        f'<tr id="f{rank}"><th scope="row"><a href="#r{rank}">{escape(mark.shown)}</a></th>'
        f"<td><code>{escape(mark.formula)}</code></td></tr>"
        for rank, mark in enumerate(document.marks, 1)
    )
    sources = "".join(f"<li>{escape(words)}</li>" for words in provenance(document))
    return (
        f'<section id="provenance"><h2>{PROVENANCE}</h2><ul>{sources}</ul>'
        '<div class="scroll" tabindex="0"><table class="sheet"><thead><tr><th scope="col">Chiffre</th>'
        f'<th scope="col">Formule</th></tr></thead><tbody>{rows}</tbody></table></div></section>'
    )


def provenance(document: Traced) -> list[str]:
    """Say each source in a sentence: its name in formulas, its title, its date, the fingerprint of its file."""
    return [
        typeset(f"{one.name}{FIXED}: {one.title}, au {long_date(one.on)}, empreinte {one.sha256[:16]}…")
        for one in document.sources
    ]
