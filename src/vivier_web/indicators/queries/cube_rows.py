"""The records of a cube, and where each contributor stands: its place, its activity, its group."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django_scopes import scopes_disabled

from vivier_web.indicators.gate import activity, layout
from vivier_web.indicators.gate.groups import groups_of
from vivier_web.indicators.queries.places import zone_of
from vivier_web.indicators.queries.responses import Response
from vivier_web.members.models import GroupLink, Organisation, Pole, Site
from vivier_web.members.territory import DEPARTMENTS, REGION_OF

UNKNOWN = "00"
Row = dict[str, str]
Codes = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """Hold what somebody wants published: which cube, from what, of whom, in how much detail."""

    cube: str
    source: str  # wave:12, year:2025, campaign:3; of an indicator, the cube says which: indicateur:emplois
    detail: str
    perimeter: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Gathered:
    """Hold the records of a cube, and what is said of them; a record is one contributor in one finest cell."""

    cube: layout.Cube
    title: str
    on: dt.date
    rows: tuple[Row, ...]
    provenance: tuple[tuple[str, str], ...]
    perimeter: str
    about: Mapping[str, str] = field(default_factory=dict)  # of an indicator: unit, definition, version, vintage
    estimated: frozenset[str] = frozenset()  # the units whose value was made up
    response: Response = field(default_factory=Response)  # also told by `provenance`

    def texts(self) -> dict[str, list[str]]:
        """Lay the records out by column, as the engine takes them."""
        names = [*self.cube.carried, "unit", "holding", *([self.cube.measure] if self.cube.measure else [])]
        return {name: [row[name] for row in self.rows] for name in names}

    @property
    def sha256(self) -> str:
        """The print of the records, in an order of their own."""
        said = sorted(json.dumps(row, sort_keys=True) for row in self.rows)
        return hashlib.sha256("\n".join(said).encode()).hexdigest()

    def estimated_codes(self, tables: layout.Tables) -> frozenset[Codes]:
        """Give the codes of every cell of these tables that a value made up enters."""
        made_up = [row for row in self.rows if row["unit"] in self.estimated]
        return frozenset(codes for row in made_up for codes in self.cube.cells_of(row, tables))

    @property
    def members(self) -> int:
        """How many contributors there are."""
        return len({row["unit"] for row in self.rows})


def occupation_of(pcs: str) -> str:
    """Give the group of two digits an occupation is in; `00` where none is known.

    >>> occupation_of("623e"), occupation_of("inconnu"), occupation_of("6")
    ('62', '00', '00')
    """
    return pcs[:2] if pcs[:2].isdigit() and len(pcs) > 1 else UNKNOWN


def place_of(site: Site | None, organisation: Organisation) -> Row:
    """Give the territory and activity of an establishment, or of its organisation where it is not known."""
    department = site.department if site is not None and site.department in DEPARTMENTS else UNKNOWN
    division = activity.division_of((site.naf if site is not None else "") or organisation.naf)
    return {
        "departement": department,
        "region": REGION_OF.get(department, UNKNOWN),
        "division": division,
        "section": activity.SECTION_OF[division],
    }


def zoned(place: Row, site: Site | None) -> Row:
    """Add to a place its zone d’emploi, and the part of the zone that is in the département."""
    zone = zone_of(site.commune) if site is not None else UNKNOWN
    return {**place, "zone": zone, "lieu": f"{place['departement']}-{zone}"}


def groups_in(poles: Iterable[Pole]) -> dict[str, str]:
    """Give the group of each unit that has one, by all that these pôles know: its contributor is that group."""
    with scopes_disabled():
        links = GroupLink.objects.filter(pole__in=list(poles)).select_related("organisation")
        return groups_of((unit_of(each.organisation), each.head) for each in links)


def unit_of(organisation: Organisation) -> str:
    """Name the unit that an organisation is: its SIREN, where it has one."""
    return organisation.siren or f"o{organisation.pk}"


def sites_of(organisations: Iterable[int]) -> dict[int, dict[str, Site]]:
    """Give the establishments of organisations by SIRET; under no SIRET, the head office."""
    found: dict[int, dict[str, Site]] = {}
    for site in Site.objects.filter(organisation__in=list(organisations)).order_by("is_head_office", "-siret"):
        found.setdefault(site.organisation_id, {}).update({site.siret: site, "": site})
    return found
