"""The decisions file: what humans wrote is never touched, new questions are added after it."""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from vivier.cli.coding import HINTS, Answers, Asked
from vivier.cli.tables import read_bytes, read_table
from vivier.intake.sheets.grid import heading
from vivier.occupations.coder.data import Title
from vivier.occupations.coder.decisions import Decision, Decisions, Doubt, doubts, gather
from vivier.reference import Nomenclature
from vivier.report.whole import write_whole
from vivier.vocabulary import InputError

NEEDED = ("title", "code")
COLUMNS = (
    *("title", *HINTS, "nomenclature", "code", "who", "when"),  # what a human fills or checks
    *("proposed", "label", "probability", "decision", "alternatives", "question", "count"),  # to help them
)
_SEPARATORS = (";", ",", "\t", "|")
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # how a cell begins that a spreadsheet would compute


@dataclass(frozen=True, slots=True)
class Journal:
    """Hold a decisions file as it was read: its bytes, and what they decide for one nomenclature."""

    path: Path | None
    nomenclature: Nomenclature
    decisions: Decisions
    content: bytes = b""

    def new_doubts(self, rows: Sequence[Asked], answers: Answers) -> tuple[Doubt, ...]:
        """List what is to be asked of a human and is not in the file yet."""
        if self.path is None:
            return ()
        return doubts(answers, Counter(row.title for row in rows), self.decisions)

    def extended(self, asked: Iterable[Doubt]) -> bytes:
        """Give the file with questions added after what it holds, in its own columns, separator and encoding.

        Raises:
            InputError: the encoding of the file cannot write a title, or a quote is left open in it.
        """
        lines = [_line(doubt, self.nomenclature) for doubt in asked]
        if not self.content.strip():
            return (
                codecs.BOM_UTF8 + _as_csv([dict(zip(COLUMNS, COLUMNS, strict=True)), *lines], COLUMNS, ";").encode()
            )
        if not lines:
            return self.content
        name = self.path.name if self.path else ""
        encoding, text = _decoded(self.content, name)
        separator, columns = _titles(text, name)
        if text.count('"') % 2:
            raise InputError(f"Un guillemet n’est pas refermé dans « {name} » : corrigez-le, puis relancez.")
        end = "" if text.endswith(("\n", "\r")) else "\n"
        added = end + _as_csv(lines, columns, separator)
        try:
            return self.content + (added.replace("\n", "\r\n") if "\r\n" in text else added).encode(encoding)
        except UnicodeEncodeError as error:
            raise InputError(
                f"« {name} » est dans un codage qui ne sait pas écrire « {error.object[error.start]} » : "
                "enregistrez-le en CSV UTF-8, puis relancez."
            ) from None

    def keep(self, content: bytes) -> None:
        """Write the extended file, whole or not at all, unless somebody changed it meanwhile.

        Raises:
            InputError: the file changed since it was read, or cannot be written; it is untouched.
        """
        if self.path is None or (content == self.content and self.path.exists()):
            return
        if _content(self.path) != self.content:
            raise InputError(
                f"« {self.path.name} » a changé pendant le codage : il n’a pas été touché ; relancez la commande."
            )
        write_whole({self.path: content})


def open_journal(path: Path | None, nomenclature: Nomenclature) -> Journal:
    """Read a decisions file; one that does not exist yet, or is empty, decides nothing.

    Raises:
        InputError: the file does not open, lacks a column, or its decisions do not hold together.
    """
    content = _content(path) if path is not None else b""
    if path is None or not content.strip():
        return Journal(path, nomenclature, Decisions({}), content)
    _, text = _decoded(content, path.name)
    _titles(text, path.name)
    rows: list[Decision] = []
    if len(_filled(text)) > 1:
        table = read_table(path, NEEDED, (*HINTS, "nomenclature", "when"))
        for line in table.lines:
            title = Title(line["title"], *(line[hint] for hint in HINTS))
            rows.append(Decision(title, line["code"], line["nomenclature"], line["when"], line.number))
    return Journal(path, nomenclature, gather(rows, nomenclature=nomenclature), content)


def _content(path: Path) -> bytes:
    return read_bytes(path) if path.exists() else b""


def _decoded(content: bytes, name: str) -> tuple[str, str]:
    """Give the encoding that the end of a file must be written in, and its text."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return encoding, content[len(mark) :].decode(encoding, errors="replace")
    for encoding in ("utf-8", "cp1252"):
        try:
            return encoding, content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError(f"« {name} » n’est pas un texte lisible : enregistrez-le en CSV UTF-8.")


def _titles(text: str, name: str) -> tuple[str, list[str]]:
    """Find the separator of a decisions file, and its columns by the names they have here."""
    known = {heading(each): each for each in COLUMNS}
    for separator in _SEPARATORS:
        cells = next(csv.reader(_filled(text)[:1], delimiter=separator), [])
        columns = [known.get(heading(cell), cell) for cell in cells]
        if set(NEEDED) <= set(columns):
            return separator, columns
    raise InputError(
        f"Il faut les colonnes « title » et « code » dans la première ligne de « {name} » : ajoutez ces titres."
    )


def _filled(text: str) -> list[str]:
    """List the lines that say something, titles first; « sep=; » only speaks to a spreadsheet."""
    return [line for line in text.splitlines() if line.strip() and not line.casefold().startswith("sep=")]


def _line(doubt: Doubt, nomenclature: Nomenclature) -> dict[str, str]:
    title, given = doubt.title, doubt.coding
    others = " ; ".join(f"{code} {nomenclature.label(code)}" for code in given.alternatives)
    values = {
        "title": title.text, "pcs": title.pcs, "naf": title.naf, "qualification": title.qualification,
        "nomenclature": nomenclature.id, "proposed": given.code,
        "label": nomenclature.label(given.code) if given.code else "", "probability": f"{given.probability:.4f}",
        "decision": given.decision, "alternatives": others, "question": given.question, "count": str(doubt.count),
    }  # fmt: skip
    # Humans open this file in a spreadsheet: a title must never be computed; the sign changes no writing.
    return {name: f"'{value}" if value.startswith(_FORMULA) else value for name, value in values.items()}


def _as_csv(lines: Iterable[Mapping[str, str]], columns: Sequence[str], separator: str) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator, lineterminator="\n")
    writer.writerows([line.get(column, "") for column in columns] for line in lines)
    return text.getvalue()
