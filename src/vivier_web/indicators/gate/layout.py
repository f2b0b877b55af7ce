"""What a cube is: what its cells add up, the dimensions they are crossed by, and how much detail one may ask for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vivier.vocabulary import InputError

if TYPE_CHECKING:
    from vivier.disclosure import Rules, Spec

Tables = tuple[tuple[str, ...], ...]
TERRITORY, REGION, ACTIVITY, SECTION = "territoire", "région", "activité", "section"
OCCUPATION, GROUP, SIZE, OUTCOME = "métier", "catégorie", "taille", "issue"
FINE, MEDIUM, COARSE = "fine", "medium", "coarse"
DETAILS = {FINE: "Détaillé", MEDIUM: "Moyen", COARSE: "Large"}
DETAIL_WORDS = {
    FINE: "départements, divisions d’activité, métiers à deux chiffres",
    MEDIUM: "départements, tailles et catégories de métiers",
    COARSE: "régions, sections, catégories et tailles, sans croisement",
}
LEVELS: Mapping[str, tuple[str, ...]] = {  # of each dimension, its columns from fine to coarse
    TERRITORY: ("departement", "region"),
    REGION: ("region",),
    ACTIVITY: ("division", "section"),
    SECTION: ("section",),
    OCCUPATION: ("pcs", "csp"),
    GROUP: ("csp",),
    SIZE: ("taille",),
    OUTCOME: ("issue",),
}
COLUMN_TITLES = {
    "departement": "Département",
    "region": "Région",
    "division": "Division d’activité",
    "section": "Section d’activité",
    "pcs": "Métier (PCS à deux chiffres)",
    "csp": "Catégorie de métiers",
    "taille": "Taille de l’entreprise",
    "issue": "Issue",
}
SIZES = {
    "1-9": "1 à 9 salariés",
    "10-49": "10 à 49 salariés",
    "50-249": "50 à 249 salariés",
    "250-4999": "250 à 4 999 salariés",
    "5000+": "5 000 salariés et plus",
    "inconnue": "Taille inconnue",
}


@dataclass(frozen=True, slots=True)
class Cube:
    """Hold one kind of cube; its columns never change, so that what was published before can be set beside it."""

    key: str
    title: str
    measure: str  # the column of the value; empty where cells count rows
    measure_title: str
    unit_words: str  # what a value counts, in the plural
    contributors: str  # who contributes, in the plural
    dimensions: tuple[str, ...]
    tables: Mapping[str, Tables]  # by detail
    people: str = ""
    levels: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: LEVELS)

    def spec(self, tables: Tables) -> "Spec":
        """Say to the engine what is to be published; a table already published stays."""
        from vivier.disclosure import Spec
        from vivier.disclosure.spec import Dimension

        return Spec(
            "unit", self.measure, tuple(Dimension(name, self.levels[name]) for name in self.dimensions), tables,
            holding="holding", people=self.people, keep=((), ("region",)),
        )  # fmt: skip

    def rules(self) -> "Rules":
        """Give the primary rules: those of the law, and at least five people where cells are people."""
        from vivier.disclosure.rules import rules_of

        return rules_of({}, with_people=bool(self.people))

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of codes, in the order cells give them."""
        return tuple(dict.fromkeys(column for name in self.dimensions for column in self.levels[name]))


HEADCOUNT = Cube(
    "effectifs", "Effectifs des membres", "effectif", "Effectif", "salariés", "entreprises",
    (TERRITORY, REGION, ACTIVITY, SECTION, OCCUPATION, GROUP, SIZE),
    {
        FINE: (
            (TERRITORY, ACTIVITY), (TERRITORY, SIZE), (ACTIVITY, SIZE),
            (OCCUPATION, ACTIVITY), (TERRITORY, OCCUPATION),
        ),
        MEDIUM: ((TERRITORY, SIZE), (TERRITORY, GROUP), (GROUP, SIZE), (SECTION,)),
        COARSE: ((REGION,), (SECTION,), (GROUP,), (SIZE,)),
    },
    people="effectif",
)  # fmt: skip
DOSSIERS = Cube(
    "dossiers", "Dossiers décidés", "", "Dossiers", "dossiers", "porteurs",
    (TERRITORY, REGION, ACTIVITY, SECTION, OUTCOME),
    {
        FINE: ((TERRITORY, OUTCOME), (ACTIVITY, OUTCOME), (TERRITORY, ACTIVITY)),
        MEDIUM: ((TERRITORY, OUTCOME), (SECTION, OUTCOME)),
        COARSE: ((REGION,), (SECTION,), (OUTCOME,)),
    },
)  # fmt: skip
INDICATOR = Cube(
    "indicateur", "Indicateur annuel", "valeur", "Valeur", "", "entreprises",
    (TERRITORY, REGION, ACTIVITY, SECTION, SIZE),
    {
        FINE: ((TERRITORY, ACTIVITY), (TERRITORY, SIZE), (ACTIVITY, SIZE)),
        MEDIUM: ((TERRITORY, SECTION), (TERRITORY, SIZE), (SECTION, SIZE)),
        COARSE: ((REGION,), (SECTION,), (SIZE,)),
    },
)  # fmt: skip
CUBES = {each.key: each for each in (HEADCOUNT, DOSSIERS, INDICATOR)}


def cube_of(key: str) -> Cube:
    """Give the cube of a key.

    Raises:
        InputError: there is none.
    """
    if key not in CUBES:
        raise InputError("Choisissez ce qui est à publier dans la liste.")
    return CUBES[key]


def size_of(people: int) -> str:
    """Give the class of size of an enterprise.

    >>> size_of(8), size_of(49), size_of(0)
    ('1-9', '10-49', 'inconnue')
    """
    if people < 1:
        return "inconnue"
    bounds = ((10, "1-9"), (50, "10-49"), (250, "50-249"), (5000, "250-4999"))
    return next((code for least, code in bounds if people < least), "5000+")
