"""The tables of today: who is counted, in which occupations, at which ages."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from vivier.intake import Headcount
from vivier.intake.data import BANDS, UNKNOWN
from vivier.intake.declared import POPULATIONS, Declared
from vivier.study.data import ALL, Figure, Row, Table
from vivier.study.observed import age_band
from vivier.study.stock import PERMANENT

_SENIORS = {55: ("55_59", "60_plus"), 60: ("60_plus",)}
Key = tuple[str, str, str, str]


def people(n: float) -> Figure:
    """Give a counted figure: it rests on itself."""
    return Figure(n, "personnes", round(n))


def present_tables(headcount: Headcount, declared: Iterable[Declared]) -> tuple[Table, ...]:
    """Give the tables that describe the day of reference."""
    cells: Counter[Key] = Counter()
    for company in headcount.companies:
        for cell in company.count.cells:
            cells[cell.pcs, age_band(cell.age), cell.sex, cell.contract] += cell.n
    day = f"{headcount.on:%d/%m/%Y}"
    return (
        _coverage(headcount, declared),
        _members(headcount),
        _table("effectif", "Effectif", f"Salariés présents au {day}, par case", cells, (0, 1, 2, 3)),
        _table("metiers", "Métiers", f"Salariés présents au {day}, par métier (PCS-ESE)", cells, (0,)),
        _table("pyramide", "Âges", f"Salariés présents au {day}, par âge révolu et par sexe", cells, (0, 1, 2)),
        *(_seniors(cells, age, bands) for age, bands in _SENIORS.items()),
        _not_projected(cells),
    )


_DIMENSIONS = ("metier", "age", "sexe", "contrat")


def _table(name: str, title: str, definition: str, cells: Counter[Key], axes: tuple[int, ...]) -> Table:
    counted: Counter[tuple[str, ...]] = Counter()
    for key, n in cells.items():
        counted[tuple(key[axis] for axis in axes)] += n
        if len(axes) < len(_DIMENSIONS):
            counted[ALL, *(key[axis] for axis in axes[1:])] += n
    rows = tuple(Row(key, people(n)) for key, n in sorted(counted.items(), key=lambda item: _order(item[0])))
    return Table(name, title, definition, tuple(_DIMENSIONS[axis] for axis in axes), rows)


def _order(key: tuple[str, ...]) -> tuple[object, ...]:
    """Sort the whole first, then by occupation; ages from young to old."""
    ranks = {age: rank for rank, age in enumerate((*BANDS, UNKNOWN))}
    return (key[0] != ALL, key[0], *((ranks.get(part, 99), part) for part in key[1:]))


def _coverage(headcount: Headcount, declared: Iterable[Declared]) -> Table:
    said: defaultdict[str, list[int]] = defaultdict(list)
    for one in declared:
        said[one.population].append(one.n)
    outside = sum(company.count.outside for company in headcount.companies)
    rows = [Row(("salaries", "fichiers"), people(headcount.people))]
    if outside:
        rows.append(Row(("hors_effectif", "fichiers"), people(outside)))
    rows += [
        Row((population, "déclaré"), people(sum(said[population])) if population in said else None)
        for population in POPULATIONS
    ]
    definition = (
        "Personnes comptées dans les fichiers, puis celles qu’un fichier de paie ne contient jamais et que les "
        "membres déclarent"
    )
    return Table("couverture", "Couverture", definition, ("population", "origine"), tuple(rows))


def _members(headcount: Headcount) -> Table:
    rows = []
    unnamed = 0
    for company in headcount.companies:
        if company.kind == "competences":
            continue
        name = company.siren
        if name == UNKNOWN:
            unnamed += 1
            name = f"SIREN non connu ({unnamed})"
        keys = (name, company.kind, company.on.isoformat(), str(len(company.sites)))
        rows.append(Row(keys, people(company.count.people)))
    definition = "Salariés présents, par entreprise ; la date est celle du dernier fichier utilisable"
    dimensions = ("entreprise", "source", "date", "etablissements")
    return Table("membres", "Membres", definition, dimensions, tuple(sorted(rows, key=lambda row: row.keys)))


def _seniors(cells: Counter[Key], age: int, bands: tuple[str, ...]) -> Table:
    known: Counter[str] = Counter()
    senior: Counter[str] = Counter()
    for (occupation, at, _, _), n in cells.items():
        for where in (occupation, ALL):
            known[where] += n * (at != UNKNOWN)
            senior[where] += n * (at in bands)
    rows = tuple(
        Row((occupation,), Figure(round(senior[occupation] / n, 4), "part", n))
        for occupation, n in sorted(known.items(), key=lambda item: _order((item[0],)))
        if n
    )
    definition = f"Part des salariés d’âge connu qui ont {age} ans ou plus ; n = salariés d’âge connu"
    return Table(f"seniors_{age}", f"{age} ans et plus", definition, ("metier",), rows)


def _not_projected(cells: Counter[Key]) -> Table:
    counted: Counter[str] = Counter()
    for (_, _, _, contract), n in cells.items():
        if contract not in PERMANENT:
            counted[contract] += n
    definition = (
        "Salariés comptés mais non projetés : leurs contrats ont un terme ou relèvent d’un programme, supposé "
        "reconduit à l’identique"
    )
    rows = tuple(Row((contract,), people(n)) for contract, n in sorted(counted.items()))
    return Table("hors_projection", "Hors projection", definition, ("contrat",), rows)
