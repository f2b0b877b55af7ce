"""Tables as they are handed over: a small one by hand, and one protected from companies with improbable amounts."""

from vivier.disclosure import ProtectedTables, Spec, protect, tables_of
from vivier.disclosure.records import records_of
from vivier.disclosure.spec import Dimension as Axis
from vivier.report.open import Dimension, Measure, OpenTable

YEAR = Dimension("annee", "Année", {"2024": "2024", "2025": "2025"}, is_time=True)
REGION = Dimension(
    "region",
    "Région",
    {"T": "Ensemble", "84": "Auvergne-Rhône-Alpes", "93": "Provence-Alpes-Côte d’Azur", "2A": "=cmd|' /C calc'!A0"},
    source="Insee, COG 2026",
)
TURNOVER = Measure("chiffre_affaires", "Chiffre d’affaires", "EUR")
UNITS = Measure("entreprises", "Nombre d’entreprises", "entreprises", is_always_shown=True)


def small(**changes: object) -> OpenTable:
    """Give a table of two years and three regions in which each status is met."""
    rows: dict[str, object] = {
        "codes": (("2025", "T"), ("2025", "84"), ("2025", "93"), ("2025", "2A"), ("2024", "84")),
        "values": ((1250.5, 9.0), (None, 2.0), (None, 4.0), (0.0, 0.0), (-12.25, 5.0)),
        "status": ("published", "primary", "secondary", "zero", "published"),
        "description": "Ce que déclarent les membres ; « secret » est masqué.",
        "source": "Pôle Rhône",
    }
    return OpenTable(
        "chiffre-affaires", "Chiffre d’affaires par région", (YEAR, REGION), (TURNOVER, UNITS), **rows | changes
    )  # type: ignore[arg-type]


# Amounts that no other figure of a file can look like.
LARGE, SMALL, THIRD, OTHERS = (
    7_390_518_264,
    918_273_645,
    446_688_993,
    (31_415_927, 27_182_818, 16_180_339, 14_142_135),
)


def companies() -> dict[str, list[str]]:
    """Give companies of three regions and two sectors: one alone in its cell, one far above the others of its own."""
    lines = [
        *(("84", "C", amount) for amount in (LARGE, 1000, 2000, 3000)),
        ("84", "J", SMALL),
        ("93", "J", THIRD),
        *(("93", "C", amount) for amount in OTHERS),
        *((("84", "93", "11")[n % 3], "CJ"[n % 2], 5_000_000 + 7_919 * n * n) for n in range(24)),
    ]
    return {
        "siren": [str(n) for n in range(len(lines))],
        "region": [line[0] for line in lines],
        "naf": [line[1] for line in lines],
        "ca": [str(line[2]) for line in lines],
    }


def protected() -> ProtectedTables:
    """Protect the companies; some cells are primary, some secondary."""
    spec = Spec("siren", "ca", (Axis("région", ("region",)), Axis("secteur", ("naf",))))
    return protect(tables_of(records_of(companies(), spec), spec))


def described() -> OpenTable:
    """Give the table that the protected cells fill."""
    regions = {
        "T": "Ensemble",
        "84": "Auvergne-Rhône-Alpes",
        "93": "Provence-Alpes-Côte d’Azur",
        "11": "Île-de-France",
    }
    sectors = {"T": "Ensemble", "C": "Industrie", "J": "Numérique"}
    dims = (Dimension("region", "Région", regions), Dimension("naf", "Secteur", sectors))
    return OpenTable("ca-regions", "Chiffre d’affaires par région et secteur", dims, (TURNOVER, UNITS))
