"""The small hand-written ROME with the official-looking tables that lead on from it: sectors, FAP-2021, FAP-2009, PCS."""

from pathlib import Path

from factories import official, trades
from vivier.cli.training import train_all, untrained
from vivier.reference import Store, store
from vivier.reference.official import add

ROOFERS_LOW, ROOFERS, FELLERS, WELDERS = "Z0X20a", "Z0X20b", "Z0X30", "Z1X10"
_FAMILIES = [
    (ROOFERS_LOW, "Couvreurs peu qualifiés", "Z0X20", "Couvreurs", "Z0X", "Toits et bois", "Z", "Travaux"),
    (ROOFERS, "Couvreurs qualifiés", "Z0X20", "Couvreurs", "Z0X", "Toits et bois", "Z", "Travaux"),
    (FELLERS, "Abatteurs", FELLERS, "Abatteurs", "Z0X", "Toits et bois", "Z", "Travaux"),
    (WELDERS, "Soudeurs", WELDERS, "Soudeurs", "Z1X", "Métal", "Z", "Travaux"),
]
_LEADS = {
    trades.ROOFING: dict.fromkeys("012", ROOFERS_LOW) | dict.fromkeys("3456789", ROOFERS),
    **{code: dict.fromkeys("0123456789", FELLERS) for code in (trades.QUARRY, trades.FORESTRY)},
    trades.WELDING: dict.fromkeys("0123456789", WELDERS),
}
_SECTORS = [("8", trades.QUARRY), ("2", trades.FORESTRY), ("1", trades.FORESTRY), ("25", trades.WELDING)]
_LABELS = """value $FAP9_0L
"Z_Z" ="Ensemble" ;
value $FAP9_1L
"Z"="Z : Travaux" ;
value $FAP9_3L
"Z0Z"="Z0Z : Travaux" ;
value $FAP9_5L
"Z0Z10"="Z0Z10 : Mineurs"
"Z0Z20"="Z0Z20 : Bûcherons"
"Z0Z30"="Z0Z30 : Couvreurs" ;
run;
"""
_PASSAGE = f"""value  $FAP9RSQ
"{trades.QUARRY}" = "Z0Z10"
"{trades.FORESTRY}" = "Z0Z20"
"{trades.ROOFING}" = "Z0Z30" ; run;
"""
_PCS = ("671a", "691f", "632e", "681a")
_BLOCKS = f"Z0Z10;671a;{trades.QUARRY}\n;;\nZ0Z20;691f;{trades.FORESTRY}\n;;\nZ0Z30;632e;{trades.ROOFING}\n;681a;\n"


def tables() -> dict[str, bytes]:
    """Give the files to add beside those of `trades`."""
    levels = {code[:size]: size for code in _PCS for size in (1, 2, 3)}
    groups = [(code, f"PCS {code}", size, code[: size - 1]) for code, size in levels.items()]
    return {
        "unix_arborescence_secteur_naf_v460_utf8.csv": official.as_csv(
            "code_secteur_naf libelle_secteur_naf code_ogr_rome code_rome libelle_rome",
            [(division, f"Division {division}", 1, code, code) for division, code in _SECTORS],
        ),
        "arborescence.xlsx": official.as_xlsx({"niveaux": [official.FAP2021_HEADER.split(), *_FAMILIES]}),
        "passage.csv": official.as_csv(
            "ROME Intitule_ROME Qualif FAP341 Intitule_FAP341",
            [(code, code, level, family, family) for code, leads in _LEADS.items() for level, family in leads.items()],
            delimiter=";",
        ),
        "intitules.txt": _LABELS.encode("latin-1"),
        "passage.txt": _PASSAGE.encode("latin-1"),
        "blocs.csv": _BLOCKS.encode(),
        "pcs.csv": official.as_csv(
            "code libelle niveau code_parent", [*groups, *((code, f"PCS {code}", 4, code[:3]) for code in _PCS)]
        ),
    }  # fmt: skip


def crossed(folder: Path) -> Store:
    """Make a store with all of it, its model trained."""
    add(
        [official.write(folder / "files", {**trades.files(), **tables()})], folder=folder / "store", date="2026-01-01"
    )
    train_all(untrained(store(folder / "store")))
    return store(folder / "store")
