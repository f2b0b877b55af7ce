"""What a cube is: what its cells add up, the dimensions they are crossed by, and how much detail one may ask for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from vivier.vocabulary import InputError

if TYPE_CHECKING:
    from vivier.disclosure import Rules, Spec

Tables = tuple[tuple[str, ...], ...]
TERRITORY, REGION, ACTIVITY, SECTION = "territoire", "région", "activité", "section"
OCCUPATION, GROUP, SIZE, OUTCOME, ANSWER = "métier", "catégorie", "taille", "issue", "réponse"
# Zones d’emploi cross départements, families cross PCS groups: what both are made of is in the system too, else one
# less the other would give what neither shows.
PLACE, ZONE = "lieu", "zone d’emploi"
JOB, NESTED = "métier et domaine", "emploi"  # people by PCS group and domain of families
DOMAIN, KIND = "domaine", "catégorie et domaine"  # the same, wider: by category and domain
SELDOM = (PLACE, ZONE, JOB, NESTED, DOMAIN, KIND)
FINE, MEDIUM, COARSE = "fine", "medium", "coarse"
ZONES, FAMILIES = "zones", "families"  # of headcounts alone
DETAILS = {FINE: "Détaillé", MEDIUM: "Moyen", COARSE: "Large", ZONES: "Zones d’emploi", FAMILIES: "Familles"}
DETAIL_WORDS = {
    FINE: "départements, divisions d’activité, métiers à deux chiffres",
    MEDIUM: "départements, tailles et catégories de métiers",
    COARSE: "régions, sections, catégories et tailles, sans croisement",
    ZONES: "effectifs par zone d’emploi, dans chaque département et en tout ; sections, tailles",
    FAMILIES: "effectifs par domaine de familles professionnelles (FAP), croisés aux catégories",
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
    ANSWER: ("reponse",),
    PLACE: ("lieu", "departement", "region"),
    ZONE: ("lieu", "zone"),
    JOB: ("metier", "pcs", "csp"),
    NESTED: ("metier", "emploi", "domaine"),
    DOMAIN: ("emploi", "domaine"),
    KIND: ("emploi", "csp"),
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
    "reponse": "Réponse",
    "lieu": "Zone d’emploi, par département",
    "zone": "Zone d’emploi",
    "metier": "Domaine, par métier",
    "domaine": "Domaine de familles professionnelles (FAP)",
    "emploi": "Domaine, par catégorie",
    "appartenance": "Pôles de l’entreprise",
    "dans_pole": "Dans le pôle",
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
    groups: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # that overlap: their column, the only one

    def spec(self, tables: Tables) -> "Spec":
        """Say to the engine what is to be published; a table already published stays.

        Zones and families, which most tables do without, are described only to those that name one.
        """
        from vivier.disclosure import Spec
        from vivier.disclosure.spec import Dimension

        named = {name for table in tables for name in table}
        names = [name for name in self.dimensions if name in named or not (name in SELDOM or self._group(name)[1])]
        dimensions = tuple(
            Dimension(name, self.levels[name], groups=column, only=only)
            for name in names
            for column, only in [self._group(name)]
        )
        return Spec(
            "unit", self.measure, dimensions, tables,
            holding="holding", people=self.people, keep=((), ("region",)),
        )  # fmt: skip

    def _group(self, name: str) -> tuple[str, str]:
        return self.groups.get(name, ("", ""))

    def rules(self) -> "Rules":
        """Give the primary rules: those of the law, and at least five people where cells are people."""
        from vivier.disclosure.rules import rules_of

        return rules_of({}, with_people=bool(self.people))

    def cells_of(self, row: Mapping[str, str], tables: Tables) -> Iterator[tuple[str, ...]]:
        """Give the codes of every cell of these tables that a record is counted in."""
        from vivier.disclosure.overlaps import groups_of

        spec = self.spec(tables)
        own = [{column: row[column] for column in spec.carried}]
        for dimension in spec.dimensions:  # in each of its groups
            if dimension.groups:
                own = [each | {dimension.groups: group} for each in own for group in groups_of(row[dimension.finest])]
        every = [(shown, each) for shown in spec.shapes for each in own]
        yield from dict.fromkeys(
            tuple(codes[name] if name in shown else "T" for name in spec.columns) for shown, codes in every
        )

    @property
    def every(self) -> Tables:
        """The tables of all details, with what ties them: all its columns are in them."""
        return linked(tuple(dict.fromkeys(table for tables in self.tables.values() for table in tables)))

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of codes, in the order cells give them."""
        groups = tuple(dict.fromkeys(column for column, _ in self.groups.values()))
        return (*self.carried, *groups)

    @property
    def carried(self) -> tuple[str, ...]:
        """The columns that records carry: all but groups."""
        return tuple(dict.fromkeys(column for name in self.dimensions for column in self.levels[name]))


HEADCOUNT = Cube(
    "effectifs", "Effectifs des membres", "effectif", "Effectif", "salariés", "entreprises",
    (TERRITORY, REGION, ACTIVITY, SECTION, OCCUPATION, GROUP, SIZE, PLACE, ZONE, JOB, NESTED, DOMAIN, KIND),
    {
        FINE: (
            (TERRITORY, ACTIVITY), (TERRITORY, SIZE), (ACTIVITY, SIZE),
            (OCCUPATION, ACTIVITY), (TERRITORY, OCCUPATION),
        ),
        MEDIUM: (
            (TERRITORY, SIZE), (TERRITORY, GROUP), (GROUP, SIZE), (SECTION,),
        ),
        COARSE: ((REGION,), (SECTION,), (GROUP,), (SIZE,)),
        ZONES: ((PLACE,), (ZONE,), (SECTION,), (SIZE,)),
        FAMILIES: ((DOMAIN,), (KIND,), (SIZE,)),
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
OPINION = Cube(  # what companies declare: how many say what, never a sum of effects
    "avis", "Avis des membres", "", "Entreprises", "entreprises", "entreprises",
    (REGION, SECTION, SIZE, ANSWER),
    {
        FINE: ((REGION, ANSWER), (SECTION, ANSWER), (SIZE, ANSWER)),
        MEDIUM: ((REGION, ANSWER), (SIZE, ANSWER)),
        COARSE: ((ANSWER,),),
    },
)  # fmt: skip
CUBES = {each.key: each for each in (HEADCOUNT, DOSSIERS, INDICATOR, OPINION)}


def linked(tables: Tables) -> Tables:
    """Add to tables what ties those of PCS groups to those of domains, when both are published of one day.

    Neither is nested in the other: without what both are made of, one less the other would be looked at by nobody.
    """
    names = {name for table in tables for name in table}
    if OCCUPATION in names and names & {DOMAIN, KIND, NESTED}:
        return tuple(dict.fromkeys((*tables, (JOB,), (NESTED,))))
    return tables


def cube_of(key: str) -> Cube:
    """Give the cube of a key; `indicateur:emplois` is that of one indicator.

    Raises:
        InputError: there is none.
    """
    kind, _, _ = key.partition(":")
    if kind not in CUBES:
        raise InputError("Choisissez ce qui est à publier dans la liste.")
    return replace(CUBES[kind], key=key)


def size_of(people: int) -> str:
    """Give the class of size of an enterprise.

    >>> size_of(8), size_of(49), size_of(0)
    ('1-9', '10-49', 'inconnue')
    """
    if people < 1:
        return "inconnue"
    bounds = ((10, "1-9"), (50, "10-49"), (250, "50-249"), (5000, "250-4999"))
    return next((code for least, code in bounds if people < least), "5000+")
