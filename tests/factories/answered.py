"""What an answer of the product says, read as its reader does: its words, the button that undoes."""

import re
from html import unescape
from typing import Any


def said(answer: Any) -> str:
    """The words of a page, tags and doubled spaces apart."""
    bare = unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))
    return re.sub(r"[ \n\u00a0\u202f]+", " ", bare)


def undo_of(answer: Any) -> tuple[str, dict[str, str]]:
    """The address and fields of the button that undoes."""
    form = re.search(
        r'<form method="post" action="([^"]+)">(<input[^>]+>)*<button[^>]*>Annuler', answer.content.decode()
    )
    assert form is not None
    fields = re.findall(r'name="([^"]+)" value="([^"]*)"', form[0])
    return form[1], dict(fields)
