"""A specification → an inline SVG that stands alone: no address, no identifier of its own, one title."""

import json
import re
from functools import lru_cache
from html import escape

from vivier.french import typeset
from vivier.report.charts.marks import SIGN
from vivier.report.charts.theme import Spec


def picture(spec: Spec, *, name: str, title: str, description: str) -> str:
    """Draw a specification as an inline `<svg role="img">` titled and described for those who do not see it.

    `name` must be unique in its page: the title's and description's identifiers are made from it.
    """
    body, width, height = _drawn(json.dumps(spec))
    told, described = (escape(typeset(words)) for words in (title, description))
    opening = (
        f'<svg role="img" aria-labelledby="{name}-t {name}-d" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}">'
        f'<title id="{name}-t">{told}</title><desc id="{name}-d">{described}</desc>'
    )
    return opening + body


@lru_cache(maxsize=128)  # a page is read more often than its figures change
def _drawn(spec: str) -> tuple[str, str, str]:
    """Draw a specification: what is inside its `<svg>`, its width, its height."""
    import vl_convert

    drawn: str = vl_convert.vegalite_to_svg(spec)
    size = re.search(r'viewBox="0 0 (\d+) (\d+)"', drawn)
    if size is None:
        raise ValueError("vl-convert gave no viewBox")
    return re.sub(r"<[^>]*>", _bare, drawn[drawn.index(">") + 1 :]), size[1], size[2]


def _bare(tag: re.Match[str]) -> str:
    """Drop the roles Vega gives to each mark, noise inside one picture; keep what a mark says, as its own title."""
    said = re.search(r' aria-label="([^"]*)"', tag[0])
    bare = re.sub(r' (?:role|class|aria-[a-z]+)="[^"]*"', "", tag[0])
    if said is None:
        return bare
    name = bare[1:].split(" ", 1)[0]
    if said[1].startswith(SIGN):
        return bare.replace(f"<{name}", f"<{name}{_ordered(said[1])}", 1)
    words = said[1].replace("&#xA;", "\n")
    return bare.replace(f"<{name}", f'<{name} class="hit"', 1).replace("/>", f"><title>{words}</title></{name}>")


def _ordered(command: str) -> str:
    """Write what the script of the page needs to know of a mark: its series, or the series that it hides.

    >>> _ordered("=serie 1 y"), _ordered("=total")
    (' data-serie="1" data-stack="y"', ' data-serie="total"')
    >>> _ordered("=bouton 0 Fin de carrière")
    ' class="switch" data-hides="0" data-words="Fin de carrière"'
    """
    kind, *others = command.removeprefix(SIGN).split(" ", 2)
    if kind == "bouton":
        return f' class="switch" data-hides="{others[0]}" data-words="{others[1]}"'
    if kind == "serie":
        return f' data-serie="{others[0]}"' + (f' data-stack="{others[1]}"' if others[1:] else "")
    return f' data-serie="{kind}"'
