"""A specification → an inline SVG that stands alone: no address, no identifier of its own, one title."""

import json
import re
from html import escape

from vivier.french import typeset
from vivier.report.charts.theme import Spec


def picture(spec: Spec, *, name: str, title: str, description: str) -> str:
    """Draw a specification as an inline `<svg role="img">` titled and described for those who do not see it.

    `name` must be unique in its page: the title's and description's identifiers are made from it.
    """
    import vl_convert

    drawn: str = vl_convert.vegalite_to_svg(json.dumps(spec))
    size = re.search(r'viewBox="0 0 (\d+) (\d+)"', drawn)
    if size is None:
        raise ValueError("vl-convert gave no viewBox")
    body = re.sub(r"<[^>]*>", _bare, drawn[drawn.index(">") + 1 :])
    told, described = (escape(typeset(words)) for words in (title, description))
    opening = (
        f'<svg role="img" aria-labelledby="{name}-t {name}-d" viewBox="0 0 {size[1]} {size[2]}" '
        f'width="{size[1]}" height="{size[2]}">'
        f'<title id="{name}-t">{told}</title><desc id="{name}-d">{described}</desc>'
    )
    return opening + body


def _bare(tag: re.Match[str]) -> str:
    """Drop the roles Vega gives to each mark: inside one picture they are noise to a screen reader."""
    return re.sub(r' (?:role|class|aria-[a-z]+)="[^"]*"', "", tag[0])
