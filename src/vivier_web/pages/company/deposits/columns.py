"""Where the browser cannot read: the table of guessed columns, asked by the server, which keeps nothing meanwhile.

The files go back to the page they came from, inside its form, and return with the answer: between the two the server
holds nothing of them.
"""

import base64
import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import HttpRequest

from vivier.vocabulary import InputError
from vivier_web.skills.queries.readings import Held, columns_in_memory

Json = dict[str, Any]
MOST = 12 * 2**20  # bytes: they come back in a form, a third longer; past it, the guess is counted as it is
CONFIRMED, RETURNED = "colonnes", "fichier"  # names of the form
SURE = {"sure": ("sûr", ""), "likely": ("probable", ""), "doubtful": ("à vérifier", "warm")}
_LOST = "Vos fichiers ne sont pas revenus entiers : choisissez-les de nouveau."


def given(request: HttpRequest) -> list[Held]:
    """Give the files of a form: chosen now, or come back with the answer about their columns.

    Raises:
        InputError: what came back is not what was given.
    """
    chosen = [Held(file.name or "", file.read()) for file in request.FILES.getlist("fichiers")]
    return chosen or [_returned(line) for line in request.POST.getlist(RETURNED)]


def _returned(line: str) -> Held:
    name, _, content = line.rpartition("|")
    try:
        return Held(name, base64.b64decode(content, validate=True))
    except ValueError:  # not base 64, or not even ASCII
        raise InputError(_LOST) from None


def going_back(files: Iterable[Held]) -> list[str]:
    """Write files as they go back to their page."""
    return [f"{file.name}|{base64.b64encode(file.content).decode()}" for file in files]


def asked(files: Sequence[Held], on: dt.date) -> list[Json]:
    """Give the staff lists whose columns are to be confirmed; none when they are too heavy to travel twice."""
    return columns_in_memory(files, on=on) if sum(len(file.content) for file in files) <= MOST else []


def chosen(request: HttpRequest, sheets: Sequence[Json]) -> list[Json]:
    """Read what was chosen for each sheet."""
    return [
        {key: sheet[key] for key in ("file", "sheet", "line")} | {"columns": dict(_columns(request, rank, sheet))}
        for rank, sheet in enumerate(sheets)
    ]


def _columns(request: HttpRequest, rank: int, sheet: Json) -> Iterator[tuple[str, int]]:
    for guess in sheet["guesses"]:
        said = request.POST.get(f"{rank}-{guess['field']}", "")
        if said.isascii() and said.isdigit() and len(said) < 4:
            yield guess["field"], int(said)


def told(sheets: Sequence[Json], choices: Sequence[Json] | None = None) -> list[Json]:
    """Lay the table out for a page: for each field the column that stands, how sure, what it holds."""
    return [
        {
            **{key: sheet[key] for key in ("file", "sheet", "line", "columns", "never", "is_recognised")},
            "rows": [_row(sheet, guess, choices[rank] if choices else None) for guess in sheet["guesses"]],
        }
        for rank, sheet in enumerate(sheets)
    ]


def _row(sheet: Json, guess: Json, choice: Json | None) -> Json:
    column = choice["columns"].get(guess["field"]) if choice else guess["column"]
    held = next((one for one in sheet["columns"] if one["rank"] == column), None)
    words, tone = ("", "") if held is None else SURE[guess["sure"]]
    if held is None and guess["is_wanted"]:
        words, tone = "aucune colonne", "warm"
    elif column != guess["column"]:
        words, tone = "choisi par vous", ""
    is_first = guess["is_wanted"] or column is not None or guess["column"] is not None
    return guess | {"column": column, "words": words, "tone": tone, "is_first": is_first, "said": _said(held, guess)}


def _said(held: Json | None, guess: Json) -> str:
    if held is None:
        return "Sans elle, cette donnée sera comptée « non connue »." if guess["is_wanted"] else ""
    if "never" in held["examples"] or guess["guise"] == "never":
        return "Jamais montré"
    found = held["examples"].get(guess["guise"]) or next(iter(held["examples"].values()))
    return " · ".join(found) or "Aucune valeur dans les premières lignes"
