"""Rows of courses, places and needs, as they are typed or pasted: read strictly, each trouble told where it is."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from vivier_web.members.search import folded
from vivier_web.members.territory import DEPARTMENTS
from vivier_web.skills.training.periods import period_of

Json = dict[str, Any]
MOST_ROWS = 2_000


@dataclass(frozen=True, slots=True)
class Field:
    """Hold one column: its name (that of `vivier plan`), its French label, what it holds, other names it goes by."""

    name: str
    label: str
    kind: str  # text, whole, euros, number, lat, lon, names
    is_required: bool = False
    hint: str = ""
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Hold what is wrong with one cell of a table."""

    line: int
    column: str
    sentence: str


PERIODS = Field("periods", "Périodes possibles", "names", hint="Par exemple « T1 2027 | T2 2027 ». Vide : toutes.",
                others=("periodes",))  # fmt: skip
FIELDS: dict[str, tuple[Field, ...]] = {
    "course": (
        Field("course", "Formation", "text", True, "Le même intitulé que dans les besoins.", ("formation", "topic")),
        Field("provider", "Organisme", "text", hint="Qui la donne.", others=("organisme",)),
        Field("min_seats", "Places au moins", "whole", True, others=("places mini",)),
        Field("max_seats", "Places au plus", "whole", True, others=("places maxi",)),
        Field("session_eur", "Prix d’une session (€)", "euros", True, others=("prix session",)),
        Field("seat_eur", "Prix d’une place en plus (€)", "euros", others=("prix place",)),
        Field("hours", "Durée (heures)", "number", others=("heures",)),
        Field("max_sessions_per_place", "Sessions par lieu, au plus", "whole", hint="Vide : 4."),
        PERIODS,
        Field("funders", "Financeurs possibles", "names", hint="Par exemple « OPCO | Région ». Vide : tous.",
              others=("financeurs",)),
        Field("on_the_job_eur", "Prix en AFEST, par personne (€)", "euros", hint="Vide : pas d’AFEST.",
              others=("afest",)),
    ),
    "place": (
        Field("place", "Lieu", "text", True, "Par exemple « Lycée de Cluses ».", ("lieu",)),
        Field("department", "Département", "text", hint="Son numéro ; sert quand il n’y a pas de coordonnées.",
              others=("departement",)),
        Field("lat", "Latitude", "lat", hint="Degrés, par exemple 46,06. Vide : la préfecture.",
              others=("latitude",)),
        Field("lon", "Longitude", "lon", others=("longitude",)),
        Field("max_sessions", "Sessions au plus", "whole", True, others=("capacite",)),
        PERIODS,
    ),
    "need": (
        Field("company", "Membre", "text", True, "Sa raison sociale ou son SIREN.",
              ("entreprise", "siren", "membre")),
        Field("course", "Formation", "text", True, others=("formation", "topic")),
        Field("people", "Personnes", "whole", True, others=("personnes",)),
        Field("priority_eur", "Coût d’une personne non formée (€)", "euros", hint="Vide : celui que dit le plan.",
              others=("priorite",)),
        Field("lat", "Latitude", "lat", hint="Vide : la préfecture du département du siège.", others=("latitude",)),
        Field("lon", "Longitude", "lon", others=("longitude",)),
        PERIODS,
        Field("max_km", "Distance au plus (km, aller)", "number", others=("distance", "km")),
        Field("on_the_job", "Dont formables en AFEST", "whole", others=("afest",)),
        Field("release", "Personnes libérables à la fois", "whole", others=("liberables",)),
    ),
}  # fmt: skip
BOUNDS = {"lat": 90.0, "lon": 180.0}


def read_row(kind: str, row: Mapping[str, str]) -> tuple[Json, dict[str, str]]:
    """Read one row: its values, and what is wrong with it, column → sentence.

    >>> read_row("place", {"place": "Lycée de Cluses", "department": "74", "max_sessions": "3"})[0]["department"]
    '74'
    >>> read_row("place", {"place": "", "department": "74", "max_sessions": "x"})[1]["max_sessions"]
    'Écrivez un nombre entier ; ici « x ».'
    """
    values: Json = {}
    troubles: dict[str, str] = {}
    for field in FIELDS[kind]:
        text = " ".join(str(row.get(field.name, "")).split())
        try:
            values[field.name] = _value(field, text)
        except ValueError as why:
            troubles[field.name] = str(why)
    return values, troubles or _together(kind, values)


def read_table(kind: str, header: Sequence[str], lines: Iterable[tuple[int, Sequence[str]]]) -> tuple[
    list[tuple[int, Json]], list[Problem]
]:  # fmt: skip
    """Read a table: the rows that can be kept, and every problem with its line; unknown columns are left out."""
    columns = _columns(kind, header)
    lacking = [each for each in FIELDS[kind] if each.is_required and each.name not in columns.values()]
    if lacking:
        said = ", ".join(each.name for each in lacking)
        return [], [Problem(1, "", f"Il manque une colonne : {said}. Les titres sont sur la première ligne.")]
    rows, problems = [], []
    labels = {each.name: each.label for each in FIELDS[kind]}
    for number, cells in lines:
        row = {columns[rank]: cell for rank, cell in enumerate(cells) if rank in columns}
        values, troubles = read_row(kind, row)
        problems += [Problem(number, labels.get(name, name), said) for name, said in troubles.items()]
        if not troubles:
            rows.append((number, values))
    if len(rows) > MOST_ROWS:
        problems.append(Problem(MOST_ROWS, "", "Plus de 2 000 lignes : donnez ce fichier en plusieurs fois."))
    return rows, problems


def _columns(kind: str, header: Sequence[str]) -> dict[int, str]:
    known: dict[str, str] = {}
    for field in FIELDS[kind]:
        for word in (field.name.replace("_", " "), field.label, *field.others):
            known.setdefault(folded(word), field.name)
    found: dict[int, str] = {}
    for rank, head in enumerate(header):
        name = known.get(folded(head.replace("_", " ")))
        if name and name not in found.values():
            found[rank] = name
    return found


def _value(field: Field, text: str) -> object:
    if not text:
        if field.is_required:
            raise ValueError("Il manque une valeur.")
        return [] if field.kind == "names" else "" if field.kind == "text" else None
    if field.kind == "text":
        return text[:120]
    if field.kind == "names":
        names = [" ".join(each.split()) for each in text.split("|") if each.strip()][:20]
        return [period_of(each) for each in names] if field.name == "periods" else names
    return _number(field, text)


def _number(field: Field, text: str) -> float | int:
    try:
        value = float("".join(text.split()).replace(",", ".").removesuffix("€"))
    except ValueError:
        value = math.nan
    is_spot = field.kind in BOUNDS
    most = BOUNDS.get(field.kind, 100_000 if field.kind == "whole" else 1e8)
    if field.kind == "whole" and not value.is_integer():
        raise ValueError(f"Écrivez un nombre entier ; ici « {text[:20]} ».")
    if not math.isfinite(value) or abs(value) > most or (value < 0 and not is_spot):
        wanted = f"des degrés, de −{most:.0f} à {most:.0f}" if is_spot else "un nombre positif ou nul"
        raise ValueError(f"Écrivez {wanted} ; ici « {text[:20]} ».")
    return int(value) if field.kind == "whole" else value


def _together(kind: str, values: Json) -> dict[str, str]:
    """Say what is wrong between the cells of a row."""
    if kind == "course" and values["max_seats"] < 1:
        return {"max_seats": "Une session a au moins une place."}
    if kind == "course" and values["min_seats"] > values["max_seats"]:
        return {"min_seats": "Il y a plus de places au minimum qu’au maximum."}
    if kind == "need" and values["people"] < 1:
        return {"people": "Au moins une personne."}
    return {} if kind == "course" else _where(kind, values)


def _where(kind: str, values: Json) -> dict[str, str]:
    """Say what is wrong with where a place or a need is; a département is kept with two letters or figures."""
    if (values["lat"] is None) != (values["lon"] is None):
        return {"lat": "Donnez la latitude et la longitude, ou aucune des deux."}
    if kind == "place":
        code = values["department"] = values["department"] and values["department"].upper().zfill(2)
        if code and code not in DEPARTMENTS:
            return {"department": "Ce numéro de département n’existe pas."}
        if not code and values["lat"] is None:
            return {"department": "Donnez le département, ou la latitude et la longitude."}
    return {}
