"""The small hand-written nomenclature as files with the columns of the official ROME 4, and stores made of them."""

from pathlib import Path

from factories import occupations, official
from vivier.cli.training import train_all, untrained
from vivier.reference import store
from vivier.reference.official import add

CODES = {code: f"Z11{rank:02d}" for rank, code in enumerate(sorted(occupations.TITLES), 1)}
ROOFING, WELDING, MACHINING, QUARRY, FORESTRY = (CODES[each] for each in ("X01", "X02", "X03", "X07", "X08"))


def files(version: str = "460", *, without: str = "") -> dict[str, bytes]:
    """Give the tables of a version; `without` leaves the titles of one code out."""
    titles = [
        (rank, text, text, code, "PRINCIPALE", code)
        for rank, (text, code) in enumerate(
            ((text, CODES[each]) for each, texts in occupations.TITLES.items() for text in texts), 10
        )
        if code != without
    ]
    tables = {
        "referentiel_code_rome": (
            "code_rome code_fiche_metier code_ogr libelle_rome code_rome_parent",
            [(CODES[each], 1, 1, label, CODES[each]) for each, label in occupations.LABELS.items()],
        ),
        "referentiel_appellation": (
            "code_ogr libelle_appellation_long libelle_appellation_court code_rome classification code_rome_parent",
            titles,
        ),
        "texte": (
            "code_rome code_compo_bloc libelle_type_texte position_phrase libelle_texte",
            [(CODES[each], 3, "definition", 1, text) for each, text in occupations.TEXTS.items()],
        ),
        "cr_gd_dp": official._tree(tuple(CODES.values())),
    }
    return {f"unix_{name}_v{version}_utf8.csv": official.as_csv(*table) for name, table in tables.items()}


def filled(folder: Path, *, trained: bool = True) -> Path:
    """Make a store with this nomenclature as its ROME 4, and its model unless told otherwise."""
    add([official.write(folder / "files", files())], folder=folder / "store")
    if trained:
        train_all(untrained(store(folder / "store")))
    return folder / "store"
