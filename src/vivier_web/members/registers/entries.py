"""From one line of a register to a checked entry, or to the problems of that line, column by column."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from vivier.vocabulary import InputError
from vivier_web.members.choices import SIZES, OrganisationKind
from vivier_web.members.identifiers import siren_of, siret_of
from vivier_web.members.registers.columns import FIELDS
from vivier_web.members.search import folded
from vivier_web.members.territory import DEPARTMENTS, department_of


@dataclass(frozen=True, slots=True)
class Problem:
    """Hold why a line cannot be imported: its number, the column, a sentence."""

    line: int
    column: str
    sentence: str


@dataclass(slots=True)
class Entry:
    """Hold what one line says; what it does not say is empty."""

    line: int
    siren: str = ""
    siret: str = ""
    name: str = ""
    kind: str = ""
    naf: str = ""
    size: str = ""
    site_name: str = ""
    address: str = ""
    postcode: str = ""
    commune: str = ""
    town: str = ""
    department: str = ""
    college: str = ""
    is_head_office: bool = False
    joined_on: dt.date | None = None
    closed_on: dt.date | None = None

    @property
    def organisation(self) -> dict[str, str]:
        """What the line says of its organisation."""
        said = {"name": self.name, "kind": self.kind, "naf": self.naf, "size": self.size}
        return {field: value for field, value in said.items() if value}

    @property
    def site(self) -> dict[str, object]:
        """What the line says of its site."""
        said = {
            "name": self.site_name, "address": self.address, "postcode": self.postcode, "commune": self.commune,
            "town": self.town, "department": self.department, "naf": self.naf, "closed_on": self.closed_on,
        }  # fmt: skip
        return {field: value for field, value in said.items() if value}


_KINDS = {
    **{folded(label): value for value, label in OrganisationKind.choices},
    **{value: value for value in OrganisationKind.values},
    "artisan": "craft", "artisanat": "craft", "tpe": "micro", "pme": "sme", "pmi": "sme", "eti": "mid_cap",
    "ge": "large", "grand groupe": "large", "labo": "laboratory", "recherche": "laboratory", "ecole": "school",
    "universite": "school", "cfa": "school", "organisme de formation": "school", "formation": "school",
    "chambre": "chamber", "cci": "chamber", "cma": "chamber", "centre technique": "technical", "ess": "sse",
    "association": "sse", "collectivite": "authority", "administration": "authority", "carnot": "carnot",
}  # fmt: skip
_YES = frozenset({"true", "oui", "o", "1", "vrai", "x", "siege"})
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


def entry_of(line: int, cells: Sequence[str], columns: Sequence[str]) -> Entry | list[Problem]:
    """Read one line; `columns` names the field of each cell."""
    said: dict[str, str] = {}
    for field, cell in zip(columns, cells, strict=False):
        if field and cell and cell != "[ND]":
            said[field] = f"{said[field]} {cell}" if field in said else cell
    entry, problems = Entry(line), []
    for field, text in said.items():
        try:
            _READERS.get(field, _as_it_is)(entry, field, text)
        except InputError as error:
            problems.append(Problem(line, FIELDS[field][0], str(error)))
    problems += () if problems else _inconsistent(entry)
    if said.get("diffusion") in ("P", "N"):  # a person who asked not to be shown: neither name nor address is kept
        entry.name = entry.site_name = entry.address = ""
    entry.department = department_of(commune=entry.commune, postcode=entry.postcode) or entry.department
    if said.get("state") != "F":
        entry.closed_on = None
    return problems or entry


def _inconsistent(entry: Entry) -> list[Problem]:
    if entry.siret and entry.siren and not entry.siret.startswith(entry.siren):
        return [Problem(entry.line, "SIRET", "Ce SIRET n’est pas celui d’un établissement de ce SIREN.")]
    entry.siren = entry.siren or entry.siret[:9]
    if not entry.siren and not entry.name:
        return [Problem(entry.line, "SIREN", "Cette ligne ne dit pas de qui elle parle : ni SIREN, ni nom.")]
    return []


def _as_it_is(entry: Entry, field: str, text: str) -> None:
    if field in Entry.__dataclass_fields__:
        setattr(entry, field, text[:60] if field == "college" else text[:200])


def _number(entry: Entry, field: str, text: str) -> None:
    if "E+" in text.upper():
        raise InputError("Le tableur a abrégé ce numéro : mettez la colonne au format texte et redonnez le fichier.")
    length, reader = (9, siren_of) if field == "siren" else (14, siret_of)
    # Spreadsheets drop the zeros a number begins with; the key tells whether they belonged there.
    setattr(entry, field, reader(text.zfill(length) if text.isdigit() else text))


def _kind(entry: Entry, _field: str, text: str) -> None:
    kind = _KINDS.get(folded(text)) or _KINDS.get(text)
    if kind is None:
        raise InputError(f"Type inconnu : « {text[:40]} ». Écrivez par exemple PME, ETI, laboratoire ou école.")
    entry.kind = kind


def _naf(entry: Entry, _field: str, text: str) -> None:
    bare = text.replace(".", "").replace(" ", "").upper()
    if re.fullmatch(r"\d{4}[A-Z]", bare):  # others are of an older nomenclature
        entry.naf = f"{bare[:2]}.{bare[2:]}"


def _size(entry: Entry, _field: str, text: str) -> None:
    code = text.zfill(2) if text.isdigit() else text
    entry.size = code if code in SIZES else ""


def _postcode(entry: Entry, field: str, text: str) -> None:
    code = text.replace(" ", "")
    code = code.zfill(5) if code.isdigit() else code.upper()
    if not re.fullmatch(r"\d{5}|2[AB]\d{3}", code):
        raise InputError(f"Un {'code postal' if field == 'postcode' else 'code commune'} a cinq chiffres.")
    setattr(entry, field, code)


def _department(entry: Entry, _field: str, text: str) -> None:
    code = text.split(" ", maxsplit=1)[0].upper()
    code = code.zfill(2) if code.isdigit() else code
    named = {folded(name): code for code, name in DEPARTMENTS.items()}
    entry.department = code if code in DEPARTMENTS else named.get(folded(text), "")


def _town(entry: Entry, _field: str, text: str) -> None:
    entry.town = text[:100]


def _head(entry: Entry, _field: str, text: str) -> None:
    entry.is_head_office = folded(text) in _YES


def _joined(entry: Entry, _field: str, text: str) -> None:
    entry.joined_on = _day(text)


def _state_on(entry: Entry, _field: str, text: str) -> None:
    entry.closed_on = _day(text)


def _day(text: str) -> dt.date:
    try:
        if re.fullmatch(r"\d{4}", text):
            return dt.date(int(text), 1, 1)
        if found := _DAY.fullmatch(text):
            return dt.date(int(found[3]), int(found[2]), int(found[1]))
        return dt.date.fromisoformat(text[:10])
    except ValueError:
        raise InputError("Cette date ne se lit pas : écrivez-la comme 31/01/2024.") from None


_READERS = {
    "siren": _number,
    "siret": _number,
    "kind": _kind,
    "naf": _naf,
    "size": _size,
    "postcode": _postcode,
    "commune": _postcode,
    "department": _department,
    "town": _town,
    "head": _head,
    "joined_on": _joined,
    "state_on": _state_on,
}
