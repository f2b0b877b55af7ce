"""A publication in every open format, written from its frozen bytes alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vivier_web.indicators.gate.frozen import cube_in, document_of
from vivier_web.indicators.gate.layout import COLUMN_TITLES
from vivier_web.indicators.gate.words import HIDDEN, RESPONSE

if TYPE_CHECKING:
    from vivier.report.open import OpenTable
    from vivier.report.open.writing import File

SOURCES = {
    "departement": "Code officiel géographique, Insee",
    "region": "Code officiel géographique, Insee",
    "division": "NAF rév. 2, Insee",
    "section": "NAF rév. 2, Insee",
    "pcs": "PCS-ESE, Insee",
    "csp": "PCS-ESE, Insee",
    "zone": "Zones d’emploi 2020, Insee",
    "lieu": "Zones d’emploi 2020 et code officiel géographique, Insee",
    "domaine": "FAP-2009, Dares",
    "metier": "FAP-2009, Dares, et PCS-ESE, Insee",
    "emploi": "FAP-2009, Dares, et PCS-ESE, Insee",
}
TOTAL = "T"


@dataclass(frozen=True, slots=True)
class Written:
    """Hold one file as it is kept: its address ends with `name`."""

    name: str
    media_type: str
    content: bytes
    sha256: str


def files_of(content: bytes) -> tuple[Written, ...]:
    """Write a publication in every format; the same bytes give the same files."""
    from vivier.report.open import write
    from vivier.report.open.writing import FORMS

    table = open_table(document_of(content))
    return tuple(_kept(write(table, form)) for form in FORMS)


def _kept(file: "File") -> Written:
    return Written(file.form, file.media_type, file.content, file.sha256)


def open_table(document: Mapping[str, Any]) -> "OpenTable":
    """Lay the cells of a publication out as a tidy table, its period and its pôle on each row."""
    from vivier.report.open import Dimension, Measure, OpenTable

    cube = cube_in(document)
    columns, width = document["columns"], len(document["columns"])
    month, pole = document["on"][:7], document["pole"] or "ensemble"
    dimensions = (
        Dimension("periode", "Période", {month: month}, is_time=True),
        Dimension("pole", "Pôle", {pole: document["pole_name"] or "Ensemble des pôles"}),
        *(
            Dimension(
                name, title_of(name), {TOTAL: "Ensemble", **document["labels"][name]}, SOURCES.get(name, "")
            )
            for name in columns
        ),
    )  # fmt: skip
    measures = (
        Measure(cube.measure or "nombre", cube.measure_title, cube.unit_words or "unités"),
        Measure("contributeurs", "Unités de la case", "unités", is_always_shown=bool(cube.measure)),
    )
    return OpenTable(
        document["key"][:80], document["title"], dimensions, measures,
        codes=tuple((month, pole, *each[:width]) for each in document["cells"]),
        values=tuple((each[width], each[width + 1]) for each in document["cells"]),
        status=tuple(each[width + 2] for each in document["cells"]),
        quality=_worth(document),
        description=described(document),
        source=" ; ".join(what for _, what in document["provenance"][:2]),
    )  # fmt: skip


def described(document: Mapping[str, Any]) -> str:
    """Say what a publication is: its title, what an indicator means, its unit, how many answered, the audit."""
    about, said = document.get("about"), [document["title"].rstrip(".")]
    if about:
        said += [f"Définition : {about['definition'].rstrip('.')}", f"Unité : {about['unit']}"]
        vintage = f", millésime {about['vintage']} de {about['period']}" if "vintage" in about else ""
        said += [f"Jeu « {about['set']} », version {about['version']}{vintage}"]
        said += [about["caution"].rstrip(".")] if about["caution"] else []
    said += [f"{what} : {words}" for what, words in document["provenance"] if what == RESPONSE]
    return ". ".join([*said, document["audit"]["verdict"]])


def _worth(document: Mapping[str, Any]) -> tuple[str, ...]:
    """Say what each figure is worth, as SDMX does: hidden, imputed where a value made up enters it, or normal."""
    made_up, width = {tuple(each) for each in document.get("estimated", ())}, len(document["columns"])
    return tuple(
        "Q" if each[width + 2] in HIDDEN else "I" if tuple(each[:width]) in made_up else "A"
        for each in document["cells"]
    )


def title_of(column: str) -> str:
    """Give the title of a column."""
    return COLUMN_TITLES.get(column, column.capitalize())
